// JavaScript's own syntax on expressions, as far as the compiler can refuse it; the rest is in limits.test-d.ts.
import { gt, type Scalar, type Vector } from 'wengert'

export const choices = (x: Scalar, y: Scalar): ReadonlyArray<unknown> => {
  if (gt(x, 0)) return [x] // refused: This condition will always return true since this
  const chosen = gt(x, 0) ? x : y // refused: This condition will always return true since this
  const both = gt(x, 0) && x // refused: This condition will always return true since this
  return [chosen, both]
}

export const operators = (x: Scalar, y: Scalar, v: Vector<3>): ReadonlyArray<unknown> => {
  const product = x * y // refused: The left-hand side of an arithmetic operation must be of type
  const quotient = 2 / x // refused: The right-hand side of an arithmetic operation must be of type
  const sum = x + y // refused: Operator '+' cannot be applied to types
  const shifted = x + 1 // refused: Operator '+' cannot be applied to types
  const power = x ** 2 // refused: The left-hand side of an arithmetic operation must be of type
  const larger = x > 0 ? x : y // refused: Operator '>' cannot be applied to types
  const sine = Math.sin(x) // refused: Argument of type 'Scalar' is not assignable to parameter of type 'number'
  const first = v[0] // refused: Element implicitly has an 'any' type
  const spread = [...v] // refused: must have a '[Symbol.iterator]()' method
  return [product, quotient, sum, shifted, power, larger, sine, first, spread]
}

export const frozen = (v: Vector<3>): void => {
  v.shape = [3] // refused: Cannot assign to 'shape' because it is a read-only property
}
