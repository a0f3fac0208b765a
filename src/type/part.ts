/**
 * Parts in types: whether an array can be cut in so many pieces or at such positions, and has room for windows.
 */
import type { AxisFault } from './axis.ts'
import type { Unlike } from './count.ts'
import type { IsDivided, IsLess } from './numeral.ts'
import type { Held, Reason } from './reason.ts'
import type { CutBack, FromFront, IsWide, Shape, ShowShape, Size } from './shape.ts'
import type { ShapeOf } from './value.ts'
import type { Negative, Unwhole } from './whole.ts'

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
  : Reason<
      N,
      A | S | S[number] | Held<N>,
      S extends readonly [] ? 'split: shape [] has no axis 0; a scalar has no axes' : CutFault<S, N, A, S[FromFront<S, A>] & Size>
    >

type PositionFault<S extends Shape, P extends List, What extends string, Wrong, Least extends string> =
  TooMany<S, P> extends true
    ? `slice: shape [${ShowShape<S>}] has ${S['length'] extends 1 ? '1 axis' : `${S['length']} axes`}; give at most one position per axis`
    : [Wrong] extends [never]
      ? null
      : `slice: the ${What} ${Wrong & number} is not a whole number${Least}`

type TooMany<S extends Shape, P extends List> = number extends S['length'] | P['length'] ? false : IsLess<`${S['length']}`, `${P['length']}`>

/** `unknown` where there are no more positions than a shape has axes, and each may be whole, else a sentence. */
export type AtMost<S extends Shape, P extends List, What extends string> = Reason<P, S | Held<P>, PositionFault<S, P, What, Unwhole<P, never>, ''>>

/** Likewise of steps. */
export type Steps<S extends Shape, P extends List> = Reason<P, S | Held<P>, PositionFault<S, P, 'step', Unwhole<P, '0' | Negative>, ' from 1'>>

// windows --------------------------------------------------------------------------------

/** A number as a list of it. */
export type Listed<N> = [N] extends [number] ? readonly [N] : N extends List ? N : never

/** `true` where one of some sizes is known to be less than that of a window along it. */
type Short<Z, W> = Z extends readonly [infer H extends Size, ...infer T]
  ? W extends readonly [infer G extends number, ...infer U]
    ? H extends number
      ? IsLess<`${H}`, `${G}`> extends true
        ? true
        : Short<T, U>
      : Short<T, U>
    : false
  : false

/** What is wrong with a window over the last axes within a padding P; `null` where nothing is known to be. */
export type WindowFault<Name extends string, S extends Shape, W extends List, P> = number extends S['length'] | W['length']
  ? null
  : [CutBack<S, W['length']>] extends [never]
    ? `${Name}: shape [${ShowShape<S>}] has too few axes for the window [${ShowShape<W>}]`
    : [P] extends ['valid' | 0]
      ? Short<CutBack<S, W['length']>[1], W> extends true
        ? `${Name}: shape [${ShowShape<S>}] has no room for a window [${ShowShape<W>}]`
        : null
      : null

type AlongFault<Name extends string, S extends Shape, W extends List, A extends List> =
  Unlike<W, A> extends true
    ? `${Name}: shape [${ShowShape<S>}] has no windows [${ShowShape<W>}] along axes [${ShowShape<A>}]; give ascending axes, and a size for each`
    : AxisFault<S, A>

/** `unknown` where windows of one size or several may slide along the axes named, else a sentence. */
export type Along<Name extends string, S extends Shape, W, A> = [A] extends [undefined]
  ? unknown
  : Reason<A, S | W | Held<W> | Held<A>, A extends number | List ? AlongFault<Name, S, Listed<W>, Listed<A>> : null>

/** `true` where a list of paddings is known to be of too many or too few for C axes; for one it may be of two numbers, before and after. */
export type Misfit<P, C> =
  P extends ReadonlyArray<unknown>
    ? number extends P['length'] | C
      ? false
      : P['length'] extends C
        ? false
        : readonly [C, P] extends readonly [1, readonly [number, number]]
          ? false
          : true
    : false

type SlideFault<Name extends string, S extends Shape, W extends List, P, What extends string> = [Unwhole<W, '0' | Negative>] extends [never]
  ? false extends Misfit<P, W['length']>
    ? WindowFault<Name, S, W, P>
    : `${Name}: a padding of ${(P & ReadonlyArray<unknown>)['length']} entries does not fit the window [${ShowShape<W>}]`
  : FromOneFault<Name, What, Unwhole<W, '0' | Negative>>

/** `unknown` where windows of one size or several may slide along the last axes of an array, within a padding P, else a sentence. */
export type Roomy<Name extends string, X, W, P, What extends string = 'window'> = Reason<
  X,
  ShapeOf<X> | ShapeOf<X>[number] | W | Held<W>,
  SlideFault<Name, ShapeOf<X>, Listed<W>, P, What>
>

/** `unknown` where one number or several may each be whole from 1, else a sentence. */
export type FromOne<Name extends string, What extends string, N> = Reason<N, Held<N>, FromOneFault<Name, What, Unwhole<Listed<N>, '0' | Negative>>>

type FromOneFault<Name extends string, What extends string, Wrong> = [Wrong] extends [never]
  ? null
  : `${Name}: the ${What} ${Wrong & number} is not a whole number from 1`
