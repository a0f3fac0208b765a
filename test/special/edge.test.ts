/**
 * The kernels where formulas end: zeros of either sign, infinities, NaN, poles, the edges of domains and
 * of pieces; and identities that no table is needed for.
 */
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { besselJ0, besselJ1 } from '../../src/special/bessel.ts'
import { beta } from '../../src/special/beta.ts'
import { digamma } from '../../src/special/digamma.ts'
import { cosPi, log1p, sinPi, wholePower } from '../../src/special/elementary.ts'
import { erf, erfc } from '../../src/special/erf.ts'
import { gamma } from '../../src/special/gamma.ts'
import { lambertDerivative, lambertW } from '../../src/special/lambert.ts'
import { lgamma } from '../../src/special/lgamma.ts'
import { besselJ, sinc, sphericalJ } from '../../src/special/order.ts'
import { polygamma, polygammaDifference } from '../../src/special/polygamma.ts'
import type { Table } from '../table.ts'

type Kernel = (x: number) => number
type Values = ReadonlyArray<readonly [x: number, value: number]>

const { POSITIVE_INFINITY: inf, NaN: nan, MAX_VALUE: most, MIN_VALUE: least } = Number
const edge = -0.36787944117144233

const cases: Table<readonly [string, Kernel, Values]> = [
  [
    'erf',
    erf,
    [
      [0, 0],
      [-0, -0],
      [inf, 1],
      [-inf, -1],
      [nan, nan],
      [most, 1],
      [least, least],
      [-least, -least],
    ],
  ],
  [
    'erfc',
    erfc,
    [
      [0, 1],
      [-0, 1],
      [inf, 0],
      [-inf, 2],
      [nan, nan],
      [most, 0],
      [-most, 2],
      [least, 1],
    ],
  ],
  [
    'lgamma',
    lgamma,
    [
      [0, inf],
      [-0, inf],
      [1, 0],
      [2, 0],
      [-1, inf],
      [-2, inf],
      [-(2 ** 53), inf],
      [inf, inf],
      [-inf, inf],
      [nan, nan],
      [most, inf],
    ],
  ],
  [
    'gamma',
    gamma,
    [
      [0, inf],
      [-0, -inf],
      [1, 1],
      [2, 1],
      [3, 2],
      [23, 1.1240007277776077e21],
      [-1, nan],
      [-2, nan],
      [-(2 ** 53), nan],
      [172, inf],
      [inf, inf],
      [-inf, nan],
      [nan, nan],
      [least, inf],
      [-least, -inf],
      [-200.5, -0],
      [-201.5, 0],
    ],
  ],
  [
    'digamma',
    digamma,
    [
      [0, -inf],
      [-0, inf],
      [-1, nan],
      [-2, nan],
      [-(2 ** 53), nan],
      [inf, inf],
      [-inf, nan],
      [nan, nan],
    ],
  ],
  [
    'ψ′',
    (x) => polygamma(1, x),
    [
      [0, inf],
      [-0, inf],
      [-1, inf],
      [-(2 ** 53), inf],
      [inf, 0],
      [-inf, nan],
      [nan, nan],
    ],
  ],
  [
    'ψ″',
    (x) => polygamma(2, x),
    [
      [0, -inf],
      [-0, inf],
      [-1, nan],
      [inf, -0],
      [-inf, nan],
      [nan, nan],
    ],
  ],
  [
    'besselJ0',
    besselJ0,
    [
      [0, 1],
      [-0, 1],
      [inf, 0],
      [-inf, 0],
      [nan, nan],
      [least, 1],
    ],
  ],
  [
    'besselJ1',
    besselJ1,
    [
      [0, 0],
      [-0, -0],
      [inf, 0],
      [-inf, 0],
      [nan, nan],
      [1e-300, 5e-301],
    ],
  ],
  [
    'besselJ 2',
    (x) => besselJ(2, x),
    [
      [0, 0],
      [-0, 0],
      [inf, 0],
      [-inf, 0],
      [nan, nan],
    ],
  ],
  [
    'besselJ 3',
    (x) => besselJ(3, x),
    [
      [0, 0],
      [inf, 0],
      [-inf, 0],
      [nan, nan],
    ],
  ],
  [
    'sinc',
    sinc,
    [
      [0, 1],
      [-0, 1],
      [1, 0],
      [-1, 0],
      [1e15, 0],
      [inf, 0],
      [-inf, 0],
      [nan, nan],
      [least, 1],
      [most, 0],
    ],
  ],
  [
    'sphericalJ 1',
    (x) => sphericalJ(1, x),
    [
      [0, 0],
      [inf, 0],
      [-inf, 0],
      [nan, nan],
    ],
  ],
  [
    'lambertW',
    lambertW,
    [
      [0, 0],
      [-0, -0],
      [edge, -1],
      [-0.3678794411714424, nan],
      [-1, nan],
      [inf, inf],
      [-inf, nan],
      [nan, nan],
      [least, least],
      [-least, -least],
    ],
  ],
  [
    'W′',
    (x) => lambertDerivative(1, x),
    [
      [0, 1],
      [-0, 1],
      [edge, inf],
      [-1, nan],
      [inf, 0],
      [nan, nan],
      [least, 1],
    ],
  ],
  [
    'W″',
    (x) => lambertDerivative(2, x),
    [
      [0, -2],
      [edge, -inf],
      [-1, nan],
      [inf, 0],
    ],
  ],
]

describe('at the edges', () => {
  it.each(cases)('%s', (_, f, values) => {
    expect(values.map(([x]) => [x, f(x)])).toEqual(values)
  })

  it('beta', () => {
    const values: Table<readonly [number, number, number]> = [
      [0, 1, inf],
      [-0, 1, -inf],
      [0, 0, inf],
      [-0, -0, -inf],
      [0, -0, nan],
      [-1, 2, nan],
      [0, -1, nan],
      [-0.5, 0.5, 0],
      [-1.5, 0.5, 0],
      [-0.5, -0.5, 0],
      [inf, 1, 0],
      [nan, 1, nan],
      [1, 1, 1],
      [1e308, 1e308, 0],
      [least, least, inf],
      [1e300, 1e-300, 1 / 1e-300],
    ]
    expect(values.map(([a, b]) => [a, b, beta(a, b)])).toEqual(values)
  })
})

describe('identities', () => {
  const close = (a: number, b: number, tolerance: number): boolean => Math.abs(a - b) <= tolerance * Math.max(Math.abs(a), Math.abs(b))
  const real = (min: number, max: number): fc.Arbitrary<number> => fc.double({ min, max, noNaN: true })

  it('Γ(n) is the factorial, to the last place', () => {
    let factorial = 1n
    for (let n = 1n; n <= 170n; n++) {
      expect(close(gamma(Number(n)), Number(factorial), 2 ** -52)).toBe(true)
      factorial *= n
    }
  })

  it('Γ(x + 1) = xΓ(x), and its logarithm', () => {
    fc.assert(
      fc.property(
        real(0.1, 100),
        (x) => close(gamma(x + 1) / gamma(x), x, 1e-14 * x) && Math.abs(lgamma(x) - Math.log(gamma(x))) < 1e-13 * (1 + Math.abs(lgamma(x))),
      ),
    )
  })

  it('erf x + erfc x = 1, erf odd', () => {
    fc.assert(fc.property(real(-6, 6), (x) => close(erf(x) + erfc(x), 1, 1e-15) && erf(-x) === -erf(x)))
  })

  it('W e^W = x on the whole domain', () => {
    fc.assert(fc.property(real(-0.3678, 1e4), (x) => close(lambertW(x) * Math.exp(lambertW(x)), x, 1e-14)))
  })

  it('the pieces meet', () => {
    const meets = (f: Kernel, x: number): boolean => close(f(x * (1 - 2 ** -52)), f(x * (1 + 2 ** -52)), 1e-14)
    const seams: Table<readonly [string, Kernel, ReadonlyArray<number>]> = [
      ['erfc', erfc, [0.25, 0.84375, 1.25, 1 / 0.35]],
      ['lgamma', lgamma, [0.2316, 0.7316, 0.9, 1.2316, 1.7316, 3, 8]],
      ['gamma', gamma, [1, 2, 3, 5, -3.5]],
      ['digamma', digamma, [1, 2, 10]],
      ['polygamma 1', (x) => polygamma(1, x), [11]],
      ['polygamma 9', (x) => polygamma(9, x), [19]],
      ['besselJ0', besselJ0, [1, 2, 4, 8]],
      ['besselJ1', besselJ1, [2, 4, 8]],
      ['besselJ 9', (x) => besselJ(9, x), [Math.sqrt(20), 9]],
      ['sphericalJ 6', (x) => sphericalJ(6, x), [Math.sqrt(15) / Math.PI, 6 / Math.PI]],
      ['lambertW', lambertW, [-0.2, 3]],
    ]
    expect(seams.flatMap(([name, f, xs]) => xs.filter((x) => !meets(f, x)).map((x) => [name, x]))).toEqual([])
  })

  it('B(a, b) = B(b, a) in bits, and B(a, b) = B(a + 1, b) + B(a, b + 1)', () => {
    fc.assert(fc.property(real(-20, 200), real(-20, 200), (a, b) => Object.is(beta(a, b), beta(b, a))))
    fc.assert(fc.property(real(0.1, 300), real(0.1, 300), (a, b) => close(beta(a, b), beta(a + 1, b) + beta(a, b + 1), 2e-13)))
  })

  it('J of any order: recurrence, parity, reflection of the order', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), real(0.5, 80), (n, x) => {
        const [below, middle, above] = [besselJ(n - 1, x), besselJ(n, x), besselJ(n + 1, x)]
        return (
          Math.abs(below + above - ((2 * n) / x) * middle) < 1e-14 * (Math.abs(below) + 1) &&
          besselJ(n, -x) === (n % 2 === 0 ? 1 : -1) * middle &&
          besselJ(-n, x) === besselJ(n, -x)
        )
      }),
    )
  })

  it('J far beyond double range is 0 and high orders do not overflow on the way', () => {
    expect(besselJ(100000, 5000)).toBe(0)
    expect(besselJ(300, 34)).toBeCloseTo(0, 200)
    expect(close(besselJ(300, 34), 1.7030495905609443e-246, 1e-14)).toBe(true)
    expect(close(besselJ(1000, 900), 5.084110085041299e-16, 1e-13)).toBe(true)
    expect(close(sphericalJ(1000, 300), 1.1746378264540544e-9, 1e-12)).toBe(true)
    expect(close(polygamma(1000, 400), -9.54632866022891e-38, 1e-12)).toBe(true)
    expect(close(lambertDerivative(100, 5), -1.4090237408628916e82, 1e-12)).toBe(true)
  })

  it('spherical functions in closed form', () => {
    fc.assert(
      fc.property(real(1, 30), (x) => {
        const z = Math.PI * x
        const [s, c] = [sinPi(x), cosPi(x)]
        return Math.abs(sphericalJ(1, x) - (s / z - c) / z) < 1e-15 && Math.abs(sphericalJ(2, x) - ((3 / (z * z) - 1) * s - (3 * c) / z) / z) < 1e-15
      }),
    )
  })

  it('differences of polygammas', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 6 }),
        real(0.3, 40),
        real(0.5, 40),
        (n, x, h) =>
          Math.abs(polygammaDifference(n, x, h) - (polygamma(n, x + h) - polygamma(n, x))) <=
          1e-14 * (Math.abs(polygamma(n, x)) + Math.abs(polygamma(n, x + h))),
      ),
    )
    expect(polygammaDifference(0, 50, 1e-20)).toBeCloseTo(1e-20 * polygamma(1, 50), 36)
    expect(polygammaDifference(1, 2, 0)).toBe(0)
  })

  it('polygamma beyond every factorial, at half-integers between the poles', () => {
    expect(close(polygamma(200, -1.5), -8.14604672742004e294, 1e-12)).toBe(true)
    expect(polygamma(201, -1.3)).toBe(inf)
    expect([polygamma(200, -1.3), polygamma(200, -1.7)]).toEqual([inf, -inf])
  })

  it('sines and cosines of multiples of π, logarithms near 1, powers', () => {
    expect([0, -0, 0.5, 1, -1, 1.5, 2, 2 ** 53, -inf].map(sinPi)).toEqual([0, -0, 1, 0, -0, -1, 0, 0, nan])
    expect([0, 0.5, 1, 1.5, -2, 2 ** 53, inf].map((x) => cosPi(x) + 0)).toEqual([1, 0, -1, 0, 1, 1, nan])
    expect([log1p(0), log1p(1e-300), log1p(-1), log1p(inf), log1p(1)]).toEqual([0, 1e-300, -inf, inf, Math.LN2])
    expect([wholePower(3, 0), wholePower(3, 5), wholePower(0, 0), wholePower(2, 1023)]).toEqual([1, 243, 1, 2 ** 1023])
  })
})
