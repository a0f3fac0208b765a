/**
 * Subtraction, division, squares and roots, absolute value and the choice of the larger.
 */
import { byTangents } from '../interpret/tangents.ts'
import { mul } from '../basis/arithmetic.ts'
import { where } from '../basis/choice.ts'
import { eq, gt, lt } from '../basis/comparison.ts'
import { anyNumber, binary, elementwise, everywhere, exceptZero, unary } from '../basis/declare.ts'
import { collect, rule } from '../basis/law.ts'
import { ofOne, ofTwo } from '../basis/operation.ts'
import { entry } from '../entry.ts'
import type { Expr, Primitive } from '../program/model.ts'
import type { Domain } from '../program/domain.ts'
import type { Binary, NumericBinary, NumericUnary, Unary } from '../type/value.ts'

const awayFromZero: Domain = { from: 0.25, to: 8 }

export const negPrimitive: Primitive = /*#__PURE__*/ unary({
  name: 'neg',
  lowering: 'neg',
  scalar: (x) => -x,
  partial: () => -1,
  domain: everywhere,
  notation: { _tag: 'Prefix', text: '−', latex: '-', precedence: 2 },
  dtypes: anyNumber,
})

/**
 * −x. Smooth everywhere.
 *
 * @example
 * neg(2)   // -2
 * @category arithmetic
 */
export const neg: NumericUnary = /*#__PURE__*/ ofOne(negPrimitive)

export const subPrimitive: Primitive = /*#__PURE__*/ binary({
  name: 'sub',
  lowering: 'sub',
  scalar: (x, y) => x - y,
  partials: () => [1, -1],
  domains: [everywhere, everywhere],
  notation: { _tag: 'Infix', text: '−', latex: '-', precedence: 1, associative: false },
  dtypes: anyNumber,
})

/**
 * x − y with broadcasting. Smooth everywhere.
 *
 * @example
 * sub(5, 2)                              // 3
 * sub(Float64Array.of(5, 6), 2)          // Float64Array [3, 4]
 * @category arithmetic
 */
export const sub: NumericBinary<'sub'> = /*#__PURE__*/ ofTwo(subPrimitive)

// ż = (ẋ − z·ẏ)/y. The transpose as it follows from that, −z·(z̄/y), would have 1/y² as a factor in its own derivative, which is subnormal
// long before x/y³.
export const divPrimitive: Primitive = /*#__PURE__*/ elementwise({
  name: 'div',
  lowering: 'div',
  scalar: (x = Number.NaN, y = Number.NaN) => x / y,
  derivative: /*#__PURE__*/ byTangents({
    jvp: (_, args, answers, [dx, dy]) => {
      const [y, z] = [entry(args, 1), entry(answers, 0)]
      if (dy == null) return [dx == null ? null : div(dx, y)]
      const slope = mul(z, dy)
      return [div(dx == null ? neg(slope) : sub(dx, slope), y)]
    },
    linear: { operands: [true, false], transpose: (args, cotangent) => [div(cotangent, entry(args, 1)), null] },
    transpose: (args, z, cotangent) => [div(cotangent, entry(args, 1)), neg(div(mul(z, cotangent), entry(args, 1)))],
  }),
  domains: [everywhere, awayFromZero],
  notation: { _tag: 'Infix', text: '/', latex: '/', precedence: 2, associative: false },
  convention: 'at y = 0 as IEEE 754 divides: ±∞ by the signs, and NaN for 0/0; so with both derivatives',
  // biome-ignore format: one law per line
  laws: () => [
    rule('x / 1 = x', (x) => div(x, 1), (x) => x),
    rule('x / (−1) = −x', (x) => div(x, -1), (x) => neg(x)),
    rule('(−x) / (−y) = x / y', (x, y) => div(neg(x), neg(y)), (x, y) => div(x, y)),
    collect(1, '(−x) / c = x / (−c)', (c, x) => div(neg(x), c), (c, x) => div(x, neg(c))),
    collect(1, 'c / (−x) = (−c) / x', (c, x) => div(c, neg(x)), (c, x) => div(neg(c), x)),
    collect(1, '−(x / c) = x / (−c)', (c, x) => neg(div(x, c)), (c, x) => div(x, neg(c))),
    collect(1, '−(c / x) = (−c) / x', (c, x) => neg(div(c, x)), (c, x) => div(neg(c), x)),
    rule('(−x) / y = −(x / y)', (x, y) => div(neg(x), y), (x, y) => neg(div(x, y))),
    rule('x / (−y) = −(x / y)', (x, y) => div(x, neg(y)), (x, y) => neg(div(x, y))),
    rule('1 / x = reciprocal x', (x) => div(1, x), (x) => reciprocal(x)),
  ],
})

/**
 * x / y with broadcasting; ±∞ or NaN at y = 0 as in IEEE 754.
 *
 * @example
 * div(1, 4)   // 0.25
 * div(1, 0)   // Infinity
 * @category arithmetic
 */
export const div: Binary<'div'> = /*#__PURE__*/ ofTwo(divPrimitive)

export const reciprocalPrimitive: Primitive = /*#__PURE__*/ unary({
  name: 'reciprocal',
  lowering: 'reciprocal',
  scalar: (x) => 1 / x,
  partial: (_, z) => neg(square(z)),
  domain: awayFromZero,
  notation: { _tag: 'Template', text: '1/$0', latex: '\\frac{1}{$0}' },
  convention: 'at ±0 the value is ±∞ and the derivative −∞',
  // biome-ignore format: one law per line
  laws: () => [
    rule('1 / (−x) = −(1 / x)', (x) => reciprocal(neg(x)), (x) => neg(reciprocal(x))),
  ],
})

/**
 * 1/x; ±∞ at ±0, where the derivative is −∞ by continuity.
 *
 * @example
 * reciprocal(4)    // 0.25
 * reciprocal(-0)   // -Infinity
 * @category arithmetic
 */
export const reciprocal: Unary = /*#__PURE__*/ ofOne(reciprocalPrimitive)

export const squarePrimitive: Primitive = /*#__PURE__*/ unary({
  name: 'square',
  lowering: 'square',
  scalar: (x) => x * x,
  partial: (x) => mul(2, x),
  domain: everywhere,
  notation: { _tag: 'Power', text: '²', latex: '2' },
})

/**
 * x². Smooth everywhere.
 *
 * @example
 * square(-3)   // 9
 * @category arithmetic
 */
export const square: Unary = /*#__PURE__*/ ofOne(squarePrimitive)

export const sqrtPrimitive: Primitive = /*#__PURE__*/ unary({
  name: 'sqrt',
  lowering: 'sqrt',
  scalar: Math.sqrt,
  partial: (_, z) => div(0.5, z),
  domain: { from: 0.125, to: 8 },
  notation: { _tag: 'Template', text: '√$0', latex: '\\sqrt{$0}' },
  convention: 'D√ at 0 is +∞ by continuity, and −∞ at −0, whose root is −0; NaN below 0',
})

/**
 * √x; NaN below 0; the derivative at 0 is +∞.
 *
 * @example
 * sqrt(9)         // 3
 * sqrt(-1)        // NaN
 * grad(sqrt)(0)   // Infinity
 * @category arithmetic
 */
export const sqrt: Unary = /*#__PURE__*/ ofOne(sqrtPrimitive)

export const absPrimitive: Primitive = /*#__PURE__*/ unary({
  name: 'abs',
  lowering: 'abs',
  scalar: Math.abs,
  partial: (x) => where(gt(x, 0), 1, where(lt(x, 0), -1, where(eq(x, 0), 0, Number.NaN))),
  domain: exceptZero,
  notation: { _tag: 'Template', text: '|$0|', latex: '\\left|$0\\right|' },
  convention: 'the derivative at 0 is 0, the minimum-norm subgradient',
  dtypes: anyNumber,
  // biome-ignore format: one law per line
  laws: () => [
    rule('|−x| = |x|', (x) => abs(neg(x)), (x) => abs(x)),
    rule('||x|| = |x|', (x) => abs(abs(x)), (x) => abs(x)),
    rule('|x²| = x²', (x) => abs(square(x)), (x) => square(x)),
    rule('|x|² = x²', (x) => square(abs(x)), (x) => square(x)),
  ],
})

/**
 * |x|; the derivative at 0 is 0.
 *
 * @example
 * abs(-2)                             // 2
 * grad((x: Scalar) => abs(x))(0)      // 0
 * @category arithmetic
 */
export const abs: NumericUnary = /*#__PURE__*/ ofOne(absPrimitive)

// The share of the derivative an operand gets: all, none, or half at a tie; NaN if either is NaN.
const share = (wins: Expr, loses: Expr): Expr => where(gt(wins, loses), 1, where(lt(wins, loses), 0, where(eq(wins, loses), 0.5, Number.NaN)))
const average = 'at a tie each operand gets half, the average of the one-sided derivatives'

export const maxPrimitive: Primitive = /*#__PURE__*/ binary({
  name: 'max',
  lowering: 'max',
  scalar: Math.max,
  partials: (x, y) => [share(x, y), share(y, x)],
  domains: [everywhere, everywhere],
  convention: average,
  commutative: true,
  dtypes: anyNumber,
  // biome-ignore format: one law per line
  laws: () => [
    rule('max(x, x) = x', (x) => larger(x, x), (x) => x),
    rule('max(−x, −y) = −min(x, y)', (x, y) => larger(neg(x), neg(y)), (x, y) => neg(smaller(x, y))),
  ],
})

export const minPrimitive: Primitive = /*#__PURE__*/ binary({
  name: 'min',
  lowering: 'min',
  scalar: Math.min,
  partials: (x, y) => [share(y, x), share(x, y)],
  domains: [everywhere, everywhere],
  convention: average,
  commutative: true,
  dtypes: anyNumber,
  // biome-ignore format: one law per line
  laws: () => [
    rule('min(x, x) = x', (x) => smaller(x, x), (x) => x),
    rule('min(−x, −y) = −max(x, y)', (x, y) => smaller(neg(x), neg(y)), (x, y) => neg(larger(x, y))),
  ],
})

// Of two operands: what `max` and `min` are without axes.
const larger: NumericBinary<'max'> = /*#__PURE__*/ ofTwo(maxPrimitive)
const smaller: NumericBinary<'min'> = /*#__PURE__*/ ofTwo(minPrimitive)

export const arithmetic: ReadonlyArray<Primitive> = [
  negPrimitive,
  subPrimitive,
  divPrimitive,
  reciprocalPrimitive,
  squarePrimitive,
  sqrtPrimitive,
  absPrimitive,
  maxPrimitive,
  minPrimitive,
]
