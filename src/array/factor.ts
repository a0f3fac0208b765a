/**
 * Factorisations of one matrix in a row-major buffer: Cholesky, LU with partial pivoting, triangular
 * solves, and the cofactor matrix. Inputs are read, answers are new.
 *
 * A matrix that has no such factor gives NaN or infinities, never an exception.
 */
import { entry } from '../entry.ts'
import { log } from '../elementary/twin/logarithm.ts'

/** A matrix or vector, row by row. */
export type Numbers = Float64Array

export const at = (x: Numbers, i: number): number => x[i] ?? Number.NaN

export const identityOf = (n: number): Numbers => {
  const out = new Float64Array(n * n)
  for (let i = 0; i < n; i++) out[i * n + i] = 1
  return out
}

export const transposed = (a: Numbers, m: number, n: number): Numbers => {
  const out = new Float64Array(m * n)
  for (let i = 0; i < m; i++) for (let j = 0; j < n; j++) out[j * m + i] = at(a, i * n + j)
  return out
}

/** The m by k matrix a times the k by n matrix b. */
export const multiplied = (a: Numbers, b: Numbers, m: number, k: number, n: number): Numbers => {
  const out = new Float64Array(m * n)
  for (let i = 0; i < m; i++)
    for (let l = 0; l < k; l++) {
      const factor = at(a, i * k + l)
      for (let j = 0; j < n; j++) out[i * n + j] = at(out, i * n + j) + factor * at(b, l * n + j)
    }
  return out
}

/** (A + Aᵀ)/2, halved first so that it does not overflow. */
export const symmetric = (a: Numbers, n: number): Numbers => {
  const out = new Float64Array(n * n)
  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) out[i * n + j] = 0.5 * at(a, i * n + j) + 0.5 * at(a, j * n + i)
  return out
}

/** The lower L with LLᵀ = (A + Aᵀ)/2; its triangle is NaN where that is not positive definite. */
export const choleskyOf = (a: Numbers, n: number): Numbers => {
  const s = symmetric(a, n)
  const l = new Float64Array(n * n)
  for (let j = 0; j < n; j++) {
    let pivot = at(s, j * n + j)
    for (let k = 0; k < j; k++) pivot -= at(l, j * n + k) * at(l, j * n + k)
    if (!(pivot > 0)) {
      for (let i = 0; i < n; i++) l.fill(Number.NaN, i * n, i * n + i + 1)
      return l
    }
    const root = Math.sqrt(pivot)
    l[j * n + j] = root
    for (let i = j + 1; i < n; i++) {
      let sum = at(s, i * n + j)
      for (let k = 0; k < j; k++) sum -= at(l, i * n + k) * at(l, j * n + k)
      l[i * n + j] = sum / root
    }
  }
  return l
}

/** X with AX = B, reading the lower triangle of A only; B has k columns. `unit`: the diagonal counts as ones. */
export const lowerSolved = (a: Numbers, b: Numbers, n: number, k: number, unit = false): Numbers => {
  const x = b.slice()
  for (let i = 0; i < n; i++)
    for (let c = 0; c < k; c++) {
      let sum = at(x, i * k + c)
      for (let j = 0; j < i; j++) sum -= at(a, i * n + j) * at(x, j * k + c)
      x[i * k + c] = unit ? sum : sum / at(a, i * n + i)
    }
  return x
}

/** X with AX = B, reading the upper triangle of A only. */
export const upperSolved = (a: Numbers, b: Numbers, n: number, k: number): Numbers => {
  const x = b.slice()
  for (let i = n - 1; i >= 0; i--)
    for (let c = 0; c < k; c++) {
      let sum = at(x, i * k + c)
      for (let j = i + 1; j < n; j++) sum -= at(a, i * n + j) * at(x, j * k + c)
      x[i * k + c] = sum / at(a, i * n + i)
    }
  return x
}

/** Row i of LU is row `order[i]` of A. `packed` holds U, and L below the diagonal. */
export interface Triangles {
  readonly packed: Numbers
  readonly order: Int32Array
  /** The sign of the permutation. */
  readonly sign: number
}

/** Gaussian elimination; the pivot is the entry of largest absolute value, the first of equal ones. */
export const trianglesOf = (a: Numbers, n: number): Triangles => {
  const u = a.slice()
  const order = Int32Array.from({ length: n }, (_, i) => i)
  let sign = 1
  for (let j = 0; j < n; j++) {
    let best = j
    for (let i = j + 1; i < n; i++) if (Math.abs(at(u, i * n + j)) > Math.abs(at(u, best * n + j))) best = i
    if (best !== j) {
      sign = -sign
      const [held, swapped] = [u.slice(j * n, j * n + n), entry(order, j)]
      u.copyWithin(j * n, best * n, best * n + n)
      u.set(held, best * n)
      order[j] = entry(order, best)
      order[best] = swapped
    }
    const pivot = at(u, j * n + j)
    // A column of zeros is eliminated already.
    if (pivot === 0) continue
    for (let i = j + 1; i < n; i++) {
      const factor = at(u, i * n + j) / pivot
      u[i * n + j] = factor
      for (let c = j + 1; c < n; c++) u[i * n + c] = at(u, i * n + c) - factor * at(u, j * n + c)
    }
  }
  return { packed: u, order, sign }
}

/** X with AX = B. */
export const solved = (a: Numbers, b: Numbers, n: number, k: number): Numbers => {
  const { packed, order } = trianglesOf(a, n)
  const moved = new Float64Array(n * k)
  order.forEach((from, i) => {
    moved.set(b.subarray(from * k, from * k + k), i * k)
  })
  return upperSolved(packed, lowerSolved(packed, moved, n, k, true), n, k)
}

export const determinantOf = (a: Numbers, n: number): number => {
  const { packed, sign } = trianglesOf(a, n)
  let product = sign
  for (let i = 0; i < n; i++) product *= at(packed, i * n + i)
  return product
}

/** The sign of the determinant and the logarithm of its absolute value: 0 and −∞ where it is 0. */
export const logDeterminantOf = (a: Numbers, n: number): readonly [number, number] => {
  const { packed, sign } = trianglesOf(a, n)
  let [total, positive] = [0, sign]
  for (let i = 0; i < n; i++) {
    const pivot = at(packed, i * n + i)
    total += log(Math.abs(pivot))
    positive *= Math.sign(pivot)
  }
  // Adding 0 makes −0 a 0.
  return [positive + 0, total]
}

/** adj(U) of an upper triangle, grown column by column without division: adj [[U, u], [0, d]] = [[d·adj U, −adj(U)u], [0, det U]]. */
const adjugateOfUpper = (u: Numbers, n: number): Numbers => {
  const out = new Float64Array(n * n)
  let minor = 1
  for (let k = 0; k < n; k++) {
    const d = at(u, k * n + k)
    for (let i = 0; i < k; i++) {
      let sum = 0
      for (let j = i; j < k; j++) {
        sum -= at(out, i * n + j) * at(u, j * n + k)
        out[i * n + j] = d * at(out, i * n + j)
      }
      out[i * n + k] = sum
    }
    out[k * n + k] = minor
    minor *= d
  }
  return out
}

/** The cofactor matrix, det(A)·A⁻ᵀ where A is invertible: a polynomial, so right at singular matrices too. cof(PᵀLU) = det(P)·PᵀL⁻ᵀ·adj(U)ᵀ. */
export const cofactorsOf = (a: Numbers, n: number): Numbers => {
  const { packed, order, sign } = trianglesOf(a, n)
  // L⁻ᵀ adj(U)ᵀ solves the unit upper triangle Lᵀ.
  const upper = transposed(packed, n, n)
  for (let i = 0; i < n; i++) upper[i * n + i] = 1
  const rows = upperSolved(upper, transposed(adjugateOfUpper(packed, n), n, n), n, n)
  const out = new Float64Array(n * n)
  order.forEach((to, i) => {
    for (let j = 0; j < n; j++) out[to * n + j] = sign * at(rows, i * n + j)
  })
  return out
}
