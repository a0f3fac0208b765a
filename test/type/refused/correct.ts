// What is right, or not known to be wrong, beside what is refused in the other files: none of these is.
import type { AnyTensor, Expr, IntExpr, Mask, Matrix, Operand, Scalar, Tensor, Vector } from 'wengert'
import * as w from 'wengert'

// biome-ignore format: an operation is a line.
export const kernels = (c: Expr<['n', 3, 32]>, image: Expr<[number, 3, 28, 28]>, u: Expr, v: Vector, k: number, p: 'same' | 'valid'): ReadonlyArray<unknown> => [
  w.conv1d(c, w.zeros([4, 3, 5])), w.conv1d(c, w.zeros([4, 3, 32])), w.conv1d(c, w.zeros([4, 3, 50]), { padding: 'same' }), w.conv1d(c, w.zeros([4, 3, 50]), { padding: p }),
  w.conv1d(c, w.zeros([4, 3, 50]), { padding: k }), w.conv1d(c, w.zeros([4, 3, 33]), { padding: 1 }), w.conv1d(c, w.zeros([6, 1, 5]), { groups: 3 }),
  w.conv1d(c, w.zeros([5, 2, 5]), { groups: k }), w.conv1d(u, w.zeros([6, 1, 5])), w.conv1d(c, u), w.conv1d(c, w.zeros([4, 3, 5]), { dilation: k, stride: 2 }),
  w.conv2d(image, w.zeros([8, 3, 28, 3]), { stride: [1, 2], dilation: [1, 2] }), w.conv1d(w.reshape(v, [1, 1, -1]), w.zeros([1, 1, 3])),
]

// biome-ignore format: an operation is a line.
export const formulas = (n3: Matrix<'n', 3>, sq: Matrix<'n', 'n'>, c: Expr<['n', 3, 32]>, u: Expr, v: Vector, s: Scalar, f: Float64Array, name: string): ReadonlyArray<unknown> => [
  w.einsum('...i,i->...', u, v), w.einsum('...ij,jk->...ik', c, w.zeros([32, 5])), w.einsum('ij , j -> i', n3, v), w.einsum(name, u), w.einsum('i,i', f, f),
  w.einsum('ii', sq), w.einsum('ii->i', sq), w.einsum('i...->...i', n3), w.einsum('...->...', s), w.einsum(',i->i', 2, v), w.einsum('->', s), w.einsum('i->', v),
  w.einsum('...,...->...', n3, v), w.einsum('...i->i...', c), w.einsum('...jk->...', n3), w.einsum('aB,cB->ca', n3, n3), w.tensordot(n3, v, 1),
]

// biome-ignore format: an operation is a line.
export const axes = (n3: Matrix<'n', 3>, v3: Vector<3>, u: Expr, s: Scalar, f: Float64Array, k: number, ks: ReadonlyArray<number>): ReadonlyArray<unknown> => [
  w.tensordot(n3, v3, k), w.tensordot(n3, n3, [[0, 1], [0, 1]]), w.tensordot(n3, n3, [[-1], [1]]), w.tensordot(u, n3, [[5], [0]]), w.tensordot(n3, n3, [[k], [0]]),
  w.tensordot(n3, n3, [ks, ks]), w.tensordot(v3, v3, 0), w.windows(n3, 2, { axes: 0 }), w.windows(n3, [2, 2], { axes: [0, 1] }), w.windows(n3, [k, 2], { axes: ks }),
  w.windows(u, 2, { axes: 7 }), w.windows(f, 2, {}), w.overlapAdd(n3, 4), w.overlapAdd(n3, k), w.overlapAdd(u, [3, 4]), w.softmax(f), w.softmax(u), w.sort(u), w.topK(f, k),
  w.take(u, [0]), w.diff(u), w.scatterAdd(u, [0], 1), w.concatenate([u, v3]), w.concatenate([v3, f]), w.stack([1, 2, s]), w.stack([w.toInt(s), 3]),
  w.concatenate([w.iota(3), w.iota(k)]), w.concatenate(ks.map(() => v3)), w.stack(ks), w.broadcastTo(v3, [k, 3]), w.broadcastTo(u, [3]), w.broadcastTo(1, [3]),
  w.broadcastTo(n3, [2, k, 3]), w.broadcastTo(s, []), w.broadcastTo(n3, ks), w.pad(n3, [[0, 1], [k, 0]]), w.tile(n3, [1, k]), w.squeeze(u, 3), w.transpose(n3, ks), w.flip(n3, [0]),
  w.quantile(n3, 0.5, { axes: k }), w.quantile(u, [0.1, 0.9], { axes: [0, 1] }), w.quantile(n3, ks, { axes: -1, keepdims: true }), w.trapezoid(n3, { x: v3 }),
  w.trapezoid(n3, { x: n3 }), w.trapezoid(n3, { x: f, axis: 0 }), w.trapezoid(u, { x: f }), w.trapezoid(f, { x: f }), w.trapezoid(n3, { dx: 0.5, axis: -2 }),
]

// biome-ignore format: an operation is a line.
export const models = (x: Matrix<'n', 3>, v3: Vector<3>, u: Expr, f: Float64Array, i: IntExpr<['n']>, t: AnyTensor, m: Mask<['n', 'n']>, all: Mask, k: number): ReadonlyArray<unknown> => [
  w.layerNorm(x, { scale: v3, offset: f }), w.layerNorm(x, { axes: k, scale: v3 }), w.layerNorm(x, { axes: [0, 1], scale: x }), w.layerNorm(u, { scale: v3 }),
  w.batchNorm(x, { scale: v3, offset: 1 }), w.batchNorm(x, { axes: [0, 1], scale: 2 }), w.crossEntropy(x, i), w.crossEntropy(x, x), w.crossEntropy(x, v3), w.crossEntropy(x, t),
  w.crossEntropy(u, i), w.crossEntropy(f, w.toInt(2)), w.categoricalLogDensity(i, x), w.categoricalLogDensity(i, u), w.attention(x, x, x, { mask: m }),
  w.attention(x, x, x, { mask: all, causal: true }), w.attention(u, u, u, { mask: m }), w.attention(x, x, x, { mask: true }), w.lstsq(u, f),
]

// biome-ignore format: an operation is a line.
export const loops = (x: Matrix<'n', 3>, v3: Vector<3>, n: Vector<'n'>, v: Vector, u: Expr, f: Float64Array, y: Operand, t: Tensor<[2, 3]>): ReadonlyArray<unknown> => [
  w.scan((a, r) => [w.add(a, r), r], 0, v), w.scan((a, [p, q]) => [w.add(a, p), q], 0, [v, f] as const), w.scan((a, r) => [w.add(a, w.sum(r.x)), []], 0, { x, n }),
  w.scan((a) => [w.mul(a, 2), a], 1, null, { length: 3 }), w.mapRows((r) => w.sum(r), x), w.mapRows((r) => r, u), w.reduceRows((a, r) => w.add(a, r), 0, f),
  w.mapRows(([a, b]) => w.mul(a, b), [t, w.zeros([2])] as const), w.root((r) => w.sub(w.square(r), 2), 1), w.root((r: Vector) => w.sub(w.square(r), 2), f),
  w.root(({ a, b }) => ({ a: w.sub(a, b), b: w.sub(b, 1) }), { a: 1, b: 2 }), w.root(([a, b]) => [w.sub(a, b), w.sub(b, 1)], [1, 2] as const),
  w.fixedPoint((r) => w.mul(w.add(r, v3), 0.5), v3), w.fixedPoint((r: Vector<'n'>) => w.mul(r, 0.5), n), w.odeint((s) => w.neg(s), 1, f), w.odeint((s, q) => w.mul(s, q), v3, v),
  w.odeint(({ p, q }) => ({ p: w.neg(q), q: p }), { p: 1, q: 0 }, w.linspace(0, 1, 5)), w.odeint(() => 1, 0, f), w.odeint((s) => w.neg(s), 1, y), w.odeint((s: Expr) => w.neg(s), v3, f),
]

// biome-ignore format: an operation is a line.
export const batches = (x: Matrix<'n', 3>, v3: Vector<3>, n: Vector<'n'>, u: Expr, f: Float64Array, t: Tensor<[2, 3]>): ReadonlyArray<unknown> => [
  w.vmap((r: Vector<3>) => w.sum(r))(x), w.vmap((r: Vector<3>, s: Scalar) => w.mul(r, s))(x, n), w.vmap((r: Vector<3>, s: Scalar) => w.mul(r, s))(t, f),
  w.vmap((r: Vector<2>) => r, { inAxes: [1] })(t), w.vmap((a: Scalar, b: Scalar) => w.mul(a, b), { inAxes: [0, null] })(f, 2), w.vmap((a: Vector<3>) => a, { inAxes: null, axisSize: 2 })(v3),
  w.vmap((p: { readonly a: Scalar; readonly b: Vector<3> }) => w.mul(p.a, p.b))({ a: f, b: x }), w.vmap((e: Expr) => e)(u), [v3, v3].map((y) => w.vmap(w.sin)(y)),
  w.vmap((r: Vector<3>) => r, { outAxes: 1 })(x), w.vmap((r: Vector<3>) => ({ r, s: w.sum(r) }), { outAxes: { r: -2, s: 0 } })(x), w.vmap((e: Expr) => e, { outAxes: 3 })(u),
  w.vmap((p: { readonly a: Scalar; readonly k: readonly [Vector<3>, Scalar] }) => p.a, { inAxes: [{ a: -1, k: [-2, null] }] })({ a: v3, k: [w.eye(3), 2] }),
  w.addScaled({ a: f, b: x }, 2, { a: f.map((e) => e), b: x }), w.inner([x, n], [x, n]),
  w.vmap(w.vmap((s: Scalar) => s))(t), w.pipe(x, w.vmap((r: Vector<3>) => w.sum(r))), w.vmap(w.softmax)(x), w.vmap(w.grad((s: Scalar) => w.square(s)))(f),
]
export const batched = <N extends number>(x: Matrix<N, 3>, v: Vector<N>): unknown => w.vmap((r: Vector<3>, s: Scalar) => w.mul(r, s))(x, v)

// biome-ignore format: an operation is a line.
export const wholes = (x: Matrix<'n', 3>, v: Vector, u: Expr, k: number, ks: ReadonlyArray<number>, either: 2 | -1, share: 1 | 1.5): ReadonlyArray<unknown> => [
  w.zeros([]), w.zeros([0, 3]), w.zeros([k, 2]), w.zeros(ks), w.zeros([...ks, 1]), w.zeros([either]), w.ones([3] as const, 'bool'), w.full([either, k], 0),
  w.iota(0), w.iota(k), w.iota(either), w.eye(2), w.eye(2, 0), w.eye(k, 3), w.eye(either, 2), w.linspace(0, 1, 0), w.linspace(-0.5, k, either), w.oneHot([1], k),
  w.oneHot(w.toInt(v), either), w.arange(-3), w.arange(k), w.arange(share), w.arange(5, -5, -2), w.arange(k, k, k), w.arange(either, share), w.repeat(v, 0),
  w.repeat(x, k, 1), w.repeat(u, either), w.roll(v, -1), w.roll(x, k, 0), w.roll(u, share), w.roll(v, 1e21), w.roll(v, 1.5e300), w.tile(x, [either, 2]), w.tile(v, ks),
  w.pad(x, [[0, either], [k, 1]]), w.topK(x, either), w.random.normal(w.random.key(0), []), w.random.uniform(w.random.key(0), [k, 2]), w.random.normal(w.random.key(0), ks),
  w.random.split(w.random.key(0)), w.random.split(w.random.key(0), k), w.random.permutation(w.random.key(0), 0), [2, 3].map((n) => w.iota(n)), [2, 3].map((n) => w.zeros([n])),
]

// biome-ignore format: an operation is a line.
export const lengths = (x: Matrix<3, 4>, n: Matrix<'n', 3>, z: Expr<[0]>, v: Vector<3>, u: Expr, k: number, ks: ReadonlyArray<number>, either: 2 | -1): ReadonlyArray<unknown> => [
  w.reshape(x, [-1]), w.reshape(x, [2, -1]), w.reshape(x, [-1, 1, 6]), w.reshape(z, [-1, 3]), w.reshape(n, [-1, 2]), w.reshape(u, [-1, 5]), w.reshape(x, [-1, k]),
  w.reshape(x, [either, -1]), w.reshape(x, ks), w.reshape(x, [k, -1, 5]), w.reshape(v, [-1, 3]), w.slice(v, [-9], [9], [2]), w.slice(x, [], [-1], []), w.slice(x, [0], [2], ks),
  w.slice(u, [k], [k], [k]), w.slice(v, ks, ks), w.slice(v, [0], [Infinity], [either]), w.slice(v, [1e21], [1]), w.at(v, [null, null, -1]), w.fori(0, v, (c) => c), w.fori(k, 0, (c) => c),
  w.fori(either, v, (c) => c), w.scan((c) => [c, c], 0, null, { length: 0 }), w.scan((c) => [c, c], v, null, { length: k, checkpoint: 'log' }), w.matrixPower(w.eye(2), -3),
  w.matrixPower(w.eye(2), k), w.matrixPower(w.eye(3), either), w.random.bernoulli(w.random.key(0), 0.5, []), w.random.bernoulli(w.random.key(0), v, [3]), w.ring([]), w.ring([0, k]),
  w.random.categorical(w.random.key(0), v, ks), w.sumMonoid([2, 3]), w.sumMonoid(ks), w.broadcastTo(1, [either]), w.broadcastTo(v, [0, 3]), w.broadcastTo(1, ks),
]

// biome-ignore format: an operation is a line.
export const ellipses = (b: Expr<[5, 2, 3]>, n: Matrix<'n', 3>, k: Matrix<3, 4>, v: Vector<3>, t: Tensor<[7, 2, 3]>, f: Float64Array): readonly [Expr<[5, 2, 4]>, Expr<[4, 5, 2]>, Vector<'n'>, Matrix<3, 'n'>, Matrix<'n', 3>, Tensor<[2, 3]>, number, Scalar, Tensor<[7, 2, 2]>] => [
  w.einsum('...ij,jk->...ik', b, k), w.einsum('...j, jk -> k...', b, k), w.einsum('...i,i->...', n, v), w.einsum('i...->...i', n), w.einsum('...,...->...', n, v),
  w.einsum('b...->...', t), w.einsum('...i,i->...', f, f), w.einsum('...->', n), w.einsum('...ij,kj->...ik', t, w.tensor([[1, 2, 3], [4, 5, 6]])),
]

// biome-ignore format: an operation is a line.
export const numbers = (f: (a: Scalar, b: Scalar) => Scalar, k: number, ks: ReadonlyArray<number>, either: 1 | 2): ReadonlyArray<unknown> => [
  w.grad(f, { argnums: [0, 0] })(1, 2), w.grad(f, { argnums: 1 })(1, 2), w.grad(f, { argnums: k })(1, 2), w.grad(f, { argnums: ks })(1, 2), w.valueAndGrad(f, { argnums: [1] })(1, 2),
  w.jacobian(f, { argnums: [1, 0] })(1, 2), w.hessian(f, { argnums: [either, 0] }), w.grad(f, { argnums: either })(1, 2), w.grad((...xs: ReadonlyArray<Scalar>) => w.add(xs), { argnums: 7 }), w.jacrev(f, { argnums: [] }),
  w.grad((a: Scalar, b?: Scalar) => w.mul(a, b ?? 1), { argnums: 1 }), w.grad(w.trace(f)(1, 2), { argnums: 1 }),
]

// biome-ignore format: an operation is a line.
export const slides = (x: Matrix<3, 4>, line: Expr<[2, 3, 9]>, image: Expr<[2, 9, 9]>, u: Expr, n: number, ns: ReadonlyArray<number>, p: 'same' | readonly [1], either: 1 | 0): ReadonlyArray<unknown> => [
  w.maxPool(x, { window: 2, padding: [[1, 1]] }), w.maxPool(x, { window: 2, padding: [1] }), w.maxPool(x, { window: 2, padding: [0, 1] }), w.maxPool(x, { window: [2, 2], padding: [1, [0, 1]] }),
  w.avgPool(x, { window: [2, 2], padding: p }), w.avgPool(x, { window: ns, padding: [1, 1, 1] }), w.avgPool(x, { window: n, stride: either }), w.maxPool(u, { window: either, stride: n }),
  w.maxPool(x, { window: [2], stride: [1] }), w.maxPool(x, { window: 2, stride: ns, padding: ns }), w.conv1d(line, w.zeros([4, 3, 5]), { padding: [1], stride: n, dilation: either }),
  w.conv1d(line, w.zeros([4, 3, 5]), { padding: [[1, 2]], stride: [2] }), w.conv1d(line, w.zeros([4, 3, 5]), { padding: [1, 2] }), w.conv2d(image, w.zeros([4, 2, 3, 3]), { padding: [1, [0, 1]] }),
  w.conv2d(image, w.zeros([4, 2, 3, 3]), { padding: ns, stride: ns, dilation: [1, n] }), w.windows(x, either), w.windows(x, ns),
  w.overlapAdd(x, 6, { axes: 0 }), w.overlapAdd(x, 6, { axes: [-1] }), w.overlapAdd(image, 10, { axes: 1, stride: 1 }), w.overlapAdd(u, 6, { axes: 5 }), w.overlapAdd(x, n, { axes: n }),
]

// biome-ignore format: an operation is a line.
export const literals = (f: Float64Array): readonly [Tensor<[number]>, Tensor<[2, number]>, Tensor<[2, 3]>, Tensor<[2, 3], 'int32'>, Tensor<[2, 2, 3]>, Tensor<[2, number]>, Tensor<[2, 2, 2]>] => [
  w.concatenate([w.zeros([2]), w.ones([3])]), w.concatenate([w.eye(2), w.zeros([2, 1])], 1), w.stack([w.zeros([3]), w.ones([3])]),
  w.stack([w.zeros([3], 'int32'), w.full([3], 1, 'int32')]), w.stack([w.eye(2, 3), w.zeros([2, 3])]), w.stack([w.tensor(f), w.tensor(f)]), w.stack([w.tensor(f, [2, 2]), w.eye(2)]),
]

type Row = ReadonlyArray<number>

// biome-ignore format: an operation is a line.
export const nested = (m: Tensor<[2, 3]>, i: Tensor<[number], 'int32'>, b: Tensor<[2], 'bool'>, s: Tensor<[]>, n: Tensor<['n', 2, 3]>, any: AnyTensor): readonly [ReadonlyArray<Row>, Row, ReadonlyArray<boolean>, number, ReadonlyArray<ReadonlyArray<Row>>, w.Nested, ReadonlyArray<Row>, Tensor<[number, number]>] => [
  w.toArray(m), w.toArray(i), w.toArray(b), w.toArray(s), w.toArray(n), w.toArray(any), [i, i].map(w.toArray), w.tensor(w.toArray(m)),
]
export const entries = <N extends number>(x: Tensor<[N]>): Row => w.toArray(x)
