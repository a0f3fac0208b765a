/**
 * Parts in types: whether an array can be cut in so many pieces or at such positions.
 */
import type { IsDivided, IsLess } from './numeral.ts'
import type { Reason } from './sentence.ts'
import type { FromFront, IsWide, Shape, ShowShape, Size } from './shape.ts'

type List = ReadonlyArray<number>

/** `true` where positions are known not to ascend from P to at most N. */
type Disordered<N, I extends List, P extends number = 0> = I extends readonly [infer H extends number, ...infer T extends List]
  ? `${H}` extends `-${string}`
    ? true
    : true extends IsLess<`${H}`, `${P}`> | (N extends number ? IsLess<`${N}`, `${H}`> : null)
      ? true
      : Disordered<N, T, H>
  : false

type CutFault<S extends Shape, N extends number | List, A extends number, Z> = N extends number
  ? number extends N | Z
    ? null
    : Z extends number
      ? IsDivided<`${Z}`, `${N}`> extends false
        ? `split: shape [${ShowShape<S>}] cannot be cut at axis ${A} into ${N} equal parts`
        : null
      : null
  : N extends List
    ? Disordered<Z, N> extends true
      ? `split: shape [${ShowShape<S>}] cannot be cut at axis ${A} at [${ShowShape<N>}]`
      : null
    : null

/** `unknown` where an axis may be cut into so many parts or at such positions, else a sentence. */
export type Cuttable<S extends Shape, N extends number | List, A extends number> = true extends IsWide<S> | (number extends A ? true : false)
  ? unknown
  : Reason<N, A | S | S[number], S extends readonly [] ? 'split: shape [] has no axis 0; a scalar has no axes' : CutFault<S, N, A, S[FromFront<S, A>] & Size>>

/** `unknown` where there are no more positions than a shape has axes, else a sentence. */
export type AtMost<S extends Shape, P extends List> = Reason<
  P,
  S,
  number extends S['length'] | P['length']
    ? null
    : IsLess<`${S['length']}`, `${P['length']}`> extends true
      ? `slice: shape [${ShowShape<S>}] has ${S['length']} axes; give at most one position per axis`
      : null
>
