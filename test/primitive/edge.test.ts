/**
 * Where elementwise functions end: the value and the derivatives to order 4 at zeros of either sign, infinities, NaN, poles
 * and the edges of domains, in both modes. Limits where there are any, else what the primitive declares. (Kinks and ties,
 * and first derivatives alone, are in elementwise.test.ts.)
 */
import { describe, expect, it } from 'vitest'
import { stretch } from '../../src/basis/broadcast.ts'
import type { Primitive } from '../../src/program/model.ts'
import { pointwise } from '../../src/program/operate.ts'
import { vocabulary } from '../../src/primitive/vocabulary.ts'
import { part } from '../share.ts'
import { derivativeOf, modes, type Order, type ScalarFunction } from './reference.ts'
import type { Table } from '../table.ts'

const { NaN: nan, POSITIVE_INFINITY: inf, MAX_VALUE: most } = Number
const named = (name: string): Primitive | undefined => vocabulary.find((primitive) => primitive.name === name)

const functionOf =
  (name: string, n?: number): ScalarFunction =>
  (...xs) => {
    const primitive = named(name)
    expect(primitive, name).toBeDefined()
    return primitive === undefined ? pointwise(named('add') ?? never(), stretch, xs) : pointwise(primitive, stretch, xs, n === undefined ? {} : { n })
  }

const never = (): never => {
  throw new Error('the vocabulary has no addition')
}

/** x, then the value and the derivatives to order 4. */
type Edge = readonly [x: number, ...derivatives: ReadonlyArray<number>]

/** Derivatives that vanish; that are all the same; that have alternating signs. */
const flat = (x: number, value: number): Edge => [x, value, 0, 0, 0, 0]
const gone = (x: number): Edge => [x, nan, nan, nan, nan, nan]
/** Each derivative ∞, with signs by order. */
const poles = (x: number, value: number, ...signs: ReadonlyArray<number>): Edge => [x, value, ...signs.map((sign) => sign * inf)]

const table: { readonly [name: string]: ReadonlyArray<Edge> } = {
  reciprocal: [poles(0, inf, -1, 1, -1, 1), poles(-0, -inf, -1, -1, -1, -1), flat(inf, 0), flat(-inf, 0), gone(nan)],
  square: [
    [0, 0, 0, 2, 0, 0],
    [inf, inf, inf, 2, 0, 0],
    [-inf, inf, -inf, 2, 0, 0],
    [nan, nan, nan, 2, 0, 0],
  ],
  sqrt: [poles(0, 0, 1, -1, 1, -1), poles(-0, 0, -1, 1, -1, 1), flat(inf, inf), gone(-1), gone(-inf), gone(nan)],
  rsqrt: [poles(0, inf, -1, 1, -1, 1), poles(-0, -inf, -1, -1, -1, -1), flat(inf, 0), gone(-1), gone(nan)],
  cbrt: [poles(0, 0, 1, -1, 1, -1), poles(-0, 0, 1, 1, 1, 1), flat(inf, inf), flat(-inf, -inf), gone(nan)],
  abs: [flat(0, 0), flat(-0, 0), [inf, inf, 1, 0, 0, 0], [-inf, inf, -1, 0, 0, 0], [nan, nan, nan, 0, 0, 0]],
  relu: [flat(0, 0), flat(-0, 0), [inf, inf, 1, 0, 0, 0], flat(-inf, 0), [nan, nan, nan, 0, 0, 0]],
  sign: [flat(0, 0), flat(inf, 1), flat(-inf, -1), flat(nan, nan)],
  floor: [flat(2, 2), flat(inf, inf), flat(nan, nan)],
  ceil: [flat(2, 2), flat(-inf, -inf), flat(nan, nan)],
  round: [flat(2.5, 2), flat(most, most), flat(inf, inf), flat(nan, nan)],
  exp: [poles(inf, inf, 1, 1, 1, 1), flat(-inf, 0), gone(nan)],
  expm1: [poles(inf, inf, 1, 1, 1, 1), flat(-inf, -1), gone(nan)],
  exp2: [poles(inf, inf, 1, 1, 1, 1), flat(-inf, 0), gone(nan)],
  log: [poles(0, -inf, 1, -1, 1, -1), poles(-0, -inf, -1, -1, -1, -1), flat(inf, inf), [-1, nan, -1, -1, -2, -6], gone(nan)],
  log2: [poles(0, -inf, 1, -1, 1, -1), poles(-0, -inf, -1, -1, -1, -1), flat(inf, inf), gone(nan)],
  log10: [poles(0, -inf, 1, -1, 1, -1), poles(-0, -inf, -1, -1, -1, -1), flat(inf, inf), gone(nan)],
  log1p: [poles(-1, -inf, 1, -1, 1, -1), [-2, nan, -1, -1, -2, -6], flat(inf, inf), gone(nan)],
  sigmoid: [[0, 0.5, 0.25, 0, -0.125, 0], flat(inf, 1), flat(-inf, 0), flat(800, 1), flat(-800, 0), gone(nan)],
  softplus: [[0, Math.LN2, 0.5, 0.25, 0, -0.125], [inf, inf, 1, 0, 0, 0], flat(-inf, 0), [most, most, 1, 0, 0, 0], flat(-most, 0), gone(nan)],
  tanh: [[0, 0, 1, 0, -2, 0], flat(inf, 1), flat(-inf, -1), flat(most, 1), gone(nan)],
  sechSquared: [[0, 1, 0, -2, 0, 16], flat(inf, 0), flat(-inf, 0), gone(nan)],
  sin: [[0, 0, 1, 0, -1, 0], gone(inf), gone(-inf), gone(nan)],
  cos: [[0, 1, 0, -1, 0, 1], gone(inf), gone(-inf), gone(nan)],
  tan: [[0, 0, 1, 0, 2, 0], gone(inf), gone(-inf), gone(nan)],
  asin: [poles(1, Math.PI / 2, 1, 1, 1, 1), poles(-1, -Math.PI / 2, 1, -1, 1, -1), gone(2), gone(-2), gone(inf), gone(nan)],
  acos: [poles(1, 0, -1, -1, -1, -1), poles(-1, Math.PI, -1, 1, -1, 1), gone(2), gone(-2), gone(inf), gone(nan)],
  atan: [[0, 0, 1, 0, -2, 0], flat(inf, Math.PI / 2), flat(-inf, -Math.PI / 2), flat(most, Math.PI / 2), gone(nan)],
  sinh: [[0, 0, 1, 0, 1, 0], poles(inf, inf, 1, 1, 1, 1), poles(-inf, -inf, 1, -1, 1, -1), gone(nan)],
  cosh: [[0, 1, 0, 1, 0, 1], poles(inf, inf, 1, 1, 1, 1), poles(-inf, inf, -1, 1, -1, 1), gone(nan)],
  asinh: [[0, 0, 1, 0, -1, 0], flat(inf, inf), flat(-inf, -inf), gone(nan)],
  acosh: [poles(1, 0, 1, -1, 1, -1), gone(0.5), gone(-2), flat(inf, inf), gone(nan)],
  atanh: [poles(1, inf, 1, 1, 1, 1), poles(-1, -inf, 1, -1, 1, -1), gone(nan)],
  oneLessSquare: [
    [1, 0, -2, -2, 0, 0],
    [inf, -inf, -inf, -2, 0, 0],
    [nan, nan, nan, -2, 0, 0],
  ],
  erf: [flat(inf, 1), flat(-inf, -1), flat(most, 1), gone(nan)],
  erfc: [flat(inf, 0), flat(-inf, 2), flat(most, 0), gone(nan)],
  scaledNormalCdf: [flat(inf, 2 ** 64), flat(-inf, 0), flat(most, 2 ** 64), flat(-most, 0), gone(nan)],
  scaledNormalPdf: [flat(inf, 0), flat(-most, 0), gone(nan)],
  gaussian: [[0, 1, 0, -2, 0, 12], flat(inf, 0), flat(-most, 0), gone(nan)],
  gamma: [poles(0, inf, -1, 1, -1, 1), poles(-0, -inf, -1, -1, -1, -1), gone(-1), gone(-inf), [inf, inf, inf, nan, nan, nan], gone(nan)],
  lgamma: [poles(0, inf, -1, 1, -1, 1), poles(-0, inf, 1, 1, 1, 1), [-1, inf, nan, inf, nan, inf], [inf, inf, inf, 0, 0, 0], gone(nan)],
  digamma: [poles(0, -inf, 1, -1, 1, -1), poles(-0, inf, 1, 1, 1, 1), [-1, nan, inf, nan, inf, nan], flat(inf, inf), gone(-inf), gone(nan)],
  besselJ0: [[0, 1, 0, -0.5, 0, 0.375], flat(inf, 0), flat(-inf, 0), gone(nan)],
  besselJ1: [[0, 0, 0.5, 0, -0.375, 0], flat(inf, 0), flat(-inf, 0), gone(nan)],
  lambertW: [[0, 0, 1, -2, 9, -64], poles(-0.36787944117144233, -1, 1, -1, 1, -1), gone(-1), [inf, inf, 0, 0, 0, 0], gone(-inf), gone(nan)],
  sinc: [flat(inf, 0), flat(-inf, 0), gone(nan)],
}

const families: Table<readonly [string, number, ReadonlyArray<Edge>]> = [
  ['polygamma', 1, [poles(0, inf, -1, 1, -1, 1), poles(-0, inf, 1, 1, 1, 1), flat(inf, 0), gone(-inf), gone(nan)]],
  ['polygamma', 2, [poles(0, -inf, 1, -1, 1, -1), poles(-0, inf, 1, 1, 1, 1), flat(inf, 0), gone(-inf), gone(nan)]],
  ['besselJ', 2, [[0, 0, 0, 0.25, 0, -0.25], flat(inf, 0), flat(-inf, 0), gone(nan)]],
  ['besselJ', -3, [[0, 0, 0, 0, -0.125, 0], flat(inf, 0), flat(-inf, 0), gone(nan)]],
  ['sphericalJ', 1, [flat(inf, 0), flat(-inf, 0), gone(nan)]],
  ['gaussianDerivative', 1, [[0, 0, -2, 0, 12, 0], flat(inf, 0), flat(-most, 0), gone(nan)]],
  ['scaledNormalPdfDerivative', 1, [flat(inf, 0), flat(-most, 0), gone(nan)]],
  ['lambertWDerivative', 1, [[0, 1, -2, 9, -64, 625], flat(inf, 0), gone(nan)]],
]

const plain = (x: number): number => (x === 0 ? 0 : x)
const order = [0, 1, 2, 3, 4]

const rows = [...Object.entries(table).map(([name, edges]) => [name, undefined, edges] as const), ...families]

describe.each(part(rows, 4))('%s %s', (name, n, edges) => {
  it.each(edges.map(([x, ...wanted]) => [Object.is(x, -0) ? '-0' : String(x), x, wanted] as const))('at %s', (_, x, wanted) => {
    for (const [mode, derivative] of modes)
      expect(
        order.map((k) => plain(derivativeOf(functionOf(name, n), [k], derivative)(x))),
        mode,
      ).toEqual(wanted.map(plain))
  })

  it('says so where its derivative is not a number at a number of its closed domain', () => {
    const ends = edges.filter(([x, , slope = 0]) => Number.isFinite(x) && !Number.isFinite(slope))
    expect(ends.length === 0 || (named(name)?.convention ?? '') !== '').toBe(true)
  })
})

/** Arguments, then f, ∂₁ and ∂₂. */
type PairEdge = readonly [x: number, y: number, value: number, dx: number, dy: number]

const pairs: { readonly [name: string]: ReadonlyArray<PairEdge> } = {
  div: [
    [1, 0, inf, inf, -inf],
    [1, -0, -inf, -inf, -inf],
    [0, 0, nan, inf, nan],
    [inf, 2, inf, 0.5, -inf],
    [2, inf, 0, 0, 0],
    [inf, inf, nan, 0, nan],
  ],
  mul: [
    [0, inf, nan, inf, 0],
    [inf, 2, inf, 2, inf],
  ],
  pow: [
    [1, inf, nan, nan, nan],
    [1, -inf, nan, nan, nan],
    [1, nan, nan, nan, nan],
    [nan, 0, 1, nan, nan],
    [-2, 0.5, nan, nan, nan],
    [-2, 3, -8, 12, nan],
    [0, -1, inf, -inf, nan],
    [0, 0, 1, 0, nan],
    [2, -inf, 0, nan, 0],
  ],
  hypot: [
    [0, 0, 0, 0, 0],
    [-0, 0, 0, 0, 0],
    [inf, 1, inf, 1, 0],
    [1, -inf, inf, 0, -1],
    [inf, inf, inf, nan, nan],
    [nan, 1, nan, nan, nan],
    [most, 0, most, 1, 0],
  ],
  atan2: [
    [0, 0, 0, nan, nan],
    [inf, 1, Math.PI / 2, 0, 0],
    [1, inf, 0, 0, 0],
    [0, -2, Math.PI, -0.5, 0],
    [nan, 1, nan, nan, nan],
  ],
  direction: [
    [0, 0, 0, 0, 0],
    [inf, 1, 1, 0, 0],
    [1, inf, 0, 0, 0],
    [inf, inf, nan, nan, nan],
  ],
  xlogy: [
    [0, 0, 0, -inf, 0],
    [0, inf, 0, inf, 0],
    [2, 0, -inf, -inf, inf],
    [0, -1, 0, nan, 0],
    [1, nan, nan, nan, nan],
    [inf, 1, nan, 0, inf],
  ],
  max: [
    [1, 1, 1, 0.5, 0.5],
    [0, -0, 0, 0.5, 0.5],
    [inf, inf, inf, 0.5, 0.5],
    [nan, 1, nan, nan, nan],
    [-inf, inf, inf, 0, 1],
  ],
  min: [
    [1, 1, 1, 0.5, 0.5],
    [0, -0, 0, 0.5, 0.5],
    [nan, 1, nan, nan, nan],
    [-inf, inf, -inf, 1, 0],
  ],
}

describe.each(Object.entries(pairs))('%s', (name, edges) => {
  it.each(edges)('at (%d, %d)', (x, y, ...wanted) => {
    for (const [mode, derivative] of modes) {
      const orders: ReadonlyArray<Order> = [
        [0, 0],
        [1, 0],
        [0, 1],
      ]
      expect(
        orders.map((one) => plain(derivativeOf(functionOf(name), one, derivative)(x, y))),
        mode,
      ).toEqual(wanted.map(plain))
    }
  })
})
