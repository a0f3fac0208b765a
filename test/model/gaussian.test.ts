import { describe, expect, it } from 'vitest'
import { tensor } from '../../src/array/tensor.ts'
import { grad } from '../../src/call/gradient.ts'
import { multivariateNormalLogDensity } from '../../src/model/gaussian.ts'
import { normalLogDensity } from '../../src/model/density.ts'
import type { Expr, Matrix, Scalar, Vector } from '../../src/program/model.ts'
import { phantom } from '../../src/type/phantom.ts'
import { refusal } from '../failing.ts'
import { difference, plain } from '../near.ts'
import { lawful } from '../primitive/operation.ts'

const covariance = tensor([
  [2, 0.5],
  [0.5, 1],
])
const mu = Float64Array.of(0.5, -1)

/** By the definition, with the inverse and determinant of a 2 by 2 matrix written out. */
const density = (x: number, y: number): number => {
  const [u, v, d] = [x - 0.5, y + 1, 2 * 1 - 0.25]
  return -0.5 * ((u * u * 1 - 2 * 0.5 * u * v + 2 * v * v) / d + Math.log(d) + 2 * Math.log(2 * Math.PI))
}

describe('multivariateNormalLogDensity', () => {
  it('is its definition', () => {
    for (const [x, y] of [
      [0.5, -1],
      [1, 2],
      [-3, 0.25],
    ] as const)
      expect(difference(multivariateNormalLogDensity(Float64Array.of(x, y), mu, covariance), density(x, y), 1e-14)).toBeNull()
    expect(difference(multivariateNormalLogDensity(Float64Array.of(3), Float64Array.of(1), tensor([[4]])), normalLogDensity(3, 1, 2), 1e-15)).toBeNull()
  })
  it('broadcasts', () => {
    const xs = tensor([
      [0.5, -1],
      [1, 2],
      [-3, 0.25],
    ])
    expect(difference(multivariateNormalLogDensity(xs, mu, covariance), [density(0.5, -1), density(1, 2), density(-3, 0.25)], 1e-14)).toBeNull()
    const two = tensor([
      [
        [2, 0.5],
        [0.5, 1],
      ],
      [
        [1, 0],
        [0, 1],
      ],
    ])
    expect(difference(multivariateNormalLogDensity(mu, mu, two), [density(0.5, -1), -Math.log(2 * Math.PI)], 1e-14)).toBeNull()
  })
  it('is lawful', () => {
    lawful(
      (x: Vector<2>, m: Vector<2>, c: Matrix<2, 2>) => multivariateNormalLogDensity(x, m, c),
      [
        [2],
        [2],
        [
          [2, 2],
          [2, 0.5, 0.4, 1],
        ],
      ],
    )
    lawful(
      (x: Expr<[3, 2]>, c: Matrix<2, 2>) => multivariateNormalLogDensity(x, mu, c),
      [
        [3, 2],
        [
          [2, 2],
          [2, 0.5, 0.4, 1],
        ],
      ],
    )
  })
  it('takes a mean that is one number, as a vector of it', () => {
    const x = Float64Array.of(1, 2)
    expect(difference(multivariateNormalLogDensity(x, 0.25, covariance), density(0.75 + 0.5, 1.75 - 1), 1e-14)).toBeNull()
    expect(multivariateNormalLogDensity(x, 0.25, covariance)).toBe(multivariateNormalLogDensity(x, Float64Array.of(0.25, 0.25), covariance))
    expect(multivariateNormalLogDensity(0, mu, covariance)).toBe(multivariateNormalLogDensity(Float64Array.of(0, 0), mu, covariance))
    // By the mean: the sum of Σ⁻¹(x − μ), here (1, −0.5; −0.5, 2) / 1.75 times (0.75, 1.75).
    const score = grad((m: Scalar) => multivariateNormalLogDensity(x, m, covariance))(0.25)
    expect(difference(score, (0.75 - 0.875 - 0.375 + 3.5) / 1.75, 1e-14)).toBeNull()
    lawful(
      (y: Expr<[3, 2]>, m: Scalar, c: Matrix<2, 2>) => multivariateNormalLogDensity(y, m, c),
      [
        [3, 2],
        [],
        [
          [2, 2],
          [2, 0.5, 0.4, 1],
        ],
      ],
    )
    expect(refusal(() => multivariateNormalLogDensity(1, 0, covariance))).toContain('shapes [] and [2,2] do not fit; the vectors need 2 entries')
  })
  it('the score at the mean is 0', () => {
    expect(difference(grad((m: Vector<2>) => phantom<Scalar>(multivariateNormalLogDensity(mu, m, covariance)))(mu), [0, 0])).toBeNull()
  })
  it('is NaN without a density and refuses what does not fit', () => {
    expect(
      plain(
        multivariateNormalLogDensity(
          mu,
          mu,
          tensor([
            [1, 2],
            [2, 1],
          ]),
        ),
      ),
    ).toBeNaN()
    expect(refusal(() => multivariateNormalLogDensity(Float64Array.of(1, 2, 3), mu, covariance))).toMatch(
      /Shape: multivariateNormalLogDensity: shapes \[3\] and \[2,2\] do not fit/,
    )
  })
})
