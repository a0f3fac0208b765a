/**
 * Types of what is made of other operations: whole quotients, exchanged axes, polynomials, and what is near.
 */
import {
  allclose,
  choSolve,
  type Expr,
  floorDivide,
  logit,
  type Mask,
  type Matrix,
  mod,
  polyval,
  type Scalar,
  swapaxes,
  type Tensor,
  trunc,
  type Vector,
} from 'wengert'
import { exactly, type Fresh } from './exactly.ts'

export const wholes = (v: Vector<3>, m: Matrix<2, 3>, x: Scalar): void => {
  exactly<number>()(mod(7, 3))
  exactly<Vector<3>>()(mod(v, 2))
  exactly<Matrix<2, 3>>()(mod(m, v))
  exactly<Matrix<2, 3>>()(floorDivide(v, m))
  exactly<Scalar>()(floorDivide(x, 2))
  exactly<Matrix<2, 3>>()(trunc(m))
  exactly<Vector<3>>()(logit(v))
  // @ts-expect-error two sizes
  mod(v, m as unknown as Vector<2>)
}

export const made = (t: Expr<[2, 3, 4]>, n: Matrix<'n', 3>, u: Expr, c: Vector<4>, m: Matrix<3, 3>, v: Vector<3>, x: Tensor<[2, 3]>, data: Fresh): void => {
  exactly<Expr<[4, 3, 2]>>()(swapaxes(t, 0, -1))
  exactly<Expr<[3, 'n']>>()(swapaxes(n, 0, 1))
  exactly<Expr>()(swapaxes(u, 0, 1))
  exactly<Tensor<[3, 2]>>()(swapaxes(x, -1, -2))
  exactly<Expr<[2, 3, 4]>>()(polyval(c, t))
  exactly<Expr<[2, 3]>>()(polyval(c, x))
  exactly<number>()(polyval(data, 2))
  exactly<Vector<3>>()(choSolve(m, v))
  exactly<Matrix<3, 3>>()(choSolve(m, m))
  // @ts-expect-error no axis 3
  swapaxes(t, 0, 3)
  // @ts-expect-error four equations of three unknowns
  choSolve(m, c)
}

export const near = (v: Vector<3>, m: Matrix<2, 3>, data: Fresh): void => {
  exactly<Mask<[]>>()(allclose(v, m))
  exactly<boolean>()(allclose(1, 2))
  exactly<boolean>()(allclose(data, data))
}
