/**
 * The error function and its complement: the rational approximations of FreeBSD's msun `s_erf.c`
 * (Sun Microsystems, 1993), with errors below one unit in the last place.
 */
import { exp } from '../elementary/twin/exponential.ts'
import { polynomial, upperHalf } from './elementary.ts'

// erf x = x + x·P(x²)/Q(x²) below 0.84375
export const nearZeroTop: ReadonlyArray<number> = [
  1.28379167095512558561e-1, -3.2504210724700149937e-1, -2.84817495755985104766e-2, -5.77027029648944159157e-3, -2.37630166566501626084e-5,
]
export const nearZeroBottom: ReadonlyArray<number> = [
  1, 3.97917223959155352819e-1, 6.50222499887672944485e-2, 5.08130628187576562776e-3, 1.32494738004321644526e-4, -3.9602282787753681232e-6,
]

// erf x = c + P(|x| − 1)/Q(|x| − 1) up to 1.25
export const atOne = 8.45062911510467529297e-1
export const nearOneTop: ReadonlyArray<number> = [
  -2.36211856075265944077e-3, 4.14856118683748331666e-1, -3.72207876035701323847e-1, 3.18346619901161753674e-1, -1.10894694282396677476e-1,
  3.54783043256182359371e-2, -2.166375594868790843e-3,
]
export const nearOneBottom: ReadonlyArray<number> = [
  1, 1.06420880400844228286e-1, 5.40397917702171048937e-1, 7.18286544141962662868e-2, 1.26171219808761642112e-1, 1.36370839120290507362e-2,
  1.1984499846799107417e-2,
]

// erfc x = exp(−x² − 0.5625 + R(1/x²)/S(1/x²))/x up to 1/0.35, and with other coefficients above
export const middleTop: ReadonlyArray<number> = [
  -9.86494403484714822705e-3, -6.93858572707181764372e-1, -1.05586262253232909814e1, -6.23753324503260060396e1, -1.62396669462573470355e2,
  -1.84605092906711035994e2, -8.12874355063065934246e1, -9.81432934416914548592,
]
export const middleBottom: ReadonlyArray<number> = [
  1, 1.96512716674392571292e1, 1.376577541435190426e2, 4.34565877475229228821e2, 6.45387271733267880336e2, 4.29008140027567833386e2, 1.08635005541779435134e2,
  6.57024977031928170135, -6.04244152148580987438e-2,
]
export const outerTop: ReadonlyArray<number> = [
  -9.86494292470009928597e-3, -7.99283237680523006574e-1, -1.77579549177547519889e1, -1.60636384855821916062e2, -6.37566443368389627722e2,
  -1.02509513161107724954e3, -4.83519191608651397019e2,
]
export const outerBottom: ReadonlyArray<number> = [
  1, 3.03380607434824582924e1, 3.25792512996573918826e2, 1.53672958608443695994e3, 3.19985821950859553908e3, 2.55305040643316442583e3, 4.74528541206955367215e2,
  -2.24409524465858183362e1,
]

const nearZero = (x: number): number => {
  const z = x * x
  return polynomial(nearZeroTop, z) / polynomial(nearZeroBottom, z)
}

const nearOne = (s: number): number => polynomial(nearOneTop, s) / polynomial(nearOneBottom, s)

/** R(s)/S(s) with s = 1/a², for a ≥ 1.25. */
export const tailRatio = (a: number, s: number): number =>
  a < 1 / 0.35 ? polynomial(middleTop, s) / polynomial(middleBottom, s) : polynomial(outerTop, s) / polynomial(outerBottom, s)

/** erfc a for a ≥ 1.25. The square of the upper half of a is exact, so the large exponent is not rounded. */
const tail = (a: number): number => {
  if (a > 28) return 0
  const z = upperHalf(a)
  return (exp(-z * z - 0.5625) * exp((z - a) * (z + a) + tailRatio(a, 1 / (a * a)))) / a
}

/** The error function, (2/√π)∫₀ˣ e^(−t²) dt; ±1 at ±∞. */
export const erf = (x: number): number => {
  const a = Math.abs(x)
  if (a < 0.84375) return a < 2 ** -28 ? x + 1.28379167095512586316e-1 * x : x + x * nearZero(x)
  const y = a < 1.25 ? atOne + nearOne(a - 1) : 1 - tail(a)
  return x < 0 ? -y : y
}

/** 1 − erf x without cancellation; 0 at ∞ and 2 at −∞. */
export const erfc = (x: number): number => {
  const a = Math.abs(x)
  if (a < 0.84375) {
    const r = x * nearZero(x)
    return x < 0.25 ? 1 - (x + r) : 0.5 - (r + (x - 0.5))
  }
  if (a < 1.25) return x < 0 ? 1 + (atOne + nearOne(a - 1)) : 1 - atOne - nearOne(a - 1)
  return x < 0 ? 2 - tail(a) : tail(a)
}
