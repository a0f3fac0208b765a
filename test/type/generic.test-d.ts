/**
 * Helpers generic in a size: that they compile is the test. The result is declared, so a size that an
 * operation kept must be the one that came in.
 */
import {
  add,
  argmax,
  at,
  attention,
  cholesky,
  clip,
  concatenate,
  conv1d,
  cov,
  cross,
  crossEntropy,
  cumsum,
  det,
  diag,
  diagonal,
  eigh,
  einsum,
  type Expr,
  flip,
  grad,
  interp,
  type IntExpr,
  inv,
  layerNorm,
  logsumexp,
  lstsq,
  matmul,
  type Matrix,
  max,
  maximum,
  mean,
  median,
  meshgrid,
  mul,
  norm,
  normalLogDensity,
  oneHot,
  outer,
  pad,
  qr,
  quantile,
  reshape,
  roll,
  type Scalar,
  scatterAdd,
  solve,
  sort,
  split,
  square,
  squeeze,
  sub,
  sum,
  svd,
  take,
  tensordot,
  tile,
  topK,
  traceOf,
  transpose,
  trapezoid,
  triangularSolve,
  tril,
  unstack,
  type Vector,
} from 'wengert'

// arrays -----------------------------------------------------------------------------------

export const joined = <N extends number>(x: Vector<N>, y: Vector<N>): Vector => concatenate([x, y])
export const first = <N extends number>(x: Matrix<3, N>): Vector<N> => at(x, 0)
export const both = <N extends number>(x: Matrix<2, N>): readonly [Vector<N>, Vector<N>] => unstack(x)
export const halves = <N extends number>(x: Matrix<N, 4>): readonly [Expr<[N, number]>, Expr<[N, number]>] => split(x, 2, 1)
export const dropped = <N extends number>(x: Matrix<N, 1>): Vector<N> => squeeze(x, 1)
export const mixed = <N extends number>(x: Matrix<N, 4>): Matrix<N, 4> => tril(flip(roll(x, 1, 0)))
export const twice = <N extends number>(x: Matrix<N, 4>): Matrix<N, number> => tile(x, [1, 2])
export const picked = <N extends number>(x: Vector<N>): Vector<3> => take(x, [0, 1, 2])
export const added = <N extends number>(x: Vector<N>): Vector<N> => scatterAdd(x, [0], 1)
export const coded = <N extends number>(i: IntExpr<[N]>): Matrix<N, 10> => oneHot(i, 10)
export const padded = <N extends number>(x: Matrix<N, 4>): Matrix<N, number> =>
  pad(x, [
    [0, 0],
    [1, 1],
  ])

// axes and operands ------------------------------------------------------------------------

/** What holds an axis, or the whole operand, is not known before these are called. */
export const along = <A extends number>(x: Expr<[3, 4]>, a: A): ReadonlyArray<unknown> => [
  sum(x, { axes: a }),
  argmax(x, a),
  cumsum(x, a),
  flip(x, a),
  at(x, a),
  topK(x, a),
]
export const over = <A extends ReadonlyArray<number>>(x: Expr<[3, 4]>, axes: A): ReadonlyArray<unknown> => [sum(x, { axes }), reshape(x, axes)]
export const turned = <A extends number, P extends ReadonlyArray<number>>(x: Expr<[3, 4]>, a: A, p: P): ReadonlyArray<unknown> => [
  flip(x, [a]),
  transpose(x, p),
  transpose(x, [a, 0]),
  squeeze(x, a),
]
export const factored = <X extends Expr>(x: X): ReadonlyArray<unknown> => [eigh(x), inv(x), det(x), cholesky(x), solve(x, x), matmul(x, x), add(x, x)]
export const lower = <X extends Expr>(x: X): ReadonlyArray<unknown> => [tril(x), traceOf(x), diagonal(x), diag(x)]

// reductions and products ------------------------------------------------------------------

export const means = <N extends number>(x: Matrix<N, 3>): Vector<N> => mean(x, { axes: 1 })
export const lengths = <N extends number>(x: Matrix<N, 3>): Vector<N> => norm(x, { axes: 1 })
export const largest = <N extends number>(x: Matrix<N, 3>): Vector<N> => max(x, { axes: 1 })
export const where = <N extends number>(x: Matrix<N, 3>): IntExpr<[N]> => argmax(x, 1)
export const middles = <N extends number>(x: Matrix<N, 3>): Vector<N> => median(x, 1)
export const quartiles = <N extends number>(x: Matrix<N, 3>): Matrix<3, N> => quantile(x, [0.25, 0.5, 0.75], { axes: 1 })
export const areas = <N extends number>(x: Matrix<N, 3>, at: Vector<3>): Vector<N> => trapezoid(x, { x: at })
export const totals = <N extends number>(x: Matrix<N, 3>): Vector<N> => logsumexp(x, { axes: 1 })
export const running = <N extends number>(x: Matrix<N, 3>): Matrix<N, 3> => cumsum(sort(x))
export const products = <N extends number>(x: Matrix<N, 3>, y: Vector<3>): Matrix<N, 3> => cross(x, y)
export const covariances = <M extends number, N extends number>(x: Matrix<M, N>): Matrix<M, M> => cov(x)
export const lines = <M extends number, N extends number>(x: Vector<M>, p: Vector<N>, f: Vector<N>): Vector<M> => interp(x, p, f)
export const floors = <N extends number>(x: Vector<N>): Vector<N> => maximum(x, 0)
export const plane = <M extends number, N extends number>(x: Vector<M>, y: Vector<N>): Matrix<M, N> => meshgrid([x, y], { indexing: 'ij' })[0]
export const pairs = <M extends number, N extends number>(x: Vector<M>, y: Vector<N>): Matrix<M, N> => outer(x, y)
export const centred = <M extends number, N extends number>(x: Matrix<M, N>): Matrix<M, N> => sub(x, mean(x, { axes: 1, keepdims: true }))
export const weighted = <M extends number, N extends number>(x: Matrix<M, N>, w: Vector<N>): Matrix<M, N> => mul(x, w)
export const images = <M extends number, N extends number>(x: Matrix<M, N>, v: Vector<N>): unknown => einsum('ij,j->i', x, v)
export const product = <M extends number, N extends number>(x: Matrix<M, N>, y: Matrix<N, 4>): Matrix<M, 4> => tensordot(x, y, 1)

// linear algebra ---------------------------------------------------------------------------

export const solution = <N extends number>(a: Matrix<N, N>, b: Vector<N>): Vector<N> => solve(a, b)
export const fitted = <M extends number, N extends number>(a: Matrix<M, N>, b: Vector<M>): Vector<N> => lstsq(a, b)
export const columns = <N extends number, K extends number>(a: Matrix<N, N>, b: Matrix<N, K>): Matrix<N, K> => triangularSolve(a, b)
export const spectrum = <N extends number>(a: Matrix<N, N>): Vector<N> => eigh(a)[0]
export const singular = <N extends number>(a: Matrix<N, N>): Vector<N> => svd(a)[1]
export const basis = <N extends number>(a: Matrix<N, N>): Matrix<N, N> => qr(a)[0]
export const main = <N extends number>(a: Matrix<N, N>): Vector<N> => diagonal(a)
export const scaling = <N extends number>(x: Vector<N>): Matrix<N, N> => diag(x)
export const trace = <N extends number>(a: Matrix<N, N>): Scalar => traceOf(a)

// models -----------------------------------------------------------------------------------

export const attended = <N extends number>(q: Matrix<N, 8>): Matrix<N, 8> => attention(q, q, q)
export const normalised = <N extends number>(x: Matrix<N, 4>): Matrix<N, 4> => layerNorm(x)
export const likely = <N extends number>(x: Vector<N>, mu: Scalar): Vector<N> => normalLogDensity(x, mu, 1)
export const held = <N extends number>(x: Vector<N>): Vector<N> => clip(x, 0, 1)
export const loss = <N extends number>(x: Matrix<N, 4>, i: IntExpr<[N]>): Scalar => crossEntropy(x, i)
export const filtered = <N extends number>(x: Expr<[N, 3, 20]>, w: Expr<[8, 3, 5]>): Expr<[N, 8, number]> => conv1d(x, w)

// gradients --------------------------------------------------------------------------------

export const slope = <const N extends number>(x: Vector<N>): Vector<N> => grad((v: Vector<N>) => sum(square(v)))(x)
export const slopeOf = <const N extends number>(f: (v: Vector<N>) => Scalar, x: Vector<N>): Vector<N> => grad(f)(x)
export const weights = <M extends number, N extends number>(w: Matrix<M, N>, x: Vector<N>): Matrix<M, N> =>
  grad((u: Matrix<M, N>) => sum(square(matmul(u, x))))(w)
