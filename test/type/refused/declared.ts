// Declared functions, written and called wrongly.
import { add, fn, grad, mul, record, type Scalar, scalar, sum, tuple, vector } from 'wengert'

const f = fn([scalar, vector(3)], (a, x) => mul(a, sum(x)))
const pair = fn([tuple(scalar, scalar)], ([x, y]) => mul(x, y))
const loss = fn([record({ w: vector(3), b: scalar })], (p) => add(sum(p.w), p.b))

export const bodies = (): void => {
  fn([vector(3), vector(4)], (v, w) => add(v, w)) // refused: "add: shapes [3] and [4] do not broadcast"
  fn([vector('n'), vector('m')], (v, w) => add(v, w)) // refused: "add: shapes [n] and [m] do not broadcast"
  fn([scalar], (x, y) => mul(x, y)) // refused: is not assignable to parameter of type
  fn([record({ w: scalar })], (p) => mul(p.w, p.b)) // refused: Property 'b' does not exist on type
}

export const calls = (x: Scalar): void => {
  f(1) // refused: Expected 2 arguments, but got 1
  f(1, [1, 2, 3]) // refused: is not assignable to
  f(1, new Float64Array(3), 2) // refused: Expected 2 arguments, but got 3
  pair([2]) // refused: Source has 1 element(s) but target requires 2
  pair([x, 'y']) // refused: Type 'string' is not assignable to type
  loss({ w: new Float64Array(3) }) // refused: Property 'b' is missing in type
  grad(f)(1) // refused: Expected 2 arguments, but got 1
  grad(pair)([2]) // refused: Source has 1 element(s) but target requires 2
  grad(fn([vector(3)], (v) => v)) // refused: is not assignable to
}
