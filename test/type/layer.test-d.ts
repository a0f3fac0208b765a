/**
 * Layers: convolutions and pools keep the batch and the channels and compute the rest, normalisation and
 * dropout keep the shape.
 */
import {
  avgPool,
  batchNorm,
  type BatchStatistics,
  conv1d,
  conv2d,
  dropout,
  type Expr,
  type IntExpr,
  layerNorm,
  type Matrix,
  maxPool,
  overlapAdd,
  type Tensor,
  type Vector,
  windows,
} from 'wengert'
import { exactly } from './exactly.ts'

export const convolutions = (s: Expr<['n', 3, 20]>, k: Expr<[8, 3, 5]>, i: Expr<['n', 3, 28, 28]>, w: Expr<[8, 3, 5, 5]>): void => {
  exactly<Expr<['n', 8, number]>>()(conv1d(s, k))
  exactly<Expr<['n', 8, number, number]>>()(conv2d(i, w, { padding: 'same' }))
  exactly<Expr<['n', 3, number, number]>>()(maxPool(i, { window: [2, 2] }))
  exactly<Expr<[number, number, number, 4]>>()(windows(s, 4))
  exactly<Expr<['n', 3, number]>>()(avgPool(s, { window: 2 }))
}

export const sliding = (v: Vector<9>, m: Matrix<7, 3>): void => {
  exactly<Matrix<number, 3>>()(windows(v, 3))
  exactly<Vector>()(overlapAdd(m, 9))
}

export const layers = (n: Matrix<'n', 3>, key: IntExpr<[2]>, known: Tensor<[2], 'int32'>): void => {
  exactly<Matrix<'n', 3>>()(layerNorm(n))
  exactly<readonly [Matrix<'n', 3>, BatchStatistics<Vector<3>>]>()(batchNorm(n))
  exactly<Matrix<'n', 3>>()(dropout(known, 0.5, n))
  exactly<Matrix<'n', 3>>()(dropout(key, 0.5, n))
}
