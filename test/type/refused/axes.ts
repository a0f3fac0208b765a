// Axes, indices, orders and counts that the compiler knows an array not to have, and loops whose step changes the carry.
import {
  add,
  all,
  any,
  argmax,
  argmin,
  argsort,
  at,
  batchNorm,
  concatenate,
  cond,
  cummax,
  cumprod,
  cumsum,
  diag,
  diagonal,
  diff,
  expandDims,
  type Expr,
  flip,
  fori,
  gt,
  type IntExpr,
  layerNorm,
  logSoftmax,
  logsumexp,
  lt,
  max,
  mean,
  median,
  min,
  moveaxis,
  mul,
  norm,
  overlapAdd,
  pad,
  prod,
  quantile,
  reduceRows,
  repeat,
  reshape,
  roll,
  type Scalar,
  scan,
  scatterAdd,
  scatterSet,
  slice,
  softmax,
  sort,
  split,
  stack,
  std,
  sum,
  take,
  tile,
  toFloat,
  toInt,
  topK,
  traceOf,
  transpose,
  trapezoid,
  tril,
  triu,
  unstack,
  variance,
  type Vector,
  whileLoop,
  windows,
} from 'wengert'

export const reductions = (x: Expr<[3, 4]>, n: Expr<['n', 4]>, s: Scalar): void => {
  sum(x, { axes: 5 }) // refused: "shape [3,4] has no axis 5; axes run from -2 to 1"
  sum(n, { axes: -3 }) // refused: "shape [n,4] has no axis -3; axes run from -2 to 1"
  sum(s, { axes: 0 }) // refused: "shape [] has no axis 0; a scalar has no axes"
  sum(x, { axes: [0, 2] }) // refused: "shape [3,4] has no axis 2; axes run from -2 to 1"
  sum(x, { axes: [0, -2] }) // refused: "shape [3,4] was given axis 0 twice in axes [0,-2]"
  mean(x, { axes: 2, keepdims: true }) // refused: "shape [3,4] has no axis 2
  prod(x, { axes: [1, 1] }) // refused: "shape [3,4] was given axis 1 twice in axes [1,1]"
  logsumexp(x, { axes: 2 }) // refused: "shape [3,4] has no axis 2
  max(x, { axes: 2 }) // refused: "shape [3,4] has no axis 2
  min(x, { axes: [0, 0] }) // refused: "shape [3,4] was given axis 0 twice in axes [0,0]"
  norm(x, { axes: 2 }) // refused: "shape [3,4] has no axis 2
  variance(x, { axes: 2 }) // refused: "shape [3,4] has no axis 2
  std(x, { axes: [1, 2] }) // refused: "shape [3,4] has no axis 2
  any(gt(x, 0), { axes: 2 }) // refused: "shape [3,4] has no axis 2
  all(gt(x, 0), { axes: 2 }) // refused: "shape [3,4] has no axis 2
  argmax(x, 2) // refused: "shape [3,4] has no axis 2
  argmin(x, -3) // refused: "shape [3,4] has no axis -3
  median(x, 2) // refused: "shape [3,4] has no axis 2
}

export const alongOne = (x: Expr<[3, 4]>, v: Vector<3>): void => {
  cumsum(x, 2) // refused: "shape [3,4] has no axis 2
  cumprod(x, 2) // refused: "shape [3,4] has no axis 2
  cummax(x, 2) // refused: "shape [3,4] has no axis 2
  diff(x, 2) // refused: "shape [3,4] has no axis 2
  sort(x, { axis: 2 }) // refused: "shape [3,4] has no axis 2
  argsort(x, { axis: -3, descending: true }) // refused: "shape [3,4] has no axis -3
  softmax(x, 2) // refused: "shape [3,4] has no axis 2
  logSoftmax(v, 1) // refused: "shape [3] has no axis 1; axes run from -1 to 0"
  layerNorm(x, { axes: 2 }) // refused: "shape [3,4] has no axis 2
  batchNorm(x, { axes: [0, 0] }) // refused: "shape [3,4] was given axis 0 twice in axes [0,0]"
  flip(x, 2) // refused: "shape [3,4] has no axis 2
  flip(x, [1, -1]) // refused: "shape [3,4] was given axis 1 twice in axes [1,-1]"
  roll(x, 1, 2) // refused: "shape [3,4] has no axis 2
  repeat(x, 2, 2) // refused: "shape [3,4] has no axis 2
  split(x, 2, 2) // refused: "shape [3,4] has no axis 2
  moveaxis(x, 0, 2) // refused: "shape [3,4] has no axis 2
  moveaxis(x, -3, 0) // refused: "shape [3,4] has no axis -3
  expandDims(x, 3) // refused: "shape [3,4,1] has no axis 3; axes run from -3 to 2"
  stack([x, x], 3) // refused: "shape [3,4,1] has no axis 3
  concatenate([x, x], 2) // refused: "shape [3,4] has no axis 2
}

export const places = (x: Expr<[3, 4]>, n: Expr<['n', 12]>, v: Vector<10>): void => {
  at(x, 7, 0) // refused: "at: index 7 is outside axis 0 of size 3"
  at(x, 0, -5) // refused: "at: index -5 is outside axis 1 of size 4"
  at(x, 0, 0, 0) // refused: "at: shape [3,4] has 2 axes, and 3 subscripts were given"
  at(n, 0, 12) // refused: "at: index 12 is outside axis 1 of size 12"
  take(v, [0, 10]) // refused: "take: index 10 is outside an axis of size 10"
  take(x, [4], 1) // refused: "take: index 4 is outside an axis of size 4"
  take(x, [0], 2) // refused: "shape [3,4] has no axis 2
  scatterAdd(v, [-11], 1) // refused: "scatterAdd: index -11 is outside an axis of size 10"
  scatterSet(v, [100], 1) // refused: "scatterSet: index 100 is outside an axis of size 10"
  topK(x, 5) // refused: "topK: shape [3,4] has no 5 largest entries along the last axis"
}

export const layouts = (x: Expr<[3, 4]>, v: Vector<3>, s: Scalar): void => {
  transpose(x, [0, 0]) // refused: "transpose: shape [3,4] cannot be permuted by [0,0]; name each axis once"
  transpose(x, [0, -2]) // refused: "transpose: shape [3,4] cannot be permuted by [0,-2]; name each axis once"
  transpose(x, [1]) // refused: "transpose: shape [3,4] cannot be permuted by [1]; name each axis once"
  transpose(x, [0, 2]) // refused: "shape [3,4] has no axis 2
  reshape(x, [5, 5]) // refused: "reshape: shapes [3,4] and [5,5] hold 12 and 25 elements"
  reshape(x, [102]) // refused: "reshape: shapes [3,4] and [102] hold 12 and 102 elements"
  reshape(x, [0]) // refused: "reshape: shapes [3,4] and [0] hold 12 and 0 elements"
  reshape(s, [2]) // refused: "reshape: shapes [] and [2] hold 1 and 2 elements"
  tile(x, [2]) // refused: "tile: shape [3,4] cannot be repeated [2] times; give a whole number from 0 per axis"
  pad(x, [[1, 1]]) // refused: "pad: shape [3,4] has 2 axes, and 1 margins were given"
  diag(x) // refused: "diag: shape [3,4] is not a vector; for the diagonal of a matrix use diagonal"
  diagonal(v) // refused: "diagonal: shape [3] has no rows and columns"
  traceOf(v) // refused: "trace: shape [3] has no rows and columns"
  tril(v) // refused: "tril: shape [3] has no rows and columns"
  triu(s) // refused: "triu: shape [] has no rows and columns"
}

// biome-ignore format: what is said of a line stands on it.
export const carries = (v: Vector<3>, m: Expr<[4, 3]>, i: IntExpr<[3]>): void => {
  scan((c, x) => [add(c, x), x], 0, m) // refused: "scan: the step changes the carry from shape [] to [3]; the carry keeps its shapes and dtypes"
  scan((c: Scalar, x) => [add(c, x), x], 0, m) // refused: "scan: the step changes the carry from shape [] to [3]
  fori(3, v, (c) => sum(c)) // refused: "fori: the step changes the carry from shape [3] to []
  fori(3, { a: v, b: 1 }, (c) => ({ a: sum(c.a), b: c.b })) // refused: "fori: the step changes the carry from shape [3] to []
  fori(3, [v, 1] as const, ([a, b]) => [a, mul(a, b)] as const) // refused: "fori: the step changes the carry from shape [] to [3]
  fori(3, i, (c) => toFloat(c)) // refused: "fori: the step changes the carry from int32 to float64
  whileLoop((c) => lt(sum(c), 1), (c) => stack([c, c]), v) // refused: "whileLoop: the step changes the carry from shape [3] to [2,3]
  reduceRows((c, x) => add(c, x), 0, m) // refused: "reduceRows: the step changes the carry from shape [] to [3]
}

// biome-ignore format: what is said of a line stands on it.
export const branches = (v: Vector<3>, w: Vector<4>, s: Scalar): void => {
  cond(gt(s, 0), (z) => z, (z) => sum(z), v) // refused: "cond: shapes f64[3] and f64 differ: results of the two branches"
  cond(gt(s, 0), (z: Vector<3>) => z, (z: Vector<3>) => sum(z), v) // refused: "cond: shapes f64[3] and f64 differ
  cond(gt(s, 0), () => v, () => w) // refused: "cond: shapes f64[3] and f64[4] differ
  cond(gt(s, 0), (z) => z, (z) => toInt(z), v) // refused: "cond: shapes f64[3] and i32[3] differ
  cond(gt(s, 0), (z) => ({ a: z }), (z) => ({ a: sum(z) }), v) // refused: "cond: shapes f64[3] and f64 differ
  cond(gt(s, 0), (z) => [1, z] as const, () => [s, 1] as const, v) // refused: "cond: shapes f64[3] and f64 differ
  cond(gt(v, 0), (z) => z, (z) => z, v) // refused: "cond: bool[3]: the first argument must be a scalar mask; for an array of choices use where"
}

export const pieces = (x: Expr<[3, 4]>, n: Expr<['n', 100]>, s: Scalar): void => {
  slice(x, [0, 0, 0], [1]) // refused: "slice: shape [3,4] has 2 axes; give at most one position per axis"
  slice(s, [], [1]) // refused: "slice: shape [] has 0 axes; give at most one position per axis"
  split(x, 2) // refused: "split: shape [3,4] cannot be cut at axis 0 into 2 equal parts"
  split(x, 0, 1) // refused: "split: shape [3,4] cannot be cut at axis 1 into 0 equal parts"
  split(n, 24, -1) // refused: "split: shape [n,100] cannot be cut at axis -1 into 24 equal parts"
  split(x, [1, 5], 1) // refused: "split: shape [3,4] cannot be cut at axis 1 at [1,5]"
  split(n, [5, 3]) // refused: "split: shape [n,100] cannot be cut at axis 0 at [5,3]"
  split(s, 2) // refused: "split: shape [] has no axis 0; a scalar has no axes"
  unstack(s) // refused: "unstack: shape [] has no rows"
}

// biome-ignore format: what is said of a line stands on it.
export const scalars = (s: Scalar): void => {
  softmax(s) // refused: "softmax: shape [] has no axis -1; a scalar has no axes"
  logSoftmax(2) // refused: "logSoftmax: shape [] has no axis -1; a scalar has no axes"
  sort(s) // refused: "sort: shape [] has no axis -1; a scalar has no axes"
  argsort(s) // refused: "argsort: shape [] has no axis -1; a scalar has no axes"
  topK(s, 1) // refused: "topK: shape [] has no axis -1; a scalar has no axes"
  diff(s) // refused: "diff: shape [] has no axis -1; a scalar has no axes"
  take(s, [0]) // refused: "take: shape [] has no axis 0; a scalar has no axes"
  scatterAdd(s, [0], 1) // refused: "scatterAdd: shape [] has no axis 0; a scalar has no axes"
  scatterSet(s, [0], 1) // refused: "scatterSet: shape [] has no axis 0; a scalar has no axes"
}

// biome-ignore format: what is said of a line stands on it.
export const samples = (x: Expr<[3, 4]>, v: Vector<5>): void => {
  quantile(x, 0.5, { axes: 2 }) // refused: "shape [3,4] has no axis 2; axes run from -2 to 1"
  quantile(x, [0.1, 0.9], { axes: [0, -2] }) // refused: "shape [3,4] was given axis 0 twice in axes [0,-2]"
  trapezoid(x, { axis: 2 }) // refused: "shape [3,4] has no axis 2; axes run from -2 to 1"
  trapezoid(x, { x: v }) // refused: "trapezoid: shapes [3,4] and [5] do not fit"
  trapezoid(x, { x: x, axis: 2 }) // refused: "shape [3,4] has no axis 2
}

// biome-ignore format: what is said of a line stands on it.
export const sliding = (x: Expr<[3, 4]>, v: Vector<5>): void => {
  windows(x, 2, { axes: 2 }) // refused: "shape [3,4] has no axis 2; axes run from -2 to 1"
  windows(x, [2, 2], { axes: [0, -2] }) // refused: "shape [3,4] was given axis 0 twice in axes [0,-2]"
  windows(x, [2, 2], { axes: [1] }) // refused: "windows: shape [3,4] has no windows [2,2] along axes [1]; give ascending axes, and a size for each"
  overlapAdd(v, 4) // refused: "overlapAdd: shape [5] is no windows along 1 axes"
  overlapAdd(x, [4, 4]) // refused: "overlapAdd: shape [3,4] is no windows along 2 axes"
  pad(x, [[-1, 0], [0, 0]]) // refused: "pad: shape [3,4] cannot be padded by -1; a margin is a whole number from 0"
  tile(x, [2, -1]) // refused: "tile: shape [3,4] cannot be repeated [2,-1] times; give a whole number from 0 per axis"
}
