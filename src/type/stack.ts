/**
 * Stacks in types: how many rows the leaves of a structure have.
 */
import type { Reason } from './reason.ts'
import type { IsWide, Shape } from './shape.ts'

/** The first sizes of the leaves of a structure as a union: `null` of a scalar, `number` where it is not known. */
type Heads<X> = X extends Float64Array
  ? number
  : X extends number
    ? null
    : X extends { readonly shape: infer S extends Shape }
      ? IsWide<S> extends true
        ? number
        : S extends readonly [infer N, ...ReadonlyArray<unknown>]
          ? N
          : null
      : X extends string | boolean | null | undefined | ((...args: never) => unknown)
        ? never
        : X extends ReadonlyArray<unknown>
          ? { readonly [K in keyof X]: Heads<X[K]> }[number]
          : { readonly [K in keyof X]: Heads<X[K]> }[keyof X]

type Several<A, B = A> = A extends A ? ([B] extends [A] ? never : true) : never

/** The sentence `None` where a scalar is among some sizes, `Unequal` where two are known to differ. */
type HeadFault<H, None extends string, Unequal extends string> = null extends H ? None : [Several<Extract<H, number>>] extends [never] ? null : Unequal

/** `unknown` where all leaves of a structure may have as many rows, else one of two sentences. */
export type Rowed<X, None extends string, Unequal extends string> = Reason<X, Heads<X>, HeadFault<Heads<X>, None, Unequal>>
