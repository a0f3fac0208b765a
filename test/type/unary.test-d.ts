/**
 * Unary operations: one generic signature each, which `pipe`, `flow` and `map` keep.
 */
import { type Expr, exp, flow, type IntExpr, type Matrix, neg, pipe, type Scalar, sin, type Tensor, tensor, type Vector } from 'wengert'
import { exactly, type Fresh } from './exactly.ts'

export const onValues = (): void => {
  exactly<number>()(sin(0.5))
  exactly<number>()(sin(2 as const))
  exactly<Fresh>()(sin(Float64Array.of(1)))
  exactly<Tensor<[2, 2]>>()(
    sin(
      tensor([
        [1, 2],
        [3, 4],
      ]),
    ),
  )

  exactly<Array<number>>()([1, 2].map(sin))
  exactly<number>()(neg(1))
}

export const onExpressions = (x: Scalar, v: Vector<3>, m: Matrix<2, 'n'>, i: IntExpr<[3]>, u: Expr): void => {
  exactly<Scalar>()(sin(x))
  exactly<Expr<[3]>>()(sin(v))
  exactly<Expr<[2, 'n']>>()(sin(m))
  exactly<Expr>()(sin(u))
  exactly<IntExpr<[3]>>()(neg(i))
  exactly<Array<Scalar>>()([x, x].map(sin))
  exactly<Scalar | number>()(sin(x as Scalar | number))
}

export const composed = (x: Scalar, v: Vector<3>): void => {
  exactly<number>()(pipe(0.5, sin, exp))
  exactly<Expr<[3]>>()(pipe(v, sin, exp))
  const f = flow(sin, exp, sin)
  exactly<number>()(f(0.5))
  exactly<Scalar>()(f(x))
  exactly<Expr<[3]>>()(f(v))
}

/** Generic helpers keep the size of what they are given. */
export const twice = <N extends number | string>(x: Vector<N>): Vector<N> => sin(sin(x))
