/**
 * Structures in types: what a function over expressions accepts as values, and what it answers.
 */
import type { DType, Fresh } from '../array/dtype.ts'
import type { Tensor } from '../array/tensor.ts'
import type { AnyExpr, Expr } from '../program/model.ts'
import type { Fixed } from '../program/tree.ts'
import type { Inserted, Known, Open, Shape } from './shape.ts'
import type { ExprOf, PlainOf, TakenOf, Traced } from './value.ts'

/** The values that may stand where a function expects expressions; expressions themselves may, too. For a number it is one that is fixed. */
export type ValuesFor<A> = [A] extends [number]
  ? number | Fixed
  : A extends number
    ? number
    : A extends { readonly _tag: 'Expr'; readonly shape: infer S extends Shape; readonly dtype: infer D extends DType }
      ? (Open<S> extends S ? A : ExprOf<Open<S>, D>) | TakenOf<Known<S>, D> | Tensor<Known<S>, D>
      : A extends Float64Array | Tensor<Shape, DType> | ((...args: never) => unknown)
        ? A
        : A extends object
          ? { readonly [K in keyof A]: ValuesFor<A[K]> }
          : A

/** What may stand for an input declared by a spec of values V and expressions E: either, or a mixture leaf by leaf. */
export type Given<V, E> = V | ValuesFor<E>

/** The cotangent of a value: the same structure, shapes and leaf kinds. */
export type Cotangent<X> = X extends number
  ? number
  : X extends Float64Array
    ? Fresh
    : X extends Traced | Tensor<Shape, DType>
      ? X
      : X extends string | boolean | null | undefined | ((...args: never) => unknown)
        ? X
        : X extends Fixed
          ? number
          : { readonly [K in keyof X]: Cotangent<X[K]> }

/** Expressions in the place of values: what a body sees of an argument. */
export type ExprsFor<X> = X extends number
  ? Expr<[]>
  : X extends Float64Array
    ? Expr<[number]>
    : X extends Traced
      ? X
      : X extends Tensor<infer S, infer D>
        ? ExprOf<S, D>
        : X extends string | boolean | null | undefined | ((...args: never) => unknown)
          ? X
          : X extends Fixed
            ? number
            : { readonly [K in keyof X]: ExprsFor<X[K]> }

/** The state that a loop from C ends with, where its functions take S for it: the one of the two that says more. */
export type Ended<C, S> = [ExprsFor<C>] extends [S] ? ExprsFor<C> : S

/** The values a function of this result type answers with, given values. */
export type Valued<R> = R extends number
  ? number
  : R extends { readonly _tag: 'Expr'; readonly shape: infer S extends Shape; readonly dtype: infer D extends DType }
    ? PlainOf<Known<S>, D>
    : R extends Float64Array
      ? Fresh
      : R extends Tensor<Shape, DType>
        ? R
        : R extends object
          ? { readonly [K in keyof R]: Valued<R[K]> }
          : R

/** `true` if an expression occurs in a structure, else `never`; of `any`, which has no end of parts, it is not asked. */
export type HasExpr<X> = 0 extends 1 & X ? never : Occurs<X>

type Occurs<X> = X extends AnyExpr
  ? true
  : X extends number | string | boolean | null | undefined | Float64Array | Tensor<Shape, DType> | ((...args: never) => unknown)
    ? never
    : X extends ReadonlyArray<infer E>
      ? HasExpr<E>
      : X extends object
        ? HasExpr<X[keyof X]>
        : never

/**
 * Of a result that may be an expression or a value, as that of a gradient is before it is known what it
 * is called with, the expression, leaf by leaf: what it is inside another transform.
 */
export type Expressed<R> = [Extract<R, Traced>] extends [never]
  ? R extends number | string | boolean | null | undefined | Float64Array | Tensor<Shape, DType> | ((...args: never) => unknown)
    ? R
    : R extends object
      ? { [K in keyof R]: Expressed<R[K]> }
      : R
  : Extract<R, Traced>

/** What a function of result type R answers with when called with X: expressions if one is among X, else values. */
export type Answered<X, R> = [HasExpr<X>] extends [never] ? Valued<Expressed<R>> : Expressed<R>

type First<S extends Shape> = S extends readonly [unknown, ...infer T extends Shape] ? T : Shape

/** One row of a stack: every leaf without its first axis. */
export type RowOf<X> = X extends Float64Array
  ? Expr<[]>
  : X extends { readonly shape: infer S extends Shape; readonly dtype: infer D extends DType }
    ? ExprOf<First<S>, D>
    : X extends string | boolean | null | undefined
      ? X
      : { readonly [K in keyof X]: RowOf<X[K]> }

/** Rows put on a stack: every leaf with one more axis in front. */
export type StackOf<Y> = Y extends number
  ? Expr<[number]>
  : Y extends Float64Array
    ? Expr<[number, number]>
    : Y extends { readonly shape: infer S extends Shape; readonly dtype: infer D extends DType }
      ? ExprOf<number extends S['length'] ? Shape : [number, ...S], D>
      : Y extends string | boolean | null | undefined | ((...args: never) => unknown)
        ? Y
        : { readonly [K in keyof Y]: StackOf<Y[K]> }

/** Rows put on a stack along the axes O: a number or null for all leaves, or axes for the parts. */
export type StackedAt<Y, O> = [O] extends [0]
  ? StackOf<Y>
  : [O] extends [null]
    ? ExprsFor<Y>
    : [O] extends [number]
      ? StackedAlong<Y, O>
      : Y extends number | Float64Array | AnyExpr | Tensor<Shape, DType>
        ? StackedAlong<Y, number>
        : Y extends string | boolean | null | undefined | ((...args: never) => unknown)
          ? Y
          : { readonly [K in keyof Y]: StackedAt<Y[K], K extends keyof O ? O[K] : 0> }

type StackedAlong<Y, O extends number> = Y extends number
  ? Expr<[number]>
  : Y extends Float64Array
    ? Expr<Inserted<[number], O, number>>
    : Y extends { readonly shape: infer S extends Shape; readonly dtype: infer D extends DType }
      ? ExprOf<Inserted<S, O, number>, D>
      : Y extends string | boolean | null | undefined | ((...args: never) => unknown)
        ? Y
        : { readonly [K in keyof Y]: StackedAlong<Y[K], O> }
