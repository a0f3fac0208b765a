/**
 * Whether arrays are near each other.
 */
import { broadcastShapes } from '../array/shape.ts'
import { add, mul } from '../basis/arithmetic.ts'
import { toFloat } from '../basis/choice.ts'
import { eq, le, lt } from '../basis/comparison.ts'
import { and, or } from '../basis/logic.ts'
import { entry } from '../entry.ts'
import { raise } from '../failure.ts'
import { said } from '../array/list.ts'
import type { Expr, Mask } from '../program/model.ts'
import { checkOptions } from '../program/option.ts'
import { composed, dimsOf, type Lowered, lowerOne } from '../program/operate.ts'
import { phantom } from '../type/phantom.ts'
import type { Lift2, Meets, NumericOperand } from '../type/value.ts'
import { abs, sub } from './arithmetic.ts'
import { all } from './statistic.ts'

/** How far apart entries may be: by so much, and by so large a part of the second. */
export interface AllcloseOptions {
  readonly atol?: number
  readonly rtol?: number
}

const bound = (name: string, value: number): number =>
  value >= 0
    ? value
    : raise({
        _tag: 'Argument',
        operation: 'allclose',
        reason: `${name} is ${said(value)}`,
        hint: 'a tolerance is a number from 0: atol is 1e-8 and rtol 1e-5 where nothing is said',
      })

const expr = (x: unknown): Expr => phantom(x)
const mask = (x: unknown): Mask => phantom(x)

/**
 * Whether every entry of x is within `atol` + `rtol` |y| of that of y, with broadcasting, as in NumPy: `atol` is 1e-8 and
 * `rtol` 1e-5 unless given. Equal infinities are close, NaN is close to nothing; over nothing it is true.
 *
 * @example
 * allclose(Float64Array.of(1, 2), Float64Array.of(1, 2 + 1e-6))   // true
 * allclose(1, 1.1)                                                // false
 * allclose(1, 1.1, { atol: 0.2 })                                 // true
 * @category comparisons
 */
export const allclose = <X extends NumericOperand, Y extends NumericOperand>(
  x: X,
  y: Y & Meets<'allclose', X, Y>,
  options: AllcloseOptions = {},
): Lift2<X, Y, [], 'bool'> => {
  checkOptions<AllcloseOptions>('allclose', options, { atol: null, rtol: null })
  const { atol = 1e-8, rtol = 1e-5 } = options
  const [absolute, relative] = [bound('atol', atol), bound('rtol', rtol)]
  return composed('allclose', [x, y], (...args) => {
    const [a, b] = [entry(args, 0), entry(args, 1)]
    if (a.dtype !== b.dtype)
      return raise({ _tag: 'DType', operation: 'allclose', dtypes: [a.dtype, b.dtype], reason: 'do not mix', hint: 'convert with toFloat or toInt' })
    broadcastShapes('allclose', dimsOf(a), dimsOf(b))
    const float = (one: Lowered): Expr => expr(one.dtype === 'float64' ? one : toFloat(expr(one)))
    const [p, q] = [float(a), float(b)]
    const size = expr(abs(q))
    const near = le(expr(abs(expr(sub(p, q)))), expr(add(absolute, expr(mul(relative, size)))))
    const finite = and(mask(near), mask(lt(size, Number.POSITIVE_INFINITY)))
    return lowerOne('allclose', all(mask(or(mask(eq(p, q)), mask(finite)))))
  })
}
