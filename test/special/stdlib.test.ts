/**
 * The special functions beside those of stdlib, another hand's work, at random places. Where the two part,
 * high-precision tables say who is right (`accuracy.test.ts`).
 */
import besselj0 from '@stdlib/math-base-special-besselj0'
import besselj1 from '@stdlib/math-base-special-besselj1'
import stdBeta from '@stdlib/math-base-special-beta'
import stdDigamma from '@stdlib/math-base-special-digamma'
import stdErf from '@stdlib/math-base-special-erf'
import stdErfc from '@stdlib/math-base-special-erfc'
import stdGamma from '@stdlib/math-base-special-gamma'
import gammaln from '@stdlib/math-base-special-gammaln'
import stdPolygamma from '@stdlib/math-base-special-polygamma'
import stdSinc from '@stdlib/math-base-special-sinc'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { besselJ0, besselJ1, sinc } from '../../src/primitive/special-bessel.ts'
import { beta, digamma, gamma, lgamma, polygamma } from '../../src/primitive/special-gamma.ts'
import { erf, erfc } from '../../src/primitive/special.ts'
import type { Table } from '../table.ts'

type OfOne = (x: number) => number

/** Ours, theirs, from where to where, and how far apart they may be: relative to the larger of the value and `scale`. */
const pairs: Table<readonly [name: string, ours: OfOne, theirs: OfOne, from: number, to: number, within: number, scale: number]> = [
  ['erf', (x) => erf(x), stdErf, -7, 7, 1e-15, 0],
  ['erfc', (x) => erfc(x), stdErfc, -7, 26, 1e-13, 0],
  ['gamma', (x) => gamma(x), stdGamma, 0.01, 170, 1e-13, 0],
  ['lgamma', (x) => lgamma(x), gammaln, 0.01, 1e6, 1e-14, 1],
  ['digamma', (x) => digamma(x), stdDigamma, 0.01, 1e4, 1e-13, 1],
  ['trigamma', (x) => polygamma(1, x), (x) => stdPolygamma(1, x), 0.05, 100, 1e-12, 0],
  ['polygamma 3', (x) => polygamma(3, x), (x) => stdPolygamma(3, x), 0.05, 100, 1e-11, 0],
  ['besselJ0', (x) => besselJ0(x), besselj0, -50, 50, 1e-14, 1],
  ['besselJ1', (x) => besselJ1(x), besselj1, -50, 50, 1e-14, 1],
  ['sinc', (x) => sinc(x), stdSinc, -20, 20, 1e-14, 1],
  ['beta(x, 2.5)', (x) => beta(x, 2.5), (x) => stdBeta(x, 2.5), 0.05, 60, 1e-12, 0],
]

describe('beside stdlib', () => {
  it.each(pairs)('%s', (_, ours, theirs, from, to, within, scale) => {
    fc.assert(
      fc.property(fc.double({ min: from, max: to, noNaN: true }), (x) => {
        const [a, b] = [ours(x), theirs(x)]
        expect(Math.abs(a - b)).toBeLessThanOrEqual(within * Math.max(Math.abs(b), scale) + 2 * Number.MIN_VALUE)
      }),
      { numRuns: 2000 },
    )
  })
})
