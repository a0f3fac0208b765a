/**
 * ∂ⁱ⁺ʲxʸ/∂xⁱ∂yʲ = xʸ⁻ⁱ·Σ j!/(j − k)!·aₖ·(log x)ʲ⁻ᵏ, where aₖ are the coefficients of y(y − 1)…(y − i + 1) as a polynomial about
 * y. The factor is a pair, since its terms may cancel, and is multiplied in before the power is scaled into the subnormal
 * numbers; y − i is a pair too, since log x is up to 745 and makes that much of what rounding takes from it.
 */
import { exponent, significand } from './bits.ts'
import { powScaled } from './twin/reduced.ts'
import { logHigh, logLow } from './twin/scaled.ts'
import { product, single, sum, type Twofold } from './twofold.ts'

const zero: Twofold = { high: 0, low: 0 }

/** A number times 2^turns. */
interface Scaled {
  readonly of: Twofold
  readonly turns: number
}

// So that products of pairs do not overflow, however many factors there are.
const large = 2 ** 300
const largeTurns = 300

/** Σ j!/(j − k)!·aₖ·logʲ⁻ᵏ */
const factor = (i: number, j: number, y: number, log: Twofold): Scaled => {
  const a: Array<Twofold> = [single(1)]
  let turns = 0
  for (let m = 0; m < i; m++) {
    const root = sum(single(y), single(-m))
    for (let k = m + 1 < j ? m + 1 : j; k >= 0; k--) a[k] = sum(product(a[k] ?? zero, root), k > 0 ? (a[k - 1] ?? zero) : zero)
    if (Math.abs(a[0]?.high ?? 0) < large) continue
    for (let k = 0; k < a.length; k++) a[k] = { high: (a[k]?.high ?? 0) / large, low: (a[k]?.low ?? 0) / large }
    turns += largeTurns
  }
  let weight = 1
  let total = a[0] ?? zero
  for (let k = 1; k <= j; k++) {
    weight *= j - k + 1
    total = sum(product(total, log), product(single(weight), a[k] ?? zero))
  }
  return { of: total, turns }
}

// Beyond it a power of anything but 1 is 0 or ∞, whatever it is multiplied by.
const farPower = 2 ** 100
const lifted = 600

/** For finite y and finite x > 0. */
export const steep = (i: number, j: number, x: number, y: number): number => {
  const small = x < 2 ** -1022
  const [of, n] = small ? [x * 2 ** 54, -54] : [x, 0]
  if (Math.abs(y) > farPower) {
    if (x === 1) return far(i, j, y)
    const sign = (y < 0 && i % 2 === 1) !== (x < 1 && j % 2 === 1) ? -1 : 1
    return x > 1 === y > 0 ? sign * Number.POSITIVE_INFINITY : sign * 0
  }
  const { of: found, turns } = factor(i, j, y, j === 0 ? zero : { high: logHigh(of, n), low: logLow(of, n) })
  const high = found.high + found.low
  if (high === 0) return 0
  const isTiny = Math.abs(high) < 2 ** -400
  const c = isTiny ? high * 2 ** lifted : high
  const k = exponent(Math.abs(c))
  const power = sum(single(y), single(-i))
  return powScaled(of, n, power.high, power.low, significand(c, k), k + turns - (isTiny ? lifted : 0))
}

/** At x = 1, where only the power of no logarithm is left: j!·(i over j)·yⁱ⁻ʲ of a y to which no whole number adds anything. */
const far = (i: number, j: number, y: number): number => {
  if (j > i) return 0
  let result = 1
  for (let k = 0; k < j; k++) result *= i - k
  for (let k = j; k < i; k++) result *= y
  return result
}
