/**
 * General powers and the Euclidean length of a pair.
 */
import { mul } from '../basis/arithmetic.ts'
import { eq, gt, where } from '../basis/choice.ts'
import { binary, everywhere } from '../basis/declare.ts'
import { ofTwo } from '../basis/operation.ts'
import type { Expr, Primitive } from '../program/model.ts'
import type { Binary } from '../type/value.ts'
import { div, sub } from './arithmetic.ts'
import { log } from './exponential.ts'

const byBase = (x: Expr, y: Expr): Expr => where(eq(y, 0), 0, mul(y, pow(x, sub(y, 1))))
const byExponent = (x: Expr, y: Expr, z: Expr): Expr => where(eq(x, 0), where(gt(y, 0), 0, Number.NaN), mul(z, log(x)))

export const powPrimitive: Primitive = /*#__PURE__*/ binary({
  name: 'pow',
  scalar: (x, y) => x ** y,
  partials: (x, y, z) => [byBase(x, y), byExponent(x, y, z)],
  domains: [{ from: 0.25, to: 4 }, { from: -3, to: 3 }],
  notation: { _tag: 'Infix', text: '^', latex: '^', precedence: 3, associative: false },
  convention: '∂/∂x is 0 where y = 0; ∂/∂y at x = 0 is 0 for y > 0 (its limit) and NaN for y ≤ 0',
})

/**
 * xʸ with broadcasting; NaN for x < 0 and y not whole; 0⁰ = 1. ∂/∂x is 0 where y = 0; ∂/∂y at
 * x = 0 is 0 for y > 0 and NaN otherwise.
 *
 * @example
 * pow(2, 10)      // 1024
 * @category arithmetic
 */
export const pow: Binary<'pow'> = /*#__PURE__*/ ofTwo(powPrimitive)

const slope = (x: Expr, z: Expr): Expr => where(eq(z, 0), 0, div(x, z))

export const hypotPrimitive: Primitive = /*#__PURE__*/ binary({
  name: 'hypot',
  scalar: (x, y) => Math.hypot(x, y),
  partials: (x, y, z) => [slope(x, z), slope(y, z)],
  domains: [{ ...everywhere, avoid: [0] }, { ...everywhere, avoid: [0] }],
  convention: 'the gradient at (0, 0) is (0, 0), the minimum-norm subgradient',
  commutative: true,
})

/** √(x² + y²) without overflow; the gradient at (0, 0) is (0, 0). @category arithmetic */
export const hypot: Binary<'hypot'> = /*#__PURE__*/ ofTwo(hypotPrimitive)

export const power: ReadonlyArray<Primitive> = [powPrimitive, hypotPrimitive]
