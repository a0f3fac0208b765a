/**
 * QR, symmetric eigenvalues, singular values and the pseudoinverse on plain buffers: what they multiply to,
 * orthogonality to the last digits, known spectra, and matrices that are graded, deficient, zero or empty.
 */
import { describe, expect, it } from 'vitest'
import { orthogonalOf, pseudoinverseOf, singularOf, spectrumOf } from '../../src/array/factor-orthogonal.ts'
import {
  allNaN,
  diagonal,
  distance,
  entryAt,
  hilbert,
  isUpper,
  largest,
  made,
  type Matrix,
  matrix,
  orthogonal,
  product,
  scatteredMatrix,
  skewness,
  transposed,
  unit,
  withSpectrum,
} from './matrix.ts'

const nan = Number.NaN
const ulp = Number.EPSILON
const empty = new Float64Array(0)
const tall = [
  [1, 1],
  [2, 1],
  [2, 2],
  [4, 3],
  [7, 4],
  [6, 6],
] as const
const any = [...tall, [1, 3], [3, 4], [2, 7]] as const

/** Columns of a matrix whose first large entry is positive. */
const signed = (x: Matrix, m: number, n: number): boolean =>
  Array.from({ length: n }, (_, j) => {
    const column = Array.from({ length: m }, (__, i) => entryAt(x, n, i, j))
    const most = Math.max(...column.map(Math.abs))
    return (column.find((e) => Math.abs(e) >= most / 2) ?? 0) > 0
  }).every((positive) => positive)

describe('orthogonalOf', () => {
  const holds = (a: Matrix, m: number, n: number): void => {
    const { q, r } = orthogonalOf(a, m, n)
    expect(distance(product(q, r, m, n, n), a)).toBeLessThan(8 * m * ulp * largest(a))
    expect(skewness(q, m, n)).toBeLessThan(8 * m * ulp)
    expect(isUpper(r, n)).toBe(true)
    for (let i = 0; i < n; i++) expect(entryAt(r, n, i, i)).toBeGreaterThanOrEqual(0)
  }
  it('gives orthonormal columns and a triangle with a diagonal ≥ 0', () => {
    for (const [m, n] of tall) holds(scatteredMatrix(m, n, 3), m, n)
    expect(orthogonalOf(matrix(3, 0, 4, 5), 2, 2).r.map(Math.round)).toEqual(matrix(5, 4, 0, 3))
  })
  it('keeps them orthogonal where columns nearly coincide', () => holds(hilbert(8), 8, 8))
  it('knows columns that are graded, that coincide, that are zero', () => {
    holds(
      made(4, 3, (i, j) => 10 ** (-6 * j) * Math.cos(i * (j + 1))),
      4,
      3,
    )
    const twice = orthogonalOf(matrix(1, 1, 2, 2, 2, 2), 3, 2)
    expect(skewness(twice.q, 3, 2)).toBeLessThan(8 * ulp)
    const zero = orthogonalOf(new Float64Array(6), 3, 2)
    expect(zero.r).toEqual(new Float64Array(4))
    expect(skewness(zero.q, 3, 2)).toBeLessThan(ulp)
    expect(distance(orthogonalOf(matrix(1e200, 1e200), 2, 1).r, matrix(Math.SQRT2 * 1e200)) / 1e200).toBeLessThan(4 * ulp)
    expect(distance(orthogonalOf(matrix(1e-200, 1e-200), 2, 1).r, matrix(Math.SQRT2 * 1e-200)) / 1e-200).toBeLessThan(4 * ulp)
  })
  it('of nothing is nothing, of one entry its sign, of NaN NaN', () => {
    expect(orthogonalOf(empty, 3, 0)).toEqual({ q: empty, r: empty })
    expect(orthogonalOf(matrix(-3), 1, 1)).toEqual({ q: matrix(-1), r: matrix(3) })
    expect(allNaN(orthogonalOf(matrix(nan, 1), 2, 1).r)).toBe(true)
  })
})

describe('spectrumOf', () => {
  const holds = (a: Matrix, n: number): void => {
    const { values, vectors } = spectrumOf(a, n)
    expect(skewness(vectors, n, n)).toBeLessThan(16 * n * ulp)
    expect(distance(product(product(vectors, diagonal(...values), n, n, n), transposed(vectors, n, n), n, n, n), a)).toBeLessThanOrEqual(
      16 * n * ulp * largest(a),
    )
    expect([...values]).toEqual([...values].sort((x, y) => x - y))
    expect(signed(vectors, n, n)).toBe(true)
  }
  it('diagonalises, in ascending order, with signs chosen', () => {
    for (const n of [1, 2, 3, 5, 9]) {
      const g = scatteredMatrix(n, n, 2)
      holds(
        made(n, n, (i, j) => (entryAt(g, n, i, j) + entryAt(g, n, j, i)) / 2),
        n,
      )
    }
  })
  it('finds known eigenvalues, repeated ones too', () => {
    for (const known of [
      [-3, -1, 0, 2, 5],
      [1, 1, 1, 4],
      [-2, -2, 7, 7, 7],
      [0, 0, 0],
      [1e-8, 1, 1e8],
    ]) {
      holds(withSpectrum(...known), known.length)
      expect(distance(spectrumOf(withSpectrum(...known), known.length).values, Float64Array.from(known))).toBeLessThan(
        32 * ulp * Math.max(1, ...known.map(Math.abs)),
      )
    }
    // −1, 2, −1 beside the diagonal: 2 − 2cos(kπ/(n + 1)).
    const n = 7
    const chain = made(n, n, (i, j) => (i === j ? 2 : Math.abs(i - j) === 1 ? -1 : 0))
    expect(
      distance(
        spectrumOf(chain, n).values,
        Float64Array.from({ length: n }, (_, k) => 2 - 2 * Math.cos(((k + 1) * Math.PI) / (n + 1))),
      ),
    ).toBeLessThan(16 * ulp)
  })
  it('keeps small eigenvalues of graded matrices', () => {
    // Its eigenvalues are 1 and 1e-16 up to parts of 1e-16 of themselves.
    const { values } = spectrumOf(matrix(1, 1e-12, 1e-12, 1e-16), 2)
    expect(Math.abs((values[0] ?? 0) / 1e-16 - (1 - 1e-8))).toBeLessThan(1e-12)
    expect(spectrumOf(diagonal(1e300, 1e-300, 1), 3).values).toEqual(matrix(1e-300, 1, 1e300))
  })
  it('of nothing is nothing; of one entry it, of zero zeros with axes; NaN and ∞ spoil all', () => {
    expect(spectrumOf(empty, 0)).toEqual({ values: empty, vectors: empty })
    expect(spectrumOf(matrix(-3), 1)).toEqual({ values: matrix(-3), vectors: matrix(1) })
    expect(spectrumOf(new Float64Array(9), 3)).toEqual({ values: new Float64Array(3), vectors: unit(3) })
    for (const bad of [nan, Number.POSITIVE_INFINITY]) {
      const { values, vectors } = spectrumOf(matrix(1, bad, 0, 1), 2)
      expect(allNaN(values) && allNaN(vectors)).toBe(true)
    }
  })
})

describe('singularOf', () => {
  const holds = (a: Matrix, m: number, n: number): void => {
    const k = Math.min(m, n)
    const { u, s, vt } = singularOf(a, m, n)
    expect(skewness(u, m, k)).toBeLessThan(16 * m * ulp)
    expect(skewness(transposed(vt, k, n), n, k)).toBeLessThan(16 * n * ulp)
    expect(distance(product(product(u, diagonal(...s), m, k, k), vt, m, k, n), a)).toBeLessThan(16 * Math.max(m, n) * ulp * largest(a))
    expect([...s]).toEqual([...s].sort((x, y) => y - x))
    expect(s.every((x) => x >= 0)).toBe(true)
  }
  it('multiplies to the matrix, in descending order, tall or wide', () => {
    for (const [m, n] of any) holds(scatteredMatrix(m, n, 5), m, n)
    expect(signed(singularOf(scatteredMatrix(4, 3), 4, 3).u, 4, 3)).toBe(true)
  })
  it('finds known singular values, repeated and zero ones too', () => {
    for (const known of [
      [5, 3, 1],
      [2, 2, 2],
      [4, 4, 0],
      [1, 0, 0],
      [1e10, 1, 1e-10],
    ]) {
      const a = product(product(orthogonal(3), diagonal(...known), 3, 3, 3), orthogonal(3, 5), 3, 3, 3)
      holds(a, 3, 3)
      expect(distance(singularOf(a, 3, 3).s, Float64Array.from(known))).toBeLessThan(32 * ulp * Math.max(...known))
    }
    expect(
      singularOf(matrix(3, 0, 4, 5), 2, 2)
        .s.map((x) => x ** 2)
        .map(Math.round),
    ).toEqual(matrix(45, 5))
  })
  it('keeps small values of graded columns to their own last digits', () => {
    const q = orthogonal(3)
    const graded = product(q, diagonal(1, 1e-10, 1e-20), 3, 3, 3)
    const { s } = singularOf(graded, 3, 3)
    ;[1, 1e-10, 1e-20].forEach((wanted, i) => expect(Math.abs((s[i] ?? 0) / wanted - 1)).toBeLessThan(1e-14))
  })
  it('neither overflows nor vanishes', () => {
    for (const size of [1e300, 1e-300, 1.7e308]) expect(Math.abs((singularOf(matrix(size, 0, 0, size / 2), 2, 2).s[0] ?? 0) / size - 1)).toBeLessThan(4 * ulp)
  })
  it('of nothing is nothing, of zero zeros with orthonormal vectors; NaN and ∞ spoil all', () => {
    expect(singularOf(empty, 3, 0)).toEqual({ u: empty, s: empty, vt: empty })
    expect(singularOf(empty, 0, 2)).toEqual({ u: empty, s: empty, vt: empty })
    expect(singularOf(matrix(-3), 1, 1)).toEqual({ u: matrix(1), s: matrix(3), vt: matrix(-1) })
    const zero = singularOf(new Float64Array(6), 3, 2)
    expect(zero.s).toEqual(new Float64Array(2))
    expect(skewness(zero.u, 3, 2)).toBeLessThan(ulp)
    for (const bad of [nan, Number.NEGATIVE_INFINITY]) expect(Object.values(singularOf(matrix(1, bad, 0, 1), 2, 2)).every(allNaN)).toBe(true)
  })
})

describe('pseudoinverseOf', () => {
  /** The four conditions of Penrose. */
  const holds = (a: Matrix, m: number, n: number, tolerance: number): void => {
    const p = pseudoinverseOf(a, m, n)
    const [ap, pa] = [product(a, p, m, n, m), product(p, a, n, m, n)]
    expect(distance(product(ap, a, m, m, n), a)).toBeLessThan(tolerance)
    expect(distance(product(pa, p, n, n, m), p)).toBeLessThan(tolerance)
    expect(distance(ap, transposed(ap, m, m))).toBeLessThan(tolerance)
    expect(distance(pa, transposed(pa, n, n))).toBeLessThan(tolerance)
  }
  it('obeys the four conditions, of deficient matrices too', () => {
    for (const [m, n] of any) holds(scatteredMatrix(m, n, 5), m, n, 1e-12)
    holds(product(scatteredMatrix(4, 2), scatteredMatrix(2, 5, 9), 4, 2, 5), 4, 5, 1e-12)
    expect(distance(pseudoinverseOf(matrix(1, 2, 2, 4), 2, 2), matrix(0.04, 0.08, 0.08, 0.16))).toBeLessThan(4 * ulp)
  })
  it('of zero is zero, of nothing nothing, of NaN NaN', () => {
    expect(pseudoinverseOf(new Float64Array(6), 3, 2)).toEqual(new Float64Array(6))
    expect(pseudoinverseOf(empty, 3, 0)).toEqual(empty)
    expect(pseudoinverseOf(matrix(4), 1, 1)).toEqual(matrix(0.25))
    expect(allNaN(pseudoinverseOf(matrix(nan, 1), 2, 1))).toBe(true)
  })
})
