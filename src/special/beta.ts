/**
 * The beta function Γ(a)Γ(b)/Γ(a + b). Small arguments take the quotient of Γ itself, corrected for
 * the rounding of a + b; large ones Stirling's formula with the powers combined as in Didonato and
 * Morris (ACM TOMS 18 (1992), algorithm 708), so that no large logarithms cancel.
 */
import { exp } from '../elementary/twin/exponential.ts'
import { log } from '../elementary/twin/logarithm.ts'
import { alternating, log1p } from './elementary.ts'
import { digamma } from './digamma.ts'
import { gamma, gammaQuotient } from './gamma.ts'
import { lgamma, stirlingRest } from './lgamma.ts'

/** a + b − s, exactly, where s is a + b rounded. */
const roundingOf = (a: number, b: number, s: number): number => {
  const t = s - a
  return a - (s - t) + (b - t)
}

/** 1/Γ(a + b) beside 1/Γ(s), to first order. */
const correction = (a: number, b: number, s: number): number => {
  const rounding = roundingOf(a, b, s)
  return rounding === 0 ? 1 : 1 - rounding * digamma(s)
}

/** a ≥ b > 0. */
const positive = (a: number, b: number): number => {
  const s = a + b
  if (a === Number.POSITIVE_INFINITY) return 0
  if (s <= 171) return gammaQuotient(a, s) * gamma(b) * correction(a, b, s)
  const logOfA = log1p(b / a)
  if (b < 10) return gamma(b) * exp(b - (a - 0.5) * logOfA - b * log(s) + (stirlingRest(a) - stirlingRest(s)))
  const powers = exp(-a * logOfA - b * log1p(a / b) + (stirlingRest(a) + stirlingRest(b) - stirlingRest(s)))
  return powers * Math.sqrt((2 * Math.PI * (1 + b / a)) / b)
}

const isPole = (x: number): boolean => x <= 0 && Math.floor(x) === x

/** The sign of Γ. */
const signOfGamma = (x: number): number => (x > 0 ? 1 : alternating(Math.floor(x)))

/** B(a, b), the same bits as B(b, a); ±∞ where one is ±0, NaN at negative whole numbers, 0 where only a + b is a pole of Γ. */
export const beta = (a: number, b: number): number => {
  if (a < b) return beta(b, a)
  if (b > 0) return positive(a, b)
  const s = a + b
  if (a === 0 || b === 0) return a === 0 && b === 0 ? 1 / a + 1 / b : isPole(a === 0 ? b : a) ? Number.NaN : 1 / (a === 0 ? a : b)
  if (Number.isNaN(s) || isPole(a) || isPole(b)) return Number.NaN
  if (isPole(s)) return 0
  if (Math.abs(a) < 100 && Math.abs(b) < 100) return (gamma(a) / gamma(s)) * gamma(b) * correction(a, b, s)
  return signOfGamma(a) * signOfGamma(b) * signOfGamma(s) * exp(lgamma(a) - lgamma(s) + lgamma(b))
}
