/**
 * Shapes rearranged: what copies, drops or permutes a size keeps it in the type; what computes one says `number`.
 */
import {
  arange,
  argsort,
  at,
  broadcastTo,
  concatenate,
  cummax,
  cumprod,
  cumsum,
  diag,
  diagonal,
  diff,
  expandDims,
  type Expr,
  eye,
  flip,
  full,
  type IntExpr,
  iota,
  linspace,
  type Matrix,
  meshgrid,
  moveaxis,
  oneHot,
  ones,
  pad,
  repeat,
  reshape,
  roll,
  type Scalar,
  scatterAdd,
  scatterSet,
  slice,
  sort,
  split,
  squeeze,
  stack,
  take,
  type Tensor,
  tile,
  topK,
  traceOf,
  transpose,
  tril,
  triu,
  unstack,
  type Vector,
  zeros,
} from 'wengert'
import { exactly, type Fresh } from './exactly.ts'

export const axes = (t: Expr<[2, 3, 4]>, n: Matrix<'n', 3>, o: Expr<[1, 3, 1]>, u: Expr): void => {
  exactly<Expr<[4, 3, 2]>>()(transpose(t))
  exactly<Expr<[4, 2, 3]>>()(transpose(t, [2, 0, 1]))
  exactly<Expr<[3, 'n']>>()(transpose(n, [-1, 0]))
  exactly<Expr>()(transpose(u))
  exactly<Expr<[3, 4, 2]>>()(moveaxis(t, 0, -1))
  exactly<Expr<[3]>>()(squeeze(o))
  exactly<Expr<[1, 3]>>()(squeeze(o, -1))
  exactly<Expr<['n', 1, 3]>>()(expandDims(n, 1))
  exactly<Expr<['n', 3, 1]>>()(expandDims(n, -1))
  exactly<Expr<[6, 4]>>()(reshape(t, [6, 4]))
  exactly<Expr<[number, 4]>>()(reshape(t, [-1, 4]))
  exactly<Expr<['n', 3]>>()(flip(n, 0))
  exactly<Expr<['n', 3]>>()(roll(n, 1, 0))
  exactly<Expr<[5, 2, 3, 4]>>()(broadcastTo(t, [5, 2, 3, 4]))
}

export const parts = (t: Expr<[2, 3, 4]>, n: Matrix<'n', 3>, v: Vector<4>, i: IntExpr<[5]>): void => {
  exactly<Expr<[number, number, number]>>()(slice(t, [0], [1]))
  exactly<Expr<[3, number]>>()(at(t, 0, ':', [1, 3]))
  exactly<Expr<['n']>>()(at(n, ':', -1))
  exactly<readonly [Expr<[3, 4]>, Expr<[3, 4]>]>()(unstack(t))
  exactly<readonly [Scalar, Scalar, Scalar, Scalar]>()(unstack(v))
  exactly<readonly [Matrix<4, 5>, IntExpr<[4, 5]>]>()(meshgrid([v, i], { indexing: 'ij' }))
  exactly<readonly [Matrix<5, 4>, IntExpr<[5, 4]>]>()(meshgrid([v, i]))
  exactly<readonly [Expr<[5, 4, number]>, IntExpr<[5, 4, number]>, Tensor<[5, 4, number]>]>()(meshgrid([v, i, Float64Array.of(1)]))
  exactly<readonly [Expr<['n', number]>, Expr<['n', number]>, Expr<['n', number]>]>()(split(n, 3, 1))
  exactly<readonly [Vector, Vector, Vector]>()(split(v, [1, 3]))
  exactly<Expr<[2, 3]>>()(take(n, [0, 2]))
  exactly<Expr<['n', 5]>>()(take(n, i, 1))
  exactly<Expr<['n', 3]>>()(scatterAdd(n, [0], 1))
  exactly<Expr<['n', 3]>>()(scatterSet(n, [0], 1))
}

export const joins = (n: Matrix<'n', 3>, m: Matrix<2, 3>, v: Vector<3>): void => {
  exactly<Expr<[number, 3]>>()(concatenate([n, m]))
  exactly<Expr<[2, number]>>()(concatenate([m, m], 1))
  exactly<Expr<[2, 3]>>()(stack([v, v]))
  exactly<Expr<[3, 2]>>()(stack([v, v], -1))
  exactly<Fresh>()(stack([1, 2, 3]))
  exactly<Expr<[number, 3]>>()(tile(m, [2, 1]))
  exactly<Expr<[2, number]>>()(repeat(m, 4, 1))
  exactly<Expr<[2, number]>>()(
    pad(m, [
      [0, 0],
      [1, 1],
    ]),
  )
}

export const diagonals = (m: Matrix<3, 3>, t: Expr<[5, 3, 4]>, v: Vector<'n'>): void => {
  exactly<Expr<['n', 'n']>>()(diag(v))
  exactly<Matrix>()(diag(v, 1))
  exactly<Vector<3>>()(diagonal(m))
  exactly<Expr<[5, number]>>()(diagonal(t))
  exactly<Scalar>()(traceOf(m))
  exactly<Vector<5>>()(traceOf(t))
  exactly<Expr<[5, 3, 4]>>()(tril(t))
  exactly<Expr<[5, 3, 4]>>()(triu(t, 1))
}

export const orders = (n: Matrix<'n', 3>): void => {
  exactly<Expr<['n', 3]>>()(sort(n))
  exactly<IntExpr<['n', 3]>>()(argsort(n))
  exactly<readonly [Expr<['n', 2]>, IntExpr<['n', 2]>]>()(topK(n, 2))
  exactly<Expr<['n', 3]>>()(cumsum(n))
  exactly<Expr<['n', 3]>>()(cumprod(n, 1))
  exactly<Expr<['n', 3]>>()(cummax(n))
  exactly<Expr<['n', number]>>()(diff(n))
}

export const constants = (i: IntExpr<[2]>): void => {
  exactly<Tensor<[3, 3]>>()(eye(3))
  exactly<Tensor<[2, 3]>>()(eye(2, 3))
  exactly<Tensor<[2, 3]>>()(full([2, 3], 7))
  exactly<Tensor<[2], 'int32'>>()(full([2], 7, 'int32'))
  exactly<Tensor<[4], 'int32'>>()(iota(4))
  exactly<Fresh>()(linspace(0, 1, 5))
  exactly<Tensor<[5], 'int32'>>()(arange(5))
  exactly<Tensor<[0], 'int32'>>()(arange(-5))
  exactly<Tensor<[number], 'int32'>>()(arange(2, 5))
  exactly<Tensor<[2, 3]>>()(zeros([2, 3]))
  exactly<Tensor<[2], 'bool'>>()(ones([2], 'bool'))
  exactly<Expr<[2, 10]>>()(oneHot(i, 10))
  exactly<Tensor<[3, 10]>>()(oneHot([1, 2, 3], 10))
}

/** Helpers generic in a size compile, and keep it. */
export const both = <N extends number>(x: Vector<N>, y: Vector<N>): Expr<[2, N]> => stack([x, y])
export const turned = <M extends number, N extends number>(x: Matrix<M, N>): Matrix<N, M> => transpose(x)
export const column = <N extends number>(x: Vector<N>): Matrix<N, 1> => expandDims(x, 1)
