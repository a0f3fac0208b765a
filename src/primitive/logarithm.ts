/**
 * Exponentials and logarithms to other bases, and logarithms that are safe where plain ones are not.
 */
import * as elementary from '#elementary'
import { exp as expOf, exp2 as exp2Of } from '../elementary/twin/exponential.ts'
import { log as logOf, log1p as log1pOf, log10 as log10Of, log2 as log2Of } from '../elementary/twin/logarithm.ts'
import { mul } from '../basis/arithmetic.ts'
import { where } from '../basis/choice.ts'
import { eq, gt } from '../basis/comparison.ts'
import { and } from '../basis/logic.ts'
import { binary, everywhere, unary } from '../basis/declare.ts'
import { ofOne, ofTwo } from '../basis/operation.ts'
import type { Expr, Primitive } from '../program/model.ts'
import type { Domain } from '../program/domain.ts'
import type { Binary, Unary } from '../type/value.ts'
import { abs, div, sub } from './arithmetic.ts'
import { log } from './exponential.ts'
import { sigmoid } from './logistic.ts'

const positive: Domain = { from: 0.125, to: 8 }
const continuity = 'at ±0 the value is −∞ and the derivative ±∞ by continuity; below 0 the value is NaN and the derivative still that of log |x|'

// ln 2 · 2ˣ is still a number up to 1024.53, where 2ˣ is none: there it is 2 ln 2 · 2ˣ⁻¹.
const growth = (x: Expr): Expr => {
  const large = gt(x, 1000)
  return mul(where(large, 2 * Math.LN2, Math.LN2), exp2(where(large, sub(x, 1), x)))
}

export const exp2Primitive: Primitive = /*#__PURE__*/ unary({
  name: 'exp2',
  scalar: exp2Of,
  lowering: elementary.exp2,
  partial: (x) => growth(x),
  domain: { from: -4, to: 4 },
  notation: { _tag: 'Template', text: '2^$0', latex: '2^{$0}' },
})

/**
 * 2ˣ, the power of two; overflows to ∞ from 1024 on. Smooth everywhere.
 *
 * @example
 * exp2(10)       // 1024
 * @category exponentials
 */
export const exp2: Unary = /*#__PURE__*/ ofOne(exp2Primitive)

export const log2Primitive: Primitive = /*#__PURE__*/ unary({
  name: 'log2',
  scalar: log2Of,
  lowering: elementary.log2,
  partial: (x) => div(Math.LOG2E, x),
  domain: positive,
  notation: { _tag: 'Call', text: 'log2', latex: '\\log_2' },
  convention: continuity,
})

/**
 * The logarithm to base 2; −∞ at 0 and NaN below.
 *
 * @example
 * log2(8)        // 3
 * @category exponentials
 */
export const log2: Unary = /*#__PURE__*/ ofOne(log2Primitive)

export const log10Primitive: Primitive = /*#__PURE__*/ unary({
  name: 'log10',
  scalar: log10Of,
  lowering: elementary.log10,
  partial: (x) => div(Math.LOG10E, x),
  domain: positive,
  notation: { _tag: 'Call', text: 'log10', latex: '\\log_{10}' },
  convention: continuity,
})

/**
 * The logarithm to base 10; −∞ at 0 and NaN below.
 *
 * @example
 * log10(1000)    // 3
 * @category exponentials
 */
export const log10: Unary = /*#__PURE__*/ ofOne(log10Primitive)

// At equal infinities as logsumexp: −∞ has no weight, ∞ is shared evenly. Everywhere else the weight of x is σ(x − y).
const weight = (x: Expr, y: Expr): Expr => where(and(eq(x, y), eq(abs(x), Number.POSITIVE_INFINITY)), where(gt(x, 0), 0.5, 0), sigmoid(sub(x, y)))

export const logaddexpPrimitive: Primitive = /*#__PURE__*/ binary({
  name: 'logaddexp',
  scalar: (x, y) => (x === y ? x + Math.LN2 : Math.max(x, y) + log1pOf(expOf(-Math.abs(x - y)))),
  partials: (x, y) => [weight(x, y), weight(y, x)],
  domains: [everywhere, everywhere],
  commutative: true,
  convention: 'as logsumexp of two: at −∞, −∞ the gradient is 0, at ∞, ∞ each operand gets half',
})

/**
 * log(eˣ + eʸ) without overflow. As for `logsumexp`, the gradient at −∞, −∞ is 0.
 *
 * @example
 * logaddexp(1000, 1000)   // 1000.6931471805599
 * @category exponentials
 */
export const logaddexp: Binary<'logaddexp'> = /*#__PURE__*/ ofTwo(logaddexpPrimitive)

// Guarded only where x/y is 0/0: a wider guard would hide ∂²/∂x∂y = 1/y at x = 0.
const byLog = (x: Expr, y: Expr): Expr => {
  const slope = div(x, y)
  return where(and(eq(x, 0), eq(y, 0)), 0, slope)
}

export const xlogyPrimitive: Primitive = /*#__PURE__*/ binary({
  name: 'xlogy',
  scalar: (x, y) => (x === 0 && !Number.isNaN(y) ? 0 : x * logOf(y)),
  partials: (x, y) => [log(y), byLog(x, y)],
  domains: [everywhere, positive],
  convention: '0 where x = 0, whatever y; there ∂/∂y is 0',
})

/**
 * x · log y, and 0 where x = 0 even at y = 0.
 *
 * @example
 * xlogy(0, 0)     // 0
 * @category exponentials
 */
export const xlogy: Binary<'xlogy'> = /*#__PURE__*/ ofTwo(xlogyPrimitive)

export const logarithms: ReadonlyArray<Primitive> = [exp2Primitive, log2Primitive, log10Primitive, logaddexpPrimitive, xlogyPrimitive]
