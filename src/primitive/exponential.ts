/**
 * The natural exponential and logarithm, and both near where their values are 0.
 */
import * as elementary from '#elementary'
import { exp as expOf, expm1 as expm1Of } from '../elementary/twin/exponential.ts'
import { log as logOf, log1p as log1pOf } from '../elementary/twin/logarithm.ts'
import { add } from '../basis/arithmetic.ts'
import { unary } from '../basis/declare.ts'
import { rule } from '../basis/law.ts'
import { ofOne } from '../basis/operation.ts'
import type { Primitive } from '../program/model.ts'
import type { Domain } from '../program/domain.ts'
import type { Notation } from '../program/notation.ts'
import type { Unary } from '../type/value.ts'
import { abs, reciprocal } from './arithmetic.ts'

const positive: Domain = { from: 0.125, to: 8 }
const named = (text: string, latex: string): Notation => ({ _tag: 'Call', text, latex })

export const expPrimitive: Primitive = /*#__PURE__*/ unary({
  name: 'exp',
  scalar: expOf,
  lowering: elementary.exp,
  partial: (_, z) => z,
  domain: { from: -4, to: 4 },
  notation: /*#__PURE__*/ named('exp', '\\exp'),
  // biome-ignore format: one law per line
  laws: () => [
    rule('|eˣ| = eˣ', (x) => abs(exp(x)), (x) => exp(x)),
  ],
})

/**
 * eˣ; overflows to ∞ above 709.78. Smooth everywhere.
 *
 * @example
 * exp(0)     // 1
 * exp(710)   // Infinity
 * @category exponentials
 */
export const exp: Unary = /*#__PURE__*/ ofOne(expPrimitive)

export const logPrimitive: Primitive = /*#__PURE__*/ unary({
  name: 'log',
  scalar: logOf,
  lowering: elementary.log,
  partial: (x) => reciprocal(x),
  domain: positive,
  notation: /*#__PURE__*/ named('ln', '\\ln'),
  convention: 'D log at ±0 is ±∞ by continuity; below 0 the value is NaN and the derivative still 1/x, that of log |x|',
})

/**
 * The natural logarithm; −∞ at 0 and NaN below.
 *
 * @example
 * log(1)   // 0
 * log(0)   // -Infinity
 * @category exponentials
 */
export const log: Unary = /*#__PURE__*/ ofOne(logPrimitive)

export const log1pPrimitive: Primitive = /*#__PURE__*/ unary({
  name: 'log1p',
  scalar: log1pOf,
  lowering: elementary.log1p,
  partial: (x) => reciprocal(add(1, x)),
  domain: { from: -0.75, to: 8 },
  notation: /*#__PURE__*/ named('log1p', '\\operatorname{log1p}'),
  convention: 'the derivative at −1 is +∞ by continuity; below it the value is NaN and the derivative still 1/(1 + x)',
})

/**
 * log(1 + x), exact for small x; −∞ at −1 and NaN below.
 *
 * @example
 * log1p(1e-20)   // 1e-20
 * @category exponentials
 */
export const log1p: Unary = /*#__PURE__*/ ofOne(log1pPrimitive)

export const expm1Primitive: Primitive = /*#__PURE__*/ unary({
  name: 'expm1',
  scalar: expm1Of,
  lowering: elementary.expm1,
  partial: (x) => exp(x),
  domain: { from: -4, to: 4 },
})

/**
 * eˣ − 1, accurate for small x; −1 at −∞, and overflows to ∞ above 709.78. Smooth everywhere.
 *
 * @example
 * expm1(1e-20)   // 1e-20
 * @category exponentials
 */
export const expm1: Unary = /*#__PURE__*/ ofOne(expm1Primitive)

export const exponential: ReadonlyArray<Primitive> = [expPrimitive, logPrimitive, log1pPrimitive, expm1Primitive]
