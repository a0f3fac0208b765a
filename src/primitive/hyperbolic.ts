/**
 * Hyperbolic functions and their inverses.
 */
import { add, mul } from '../basis/arithmetic.ts'
import { lt, where } from '../basis/choice.ts'
import { everywhere, unary } from '../basis/declare.ts'
import { ofOne } from '../basis/operation.ts'
import type { Notation, Primitive } from '../program/model.ts'
import type { Unary } from '../type/value.ts'
import { abs, reciprocal, square, sub } from './arithmetic.ts'
import { sigmoid } from './exponential.ts'
import { hypot, rsqrt } from './power.ts'

const named = (text: string): Notation => ({ _tag: 'Call', text, latex: `\\${text}` })

export const sinhPrimitive: Primitive = /*#__PURE__*/ unary({
  name: 'sinh',
  scalar: Math.sinh,
  partial: (x) => cosh(x),
  domain: { from: -4, to: 4 },
  notation: named('sinh'),
})

/**
 * The hyperbolic sine.
 *
 * @example
 * sinh(0)   // 0
 * @category hyperbolic
 */
export const sinh: Unary = /*#__PURE__*/ ofOne(sinhPrimitive)

export const coshPrimitive: Primitive = /*#__PURE__*/ unary({
  name: 'cosh',
  scalar: Math.cosh,
  partial: (x) => sinh(x),
  domain: { from: -4, to: 4 },
  notation: named('cosh'),
})

/**
 * The hyperbolic cosine.
 *
 * @example
 * cosh(0)   // 1
 * @category hyperbolic
 */
export const cosh: Unary = /*#__PURE__*/ ofOne(coshPrimitive)

export const tanhPrimitive: Primitive = /*#__PURE__*/ unary({
  // 1 − tanh² is 0 or noise once tanh rounds to ±1; 4 σ(2x) σ(−2x) is the same and exact there, but its derivatives cancel near 0.
  name: 'tanh',
  scalar: Math.tanh,
  partial: (x, z) => where(lt(abs(x), 1), sub(1, square(z)), mul(4, mul(sigmoid(mul(2, x)), sigmoid(mul(-2, x))))),
  domain: everywhere,
  notation: named('tanh'),
})

/**
 * The hyperbolic tangent, in [−1, 1].
 *
 * @example
 * tanh(1000)   // 1
 * @category hyperbolic
 */
export const tanh: Unary = /*#__PURE__*/ ofOne(tanhPrimitive)

export const asinhPrimitive: Primitive = /*#__PURE__*/ unary({ name: 'asinh', scalar: Math.asinh, partial: (x) => reciprocal(hypot(x, 1)), domain: everywhere })

/**
 * The inverse hyperbolic sine.
 *
 * @example
 * asinh(0)   // 0
 * @category hyperbolic
 */
export const asinh: Unary = /*#__PURE__*/ ofOne(asinhPrimitive)

export const acoshPrimitive: Primitive = /*#__PURE__*/ unary({
  // Two roots rather than one of x² − 1, which overflows, and cancels near 1.
  name: 'acosh',
  scalar: Math.acosh,
  partial: (x) => mul(rsqrt(sub(x, 1)), rsqrt(add(x, 1))),
  domain: { from: 1.25, to: 8 },
  convention: 'the derivative at 1 is +∞ by continuity; below 1 both are NaN',
})

/**
 * The inverse hyperbolic cosine, from 0; NaN below 1, and the derivative at 1 is +∞.
 *
 * @example
 * acosh(1)   // 0
 * @category hyperbolic
 */
export const acosh: Unary = /*#__PURE__*/ ofOne(acoshPrimitive)

export const atanhPrimitive: Primitive = /*#__PURE__*/ unary({
  name: 'atanh',
  scalar: Math.atanh,
  partial: (x) => reciprocal(mul(sub(1, x), add(1, x))),
  domain: { from: -0.875, to: 0.875 },
  convention: 'at ±1 the value is ±∞ and the derivative +∞; outside [−1, 1] the value is NaN',
})

/**
 * The inverse hyperbolic tangent; ±∞ at ±1 and NaN beyond.
 *
 * @example
 * atanh(0)   // 0
 * @category hyperbolic
 */
export const atanh: Unary = /*#__PURE__*/ ofOne(atanhPrimitive)

export const hyperbolic: ReadonlyArray<Primitive> = [sinhPrimitive, coshPrimitive, tanhPrimitive, asinhPrimitive, acoshPrimitive, atanhPrimitive]
