/**
 * Exponentials, logarithms and the logistic functions made of them.
 */
import { add, mul } from '../basis/arithmetic.ts'
import { everywhere, unary } from '../basis/declare.ts'
import { ofOne } from '../basis/operation.ts'
import type { Domain, Notation, Primitive } from '../program/model.ts'
import type { Unary } from '../type/value.ts'
import { neg, reciprocal } from './arithmetic.ts'

const positive: Domain = { from: 0.125, to: 8 }
const named = (text: string, latex: string): Notation => ({ _tag: 'Call', text, latex })

export const expPrimitive: Primitive = /*#__PURE__*/ unary({
  name: 'exp',
  scalar: Math.exp,
  partial: (_, z) => z,
  domain: { from: -4, to: 4 },
  notation: named('exp', '\\exp'),
})

/**
 * eˣ; overflows to ∞ above 709.78.
 *
 * @example
 * exp(0)     // 1
 * exp(710)   // Infinity
 * @category exponentials
 */
export const exp: Unary = /*#__PURE__*/ ofOne(expPrimitive)

export const logPrimitive: Primitive = /*#__PURE__*/ unary({
  name: 'log',
  scalar: Math.log,
  partial: (x) => reciprocal(x),
  domain: positive,
  notation: named('ln', '\\ln'),
  convention: 'D log at 0 is +∞ by continuity',
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
  scalar: Math.log1p,
  partial: (x) => reciprocal(add(1, x)),
  domain: { from: -0.75, to: 8 },
  notation: named('log1p', '\\operatorname{log1p}'),
  convention: 'the derivative at −1 is +∞ by continuity',
})

/**
 * log(1 + x), exact for small x; −∞ at −1 and NaN below.
 *
 * @example
 * log1p(1e-20)   // 1e-20
 * @category exponentials
 */
export const log1p: Unary = /*#__PURE__*/ ofOne(log1pPrimitive)

export const expm1Primitive: Primitive = /*#__PURE__*/ unary({ name: 'expm1', scalar: Math.expm1, partial: (x) => exp(x), domain: { from: -4, to: 4 } })

/**
 * eˣ − 1, exact for small x.
 *
 * @example
 * expm1(1e-20)   // 1e-20
 * @category exponentials
 */
export const expm1: Unary = /*#__PURE__*/ ofOne(expm1Primitive)

const logistic = (x: number): number => {
  if (x >= 0) return 1 / (1 + Math.exp(-x))
  const e = Math.exp(x)
  return e / (1 + e)
}

export const sigmoidPrimitive: Primitive = /*#__PURE__*/ unary({
  // σ(−x) rather than 1 − σ(x), which loses every digit for large x.
  name: 'sigmoid',
  scalar: logistic,
  partial: (x, z) => mul(z, sigmoid(neg(x))),
  domain: everywhere,
  notation: named('sigmoid', '\\sigma'),
})

/**
 * 1/(1 + e⁻ˣ), finite and accurate at both ends.
 *
 * @example
 * sigmoid(0)      // 0.5
 * sigmoid(-800)   // 0
 * @category exponentials
 */
export const sigmoid: Unary = /*#__PURE__*/ ofOne(sigmoidPrimitive)

export const softplusPrimitive: Primitive = /*#__PURE__*/ unary({
  name: 'softplus',
  scalar: (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))),
  partial: (x) => sigmoid(x),
  domain: everywhere,
})

/**
 * log(1 + eˣ) without overflow; its derivative is the sigmoid.
 *
 * @example
 * softplus(1000)      // 1000
 * grad(softplus)(0)   // 0.5
 * @category exponentials
 */
export const softplus: Unary = /*#__PURE__*/ ofOne(softplusPrimitive)

export const exponential: ReadonlyArray<Primitive> = [expPrimitive, logPrimitive, log1pPrimitive, expm1Primitive, sigmoidPrimitive, softplusPrimitive]
