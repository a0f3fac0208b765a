/**
 * Division with a whole quotient: what a divisor goes into x how often, and what is left; and whole parts.
 */
import { broadcastShapes } from '../array/shape.ts'
import { mul } from '../basis/arithmetic.ts'
import { and, or } from '../basis/logic.ts'
import { where } from '../basis/choice.ts'
import { gt, lt } from '../basis/comparison.ts'
import { entry } from '../entry.ts'
import { raise } from '../failure.ts'
import type { Expr, Mask } from '../program/model.ts'
import { composed, dimsOf, type Lowered, lowerOne } from '../program/operate.ts'
import { phantom } from '../type/phantom.ts'
import type { Binary, Unary } from '../type/value.ts'
import { div, sub } from './arithmetic.ts'
import { ceil, floor } from './rounding.ts'

const expr = (x: unknown): Expr => phantom(x)

/** Operands of one kind and of shapes that broadcast, else a failure by the name of the operation. */
const checked = (operation: string, args: ReadonlyArray<Lowered>): readonly [Expr, Expr] => {
  const [x, y] = [entry(args, 0), entry(args, 1)]
  broadcastShapes(operation, dimsOf(x), dimsOf(y))
  for (const { dtype } of [x, y])
    if (dtype !== 'float64') raise({ _tag: 'DType', operation, dtypes: [dtype], reason: 'it takes float64', hint: 'convert with toFloat' })
  return [expr(x), expr(y)]
}

/** ⌊x/y⌋, one less where the quotient was rounded up to a whole number and would leave something of the other sign. */
const quotient = (x: Expr, y: Expr): Expr => {
  const near = expr(floor(expr(div(x, y))))
  const left = expr(sub(x, expr(mul(y, near))))
  const both = (a: unknown, b: unknown): Mask => phantom(and(phantom<Mask>(a), phantom<Mask>(b)))
  const beyond: Mask = phantom(or(both(lt(left, 0), gt(y, 0)), both(gt(left, 0), lt(y, 0))))
  return expr(where(beyond, expr(sub(near, 1)), near))
}

const ofQuotient =
  (operation: string, make: (x: Expr, y: Expr, whole: Expr) => unknown): unknown =>
  (a: unknown, b: unknown) =>
    composed(operation, [a, b], (...args) => {
      const [x, y] = checked(operation, args)
      return lowerOne(operation, make(x, y, quotient(x, y)))
    })

/**
 * ⌊x/y⌋ with broadcasting: how often y goes into x, rounded down, as NumPy's `floor_divide`. x/0 is ±∞, and 0/0 is NaN.
 * The derivative is 0 everywhere, at the steps too.
 *
 * @example
 * floorDivide(7, 2)    // 3
 * floorDivide(-7, 2)   // -4
 * @formula \lfloor x / y \rfloor
 * @category rounding
 */
export const floorDivide: Binary<'floorDivide'> = /*#__PURE__*/ phantom(/*#__PURE__*/ ofQuotient('floorDivide', (_x, _y, whole) => whole))

/**
 * x − y ⌊x/y⌋ with broadcasting: what is left of x, with the sign of y, as NumPy's `mod` and `remainder`; JavaScript's `%` has
 * the sign of x. It is as near as that formula: it loses the digits of x that y ⌊x/y⌋ does not have, which for quotients
 * beyond 2⁵³ is all of them. NaN where y is 0 or infinite. The derivative by x is 1 and by y −⌊x/y⌋, at the steps too.
 *
 * @example
 * mod(7, 3)                                // 1
 * mod(Float64Array.of(-7, 7), 3)           // Float64Array [2, 1]
 * mod(7, -3)                               // -2
 * grad((y: Scalar) => mod(7, y))(3)        // -2
 * @formula x - y \lfloor x / y \rfloor
 * @category rounding
 */
export const mod: Binary<'mod'> = /*#__PURE__*/ phantom(/*#__PURE__*/ ofQuotient('mod', (x, y, whole) => sub(x, expr(mul(y, whole)))))

/**
 * The whole number next to x towards 0; the derivative is 0 everywhere, at the steps too.
 *
 * @example
 * trunc(-1.5)   // -1
 * @category rounding
 */
export const trunc: Unary = /*#__PURE__*/ phantom((x: unknown) =>
  composed('trunc', [x], (value) => lowerOne('trunc', where(lt(expr(value), 0), expr(ceil(expr(value))), expr(floor(expr(value)))))),
)
