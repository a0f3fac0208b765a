/**
 * The laws of the simplifier, each beside its algebra. They read from left to right and never make a program larger.
 * Rule sets are lists and add up: `[...strict, ...real]`.
 *
 * `strict` laws hold bit for bit in IEEE 754, for NaN, ±∞ and −0 too (of a NaN only that it is one
 * counts). So 0 − x = −x is not among them (0 − 0 is 0, −0 is not), nor x · 0 = 0. They stand with the operations they are
 * about, and are collected here for who wants them as a list.
 * `real` laws hold for real numbers wherever both sides are finite, up to rounding.
 */
import { add, mul } from '../basis/arithmetic.ts'
import { broadcasting } from '../basis/broadcast.ts'
import { choices } from '../basis/choice.ts'
import { abs, arithmetic, div, neg, reciprocal, sqrt, square, sub } from '../primitive/arithmetic.ts'
import { exp, expm1, exponential, log, log1p } from '../primitive/exponential.ts'
import { cosh, hyperbolic, sinh } from '../primitive/hyperbolic.ts'
import { logistics, sigmoid, softplus, tanh } from '../primitive/logistic.ts'
import { joining } from '../primitive/join.ts'
import { pow, power } from '../primitive/power.ts'
import { shaping } from '../primitive/shape.ts'
import { cos, sin, tan, trigonometric } from '../primitive/trigonometric.ts'
import type { Primitive } from '../program/model.ts'
import { arithmeticLaws } from './arithmetic.ts'
import { factors } from './factor.ts'
import { collect, type Rule, rule } from './rule.ts'

const carriers = (): ReadonlyArray<Primitive> => [arithmetic, exponential, trigonometric, hyperbolic, power, logistics, choices, broadcasting, shaping, joining].flat()

const carried = (): ReadonlyArray<Rule> => carriers().flatMap(({ laws }) => laws?.() ?? [])

const collected = (): ReadonlyArray<Rule> => Object.freeze([...arithmeticLaws, ...carried()])

/** Laws that hold bit for bit. @category rules */
export const strict: ReadonlyArray<Rule> = /*#__PURE__*/ collected()

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
  ...factors,
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
