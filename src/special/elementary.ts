/**
 * What the special functions share: polynomials, sines and cosines of multiples of π, whole powers,
 * and the logarithm near 1. Like every kernel in this folder it uses nothing but + − × ÷, sqrt, floor,
 * comparisons and the library's own exp, log, sin and cos, in bounded loops, so that it can be written anywhere.
 */
import { log } from '../elementary/twin/logarithm.ts'
import { cos, sin } from '../elementary/twin/trigonometric.ts'

/** c₀ + c₁x + c₂x² + … by Horner's scheme. */
export const polynomial = (coefficients: ReadonlyArray<number>, x: number): number => {
  let sum = 0
  for (let i = coefficients.length - 1; i >= 0; i--) sum = sum * x + (coefficients[i] ?? 0)
  return sum
}

/** The nearest whole number, and its parity told by the sign 1 or −1. */
const nearest = (x: number): number => Math.floor(x + 0.5)
const signOf = (whole: number): number => (whole - 2 * Math.floor(whole / 2) === 0 ? 1 : -1)

const whole = 2 ** 53

/** sin πx, exactly 0, with the sign of x, at whole x; reducing by whole periods is exact, which reducing by 2π is not. */
export const sinPi = (x: number): number => {
  const a = Math.abs(x)
  if (!(a < whole)) return a === Number.POSITIVE_INFINITY ? Number.NaN : x * 0
  const n = nearest(a)
  if (a === n) return x * 0
  const s = signOf(n) * sin(Math.PI * (a - n))
  return x < 0 ? -s : s
}

/** cos πx, exactly 0 halfway between whole x. */
export const cosPi = (x: number): number => {
  const a = Math.abs(x)
  if (!(a < whole)) return a === Number.POSITIVE_INFINITY ? Number.NaN : x - x + 1
  const n = nearest(a)
  const r = Math.abs(a - n)
  return signOf(n) * (r < 0.25 ? cos(Math.PI * r) : sin(Math.PI * (0.5 - r)))
}

/** log(1 + x) without losing small x (Kahan: the rounding of 1 + x cancels from the quotient). */
export const log1p = (x: number): number => {
  const u = 1 + x
  return u === 1 || u === Number.POSITIVE_INFINITY ? (u === 1 ? x : log(u)) : log(u) * (x / (u - 1))
}

/** xⁿ for a whole n ≥ 0, by squaring. */
export const wholePower = (x: number, n: number): number => {
  let result = 1
  let square = x
  for (let rest = n; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest - 2 * Math.floor(rest / 2) === 1) result *= square
    square *= square
  }
  return result
}

/** (−1)ⁿ. */
export const alternating = (n: number): number => signOf(n)

/** The upper half of a number's digits, so that its square is exact (Veltkamp). Overflows above 1.3e300. */
export const upperHalf = (x: number): number => {
  const t = 134217729 * x
  return t - (t - x)
}
