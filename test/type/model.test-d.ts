/**
 * What models are made of: activations keep the shape, losses are scalars, densities broadcast, and a
 * sample has the shape asked for.
 */
import {
  attention,
  bceWithLogits,
  bernoulliLogDensity,
  betaLogDensity,
  categoricalLogDensity,
  crossEntropy,
  elu,
  type Expr,
  gammaLogDensity,
  gelu,
  huber,
  type IntExpr,
  klDivergence,
  l2,
  leakyRelu,
  logSoftmax,
  type Mask,
  type Matrix,
  mse,
  multivariateNormalLogDensity,
  normalLogDensity,
  poissonLogDensity,
  random,
  type Scalar,
  silu,
  softmax,
  studentTLogDensity,
  type Tensor,
  type Vector,
} from 'wengert'
import { exactly, type Fresh } from './exactly.ts'

export const activations = (n: Matrix<'n', 3>, q: Expr<[5, 'n', 8]>, k: Expr<[5, 7, 8]>, v: Expr<[5, 7, 2]>, w: Matrix<7, 8>): void => {
  exactly<Matrix<'n', 3>>()(softmax(n))
  exactly<Matrix<'n', 3>>()(logSoftmax(n, 0))
  exactly<Matrix<'n', 3>>()(silu(n))
  exactly<Matrix<'n', 3>>()(gelu(n))
  exactly<Matrix<'n', 3>>()(elu(n))
  exactly<Matrix<'n', 3>>()(leakyRelu(n, 0.2))
  exactly<Expr<[5, 'n', 2]>>()(attention(q, k, v))
  exactly<Matrix<7, 8>>()(attention(w, w, w))
}

export const losses = (n: Matrix<'n', 3>, v: Vector<3>, i: IntExpr<['n']>, t: Tensor<[3]>): void => {
  exactly<Scalar>()(mse(v, t))
  exactly<number>()(mse(Float64Array.of(1), Float64Array.of(2)))
  exactly<Scalar>()(l2(n))
  exactly<Scalar>()(huber(v, t, 2))
  exactly<Scalar>()(bceWithLogits(v, t))
  exactly<Scalar>()(crossEntropy(n, i))
  exactly<Scalar>()(klDivergence(n, n))
}

export const densities = (a: Expr<[3, 1]>, v: Vector<4>, x: Scalar, i: IntExpr<['n']>, n: Matrix<'n', 3>, c: Matrix<3, 3>, u: Vector<3>): void => {
  exactly<Expr<[3, 4]>>()(normalLogDensity(a, v, 1))
  exactly<number>()(normalLogDensity(0, 0, 1))
  exactly<Fresh>()(normalLogDensity(Float64Array.of(1), 0, 1))
  exactly<Scalar>()(normalLogDensity(0, x, 1))
  exactly<Expr<[3, 4]>>()(bernoulliLogDensity(a, v))
  exactly<Vector<'n'>>()(categoricalLogDensity(i, n))
  exactly<Expr<[3, 4]>>()(poissonLogDensity(a, v))
  exactly<Expr<[3, 4]>>()(gammaLogDensity(a, v, 2))
  exactly<Expr<[3, 4]>>()(betaLogDensity(a, 2, v))
  exactly<Expr<[3, 4]>>()(studentTLogDensity(a, v))
  exactly<Vector<'n'>>()(multivariateNormalLogDensity(n, u, c))
  exactly<Scalar>()(multivariateNormalLogDensity(u, u, c))
  exactly<Scalar>()(multivariateNormalLogDensity(u, 0, c))
  exactly<Vector<'n'>>()(multivariateNormalLogDensity(n, x, c))
}

export const samples = (key: IntExpr<[2]>, known: Tensor<[2], 'int32'>): void => {
  exactly<Tensor<[2], 'int32'>>()(random.key(1))
  exactly<readonly [IntExpr<[2]>, IntExpr<[2]>, IntExpr<[2]>]>()(random.split(key, 3))
  exactly<IntExpr<[2]>>()(random.fold(key, 7))
  exactly<Matrix<2, 3>>()(random.uniform(key, [2, 3]))
  exactly<number>()(random.uniform(known, []))
  exactly<Fresh>()(random.normal(known, [4]))
  exactly<Tensor<[2, 3]>>()(random.normal(known, [2, 3]))
  exactly<IntExpr<[4]>>()(random.randint(key, [4], 0, 9))
  exactly<Mask<[4]>>()(random.bernoulli(key, 0.5, [4]))
  exactly<Vector<4>>()(random.exponential(key, [4]))
  exactly<number>()(random.exponential(known, []))
  exactly<IntExpr<[4]>>()(random.categorical(key, Float64Array.of(0, 1), [4]))
  exactly<Tensor<[2, 3], 'int32'>>()(random.categorical(known, Float64Array.of(0, 1), [2, 3]))
  exactly<IntExpr<[4]>>()(random.permutation(key, 4))
  exactly<random.Random<number>>()(random.draw(() => 1))
}

/** Helpers generic in a size compile, and keep it. */
export const weights = <M extends number, N extends number>(x: Matrix<M, N>): Matrix<M, N> => softmax(x)
export const error = <N extends number>(x: Vector<N>, y: Vector<N>): Scalar => mse(x, y)
export const likelihood = <N extends number>(x: Vector<N>, mu: Scalar): Vector<N> => normalLogDensity(x, mu, 1)
