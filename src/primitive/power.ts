/**
 * General powers, cube and inverse square roots, and the Euclidean length of a pair.
 */
import * as elementary from '#elementary'
import { pow as powOf } from '../elementary/twin/power.ts'
import { powByBase as powByBaseOf } from '../elementary/twin/power-slope.ts'
import { add, mul } from '../basis/arithmetic.ts'
import { where } from '../basis/choice.ts'
import { eq, le, ne } from '../basis/comparison.ts'
import { binary, exceptZero, unary } from '../basis/declare.ts'
import { and } from '../basis/logic.ts'
import { rule } from '../basis/law.ts'
import { ofOne, ofTwo } from '../basis/operation.ts'
import type { Expr, Primitive } from '../program/model.ts'
import { hypot as hypotOf } from '../special/plane.ts'
import { cbrt as cbrtOf } from '../special/root.ts'
import type { Binary, Unary } from '../type/value.ts'
import { hypotDerivative } from '../special/polar.ts'
import { abs, div, neg, reciprocal, square, sub } from './arithmetic.ts'
import { base, exponent, powByBaseTwice, powByBoth, powByExponent, powerDerivatives } from './power-derivative.ts'
import { atOrder, type Orders, twiceOrdered } from './special-order.ts'

// People read the derivative 3x² of x³, and polynomials and intervals are made of it; a power that is subnormal it multiplies by what is left of its
// digits. So it is kept for exponents whose own derivatives are factors up to 6 (3·2 of x³, 2·3 of 1/x), each worth half as many places of the
// smallest number, and of which 1 is subtracted exactly, or log x would make 710 times as much of the rest. The mask is known where the exponent
// is; else the law below, which holds for each of them bit for bit, takes the choice away.
const byBase = (x: Expr, y: Expr): Expr => {
  const lower = sub(y, 1)
  const isPlain = and(and(le(abs(lower), 2), eq(add(lower, 1), y)), ne(y, 0))
  return where(isPlain, mul(y, pow(x, lower)), powByBase(x, y))
}

/** y·xʸ⁻¹, the partial derivative of `pow` by its base. */
export const powByBasePrimitive: Primitive = /*#__PURE__*/ binary({
  name: 'powByBase',
  scalar: powByBaseOf,
  lowering: elementary.powByBase,
  partials: (x, y) => [powByBaseTwice(x, y), powByBoth(x, y)],
  domains: [base, exponent],
  notation: { _tag: 'Template', text: '$1·$0^($1 − 1)', latex: '$1\\,$0^{$1-1}' },
  convention: 'its derivatives at x = 0 are those of `powDerivative`',
  // biome-ignore format: one law per line
  laws: () => [
    rule('y · xʸ⁻¹ of few exponents is that of all', (x, y) => byBase(x, y), (x, y) => powByBase(x, y)),
  ],
})

const powByBase: Binary<'powByBase'> = /*#__PURE__*/ ofTwo(powByBasePrimitive)

export const powPrimitive: Primitive = /*#__PURE__*/ binary({
  name: 'pow',
  scalar: powOf,
  lowering: elementary.pow,
  partials: (x, y) => [byBase(x, y), powByExponent(x, y)],
  domains: [base, exponent],
  notation: { _tag: 'Infix', text: '^', latex: '^', precedence: 3, associative: false },
  convention:
    '∂/∂x is 0 where y = 0; ∂/∂y at x = 0 is 0 for y > 0 (its limit) and NaN for y ≤ 0; 1 to the power ±∞ or NaN is NaN, as in JavaScript and unlike C',
  // biome-ignore format: one law per line
  laws: () => [
    rule('x⁰ = 1', (x) => pow(x, 0), () => 1),
  ],
})

/**
 * xʸ with broadcasting; NaN for x < 0 and y not whole; 0⁰ = 1. ∂/∂x is 0 where y = 0; ∂/∂y at
 * x = 0 is 0 for y > 0 and NaN otherwise. 1 to the power ±∞ or NaN is NaN, as in JavaScript.
 *
 * @example
 * pow(2, 10)      // 1024
 * @category arithmetic
 */
export const pow: Binary<'pow'> = /*#__PURE__*/ ofTwo(powPrimitive)

/** Both scaled by a power of 2 where the length would overflow, or be subnormal and short of digits. */
const cosine = (x: number, y: number): number => {
  const size = Math.max(Math.abs(x), Math.abs(y))
  if (size === 0) return 0
  if (size === Number.POSITIVE_INFINITY) return Math.abs(x) < size ? 0 * x : Math.abs(y) < size ? Math.sign(x) : Number.NaN
  const scale = size < 2 ** -1000 ? 2 ** 200 : size > 2 ** 1000 ? 2 ** -200 : 1
  return (x * scale) / hypotOf(x * scale, y * scale)
}

/** params: `i`, `j`. ∂ⁱ⁺ʲ√(x² + y²)/∂xⁱ∂yʲ: one fraction for each, where quotients by the length would differ by equals, and over- or underflow. */
export const hypotDerivativePrimitive: Primitive = /*#__PURE__*/ twiceOrdered({
  name: 'hypotDerivative',
  scalar: ({ i, j }) => hypotDerivative(i, j),
  partials: ({ i, j }, x, y) => [bend({ i: i + 1, j }, x, y), bend({ i, j: j + 1 }, x, y)],
  domains: [exceptZero, exceptZero],
  notation: { _tag: 'Template', text: 'hypotDerivative($i, $j, $0, $1)', latex: '\\operatorname{hypot}^{($i, $j)}\\left($0, $1\\right)' },
  convention: 'at (0, 0) it is 0 and so is its gradient',
})

const bend = (orders: Orders, x: Expr, y: Expr): Expr => atOrder(hypotDerivativePrimitive, orders, [x, y])

/** x/√(x² + y²), the partial derivative of `hypot`. */
export const directionPrimitive: Primitive = /*#__PURE__*/ binary({
  name: 'direction',
  scalar: cosine,
  partials: (x, y) => [bend({ i: 2, j: 0 }, x, y), bend({ i: 1, j: 1 }, x, y)],
  domains: [exceptZero, exceptZero],
  notation: { _tag: 'Call', text: 'direction', latex: '\\cos\\angle' },
  convention: 'at (0, 0) it is 0 and so is its gradient',
})

export const direction: Binary<'direction'> = /*#__PURE__*/ ofTwo(directionPrimitive)

export const hypotPrimitive: Primitive = /*#__PURE__*/ binary({
  name: 'hypot',
  scalar: hypotOf,
  partials: (x, y) => [direction(x, y), direction(y, x)],
  domains: [exceptZero, exceptZero],
  convention: 'the gradient at (0, 0) is (0, 0), the minimum-norm subgradient, and so are the derivatives above it',
  commutative: true,
  // biome-ignore format: one law per line
  laws: () => [
    rule('hypot(−x, y) = hypot(x, y)', (x, y) => hypot(neg(x), y), (x, y) => hypot(x, y)),
  ],
})

/**
 * √(x² + y²) without overflow, with broadcasting; the gradient at (0, 0) is (0, 0).
 *
 * @example
 * hypot(3, 4)                              // 5
 * grad((x: Scalar) => hypot(x, 0))(0)      // 0
 * @category arithmetic
 */
export const hypot: Binary<'hypot'> = /*#__PURE__*/ ofTwo(hypotPrimitive)

export const cbrtPrimitive: Primitive = /*#__PURE__*/ unary({
  // A product and no quotient: then the terms of every further derivative have one sign, and overflow to ∞ rather than ∞ − ∞.
  name: 'cbrt',
  scalar: cbrtOf,
  partial: (_, z) => mul(1 / 3, square(reciprocal(z))),
  domain: exceptZero,
  notation: { _tag: 'Template', text: '∛$0', latex: '\\sqrt[3]{$0}' },
  convention: 'the derivative at 0 is +∞ by continuity',
})

/**
 * The cube root, of negative numbers too; the derivative at 0 is +∞.
 *
 * @example
 * cbrt(-8)        // -2
 * @category arithmetic
 */
export const cbrt: Unary = /*#__PURE__*/ ofOne(cbrtPrimitive)

export const rsqrtPrimitive: Primitive = /*#__PURE__*/ unary({
  name: 'rsqrt',
  lowering: 'rsqrt',
  scalar: (x) => 1 / Math.sqrt(x),
  partial: (x, z) => mul(-0.5, div(z, x)),
  domain: { from: 0.125, to: 8 },
  notation: { _tag: 'Template', text: '1/√$0', latex: '\\frac{1}{\\sqrt{$0}}' },
  convention: 'at ±0 the value is ±∞ and the derivative −∞; NaN below 0',
})

/**
 * 1/√x; ∞ at 0 and NaN below.
 *
 * @example
 * rsqrt(4)        // 0.5
 * @category arithmetic
 */
export const rsqrt: Unary = /*#__PURE__*/ ofOne(rsqrtPrimitive)

export const power: ReadonlyArray<Primitive> = [
  powPrimitive,
  powByBasePrimitive,
  ...powerDerivatives,
  hypotPrimitive,
  directionPrimitive,
  hypotDerivativePrimitive,
  cbrtPrimitive,
  rsqrtPrimitive,
]
