/**
 * Axes in types: which ones an array of a shape has. What is refused is a literal axis of a shape whose rank is known;
 * any other is left to the run time.
 */
import type { Unlike } from './count.ts'
import type { Held, Reason } from './reason.ts'
import type { AxisUnion, Conform, FromFront, IsWide, Picked, Shape, ShowShape, Size } from './shape.ts'
import type { ShapeOf } from './value.ts'

/** The axes by rank, from the front and from the back; of higher ranks any. */
interface AxesOf {
  readonly [rank: number]: number
  readonly 0: never
  readonly 1: 0 | -1
  readonly 2: 0 | 1 | -1 | -2
  readonly 3: 0 | 1 | 2 | -1 | -2 | -3
  readonly 4: 0 | 1 | 2 | 3 | -1 | -2 | -3 | -4
  readonly 5: 0 | 1 | 2 | 3 | 4 | -1 | -2 | -3 | -4 | -5
  readonly 6: 0 | 1 | 2 | 3 | 4 | 5 | -1 | -2 | -3 | -4 | -5 | -6
}

/** The same in words. */
interface RangeOf {
  readonly [rank: number]: string
  readonly 0: 'a scalar has no axes'
  readonly 1: 'axes run from -1 to 0'
  readonly 2: 'axes run from -2 to 1'
  readonly 3: 'axes run from -3 to 2'
  readonly 4: 'axes run from -4 to 3'
  readonly 5: 'axes run from -5 to 4'
  readonly 6: 'axes run from -6 to 5'
}

type List = ReadonlyArray<number>

/** The first axis of a list that stands in it again. */
type Again<S extends Shape, A extends List> = A extends readonly [infer H extends number, ...infer T extends List]
  ? FromFront<S, H> extends AxisUnion<S, T>
    ? FromFront<S, H>
    : Again<S, T>
  : never

type NoAxis<S extends Shape, A extends number> = `shape [${ShowShape<S>}] has no axis ${A}; ${RangeOf[S['length']]}`

/** What is wrong with an axis or axes of a shape; `null` where nothing is known to be. */
export type AxisFault<S extends Shape, A> = A extends AxesOf[S['length']] | undefined
  ? null
  : A extends number
    ? number extends A
      ? null
      : NoAxis<S, A>
    : A extends readonly [number, ...List]
      ? AxesFault<S, A>
      : null

type AxesFault<S extends Shape, A extends List> = number extends A[number] | S['length']
  ? null
  : [Exclude<A[number], AxesOf[S['length']]>] extends [never]
    ? [Again<S, A>] extends [never]
      ? null
      : `shape [${ShowShape<S>}] was given axis ${Again<S, A>} twice in axes [${ShowShape<A>}]`
    : NoAxis<S, Exclude<A[number], AxesOf[S['length']]>>

/** `unknown` where an array may have an axis, or each axis of a list once; else a sentence. */
export type Axed<S extends Shape, A> = [A] extends [undefined] ? unknown : Reason<A, S | Held<A>, AxisFault<S, A>>

type OrderFault<S extends Shape, P extends List> = number extends P[number] | P['length'] | S['length']
  ? null
  : [Exclude<P[number], AxesOf[S['length']]>] extends [never]
    ? true extends Unlike<S, P> | ([Again<S, P>] extends [never] ? false : true)
      ? `transpose: shape [${ShowShape<S>}] cannot be permuted by [${ShowShape<P>}]; name each axis once`
      : null
    : NoAxis<S, Exclude<P[number], AxesOf[S['length']]>>

/** `unknown` where a list may name each axis of a shape once, else a sentence. */
export type Ordered<S extends Shape, P> = [P] extends [undefined] ? unknown : Reason<P, S | Held<P>, P extends List ? OrderFault<S, P> : null>

type SizeFault<S extends Shape, A> = A extends number
  ? true extends IsWide<S> | (number extends A ? true : false)
    ? null
    : `${FromFront<S, A>}` extends keyof S
      ? Picked<S, [A]> extends readonly [infer N extends Size]
        ? Conform<[N], [1]> extends true
          ? null
          : `squeeze: axis ${A} of shape [${ShowShape<S>}] has size ${N}`
        : null
      : `squeeze: shape [${ShowShape<S>}] has no axis ${A}`
  : null

/** `unknown` where an axis of an array may have size 1, else a sentence. */
export type Single<X, A> = [A] extends [undefined] ? unknown : Reason<X, A | ShapeOf<X> | ShapeOf<X>[number], SizeFault<ShapeOf<X>, A>>

/** What is known to be wrong with the axes A of the leaves of a structure: an axis of all, or axes for its parts; `never` where nothing is. */
type LeafFault<X, A> = [A] extends [null]
  ? never
  : X extends number | Float64Array | { readonly shape: Shape }
    ? [A] extends [number]
      ? null extends AxisFault<ShapeOf<X>, A>
        ? never
        : AxisFault<ShapeOf<X>, A>
      : never
    : X extends string | boolean | null | undefined | ((...args: never) => unknown)
      ? never
      : { readonly [K in keyof X]: LeafFault<X[K], A extends number ? A : K extends keyof A ? A[K] : null> }[X extends ReadonlyArray<unknown>
          ? number & keyof X
          : keyof X]

/** `unknown` where the leaves of a structure X may have the axes A, which an argument G names, else a sentence. */
export type LeavesAxed<G, X, A> = Reason<G, X | A, [LeafFault<X, A>] extends [never] ? null : LeafFault<X, A>>
