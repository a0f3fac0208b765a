/**
 * The logarithm of |Γ|: the approximations of FreeBSD's msun `e_lgamma_r.c` (Sun Microsystems, 1993),
 * with relative errors of about one unit in the last place for positive arguments. Between the poles
 * on the negative axis it has zeros, near which the error is small absolutely, not relatively.
 */
import { log } from '../elementary/twin/logarithm.ts'
import { polynomial, sinPi } from './elementary.ts'

// around 2: y the distance below
export const belowTwoOdd: ReadonlyArray<number> = [
  7.72156649015328655494e-2, 6.73523010531292681824e-2, 7.38555086081402883957e-3, 1.19270763183362067845e-3, 2.20862790713908385557e-4,
  2.52144565451257326939e-5,
]
export const belowTwoEven: ReadonlyArray<number> = [
  3.22467033424113591611e-1, 2.05808084325167332806e-2, 2.89051383673415629091e-3, 5.10069792153511336608e-4, 1.08011567247583939954e-4,
  4.4864094961891516015e-5,
]

// around the minimum of Γ on the positive axis, where log Γ is `least` + `leastTail`
export const minimum = 1.46163214496836224576
export const least = -1.21486290535849611461e-1
export const leastTail = -3.63867699703950536541e-18
export const around0: ReadonlyArray<number> = [
  4.83836122723810047042e-1, -3.27885410759859649565e-2, 6.10053870246291332635e-3, -1.40346469989232843813e-3, 3.15632070903625950361e-4,
]
export const around1: ReadonlyArray<number> = [
  -1.47587722994593911752e-1, 1.79706750811820387126e-2, -3.6845201678113825676e-3, 8.81081882437654011382e-4, -3.12754168375120860518e-4,
]
export const around2: ReadonlyArray<number> = [
  6.46249402391333854778e-2, -1.0314224129834143745e-2, 2.2596478090061247225e-3, -5.38595305356740546715e-4, 3.35529192635519073543e-4,
]

// above 1
export const aboveOneTop: ReadonlyArray<number> = [
  -7.72156649015328655494e-2, 6.32827064025093366517e-1, 1.45492250137234768737, 9.77717527963372745603e-1, 2.28963728064692451092e-1,
  1.33810918536787660377e-2,
]
export const aboveOneBottom: ReadonlyArray<number> = [
  1, 2.45597793713041134822, 2.12848976379893395361, 7.69285150456672783825e-1, 1.04222645593369134254e-1, 3.2170924228242391181e-3,
]

// 2 to 3
export const primaryTop: ReadonlyArray<number> = [
  -7.72156649015328655494e-2, 2.14982415960608852501e-1, 3.25778796408930981787e-1, 1.46350472652464452805e-1, 2.6642270303363860956e-2,
  1.84028451407337715652e-3, 3.19475326584100867617e-5,
]
export const primaryBottom: ReadonlyArray<number> = [
  1, 1.39200533467621045958, 7.21935547567138069525e-1, 1.71933865632803078993e-1, 1.86459191715652901344e-2, 7.77942496381893596434e-4,
  7.32668430744625636189e-6,
]

export const stirlingTerms: ReadonlyArray<number> = [
  8.33333333333329678849e-2, -2.7777777772877553647e-3, 7.936505586430195585e-4, -5.95187557450339963135e-4, 8.36339918996282139126e-4,
  -1.63092934096575273989e-3,
]
export const halfLogTwoPiLess = 4.18938533204672725052e-1

/** What Stirling's formula lacks: log Γ(x) − (x − ½) log x + x − ½ log 2π, for x ≥ 8. */
export const stirlingRest = (x: number): number => polynomial(stirlingTerms, 1 / (x * x)) / x

const belowTwo = (y: number): number => {
  const z = y * y
  return y * polynomial(belowTwoOdd, z) + z * polynomial(belowTwoEven, z) - 0.5 * y
}

const aroundMinimum = (y: number): number => {
  const z = y * y
  const w = z * y
  return least + (z * polynomial(around0, w) - (leastTail - w * (polynomial(around1, w) + y * polynomial(around2, w))))
}

const aboveOne = (y: number): number => -0.5 * y + (y * polynomial(aboveOneTop, y)) / polynomial(aboveOneBottom, y)

const upToTwo = (x: number): number => {
  const shift = x <= 0.9 ? 1 : 0
  const r = shift === 1 ? -log(x) : 0
  if (x >= minimum - shift + 0.27) return r + belowTwo(2 - shift - x)
  if (x >= minimum - shift - 0.23) return r + aroundMinimum(x - (minimum - shift))
  return r + aboveOne(x - 1 + shift)
}

const upToEight = (x: number): number => {
  const n = Math.floor(x)
  const y = x - n
  const r = 0.5 * y + (y * polynomial(primaryTop, y)) / polynomial(primaryBottom, y)
  let product = 1
  for (let k = n - 1; k >= 2; k--) product *= y + k
  return n > 2 ? r + log(product) : r
}

const positive = (x: number): number => {
  if (x < 2 ** -56) return -log(x)
  if (x === 1 || x === 2) return 0
  if (x < 2) return upToTwo(x)
  if (x < 8) return upToEight(x)
  const t = log(x)
  return x < 2 ** 56 ? (x - 0.5) * (t - 1) + (halfLogTwoPiLess + stirlingRest(x)) : x * (t - 1)
}

/** log |Γ(x)|; +∞ at 0, at the negative whole numbers and at ±∞. */
export const lgamma = (x: number): number => {
  if (Number.isNaN(x)) return x
  const a = Math.abs(x)
  if (a === Number.POSITIVE_INFINITY || a === 0) return Number.POSITIVE_INFINITY
  if (x > 0 || a < 2 ** -56) return positive(a)
  // Γ(x)Γ(−x) = −π/(x sin πx)
  const s = Math.abs(sinPi(a))
  return s === 0 ? Number.POSITIVE_INFINITY : log(Math.PI / (s * a)) - positive(a)
}
