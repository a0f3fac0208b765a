/**
 * Which entries are numbers, and which of those are finite: compositions of comparisons.
 */
import { toFloat } from '../basis/choice.ts'
import { lt, ne } from '../basis/comparison.ts'
import type { Expr } from '../program/model.ts'
import { phantom } from '../type/phantom.ts'
import type { Lift, NumericOperand, ShapeOf } from '../type/value.ts'
import { abs } from './arithmetic.ts'

/**
 * Where x is NaN, elementwise.
 *
 * @example
 * isNaN(0 / 0)                                      // true
 * where(isNaN(Float64Array.of(1, NaN)), 0, 2)       // Float64Array [2, 0]
 * @category comparisons
 */
export const isNaN = <X extends NumericOperand>(x: X): Lift<X, ShapeOf<X>, 'bool'> => phantom(ne(phantom<Expr>(x), phantom<Expr>(x)))

/**
 * Where x is a number other than ±∞, elementwise; false for NaN.
 *
 * @example
 * isFinite(1 / 0)                                   // false
 * toArray(isFinite(tensor([1, NaN])))               // [true, false]
 * @category comparisons
 */
export const isFinite = <X extends NumericOperand>(x: X): Lift<X, ShapeOf<X>, 'bool'> => phantom(lt(abs(phantom<Expr>(toFloat(x))), Number.POSITIVE_INFINITY))
