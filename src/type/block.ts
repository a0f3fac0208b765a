/**
 * Blocks in types: what `jacobian` and `hessian` answer with. Per pair of a leaf of the result and a
 * leaf of the argument an array of shape out ++ in, in the structure of the result with, at each leaf,
 * the structure of the argument.
 */
import type { DType } from '../array/dtype.ts'
import type { Tensor } from '../array/tensor.ts'
import type { Expr } from '../program/model.ts'
import type { IsWide, Known, Shape } from './shape.ts'
import type { HasExpr } from './structure.ts'
import type { PlainOf } from './value.ts'

/** out ++ in. */
export type Joined<S extends Shape, T extends Shape> = IsWide<S> extends true ? Shape : IsWide<T> extends true ? Shape : [...S, ...T]

/**
 * What belongs to the structure and not to the leaves. Results of a gradient may be values or expressions before it is
 * known what it is called with; of those a Float64Array says the least, and stands for nothing of its own.
 */
type Static = string | boolean | null | undefined | ((...args: never) => unknown)

/** A block of an output of shape S and an input of shape T given as X: an expression in an open trace (E), else a value. */
type Block<S extends Shape, T extends Shape, X, E> = E extends true
  ? Expr<Joined<S, T>>
  : S extends readonly []
    ? X extends Tensor<Shape, DType>
      ? X
      : PlainOf<Known<T>, 'float64'>
    : PlainOf<Known<Joined<S, T>>, 'float64'>

/** The blocks of an output of shape S by an argument of type A given as X. */
export type Row<S extends Shape, A, X, E> = A extends number
  ? Block<S, [], X, E>
  : A extends { readonly _tag: 'Expr' | 'Tensor'; readonly shape: infer T extends Shape }
    ? Block<S, T, X, E>
    : A extends Float64Array
      ? never
      : A extends Static
        ? A
        : { readonly [K in keyof A]: Row<S, A[K], K extends keyof X ? X[K] : unknown, E> }

/** The second blocks of an output of shape S: by a leaf of the argument, then by the whole argument B given as Y. */
type Square<S extends Shape, A, B, Y, E> = A extends number
  ? Row<S, B, Y, E>
  : A extends { readonly _tag: 'Expr' | 'Tensor'; readonly shape: infer T extends Shape }
    ? Row<Joined<S, T>, B, Y, E>
    : A extends Float64Array
      ? never
      : A extends Static
        ? A
        : { readonly [K in keyof A]: Square<S, A[K], B, Y, E> }

/** `true` if an expression is among the arguments given. */
export type Traced<Xs> = [HasExpr<Xs>] extends [never] ? false : true

/** The Jacobian of a result R by an argument A given as X. */
export type JacobianOf<R, A, X, E> = R extends number
  ? Row<[], A, X, E>
  : R extends { readonly _tag: 'Expr' | 'Tensor'; readonly shape: infer S extends Shape }
    ? Row<S, A, X, E>
    : R extends Float64Array
      ? never
      : R extends Static
        ? R
        : { readonly [K in keyof R]: JacobianOf<R[K], A, X, E> }

/** The Hessian of a result R by an argument A given as X. */
export type HessianOf<R, A, X, E> = R extends number
  ? Square<[], A, A, X, E>
  : R extends { readonly _tag: 'Expr' | 'Tensor'; readonly shape: infer S extends Shape }
    ? Square<S, A, A, X, E>
    : R extends Float64Array
      ? never
      : R extends Static
        ? R
        : { readonly [K in keyof R]: HessianOf<R[K], A, X, E> }
