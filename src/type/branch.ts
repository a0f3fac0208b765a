/**
 * Branches in types: of two functions of which one is chosen, both answer with the same shapes and dtypes.
 */
import type { DType } from '../array/dtype.ts'
import type { Reason } from './reason.ts'
import type { Conform, IsWide, Of, Shape, ShowShape } from './shape.ts'
import type { ExprsFor } from './structure.ts'
import type { ShapeOf } from './value.ts'

/** As failures abbreviate them. */
interface Short {
  readonly float64: 'f64'
  readonly int32: 'i32'
  readonly bool: 'bool'
}

/** `f64[3]`, and `f64` for a scalar. */
type Show<S extends Shape, D extends DType> = S extends readonly [] ? Short[D] : `${Short[D]}[${ShowShape<S>}]`

/** What has no shape: either is compared at run time. */
type Static = number | string | boolean | null | undefined | Float64Array | ((...args: never) => unknown)

/** What is known to differ between two results; `null` where nothing is. A leaf that may be of several types is of no one that is known. */
type Difference<A, B> = [A] extends [{ readonly shape: infer P extends Shape; readonly dtype: infer D extends DType }]
  ? [B] extends [{ readonly shape: infer Q extends Shape; readonly dtype: infer E extends DType }]
    ? true extends (Conform<P, Q> extends false ? true : false) | ([D & E] extends [never] ? true : false)
      ? `${Show<P, D>} and ${Show<Q, E>}`
      : null
    : null
  : A extends Static
    ? null
    : { readonly [K in keyof A]: K extends keyof B ? Difference<A[K], B[K]> : null }[A extends ReadonlyArray<unknown> ? number & keyof A : keyof A]

type BranchFault<R, R2> = [Difference<R, R2>] extends [infer What]
  ? [What] extends [null]
    ? null
    : `cond: shapes ${What & string} differ: results of the two branches`
  : null

/** `unknown` where two functions may answer with the same, else a sentence. */
export type Agrees<R, R2> = Reason<R | R2, 0, Of<R2> extends Of<R> ? null : BranchFault<ExprsFor<R>, ExprsFor<R2>>>

/** `unknown` where a mask may be a scalar, else a sentence. */
export type Chooses<M> = Reason<
  M,
  0,
  true extends IsWide<ShapeOf<M>> | (ShapeOf<M> extends readonly [] ? true : false)
    ? null
    : `cond: bool[${ShowShape<ShapeOf<M>>}]: the first argument must be a scalar mask; for an array of choices use where`
>
