/**
 * ψ = (log Γ)′: Boost.Math's `digamma.hpp` (Maddock, 2006) with a rational approximation about the
 * positive root on [1, 2], recurrence to it, the asymptotic series from 10 on (DLMF 5.11.2) and
 * reflection. Near the roots between the negative poles the error is small absolutely only.
 */
import { log } from '../elementary/twin/logarithm.ts'
import { cosPi, polynomial, sinPi } from './elementary.ts'

// The root in three parts, so that the distance to it is exact.
export const root1: number = 1569415565 / 1073741824
export const root2: number = 381566830 / 1073741824 / 1073741824
export const root3 = 0.9016312093258695918615325266959189453125e-19
export const offset = 0.99558162689208984

export const top: ReadonlyArray<number> = [
  0.25479851061131551, -0.32555031186804491, -0.65031853770896507, -0.28919126444774784, -0.045251321448739056, -0.0020713321167745952,
]
export const bottom: ReadonlyArray<number> = [
  1, 2.0767117023730469, 1.4606242909763515, 0.43593529692665969, 0.054151797245674225, 0.0021284987017821144, -0.55789841321675513e-6,
]

// B₂ₖ/2k
export const series: ReadonlyArray<number> = [1 / 12, -1 / 120, 1 / 252, -1 / 240, 1 / 132, -691 / 32760, 1 / 12, -3617 / 8160]

const aroundRoot = (x: number): number => {
  const g = x - root1 - root2 - root3
  return g * offset + g * (polynomial(top, x - 1) / polynomial(bottom, x - 1))
}

const positive = (x: number): number => {
  if (x >= 10) {
    const z = 1 / (x * x)
    return log(x) - (0.5 / x + z * polynomial(series, z))
  }
  if (x < 1) return aroundRoot(x + 1) - 1 / x
  let y = x
  let sum = 0
  while (y > 2) {
    y -= 1
    sum += 1 / y
  }
  return aroundRoot(y) + sum
}

/** ψ(x); ∓∞ at ±0, NaN at the negative whole numbers and −∞. */
export const digamma = (x: number): number => {
  if (x === 0) return -1 / x
  if (x > 0) return positive(x)
  if (!(Math.floor(x) < x)) return Number.NaN
  // ψ(1 − x) − ψ(x) = π cot πx
  return x > -1 ? positive(1 + x) - 1 / x : positive(1 - x) - (Math.PI * cosPi(x)) / sinPi(x)
}
