/**
 * What the compiler cannot know to be wrong it does not refuse: sizes that are `number` or a name, axes and indices that
 * are no literals, helpers generic in a shape; and what is right goes on compiling, counted from either end.
 */
import {
  add,
  argmax,
  at,
  avgPool,
  cov,
  cond,
  cumsum,
  diag,
  type Expr,
  expandDims,
  flip,
  fori,
  gt,
  layerNorm,
  type Mask,
  type Matrix,
  max,
  maxPool,
  mean,
  moveaxis,
  mul,
  pad,
  pinv,
  qr,
  reshape,
  roll,
  scan,
  type Scalar,
  slice,
  softmax,
  sort,
  split,
  stack,
  sum,
  svd,
  solve,
  take,
  tile,
  topK,
  transpose,
  unstack,
  type Vector,
  windows,
} from 'wengert'
import { exactly as same } from './exactly.ts'

export const fromEitherEnd = (x: Expr<[3, 4]>): void => {
  same<Expr<[3]>>()(sum(x, { axes: -1 }))
  same<Expr<[1, 4]>>()(sum(x, { axes: -2, keepdims: true }))
  same<Expr<[3, 1]>>()(max(x, { axes: 1, keepdims: true }))
  same<Expr<[]>>()(mean(x, { axes: [-1, 0] }))
  same<Expr<[4, 3]>>()(transpose(x, [-1, -2]))
  same<Expr<[3, 4, 1]>>()(expandDims(x, -1))
  same<Expr<[3, 4, 2]>>()(stack([x, x], 2))
  same<Expr<[4]>>()(at(x, -3))
  same<Scalar>()(at(x, 2, -4))
  same<Expr<[3, 2]>>()(take(x, [-4, 3], 1))
  same<Expr<[2, 6]>>()(reshape(x, [2, 6]))
  same<Expr<[number, 6]>>()(reshape(x, [-1, 6]))
  same<Expr<[12, 1]>>()(reshape(x, [12, 1]))
}

export const unknownSizes = (n: Matrix<'n', 4>, v: Vector, w: Expr, axis: number, axes: ReadonlyArray<number>, either: 0 | 5): void => {
  same<Expr<['n']>>()(sum(n, { axes: 1 }))
  same<Expr>()(sum(w, { axes: 7 }))
  same<Expr>()(sum(n, { axes: axis }))
  same<Expr>()(sum(n, { axes }))
  same<Matrix<'n', 4>>()(cumsum(n, axis))
  same<Matrix<'n', 4>>()(cumsum(n, either))
  same<Matrix<'n', 4>>()(flip(n, axes))
  same<Expr>()(at(w, 9, 9, 9))
  same<Scalar>()(at(v, 100))
  same<Scalar>()(at(n, 100, axis))
  same<Expr<[5, 5]>>()(reshape(n, [5, 5]))
  same<Expr<[5, number]>>()(reshape(v, [5, axis]))
  same<Expr<[3]>>()(take(v, [7, 8, 9]))
  same<Expr>()(transpose(n, axes))
  same<Vector<3>>()(scan((c, x) => [add(c, at(x, axis)), x], reshape(v, [3]), n)[0])
}

// biome-ignore format: a branch is a line.
export const branches = (v: Vector<3>, w: Vector, u: Expr, s: Scalar, m: Mask, n: number): void => {
  same<Vector<3>>()(cond(gt(s, 0), (z) => z, (z) => mul(z, 2), v))
  same<Vector<3>>()(cond(gt(s, 0), () => v, () => w))
  same<Expr>()(cond(gt(s, 0), () => u, () => w))
  same<Scalar>()(cond(m, () => 1, () => s))
  same<Expr<[3]> | Scalar>()(cond(true, () => (n > 1 ? s : v), () => v))
  same<{ readonly a: Vector<3>; readonly b: Scalar }>()(cond(gt(s, 0), (z) => ({ a: z, b: 1 }), (z) => ({ a: z, b: s }), v))
}

export const parts = (x: Expr<[3, 4]>, n: Matrix<'n', 100>, v: Vector, u: Expr, k: number): ReadonlyArray<unknown> => [
  slice(x, [0], [100]),
  slice(x, [-1, k], [3, 4], [1]),
  slice(u, [0, 0, 0], [1, 1, 1]),
  split(x, 3),
  split(x, [1, 1]),
  split(x, [0, 4], 1),
  split(n, 7),
  split(n, 25, 1),
  split(v, [5]),
  split(x, k),
  split(x, [k, 1]),
  split(x, 7, k),
  split(u, 2),
  unstack(u),
  solve(u, u),
]

export const rooms = (x: Expr<[3, 'n']>, v: Vector<3>, w: Vector, u: Expr, k: number): ReadonlyArray<unknown> => [
  maxPool(v, { window: 3 }),
  maxPool(v, { window: 4, padding: 'same' }),
  avgPool(v, { window: 4, padding: 1, countPadding: true }),
  maxPool(x, { window: 100 }),
  maxPool(x, { window: [k, 2] }),
  maxPool(w, { window: 100, stride: 1 }),
  avgPool(u, { window: [2, 2] }),
  windows(v, 4),
  windows(v, k),
  windows(u, [2, 2]),
]

/** The rank of these is not known before they are called. */
export const total = <S extends ReadonlyArray<number>>(x: Expr<S>): unknown => sum(x, { axes: [0, 1] })
export const shares = <S extends ReadonlyArray<number>>(x: Expr<S>): Expr<S> => softmax(x, -1)
export const running = <S extends ReadonlyArray<number>>(x: Expr<S>): Expr<S> => cumsum(sort(roll(x, 1, 0), { axis: 1 }), 2)
export const normed = <S extends ReadonlyArray<number>>(x: Expr<S>): Expr<S> => layerNorm(x, { axes: [0, 1] })
export const pieces = <S extends ReadonlyArray<number>>(x: Expr<S>): ReadonlyArray<unknown> => [
  argmax(x, 1),
  at(x, 1, 2),
  moveaxis(x, 0, 2),
  transpose(x, [1, 0]),
  reshape(x, [3, 4]),
  take(x, [5]),
  tile(x, [2, 2]),
  pad(x, [[1, 1]]),
  diag(x),
  topK(x, 3),
  maxPool(x, { window: [2, 2] }),
  windows(x, [2, 2]),
  slice(x, [0, 0], [1]),
  split(x, 2),
  unstack(x),
  qr(x),
  svd(x),
  pinv(x),
  cov(x),

  cond(
    gt(sum(x), 0),
    () => x,
    () => mul(x, 2),
  ),
]
export const some = <X extends Expr>(x: X): ReadonlyArray<unknown> => [sum(x, { axes: 1 }), softmax(x, 1), at(x, 5), reshape(x, [2, 3]), take(x, [4])]

/** So are some sizes of these. */
export const rows = <N extends number>(x: Matrix<N, 4>): ReadonlyArray<unknown> => [
  at(x, 7),
  at(x, 7, 3),
  take(x, [9]),
  reshape(x, [12]),
  topK(transpose(x), 2),
  split(x, 7),
  split(x, [7]),
  unstack(x),
  avgPool(x, { window: [9, 2] }),
]
export const folded = <N extends number>(x: Vector<N>, y: Matrix<5, N>): Vector<N> => scan((c: Vector<N>, r) => [add(c, r), []], x, y)[0]
export const scaled = <N extends number>(x: Vector<N>): Vector<N> => fori(3, x, (c: Vector<N>) => add(c, x))
