/**
 * The normal distribution function Φ(x) = ½ erfc(−x/√2), its derivative φ(x) = e^(−x²/2)/√(2π), and those of φ by the
 * recurrence of the Hermite polynomials (DLMF 18.9.1): all of them scaled by 2⁶⁴ where |x| > 37. There they are subnormal or
 * soon will be; a product with x and with 2⁻⁶⁴ is then rounded once, at the end.
 */
import { exp } from '../elementary/twin/exponential.ts'
import { alternating, upperHalf } from './elementary.ts'
import { erfc, tailRatio } from './erf.ts'

/** 2⁶⁴, by which what is small is scaled up. */
export const farScale = 18446744073709551616
/** 37², beyond which it is. */
export const farSquare = 1369
const root2 = /*#__PURE__*/ Math.sqrt(2)
const rootHalf = /*#__PURE__*/ Math.sqrt(0.5)
/** Up to here erfc has no exponential. */
const near = 1.25 * root2
/** From here on all is 0, 2⁶⁴ times or not. */
const nothing = 60
const oneOverRootTwoPi = 0.3989422804014327

/** 2⁶⁴ · Φ(−a) beyond 37, Φ(−a) up to there; the square of the upper half of a is exact, so the large exponent is not rounded. */
const tail = (a: number): number => {
  if (a > nothing) return 0
  const z = upperHalf(a)
  const rest = exp(0.5 * (z - a) * (z + a) + tailRatio(a * rootHalf, 2 / (a * a))) / (a * root2)
  if (!(a * a > farSquare)) return exp(-0.5 * z * z - 0.5625) * rest
  const root = exp(-0.25 * z * z - 0.28125)
  return root * farScale * rest * root
}

/** Φ(x), times 2⁶⁴ where |x| > 37. */
export const scaledNormalCdf = (x: number): number => {
  const a = Math.abs(x)
  if (a < near) return 0.5 * erfc(-x * rootHalf)
  return x < 0 ? tail(a) : (a * a > farSquare ? farScale : 1) - tail(a)
}

/** The square root of √(2π)·φ(a), which is no subnormal number where its square is one. */
const rootOf = (a: number): number => {
  const z = upperHalf(a)
  return exp(-0.25 * z * z) * exp(0.25 * (z - a) * (z + a))
}

/** φ(x), times 2⁶⁴ where |x| > 37. */
export const scaledNormalPdf = (x: number): number => {
  const a = Math.abs(x)
  if (x * x > farSquare) return a > nothing ? 0 : rootOf(a) * farScale * (oneOverRootTwoPi * rootOf(a))
  // A small square loses little when it is rounded.
  if (a < 1) return exp(-0.5 * x * x) * oneOverRootTwoPi
  const z = upperHalf(a)
  return exp(-0.5 * z * z) * exp(0.5 * (z - a) * (z + a)) * oneOverRootTwoPi
}

/** dⁿ/dxⁿ φ(x) = (−1)ⁿ Heₙ(x) φ(x) for whole n ≥ 1, times 2⁶⁴ where |x| > 37. */
export const scaledNormalPdfDerivative = (n: number, x: number): number => {
  const a = Math.abs(x)
  if (a > nothing) return 0
  const far = a * a > farSquare
  // One root of what is small waits for the end, so that the polynomial meets no subnormal number.
  const root = far ? rootOf(a) : 1
  const z = upperHalf(a)
  const g = far ? root * farScale : exp(-0.5 * z * z) * exp(0.5 * (z - a) * (z + a))
  let [before, now] = [g, x * g]
  for (let k = 1; k < n; k++) [before, now] = [now, x * now - k * before]
  // The constant too: x·g may be subnormal.
  return alternating(n) * now * (oneOverRootTwoPi * root)
}
