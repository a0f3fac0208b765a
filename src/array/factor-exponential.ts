/**
 * The exponential of one matrix and its Fréchet derivative.
 */
import { entry } from '../entry.ts'
import { log2 } from '../elementary/twin/logarithm.ts'
import { at, identityOf, multiplied, type Numbers, solved } from './factor.ts'

// The numerator of the [13/13] Padé approximant, from the constant term up, and the norm to which it is exact to double precision (Higham 2005, table 2.3).
const pade: ReadonlyArray<number> = [
  64764752532480000, 32382376266240000, 7771770303897600, 1187353796428800, 129060195264000, 10559470521600, 670442572800, 33522128640, 1323241920, 40840800,
  960960, 16380, 182, 1,
]
const exactTo = 5.371920351148152

/** The largest sum of absolute values in a column. */
const columnNorm = (a: Numbers, n: number): number => {
  let most = 0
  for (let j = 0; j < n; j++) {
    let total = 0
    for (let i = 0; i < n; i++) total += Math.abs(at(a, i * n + j))
    most = Math.max(most, total)
  }
  return most
}

/** By scaling and squaring (Higham 2005; Al-Mohy and Higham 2009). NaN where an entry is not finite. */
export const exponentialOf = (matrix: Numbers, n: number): Numbers => {
  const norm = columnNorm(matrix, n)
  if (!Number.isFinite(norm)) return new Float64Array(n * n).fill(Number.NaN)
  const squarings = norm > exactTo ? Math.ceil(log2(norm / exactTo)) : 0
  // In two steps: a power of two below 2^−1022 would lose digits.
  const half = 2 ** -Math.floor(squarings / 2)
  const rest = 2 ** -Math.ceil(squarings / 2)
  const a = matrix.map((x) => x * half * rest)
  const times = (x: Numbers, y: Numbers): Numbers => multiplied(x, y, n, n, n)
  const one = identityOf(n)
  const a2 = times(a, a)
  const a4 = times(a2, a2)
  const a6 = times(a2, a4)
  const mixed = (c6: number, c4: number, c2: number, c0: number): Numbers => a6.map((x, i) => c6 * x + c4 * at(a4, i) + c2 * at(a2, i) + c0 * at(one, i))
  const b = (k: number): number => entry(pade, k)
  const plus = (x: Numbers, y: Numbers): Numbers => x.map((e, i) => e + at(y, i))
  const odd = times(a, plus(times(a6, mixed(b(13), b(11), b(9), 0)), mixed(b(7), b(5), b(3), b(1))))
  const even = plus(times(a6, mixed(b(12), b(10), b(8), 0)), mixed(b(6), b(4), b(2), b(0)))
  let x = solved(
    even.map((e, i) => e - at(odd, i)),
    plus(even, odd),
    n,
    n,
  )
  for (let k = 0; k < squarings; k++) x = times(x, x)
  return x
}

/** Four n by n blocks as one matrix. */
const blocks = (a: Numbers, b: Numbers, n: number): Numbers => {
  const out = new Float64Array(4 * n * n)
  for (let i = 0; i < n; i++) {
    out.set(a.subarray(i * n, i * n + n), 2 * i * n)
    out.set(b.subarray(i * n, i * n + n), 2 * i * n + n)
    out.set(a.subarray(i * n, i * n + n), 2 * (n + i) * n + n)
  }
  return out
}

/** The derivative of the exponential at A along E: the upper right block of exp [[A, E], [0, A]] (Mathias 1996). */
export const frechetOf = (a: Numbers, e: Numbers, n: number): Numbers => {
  const size = e.reduce((most, x) => Math.max(most, Math.abs(x)), 0)
  const out = new Float64Array(n * n)
  if (size === 0) return out
  // It is linear in E, whose size must not decide how often is squared.
  const x = exponentialOf(
    blocks(
      a,
      e.map((y) => y / size / n),
      n,
    ),
    2 * n,
  )
  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) out[i * n + j] = at(x, 2 * i * n + n + j) * n * size
  return out
}
