/**
 * Factorisations of one matrix by orthogonal transformations: QR by Householder reflections, symmetric
 * eigenvalues and singular values by Jacobi rotations, and what singular values give, the pseudoinverse.
 *
 * Signs are chosen: R has a diagonal ≥ 0, and of an eigenvector or left singular vector the first entry
 * at least half as large as the largest is positive. Entries that are not finite make everything NaN.
 */
import { entry } from '../entry.ts'
import { log2 } from '../elementary/twin/logarithm.ts'
import { at, identityOf, multiplied, type Numbers, symmetric, transposed } from './factor.ts'

/** A = QR of an m by n matrix, m ≥ n: Q is m by n, R n by n. */
export interface QR {
  readonly q: Numbers
  readonly r: Numbers
}

/** Apply 1 − 2vvᵀ/vᵀv to the rows from j on of a matrix of n columns. v starts at row j. */
const reflect = (x: Numbers, v: Numbers, j: number, n: number): void => {
  let square = 0
  for (const e of v) square += e * e
  for (let c = 0; c < n; c++) {
    let dot = 0
    for (let i = 0; i < v.length; i++) dot += at(v, i) * at(x, (j + i) * n + c)
    const factor = (2 * dot) / square
    for (let i = 0; i < v.length; i++) x[(j + i) * n + c] = at(x, (j + i) * n + c) - factor * at(v, i)
  }
}

/** What reflects a column onto the first axis; null where it is zero. Scaled, so that no square overflows. */
const reflector = (column: Numbers): Numbers | null => {
  let scale = 0
  for (const e of column) scale = Math.max(scale, Math.abs(e))
  if (scale === 0) return null
  const v = column.map((e) => e / scale)
  let square = 0
  for (const e of v) square += e * e
  v[0] = at(v, 0) + (at(v, 0) < 0 ? -1 : 1) * Math.sqrt(square)
  return v
}

export const orthogonalOf = (a: Numbers, m: number, n: number): QR => {
  const x = a.slice()
  const reflectors: Array<Numbers | null> = []
  for (let j = 0; j < n; j++) {
    const v = reflector(Float64Array.from({ length: m - j }, (_, i) => at(x, (j + i) * n + j)))
    if (v !== null) reflect(x, v, j, n)
    reflectors.push(v)
  }
  const q = new Float64Array(m * n)
  for (let j = 0; j < n; j++) q[j * n + j] = 1
  for (let j = n - 1; j >= 0; j--) {
    const v = reflectors[j]
    if (v != null) reflect(q, v, j, n)
  }
  const r = new Float64Array(n * n)
  for (let i = 0; i < n; i++) {
    // Adding 0 makes −0 a 0, here and below.
    const sign = at(x, i * n + i) < 0 ? -1 : 1
    for (let j = i; j < n; j++) r[i * n + j] = sign * at(x, i * n + j) + 0
    for (let k = 0; k < m; k++) q[k * n + i] = sign * at(q, k * n + i) + 0
  }
  return { q, r }
}

/** The rotation by which two entries α, β and their coupling γ become uncoupled. */
const rotation = (alpha: number, beta: number, gamma: number): { readonly t: number; readonly c: number; readonly s: number } => {
  const zeta = (beta - alpha) / (2 * gamma)
  const t = (zeta < 0 ? -1 : 1) / (Math.abs(zeta) + Math.sqrt(zeta * zeta + 1))
  const c = 1 / Math.sqrt(t * t + 1)
  return { t, c, s: t * c }
}

/** Columns p and q of a matrix of n columns rotated in place. */
const rotate = (x: Numbers, rows: number, n: number, p: number, q: number, c: number, s: number): void => {
  for (let k = 0; k < rows; k++) {
    const [xp, xq] = [at(x, k * n + p), at(x, k * n + q)]
    x[k * n + p] = c * xp - s * xq
    x[k * n + q] = s * xp + c * xq
  }
}

// Convergence is quadratic; this many sweeps are never needed.
const sweeps = 60

/** The sign that a column of a matrix of n columns is multiplied by. */
const signOf = (x: Numbers, rows: number, n: number, column: number): number => {
  let largest = 0
  for (let k = 0; k < rows; k++) largest = Math.max(largest, Math.abs(at(x, k * n + column)))
  for (let k = 0; k < rows; k++) if (Math.abs(at(x, k * n + column)) >= largest / 2) return at(x, k * n + column) < 0 ? -1 : 1
  return 1
}

const allFinite = (a: Numbers): boolean => a.every(Number.isFinite)

/** Eigenvalues in ascending order, and eigenvectors as columns. */
export interface Spectrum {
  readonly values: Numbers
  readonly vectors: Numbers
}

/** Cyclic Jacobi on (A + Aᵀ)/2 (Golub and Van Loan, 8.5). */
export const spectrumOf = (matrix: Numbers, n: number): Spectrum => {
  if (!allFinite(matrix)) return { values: new Float64Array(n).fill(Number.NaN), vectors: new Float64Array(n * n).fill(Number.NaN) }
  const a = symmetric(matrix, n)
  const v = identityOf(n)
  for (let sweep = 0, moved = true; moved && sweep < sweeps; sweep++) {
    moved = false
    for (let p = 0; p < n; p++)
      for (let q = p + 1; q < n; q++) {
        const [app, aqq, apq] = [at(a, p * n + p), at(a, q * n + q), at(a, p * n + q)]
        // Too small to change either diagonal entry, and so either eigenvalue.
        const small = Math.abs(app) + Math.abs(apq) === Math.abs(app) && Math.abs(aqq) + Math.abs(apq) === Math.abs(aqq)
        if (!small) {
          moved = true
          const { t, c, s } = rotation(app, aqq, apq)
          rotate(a, n, n, p, q, c, s)
          for (let k = 0; k < n; k++) {
            a[p * n + k] = at(a, k * n + p)
            a[q * n + k] = at(a, k * n + q)
          }
          a[p * n + p] = app - t * apq
          a[q * n + q] = aqq + t * apq
          rotate(v, n, n, p, q, c, s)
        }
        a[p * n + q] = 0
        a[q * n + p] = 0
      }
  }
  const order = Array.from({ length: n }, (_, i) => i).sort((i, j) => at(a, i * n + i) - at(a, j * n + j))
  const vectors = new Float64Array(n * n)
  order.forEach((from, to) => {
    const sign = signOf(v, n, n, from)
    for (let k = 0; k < n; k++) vectors[k * n + to] = sign * at(v, k * n + from) + 0
  })
  return { values: Float64Array.from(order, (i) => at(a, i * n + i)), vectors }
}

/** A = U diag(s) Vᵀ with k = min(m, n) singular values in descending order; u is m by k, vt k by n. */
export interface Singular {
  readonly u: Numbers
  readonly s: Numbers
  readonly vt: Numbers
}

/** A unit vector orthogonal to the first columns of u: of the axes the one that has most left, orthogonalised twice. */
const complete = (u: Numbers, m: number, n: number, column: number): void => {
  let best: { readonly left: number; readonly x: Numbers } = { left: -1, x: new Float64Array(m) }
  for (let axis = 0; axis < m; axis++) {
    const x = new Float64Array(m)
    x[axis] = 1
    for (let pass = 0; pass < 2; pass++)
      for (let j = 0; j < column; j++) {
        let dot = 0
        for (let k = 0; k < m; k++) dot += at(x, k) * at(u, k * n + j)
        for (let k = 0; k < m; k++) x[k] = at(x, k) - dot * at(u, k * n + j)
      }
    const left = Math.sqrt(x.reduce((total, e) => total + e * e, 0))
    if (left > best.left) best = { left, x }
  }
  for (let k = 0; k < m; k++) u[k * n + column] = at(best.x, k) / best.left
}

/** One-sided Jacobi (Hestenes) on a matrix with at least as many rows as columns. Values under 2⁻⁵³⁷ of the largest entry count as 0: their squares vanish. */
const tall = (a: Numbers, m: number, n: number): Singular => {
  // A power of two near the largest entry, so that squares neither overflow nor vanish.
  const largest = a.reduce((most, x) => Math.max(most, Math.abs(x)), 0)
  const scale = largest === 0 ? 1 : 2 ** Math.max(-1022, Math.floor(log2(largest)))
  const w = a.map((x) => x / scale)
  const v = identityOf(n)
  for (let sweep = 0, moved = true; moved && sweep < sweeps; sweep++) {
    moved = false
    for (let p = 0; p < n; p++)
      for (let q = p + 1; q < n; q++) {
        let [alpha, beta, gamma] = [0, 0, 0]
        for (let k = 0; k < m; k++) {
          const [x, y] = [at(w, k * n + p), at(w, k * n + q)]
          alpha += x * x
          beta += y * y
          gamma += x * y
        }
        if (Math.abs(gamma) <= Number.EPSILON * Math.sqrt(alpha) * Math.sqrt(beta)) continue
        moved = true
        const { c, s } = rotation(alpha, beta, gamma)
        rotate(w, m, n, p, q, c, s)
        rotate(v, n, n, p, q, c, s)
      }
  }
  const lengths = Array.from({ length: n }, (_, j) => {
    let square = 0
    for (let k = 0; k < m; k++) square += at(w, k * n + j) * at(w, k * n + j)
    return Math.sqrt(square)
  })
  const order = lengths.map((_, j) => j).sort((i, j) => entry(lengths, j) - entry(lengths, i))
  const [u, vt] = [new Float64Array(m * n), new Float64Array(n * n)]
  order.forEach((from, to) => {
    const length = entry(lengths, from)
    if (length === 0) complete(u, m, n, to)
    else for (let k = 0; k < m; k++) u[k * n + to] = at(w, k * n + from) / length
    const sign = signOf(u, m, n, to)
    for (let k = 0; k < m; k++) u[k * n + to] = sign * at(u, k * n + to) + 0
    for (let k = 0; k < n; k++) vt[to * n + k] = sign * at(v, k * n + from) + 0
  })
  return { u, s: Float64Array.from(order, (j) => entry(lengths, j) * scale), vt }
}

export const singularOf = (a: Numbers, m: number, n: number): Singular => {
  const k = Math.min(m, n)
  const nan = (size: number): Numbers => new Float64Array(size).fill(Number.NaN)
  if (!allFinite(a)) return { u: nan(m * k), s: nan(k), vt: nan(k * n) }
  if (m >= n) return tall(a, m, n)
  const { u, s, vt } = tall(transposed(a, m, n), n, m)
  return { u: transposed(vt, m, m), s, vt: transposed(u, n, m) }
}

/** The Moore–Penrose inverse, n by m; singular values up to max(m, n)·ε of the largest count as 0. */
export const pseudoinverseOf = (a: Numbers, m: number, n: number): Numbers => {
  const { u, s, vt } = singularOf(a, m, n)
  const k = s.length
  const cutoff = Math.max(m, n) * Number.EPSILON * (k === 0 ? 0 : at(s, 0))
  const v = transposed(vt, k, n)
  // A NaN is no small value: it stays.
  for (let i = 0; i < n; i++) for (let j = 0; j < k; j++) v[i * k + j] = at(s, j) <= cutoff ? 0 : at(v, i * k + j) / at(s, j)
  return multiplied(v, transposed(u, m, k), n, k, m)
}
