/**
 * The derivatives of elementary functions as a calculus book lists them: d(u · v) = u dv + v du, and
 * so on. The table stands by itself: it names primitives but reads nothing from them, so that it can
 * serve as an oracle for their own rules. Where a function has no derivative it promises nothing.
 */
import { add, mul } from '../basis/arithmetic.ts'
import { where } from '../basis/choice.ts'
import { gt } from '../basis/comparison.ts'
import { abs, div, neg, sqrt, square, sub } from '../primitive/arithmetic.ts'
import { exp, log } from '../primitive/exponential.ts'
import { cosh, sinh } from '../primitive/hyperbolic.ts'
import { pow } from '../primitive/power.ts'
import { besselJ, besselJ0, besselJ1, sinc } from '../primitive/special-bessel.ts'
import { beta, digamma, gamma, polygamma } from '../primitive/special-gamma.ts'
import { lambertW } from '../primitive/special.ts'
import { cos, sin } from '../primitive/trigonometric.ts'
import type { Mask, Scalar } from '../program/model.ts'
import { farSquare, farScale } from '../special/normal.ts'

/** An expression u of the variable, with du. */
export interface Function {
  readonly u: Scalar
  readonly du: Scalar
  /** Whether the variable occurs in it; where not it is a constant to the book. */
  readonly varies: boolean
}

/** What a chapter of the book says of one operation: one derivative per result. */
export type Rule =
  | { readonly _tag: 'Unary'; readonly d: (u: Scalar, du: Scalar) => ReadonlyArray<Scalar> }
  | { readonly _tag: 'Binary'; readonly d: (u: Function, v: Function) => Scalar }
  /** A family of functions numbered by the parameter `n`. */
  | { readonly _tag: 'Ordered'; readonly d: (n: number, u: Scalar, du: Scalar) => Scalar }
  | { readonly _tag: 'Choice'; readonly d: (mask: Mask<[]>, du: Scalar, dv: Scalar) => Scalar }
  | { readonly _tag: 'Constant' }

const unary = (d: (u: Scalar, du: Scalar) => Scalar): Rule => ({ _tag: 'Unary', d: (u, du) => [d(u, du)] })
const pair = (d: (u: Scalar, du: Scalar) => readonly [Scalar, Scalar]): Rule => ({ _tag: 'Unary', d })
const binary = (d: (u: Scalar, du: Scalar, v: Scalar, dv: Scalar) => Scalar): Rule => ({ _tag: 'Binary', d: (u, v) => d(u.u, u.du, v.u, v.du) })

const ordered = (d: (n: number, u: Scalar, du: Scalar) => Scalar): Rule => ({ _tag: 'Ordered', d })

const constant: Rule = { _tag: 'Constant' }

/** d uᵛ: the power rule for a constant exponent, the exponential rule for a constant base, else both. */
const power: Rule = {
  _tag: 'Binary',
  d: ({ u, du, varies }, { u: v, du: dv, varies: exponentVaries }) => {
    const byBase = (): Scalar => mul(mul(v, pow(u, sub(v, 1))), du)
    const byExponent = (): Scalar => mul(mul(pow(u, v), log(u)), dv)
    if (!exponentVaries) return byBase()
    return varies ? add(byBase(), byExponent()) : byExponent()
  },
}

/** The table, by the name of the primitive. */
export const calculus: { readonly [primitive: string]: Rule } = {
  // arithmetic
  add: binary((_, du, __, dv) => add(du, dv)),
  sub: binary((_, du, __, dv) => sub(du, dv)),
  mul: binary((u, du, v, dv) => add(mul(u, dv), mul(v, du))),
  div: binary((u, du, v, dv) => div(sub(mul(v, du), mul(u, dv)), square(v))),
  neg: unary((_, du) => neg(du)),
  reciprocal: unary((u, du) => neg(div(du, square(u)))),
  abs: unary((u, du) => mul(div(u, abs(u)), du)),
  max: binary((u, du, v, dv) => where(gt(u, v), du, dv)),
  min: binary((u, du, v, dv) => where(gt(u, v), dv, du)),
  relu: unary((u, du) => where(gt(u, 0), du, 0)),
  // powers and roots
  square: unary((u, du) => mul(mul(2, u), du)),
  pow: power,
  powByBase: binary((u, du, v, dv) => add(mul(mul(mul(v, sub(v, 1)), pow(u, sub(v, 2))), du), mul(mul(pow(u, sub(v, 1)), add(1, mul(v, log(u)))), dv))),
  powByExponent: binary((u, du, v, dv) => add(mul(mul(pow(u, sub(v, 1)), add(1, mul(v, log(u)))), du), mul(mul(pow(u, v), square(log(u))), dv))),
  sqrt: unary((u, du) => div(du, mul(2, sqrt(u)))),
  rsqrt: unary((u, du) => neg(div(du, mul(2, pow(u, 1.5))))),
  cbrt: unary((u, du) => div(du, mul(3, pow(square(u), 1 / 3)))),
  hypot: binary((u, du, v, dv) => div(add(mul(u, du), mul(v, dv)), sqrt(add(square(u), square(v))))),
  direction: binary((u, du, v, dv) => div(mul(v, sub(mul(v, du), mul(u, dv))), pow(add(square(u), square(v)), 1.5))),
  oneLessSquare: unary((u, du) => neg(mul(mul(2, u), du))),
  // exponentials and logarithms
  exp: unary((u, du) => mul(exp(u), du)),
  expm1: unary((u, du) => mul(exp(u), du)),
  exp2: unary((u, du) => mul(mul(pow(2, u), Math.LN2), du)),
  log: unary((u, du) => div(du, u)),
  log1p: unary((u, du) => div(du, add(1, u))),
  log2: unary((u, du) => div(du, mul(u, Math.LN2))),
  log10: unary((u, du) => div(du, mul(u, Math.LN10))),
  sigmoid: unary((u, du) => mul(div(exp(neg(u)), square(add(1, exp(neg(u))))), du)),
  softplus: unary((u, du) => div(du, add(1, exp(neg(u))))),
  logaddexp: binary((u, du, v, dv) => div(add(mul(exp(u), du), mul(exp(v), dv)), add(exp(u), exp(v)))),
  xlogy: binary((u, du, v, dv) => add(mul(log(v), du), mul(u, div(dv, v)))),
  // circular functions
  sin: unary((u, du) => mul(cos(u), du)),
  cos: unary((u, du) => mul(neg(sin(u)), du)),
  sincos: pair((u, du) => [mul(cos(u), du), mul(neg(sin(u)), du)]),
  tan: unary((u, du) => div(du, square(cos(u)))),
  asin: unary((u, du) => div(du, sqrt(sub(1, square(u))))),
  acos: unary((u, du) => neg(div(du, sqrt(sub(1, square(u)))))),
  atan: unary((u, du) => div(du, add(1, square(u)))),
  atan2: binary((u, du, v, dv) => div(sub(mul(v, du), mul(u, dv)), add(square(u), square(v)))),
  // hyperbolic functions
  sinh: unary((u, du) => mul(cosh(u), du)),
  cosh: unary((u, du) => mul(sinh(u), du)),
  tanh: unary((u, du) => div(du, square(cosh(u)))),
  sechSquared: unary((u, du) => neg(mul(div(mul(2, sinh(u)), mul(cosh(u), square(cosh(u)))), du))),
  asinh: unary((u, du) => div(du, sqrt(add(square(u), 1)))),
  acosh: unary((u, du) => div(du, sqrt(sub(square(u), 1)))),
  atanh: unary((u, du) => div(du, sub(1, square(u)))),
  // special functions
  erf: unary((u, du) => mul(mul(2 / Math.sqrt(Math.PI), exp(neg(square(u)))), du)),
  erfc: unary((u, du) => neg(mul(mul(2 / Math.sqrt(Math.PI), exp(neg(square(u)))), du))),
  scaledNormalCdf: unary((u, du) =>
    mul(mul(where(gt(square(u), farSquare), farScale / Math.sqrt(2 * Math.PI), 1 / Math.sqrt(2 * Math.PI)), exp(mul(-0.5, square(u)))), du),
  ),
  gamma: unary((u, du) => mul(mul(gamma(u), digamma(u)), du)),
  lgamma: unary((u, du) => mul(digamma(u), du)),
  digamma: unary((u, du) => mul(polygamma(1, u), du)),
  polygamma: ordered((n, u, du) => mul(polygamma(n + 1, u), du)),
  beta: binary((u, du, v, dv) => mul(beta(u, v), sub(add(mul(digamma(u), du), mul(digamma(v), dv)), mul(digamma(add(u, v)), add(du, dv))))),
  besselJ0: unary((u, du) => neg(mul(besselJ1(u), du))),
  besselJ1: unary((u, du) => mul(sub(besselJ0(u), div(besselJ1(u), u)), du)),
  besselJ: ordered((n, u, du) => mul(sub(besselJ(n - 1, u), mul(n, div(besselJ(n, u), u))), du)),
  sinc: unary((u, du) => mul(div(sub(cos(mul(Math.PI, u)), sinc(u)), u), du)),
  lambertW: unary((u, du) => mul(div(lambertW(u), mul(u, add(1, lambertW(u)))), du)),
  // choices, and what is constant between its steps
  where: { _tag: 'Choice', d: (mask, du, dv) => where(mask, du, dv) },
  lt: constant,
  le: constant,
  gt: constant,
  ge: constant,
  eq: constant,
  ne: constant,
  and: constant,
  or: constant,
  not: constant,
  toFloat: constant,
  toInt: constant,
  sign: constant,
  floor: constant,
  ceil: constant,
  round: constant,
  trunc: constant,
  stopGradient: constant,
}
