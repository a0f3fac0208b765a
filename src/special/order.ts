/**
 * Bessel functions of any whole order: Jₙ, and the spherical jₙ at multiples of π. The ascending series (DLMF 10.2.2, 10.53.1)
 * where no term exceeds the first, forward recurrence (DLMF 10.6.1, 10.51.1) up to order |x|, and
 * above it Miller's backward recurrence, normalised by the larger of the first two.
 */
import { besselJ0, besselJ1 } from './bessel.ts'
import { alternating, cosPi, sinPi } from './elementary.ts'

/** What tells the two families apart: the first two orders at x, and f₍ₖ₊₁₎ = (2k + shift)/x · fₖ − f₍ₖ₋₁₎. */
interface Family {
  readonly first: number
  readonly second: number
  readonly shift: number
}

/** Fₙ for n ≤ x. */
const forward = (n: number, x: number, { first, second, shift }: Family): number => {
  let [before, now] = [first, second]
  for (let k = 1; k < n; k++) [before, now] = [now, ((2 * k + shift) / x) * now - before]
  return now
}

const large = 2 ** 500

/** Fₙ for n > x > 0, from an order so high that starting there with 0 is exact to rounding. */
const backward = (n: number, x: number, { first, second, shift }: Family): number => {
  let [above, now, at] = [0, 1, 0]
  for (let k = n + Math.floor(4 * Math.sqrt(n)) + 24; k > 0; k--) {
    if (k === n) at = now
    ;[above, now] = [now, ((2 * k + shift) / x) * now - above]
    if (Math.abs(now) > large) [above, now, at] = [above / large, now / large, at / large]
  }
  return Math.abs(first) > Math.abs(second) ? first * (at / now) : second * (at / above)
}

/** ∏ₖ₌₁ⁿ x/(step·k + offset), largest and smallest factors in turn so that it neither overflows nor underflows early. */
const leading = (n: number, x: number, step: number, offset: number): number => {
  let result = 1
  for (let [low, high] = [1, n]; low <= high && result !== 0; ) result *= x / (step * (result > 1 ? high-- : low++) + offset)
  return result
}

/** Σₖ (−z)ᵏ/(k! (b + 1)(b + 2)…(b + k)), for z ≤ (b + 1)/2. */
const series = (b: number, z: number): number => {
  let [sum, term] = [0, 1]
  for (let k = 1; k <= 30 && term !== 0; k++) {
    sum += term
    term *= -z / (k * (b + k))
  }
  return sum
}

/** Jₙ(x) for whole n; 0 at ±∞. */
export const besselJ = (n: number, x: number): number => {
  if (n < 0) return alternating(n) * besselJ(-n, x)
  if (n === 0) return besselJ0(x)
  if (n === 1) return besselJ1(x)
  if (Number.isNaN(x)) return x
  const a = Math.abs(x)
  const sign = x < 0 ? alternating(n) : 1
  if (a === Number.POSITIVE_INFINITY) return 0
  if (a * a <= 2 * (n + 1)) return sign * leading(n, a / 2, 1, 0) * series(n, (a / 2) * (a / 2))
  const family: Family = { first: besselJ0(a), second: besselJ1(a), shift: 0 }
  return sign * (n <= a ? forward(n, a, family) : backward(n, a, family))
}

/** sin(πx)/(πx), and 1 at 0: exactly 0 at the other whole numbers. */
export const sinc = (x: number): number => {
  if (x === 0) return 1
  return Math.abs(x) === Number.POSITIVE_INFINITY ? 0 : sinPi(x) / (Math.PI * x)
}

/** The spherical Bessel function jₙ(πx) for whole n ≥ 0; 0 at ±∞. The sine and cosine take x itself, so multiples of π are exact. */
export const sphericalJ = (n: number, x: number): number => {
  if (n === 0) return sinc(x)
  if (Number.isNaN(x)) return x
  const a = Math.abs(x)
  const sign = x < 0 ? alternating(n) : 1
  if (a === Number.POSITIVE_INFINITY) return 0
  const z = Math.PI * a
  if (z * z <= 2 * n + 3) return sign * leading(n, z, 2, 1) * series(n + 0.5, (z / 2) * (z / 2))
  const first = sinc(a)
  const family: Family = { first, second: (first - cosPi(a)) / z, shift: 1 }
  return sign * (n <= z ? forward(n, z, family) : backward(n, z, family))
}
