/**
 * Matrices for tests of factorisations, and what is asked of a factor: products, distances, orthogonality,
 * each by its definition.
 */
import { scattered } from '../primitive/operation.ts'

export type Matrix = Float64Array

export const matrix = (...entries: ReadonlyArray<number>): Matrix => Float64Array.from(entries)

/** By the entry at row i and column j. */
export const made = (m: number, n: number, at: (i: number, j: number) => number): Matrix =>
  Float64Array.from({ length: m * n }, (_, k) => at(Math.floor(k / n), k % n))

export const entryAt = (x: Matrix, n: number, i: number, j: number): number => x[i * n + j] ?? Number.NaN

export const scatteredMatrix = (m: number, n: number, from = 1): Matrix => Float64Array.from(scattered(m * n, from))

/** The m by k matrix a times the k by n matrix b. */
export const product = (a: Matrix, b: Matrix, m: number, k: number, n: number): Matrix =>
  made(m, n, (i, j) => Array.from({ length: k }, (_, l) => entryAt(a, k, i, l) * entryAt(b, n, l, j)).reduce((x, y) => x + y, 0))

/** The transpose of an m by n matrix. */
export const transposed = (a: Matrix, m: number, n: number): Matrix => made(n, m, (i, j) => entryAt(a, n, j, i))

export const diagonal = (...entries: ReadonlyArray<number>): Matrix => made(entries.length, entries.length, (i, j) => (i === j ? (entries[i] ?? 0) : 0))

export const unit = (n: number): Matrix => made(n, n, (i, j) => (i === j ? 1 : 0))

/** 1/(i + j + 1), whose condition number grows as e^3.5n. */
export const hilbert = (n: number): Matrix => made(n, n, (i, j) => 1 / (i + j + 1))

/** A product of plane rotations. */
export const orthogonal = (n: number, from = 1): Matrix => {
  const angles = scattered(n * n, from)
  let q = unit(n)
  for (let p = 0; p < n; p++)
    for (let r = p + 1; r < n; r++) {
      const [c, s] = [Math.cos(2 * (angles[p * n + r] ?? 0)), Math.sin(2 * (angles[p * n + r] ?? 0))]
      q = product(
        q,
        made(n, n, (i, j) => (i === p && j === p ? c : i === r && j === r ? c : i === p && j === r ? -s : i === r && j === p ? s : i === j ? 1 : 0)),
        n,
        n,
        n,
      )
    }
  return q
}

/** The symmetric matrix of these eigenvalues. */
export const withSpectrum = (...values: ReadonlyArray<number>): Matrix => {
  const n = values.length
  const q = orthogonal(n)
  return product(product(q, diagonal(...values), n, n, n), transposed(q, n, n), n, n, n)
}

export const largest = (x: Matrix): number => x.reduce((most, e) => Math.max(most, Math.abs(e)), 0)

/** The largest difference of entries; ∞ where only one is NaN or the sizes differ. */
export const distance = (a: Matrix, b: Matrix): number => {
  if (a.length !== b.length) return Number.POSITIVE_INFINITY
  let worst = 0
  for (let i = 0; i < a.length; i++) {
    const [x = 0, y = 0] = [a[i], b[i]]
    if (Object.is(x, y)) continue
    const gap = Math.abs(x - y)
    worst = Math.max(worst, Number.isNaN(gap) ? Number.POSITIVE_INFINITY : gap)
  }
  return worst
}

/** The largest entry of XᵀX − 1 for an m by n matrix with orthonormal columns. */
export const skewness = (x: Matrix, m: number, n: number): number => distance(product(transposed(x, m, n), x, n, m, n), unit(n))

/** Whether the entries above (or below) the diagonal are exactly 0. */
export const isLower = (x: Matrix, n: number): boolean => x.every((e, k) => e === 0 || k % n <= Math.floor(k / n))
export const isUpper = (x: Matrix, n: number): boolean => x.every((e, k) => e === 0 || k % n >= Math.floor(k / n))

export const allNaN = (x: Matrix): boolean => x.every(Number.isNaN)
