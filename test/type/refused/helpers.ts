/**
 * Helpers generic in an operand, a shape, an axis or some must compile, since nothing is known to be wrong before they
 * are called: none of these is refused, but what adds one size that is a type parameter to another.
 */
import type { Expr, Matrix, Operand, Vector } from 'wengert'
import * as w from 'wengert'

// biome-ignore format: an operation is a line.
export const axes = <const A extends number>(x: Expr<[3, 4]>, a: A): ReadonlyArray<unknown> => [
  w.flip(x, [a]), w.flip(x, [a, 0]), w.sum(x, { axes: [a] }), w.variance(x, { axes: [a, 1] }), w.max(x, { axes: [a] }), w.transpose(x, [a, 0]),
  w.squeeze(x, a), w.scatterAdd(x, [0], 1, a), w.take(x, [a]), w.avgPool(x, { window: [a, 2] }), w.split(x, [a, 3], 1), w.broadcastTo(x, [a, 3, 4]),
  w.tensordot(x, x, [[a], [0]]), w.windows(x, 2, { axes: [a] }), w.windows(x, [a, 2]), w.overlapAdd(x, a), w.quantile(x, 0.5, { axes: a }),
  w.trapezoid(x, { axis: a }), w.layerNorm(x, { axes: a, scale: 2 }), w.softmax(x, a), w.sort(x, { axis: a }), w.diff(x, a), w.concatenate([x, x], a),
  w.conv1d(w.zeros([2, 3, 9]), w.zeros([4, 3, 5]), { padding: a }), w.conv1d(w.zeros([2, 3, 9]), w.zeros([4, 3, 5]), { stride: a, dilation: [a], padding: [a, a] }),
  w.maxPool(x, { window: a, stride: a, padding: [a] }), w.avgPool(x, { window: [a, 2], stride: [a, 1], padding: [a, 1] }), w.windows(x, a), w.overlapAdd(x, a, { axes: [a] }),
]

// biome-ignore format: an operation is a line.
export const lists = <P extends ReadonlyArray<number>>(x: Expr<[3, 4]>, p: P): ReadonlyArray<unknown> => [
  w.transpose(x, p), w.flip(x, p), w.take(x, p), w.broadcastTo(x, p), w.tensordot(x, x, [p, p]), w.scatterSet(x, p, 1), w.windows(x, 2, { axes: p }),
]

// biome-ignore format: an operation is a line.
export const operands = <X extends Expr>(x: X): ReadonlyArray<unknown> => [
  w.eigh(x), w.inv(x), w.det(x), w.cholesky(x), w.slogdet(x), w.lu(x), w.expm(x), w.matrixPower(x, 2), w.solve(x, x), w.triangularSolve(x, x), w.lstsq(x, x),
  w.matmul(x, x), w.add(x, x), w.maximum(x, 0), w.max(x, x), w.where(w.gt(x, 0), x, 0), w.squeeze(x, 0), w.scatterAdd(x, [0], x), w.broadcastTo(x, [3, 4]),
  w.concatenate([x, x]), w.stack([x, x]), w.einsum('ij,jk->ik', x, x), w.tensordot(x, x, 1), w.cross(x, x), w.interp(x, x, x), w.meshgrid([x, x]),
  w.attention(x, x, x, { mask: w.gt(x, 0) }), w.conv1d(x, x), w.conv2d(x, x, { groups: 2 }), w.mse(x, x), w.huber(x, x), w.crossEntropy(x, x),
  w.normalLogDensity(x, x, 1), w.studentTLogDensity(x, 3), w.categoricalLogDensity(w.toInt(x), x), w.multivariateNormalLogDensity(x, x, x), w.clip(x, 0, x),
  w.atan2(x, x), w.and(w.gt(x, 0), w.lt(x, 1)), w.layerNorm(x, { scale: x }), w.trapezoid(x, { x }), w.sort(x), w.softmax(x), w.mapRows((r) => r, x),
]

// biome-ignore format: an operation is a line.
export const named = <const K extends number>(f: (a: Expr<[]>, b: Expr<[]>) => Expr<[]>, k: K): ReadonlyArray<unknown> => [
  w.grad(f, { argnums: k }), w.valueAndGrad(f, { argnums: [k, 0] }), w.jacobian(f, { argnums: [k] }), w.hessian(f, { argnums: k }),
]

export const values = <X extends Operand>(x: X): ReadonlyArray<unknown> => [w.add(x, 1), w.mul(x, x), w.gt(x, 0), w.inv(x), w.matmul(x, x), w.clip(x, 0, 1)]

// biome-ignore format: an operation is a line.
export const shapes = <S extends ReadonlyArray<number>>(x: Expr<S>): ReadonlyArray<unknown> => [
  w.eigh(x), w.inv(x), w.solve(x, x), w.lstsq(x, x), w.matmul(x, x), w.flip(x, [0]), w.squeeze(x, 0), w.concatenate([x, x]), w.stack([x, x]),
  w.einsum('ij,jk->ik', x, x), w.tensordot(x, x, 1), w.attention(x, x, x), w.conv2d(x, x), w.clip(x, x, 1), w.huber(x, x), w.scatterAdd(x, [0], x),
]

// biome-ignore format: an operation is a line.
export const sizes = <M extends number, N extends number>(a: Matrix<M, N>, s: Matrix<N, N>, b: Expr<[5, N, N]>, u: Vector<M>, v: Vector<N>): ReadonlyArray<unknown> => [
  w.add(a, v), w.mul(a, w.expandDims(u, 1)), w.sub(a, w.mean(a, { axes: 1, keepdims: true })), w.clip(a, 0, v), w.huber(a, v), w.bernoulliLogDensity(u, u),
  w.normalLogDensity(a, v, 1), w.multivariateNormalLogDensity(a, v, s), w.matmul(w.transpose(a), a), w.matmul(b, v), w.solve(b, v), w.inv(b),
  w.eigh(w.matmul(w.transpose(a), a)), w.einsum('ij,j->i', a, v), w.einsum('i,ij,j->', u, a, v), w.tensordot(a, v, 1), w.tensordot(a, a, [[0], [0]]),
  w.scatterAdd(a, [0], v), w.broadcastTo(v, [3, 4]), w.attention(a, a, a), w.cross(a, a), w.layerNorm(a, { scale: v }), w.trapezoid(a, { x: v }),
]
export const sums = <M extends number, N extends number>(a: Matrix<M, N>, v: Vector<N>): Matrix<M, N> => w.add(w.mul(a, v), v)

// biome-ignore format: an operation is a line.
export const wholes = <const K extends number, const S extends ReadonlyArray<number>, X extends Expr>(k: K, s: S, x: X): ReadonlyArray<unknown> => [
  w.zeros([k]), w.zeros([k, 3]), w.zeros(s), w.ones([...s, 2]), w.full(s, 1), w.iota(k), w.eye(k), w.eye(2, k), w.eye(k, k), w.linspace(0, 1, k), w.oneHot([0], k),
  w.arange(k), w.arange(k, 3), w.arange(0, 3, k), w.repeat(x, k), w.repeat(x, 2, k), w.roll(x, k), w.roll(x, 1, k), w.tile(x, [k]), w.tile(x, s), w.pad(x, [[k, 0]]),
  w.reshape(x, [k, -1]), w.reshape(x, [...s, -1]), w.slice(x, [k], [k], [k]), w.slice(x, s, s, s), w.fori(k, x, (c) => c), w.matrixPower(x, k), w.ring(s), w.sumMonoid([k]),
  w.scan((c) => [c, c], x, null, { length: k }), w.broadcastTo(1, s), w.random.bernoulli(w.random.key(0), 0.5, s), w.random.categorical(w.random.key(0), x, [k]),
  w.topK(x, k), w.random.normal(w.random.key(0), s), w.random.uniform(w.random.key(0), [k, 2]), w.random.permutation(w.random.key(0), k), w.random.split(w.random.key(0), k),
]

// biome-ignore format: what is said of a line stands on it.
export const others = <M extends number, N extends number>(a: Matrix<M, N>, s: Matrix<N, N>, u: Vector<M>, v: Vector<N>): void => {
  w.add(u, v) // refused: add: shapes [${M}] and [${N}] do not broadcast
  w.matmul(a, u) // refused: matmul: shapes [${M},${N}] and [${M}] do not multiply
  w.solve(s, u) // refused: solve: shapes [${N},${N}] and [${M}] do not fit
  w.lstsq(a, v) // refused: lstsq: shapes [${M},${N}] and [${N}] do not fit
  w.clip(u, 0, v) // refused: clip: shapes [${M}], [] and [${N}] do not broadcast
  w.attention(a, s, a) // refused: attention: shapes [${M},${N}], [${N},${N}] and [${M},${N}] do not fit
  w.stack([u, v]) // refused: stack: shapes [${M}] and [${N}] differ
  w.tensordot(a, u, 1) // refused: tensordot: shapes [${M},${N}] and [${M}] do not fit over these axes
}
