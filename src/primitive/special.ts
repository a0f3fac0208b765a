/**
 * The error function and Lambert's W; and, of the special functions' families, the list of all.
 */
import { mul } from '../basis/arithmetic.ts'
import { unary } from '../basis/declare.ts'
import { ofOne } from '../basis/operation.ts'
import type { Expr, Primitive } from '../program/model.ts'
import type { Domain } from '../program/domain.ts'
import { erfc as erfcOf, erf as erfOf } from '../special/erf.ts'
import { gaussian, gaussianDerivative } from '../special/gaussian.ts'
import { lambertDerivative, lambertW as lambertOf } from '../special/lambert.ts'
import type { Unary } from '../type/value.ts'
import { besselJ0Primitive, besselJ1Primitive, besselJPrimitive, sincPrimitive, sphericalPrimitive } from './special-bessel.ts'
import { betaDerivativePrimitive, betaPrimitive, digammaPrimitive, gammaPrimitive, lgammaPrimitive, polygammaPrimitive } from './special-gamma.ts'
import { scaledNormalPdfDerivativePrimitive, scaledNormalPdfPrimitive, scaledNormalCdfPrimitive } from './special-normal.ts'
import { atOrder, ordered } from './special-order.ts'

const bell: Domain = { from: -3, to: 3 }
const edge: Domain = { from: -0.25, to: 8 }

const twoOverRootPi = 1.1283791670955126

/** params: `n` ≥ 1. The n-th derivative of e^(−x²); as a product of x and e^(−x²) it would be ∞ · 0 for large x. */
export const gaussianDerivativePrimitive: Primitive = /*#__PURE__*/ ordered({
  name: 'gaussianDerivative',
  scalar: gaussianDerivative,
  least: 1,
  partials: (n, x) => [bend(n + 1, x)],
  domains: [bell],
  notation: { _tag: 'Template', text: 'gaussianDerivative($n, $0)', latex: '\\left.\\frac{d^{$n}}{d t^{$n}} e^{-t^{2}}\\right|_{t = $0}' },
})

const bend = (n: number, x: Expr): Expr => atOrder(gaussianDerivativePrimitive, n, [x])

/** e^(−x²), accurate however large the exponent. */
export const gaussianPrimitive: Primitive = /*#__PURE__*/ unary({
  name: 'gaussian',
  scalar: gaussian,
  partial: (x) => bend(1, x),
  domain: bell,
  notation: { _tag: 'Template', text: 'exp(−$0²)', latex: 'e^{-$0^{2}}' },
})

const density: Unary = /*#__PURE__*/ ofOne(gaussianPrimitive)

export const erfPrimitive: Primitive = /*#__PURE__*/ unary({ name: 'erf', scalar: erfOf, partial: (x) => mul(twoOverRootPi, density(x)), domain: bell })

/**
 * The error function (2/√π)∫₀ˣ e^(−t²) dt; ±1 at ±∞. Smooth everywhere.
 *
 * @example
 * erf(0.5)          // 0.5204998778130465
 * @category special functions
 */
export const erf: Unary = /*#__PURE__*/ ofOne(erfPrimitive)

export const erfcPrimitive: Primitive = /*#__PURE__*/ unary({ name: 'erfc', scalar: erfcOf, partial: (x) => mul(-twoOverRootPi, density(x)), domain: bell })

/**
 * 1 − erf(x), accurate where that difference is tiny; 0 at ∞ and 2 at −∞. Smooth everywhere.
 *
 * @example
 * erfc(0.5)         // 0.4795001221869535
 * @category special functions
 */
export const erfc: Unary = /*#__PURE__*/ ofOne(erfcPrimitive)

/** params: `n` ≥ 1. The n-th derivative of W, without the cancellation that 1 + W brings near −1/e. */
export const lambertWDerivativePrimitive: Primitive = /*#__PURE__*/ ordered({
  name: 'lambertWDerivative',
  scalar: lambertDerivative,
  least: 1,
  partials: (n, x) => [slope(n + 1, x)],
  domains: [edge],
  notation: { _tag: 'Template', text: 'lambertWDerivative($n, $0)', latex: 'W^{($n)}\\left($0\\right)' },
  convention: '±∞ at the number nearest to −1/e, by continuity; NaN below',
})

const slope = (n: number, x: Expr): Expr => atOrder(lambertWDerivativePrimitive, n, [x])

export const lambertWPrimitive: Primitive = /*#__PURE__*/ unary({
  name: 'lambertW',
  scalar: lambertOf,
  partial: (x) => slope(1, x),
  domain: edge,
  notation: { _tag: 'Call', text: 'lambertW', latex: 'W' },
  convention: 'at the number nearest to −1/e the value is −1 and the derivative ∞ by continuity; NaN below',
})

/**
 * The principal branch of Lambert's W, the w ≥ −1 with w·eʷ = x; NaN below −1/e, where the derivative is ∞.
 *
 * @example
 * lambertW(1)       // 0.5671432904097838
 * @category special functions
 */
export const lambertW: Unary = /*#__PURE__*/ ofOne(lambertWPrimitive)

// Named one by one: a spread would keep all of them in the bundle of whoever uses one.
export const special: ReadonlyArray<Primitive> = [
  erfPrimitive,
  erfcPrimitive,
  gaussianPrimitive,
  gaussianDerivativePrimitive,
  scaledNormalCdfPrimitive,
  scaledNormalPdfPrimitive,
  scaledNormalPdfDerivativePrimitive,
  lambertWPrimitive,
  lambertWDerivativePrimitive,
  gammaPrimitive,
  lgammaPrimitive,
  digammaPrimitive,
  polygammaPrimitive,
  betaPrimitive,
  betaDerivativePrimitive,
  besselJ0Primitive,
  besselJ1Primitive,
  besselJPrimitive,
  sphericalPrimitive,
  sincPrimitive,
]
