// Each line that ends in a `refused` comment must not compile, and the compiler must say what the comment says.
import {
  attention,
  avgPool,
  batchNorm,
  conv1d,
  conv2d,
  dropout,
  type Expr,
  gt,
  type IntExpr,
  layerNorm,
  maxPool,
  overlapAdd,
  random,
  type Vector,
  windows,
} from 'wengert'

export const convolutions = (line: Expr<[2, 3, 9]>, image: Expr<[2, 3, 9, 9]>, w: Expr<[4, 3, 5]>, k: Expr<[4, 2, 5, 5]>, v: Vector<3>): void => {
  conv1d(image, w) // refused: "conv1d: shapes [2,3,9,9] and [4,3,5] are not an input and a kernel"
  conv1d(v, w) // refused: "conv1d: shapes [3] and [4,3,5] are not an input and a kernel"
  conv2d(image, w) // refused: "conv2d: shapes [2,3,9,9] and [4,3,5] are not an input and a kernel"
  conv2d(image, k) // refused: "conv2d: shapes [2,3,9,9] and [4,2,5,5] differ in their channels"
  conv1d(line, w, { padding: 'full' }) // refused: Type '"full"' is not assignable to type
  conv1d(line, w, { strides: 2 }) // refused: 'strides' does not exist in type
  conv1d(line, [1, 2]) // refused: Argument of type 'number[]' is not assignable to parameter of type 'Operand'
}

export const pools = (x: Expr<[2, 3, 9]>, i: IntExpr<[3]>): void => {
  maxPool(x) // refused: Expected 2 arguments, but got 1
  maxPool(i, { window: 2 }) // refused: Argument of type 'IntExpr<[3]>' is not assignable to parameter of type 'Operand'
  maxPool(x, { window: 2, countPadding: true }) // refused: 'countPadding' does not exist in type
  avgPool(x, { window: '2' }) // refused: Type 'string' is not assignable to type 'number | Dims'
}

export const rooms = (x: Expr<[3, 'n']>, v: Vector<3>): void => {
  maxPool(v, { window: 4 }) // refused: "maxPool: shape [3] has no room for a window [4]"
  maxPool(x, { window: [4, 2], padding: 0 }) // refused: "maxPool: shape [3,n] has no room for a window [4,2]"
  avgPool(v, { window: [2, 2] }) // refused: "avgPool: shape [3] has too few axes for the window [2,2]"
  windows(v, [2, 2]) // refused: "windows: shape [3] has too few axes for the window [2,2]"
}

export const rest = (x: Expr<[2, 3]>): void => {
  layerNorm(x, { scale: '2' }) // refused: Type 'string' is not assignable to type 'Operand | undefined'
  batchNorm(x, { statistics: { mean: 0 } }) // refused: Property 'variance' is missing
  dropout(0.5, 0.5, x) // refused: Argument of type 'number' is not assignable to parameter of type 'Key'
  dropout(random.key(0), x, 0.5) // refused: Argument of type 'Expr<[2, 3]>' is not assignable to parameter of type 'number'
  windows(x, '2') // refused: Argument of type 'string' is not assignable to parameter of type 'number | Dims'
}

export const told = (line: Expr<[2, 3, 9]>, w: Expr<[4, 3, 5]>): unknown => {
  const shape: 'shown' = conv1d(line, w) // refused: Type 'Expr<[2, 4, number]>' is not assignable to type '"shown"'
  return shape
}

// biome-ignore format: what is said of a line stands on it.
export const kernels = (line: Expr<[2, 3, 9]>, image: Expr<[6, 9, 4]>, w: Expr<[4, 3, 10]>, k: Expr<[4, 6, 2, 5]>, g: Expr<[4, 2, 1, 1]>, e: Expr<[4, 3, 0]>): void => {
  conv1d(line, w) // refused: "conv1d: shape [2,3,9] has no room for a window [10]"
  conv1d(line, w, { padding: 'valid', stride: 2 }) // refused: "conv1d: shape [2,3,9] has no room for a window [10]"
  conv2d(image, k) // refused: "conv2d: shape [6,9,4] has no room for a window [2,5]"
  conv2d(image, g, { groups: 2 }) // refused: "conv2d: shapes [6,9,4] and [4,2,1,1] do not fit: the input has 6 channels, and the kernel meets 2 in 2 groups"
  conv2d(image, g, { groups: 3 }) // refused: "conv2d: shapes [6,9,4] and [4,2,1,1] do not fit: 4 filters are no whole number in each of 3 groups"
  conv1d(line, e) // refused: "conv1d: shapes [2,3,9] and [4,3,0] do not fit: the kernel is empty"
}

// biome-ignore format: what is said of a line stands on it.
export const affine = (x: Expr<[2, 3]>, y: Expr<[2, 3, 4]>, v: Vector<3>, w: Vector<2>): void => {
  layerNorm(x, { scale: w }) // refused: "layerNorm: shapes [2,3] and [2] do not fit: the second is the scale; it is a number, or of shape [3]"
  layerNorm(x, { axes: 0, scale: w, offset: v }) // refused: "layerNorm: shapes [2,3] and [3] do not fit: the second is the offset; it is a number, or of shape [2]"
  batchNorm(y, { offset: w }) // refused: "batchNorm: shapes [2,3,4] and [2] do not fit: the second is the offset; it is a number, or of shape [3]"
}

// biome-ignore format: what is said of a line stands on it.
export const masks = (q: Expr<[3, 8]>, v: Vector<5>): void => {
  attention(q, q, q, { mask: gt(v, 0) }) // refused: "attention: shapes [5] and [3,3] do not broadcast: the mask and the queries by the keys"
}

// biome-ignore format: what is said of a line stands on it.
export const slides = (x: Expr<[3, 4]>, u: Expr, line: Expr<[2, 3, 9]>, w: Expr<[4, 3, 5]>, image: Expr<[2, 9, 9]>, k: Expr<[4, 2, 3, 3]>): void => {
  maxPool(x, { window: 0 }) // refused: "maxPool: the window 0 is not a whole number from 1"
  maxPool(u, { window: [2, -1] }) // refused: "maxPool: the window -1 is not a whole number from 1"
  avgPool(x, { window: 1.5, padding: 'same' }) // refused: "avgPool: the window 1.5 is not a whole number from 1"
  overlapAdd(x, 6, { axes: 1 }) // refused: "shape [3] has no axis 1; axes run from -1 to 0"
  overlapAdd(x, [6], { axes: [0, 1] }) // refused: "overlapAdd: shape [3] has no windows [6] along axes [0,1]; give ascending axes, and a size for each"
  windows(x, 0) // refused: "windows: the size 0 is not a whole number from 1"
  maxPool(x, { window: 2, stride: 0 }) // refused: "maxPool: the stride 0 is not a whole number from 1"
  avgPool(u, { window: 2, stride: [-1] }) // refused: "avgPool: the stride -1 is not a whole number from 1"
  conv1d(line, w, { stride: 0.5 }) // refused: "conv1d: the stride 0.5 is not a whole number from 1"
  conv2d(image, k, { stride: [1, 0] }) // refused: "conv2d: the stride 0 is not a whole number from 1"
  conv2d(image, k, { dilation: -1, padding: 2 }) // refused: "conv2d: the dilation -1 is not a whole number from 1"
  maxPool(x, { window: 2, padding: [1, 1, 1] }) // refused: "maxPool: a padding of 3 entries does not fit the window [2]"
  avgPool(x, { window: [2, 2], padding: [1] }) // refused: "avgPool: a padding of 1 entries does not fit the window [2,2]"
  conv1d(line, w, { padding: [1, 1, 1] }) // refused: "conv1d: a padding of 3 entries does not fit a kernel along 1 axes"
  conv1d(line, w, { padding: [[1, 1], [1, 1]] }) // refused: "conv1d: a padding of 2 entries does not fit a kernel along 1 axes"
  conv2d(image, k, { padding: [[1, 1]] }) // refused: "conv2d: a padding of 1 entries does not fit a kernel along 2 axes"
}
