/**
 * Hyperbolic functions.
 */
import { everywhere, unary } from '../basis/declare.ts'
import { ofOne } from '../basis/operation.ts'
import type { Notation, Primitive } from '../program/model.ts'
import type { Unary } from '../type/value.ts'
import { reciprocal, square } from './arithmetic.ts'

const named = (text: string): Notation => ({ _tag: 'Call', text, latex: `\\${text}` })

export const sinhPrimitive: Primitive = /*#__PURE__*/ unary({ name: 'sinh', scalar: Math.sinh, partial: (x) => cosh(x), domain: { from: -4, to: 4 }, notation: named('sinh') })

/** The hyperbolic sine. @category hyperbolic */
export const sinh: Unary = /*#__PURE__*/ ofOne(sinhPrimitive)

export const coshPrimitive: Primitive = /*#__PURE__*/ unary({ name: 'cosh', scalar: Math.cosh, partial: (x) => sinh(x), domain: { from: -4, to: 4 }, notation: named('cosh') })

/** The hyperbolic cosine. @category hyperbolic */
export const cosh: Unary = /*#__PURE__*/ ofOne(coshPrimitive)

export const tanhPrimitive: Primitive = /*#__PURE__*/ unary({
  // 1/cosh² rather than 1 − tanh², which is 0 or noise once tanh rounds to ±1.
  name: 'tanh', scalar: Math.tanh, partial: (x) => square(reciprocal(cosh(x))), domain: everywhere, notation: named('tanh'),
})

/** The hyperbolic tangent, in [−1, 1]. @category hyperbolic */
export const tanh: Unary = /*#__PURE__*/ ofOne(tanhPrimitive)

export const hyperbolic: ReadonlyArray<Primitive> = [sinhPrimitive, coshPrimitive, tanhPrimitive]
