/**
 * Formulas in types: what `einsum` makes of shapes, and what is wrong with a formula of some operands.
 */
import type { IsLess } from './numeral.ts'
import type { Reason } from './reason.ts'
import type { Broadcast, CutBack, CutFront, IsWide, Shape, ShowShape, Size } from './shape.ts'
import type { ShapeOf } from './value.ts'

/** The labels of one part, an ellipsis as one. */
type Letters<T extends string, R extends ReadonlyArray<string> = []> = T extends `${infer C}${infer U}`
  ? C extends ' ' | '.'
    ? T extends `...${infer V}`
      ? Letters<V, [...R, '...']>
      : Letters<U, C extends ' ' ? R : [...R, C]>
    : Letters<U, [...R, C]>
  : R
type Terms<T extends string> = T extends `${infer H},${infer U}` ? [Letters<H>, ...Terms<U>] : [Letters<T>]

type Pairs<T extends ReadonlyArray<string>, S extends Shape> = { [I in keyof T]: I extends keyof S ? readonly [T[I], S[I]] : never }[number]

/** What a formula says of sizes: a union of pairs of a label and a size. */
type Sizes<T extends ReadonlyArray<ReadonlyArray<string>>, XS> = {
  [K in keyof T]: K extends keyof XS ? Pairs<T[K], ShapeOf<XS[K]>> : never
}[number]

/** The sizes that operands know of a label; that of one that knows none is not known. */
type SizeAt<P, L> = P extends readonly [L, infer N extends Size] ? (number extends N ? never : N) : never
type Exact<N> = [N] extends [never] ? number : N

type Named<T extends ReadonlyArray<string>, P> = { -readonly [K in keyof T]: Exact<SizeAt<P, T[K]>> extends infer N extends Size ? N : number }

type Flat<T extends ReadonlyArray<ReadonlyArray<string>>> = T extends readonly [
  infer H extends ReadonlyArray<string>,
  ...infer U extends ReadonlyArray<ReadonlyArray<string>>,
]
  ? [...H, ...Flat<U>]
  : []

/** The labels that stand in a list once, S of those before and M those of them that stood again. */
type Once<T extends ReadonlyArray<string>, S extends string = never, M extends string = never> = T extends readonly [
  infer H extends string,
  ...infer U extends ReadonlyArray<string>,
]
  ? Once<U, S | H, H extends S ? M | H : M>
  : Exclude<S, M>

/** In parts, so that those without a label are passed over. */
type Alphabet = [Letters<'ABCDEFGH'>, Letters<'IJKLMNOP'>, Letters<'QRSTUVWXYZ'>, Letters<'abcdefgh'>, Letters<'ijklmnop'>, Letters<'qrstuvwxyz'>]

/** Some labels in the order of a part of the alphabet. */
type InOrder<L extends string, A extends ReadonlyArray<string>, R extends ReadonlyArray<string> = []> = A extends readonly [
  infer H extends string,
  ...infer B extends ReadonlyArray<string>,
]
  ? InOrder<L, B, H extends L ? [...R, H] : R>
  : R

/** Some labels in alphabetical order. */
type Alphabetical<L extends string, A extends ReadonlyArray<ReadonlyArray<string>> = Alphabet> = A extends readonly [
  infer H extends ReadonlyArray<string>,
  ...infer B extends ReadonlyArray<ReadonlyArray<string>>,
]
  ? [L & H[number]] extends [never]
    ? Alphabetical<L, B>
    : [...InOrder<L, H>, ...Alphabetical<L, B>]
  : []

/** What a formula makes of shapes. */
export type Summed<F extends string, XS extends ReadonlyArray<unknown>> = string extends F
  ? Shape
  : true extends IsWide<ShapeOf<XS[number]>>
    ? Shape
    : F extends `${string}.${string}`
      ? Spread<F, XS>
      : F extends `${infer L}->${infer R}`
        ? Named<Letters<R>, Sizes<Terms<L>, XS>>
        : Named<Alphabetical<Once<Flat<Terms<F>>>>, Sizes<Terms<F>, XS>>

// ellipses -------------------------------------------------------------------------------

type Labels = ReadonlyArray<string>

/** The labels before an ellipsis, and those behind it, which are `null` where there is none. */
type Halves<T extends Labels, R extends Labels = []> = T extends readonly [infer H extends string, ...infer U extends Labels]
  ? H extends '...'
    ? readonly [R, U]
    : Halves<U, [...R, H]>
  : readonly [R, null]

/** One operand by its labels: what it says of their sizes, and the shape that its ellipsis stands for. */
type Opened<S extends Shape, T extends Labels> =
  Halves<T> extends readonly [infer B extends Labels, infer A]
    ? A extends Labels
      ? CutFront<S, B['length']> extends readonly [infer Front extends Shape, infer Rest extends Shape]
        ? CutBack<Rest, A['length']> extends readonly [infer Dots extends Shape, infer Back extends Shape]
          ? { readonly sizes: Pairs<B, Front> | Pairs<A, Back>; readonly dots: Dots }
          : never
        : never
      : { readonly sizes: Pairs<B, S>; readonly dots: [] }
    : never

/** What all operands say of the sizes of labels, P of them before, and the shapes of their ellipses broadcast, with E. */
type AllOpened<T extends ReadonlyArray<Labels>, XS extends ReadonlyArray<unknown>, P = never, E extends Shape = []> = T extends readonly [
  infer H extends Labels,
  ...infer U extends ReadonlyArray<Labels>,
]
  ? XS extends readonly [infer X, ...infer Y]
    ? Opened<ShapeOf<X>, H> extends { readonly sizes: infer Q; readonly dots: infer D extends Shape }
      ? AllOpened<U, Y, P | Q, Broadcast<E, D>>
      : never
    : never
  : { readonly sizes: P; readonly dots: E }

/** The shape of a result with labels B before an ellipsis and A behind it. */
type Closed<B extends Labels, A, O> = O extends { readonly sizes: infer P; readonly dots: infer E extends Shape }
  ? A extends Labels
    ? [...Named<B, P>, ...E, ...Named<A, P>]
    : Named<B, P>
  : Shape

/** What a formula with an ellipsis makes of shapes; where it names no result, of unknown rank. */
type Spread<F extends string, XS extends ReadonlyArray<unknown>> = F extends `${infer L}->${infer R}`
  ? Halves<Letters<R>> extends readonly [infer B extends Labels, infer A]
    ? Closed<B, A, AllOpened<Terms<L>, XS>>
    : never
  : Shape

type IsUnion<A, B = A> = A extends A ? ([B] extends [A] ? never : true) : never
type Clash<P, L = P extends readonly [infer K, unknown] ? K : never> = L extends string
  ? true extends IsUnion<SizeAt<P, L>>
    ? `the label '${L}' has sizes that differ`
    : never
  : never

type Alphabetic = Alphabet[number][number] | '...'

/** What is wrong with the labels of one part; `never` if nothing is. */
type Misspelt<L extends ReadonlyArray<string>> = [Exclude<L[number], Alphabetic>] extends [never]
  ? '...' extends Again<L>
    ? 'here are two ellipses'
    : never
  : `'${Exclude<L[number], Alphabetic>}' is no label`

/** The first label that stands in a list again; `never` where none does. */
type Again<L extends ReadonlyArray<string>> = L extends readonly [infer H, ...infer U extends ReadonlyArray<string>]
  ? H extends U[number]
    ? H
    : Again<U>
  : never

/** What is wrong with the labels R of a result where the operands have those of T; `never` if nothing is. */
type Unanswerable<R extends ReadonlyArray<string>, L> = [Misspelt<R>] extends [never]
  ? [Exclude<R[number], L | '...'>] extends [never]
    ? [Again<R>] extends [never]
      ? never
      : `the label '${Again<R>}' stands twice in the result`
    : `the label '${Exclude<R[number], L | '...'>}' of the result is in no operand`
  : Misspelt<R>

/** What is wrong with the sizes of labels where an ellipsis is among them; `never` if nothing is known to be. */
type Unspread<O> = [O] extends [never]
  ? never
  : O extends { readonly sizes: infer P; readonly dots: infer E }
    ? [E] extends [never]
      ? "the label '...' has sizes that differ"
      : Clash<P>
    : never

/** What is wrong with the sizes of labels; `never` if nothing is known to be. */
type Unlike<F extends string, T extends ReadonlyArray<Labels>, XS extends ReadonlyArray<unknown>> = F extends `${string}.${string}`
  ? Unspread<AllOpened<T, XS>>
  : Clash<Sizes<T, XS>>

/** What is wrong with a formula of operands of labels T, in its result too; `never` if nothing is. */
type Mistake<F extends string, T extends ReadonlyArray<ReadonlyArray<string>>, XS extends ReadonlyArray<unknown>> = [Misspelt<T[number]>] extends [never]
  ? [Ranks<T, XS>] extends [never]
    ? [Unlike<F, T, XS>] extends [never]
      ? F extends `${string}->${infer R}`
        ? Unanswerable<Letters<R>, T[number][number]>
        : never
      : Unlike<F, T, XS>
    : Ranks<T, XS>
  : Misspelt<T[number]>

type FormulaFault<M extends string> = [M] extends [never] ? null : `einsum: ${M}`

/** `unknown` if a formula may be one of such operands, else a sentence that says why it is none. */
export type Fits<F extends string, XS extends ReadonlyArray<unknown>> = Reason<
  F,
  XS[number] | ShapeOf<XS[number]> | ShapeOf<XS[number]>[number],
  string extends F ? null : FormulaFault<Mistake<F, Terms<F extends `${infer L}->${string}` ? L : F>, XS>>
>

/** `never` if every operand may have as many axes as the formula names, else a sentence about the first that has not. */
type Ranks<T extends ReadonlyArray<ReadonlyArray<string>>, XS extends ReadonlyArray<unknown>> = XS extends readonly [infer X, ...infer Y]
  ? T extends readonly [infer H extends ReadonlyArray<string>, ...infer U extends ReadonlyArray<ReadonlyArray<string>>]
    ? true extends IsWide<ShapeOf<X>> | (ShapeOf<X>['length'] extends H['length'] ? true : Reaches<H, ShapeOf<X>>)
      ? Ranks<U, Y>
      : `shape [${ShowShape<ShapeOf<X>>}] has ${ShapeOf<X>['length']} axes, the formula names ${H['length']}`
    : 'more operands than the formula names'
  : number extends XS['length']
    ? never
    : T extends readonly []
      ? never
      : 'fewer operands than the formula names'

/** Whether an ellipsis can stand for the axes of a shape that are not named. */
type Reaches<H extends ReadonlyArray<string>, S extends Shape> = '...' extends H[number]
  ? IsLess<`${[...S, '...']['length'] & number}`, `${H['length']}`> extends true
    ? false
    : true
  : false
