/**
 * Counts in types: whether shapes have as many entries as each other, and whether an axis has an entry at an index.
 */
import type { Back, IsDivided, IsLess, Product } from './numeral.ts'
import type { Held, Reason } from './reason.ts'
import type { FromFront, IsWide, Shape, ShowShape, Size } from './shape.ts'
import type { Negative, Unwhole } from './whole.ts'

// entries --------------------------------------------------------------------------------

/** The number of entries of a shape, read from the back; `never` where one of its sizes is no whole number that is known. */
type Entries<S extends Shape> = number extends S[number]
  ? never
  : [Extract<`${S[number]}`, `${string}${'-' | '.' | 'e'}${string}`> | Extract<S[number], string>] extends [never]
    ? 0 extends S[number]
      ? '0'
      : Product<S>
    : never

/** A shape with 1 where a size is to be worked out. */
type Given<T extends Shape> = { readonly [K in keyof T]: T[K] extends -1 ? 1 : T[K] }

/** `true` where sizes are to be worked out at two axes. */
type Twice<T extends Shape> = T extends readonly [infer H, ...infer U extends Shape]
  ? [H] extends [-1]
    ? { readonly [K in keyof U]: U[K] extends -1 ? true : false }[number]
    : Twice<U>
  : false

/** `true` where a size cannot be worked out that makes shape T of the entries of S. */
type Unsolved<S extends Shape, T extends Shape, N = Entries<Given<T>>> = true extends Twice<T> | (N extends '0' ? true : false)
  ? true
  : [N] extends [never]
    ? false
    : [Entries<S>] extends [never]
      ? false
      : IsDivided<Back<Entries<S>>, Back<N & string>> extends false
        ? true
        : false

type SolveFault<Name extends string, S extends Shape, T extends Shape> =
  Unsolved<S, T> extends true ? `${Name}: shapes [${ShowShape<S>}] and [${ShowShape<T>}] leave no whole size for -1` : null

type CountFault<Name extends string, S extends Shape, T extends Shape> = [Entries<T>] extends [never]
  ? -1 extends T[number]
    ? SolveFault<Name, S, T>
    : null
  : [Entries<S>] extends [never]
    ? null
    : [Entries<S> & Entries<T>] extends [never]
      ? `${Name}: shapes [${ShowShape<S>}] and [${ShowShape<T>}] hold ${Back<Entries<S>>} and ${Back<Entries<T>>} elements`
      : null

/** `unknown` where shape T may have as many entries as S, else a sentence. */
export type Counted<Name extends string, S extends Shape, T extends Shape> = Reason<T, S[number] | T[number], CountFault<Name, S, T>>

// indices --------------------------------------------------------------------------------

/** Of some indices those that an axis of size N has not; none where either is not known. */
export type Outside<I, N> = I extends number
  ? number extends N
    ? never
    : N extends number
      ? `${I}` extends `-${infer K}`
        ? IsLess<`${N}`, K> extends true
          ? I
          : never
        : IsLess<`${I}`, `${N}`> extends false
          ? I
          : never
      : never
  : never

type ListFault<Name extends string, I, N> = [Outside<I, N>] extends [never] ? null : `${Name}: index ${Outside<I, N>} is outside an axis of size ${N & Size}`

/** `unknown` where an axis may have entries at all indices of a list, else a sentence. */
export type Indexed<Name extends string, S extends Shape, I, A extends number> = Reason<
  I,
  A | S | S[number] | Held<I>,
  I extends ReadonlyArray<number> ? (true extends IsWide<S> | (number extends A ? true : false) ? null : ListFault<Name, I[number], S[FromFront<S, A>]>) : null
>

/** `true` where a list is known to be longer or shorter than a shape. */
export type Unlike<S extends Shape, L extends ReadonlyArray<unknown>> = number extends S['length'] | L['length']
  ? false
  : S['length'] extends L['length']
    ? false
    : true

/** `true` where a list is known to hold what is no whole number from 0. */
type IsUnwhole<L> = [Unwhole<L, Negative>] extends [never] ? false : true

/** `unknown` where a list may say of each axis how often it is repeated, else a sentence. */
export type Repeats<S extends Shape, N extends ReadonlyArray<number>> = Reason<
  N,
  S,
  true extends Unlike<S, N> | IsUnwhole<N>
    ? `tile: shape [${ShowShape<S>}] cannot be repeated [${ShowShape<N>}] times; give a whole number from 0 per axis`
    : null
>

/** Of margins what is known to be no whole number from 0. */
type Unmargined<M extends ReadonlyArray<unknown>> = { readonly [K in keyof M]: Unwhole<M[K], Negative> }[number]

/** `unknown` where a list may hold the margins of each axis, else a sentence. */
export type Margins<S extends Shape, M extends ReadonlyArray<ReadonlyArray<number>>> = Reason<
  M,
  S,
  Unlike<S, M> extends true
    ? `pad: shape [${ShowShape<S>}] has ${S['length']} axes, and ${M['length']} margins were given`
    : [Unmargined<M>] extends [never]
      ? null
      : `pad: shape [${ShowShape<S>}] cannot be padded by ${Unmargined<M> & number}; a margin is a whole number from 0`
>
