/**
 * The exponential of a matrix and its derivative on plain buffers: Taylor's series, closed forms, large norms.
 */
import { describe, expect, it } from 'vitest'
import { exponentialOf, frechetOf } from '../../src/array/factor-exponential.ts'
import { allNaN, diagonal, distance, largest, type Matrix, matrix, orthogonal, product, scatteredMatrix, transposed, unit } from './matrix.ts'

const nan = Number.NaN
const ulp = Number.EPSILON
const empty = new Float64Array(0)

/** Σ Aᵏ/k!, for small matrices. */
const series = (a: Matrix, n: number): Matrix => {
  let [term, total] = [unit(n), unit(n)]
  for (let k = 1; k < 40; k++) {
    term = product(term, a, n, n, n).map((x) => x / k)
    total = total.map((x, i) => x + (term[i] ?? 0))
  }
  return total
}

describe('exponentialOf', () => {
  it('is its series', () => {
    for (const n of [1, 2, 3, 5]) expect(distance(exponentialOf(scatteredMatrix(n, n), n), series(scatteredMatrix(n, n), n))).toBeLessThan(32 * n * ulp)
  })
  it('has closed forms', () => {
    const t = 0.7
    expect(distance(exponentialOf(matrix(0, -t, t, 0), 2), matrix(Math.cos(t), -Math.sin(t), Math.sin(t), Math.cos(t)))).toBeLessThan(8 * ulp)
    expect(distance(exponentialOf(matrix(0, 1, 0, 0), 2), matrix(1, 1, 0, 1))).toBeLessThan(4 * ulp)
    expect(distance(exponentialOf(diagonal(0, 1, -2), 3), diagonal(1, Math.E, Math.exp(-2)))).toBeLessThan(8 * ulp)
  })
  it('of a large norm is scaled and squared', () => {
    const q = orthogonal(3)
    const like = (...values: ReadonlyArray<number>): Matrix => product(product(q, diagonal(...values), 3, 3, 3), transposed(q, 3, 3), 3, 3, 3)
    const wanted = like(Math.exp(30), Math.exp(-30), 1)
    expect(distance(exponentialOf(like(30, -30, 0), 3), wanted) / largest(wanted)).toBeLessThan(1e-13)
    expect(exponentialOf(matrix(-800), 1)).toEqual(matrix(0))
    expect(exponentialOf(matrix(800), 1)).toEqual(matrix(Number.POSITIVE_INFINITY))
  })
  it('of nothing is nothing, of zero the identity, of what is not finite NaN', () => {
    expect(exponentialOf(empty, 0)).toEqual(empty)
    expect(exponentialOf(new Float64Array(9), 3)).toEqual(unit(3))
    for (const bad of [nan, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) expect(allNaN(exponentialOf(matrix(1, bad, 0, 1), 2))).toBe(true)
  })
})

describe('frechetOf', () => {
  it('is the series of its own: Σ Σ Aⁱ E Aʲ/(i + j + 1)!', () => {
    const n = 3
    const [a, e] = [scatteredMatrix(n, n), scatteredMatrix(n, n, 20)]
    const powers = Array.from({ length: 30 }).reduce<ReadonlyArray<Matrix>>(
      (list) => [...list, product(list[list.length - 1] ?? unit(n), a, n, n, n)],
      [unit(n)],
    )
    let total = new Float64Array(n * n)
    let factorial = 1
    for (let k = 1; k < 26; k++) {
      factorial *= k
      for (let i = 0; i < k; i++) {
        const term = product(product(powers[i] ?? unit(n), e, n, n, n), powers[k - 1 - i] ?? unit(n), n, n, n)
        total = total.map((x, at) => x + (term[at] ?? 0) / factorial)
      }
    }
    expect(distance(frechetOf(a, e, n), total)).toBeLessThan(1e-14)
  })
  it('of commuting matrices is E times the exponential', () => {
    const a = diagonal(1, -2)
    expect(distance(frechetOf(a, diagonal(3, 5), 2), diagonal(3 * Math.E, 5 * Math.exp(-2))) / (3 * Math.E)).toBeLessThan(4 * ulp)
    expect(distance(frechetOf(new Float64Array(4), matrix(1, 2, 3, 4), 2), matrix(1, 2, 3, 4))).toBeLessThan(8 * ulp)
  })
  it('is linear in E at any size of it', () => {
    const [a, e] = [scatteredMatrix(2, 2), scatteredMatrix(2, 2, 9)]
    const one = frechetOf(a, e, 2)
    for (const size of [1e-200, 1e-20, 1e20, 1e200])
      expect(
        distance(
          frechetOf(
            a,
            e.map((x) => x * size),
            2,
          ).map((x) => x / size),
          one,
        ),
      ).toBeLessThan(1e-14)
  })
  it('along zero is zero, of nothing nothing, of NaN NaN', () => {
    expect(frechetOf(matrix(1, 2, 3, 4), new Float64Array(4), 2)).toEqual(new Float64Array(4))
    expect(frechetOf(empty, empty, 0)).toEqual(empty)
    expect(allNaN(frechetOf(matrix(nan), matrix(1), 1))).toBe(true)
  })
})
