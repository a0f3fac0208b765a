/**
 * The normal distribution function, and it and its derivatives as `gelu` takes them: scaled by 2⁶⁴ where they are
 * so small that a product with x would be left with few digits, or none.
 */
import { mul } from '../basis/arithmetic.ts'
import { where } from '../basis/choice.ts'
import { gt } from '../basis/comparison.ts'
import { unary } from '../basis/declare.ts'
import { ofOne } from '../basis/operation.ts'
import type { Expr, Primitive } from '../program/model.ts'
import type { Domain } from '../program/domain.ts'
import { farSquare, farScale, scaledNormalPdf, scaledNormalPdfDerivative, scaledNormalCdf as scaledNormalCdfOf } from '../special/normal.ts'
import { phantom } from '../type/phantom.ts'
import type { Operand, Same, Unary } from '../type/value.ts'
import { square } from './arithmetic.ts'
import { atOrder, ordered } from './special-order.ts'

const bell: Domain = { from: -4, to: 4 }
const jumps = 'beyond ±37 the value and all derivatives are multiplied by 2⁶⁴; at ±37 they are those on the side of 0'
const scaling = '2^{64 [|$0| > 37]}'

/** params: `n` ≥ 1. The n-th derivative of φ(x) = e^(−x²/2)/√(2π), times 2⁶⁴ where |x| > 37. */
export const scaledNormalPdfDerivativePrimitive: Primitive = /*#__PURE__*/ ordered({
  name: 'scaledNormalPdfDerivative',
  scalar: scaledNormalPdfDerivative,
  least: 1,
  partials: (n, x) => [bend(n + 1, x)],
  domains: [bell],
  notation: { _tag: 'Template', text: 'scaledNormalPdfDerivative($n, $0)', latex: `${scaling} \\varphi^{($n)}\\left($0\\right)` },
  convention: jumps,
})

const bend = (n: number, x: Expr): Expr => atOrder(scaledNormalPdfDerivativePrimitive, n, [x])

/** φ(x) = e^(−x²/2)/√(2π), times 2⁶⁴ where |x| > 37. */
export const scaledNormalPdfPrimitive: Primitive = /*#__PURE__*/ unary({
  name: 'scaledNormalPdf',
  scalar: scaledNormalPdf,
  partial: (x) => bend(1, x),
  domain: bell,
  notation: { _tag: 'Template', text: 'scaledNormalPdf($0)', latex: `${scaling} \\varphi\\left($0\\right)` },
  convention: jumps,
})

const density: Unary = /*#__PURE__*/ ofOne(scaledNormalPdfPrimitive)

/** Φ(x) = ½ erfc(−x/√2), times 2⁶⁴ where |x| > 37. */
export const scaledNormalCdfPrimitive: Primitive = /*#__PURE__*/ unary({
  name: 'scaledNormalCdf',
  scalar: scaledNormalCdfOf,
  partial: (x) => density(x),
  domain: bell,
  notation: { _tag: 'Template', text: 'scaledNormalCdf($0)', latex: `${scaling} \\Phi\\left($0\\right)` },
  convention: jumps,
})

export const scaledNormalCdf: Unary = /*#__PURE__*/ ofOne(scaledNormalCdfPrimitive)

/**
 * The standard normal distribution function Φ, accurate where it is tiny; 0 at −∞ and 1 at ∞. Smooth everywhere.
 *
 * @example
 * normalCdf(0)        // 0.5
 * normalCdf(-10)      // 7.619853024160525e-24
 * @formula \Phi(x) = \frac{1}{2} \operatorname{erfc}\left(-\frac{x}{\sqrt 2}\right)
 * @derivative \frac{1}{\sqrt{2\pi}} e^{-x^2 / 2}
 * @category special functions
 */
export const normalCdf = <X extends Operand>(x: X): Same<X> => {
  // As a product with √½ the argument of erfc would be rounded, and its tail magnifies that by x².
  const given = phantom<Expr>(x)
  return phantom(mul(where(gt(square(given), farSquare), 1 / farScale, 1), scaledNormalCdf(given)))
}
