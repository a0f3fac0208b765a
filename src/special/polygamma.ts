/**
 * The derivatives of ψ, and their differences. For positive arguments terms are taken from the defining sum
 * n! Σ (x + k)^(−n−1) until Euler and Maclaurin's formula (DLMF 5.15.8, 2.10.1) serves, all of one
 * sign; negative ones are reflected (DLMF 5.15.6) through the derivatives of the cotangent.
 */
import { entry } from '../entry.ts'
import { exp } from '../elementary/twin/exponential.ts'
import { alternating, cosPi, log1p, sinPi, wholePower } from './elementary.ts'
import { digamma } from './digamma.ts'

export const bernoulli: ReadonlyArray<number> = [1 / 6, -1 / 30, 1 / 42, -1 / 30, 5 / 66, -691 / 2730, 7 / 6, -3617 / 510, 43867 / 798, -174611 / 330]

/** p!/x^q, its factors taken so that nothing overflows or underflows on the way. */
const factorialOver = (p: number, q: number, x: number): number => {
  let result = 1
  let k = 2
  let left = q
  while (k <= p || left > 0) {
    if (k <= p && (result < 1e15 || left === 0 || x <= 1)) result *= k++
    else {
      result /= x
      left--
    }
  }
  return result
}

/** The bracket of n! ζ(n + 1, y) = (n − 1)!/yⁿ · [1 + n/2y + Σ B₂ⱼ n(n+1)…(n+2j−1)/(2j)! y^(−2j)], for y ≥ n + 10. */
const bracket = (n: number, y: number): number => {
  const z = 1 / y
  let sum = 0.5 * n * z
  let factor = 1
  for (let j = 1; j <= bernoulli.length; j++) {
    factor *= (((n + 2 * j - 2) * z) / (2 * j - 1)) * (((n + 2 * j - 1) * z) / (2 * j))
    sum += factor * (bernoulli[j - 1] ?? 0)
  }
  return 1 + sum
}

/** n! Σ_{k≥0} (x + k)^(−n−1) for x > 0 and n ≥ 1. */
const positive = (n: number, x: number): number => {
  const from = n + 10
  if (x >= from) return factorialOver(n - 1, n, x) * bracket(n, x)
  const steps = Math.floor(from - x) + 1
  const y = x + steps
  let rest = wholePower(x / y, n) * (x / n) * bracket(n, y)
  // Terms further out than this are below the rounding of the first.
  const far = x * exp(40 / (n + 1)) + 1
  const last = far < steps - 1 ? Math.floor(far) : steps - 1
  for (let k = last; k >= 1; k--) rest += wholePower(x / (x + k), n + 1)
  return factorialOver(n, n + 1, x) * (1 + rest)
}

/** (−1)ⁿ π dⁿ/dxⁿ cot πx = πⁿ⁺¹ Q(cos πx)/sinⁿ⁺¹ πx, where no coefficient of Q is negative. */
const cotangent = (n: number, x: number): number => {
  const c = cosPi(x)
  const s = sinPi(x)
  if (c === 0 && n % 2 === 0) return 0
  // Beyond this n! is infinite, and so is everything but the exact zeros.
  if (n > 170) return (n % 2 === 0 ? c * s : 1) * Number.POSITIVE_INFINITY
  let q: ReadonlyArray<number> = [1]
  for (let m = 1; m < n; m++) {
    const next = new Array<number>(m + 1).fill(0)
    q.forEach((of, j) => {
      next[j + 1] = entry(next, j + 1) + of * (m + 1 - j)
      if (j > 0) next[j - 1] = entry(next, j - 1) + of * j
    })
    q = next
  }
  let sum = 0
  for (let j = n - 1; j >= 0; j--) sum = sum * c + (q[j] ?? 0)
  let result = sum
  for (let m = 0; m <= n; m++) result *= Math.PI / s
  return result
}

/**
 * ψ⁽ⁿ⁾(x), the n-th derivative of ψ, for whole n ≥ 0. At a pole: ∞ for odd n; for even n ∓∞ at ±0
 * and NaN elsewhere.
 */
export const polygamma = (n: number, x: number): number => {
  if (n === 0) return digamma(x)
  const sign = -alternating(n)
  if (x === Number.POSITIVE_INFINITY) return sign * 0
  if (x > 0) return sign * positive(n, x)
  if (x === 0) return n % 2 === 1 ? Number.POSITIVE_INFINITY : -1 / x
  if (Number.isNaN(x) || x === Number.NEGATIVE_INFINITY) return Number.NaN
  if (Math.floor(x) === x) return n % 2 === 1 ? Number.POSITIVE_INFINITY : Number.NaN
  // ψ⁽ⁿ⁾(1 − x) − (−1)ⁿ ψ⁽ⁿ⁾(x) = (−1)ⁿ π dⁿ/dxⁿ cot πx, and ψ⁽ⁿ⁾(1 − x) = −(−1)ⁿ times the positive sum
  return -positive(n, 1 - x) - alternating(n) * cotangent(n, x)
}

/** ψ⁽ⁿ⁾(x + h) − ψ⁽ⁿ⁾(x), for x, h > 0 as a sum of terms of one sign, each a difference of powers divided out. */
export const polygammaDifference = (n: number, x: number, h: number): number => {
  if (h === 0) return x - x
  if (!(x > 0 && h > 0 && h < Number.POSITIVE_INFINITY && n <= 20)) return polygamma(n, x + h) - polygamma(n, x)
  let factorial = 1
  for (let k = 2; k <= n; k++) factorial *= k
  const steps = x >= n + 10 ? 0 : Math.floor(n + 10 - x) + 1
  const y = x + steps
  let sum = tailDifference(n, y, h)
  for (let k = steps - 1; k >= 0; k--) {
    const u = 1 / (x + k)
    const v = 1 / (x + k + h)
    const d = h * v * u
    let difference = d
    let power = 1
    for (let m = 1; m <= n; m++) difference = v * difference + (power *= u) * d
    sum += factorial * difference
  }
  return alternating(n) * sum
}

/** The same for the part that Euler and Maclaurin's formula gives, from y = x + k on. */
const tailDifference = (n: number, y: number, h: number): number => {
  const u = 1 / y
  const v = 1 / (y + h)
  const d = h * v * u
  let sum = n === 0 ? log1p(h / y) : 0
  // difference = uᵐ − vᵐ; weight = (m − 1)!/(m − n)!, what multiplies B_(m−n) in the series
  let difference = d
  let power = 1
  let weight = 1
  for (let m = 2; m <= n; m++) weight *= m - 1
  for (let m = 1; m <= n + 2 * bernoulli.length; m++) {
    const j = m - n
    if (j > 0) weight *= m === 1 ? 1 : (m - 1) / j
    if (j === 0) sum += weight * difference
    else if (j === 1) sum += 0.5 * weight * difference
    else if (j > 1 && j % 2 === 0) sum += (bernoulli[j / 2 - 1] ?? 0) * weight * difference
    difference = v * difference + (power *= u) * d
  }
  return sum
}
