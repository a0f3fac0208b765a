// Each line that ends in a `refused` comment must not compile, and the compiler must say what the comment says.
import { avgPool, batchNorm, conv1d, conv2d, dropout, type Expr, type IntExpr, layerNorm, maxPool, random, type Vector, windows } from 'wengert'

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
