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

type ChangeFault<S, T, Begin extends string, End extends string> =
  Of<T> extends Of<S> ? null : [Change<S, T>] extends [infer What] ? ([What] extends [null] ? null : `${Begin} ${What & string}; ${End}`) : null

/** `unknown` where what a function makes of S, T, may be as S is, else a sentence that begins and ends so. */
export type Alters<S, T, Begin extends string, End extends string> = [T] extends [never] ? unknown : Reason<T, 0, ChangeFault<S, T, Begin, End>>

/** `unknown` where a step from S to T may keep the carry, else a sentence. */
export type Keeps<Name extends string, S, T> = Alters<S, T, `${Name}: the step changes the carry`, 'the carry keeps its shapes and dtypes'>
