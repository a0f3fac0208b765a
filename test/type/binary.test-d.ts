/**
 * Binary operations: broadcasting in types, sizes that are literal, named or unknown, helpers generic
 * in a size, reductions.
 */
import {
  add,
  atan2,
  div,
  dot,
  type Expr,
  eq,
  type IntExpr,
  type Mask,
  type Matrix,
  matmul,
  max,
  mul,
  pow,
  type Scalar,
  sub,
  sum,
  type Tensor,
  tensor,
  type Vector,
  where,
} from 'wengert'
import { exactly, type Fresh } from './exactly.ts'

export const onValues = (): void => {
  exactly<number>()(add(1, 2))
  exactly<number>()(atan2(1, 2))
  exactly<Fresh>()(add(Float64Array.of(1), 1))
  exactly<Tensor<[2, 2]>>()(
    mul(
      tensor([
        [1, 2],
        [3, 4],
      ]),
      2,
    ),
  )
  exactly<Tensor<[2, 2]>>()(
    mul(
      2,
      tensor([
        [1, 2],
        [3, 4],
      ]),
    ),
  )
  exactly<number>()([1, 2, 3].reduce(add))
  exactly<number>()(add([1, 2, 3]))
}

export const broadcast = (a: Expr<[3, 1]>, b: Vector<4>, w: Vector<3>, n: Matrix<'n', 3>, r: Matrix<number, 3>, u: Expr, x: Scalar): void => {
  exactly<Expr<[3, 4]>>()(add(a, b))
  exactly<Expr<[3, 4]>>()(add(b, a))
  exactly<Expr<['n', 3]>>()(add(n, w))
  exactly<Expr<['n', 3]>>()(add(w, n))
  exactly<Expr<[number, 3]>>()(add(r, w))
  exactly<Expr<['n', 3]>>()(add(n, 1))
  exactly<Expr<['n', 3]>>()(add(r, n))
  exactly<Expr>()(add(u, w))
  exactly<Expr>()(add(w, u))
  exactly<Expr<[3]>>()(add(new Float64Array(3), w))
  exactly<Expr<[3]>>()(add(w, new Float64Array(3)))
  exactly<Expr<[3]>>()(mul(w, x))
  exactly<Expr<[3]>>()(mul(x, w))
  exactly<Expr<[3]>>()(mul(2, w))
  exactly<Scalar>()(div(x, 2))
  exactly<Scalar>()(sub(2, x))
  exactly<Scalar>()(max(0, x))
  exactly<Expr<[2, 2]>>()(
    add(
      x,
      tensor([
        [1, 2],
        [3, 4],
      ]),
    ),
  )
  exactly<Expr<[2, 2]>>()(
    add(
      tensor([
        [1, 2],
        [3, 4],
      ]),
      x,
    ),
  )
  exactly<Expr<[3]>>()(pow(w, 2))
}

export const integers = (i: IntExpr<[3]>, j: IntExpr<[]>): void => {
  exactly<IntExpr<[3]>>()(add(i, j))
  exactly<IntExpr<[3]>>()(add(i, 1))
  exactly<IntExpr<[3]>>()(mul(2, i))
}

export const comparisons = (w: Vector<3>, x: Scalar, i: IntExpr<[3]>): void => {
  exactly<boolean>()(eq(1, 2))
  exactly<Mask<[3]>>()(eq(w, 0))
  exactly<Mask<[3]>>()(eq(x, w))
  exactly<Mask<[3]>>()(eq(i, 0))
  exactly<Expr<[3]>>()(where(eq(w, 0), 1, w))
  exactly<Expr<[3]>>()(where(eq(w, 0), x, 0))
  exactly<Expr<[3]>>()(where(eq(x, 0), x, w))
}

/** A helper generic in a size compiles, and keeps the size where it is used. */
export const affine = <N extends number>(x: Expr<[N]>, y: Expr<[N]>) => add(x, y)
export const scale = <S extends ReadonlyArray<number>>(x: Expr<S>) => add(x, 1)
export const halved = <S extends ReadonlyArray<number>>(x: Expr<S>) => mul(0.5, x)
export const shifted = <S extends ReadonlyArray<number>>(x: Expr<S>, y: Scalar) => add(x, y)
export const squared = <S extends ReadonlyArray<number>>(x: Expr<S>): Expr<S> => mul(x, x)

export const generic = (w: Vector<3>, n: Matrix<2, 3>): void => {
  exactly<Expr<[3]>>()(affine(w, w))
  exactly<Expr<[2, 3]>>()(scale(n))
  exactly<Expr<[2, 3]>>()(halved(n))
  exactly<Expr<[2, 3]>>()(squared(n))
}

export const reductions = (w: Vector<3>, x: Scalar, many: ReadonlyArray<Scalar>, vectors: ReadonlyArray<Vector<3>>): void => {
  exactly<Scalar>()(many.reduce(add))
  exactly<Expr<[3]>>()([w, w].reduce(add))
  exactly<Expr<[3]>>()(vectors.reduce(mul))
  exactly<Expr<[3]>>()(add([w, w]))
  exactly<Scalar>()(add([x, 1, x]))
  exactly<Scalar | number>()(many.reduce<Scalar | number>((total, each) => add(total, each), 0))
  exactly<Scalar | number>()(many.reduce<Scalar | number>(add, 0))
  exactly<Scalar>()(sum(w))
}

/** An accumulator that began as a number may be either. */
export const maybe = (total: Scalar | number, x: Scalar): Scalar | number => add(total, x)
export const certain = (total: Scalar | number): Scalar | number => mul(total, 2)

export const products = (m: Matrix<2, 3>, k: Matrix<3, 4>, v: Vector<3>, b: Matrix<'n', 3>): void => {
  exactly<Expr<[2, 4]>>()(matmul(m, k))
  exactly<Expr<[2]>>()(matmul(m, v))
  exactly<Scalar>()(dot(v, v))
  exactly<Expr<['n', 4]>>()(matmul(b, k))
  exactly<Expr<['n']>>()(matmul(b, v))
}
