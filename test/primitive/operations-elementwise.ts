/**
 * Forms of the elementwise operations: on one shape, broadcast both ways, with a scalar, and of sizes 0 and 1.
 */
import * as w from '../../src/index.ts'
import type { Expr } from '../../src/program/model.ts'
import { any, between, fixed, type Form, gives, refused, smooth, whole, within } from './form.ts'

type Unary = (x: Expr) => unknown
type Binary = (x: Expr, y: Expr) => unknown
type Bounds = readonly [from: number, to: number]

const unary = (f: Unary, from: number, to: number): ReadonlyArray<Form> => [
  smooth(f, between(from, to, 2, 2)),
  smooth(f, between(from, to)),
  smooth(f, between(from, to, 1)),
  gives('f64[2,0] ', f, any(2, 0)),
]

const binary = (f: Binary, [from, to]: Bounds, [low, high]: Bounds): ReadonlyArray<Form> => [
  smooth(f, between(from, to, 2, 2), between(low, high, 2, 2)),
  smooth(f, between(from, to, 3, 1), between(low, high, 1, 2)),
  smooth(f, between(from, to), between(low, high, 2)),
  smooth(f, between(from, to, 1), between(low, high)),
  gives('f64[0,2] ', f, any(0, 1), any(1, 2)),
  gives('f64[0] ', f, any(0), any()),
  refused('do not broadcast', f, any(2), any(3)),
]

/** Operations whose results have no tangent, in a form that has one. */
const still = (f: Binary): ReadonlyArray<Form> => [
  smooth(f, any(2, 2), any(2, 2)),
  smooth(f, any(3, 1), any(2)),
  smooth(f, any(), any(1)),
  gives('f64[0] ', f, any(0), any(1)),
  refused('do not broadcast', f, any(2), any(3)),
]

const comparing = (compare: (x: Expr, y: Expr) => w.Mask): ReadonlyArray<Form> => still((x, y) => w.mul(w.toFloat(compare(x, y)), w.add(w.sin(x), y)))

const bitwise = (operate: (x: w.IntExpr, y: w.IntExpr) => w.IntExpr): ReadonlyArray<Form> => {
  const f: Binary = (x, y) => w.mul(w.toFloat(operate(w.toInt(x), w.toInt(y))), w.square(x))
  return [
    smooth(f, whole([2, 2], 5, 12, 7, 9), whole([2], 3, 1)),
    smooth(f, whole([1], 6), whole([], 2)),
    gives('f64[0] ', f, any(0), any(1)),
    refused('do not broadcast', f, any(2), any(3)),
  ]
}

const positive: Bounds = [0.4, 3]
const line: Bounds = [-3, 3]

export const elementwiseForms: Readonly<Record<string, ReadonlyArray<Form>>> = {
  neg: unary((x) => w.neg(x), ...line),
  abs: [...unary((x) => w.abs(x), 0.2, 3), smooth((x: Expr) => w.abs(x), between(-3, -0.2, 3))],
  reciprocal: unary((x) => w.reciprocal(x), ...positive),
  sqrt: unary((x) => w.sqrt(x), ...positive),
  square: unary((x) => w.square(x), ...line),
  exp: unary((x) => w.exp(x), ...line),
  expm1: unary((x) => w.expm1(x), ...line),
  exp2: unary((x) => w.exp2(x), ...line),
  log: unary((x) => w.log(x), ...positive),
  log1p: unary((x) => w.log1p(x), -0.6, 3),
  log2: unary((x) => w.log2(x), ...positive),
  log10: unary((x) => w.log10(x), ...positive),
  sigmoid: unary((x) => w.sigmoid(x), ...line),
  softplus: unary((x) => w.softplus(x), ...line),
  cbrt: unary((x) => w.cbrt(x), ...positive),
  rsqrt: unary((x) => w.rsqrt(x), ...positive),
  sin: unary((x) => w.sin(x), ...line),
  cos: unary((x) => w.cos(x), ...line),
  sincos: [
    smooth((x: Expr) => [...w.sincos(x)], between(-3, 3, 2, 2)),
    smooth((x: Expr) => [...w.sincos(x)], any(1)),
    gives('f64[0] ', (x: Expr) => w.sincos(x)[0], any(0)),
  ],
  tan: unary((x) => w.tan(x), -1.2, 1.2),
  asin: unary((x) => w.asin(x), -0.8, 0.8),
  acos: unary((x) => w.acos(x), -0.8, 0.8),
  atan: unary((x) => w.atan(x), ...line),
  sinh: unary((x) => w.sinh(x), ...line),
  cosh: unary((x) => w.cosh(x), ...line),
  tanh: unary((x) => w.tanh(x), ...line),
  asinh: unary((x) => w.asinh(x), ...line),
  acosh: unary((x) => w.acosh(x), 1.3, 4),
  atanh: unary((x) => w.atanh(x), -0.8, 0.8),
  erf: unary((x) => w.erf(x), ...line),
  erfc: unary((x) => w.erfc(x), ...line),
  lambertW: unary((x) => w.lambertW(x), -0.1, 4),
  besselJ0: unary((x) => w.besselJ0(x), -6, 6),
  besselJ1: unary((x) => w.besselJ1(x), -6, 6),
  besselJ: [0, 2, 3].flatMap((n) => unary((x) => w.besselJ(n, x), -6, 6)),
  sinc: unary((x) => w.sinc(x), 0.3, 3),
  gamma: unary((x) => w.gamma(x), 0.6, 4),
  lgamma: unary((x) => w.lgamma(x), 0.6, 6),
  digamma: unary((x) => w.digamma(x), 0.6, 6),
  polygamma: [1, 3].flatMap((n) => unary((x) => w.polygamma(n, x), 0.8, 6)),
  relu: [...unary((x) => w.relu(x), 0.2, 3), smooth((x: Expr) => w.relu(x), between(-3, -0.2, 3))],
  clip: [
    smooth((x: Expr) => w.clip(x, -0.5, 0.5), fixed([2, 3], -2, -0.7, -0.3, 0.2, 0.7, 3)),
    smooth((x: Expr) => w.clip(x, -0.5, 0.5), fixed([1], 0.1)),
    gives('f64[0] ', (x: Expr) => w.clip(x, -0.5, 0.5), any(0)),
  ],
  sign: [...unary((x) => w.mul(w.sign(x), w.square(x)), 0.3, 3), smooth((x: Expr) => w.sign(x), between(-3, -0.3, 2))],
  floor: [smooth((x: Expr) => w.mul(w.floor(x), x), whole([2, 2], 0, -2, 3, 1)), ...unary((x) => w.floor(x), 0.2, 0.8)],
  ceil: [smooth((x: Expr) => w.mul(w.ceil(x), x), whole([2, 2], 0, -2, 3, 1)), ...unary((x) => w.ceil(x), 0.2, 0.8)],
  round: [smooth((x: Expr) => w.mul(w.round(x), x), fixed([4], 0.2, -1.7, 2.2, 5.1)), ...unary((x) => w.round(x), 0.1, 0.4)],
  trunc: [...unary((x) => w.trunc(x), 0.2, 0.8), smooth((x: Expr) => w.mul(w.trunc(x), x), fixed([2, 2], 1.5, -2.4, -0.5, 7.3))],
  floorDivide: [
    ...binary((x, y) => w.floorDivide(x, y), [2.2, 2.6], [0.8, 0.9]),
    smooth((x: Expr, y: Expr) => w.mul(w.floorDivide(x, y), w.mul(x, y)), fixed([3], 7.5, -7.5, 2.5), fixed([3], 2, 2, -2)),
  ],
  mod: [
    ...binary((x, y) => w.mod(x, y), [2.2, 2.6], [0.8, 0.9]),
    smooth((x: Expr, y: Expr) => w.square(w.mod(x, y)), fixed([3], 7.5, -7.5, 2.5), fixed([3], 2, 2, -2)),
  ],
  logit: [...unary((x) => w.logit(x), 0.3, 0.7), ...unary((x) => w.logit(x), 0.1, 0.2), smooth((x: Expr) => w.logit(x), between(0.8, 0.9, 3))],
  allclose: [
    smooth((x: Expr, y: Expr) => w.mul(w.toFloat(w.allclose(x, y)), w.add(w.sin(x), y)), any(2, 2), any(2)),
    smooth((x: Expr, y: Expr) => w.mul(w.toFloat(w.allclose(x, y, { atol: 9 })), w.mul(x, y)), any(), any(1)),
    gives('number 1', (x: Expr, y: Expr) => w.toFloat(w.allclose(x, y)), any(0), any(1)),
    refused('allclose: shapes [2] and [3] do not broadcast', (x: Expr, y: Expr) => w.allclose(x, y), any(2), any(3)),
  ],
  polyval: [
    smooth((c: Expr, x: Expr) => w.polyval(c, x), any(4), between(-2, 2, 2, 3)),
    smooth((c: Expr, x: Expr) => w.sin(w.polyval(c, x)), any(1), between(-2, 2, 2)),
    smooth((c: Expr, x: Expr) => w.polyval(c, x), any(3), between(-2, 2)),
    gives('f64[2] 0 0', (c: Expr, x: Expr) => w.polyval(c, x), any(0), any(2)),
    gives('f64[0] ', (c: Expr, x: Expr) => w.polyval(c, x), any(3), any(0)),
    refused('polyval: shapes [2,2] are not those of a vector of coefficients', (c: Expr, x: Expr) => w.polyval(c, x), any(2, 2), any(2)),
  ],
  add: [...binary((x, y) => w.add(x, y), line, line), smooth((x: Expr, y: Expr, z: Expr) => w.add([x, y, z]), any(2, 1), any(3), any())],
  mul: [
    ...binary((x, y) => w.mul(x, y), line, line),
    smooth((x: Expr, y: Expr, z: Expr) => w.mul([x, y, z]), any(2, 1), any(3), any()),
    smooth((x: Expr) => w.mul(x, x), any(2)),
  ],
  sub: binary((x, y) => w.sub(x, y), line, line),
  div: binary((x, y) => w.div(x, y), line, positive),
  pow: [...binary((x, y) => w.pow(x, y), positive, [-2, 2]), smooth((x: Expr) => w.pow(x, 3), between(-2, 2, 3))],
  hypot: binary((x, y) => w.hypot(x, y), positive, line),
  atan2: binary((x, y) => w.atan2(x, y), positive, line),
  beta: binary((x, y) => w.beta(x, y), [0.6, 4], [0.6, 4]),
  logaddexp: binary((x, y) => w.logaddexp(x, y), line, line),
  xlogy: binary((x, y) => w.xlogy(x, y), positive, positive),
  normalCdf: unary((x) => w.normalCdf(x), ...line),
  isNaN: unary((x) => w.where(w.isNaN(w.sqrt(x)), w.sin(x), w.sqrt(x)), 0.3, 3),
  isFinite: unary((x) => w.where(w.isFinite(w.reciprocal(x)), w.sin(x), 0), ...positive),
  max: [
    ...binary((x, y) => w.max(x, y), [0, 1], [1.3, 2]),
    smooth((x: Expr, y: Expr) => w.max(x, y), between(1.3, 2, 2, 2), between(0, 1, 2)),
    within(0.003, (x: Expr) => w.max(w.sin(x)), any(2, 3)),
    within(0.003, (x: Expr) => w.max(w.exp(x), { axes: -1 }), any(2, 3)),
    within(0.003, (x: Expr) => w.max(x, { axes: [0, 2], keepdims: true }), any(2, 3, 2)),
    gives('number -Infinity', (x: Expr) => w.max(x), any(0)),
    gives('f64[2] -Infinity -Infinity', (x: Expr) => w.max(x, { axes: 1 }), any(2, 0)),
    gives('f64[0] ', (x: Expr) => w.max(x, { axes: 1 }), any(0, 2)),
    gives('f64[1,1] 0.5', (x: Expr) => w.max(x, { axes: 0, keepdims: true }), fixed([1, 1], 0.5)),
    refused('max: shapes [2,2] have no axis 2; axes run from -2 to 1', (x: Expr) => w.max(x, { axes: 2 }), any(2, 2)),
    refused('max: shapes [2,2] were given axis 1 twice in axes [1, -1]', (x: Expr) => w.max(x, { axes: [1, -1] }), any(2, 2)),
  ],
  maximum: binary((x, y) => w.maximum(x, y), [0, 1], [1.3, 2]),
  minimum: binary((x, y) => w.minimum(x, y), [0, 1], [1.3, 2]),
  min: [
    ...binary((x, y) => w.min(x, y), [0, 1], [1.3, 2]),
    smooth((x: Expr, y: Expr) => w.min(x, y), between(1.3, 2, 2, 2), between(0, 1, 2)),
    within(0.003, (x: Expr) => w.min(w.sin(x)), any(2, 3)),
    within(0.003, (x: Expr) => w.min(w.exp(x), { axes: [-1] }), any(2, 3)),
    gives('number Infinity', (x: Expr) => w.min(x), any(0)),
    gives('f64[2] Infinity Infinity', (x: Expr) => w.min(x, { axes: 1 }), any(2, 0)),
    gives('number 0.5', (x: Expr) => w.min(x), fixed([1], 0.5)),
    refused('min: shapes [2,2] have no axis -3; axes run from -2 to 1', (x: Expr) => w.min(x, { axes: -3 }), any(2, 2)),
  ],
  lt: comparing((x, y) => w.lt(x, y)),
  le: comparing((x, y) => w.le(x, y)),
  gt: comparing((x, y) => w.gt(x, y)),
  ge: comparing((x, y) => w.ge(x, y)),
  eq: comparing((x, y) => w.eq(x, y)),
  ne: comparing((x, y) => w.ne(x, y)),
  and: comparing((x, y) => w.and(w.gt(x, 0), w.gt(y, 0))),
  or: comparing((x, y) => w.or(w.gt(x, 0), w.gt(y, 0))),
  not: still((x, y) => w.mul(w.toFloat(w.not(w.gt(x, y))), x)),
  toFloat: still((x, y) => w.add(w.toFloat(w.lt(x, y)), w.mul(x, y))),
  toInt: [
    smooth((x: Expr) => w.mul(w.toFloat(w.toInt(x)), x), whole([2, 2], 0, 2, 3, 1)),
    smooth((x: Expr) => w.toFloat(w.toInt(x)), whole([1], 3)),
    gives('f64[0] ', (x: Expr) => w.toFloat(w.toInt(x)), any(0)),
  ],
  bitAnd: bitwise((x, y) => w.bitAnd(x, y)),
  bitOr: bitwise((x, y) => w.bitOr(x, y)),
  bitXor: bitwise((x, y) => w.bitXor(x, y)),
  shiftLeft: bitwise((x, y) => w.shiftLeft(x, y)),
  shiftRight: bitwise((x, y) => w.shiftRight(x, y)),
  where: [
    smooth((x: Expr, y: Expr) => w.where(w.gt(x, y), w.sin(x), w.square(y)), any(2, 2), any(2, 2)),
    smooth((x: Expr, y: Expr) => w.where(w.gt(w.sum(x), 9), w.exp(x), y), any(2, 1), any(3)),
    smooth((x: Expr) => w.where(w.gt(x, 0), w.log(x), x), fixed([2, 2], 0.7, -0.4, -2, 3)),
    gives('f64[0] ', (x: Expr) => w.where(w.gt(x, 0), w.log(x), x), any(0)),
    gives('f64[1] 0.25', (x: Expr) => w.where(w.gt(x, 0), w.square(x), x), fixed([1], 0.5)),
    refused('do not broadcast', (x: Expr, y: Expr) => w.where(w.gt(x, 0), x, y), any(2), any(3)),
  ],
  stopGradient: [
    smooth((x: Expr) => w.mul(w.stopGradient(w.floor(x)), x), whole([2], 1, 2)),
    smooth((x: Expr) => w.stopGradient(w.floor(x)), whole([1], 3)),
    gives('f64[0] ', (x: Expr) => w.stopGradient(x), any(0)),
  ],
}
