/**
 * Γ: the rational approximation of Moshier's Cephes `gamma.c` (1984) between 2 and 3, carried
 * elsewhere by Γ(x + 1) = xΓ(x), its product taken in twice the precision, and by reflection.
 * A power xˣ would lose as many digits as its exponent has; the product loses none.
 */
import { alternating, polynomial, sinPi, upperHalf } from './elementary.ts'

export const top: ReadonlyArray<number> = [
  1, 4.94214826801497100753e-1, 2.0744822764843597515e-1, 4.76367800457137231464e-2, 1.04213797561761569935e-2, 1.19135147006586384913e-3,
  1.60119522476751861407e-4,
]
export const bottom: ReadonlyArray<number> = [
  1, 7.14304917030273074085e-2, -2.34591795718243348568e-1, 3.58236398605498653373e-2, 1.18139785222060435552e-2, -4.45641913851797240494e-3,
  5.39605580493303397842e-4, -2.31581873324120129819e-5,
]

/** Γ(2 + f) for f from 0 to 1. */
const primary = (f: number): number => polynomial(top, f) / polynomial(bottom, f)

const scale = 2 ** -600

/** Γ(x)·2⁻⁶⁰⁰ for x from 0 to 300, so that what is divided by Γ may be smaller than 1/Γ can be. */
const scaled = (x: number): number => {
  if (x < 1) return (scale * (primary(x) / (1 + x))) / x
  if (x < 2) return scale * (primary(x - 1) / x)
  const n = Math.floor(x)
  // The product (x − 1)(x − 2)…(x − n + 2), each factor exact, as an unevaluated sum.
  let high = scale
  let low = 0
  for (let k = 1; k <= n - 2; k++) {
    const factor = x - k
    const product = high * factor
    const h = upperHalf(high)
    const f = upperHalf(factor)
    const error = h * f - product + h * (factor - f) + (high - h) * f + (high - h) * (factor - f)
    low = low * factor + error
    high = product
  }
  return (high + low) * primary(x - n)
}

/** Γ(a)/Γ(b) for a and b from 0 to 300. */
export const gammaQuotient = (a: number, b: number): number => scaled(a) / scaled(b)

/** Γ(x); ±∞ at ±0, NaN at the negative whole numbers and −∞, ∞ above 171.62. */
export const gamma = (x: number): number => {
  if (x === 0) return 1 / x
  if (x > 0) return x > 172 ? Number.POSITIVE_INFINITY : scaled(x) / scale
  const n = Math.floor(x)
  if (!(n < x)) return Number.NaN
  if (x > -1) return primary(1 + x) / (2 + x) / (1 + x) / x
  if (x < -190) return alternating(n) * 0
  return (-Math.PI / (x * sinPi(x) * scaled(-x))) * scale
}
