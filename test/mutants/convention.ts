/**
 * Rules that are right wherever a function is smooth, and break what is declared where it is not: ties, kinks,
 * zero vectors, ends of domains. Differences cannot see them; the table of conventions must.
 */
import * as w from '../../src/index.ts'
import { numbers, partial, type Planted, tangent } from './fault.ts'
import { phantom } from '../../src/type/phantom.ts'
import type { Expr } from '../../src/program/model.ts'

const first = (mask: w.Mask): Expr => phantom(w.toFloat(mask))

/** Tangents where a comparison with the answer holds, added up. */
const ties = (name: 'maxOver' | 'minOver'): Planted =>
  tangent('of entries that tie each counts as one', name, (x, _, dx, params) => {
    const axes = numbers(params['axes'])
    const best = name === 'maxOver' ? w.max(x, { axes, keepdims: true }) : w.min(x, { axes, keepdims: true })
    return [phantom<Expr>(w.sum(w.mul(w.toFloat(w.eq(x, best)), dx), { axes }))]
  })

export const conventionMutants: ReadonlyArray<Planted> = [
  partial('at a tie the first operand wins', 'max', (x, y) => [first(w.ge(x, y)), first(w.lt(x, y))]),
  partial('at a tie both operands win', 'min', (x, y) => [first(w.le(x, y)), first(w.ge(x, y))]),
  ties('maxOver'),
  ties('minOver'),
  partial('the derivative at 0 is that from the right', 'abs', (x) => [w.sub(w.mul(2, first(w.ge(x, 0))), 1)]),
  partial('the derivative at 0 is 1', 'relu', (x) => [first(w.ge(x, 0))]),
  partial('the gradient at the origin is 0/0', 'hypot', (x, y, answer) => [w.div(x, answer), w.div(y, answer)]),
  tangent('the gradient of the zero vector is 0/0', 'norm', (x, [y], dx, params) => [
    y === undefined ? null : w.div(phantom<Expr>(w.sum(w.mul(x, dx), { axes: numbers(params['axes']) })), y),
  ]),
  partial('x⁰ moves as 0/0', 'pow', (x, y, answer) => [w.div(w.mul(y, answer), x), w.mul(answer, w.log(x))]),
  partial('0 log 0 moves as NaN', 'xlogy', (x, y) => [w.log(y), w.div(x, y)]),
  partial('two infinities move as NaN', 'logaddexp', (x, y, answer) => [w.exp(w.sub(x, answer)), w.exp(w.sub(y, answer))]),
  tangent('a determinant moves by the inverse, which a singular matrix has not', 'det', (x, [y], dx) => [
    y === undefined ? null : w.mul(y, phantom<Expr>(w.traceOf(w.solve(phantom<w.Matrix<2, 2>>(x), phantom<w.Matrix<2, 2>>(dx))))),
  ]),
]
