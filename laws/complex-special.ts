/**
 * The special functions on complex numbers, from series and recurrences that stand apart from the kernels
 * of the library, for arguments as large as the primitives' domains: no more is needed of an oracle.
 *
 * Sources: NIST Digital Library of Mathematical Functions, 5.5.2, 5.11.1, 5.11.2 and 5.15.8 (gamma), 7.6.2 (erf), 10.2.2
 * (Bessel), 18.9.1 (Hermite).
 */
import {
  type Complex,
  type ComplexFunction,
  complex,
  complexFunctions,
  exponential,
  logarithm,
  minus,
  plus,
  product,
  quotient,
  root,
  scaled,
  sine,
} from './complex.ts'

const [zero, one] = [complex(0), complex(1)]

const power = (z: Complex, n: number): Complex => {
  let result = one
  for (let k = 0; k < n; k++) result = product(result, z)
  return result
}

const reciprocal = (z: Complex): Complex => quotient(one, z)
const natural = (count: number): ReadonlyArray<number> => Array.from({ length: count }, (_, k) => k)
const factorial = (n: number): number => natural(n).reduce((all, k) => all * (k + 1), 1)
const total = (terms: ReadonlyArray<Complex>): Complex => terms.reduceRight((sum, term) => plus(sum, term), zero)

// erf --------------------------------------------------------------------------------------

const gaussian = (z: Complex): Complex => exponential(scaled(-1, product(z, z)))

/** 2/√π e^(−z²) Σ 2ᵏ z^(2k+1)/(1 · 3 ⋯ (2k + 1)). */
const erf = (z: Complex): Complex => {
  const square = scaled(2, product(z, z))
  let [term, sum] = [z, z]
  for (let k = 1; k < 80; k++) {
    term = scaled(1 / (2 * k + 1), product(term, square))
    sum = plus(sum, term)
  }
  return scaled(2 / Math.sqrt(Math.PI), product(gaussian(z), sum))
}

/** (−1)ⁿ Hₙ(z) e^(−z²). */
const gaussianDerivative =
  (n: number): ComplexFunction =>
  (z = zero) => {
    let [before, now] = [zero, gaussian(z)]
    for (let k = 0; k < n; k++) [before, now] = [now, scaled(-2, plus(product(z, now), scaled(k, before)))]
    return now
  }

/** φ(z), near 0, where nothing is scaled. */
const scaledNormalPdf = (z: Complex): Complex => scaled(1 / Math.sqrt(2 * Math.PI), gaussian(scaled(Math.SQRT1_2, z)))

/** (−1)ⁿ Heₙ(z) φ(z), near 0. */
const scaledNormalPdfDerivative =
  (n: number): ComplexFunction =>
  (z = zero) => {
    let [before, now] = [zero, scaledNormalPdf(z)]
    for (let k = 0; k < n; k++) [before, now] = [now, scaled(-1, plus(product(z, now), scaled(k, before)))]
    return now
  }

// gamma ------------------------------------------------------------------------------------

// Far enough out for asymptotic series to be exact to rounding.
const steps = 14
const bernoulli = [1 / 6, -1 / 30, 1 / 42, -1 / 30, 5 / 66, -691 / 2730, 7 / 6]
const away = (z: Complex): Complex => plus(z, complex(steps))

const lgamma = (z: Complex): Complex => {
  const y = away(z)
  const series = bernoulli.map((b, j) => scaled(b / ((2 * j + 1) * (2 * j + 2)), reciprocal(power(y, 2 * j + 1))))
  const stirling = total([minus(product(minus(y, complex(0.5)), logarithm(y)), y), complex(0.5 * Math.log(2 * Math.PI)), ...series])
  return minus(stirling, logarithm(natural(steps).reduce((all, k) => product(all, plus(z, complex(k))), one)))
}

const digamma = (z: Complex): Complex => {
  const y = away(z)
  const series = bernoulli.map((b, j) => scaled(-b / (2 * j + 2), reciprocal(power(y, 2 * j + 2))))
  const shift = natural(steps).map((k) => scaled(-1, reciprocal(plus(z, complex(k)))))
  return total([logarithm(y), scaled(-0.5, reciprocal(y)), ...series, ...shift])
}

/** (−1)ⁿ⁺¹ n! Σ (z + k)^(−n−1), its tail by Euler and Maclaurin. */
const polygamma =
  (n: number): ComplexFunction =>
  (z = zero) => {
    if (n === 0) return digamma(z)
    const y = away(z)
    const sum = natural(steps).map((k) => scaled(factorial(n), reciprocal(power(plus(z, complex(k)), n + 1))))
    const tail = [scaled(factorial(n - 1), reciprocal(power(y, n))), scaled(factorial(n) / 2, reciprocal(power(y, n + 1)))]
    const series = bernoulli.map((b, j) => scaled((b * factorial(2 * j + 1 + n)) / factorial(2 * j + 2), reciprocal(power(y, 2 * j + 2 + n))))
    return scaled(n % 2 === 0 ? -1 : 1, total([...sum, ...tail, ...series]))
  }

// Bessel, Lambert --------------------------------------------------------------------------

/** Σ (−1)ᵏ (z/2)^(2k+n)/(k! (k + n)!). */
const besselJ =
  (n: number): ComplexFunction =>
  (z = zero) => {
    const order = Math.abs(n)
    const square = scaled(-0.25, product(z, z))
    let term = scaled((n < 0 && order % 2 === 1 ? -1 : 1) / factorial(order), power(scaled(0.5, z), order))
    const terms = [term]
    for (let k = 1; k < 40; k++) {
      term = scaled(1 / (k * (k + order)), product(term, square))
      terms.push(term)
    }
    return total(terms)
  }

/** Newton's method on w eʷ = z, from above its root. */
const lambertW = (z: Complex): Complex => {
  let w = complex(Math.log1p(z.re))
  for (let k = 0; k < 12; k++) {
    const e = exponential(w)
    w = minus(w, quotient(minus(product(w, e), z), product(e, plus(w, one))))
  }
  return w
}

const length = (x: Complex, y: Complex): Complex => root(plus(product(x, x), product(y, y)))

// tables -----------------------------------------------------------------------------------

/** The complex function of each analytic elementwise primitive, by name. */
export const analyticFunctions: { readonly [primitive: string]: ComplexFunction } = {
  ...complexFunctions,
  exp2: (z = zero) => exponential(scaled(Math.LN2, z)),
  log2: (z = zero) => scaled(Math.LOG2E, logarithm(z)),
  log10: (z = zero) => scaled(Math.LOG10E, logarithm(z)),
  logaddexp: (x = zero, y = zero) => logarithm(plus(exponential(x), exponential(y))),
  xlogy: (x = zero, y = zero) => product(x, logarithm(y)),
  relu: (z = zero) => (z.re > 0 ? z : zero),
  inversion: (x = zero, y = zero) => quotient(x, plus(product(x, x), product(y, y))),
  direction: (x = zero, y = zero) => quotient(x, length(x, y)),
  oneLessSquare: (z = zero) => minus(one, product(z, z)),
  sechSquared: (z = zero) => ((e) => quotient(scaled(4, e), power(plus(one, e), 2)))(exponential(scaled(z.re > 0 ? -2 : 2, z))),
  erf: (z = zero) => erf(z),
  erfc: (z = zero) => minus(one, erf(z)),
  gaussian: (z = zero) => gaussian(z),
  scaledNormalCdf: (z = zero) => scaled(0.5, plus(one, erf(scaled(Math.SQRT1_2, z)))),
  scaledNormalPdf: (z = zero) => scaledNormalPdf(z),
  gamma: (z = zero) => exponential(lgamma(z)),
  lgamma: (z = zero) => lgamma(z),
  digamma: (z = zero) => digamma(z),
  beta: (x = zero, y = zero) => exponential(minus(plus(lgamma(x), lgamma(y)), lgamma(plus(x, y)))),
  besselJ0: besselJ(0),
  besselJ1: besselJ(1),
  sinc: (z = zero) => ((turned) => quotient(sine(turned), turned))(scaled(Math.PI, z)),
  lambertW: (z = zero) => lambertW(z),
}

/** The same of families, by name and order. */
export const analyticFamilies: { readonly [primitive: string]: (n: number) => ComplexFunction } = {
  besselJ,
  gaussianDerivative,
  scaledNormalPdfDerivative,
  polygamma,
}
