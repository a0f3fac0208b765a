// Each line that ends in a `refused` comment must not compile, and the compiler must say what the comment says.
import {
  add,
  concatenate,
  div,
  dot,
  type Expr,
  gt,
  type IntExpr,
  type Matrix,
  matmul,
  max,
  mul,
  neg,
  pow,
  type Scalar,
  sin,
  sub,
  tensor,
  type Vector,
  where,
} from 'wengert'

export const shapes = (a: Expr<[3, 1]>, c: Expr<[2, 5]>, n: Matrix<'n', 3>, m: Matrix<'m', 3>, v: Vector<3>, w: Vector<4>, x: Scalar): void => {
  add(a, c) // refused: "add: shapes [3,1] and [2,5] do not broadcast"
  sub(v, w) // refused: "sub: shapes [3] and [4] do not broadcast"
  mul(tensor([1, 2]), v) // refused: "mul: shapes [2] and [3] do not broadcast"
  div(n, m) // refused: "div: shapes [n,3] and [m,3] do not broadcast"
  pow(w, n) // refused: "pow: shapes [4] and [n,3] do not broadcast"
  max(a, tensor(Float64Array.of(1, 2, 3, 4), [2, 2])) // refused: "max: shapes [3,1] and [2,2] do not broadcast"
  gt(v, w) // refused: "gt: shapes [3] and [4] do not broadcast"
  matmul(a, c) // refused: "matmul: shapes [3,1] and [2,5] do not multiply"
  matmul(n, m) // refused: "matmul: shapes [n,3] and [m,3] do not multiply"
  dot(v, w) // refused: "dot: shapes [3] and [4] do not multiply"
  where(gt(v, 0), w, 1) // refused: "where: shapes [3], [4] and [] do not broadcast"
  where(gt(v, 0), x, w) // refused: "where: shapes [3], [] and [4] do not broadcast"
  where(gt(v, 0), 1, w) // refused: "where: shapes [3], [] and [4] do not broadcast"
}

export const kinds = (x: Scalar, i: IntExpr<[3]>, v: Vector<3>): void => {
  sin('x') // refused: Argument of type 'string' is not assignable to parameter of type 'Operand'
  sin([1, 2]) // refused: Argument of type 'number[]' is not assignable to parameter of type 'Operand'
  sin(i) // refused: Argument of type 'IntExpr<[3]>' is not assignable to parameter of type 'Operand'
  add(v, i) // refused: "add: float64 and int32 do not mix; convert with toFloat or toInt"
  add(i, v) // refused: "add: int32 and float64 do not mix; convert with toFloat or toInt"
  neg(gt(x, 0)) // refused: Argument of type 'Mask<[]>' is not assignable to parameter of type 'NumericOperand'
  add(x, gt(x, 0)) // refused: Argument of type 'Mask<[]>' is not assignable to parameter of type 'NumericOperand'
  where(x, 1, 2) // refused: Argument of type 'Scalar' is not assignable to parameter of type 'MaskOperand'
  add(x) // refused: is not assignable to parameter of type 'readonly (number | Expr<Shape>)[]'
  concatenate(v) // refused: Argument of type 'Vector<3>' is not assignable to parameter of type 'readonly NumericOperand[]'
}

/** A size that is a type parameter is no other. */
export const mixed = <M extends number, N extends number>(x: Vector<M>, y: Vector<N>): void => {
  add(x, y) // refused: add: shapes [${M}] and [${N}] do not broadcast
}

export const told = (a: Expr<[3, 1]>, b: Expr<[4]>): ReadonlyArray<unknown> => {
  const shape: 'shown' = add(a, b) // refused: Type 'Expr<[3, 4]>' is not assignable to type '"shown"'
  const mask: 'shown' = gt(a, b) // refused: Type 'Mask<[3, 4]>' is not assignable to type '"shown"'
  return [shape, mask]
}
