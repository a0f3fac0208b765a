/**
 * The kernels against arbitrary-precision values: each within a few units in the last place, over the
 * whole range.
 */
import { describe, expect, it } from 'vitest'
import { besselJ0, besselJ1 } from '../../src/special/bessel.ts'
import { beta } from '../../src/special/beta.ts'
import { digamma } from '../../src/special/digamma.ts'
import { erf, erfc } from '../../src/special/erf.ts'
import { gamma } from '../../src/special/gamma.ts'
import { lambertDerivative, lambertW } from '../../src/special/lambert.ts'
import { lgamma } from '../../src/special/lgamma.ts'
import { besselJ, sinc, sphericalJ } from '../../src/special/order.ts'
import { polygamma, polygammaDifference } from '../../src/special/polygamma.ts'
import { type Row, rows, units, worst } from './reference.ts'

/** The most that each kernel may be off, in units in the last place. */
const bounds: { readonly [fn: string]: number } = {
  erf: 1,
  erfc: 1,
  lgamma: 1.5,
  gamma: 1,
  digamma: 1.5,
  polygamma: 2,
  beta: 1,
  besselJ0: 2,
  besselJ1: 2,
  besselJ: 2,
  sinc: 1,
  lambertW: 1,
}

const kernels: { readonly [fn: string]: (n: number, x: number, y: number) => number } = {
  erf: (_, x) => erf(x),
  erfc: (_, x) => erfc(x),
  lgamma: (_, x) => lgamma(x),
  gamma: (_, x) => gamma(x),
  digamma: (_, x) => digamma(x),
  polygamma,
  beta: (_, x, y) => beta(x, y),
  besselJ0: (_, x) => besselJ0(x),
  besselJ1: (_, x) => besselJ1(x),
  besselJ,
  sinc: (_, x) => sinc(x),
  lambertW: (_, x) => lambertW(x),
}

const kernel = (name: string): ((n: number, x: number, y: number) => number) => kernels[name] ?? (() => Number.NaN)
const at = ({ n, x: [x = 0, y = 0] }: Row): readonly [number, number, number] => [n ?? 0, x, y]
const of = (fn: string): ReadonlyArray<Row> => rows.filter((row) => row.fn === fn)

/** The worst error of derivative k, by a kernel of its own. */
const off = (fn: string, k: number, f: (n: number, x: number, y: number) => number): number =>
  Math.max(
    ...of(fn)
      .filter(({ d }) => k < d.length)
      .map((row) => units(f(...at(row)), row.d[k] ?? 0, row.s[k] ?? 0)),
  )

describe('special functions', () => {
  it('are all in the table', () => {
    expect([...new Set(rows.map(({ fn }) => fn))].sort()).toEqual(Object.keys(bounds).sort())
    expect(rows.length).toBeGreaterThan(500)
  })

  it('are within a few units in the last place', () => {
    const found = worst(rows.map((row) => ({ name: row.fn, units: units(kernel(row.fn)(...at(row)), row.d[0] ?? 0, row.s[0] ?? 0), at: at(row).join(', ') })))
    expect([...found].filter(([fn, { units: by }]) => !(by <= (bounds[fn] ?? 0)))).toEqual([])
  })

  it.each([1, 2, 3, 4])('have derivatives of W of order %d', (k) => {
    expect(off('lambertW', k, (_, x) => lambertDerivative(k, x))).toBeLessThan(1 + k / 2)
  })

  it.each([1, 2, 3, 4])('have derivatives of ψ of order %d', (k) => {
    expect(off('digamma', k, (_, x) => polygamma(k, x))).toBeLessThan(3)
  })

  it('have the first derivative of sinc', () => {
    expect(off('sinc', 1, (_, x) => -Math.PI * sphericalJ(1, x))).toBeLessThan(1.5)
    // j₁ = −j₀′, and j₀ is sinc itself, from which the higher orders begin.
    for (const x of [0, -0, 0.3, -2, 7.5, 1e9, Infinity, NaN]) expect(sphericalJ(0, x)).toBe(sinc(x))
  })

  it('have the gradient of the beta function', () => {
    expect(off('beta', 1, (_, a, b) => -beta(a, b) * polygammaDifference(0, a, b))).toBeLessThan(1.5)
    expect(off('beta', 2, (_, a, b) => -beta(a, b) * polygammaDifference(0, b, a))).toBeLessThan(1.5)
  })
})
