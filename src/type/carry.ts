/**
 * Carries in types: what a loop hands from one step to the next keeps its shapes and dtypes.
 */
import type { DType } from '../array/dtype.ts'
import type { Reason } from './reason.ts'
import type { Conform, Of, Shape, ShowShape } from './shape.ts'

/** What is known to differ between a state and what a step makes of it; `null` where nothing is. */
type Change<S, T> = S extends { readonly shape: infer P extends Shape; readonly dtype: infer D extends DType }
  ? T extends { readonly shape: infer Q extends Shape; readonly dtype: infer E extends DType }
    ? Conform<P, Q> extends false
      ? `from shape [${ShowShape<P>}] to [${ShowShape<Q>}]`
      : [E] extends [D]
        ? null
        : `from ${D} to ${E}`
    : null
  : S extends number | string | boolean | null | undefined | Float64Array | ((...args: never) => unknown)
    ? null
    : S extends ReadonlyArray<unknown>
      ? { readonly [K in keyof S]: K extends keyof T ? Change<S[K], T[K]> : null }[number]
      : { readonly [K in keyof S]: K extends keyof T ? Change<S[K], T[K]> : null }[keyof S]

type CarryFault<Name extends string, S, T> =
  Of<T> extends Of<S>
    ? null
    : [Change<S, T>] extends [infer What]
      ? [What] extends [null]
        ? null
        : `${Name}: the step changes the carry ${What & string}; the carry keeps its shapes and dtypes`
      : null

/** `unknown` where a step from S to T may keep the carry, else a sentence. */
export type Keeps<Name extends string, S, T> = [T] extends [never] ? unknown : Reason<T, 0, CarryFault<Name, S, T>>
