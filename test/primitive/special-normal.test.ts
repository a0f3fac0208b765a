/**
 * The normal distribution function against mpmath: its tail has as many digits as its middle.
 */
import { describe, expect, it } from 'vitest'
import { grad } from '../../src/call/gradient.ts'
import { erfc } from '../../src/primitive/special.ts'
import { normalCdf } from '../../src/primitive/special-normal.ts'
import type { Scalar } from '../../src/program/model.ts'
import { kind } from './operation.ts'
import type { Table } from '../table.ts'

/** x, Φ(x), φ(x) and φ′(x): mpmath.ncdf, npdf and −x · npdf with 40 digits. */
const table: Table<readonly [number, number, number, number]> = [
  [-38.25, 2.0795e-320, 7.96024e-319, 3.044783e-317],
  [-37.5, 4.605353009581955e-308, 1.7282337322841054e-306, 6.480876496065394e-305],
  [-37, 5.725571222524577e-300, 2.1200065515246056e-298, 7.84402424064104e-297],
  [-36.75, 5.813144815533061e-296, 2.1379101940029812e-294, 7.856819962960956e-293],
  [-30.25, 2.6086402857412604e-201, 7.899741722660823e-200, 2.389671871104899e-198],
  [-20.125, 2.228860638310343e-90, 4.4966030919559795e-89, 9.049413722561408e-88],
  [-10, 7.619853024160525e-24, 7.694598626706419e-23, 7.694598626706419e-22],
  [-5.5, 1.8989562465887718e-8, 1.0769760042543276e-7, 5.923368023398802e-7],
  [-2, 0.02275013194817921, 0.05399096651318805, 0.1079819330263761],
  [-1, 0.15865525393145705, 0.24197072451914334, 0.24197072451914334],
  [-1e-300, 0.5, 0.3989422804014327, 3.9894228040143265e-301],
  [0, 0.5, 0.3989422804014327, 0.0],
  [0.5, 0.6914624612740131, 0.35206532676429947, -0.17603266338214973],
  [1, 0.8413447460685429, 0.24197072451914334, -0.24197072451914334],
  [3, 0.9986501019683699, 0.0044318484119380075, -0.013295545235814022],
  [8, 0.9999999999999993, 5.052271083536892e-15, -4.0418168668295136e-14],
]

/** The distance in units of the last place, and of the smallest number. */
const ulps = (x: number, y: number): number => Math.abs(x - y) / Math.max(2 ** -1074, Math.abs(y) * 2 ** -52)

const phi = (x: Scalar): Scalar => normalCdf(x)

describe('normalCdf', () => {
  it.each(table)('is exact to few last places, with its derivatives: %d', (x, value, first, second) => {
    expect(ulps(normalCdf(x), value)).toBeLessThan(3)
    expect(ulps(grad(phi)(x), first)).toBeLessThan(3)
    expect(ulps(grad(grad(phi))(x), second)).toBeLessThan(4)
  })
  it('is ½ erfc(−x/√2), from 0 at −∞ to 1 at ∞', () => {
    for (const x of [-3, -0.5, 0, 1, 7]) expect(ulps(normalCdf(x), erfc(-x * Math.SQRT1_2) / 2)).toBeLessThan(10)
    const { NaN: nan, POSITIVE_INFINITY: inf } = Number
    expect(normalCdf(Float64Array.of(-inf, -1e300, -39, 39, 1e300, inf, nan))).toEqual(Float64Array.of(0, 0, 0, 1, 1, 1, nan))
    expect([-inf, -1e300, 1e300, inf].map((x) => grad(phi)(x))).toEqual([0, 0, 0, 0])
    expect(kind(normalCdf(new Float64Array(0)))).toBe('Float64Array')
    expect(kind(normalCdf(Float64Array.of(0)))).toBe('Float64Array 0.5')
  })
})
