/**
 * Shapes in types: arithmetic that the compiler does. A size is a literal (3), a name ('n')
 * or `number` where it is not known; `Shape` itself is a shape of unknown rank.
 */

export type Size = number | string
export type Shape = ReadonlyArray<Size>

/** True for a shape of unknown rank. */
export type IsWide<S extends Shape> = number extends S['length'] ? true : false

type Named<S extends Shape> = [Extract<S[number], string>] extends [never] ? false : true

/** A shape as values have it: where a size has a name, some number. */
export type Known<S extends Shape> = Named<S> extends true ? { -readonly [K in keyof S]: S[K] extends string ? number : S[K] } : S

/** A shape for whoever may bind its names: where a size has a name, any size. */
export type Open<S extends Shape> = Named<S> extends true ? { -readonly [K in keyof S]: S[K] extends string ? Size : S[K] } : S

/** A shape as text, for messages: `3,1`. */
export type ShowShape<S extends Shape, R extends string = ''> = number extends S['length']
  ? '…'
  : S extends readonly [infer H extends Size, ...infer T extends Shape]
    ? ShowShape<T, R extends '' ? `${H}` : `${R},${H}`>
    : R

// broadcasting ---------------------------------------------------------------------------

type Wider<A, B> = A extends 1 ? B : B extends 1 ? A : number extends A ? B : number extends B ? A : never
type BroadcastSize<A, B> = A extends B ? (B extends A ? A : Wider<A, B>) : Wider<A, B>

type BroadcastFromRight<A extends Shape, B extends Shape, R extends Shape = []> = A extends readonly [...infer AI extends Shape, infer AL extends Size]
  ? B extends readonly [...infer BI extends Shape, infer BL extends Size]
    ? [BroadcastSize<AL, BL>] extends [never]
      ? never
      : BroadcastFromRight<AI, BI, [BroadcastSize<AL, BL> & Size, ...R]>
    : [...A, ...R]
  : [...B, ...R]

/** NumPy broadcasting; `never` where the shapes do not. */
export type Broadcast<A extends Shape, B extends Shape> = IsWide<A> extends true ? Shape : IsWide<B> extends true ? Shape : BroadcastFromRight<A, B>

// axes -----------------------------------------------------------------------------------

type Indices<S extends Shape, R extends ReadonlyArray<number> = []> = S extends readonly [unknown, ...infer T extends Shape]
  ? Indices<T, [...R, R['length']]>
  : R

/** `-1` for the last of three axes is `2`. */
type FromFront<S extends Shape, A extends number> = `${A}` extends `-${infer N extends number}` ? Backwards<S>[N] & number : A
type Backwards<S extends Shape> = [-1, ...Reverse<Indices<S>>]
type Reverse<S extends ReadonlyArray<unknown>, R extends ReadonlyArray<unknown> = []> = S extends readonly [infer H, ...infer T] ? Reverse<T, [H, ...R]> : R

type AxisUnion<S extends Shape, Axes extends ReadonlyArray<number>> = { [K in keyof Axes]: FromFront<S, Axes[K]> }[number]

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

/** The shape after a reduction over some axes (all of them where none is named). */
export type Reduced<S extends Shape, Axes, Keep extends boolean> =
  Axes extends ReadonlyArray<number>
    ? IsWide<S> extends true
      ? Shape
      : number extends Axes['length']
        ? Shape
        : number extends Axes[number]
          ? Shape
          : Dropped<S, AxisUnion<S, Axes>, Keep>
    : Keep extends true
      ? { [K in keyof S]: 1 }
      : []

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

/** A new axis of size N before the given one. */
export type Inserted<S extends Shape, Axis extends number, N extends Size> =
  IsWide<S> extends true ? Shape : number extends Axis ? Shape : `${Axis}` extends `-${string}` ? Shape : InsertedAt<S, Axis, N>

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

/** A shape of the same rank whose sizes are computed. */
export type Unsized<S extends Shape> = IsWide<S> extends true ? Shape : { -readonly [K in keyof S]: number }

// contractions ---------------------------------------------------------------------------

type SameSize<A, B> = A extends B ? true : B extends A ? true : number extends A ? true : number extends B ? true : false

/** The product of two operands of rank 1 or 2 as NumPy's `matmul` gives it; `never` where inner sizes differ. */
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
          : B extends readonly [infer L, infer N extends Size]
            ? SameSize<K, L> extends true
              ? [N]
              : never
            : Shape
        : A extends readonly [infer M extends Size, infer K]
          ? B extends readonly [infer L]
            ? SameSize<K, L> extends true
              ? [M]
              : never
            : B extends readonly [infer L, infer N extends Size]
              ? SameSize<K, L> extends true
                ? [M, N]
                : never
              : Shape
          : Shape
