/**
 * Γ, its logarithm and the logarithm's derivatives, and the beta function.
 */
import { mul } from '../basis/arithmetic.ts'
import { binary, unary } from '../basis/declare.ts'
import { ofOne, ofTwo } from '../basis/operation.ts'
import type { Expr, Primitive } from '../program/model.ts'
import type { Domain } from '../program/domain.ts'
import type { Notation } from '../program/notation.ts'
import { beta as betaOf } from '../special/beta.ts'
import { betaDerivative } from '../special/beta-derivative.ts'
import { digamma as digammaOf } from '../special/digamma.ts'
import { gamma as gammaOf } from '../special/gamma.ts'
import { lgamma as lgammaOf } from '../special/lgamma.ts'
import { polygamma as polygammaOf } from '../special/polygamma.ts'
import type { Binary, Operand, Same, Unary } from '../type/value.ts'
import { atOrder, type Orders, ordered, twiceOrdered } from './special-order.ts'

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
  notation: /*#__PURE__*/ named('digamma', '\\psi'),
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
  notation: /*#__PURE__*/ named('gamma', '\\Gamma'),
  convention: 'at ±0 the value is ±∞ and the derivative −∞; at the negative whole numbers both are NaN; at ∞ the derivatives above the first are NaN',
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

/** params: `i`, `j`. ∂ⁱ⁺ʲB/∂aⁱ∂bʲ: mixed ones are bounded where B is 1/a, so nothing made of B has their digits. */
export const betaDerivativePrimitive: Primitive = /*#__PURE__*/ twiceOrdered({
  name: 'betaDerivative',
  scalar:
    ({ i, j }) =>
    (a, b) =>
      betaDerivative(i, j, a, b),
  partials: ({ i, j }, a, b) => [betaSlope({ i: i + 1, j }, a, b), betaSlope({ i, j: j + 1 }, a, b)],
  domains: [positive, positive],
  notation: { _tag: 'Template', text: 'betaDerivative($i, $j, $0, $1)', latex: '\\operatorname{B}^{($i, $j)}\\left($0, $1\\right)' },
  convention: 'that of beta and digamma at ±0 and the negative whole numbers; mixed ones are NaN there',
})

const betaSlope = (orders: Orders, a: Expr, b: Expr): Expr => atOrder(betaDerivativePrimitive, orders, [a, b])

export const betaPrimitive: Primitive = /*#__PURE__*/ binary({
  name: 'beta',
  scalar: betaOf,
  partials: (a, b) => [betaSlope({ i: 1, j: 0 }, a, b), betaSlope({ i: 0, j: 1 }, a, b)],
  domains: [positive, positive],
  notation: /*#__PURE__*/ named('beta', '\\operatorname{B}'),
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
