/**
 * Γ, its logarithm and the logarithm's derivatives, and the beta function.
 */
import { add, mul } from '../basis/arithmetic.ts'
import { binary, unary } from '../basis/declare.ts'
import { ofOne, ofTwo } from '../basis/operation.ts'
import type { Domain, Expr, Notation, Primitive } from '../program/model.ts'
import { beta as betaOf } from '../special/beta.ts'
import { digamma as digammaOf } from '../special/digamma.ts'
import { gamma as gammaOf } from '../special/gamma.ts'
import { lgamma as lgammaOf } from '../special/lgamma.ts'
import { polygammaDifference, polygamma as polygammaOf } from '../special/polygamma.ts'
import type { Binary, Operand, Same, Unary } from '../type/value.ts'
import { neg } from './arithmetic.ts'
import { atOrder, ordered } from './special-order.ts'

const positive: Domain = { from: 0.25, to: 6 }
const named = (text: string, latex: string): Notation => ({ _tag: 'Call', text, latex })

export const polygammaPrimitive: Primitive = /*#__PURE__*/ ordered({
  name: 'polygamma',
  scalar: polygammaOf,
  least: 0,
  partials: (n, x) => [polygamma(n + 1, x)],
  domains: [positive],
  notation: { _tag: 'Template', text: 'polygamma($n, $0)', latex: '\\psi^{($n)}\\left($0\\right)' },
  convention: 'at 0 and the negative whole numbers the value is ∞ for odd n; for even n it is ∓∞ at ±0 and NaN at the others',
})

/**
 * The n-th derivative of `digamma`, for a whole n ≥ 0. At 0 and the negative whole numbers it is ∞ for
 * odd n; for even n it is ∓∞ at ±0 and NaN at the others.
 *
 * @example
 * polygamma(1, 1)   // 1.6449340668482264
 * @category special functions
 */
export const polygamma = <X extends Operand>(n: number, x: X): Same<X> => (n === 0 ? digamma(x) : atOrder(polygammaPrimitive, n, [x]))

export const digammaPrimitive: Primitive = /*#__PURE__*/ unary({
  name: 'digamma',
  scalar: digammaOf,
  partial: (x) => polygamma(1, x),
  domain: positive,
  notation: named('digamma', '\\psi'),
  convention: 'at ±0 the value is ∓∞, at the negative whole numbers NaN; the derivative is ∞ at both',
})

/**
 * The derivative of `lgamma`, Γ′/Γ; ∓∞ at ±0 and NaN at the negative whole numbers.
 *
 * @example
 * digamma(1)        // -0.5772156649015329
 * @category special functions
 */
export const digamma: Unary = /*#__PURE__*/ ofOne(digammaPrimitive)

export const lgammaPrimitive: Primitive = /*#__PURE__*/ unary({
  name: 'lgamma',
  scalar: lgammaOf,
  partial: (x) => digamma(x),
  domain: positive,
  notation: { _tag: 'Template', text: 'lgamma($0)', latex: '\\ln\\left|\\Gamma\\left($0\\right)\\right|' },
  convention: 'at 0 and the negative whole numbers the value is ∞ and the derivative that of digamma: ∓∞ at ±0, NaN at the others',
})

/**
 * log |Γ(x)|; ∞ at 0, at the negative whole numbers and at ±∞, as in C.
 *
 * @example
 * lgamma(3)         // 0.6931471805599453
 * @category special functions
 */
export const lgamma: Unary = /*#__PURE__*/ ofOne(lgammaPrimitive)

export const gammaPrimitive: Primitive = /*#__PURE__*/ unary({
  name: 'gamma',
  scalar: gammaOf,
  partial: (x, z) => mul(z, digamma(x)),
  domain: positive,
  notation: named('gamma', '\\Gamma'),
  convention: 'at ±0 the value is ±∞ and the derivative −∞; at the negative whole numbers both are NaN',
})

/**
 * Γ(x), which is (n − 1)! at n = 1, 2, 3, …; ±∞ at ±0, NaN at the negative whole numbers and −∞, ∞
 * above 171.62.
 *
 * @example
 * gamma(5)          // 24
 * @category special functions
 */
export const gamma: Unary = /*#__PURE__*/ ofOne(gammaPrimitive)

/** params: `n`. ψ⁽ⁿ⁾(x + h) − ψ⁽ⁿ⁾(x), which the difference itself would lose for h small beside x. */
export const polygammaDifferencePrimitive: Primitive = /*#__PURE__*/ ordered({
  name: 'polygammaDifference',
  scalar: polygammaDifference,
  least: 0,
  partials: (n, x, h) => [difference(n + 1, x, h), polygamma(n + 1, add(x, h))],
  domains: [positive, positive],
  notation: { _tag: 'Template', text: 'polygammaDifference($n, $0, $1)', latex: '\\left[\\psi^{($n)}\\right]_{$0}^{$0 + $1}' },
  convention: 'that of polygamma where either argument is a pole',
})

const difference = (n: number, x: Expr, h: Expr): Expr => atOrder(polygammaDifferencePrimitive, n, [x, h])

export const betaPrimitive: Primitive = /*#__PURE__*/ binary({
  name: 'beta',
  scalar: betaOf,
  partials: (a, b, z) => [neg(mul(z, difference(0, a, b))), neg(mul(z, difference(0, b, a)))],
  domains: [positive, positive],
  notation: named('beta', '\\operatorname{B}'),
  commutative: true,
  convention: 'at ±0 the value is ±∞; NaN at the negative whole numbers',
})

/**
 * Γ(a)Γ(b)/Γ(a + b), with broadcasting; ±∞ where one is ±0, NaN at the negative whole numbers, and 0
 * where only a + b is one.
 *
 * @example
 * beta(2, 3)        // 0.08333333333333333
 * @category special functions
 */
export const beta: Binary<'beta'> = /*#__PURE__*/ ofTwo(betaPrimitive)
