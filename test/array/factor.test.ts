/**
 * Cholesky, LU, triangular solves and cofactors on plain buffers: what they multiply to, exact small cases,
 * matrices near singular, and what comes of none, of one entry, of NaN and of nothing but zeros.
 */
import { describe, expect, it } from 'vitest'
import {
  choleskyOf,
  cofactorsOf,
  determinantOf,
  identityOf,
  logDeterminantOf,
  lowerSolved,
  multiplied,
  solved,
  symmetric,
  transposed as turned,
  trianglesOf,
  upperSolved,
} from '../../src/array/factor.ts'
import { distance, entryAt, hilbert, isLower, largest, made, type Matrix, matrix, product, scatteredMatrix, transposed, unit, withSpectrum } from './matrix.ts'

const nan = Number.NaN
const ulp = Number.EPSILON
const sizes = [1, 2, 3, 5, 8]
const empty = new Float64Array(0)
/** G Gᵀ + 1/2. */
const positive = (n: number): Matrix => {
  const g = scatteredMatrix(n, n)
  return product(g, transposed(g, n, n), n, n, n).map((x, k) => x + (k % (n + 1) === 0 ? 0.5 : 0))
}
const lowerOf = (packed: Matrix, n: number): Matrix => made(n, n, (i, j) => (i === j ? 1 : i > j ? entryAt(packed, n, i, j) : 0))
const upperOf = (packed: Matrix, n: number): Matrix => made(n, n, (i, j) => (i <= j ? entryAt(packed, n, i, j) : 0))

describe('products and transposes', () => {
  it('are those of the definition', () => {
    const [a, b] = [scatteredMatrix(2, 3), scatteredMatrix(3, 4, 9)]
    expect(distance(multiplied(a, b, 2, 3, 4), product(a, b, 2, 3, 4))).toBeLessThan(4 * ulp)
    expect(turned(a, 2, 3)).toEqual(transposed(a, 2, 3))
    expect(identityOf(3)).toEqual(unit(3))
    expect(symmetric(matrix(1, 2, 4, 3), 2)).toEqual(matrix(1, 3, 3, 3))
    // Halved first: the sum would overflow.
    expect(symmetric(matrix(1.5e308), 1)).toEqual(matrix(1.5e308))
  })
  it('of nothing are nothing, or zeros', () => {
    expect(multiplied(empty, empty, 2, 0, 2)).toEqual(matrix(0, 0, 0, 0))
    expect(turned(empty, 0, 3)).toEqual(empty)
    expect(identityOf(0)).toEqual(empty)
  })
})

describe('choleskyOf', () => {
  it('gives the lower factor that multiplies to the matrix', () => {
    for (const n of sizes) {
      const a = positive(n)
      const l = choleskyOf(a, n)
      expect(isLower(l, n)).toBe(true)
      expect(distance(product(l, transposed(l, n, n), n, n, n), a)).toBeLessThan(8 * n * ulp * largest(a))
    }
    expect(choleskyOf(matrix(4, 2, 2, 5), 2)).toEqual(matrix(2, 0, 1, 2))
    expect(choleskyOf(matrix(25, 15, -5, 15, 18, 0, -5, 0, 11), 3)).toEqual(matrix(5, 0, 0, 3, 3, 0, -1, 1, 3))
  })
  it('is as near for a matrix near singular', () => {
    const n = 9
    const l = choleskyOf(hilbert(n), n)
    expect(distance(product(l, transposed(l, n, n), n, n, n), hilbert(n))).toBeLessThan(n * ulp)
  })
  it('reads the symmetric part', () => expect(choleskyOf(matrix(4, 4, 0, 5), 2)).toEqual(matrix(2, 0, 1, 2)))
  it('knows graded matrices', () => {
    const l = choleskyOf(matrix(1e200, 0, 0, 1e-200), 2)
    expect([l[0], l[3]]).toEqual([1e100, 1e-100])
  })
  it('is NaN in the triangle where there is none', () => {
    for (const a of [matrix(1, 2, 2, 1), matrix(0, 0, 0, 0), matrix(-1, 0, 0, 1), matrix(nan, 0, 0, 1), matrix(1, 0, 0, nan), matrix(1, nan, nan, 1)]) {
      expect(choleskyOf(a, 2)).toEqual(matrix(nan, 0, nan, nan))
    }
    expect(choleskyOf(matrix(0), 1)).toEqual(matrix(nan))
  })
  it('of no rows is nothing, and leaves its operand alone', () => {
    expect(choleskyOf(empty, 0)).toEqual(empty)
    const a = matrix(4, 2, 2, 5)
    choleskyOf(a, 2)
    expect(a).toEqual(matrix(4, 2, 2, 5))
  })
})

describe('trianglesOf', () => {
  it('multiplies to the rows in its order, with factors of at most 1', () => {
    for (const n of sizes) {
      const a = scatteredMatrix(n, n, 4)
      const { packed, order, sign } = trianglesOf(a, n)
      const permuted = made(n, n, (i, j) => entryAt(a, n, order[i] ?? 0, j))
      expect(distance(product(lowerOf(packed, n), upperOf(packed, n), n, n, n), permuted)).toBeLessThan(4 * n * ulp)
      expect(largest(lowerOf(packed, n))).toBe(1)
      expect([...order].sort()).toEqual(Array.from({ length: n }, (_, i) => i))
      const crossings = [...order].flatMap((x, i) => [...order].slice(i + 1).filter((y) => y < x)).length
      expect(sign).toBe(crossings % 2 === 0 ? 1 : -1)
    }
  })
  it('takes the first of equal pivots and goes on past a column of zeros', () => {
    expect(trianglesOf(matrix(1, 2, -1, 3), 2)).toEqual({ packed: matrix(1, 2, -1, 5), order: Int32Array.of(0, 1), sign: 1 })
    expect(trianglesOf(matrix(0, 1, 0, 2), 2)).toEqual({ packed: matrix(0, 1, 0, 2), order: Int32Array.of(0, 1), sign: 1 })
    expect(trianglesOf(matrix(0, 1, 1, 0), 2)).toEqual({ packed: matrix(1, 0, 0, 1), order: Int32Array.of(1, 0), sign: -1 })
    expect(trianglesOf(new Float64Array(9), 3)).toEqual({ packed: new Float64Array(9), order: Int32Array.of(0, 1, 2), sign: 1 })
    expect(trianglesOf(empty, 0)).toEqual({ packed: empty, order: new Int32Array(0), sign: 1 })
  })
})

describe('solves', () => {
  it('undo the product', () => {
    for (const n of sizes) {
      const [a, x] = [positive(n), scatteredMatrix(n, 2, 7)]
      expect(distance(solved(a, product(a, x, n, n, 2), n, 2), x)).toBeLessThan(1e-12)
      const [l, u] = [lowerOf(a, n).map((e, k) => (k % (n + 1) === 0 ? 2 : e)), upperOf(a, n)]
      expect(distance(lowerSolved(l, product(l, x, n, n, 2), n, 2), x)).toBeLessThan(1e-12)
      expect(distance(upperSolved(u, product(u, x, n, n, 2), n, 2), x)).toBeLessThan(1e-12)
    }
  })
  it('leave a small residual where the solution is uncertain', () => {
    const n = 10
    const x = solved(hilbert(n), new Float64Array(n).fill(1), n, 1)
    expect(distance(product(hilbert(n), x, n, n, 1), new Float64Array(n).fill(1))).toBeLessThan(n * ulp * largest(x))
  })
  it('read one triangle only', () => {
    expect(lowerSolved(matrix(2, nan, 1, 4), matrix(2, 5), 2, 1)).toEqual(matrix(1, 1))
    expect(upperSolved(matrix(2, 1, nan, 4), matrix(3, 4), 2, 1)).toEqual(matrix(1, 1))
    expect(lowerSolved(matrix(nan, nan, 3, nan), matrix(2, 5), 2, 1, true)).toEqual(matrix(2, -1))
  })
  it('give ±∞ or NaN where singular', () => {
    expect(solved(matrix(0), matrix(1), 1, 1)).toEqual(matrix(Number.POSITIVE_INFINITY))
    expect(solved(matrix(0), matrix(-1), 1, 1)).toEqual(matrix(Number.NEGATIVE_INFINITY))
    expect(solved(matrix(0), matrix(0), 1, 1)).toEqual(matrix(nan))
    expect([...solved(matrix(1, 2, 2, 4), matrix(1, 1), 2, 1)].some(Number.isFinite)).toBe(false)
    expect([...solved(matrix(1, nan, 0, 1), matrix(1, 1), 2, 1)]).toEqual([nan, nan])
  })
  it('of no rows or no columns are nothing', () => {
    expect(solved(empty, empty, 0, 3)).toEqual(empty)
    expect(solved(matrix(1, 0, 0, 1), empty, 2, 0)).toEqual(empty)
  })
})

describe('determinants and cofactors', () => {
  const minor = (a: Matrix, n: number, row: number, column: number): Matrix => a.filter((_, k) => Math.floor(k / n) !== row && k % n !== column)
  /** By expansion along the first row. */
  const expanded = (a: Matrix, n: number): number =>
    n === 0
      ? 1
      : Array.from({ length: n }, (_, j) => (j % 2 === 0 ? 1 : -1) * entryAt(a, n, 0, j) * expanded(minor(a, n, 0, j), n - 1)).reduce((x, y) => x + y, 0)
  it('are those of the expansion, of singular matrices too', () => {
    const deficient = product(scatteredMatrix(4, 2), scatteredMatrix(2, 4, 9), 4, 2, 4)
    const rank3 = product(scatteredMatrix(4, 3), scatteredMatrix(3, 4, 9), 4, 3, 4)
    for (const [a, n] of [
      [scatteredMatrix(1, 1), 1],
      [scatteredMatrix(2, 2), 2],
      [scatteredMatrix(4, 4), 4],
      [deficient, 4],
      [rank3, 4],
      [new Float64Array(9), 3],
    ] as const) {
      expect(Math.abs(determinantOf(a, n) - expanded(a, n))).toBeLessThan(1e-14)
      expect(
        distance(
          cofactorsOf(a, n),
          made(n, n, (i, j) => ((i + j) % 2 === 0 ? 1 : -1) * expanded(minor(a, n, i, j), n - 1)),
        ),
      ).toBeLessThan(1e-14)
    }
  })
  it('of no rows are 1 and nothing', () => {
    expect(determinantOf(empty, 0)).toBe(1)
    expect(cofactorsOf(empty, 0)).toEqual(empty)
    expect(logDeterminantOf(empty, 0)).toEqual([1, 0])
    expect(cofactorsOf(matrix(7), 1)).toEqual(matrix(1))
  })
  it('have a logarithm that does not overflow', () => {
    const [sign, logarithm] = logDeterminantOf(
      made(4, 4, (i, j) => (i === j ? -1e200 : 0)),
      4,
    )
    expect(sign).toBe(1)
    expect(Math.abs(logarithm - 800 * Math.log(10))).toBeLessThan(1e-12 * logarithm)
    expect(logDeterminantOf(new Float64Array(4), 2)).toEqual([0, Number.NEGATIVE_INFINITY])
    expect(Object.is(logDeterminantOf(matrix(-0), 1)[0], 0)).toBe(true)
    expect(logDeterminantOf(matrix(nan), 1)).toEqual([nan, nan])
  })
  it('multiply the spectrum', () => {
    expect(Math.abs(determinantOf(withSpectrum(1, 2, 3, 4), 4) - 24)).toBeLessThan(1e-13)
    expect(determinantOf(matrix(nan, 1, 1, 1), 2)).toBeNaN()
  })
})
