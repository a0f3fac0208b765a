/**
 * Forms of the compositions that models are made of: activations, losses, log densities.
 */
import * as w from '../../src/index.ts'
import type { Expr } from '../../src/program/model.ts'
import { phantom } from '../../src/type/phantom.ts'
import { any, between, fixed, type Form, gives, positive, refused, smooth, whole } from './form.ts'

const pointwise = (f: (x: Expr) => unknown): ReadonlyArray<Form> => [
  smooth(f, between(-3, 3, 2, 3)),
  smooth(f, any()),
  smooth(f, any(1)),
  gives('f64[0,2] ', f, any(0, 2)),
]

/** With a corner at 0. */
const bent = (f: (x: Expr) => unknown): ReadonlyArray<Form> => [
  smooth(f, between(0.2, 3, 2, 3)),
  smooth(f, between(-3, -0.2, 2, 3)),
  smooth(f, between(-2, -1)),
  smooth(f, between(-2, -1, 1)),
  gives('f64[0,2] ', f, any(0, 2)),
]

const alongAxis = (name: string, f: (x: Expr, axis?: number) => unknown, ofOne: string): ReadonlyArray<Form> => [
  smooth((x: Expr) => f(x), any(2, 3)),
  smooth((x: Expr) => f(x, 0), any(2, 3)),
  gives('f64[2,0] ', (x: Expr) => f(x), any(2, 0)),
  gives(`f64[1] ${ofOne}`, (x: Expr) => f(x), fixed([1], 0.5)),
  refused(`${name}: shapes [2] have no axis 1; axes run from -1 to 0`, (x: Expr) => f(x, 1), any(2)),
]

const loss = (f: (x: Expr, y: Expr) => unknown, from: number, to: number, ofNothing: string): ReadonlyArray<Form> => [
  smooth(f, between(from, to, 2, 3), between(from, to, 2, 3)),
  smooth(f, between(from, to, 2, 3), between(from, to, 3)),
  smooth(f, between(from, to, 1), between(from, to, 1)),
  gives(`number ${ofNothing}`, f, any(0), any(0)),
  refused('do not broadcast', f, any(2), any(3)),
]

const density = (f: (...xs: ReadonlyArray<Expr>) => unknown, ...bounds: ReadonlyArray<readonly [number, number]>): ReadonlyArray<Form> => {
  const use = (...xs: ReadonlyArray<Expr>): unknown => f(...xs)
  return [
    smooth(use, ...bounds.map(([from, to]) => between(from, to, 2))),
    smooth(use, ...bounds.map(([from, to], i) => (i === 0 ? between(from, to, 3, 1) : between(from, to)))),
    smooth(use, ...bounds.map(([from, to]) => between(from, to, 1))),
    gives('f64[0] ', use, ...bounds.map(([from, to], i) => (i === 0 ? any(0) : between(from, to, 1)))),
  ]
}

export const modelForms: Readonly<Record<string, ReadonlyArray<Form>>> = {
  gelu: pointwise((x) => w.gelu(x)),
  silu: pointwise((x) => w.silu(x)),
  elu: bent((x) => w.elu(x, 0.5)),
  leakyRelu: bent((x) => w.leakyRelu(x, 0.1)),
  softmax: alongAxis('softmax', (x, axis) => w.softmax(x, axis), '1'),
  logSoftmax: alongAxis('logSoftmax', (x, axis) => w.logSoftmax(x, axis), '0'),
  attention: [
    smooth((q: Expr, k: Expr, v: Expr) => w.attention(q, k, v), any(2, 3), any(4, 3), any(4, 2)),
    smooth((q: Expr, k: Expr, v: Expr) => w.attention(q, k, v), any(2, 2, 1), any(2, 1, 1), any(2, 1, 2)),
    smooth(
      (q: Expr, k: Expr, v: Expr) =>
        w.attention(q, k, v, {
          mask: w.tensor([
            [true, false],
            [false, false],
          ]),
        }),
      any(2, 2),
      any(2, 2),
      any(2, 1),
    ),
    smooth((q: Expr, k: Expr, v: Expr) => w.attention(q, k, v, { causal: true }), any(2, 3, 2), any(3, 2), any(3, 1)),
    gives('f64[2,1] 0 0', (q: Expr, k: Expr, v: Expr) => w.attention(q, k, v, { causal: true }), any(2, 3), any(0, 3), any(0, 1)),
    gives('f64[0,2] ', (q: Expr, k: Expr, v: Expr) => w.attention(q, k, v), any(0, 3), any(2, 3), any(2, 2)),
    gives('f64[1,1] 0.5', (q: Expr, k: Expr, v: Expr) => w.attention(q, k, v), any(1, 1), any(1, 1), fixed([1, 1], 0.5)),
    refused('shapes', (q: Expr, k: Expr, v: Expr) => w.attention(q, k, v), any(2, 3), any(4, 2), any(4, 2)),
  ],
  mse: loss((x, y) => w.mse(x, y), -2, 2, 'NaN'),
  l2: [smooth((x: Expr) => w.l2(x), any(2, 3)), gives('number 0', (x: Expr) => w.l2(x), any(0)), gives('number 0.125', (x: Expr) => w.l2(x), fixed([1], 0.5))],
  huber: loss((x, y) => w.huber(x, y, 4), -1.5, 1.5, 'NaN'),
  bceWithLogits: loss((x, y) => w.bceWithLogits(x, y), -2, 2, 'NaN'),
  klDivergence: loss((x, y) => w.klDivergence(x, y), 0.2, 1, '0'),
  crossEntropy: [
    smooth((x: Expr, y: Expr) => w.crossEntropy(x, y), any(2, 3), between(0.1, 1, 2, 3)),
    smooth((x: Expr, y: Expr) => w.crossEntropy(x, w.toInt(y)), any(3, 2), whole([3], 1, 0, 1)),
    gives('number 0', (x: Expr, y: Expr) => w.abs(w.crossEntropy(x, y)), any(1, 1), fixed([1, 1], 1)),
    gives('number NaN', (x: Expr, y: Expr) => w.crossEntropy(x, y), any(0, 2), any(0, 2)),
    refused('shapes', (x: Expr, y: Expr) => w.crossEntropy(x, y), any(2, 3), any(2, 2)),
  ],

  // densities
  normalLogDensity: density((x, m, s) => w.normalLogDensity(part(x), part(m), part(s)), [-2, 2], [-1, 1], [0.5, 2]),
  bernoulliLogDensity: density((x, z) => w.bernoulliLogDensity(part(x), part(z)), [0, 1], [-2, 2]),
  poissonLogDensity: density((x, r) => w.poissonLogDensity(part(x), part(r)), [0.3, 5], [0.3, 4]),
  gammaLogDensity: density((x, a, b) => w.gammaLogDensity(part(x), part(a), part(b)), [0.3, 4], [0.5, 3], [0.5, 3]),
  betaLogDensity: density((x, a, b) => w.betaLogDensity(part(x), part(a), part(b)), [0.1, 0.9], [0.5, 3], [0.5, 3]),
  studentTLogDensity: density((x, n) => w.studentTLogDensity(part(x), part(n)), [-3, 3], [1, 9]),
  categoricalLogDensity: [
    smooth((x: Expr, z: Expr) => w.categoricalLogDensity(w.toInt(x), z), whole([2], 2, 0), any(2, 3)),
    smooth((x: Expr, z: Expr) => w.categoricalLogDensity(w.toInt(x), z), whole([1], 0), any(1)),
    gives('f64[0] ', (x: Expr, z: Expr) => w.categoricalLogDensity(w.toInt(x), z), any(0), any(0, 3)),
  ],
  multivariateNormalLogDensity: [
    smooth((x: Expr, m: Expr, c: Expr) => w.multivariateNormalLogDensity(x, m, c), any(2), any(2), positive(2, 2)),
    smooth((x: Expr, m: Expr, c: Expr) => w.multivariateNormalLogDensity(x, m, c), any(3, 2), any(2), positive(2, 2)),
    smooth((x: Expr, m: Expr, c: Expr) => w.multivariateNormalLogDensity(x, m, c), any(3, 2), any(), positive(2, 2)),
    smooth((x: Expr, m: Expr, c: Expr) => w.multivariateNormalLogDensity(x, m, c), any(1), any(1), positive(1, 1)),
    gives('f64[0] ', (x: Expr, m: Expr, c: Expr) => w.multivariateNormalLogDensity(x, m, c), any(0, 2), any(2), positive(2, 2)),
    gives('number 0', (x: Expr, m: Expr, c: Expr) => w.abs(w.multivariateNormalLogDensity(x, m, c)), any(0), any(0), any(0, 0)),
    refused('multivariateNormalLogDensity', (x: Expr, m: Expr, c: Expr) => w.multivariateNormalLogDensity(x, m, c), any(3), any(2), positive(2, 2)),
  ],
}

const part = (x: Expr | undefined): Expr => phantom(x)
