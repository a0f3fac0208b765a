import { describe, expect, it } from 'vitest'
import { tensor, toArray } from '../../src/array/tensor.ts'
import { grad } from '../../src/call/gradient.ts'
import { at } from '../../src/primitive/at.ts'
import { cov } from '../../src/primitive/covariance.ts'
import { variance } from '../../src/primitive/statistic.ts'
import { transpose } from '../../src/primitive/shape.ts'
import type { Matrix } from '../../src/program/model.ts'
import { phantom } from '../../src/type/phantom.ts'
import { refusal } from '../failing.ts'
import { difference } from '../near.ts'
import { kind, random } from './operation.ts'

describe('cov', () => {
  // numpy.cov of the same
  const x = tensor([
    [1, 2, 4, 9],
    [3, 2, 1, 0],
  ])
  it('is that of NumPy: rows are variables, and one less than the observations divides', () => {
    expect(
      difference(
        cov(x),
        [
          [38 / 3, -13 / 3],
          [-13 / 3, 5 / 3],
        ],
        1e-15,
      ),
    ).toBeNull()
    expect(
      difference(
        cov(x, { correction: 0 }),
        [
          [9.5, -3.25],
          [-3.25, 1.25],
        ],
        1e-15,
      ),
    ).toBeNull()
    expect(cov(Float64Array.of(1, 3))).toBe(2)
  })
  it('is symmetric in every bit, with the variances on the diagonal', () => {
    const c = cov(random(5, 7))
    expect(toArray(transpose(c))).toEqual(toArray(c))
    for (let i = 0; i < 5; i++) expect(difference(at(c, i, i), variance(at(random(5, 7), i), { correction: 1 }), 1e-15)).toBeNull()
  })
  it('takes many at once', () => {
    const many = random(3, 2, 4)
    for (let i = 0; i < 3; i++) expect(difference(at(cov(many), i), cov(at(many, i)), 1e-15)).toBeNull()
  })
  it('is NaN where nothing is left, and of no variables nothing', () => {
    expect(kind(cov(tensor([[1], [2]])))).toBe('f64[2,2] NaN NaN NaN NaN')
    expect(kind(cov(tensor([[1], [2]]), { correction: 0 }))).toBe('f64[2,2] 0 0 0 0')
    expect(cov(new Float64Array(0))).toBeNaN()
    expect(kind(cov(tensor(new Float64Array(0), [0, 3])))).toBe('f64[0,0] ')
  })
  it('differentiates: a covariance by one of the variables is the other about its mean', () => {
    const by = grad((m: Matrix<2, 4>) => at(cov(m), 0, 1))(x)
    expect(difference(by, [[1.5, 0.5, -0.5, -1.5].map((v) => v / 3), [-3, -2, 0, 5].map((v) => v / 3)], 1e-15)).toBeNull()
  })
  it("refuses what is no number, and NumPy's own options by name", () => {
    expect(refusal(() => cov(x, phantom({ ddof: 0 })))).toBe("Argument: cov: there is no option 'ddof'; the only option is correction")
    expect(refusal(() => cov(x, { correction: Number.NaN }))).toBe('Argument: cov: the correction NaN is no number')
    // @ts-expect-error refused by the compiler too
    expect(refusal(() => cov(3))).toBe('Shape: cov: shapes [] have no axes; the observations are in the last axis')
  })
})
