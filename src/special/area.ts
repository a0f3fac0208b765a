/**
 * The inverse hyperbolic functions, as in Sun Microsystems' fdlibm (1993) over this library's own logarithms.
 * Engines differ in the last place of theirs.
 */
import { copysign } from '../elementary/bits.ts'
import { log, log1p } from '../elementary/twin/logarithm.ts'

const small = 2 ** -28
const large = 2 ** 28

/** asinh x = ±log(|x| + √(x² + 1)). */
export const asinh = (x: number): number => {
  const a = Math.abs(x)
  if (!(a >= small) || a === Number.POSITIVE_INFINITY) return x
  const square = a * a
  if (a > large) return copysign(log(a) + Math.LN2, x)
  if (a > 2) return copysign(log(2 * a + 1 / (Math.sqrt(square + 1) + a)), x)
  return copysign(log1p(a + square / (1 + Math.sqrt(1 + square))), x)
}

/** acosh x = log(x + √(x² − 1)); NaN below 1. */
export const acosh = (x: number): number => {
  if (!(x >= 1)) return Number.NaN
  if (x >= large) return log(x) + Math.LN2
  if (x > 2) return log(2 * x - 1 / (x + Math.sqrt(x * x - 1)))
  const t = x - 1
  return log1p(t + Math.sqrt(2 * t + t * t))
}

/** atanh x = ½ log((1 + x)/(1 − x)); ±∞ at ±1 and NaN beyond. */
export const atanh = (x: number): number => {
  const a = Math.abs(x)
  if (!(a >= small)) return x
  const twice = a + a
  return copysign(0.5 * log1p(a < 0.5 ? twice + (twice * a) / (1 - a) : twice / (1 - a)), x)
}
