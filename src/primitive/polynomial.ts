/**
 * Polynomials by their coefficients.
 */
import { add, mul } from '../basis/arithmetic.ts'
import { stretch } from '../basis/broadcast.ts'
import { showShape } from '../array/shape.ts'
import { scalarTensor } from '../array/tensor.ts'
import { entry } from '../entry.ts'
import { raise } from '../failure.ts'
import type { Expr } from '../program/model.ts'
import { composed, dimsOf, lowerOne } from '../program/operate.ts'
import { phantom } from '../type/phantom.ts'
import type { Lift2, Operand, ShapeOf } from '../type/value.ts'
import { at } from './at.ts'

const expr = (x: unknown): Expr => phantom(x)

/**
 * The polynomial with a vector of coefficients, that of the highest power first, at x of any shape, by Horner's rule; 0 where
 * there are no coefficients. Differentiable by both, and smooth everywhere.
 *
 * @example
 * polyval(Float64Array.of(2, 0, 1), 3)                             // 19
 * grad((x: Scalar) => polyval(Float64Array.of(2, 0, 1), x))(3)     // 12
 * @formula c_0 x^{n - 1} + c_1 x^{n - 2} + \dots + c_{n - 1}
 * @category arithmetic
 */
export const polyval = <C extends Operand, X extends Operand>(coefficients: C, x: X): Lift2<C, X, ShapeOf<X>> =>
  composed('polyval', [coefficients, x], (...args) => {
    const [c, value] = [entry(args, 0), entry(args, 1)]
    const [n, ...rest] = dimsOf(c)
    if (n === undefined || rest.length > 0)
      return raise({ _tag: 'Shape', operation: 'polyval', shapes: [showShape(dimsOf(c))], reason: 'are not those of a vector of coefficients' })
    const power = (i: number): Expr => expr(at(expr(c), i))
    const first = n === 0 ? scalarTensor(0) : lowerOne('polyval', power(0))
    const sum = Array.from({ length: Math.max(0, n - 1) }).reduce<Expr>((y, _, i) => add(expr(mul(y, expr(value))), power(i + 1)), expr(first))
    return stretch(lowerOne('polyval', sum), dimsOf(value))
  })
