/**
 * Whole numbers in types: sizes, counts and the like that are known to be none. One that may be several numbers is known
 * to be none where each of them is.
 */
import type { Dims } from '../array/shape.ts'
import type { Held, Reason } from './reason.ts'
import type { ShowShape } from './shape.ts'

/** As numbers below 0 are written. */
export type Negative = `-${string}`

/** Of numbers as text those that are whole and not among the ones ruled out; beyond 1e21 all are whole. */
type Whole<T extends string, Out extends string> = T extends Out
  ? never
  : T extends `${string}e+${string}`
    ? T
    : T extends `${string}.${string}` | `${string}e-${string}`
      ? never
      : T

/** Of a list the numbers that are known not to be whole, or to be ruled out. */
export type Unwhole<L, Out extends string> =
  L extends ReadonlyArray<number> ? { readonly [K in keyof L]: [Whole<`${L[K] & number}`, Out>] extends [never] ? L[K] : never }[number] : never

type WholeFault<N extends number, Out extends string, Before extends string, After extends string> = [Whole<`${N}`, Out>] extends [never]
  ? `${Before} ${N} ${After}`
  : null

/** `unknown` where a number may be whole and is not ruled out, else a sentence about it. */
export type Integral<N extends number, Out extends string, Before extends string, After extends string> = Reason<N, 0, WholeFault<N, Out, Before, After>>

/** `unknown` where a number may count something, else a sentence. */
export type Count<N extends number, What extends string> = Integral<N, Negative, What, 'is not a whole number from 0'>

/** What is wrong with a list as a shape, of which these entries are no sizes; `null` where there are none. */
export type SizesFault<Name extends string, S extends Dims, Wrong = Unwhole<S, Negative>> = [Wrong] extends [never]
  ? null
  : `${Name}: shape [${ShowShape<S>}] has the size ${Wrong & number}; a size is a whole number from 0`

/** `unknown` where a list may be a shape, else a sentence. */
export type Sizes<Name extends string, S extends Dims> = Reason<S, Held<S>, SizesFault<Name, S>>

/** `unknown` where numbers may be the sizes of a shape, the first of which is N, else a sentence. */
export type Size<Name extends string, N extends number, S extends Dims = readonly [N]> = Reason<N, S[number], SizesFault<Name, S>>
