/**
 * The laws of the simplifier, one per line, each beside its algebra. They read from left to right and
 * never make a program larger. Rule sets are lists and add up: `[...strict, ...real]`.
 *
 * `strict` laws hold bit for bit in IEEE 754, for NaN, ±∞ and −0 too (of a NaN only that it is one
 * counts). So 0 − x = −x is not among them (0 − 0 is 0, −0 is not), nor x · 0 = 0.
 * `real` laws hold for real numbers wherever both sides are finite, up to rounding.
 */
import { add, mul } from '../basis/arithmetic.ts'
import { and, eq, ge, gt, le, lt, ne, not, or, where } from '../basis/choice.ts'
import { abs, div, neg, reciprocal, sqrt, square, sub } from '../primitive/arithmetic.ts'
import { exp, expm1, log, log1p } from '../primitive/exponential.ts'
import { max, min } from '../primitive/extremum.ts'
import { cosh, sinh } from '../primitive/hyperbolic.ts'
import { sigmoid, softplus, tanh } from '../primitive/logistic.ts'
import { hypot, pow } from '../primitive/power.ts'
import { asin, atan, atan2, cos, sin, tan } from '../primitive/trigonometric.ts'
import { choice, collect, logic, type Rule, rule } from './rule.ts'
import { structure } from './structural.ts'

/** Laws that hold bit for bit. @category rules */
export const strict: ReadonlyArray<Rule> = /*#__PURE__*/ Object.freeze([
  // units and signs
  /*#__PURE__*/ rule('x · 1 = x', (x) => mul(x, 1), (x) => x),
  /*#__PURE__*/ rule('x / 1 = x', (x) => div(x, 1), (x) => x),
  /*#__PURE__*/ rule('x − 0 = x', (x) => sub(x, 0), (x) => x),
  /*#__PURE__*/ rule('x + (−0) = x', (x) => add(x, -0), (x) => x),
  /*#__PURE__*/ rule('(−0) − x = −x', (x) => sub(-0, x), (x) => neg(x)),
  /*#__PURE__*/ rule('(−1) · x = −x', (x) => mul(-1, x), (x) => neg(x)),
  /*#__PURE__*/ rule('x / (−1) = −x', (x) => div(x, -1), (x) => neg(x)),
  /*#__PURE__*/ rule('−(−x) = x', (x) => neg(neg(x)), (x) => x),
  /*#__PURE__*/ rule('x + (−y) = x − y', (x, y) => add(x, neg(y)), (x, y) => sub(x, y)),
  /*#__PURE__*/ rule('x − (−y) = x + y', (x, y) => sub(x, neg(y)), (x, y) => add(x, y)),
  /*#__PURE__*/ rule('(−x) · (−y) = x · y', (x, y) => mul(neg(x), neg(y)), (x, y) => mul(x, y)),
  /*#__PURE__*/ rule('(−x) / (−y) = x / y', (x, y) => div(neg(x), neg(y)), (x, y) => div(x, y)),
  /*#__PURE__*/ collect(1, 'c · (−x) = (−c) · x', (c, x) => mul(c, neg(x)), (c, x) => mul(neg(c), x)),
  /*#__PURE__*/ collect(1, '−(c · x) = (−c) · x', (c, x) => neg(mul(c, x)), (c, x) => mul(neg(c), x)),
  /*#__PURE__*/ collect(1, '(−x) / c = x / (−c)', (c, x) => div(neg(x), c), (c, x) => div(x, neg(c))),
  /*#__PURE__*/ collect(1, 'c / (−x) = (−c) / x', (c, x) => div(c, neg(x)), (c, x) => div(neg(c), x)),
  /*#__PURE__*/ collect(1, '−(x / c) = x / (−c)', (c, x) => neg(div(x, c)), (c, x) => div(x, neg(c))),
  /*#__PURE__*/ collect(1, '−(c / x) = (−c) / x', (c, x) => neg(div(c, x)), (c, x) => div(neg(c), x)),
  /*#__PURE__*/ rule('(−x) · y = −(x · y)', (x, y) => mul(neg(x), y), (x, y) => neg(mul(x, y))),
  /*#__PURE__*/ rule('(−x) / y = −(x / y)', (x, y) => div(neg(x), y), (x, y) => neg(div(x, y))),
  /*#__PURE__*/ rule('x / (−y) = −(x / y)', (x, y) => div(x, neg(y)), (x, y) => neg(div(x, y))),
  // the shorter name
  /*#__PURE__*/ rule('x · x = x²', (x) => mul(x, x), (x) => square(x)),
  /*#__PURE__*/ rule('x + x = 2 · x', (x) => add(x, x), (x) => mul(2, x)),
  /*#__PURE__*/ rule('1 / x = reciprocal x', (x) => div(1, x), (x) => reciprocal(x)),
  /*#__PURE__*/ rule('x⁰ = 1', (x) => pow(x, 0), () => 1),
  // even and odd functions
  /*#__PURE__*/ rule('(−x)² = x²', (x) => square(neg(x)), (x) => square(x)),
  /*#__PURE__*/ rule('|x|² = x²', (x) => square(abs(x)), (x) => square(x)),
  /*#__PURE__*/ rule('|−x| = |x|', (x) => abs(neg(x)), (x) => abs(x)),
  /*#__PURE__*/ rule('||x|| = |x|', (x) => abs(abs(x)), (x) => abs(x)),
  /*#__PURE__*/ rule('|x²| = x²', (x) => abs(square(x)), (x) => square(x)),
  /*#__PURE__*/ rule('|eˣ| = eˣ', (x) => abs(exp(x)), (x) => exp(x)),
  /*#__PURE__*/ rule('cos(−x) = cos x', (x) => cos(neg(x)), (x) => cos(x)),
  /*#__PURE__*/ rule('cosh(−x) = cosh x', (x) => cosh(neg(x)), (x) => cosh(x)),
  /*#__PURE__*/ rule('hypot(−x, y) = hypot(x, y)', (x, y) => hypot(neg(x), y), (x, y) => hypot(x, y)),
  /*#__PURE__*/ rule('1 / (−x) = −(1 / x)', (x) => reciprocal(neg(x)), (x) => neg(reciprocal(x))),
  /*#__PURE__*/ rule('sin(−x) = −sin x', (x) => sin(neg(x)), (x) => neg(sin(x))),
  /*#__PURE__*/ rule('tan(−x) = −tan x', (x) => tan(neg(x)), (x) => neg(tan(x))),
  /*#__PURE__*/ rule('asin(−x) = −asin x', (x) => asin(neg(x)), (x) => neg(asin(x))),
  /*#__PURE__*/ rule('atan(−x) = −atan x', (x) => atan(neg(x)), (x) => neg(atan(x))),
  /*#__PURE__*/ rule('atan2(−y, x) = −atan2(y, x)', (y, x) => atan2(neg(y), x), (y, x) => neg(atan2(y, x))),
  /*#__PURE__*/ rule('sinh(−x) = −sinh x', (x) => sinh(neg(x)), (x) => neg(sinh(x))),
  /*#__PURE__*/ rule('tanh(−x) = −tanh x', (x) => tanh(neg(x)), (x) => neg(tanh(x))),
  // order
  /*#__PURE__*/ rule('max(x, x) = x', (x) => max(x, x), (x) => x),
  /*#__PURE__*/ rule('min(x, x) = x', (x) => min(x, x), (x) => x),
  /*#__PURE__*/ rule('max(−x, −y) = −min(x, y)', (x, y) => max(neg(x), neg(y)), (x, y) => neg(min(x, y))),
  /*#__PURE__*/ rule('min(−x, −y) = −max(x, y)', (x, y) => min(neg(x), neg(y)), (x, y) => neg(max(x, y))),
  /*#__PURE__*/ rule('x < x is false', (x) => lt(x, x), () => false),
  /*#__PURE__*/ rule('x > x is false', (x) => gt(x, x), () => false),
  /*#__PURE__*/ rule('x ≤ x is x = x', (x) => le(x, x), (x) => eq(x, x)),
  /*#__PURE__*/ rule('x ≥ x is x = x', (x) => ge(x, x), (x) => eq(x, x)),
  /*#__PURE__*/ rule('¬(x = y) is x ≠ y', (x, y) => not(eq(x, y)), (x, y) => ne(x, y)),
  /*#__PURE__*/ rule('¬(x ≠ y) is x = y', (x, y) => not(ne(x, y)), (x, y) => eq(x, y)),
  // choices
  /*#__PURE__*/ choice('where(m, x, x) = x', (m, x) => where(m, x, x), (_, x) => x),
  /*#__PURE__*/ choice('where(¬m, x, y) = where(m, y, x)', (m, x, y) => where(not(m), x, y), (m, x, y) => where(m, y, x)),
  /*#__PURE__*/ choice('where(m, where(m, x, y), z) = where(m, x, z)', (m, x, y, z) => where(m, where(m, x, y), z), (m, x, _, z) => where(m, x, z)),
  /*#__PURE__*/ choice('where(m, x, where(m, y, z)) = where(m, x, z)', (m, x, y, z) => where(m, x, where(m, y, z)), (m, x, _, z) => where(m, x, z)),
  /*#__PURE__*/ rule('where(true, x, y) = x', (x, y) => where(true, x, y), (x) => x),
  /*#__PURE__*/ rule('where(false, x, y) = y', (x, y) => where(false, x, y), (_, y) => y),
  /*#__PURE__*/ logic('¬¬m = m', (m) => not(not(m)), (m) => m),
  /*#__PURE__*/ logic('m ∧ m = m', (m) => and(m, m), (m) => m),
  /*#__PURE__*/ logic('m ∨ m = m', (m) => or(m, m), (m) => m),
  /*#__PURE__*/ logic('m ∧ true = m', (m) => and(m, true), (m) => m),
  /*#__PURE__*/ logic('m ∨ false = m', (m) => or(m, false), (m) => m),
  /*#__PURE__*/ logic('m ∧ false = false', (m) => and(m, false), () => false),
  /*#__PURE__*/ logic('m ∨ true = true', (m) => or(m, true), () => true),
  ...structure,
])

/** Laws of the real numbers, to add to the strict ones. @category rules */
export const real: ReadonlyArray<Rule> = /*#__PURE__*/ Object.freeze([
  // zero and one
  /*#__PURE__*/ rule('x + 0 = x', (x) => add(x, 0), (x) => x),
  /*#__PURE__*/ rule('0 − x = −x', (x) => sub(0, x), (x) => neg(x)),
  /*#__PURE__*/ rule('x · 0 = 0', (x) => mul(x, 0), () => 0),
  /*#__PURE__*/ rule('x · (−0) = 0', (x) => mul(x, -0), () => 0),
  /*#__PURE__*/ rule('0 / x = 0', (x) => div(0, x), () => 0),
  /*#__PURE__*/ rule('x − x = 0', (x) => sub(x, x), () => 0),
  /*#__PURE__*/ rule('x / x = 1', (x) => div(x, x), () => 1),
  // sums
  /*#__PURE__*/ rule('−(x − y) = y − x', (x, y) => neg(sub(x, y)), (x, y) => sub(y, x)),
  /*#__PURE__*/ rule('x + (y − x) = y', (x, y) => add(x, sub(y, x)), (_, y) => y),
  /*#__PURE__*/ rule('(x + y) − x = y', (x, y) => sub(add(x, y), x), (_, y) => y),
  /*#__PURE__*/ rule('x − (x − y) = y', (x, y) => sub(x, sub(x, y)), (_, y) => y),
  /*#__PURE__*/ rule('x − (x + y) = −y', (x, y) => sub(x, add(x, y)), (_, y) => neg(y)),
  /*#__PURE__*/ rule('(x − y) − x = −y', (x, y) => sub(sub(x, y), x), (_, y) => neg(y)),
  /*#__PURE__*/ collect(2, 'c + (d + x) = (c + d) + x', (c, d, x) => add(c, add(d, x)), (c, d, x) => add(add(c, d), x)),
  /*#__PURE__*/ collect(2, 'c + (d − x) = (c + d) − x', (c, d, x) => add(c, sub(d, x)), (c, d, x) => sub(add(c, d), x)),
  /*#__PURE__*/ collect(2, 'c + (x − d) = x + (c − d)', (c, d, x) => add(c, sub(x, d)), (c, d, x) => add(x, sub(c, d))),
  /*#__PURE__*/ collect(2, 'c − (d + x) = (c − d) − x', (c, d, x) => sub(c, add(d, x)), (c, d, x) => sub(sub(c, d), x)),
  /*#__PURE__*/ collect(2, 'c − (d − x) = (c − d) + x', (c, d, x) => sub(c, sub(d, x)), (c, d, x) => add(sub(c, d), x)),
  /*#__PURE__*/ collect(2, '(d + x) − c = x + (d − c)', (c, d, x) => sub(add(d, x), c), (c, d, x) => add(x, sub(d, c))),
  /*#__PURE__*/ collect(2, '(d − x) − c = (d − c) − x', (c, d, x) => sub(sub(d, x), c), (c, d, x) => sub(sub(d, c), x)),
  /*#__PURE__*/ collect(2, '(x − d) − c = x − (c + d)', (c, d, x) => sub(sub(x, d), c), (c, d, x) => sub(x, add(c, d))),
  // products
  /*#__PURE__*/ collect(2, 'c · (d · x) = (c · d) · x', (c, d, x) => mul(c, mul(d, x)), (c, d, x) => mul(mul(c, d), x)),
  /*#__PURE__*/ collect(2, 'c · (x / d) = (c / d) · x', (c, d, x) => mul(c, div(x, d)), (c, d, x) => mul(div(c, d), x)),
  /*#__PURE__*/ collect(2, '(c · x) / d = (c / d) · x', (c, d, x) => div(mul(c, x), d), (c, d, x) => mul(div(c, d), x)),
  /*#__PURE__*/ rule('x · (1 / y) = x / y', (x, y) => mul(x, reciprocal(y)), (x, y) => div(x, y)),
  /*#__PURE__*/ rule('x / (1 / y) = x · y', (x, y) => div(x, reciprocal(y)), (x, y) => mul(x, y)),
  /*#__PURE__*/ rule('1 / (1 / x) = x', (x) => reciprocal(reciprocal(x)), (x) => x),
  /*#__PURE__*/ rule('1 / (x / y) = y / x', (x, y) => reciprocal(div(x, y)), (x, y) => div(y, x)),
  /*#__PURE__*/ rule('x · (y / x) = y', (x, y) => mul(x, div(y, x)), (_, y) => y),
  /*#__PURE__*/ rule('(x · y) / x = y', (x, y) => div(mul(x, y), x), (_, y) => y),
  /*#__PURE__*/ rule('x² / x = x', (x) => div(square(x), x), (x) => x),
  /*#__PURE__*/ rule('x / x² = 1 / x', (x) => div(x, square(x)), (x) => reciprocal(x)),
  // common factors
  /*#__PURE__*/ collect(2, 'c · x + d · x = (c + d) · x', (c, d, x) => add(mul(c, x), mul(d, x)), (c, d, x) => mul(add(c, d), x)),
  /*#__PURE__*/ collect(2, 'c · x − d · x = (c − d) · x', (c, d, x) => sub(mul(c, x), mul(d, x)), (c, d, x) => mul(sub(c, d), x)),
  /*#__PURE__*/ collect(1, 'x + c · x = (1 + c) · x', (c, x) => add(x, mul(c, x)), (c, x) => mul(add(1, c), x)),
  /*#__PURE__*/ collect(1, 'x − c · x = (1 − c) · x', (c, x) => sub(x, mul(c, x)), (c, x) => mul(sub(1, c), x)),
  /*#__PURE__*/ collect(1, 'c · x − x = (c − 1) · x', (c, x) => sub(mul(c, x), x), (c, x) => mul(sub(c, 1), x)),
  /*#__PURE__*/ rule('x · y + x · z = x · (y + z)', (x, y, z) => add(mul(x, y), mul(x, z)), (x, y, z) => mul(x, add(y, z))),
  /*#__PURE__*/ rule('x · y − x · z = x · (y − z)', (x, y, z) => sub(mul(x, y), mul(x, z)), (x, y, z) => mul(x, sub(y, z))),
  /*#__PURE__*/ rule('x / z + y / z = (x + y) / z', (x, y, z) => add(div(x, z), div(y, z)), (x, y, z) => div(add(x, y), z)),
  /*#__PURE__*/ rule('x / z − y / z = (x − y) / z', (x, y, z) => sub(div(x, z), div(y, z)), (x, y, z) => div(sub(x, y), z)),
  // powers, exponentials, circles
  /*#__PURE__*/ rule('x¹ = x', (x) => pow(x, 1), (x) => x),
  /*#__PURE__*/ rule('x^2 = x²', (x) => pow(x, 2), (x) => square(x)),
  /*#__PURE__*/ rule('x⁻¹ = 1 / x', (x) => pow(x, -1), (x) => reciprocal(x)),
  /*#__PURE__*/ rule('x^½ = √x', (x) => pow(x, 0.5), (x) => sqrt(x)),
  /*#__PURE__*/ rule('√(x²) = |x|', (x) => sqrt(square(x)), (x) => abs(x)),
  /*#__PURE__*/ rule('(√x)² = x', (x) => square(sqrt(x)), (x) => x),
  /*#__PURE__*/ rule('x / √x = √x', (x) => div(x, sqrt(x)), (x) => sqrt(x)),
  /*#__PURE__*/ rule('e^(log x) = x', (x) => exp(log(x)), (x) => x),
  /*#__PURE__*/ rule('log(eˣ) = x', (x) => log(exp(x)), (x) => x),
  /*#__PURE__*/ rule('eˣ · eʸ = e^(x + y)', (x, y) => mul(exp(x), exp(y)), (x, y) => exp(add(x, y))),
  /*#__PURE__*/ rule('eˣ / eʸ = e^(x − y)', (x, y) => div(exp(x), exp(y)), (x, y) => exp(sub(x, y))),
  /*#__PURE__*/ rule('1 / eˣ = e⁻ˣ', (x) => reciprocal(exp(x)), (x) => exp(neg(x))),
  /*#__PURE__*/ rule('eˣ − 1 = expm1 x', (x) => sub(exp(x), 1), (x) => expm1(x)),
  /*#__PURE__*/ rule('1 / (1 + e⁻ˣ) = sigmoid x', (x) => reciprocal(add(1, exp(neg(x)))), (x) => sigmoid(x)),
  /*#__PURE__*/ rule('log(1 + eˣ) = softplus x', (x) => log(add(1, exp(x))), (x) => softplus(x)),
  /*#__PURE__*/ rule('log(1 + x) = log1p x', (x) => log(add(1, x)), (x) => log1p(x)),
  /*#__PURE__*/ rule('sin²x + cos²x = 1', (x) => add(square(sin(x)), square(cos(x))), () => 1),
  /*#__PURE__*/ rule('cosh²x − sinh²x = 1', (x) => sub(square(cosh(x)), square(sinh(x))), () => 1),
  /*#__PURE__*/ rule('sin x / cos x = tan x', (x) => div(sin(x), cos(x)), (x) => tan(x)),
  /*#__PURE__*/ rule('sinh x / cosh x = tanh x', (x) => div(sinh(x), cosh(x)), (x) => tanh(x)),
])
