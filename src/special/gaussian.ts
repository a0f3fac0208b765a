/**
 * e^(−x²), of which the derivatives of erf are made, and its own derivatives by the recurrence of the
 * Hermite polynomials (DLMF 18.9.1). They are 0 where e^(−x²) is, however large the polynomial.
 */
import { alternating, upperHalf } from './elementary.ts'

/** e^(−x²), to the last places: the square of the upper half of x is exact, so the large exponent is not rounded. */
export const gaussian = (x: number): number => {
  const a = Math.abs(x)
  if (a > 40) return 0
  const z = upperHalf(a)
  return Math.exp(-z * z) * Math.exp((z - a) * (z + a))
}

/** dⁿ/dxⁿ e^(−x²) = (−1)ⁿ Hₙ(x) e^(−x²) for whole n ≥ 0. */
export const gaussianDerivative = (n: number, x: number): number => {
  const g = gaussian(x)
  if (n === 0 || g === 0) return g
  let [before, now] = [g, 2 * x * g]
  for (let k = 1; k < n; k++) [before, now] = [now, 2 * (x * now - k * before)]
  return alternating(n) * now
}
