/**
 * e^(−x²), of which the derivatives of erf are made, and its own derivatives by the recurrence of the
 * Hermite polynomials (DLMF 18.9.1). They are 0 where e^(−x²) is by far, however large the polynomial.
 */
import { exp } from '../elementary/twin/exponential.ts'
import { alternating, upperHalf } from './elementary.ts'

/** e^(−x²/2) for |x| ≤ 40, to the last places: the square of the upper half of x is exact, so the large exponent is not rounded. */
const root = (a: number): number => {
  const z = upperHalf(a)
  return exp(-0.5 * z * z) * exp(0.5 * (z - a) * (z + a))
}

/** e^(−x²), to the last places. */
export const gaussian = (x: number): number => {
  const a = Math.abs(x)
  if (a > 40) return 0
  // Where e^(−x²) may be subnormal it is rounded once, as the product of its roots.
  if (a > 26) return root(a) * root(a)
  const z = upperHalf(a)
  return exp(-z * z) * exp((z - a) * (z + a))
}

/** dⁿ/dxⁿ e^(−x²) = (−1)ⁿ Hₙ(x) e^(−x²) for whole n ≥ 0. */
export const gaussianDerivative = (n: number, x: number): number => {
  const a = Math.abs(x)
  if (n === 0 || a > 40) return gaussian(x)
  // One root of e^(−x²) waits for the end, so that the polynomial meets no subnormal number.
  const [g, rest] = a > 26 ? [root(a), root(a)] : [gaussian(x), 1]
  let [before, now] = [g, 2 * x * g]
  for (let k = 1; k < n; k++) [before, now] = [now, 2 * (x * now - k * before)]
  return alternating(n) * now * rest
}
