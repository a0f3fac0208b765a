/**
 * Reductions over axes, with and without the axes kept, and products of arrays by their axes.
 */
import {
  all,
  any,
  argmax,
  argmin,
  cov,
  cross,
  dot,
  einsum,
  type Expr,
  interp,
  type IntExpr,
  kron,
  logsumexp,
  type Mask,
  matmul,
  type Matrix,
  max,
  mean,
  median,
  min,
  norm,
  outer,
  prod,
  quantile,
  type Scalar,
  std,
  sum,
  type Tensor,
  tensordot,
  trapezoid,
  variance,
  type Vector,
} from 'wengert'
import { exactly, type Fresh } from './exactly.ts'

export const sums = (t: Expr<[2, 3, 4]>, n: Matrix<'n', 3>, i: IntExpr<[2, 3]>, c: Tensor<[2, 3]>, u: Expr): void => {
  exactly<Scalar>()(sum(t))
  exactly<Expr<[2, 4]>>()(sum(t, { axes: [1] }))
  exactly<Expr<[3]>>()(sum(t, { axes: [0, -1] }))
  exactly<Expr<[2, 1, 4]>>()(sum(t, { axes: 1, keepdims: true }))
  exactly<Expr<['n']>>()(sum(n, { axes: -1 }))
  exactly<IntExpr<[3]>>()(sum(i, { axes: 0 }))
  exactly<Tensor<[2]>>()(sum(c, { axes: 1 }))
  exactly<number>()(sum(c))
  exactly<Expr>()(sum(u, { axes: [0] }))
  exactly<Expr<['n']>>()(mean(n, { axes: 1 }))
  exactly<Expr<['n', 1]>>()(prod(n, { axes: 1, keepdims: true }))
  exactly<Expr<['n', 1]>>()(logsumexp(n, { axes: 1, keepdims: true }))
  exactly<Expr<[3]>>()(max(n, { axes: 0 }))
  exactly<Expr<[1, 3]>>()(min(n, { axes: 0, keepdims: true }))
}

export const statistics = (t: Expr<[2, 3, 4]>, n: Matrix<'n', 3>, m: Mask<[2, 3]>, v: Vector<3>): void => {
  exactly<Expr<['n']>>()(norm(n, { axes: 1 }))
  exactly<Scalar>()(norm(n))
  exactly<Expr<['n']>>()(std(n, { axes: 1, correction: 1 }))
  exactly<Expr<['n', 1]>>()(variance(n, { axes: 1, keepdims: true }))
  exactly<Expr<[2, 4]>>()(median(t, 1))
  exactly<Expr<[2, 3]>>()(trapezoid(t))
  exactly<Expr<[3]>>()(trapezoid(n, { axis: 0, dx: 0.5 }))
  exactly<Scalar>()(trapezoid(Float64Array.of(1, 2, 3), { x: v }))
  exactly<Expr<[2, 4]>>()(quantile(t, 0.5, { axes: 1 }))
  exactly<Expr<[3, 2, 1, 4]>>()(quantile(t, [0, 0.5, 1], { axes: 1, keepdims: true }))
  exactly<Expr<[number, 'n']>>()(quantile(n, Float64Array.of(0.5), { axes: -1 }))
  exactly<number>()(quantile(Float64Array.of(1), 0.5))
  exactly<IntExpr<[2, 4]>>()(argmax(t, 1))
  exactly<IntExpr<[]>>()(argmax(t))
  exactly<IntExpr<[2, 3]>>()(argmin(t, -1))
  exactly<Mask<[2]>>()(all(m, { axes: 1 }))
  exactly<Mask<[1, 3]>>()(any(m, { axes: 0, keepdims: true }))
}

export const products = (n: Matrix<'n', 3>, k: Matrix<3, 4>, v: Vector<3>, b: Expr<[5, 2, 3]>, w: Expr<[7, 1, 3, 4]>, e: Expr<[5, 1, 2]>): void => {
  exactly<Expr<['n', 4]>>()(matmul(n, k))
  exactly<Expr<['n']>>()(matmul(n, v))
  exactly<Expr<[4]>>()(matmul(v, k))
  exactly<Scalar>()(matmul(v, v))
  exactly<Expr<[5, 2, 4]>>()(matmul(b, k))
  exactly<Expr<[7, 5, 2, 4]>>()(matmul(b, w))
  exactly<Expr<[5, 2]>>()(matmul(b, v))
  exactly<Expr<[7, 1, 4]>>()(matmul(v, w))
  exactly<Scalar>()(dot(v, v))
  exactly<Expr<['n', 3, 3, 4]>>()(outer(n, k))
  exactly<Expr<[number, number]>>()(kron(n, k))
  exactly<Expr<[5, 'n', number]>>()(kron(n, e))
  exactly<Vector<3>>()(kron(v, 2))
  exactly<Vector<3>>()(cross(v, v))
  exactly<Matrix<'n', 3>>()(cross(n, v))
  exactly<Fresh>()(cross(Float64Array.of(1, 2, 3), Float64Array.of(1, 2, 3)))
  exactly<Matrix<'n', 'n'>>()(cov(n))
  exactly<Expr<[5, 2, 2]>>()(cov(b))
  exactly<Scalar>()(cov(v))
  exactly<number>()(cov(Float64Array.of(1, 2), { correction: 0 }))
  exactly<Matrix<'n', 3>>()(interp(n, v, v))
  exactly<Scalar>()(interp(0, Float64Array.of(1, 2, 3), v))
  exactly<Fresh>()(interp(Float64Array.of(0), Float64Array.of(1, 2), Float64Array.of(1, 2)))
  exactly<Expr<['n', 4]>>()(tensordot(n, k, 1))
  exactly<Expr<[5, 2, 'n']>>()(tensordot(b, n, [[2], [1]]))
  exactly<Expr<['n', 4]>>()(einsum('ij,jk->ik', n, k))
  exactly<Expr<[4, 'n']>>()(einsum('bj,ja', n, k))
  exactly<Expr<['n']>>()(einsum('ij,j', n, v))
}

/** Helpers generic in a size compile, and keep it. */
export const rows = <M extends number, N extends number>(x: Matrix<M, N>): Vector<M> => sum(x, { axes: [1] })
export const every = <M extends number, N extends number>(x: Matrix<M, N>, w: Vector<N>): Vector<M> => einsum('...j,j->...', x, w)
export const predict = <M extends number, N extends number>(x: Matrix<M, N>, w: Vector<N>): Vector<M> => matmul(x, w)
export const layer = <M extends number, N extends number, K extends number>(x: Matrix<M, N>, w: Matrix<N, K>): Matrix<M, K> => matmul(x, w)
