/**
 * The hyperbolic sine and cosine, and the inverses of the hyperbolic functions; tanh is among the logistic ones.
 */
import * as elementary from '#elementary'
import { cosh as coshOf, sinh as sinhOf } from '../elementary/twin/hyperbolic.ts'
import { add, mul } from '../basis/arithmetic.ts'
import { everywhere, unary } from '../basis/declare.ts'
import { rule } from '../basis/law.ts'
import { ofOne } from '../basis/operation.ts'
import { acosh as acoshOf, asinh as asinhOf, atanh as atanhOf } from '../special/area.ts'
import type { Primitive } from '../program/model.ts'
import type { Notation } from '../program/notation.ts'
import type { Unary } from '../type/value.ts'
import { neg, reciprocal, sub } from './arithmetic.ts'
import { direction, rsqrt } from './power.ts'
import { oneLessSquare } from './trigonometric.ts'

const named = (text: string): Notation => ({ _tag: 'Call', text, latex: `\\${text}` })

export const sinhPrimitive: Primitive = /*#__PURE__*/ unary({
  name: 'sinh',
  scalar: sinhOf,
  lowering: elementary.sinh,
  partial: (x) => cosh(x),
  domain: { from: -4, to: 4 },
  notation: /*#__PURE__*/ named('sinh'),
  // biome-ignore format: one law per line
  laws: () => [
    rule('sinh(−x) = −sinh x', (x) => sinh(neg(x)), (x) => neg(sinh(x))),
  ],
})

/**
 * The hyperbolic sine; overflows to ±∞ beyond ±710.47. Smooth everywhere.
 *
 * @example
 * sinh(0)   // 0
 * @category hyperbolic
 */
export const sinh: Unary = /*#__PURE__*/ ofOne(sinhPrimitive)

export const coshPrimitive: Primitive = /*#__PURE__*/ unary({
  name: 'cosh',
  scalar: coshOf,
  lowering: elementary.cosh,
  partial: (x) => sinh(x),
  domain: { from: -4, to: 4 },
  notation: /*#__PURE__*/ named('cosh'),
  // biome-ignore format: one law per line
  laws: () => [
    rule('cosh(−x) = cosh x', (x) => cosh(neg(x)), (x) => cosh(x)),
  ],
})

/**
 * The hyperbolic cosine; overflows to ∞ beyond ±710.47. Smooth everywhere.
 *
 * @example
 * cosh(0)   // 1
 * @category hyperbolic
 */
export const cosh: Unary = /*#__PURE__*/ ofOne(coshPrimitive)

export const asinhPrimitive: Primitive = /*#__PURE__*/ unary({ name: 'asinh', scalar: asinhOf, partial: (x) => direction(1, x), domain: everywhere })

/**
 * The inverse hyperbolic sine; ±∞ at ±∞. Smooth everywhere.
 *
 * @example
 * asinh(0)   // 0
 * @category hyperbolic
 */
export const asinh: Unary = /*#__PURE__*/ ofOne(asinhPrimitive)

export const acoshPrimitive: Primitive = /*#__PURE__*/ unary({
  // Two roots rather than one of x² − 1, which overflows, and cancels near 1.
  name: 'acosh',
  scalar: acoshOf,
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
  scalar: atanhOf,
  partial: (x) => reciprocal(oneLessSquare(x)),
  domain: { from: -0.875, to: 0.875 },
  convention: 'at ±1 the value is ±∞ and the derivative +∞; outside [−1, 1] the value is NaN and the derivative still 1/(1 − x²)',
})

/**
 * The inverse hyperbolic tangent; ±∞ at ±1 and NaN beyond.
 *
 * @example
 * atanh(0)   // 0
 * @category hyperbolic
 */
export const atanh: Unary = /*#__PURE__*/ ofOne(atanhPrimitive)

export const hyperbolic: ReadonlyArray<Primitive> = [sinhPrimitive, coshPrimitive, asinhPrimitive, acoshPrimitive, atanhPrimitive]
