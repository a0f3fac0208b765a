/**
 * Shapes in types: arithmetic that the compiler does. A size is a literal (3), a name ('n')
 * or `number` where it is not known; `Shape` itself is a shape of unknown rank.
 */

/** A size of an axis: a literal, a name, or `number` where it is not known. */
export type Size = number | string
/** Sizes, one per axis; `Shape` itself is one of unknown rank. */
export type Shape = ReadonlyArray<Size>

/** True for a shape of unknown rank. */
export type IsWide<S extends Shape> = number extends S['length'] ? true : false

type Named<S extends Shape> = [Extract<S[number], string>] extends [never] ? false : true

/** A shape as values have it: where a size has a name, some number. */
export type Known<S extends Shape> = Named<S> extends true ? { -readonly [K in keyof S]: S[K] extends string ? number : S[K] } : S

/** A shape for whoever may bind its names: where a size has a name, any size. */
export type Open<S extends Shape> = Named<S> extends true ? { -readonly [K in keyof S]: S[K] extends string ? Size : S[K] } : S

/** A shape as text, for messages: `3,1`. */
export type ShowShape<S extends Shape> = number extends S['length']
  ? '…'
  : S extends readonly [infer H extends Size, ...infer T extends Shape]
    ? `${H}${ShowRest<T>}`
    : ''
type ShowRest<S extends Shape> = S extends readonly [infer H extends Size, ...infer T extends Shape] ? `,${H}${ShowRest<T>}` : ''

// broadcasting ---------------------------------------------------------------------------

type Wider<A, B> = B extends 1 ? A : A extends 1 ? B : number extends A ? B : number extends B ? A : never

/** A size in a box: in the open, a comparison with a type parameter is put off, even with itself. */
export interface Of<N> {
  readonly size: N
}

type BroadcastSize<A, B> = Of<A> extends Of<B> ? (Of<B> extends Of<A> ? A : Wider<A, B>) : Wider<A, B>

type BroadcastFromRight<A extends Shape, B extends Shape, R extends Shape = []> = A extends readonly [...infer AI extends Shape, infer AL extends Size]
  ? B extends readonly [...infer BI extends Shape, infer BL extends Size]
    ? Onwards<AI, BI, AL, BL, R>
    : [...AI, AL, ...R]
  : [...B, ...R]

/** The sizes before two that meet; these are one, or one of them is 1, which is asked at once so that it is known of type parameters too. */
type Onwards<A extends Shape, B extends Shape, M extends Size, N extends Size, R extends Shape> =
  Of<M extends 1 ? never : M> extends Of<N | (N extends 1 ? unknown : never)>
    ? BroadcastFromRight<A, B, [BroadcastSize<M, N> & Size, ...R]>
    : [Wider<M, N>] extends [never]
      ? never
      : BroadcastFromRight<A, B, [Wider<M, N> & Size, ...R]>

/** NumPy broadcasting; `never` where the shapes do not. */
export type Broadcast<A extends Shape, B extends Shape> = IsWide<A> extends true ? Shape : IsWide<B> extends true ? Shape : BroadcastFromRight<A, B>

// axes -----------------------------------------------------------------------------------

type Indices<S extends Shape, R extends ReadonlyArray<number> = []> = S extends readonly [unknown, ...infer T extends Shape]
  ? Indices<T, [...R, R['length']]>
  : R

/** By rank, the axes from the back, after one that stands for none; of the ranks that occur, so that they need not be counted. */
interface Backs {
  readonly 1: [-1, 0]
  readonly 2: [-1, 1, 0]
  readonly 3: [-1, 2, 1, 0]
  readonly 4: [-1, 3, 2, 1, 0]
}

/** `-1` for the last of three axes is `2`. */
export type FromFront<S extends Shape, A extends number> = `${A}` extends `-${infer N extends number}` ? Backwards<S>[N] & number : A
type Backwards<S extends Shape> = S['length'] extends keyof Backs ? Backs[S['length']] : [-1, ...Reverse<Indices<S>>]
type Reverse<S extends ReadonlyArray<unknown>, R extends ReadonlyArray<unknown> = []> = S extends readonly [infer H, ...infer T] ? Reverse<T, [H, ...R]> : R

/** Some axes from the front, as a union. */
export type AxisUnion<S extends Shape, Axes extends ReadonlyArray<number>> = { [K in keyof Axes]: FromFront<S, Axes[K]> }[number]

type Dropped<S extends Shape, Gone, Keep extends boolean, I extends ReadonlyArray<unknown> = []> = S extends readonly [
  infer H extends Size,
  ...infer T extends Shape,
]
  ? I['length'] extends Gone
    ? Keep extends true
      ? [1, ...Dropped<T, Gone, Keep, [...I, 0]>]
      : Dropped<T, Gone, Keep, [...I, 0]>
    : [H, ...Dropped<T, Gone, Keep, [...I, 0]>]
  : []

type All<S extends Shape, Keep extends boolean> = Keep extends true ? { [K in keyof S]: 1 } : []

/** The shape after a reduction over an axis or some (all of them where none is named); the first and the last alone are met most. */
export type Reduced<S extends Shape, Axes, Keep extends boolean> = Axes extends undefined
  ? All<S, Keep>
  : number extends S['length']
    ? Shape
    : Axes extends 0
      ? S extends readonly [unknown, ...infer T extends Shape]
        ? Keep extends true
          ? [1, ...T]
          : T
        : []
      : Axes extends -1
        ? S extends readonly [...infer L extends Shape, unknown]
          ? Keep extends true
            ? [...L, 1]
            : L
          : []
        : Axes extends number
          ? number extends Axes
            ? Shape
            : Dropped<S, FromFront<S, Axes>, Keep>
          : Axes extends ReadonlyArray<number>
            ? number extends Axes['length'] | Axes[number]
              ? Shape
              : Dropped<S, AxisUnion<S, Axes>, Keep>
            : All<S, Keep>

/** The shape without its first axis. */
export type Tail<S extends Shape> = IsWide<S> extends true ? Shape : S extends readonly [unknown, ...infer T extends Shape] ? T : []

/** The shape after a permutation of the axes; reversed where none is given. */
export type Permuted<S extends Shape, P> =
  IsWide<S> extends true
    ? Shape
    : P extends ReadonlyArray<number>
      ? number extends P['length']
        ? Shape
        : { -readonly [K in keyof P]: P[K] extends number ? (S[FromFront<S, P[K]>] extends infer Z extends Size ? Z : number) : never }
      : Reverse<S> extends infer R extends Shape
        ? R
        : Shape

/** One axis replaced by another size. */
export type Resized<S extends Shape, Axis extends number, N extends Size> =
  IsWide<S> extends true ? Shape : number extends Axis ? { [K in keyof S]: number } : Replaced<S, FromFront<S, Axis>, N>

type Replaced<S extends Shape, Axis, N extends Size, I extends ReadonlyArray<unknown> = []> = S extends readonly [
  infer H extends Size,
  ...infer T extends Shape,
]
  ? [I['length'] extends Axis ? N : H, ...Replaced<T, Axis, N, [...I, 0]>]
  : []

/** One axis replaced by any number of others. */
export type Substituted<S extends Shape, Axis extends number, J extends Shape> =
  IsWide<S> extends true ? Shape : IsWide<J> extends true ? Shape : number extends Axis ? Shape : SubstitutedAt<S, FromFront<S, Axis>, J>

type SubstitutedAt<S extends Shape, Axis, J extends Shape, I extends ReadonlyArray<unknown> = []> = S extends readonly [
  infer H extends Size,
  ...infer T extends Shape,
]
  ? I['length'] extends Axis
    ? [...J, ...T]
    : [H, ...SubstitutedAt<T, Axis, J, [...I, 0]>]
  : []

/** A new axis of size N; its position is counted in the result, from the end where negative. */
export type Inserted<S extends Shape, Axis extends number, N extends Size> =
  IsWide<S> extends true ? Shape : number extends Axis ? Shape : InsertedAt<S, FromFront<[...S, N], Axis>, N>

type InsertedAt<S extends Shape, Axis, N extends Size, I extends ReadonlyArray<unknown> = []> = I['length'] extends Axis
  ? [N, ...S]
  : S extends readonly [infer H extends Size, ...infer T extends Shape]
    ? [H, ...InsertedAt<T, Axis, N, [...I, 0]>]
    : [N]

/** The shape without one axis. */
export type Without<S extends Shape, Axis extends number> = IsWide<S> extends true ? Shape : number extends Axis ? Shape : Dropped<S, FromFront<S, Axis>, false>

/** The shape without its axes of size 1; of unknown rank where a size is not known. */
export type Squeezed<S extends Shape> =
  IsWide<S> extends true
    ? Shape
    : S extends readonly [infer H extends Size, ...infer T extends Shape]
      ? number extends H
        ? Shape
        : H extends 1
          ? Squeezed<T>
          : Squeezed<T> extends infer R extends Shape
            ? IsWide<R> extends true
              ? Shape
              : [H, ...R]
            : never
      : []

/** One axis taken out and put in elsewhere. */
export type Moved<S extends Shape, From extends number, To extends number> =
  IsWide<S> extends true
    ? Shape
    : number extends From | To
      ? Shape
      : S[FromFront<S, From>] extends infer N extends Size
        ? InsertedAt<Dropped<S, FromFront<S, From>, false>, FromFront<S, To>, N>
        : Shape

/** Whether two sizes are known to be one. */
export type Identical<A, B> = Of<A> extends Of<B> ? (Of<B> extends Of<A> ? true : false) : false

/** The last size. */
export type LastOf<S extends Shape> = S extends readonly [...ReadonlyArray<unknown>, infer N extends Size] ? N : number

/** The last but one. */
export type LastButOneOf<S extends Shape> = S extends readonly [...ReadonlyArray<unknown>, infer M extends Size, unknown] ? M : number

/** Two shapes that may be one: of the same rank, with no two sizes known to differ. */
export type Conform<A extends Shape, B extends Shape> =
  IsWide<A> extends true
    ? true
    : IsWide<B> extends true
      ? true
      : A extends readonly [infer H, ...infer T extends Shape]
        ? B extends readonly [infer G, ...infer U extends Shape]
          ? SameSize<H, G> extends true
            ? Conform<T, U>
            : false
          : false
        : B extends readonly []
          ? true
          : false

/** The sizes at some axes, in their order. */
export type Picked<S extends Shape, Axes extends ReadonlyArray<number>> = { -readonly [K in keyof Axes]: S[FromFront<S, Axes[K]>] & Size }

/** The shape without the axes listed. */
export type WithoutAll<S extends Shape, Axes extends ReadonlyArray<number>> = Dropped<S, AxisUnion<S, Axes>, false>

/** The axes before the last N, and those N. */
export type CutBack<S extends Shape, N extends number, R extends Shape = []> = R['length'] extends N
  ? readonly [S, R]
  : S extends readonly [...infer L extends Shape, infer H extends Size]
    ? CutBack<L, N, [H, ...R]>
    : never

/** The first N axes, and those behind them. */
export type CutFront<S extends Shape, N extends number, R extends Shape = []> = R['length'] extends N
  ? readonly [R, S]
  : S extends readonly [infer H extends Size, ...infer T extends Shape]
    ? CutFront<T, N, [...R, H]>
    : never

/** Margins about every axis: a size is copied where both are known to be 0, else computed. */
export type Padded<S extends Shape, M> =
  IsWide<S> extends true
    ? Shape
    : { -readonly [K in keyof S]: K extends keyof M ? (M[K] extends readonly [infer L, infer H] ? ([L, H] extends [0, 0] ? S[K] : number) : number) : number }

/** Every axis repeated as often as listed: a size is copied where that is known to be once, else computed. */
export type Tiled<S extends Shape, N> =
  IsWide<S> extends true ? Shape : { -readonly [K in keyof S]: K extends keyof N ? (N[K] extends 1 ? (number extends N[K] ? number : S[K]) : number) : number }

/** A shape of the same rank whose sizes are computed. */
export type Unsized<S extends Shape> = IsWide<S> extends true ? Shape : { -readonly [K in keyof S]: number }

// contractions ---------------------------------------------------------------------------

/** Whether two sizes may be one: no two that are known to differ. */
export type SameSize<A, B> = Of<A> extends Of<B> ? true : Of<B> extends Of<A> ? true : number extends A ? true : number extends B ? true : false

/** The product of two operands as NumPy's `matmul` gives it, leading axes broadcast; `never` where sizes do not fit. */
export type MatMul<A extends Shape, B extends Shape> =
  IsWide<A> extends true
    ? Shape
    : IsWide<B> extends true
      ? Shape
      : A extends readonly [infer K]
        ? B extends readonly [infer L]
          ? SameSize<K, L> extends true
            ? []
            : never
          : B extends readonly [...infer BL extends Shape, infer L, infer N extends Size]
            ? SameSize<K, L> extends true
              ? [...BL, N]
              : never
            : never
        : A extends readonly [...infer AL extends Shape, infer M extends Size, infer K]
          ? B extends readonly [infer L]
            ? SameSize<K, L> extends true
              ? [...AL, M]
              : never
            : B extends readonly [...infer BL extends Shape, infer L, infer N extends Size]
              ? SameSize<K, L> extends true
                ? Led<Broadcast<AL, BL>, [M, N]>
                : never
              : never
          : never

type Led<L extends Shape, S extends Shape> = [L] extends [never] ? never : IsWide<L> extends true ? Shape : [...L, ...S]

/** The last two axes exchanged. */
export type Turned<S extends Shape> = S extends readonly [...infer L extends Shape, infer M extends Size, infer N extends Size] ? [...L, N, M] : S
