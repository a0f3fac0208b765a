/**
 * The partial derivatives of the beta function. Those by one argument are sums of terms of one sign (Leibniz on B′ = B (ψ(a) −
 * ψ(a + b))). In mixed ones such sums cancel, above all where an argument is small; they are taken from
 * the integral ∫ tᵃ⁻¹(1 − t)ᵇ⁻¹ lnⁱt lnʲ(1 − t) dt (DLMF 5.12.1), whose integrand has one sign. With t = 1/(1 + e^(−y)) it
 * decays exponentially both ways, and the trapezoidal rule converges as fast (Trefethen and Weideman, SIAM Review 56
 * (2014) 385–458).
 */
import { exp } from '../elementary/twin/exponential.ts'
import { log } from '../elementary/twin/logarithm.ts'
import { beta } from './beta.ts'
import { alternating, log1p, wholePower } from './elementary.ts'
import { polygamma, polygammaDifference } from './polygamma.ts'

/** log(1 + eʸ). */
const softplus = (y: number): number => (y > 0 ? y : 0) + log1p(exp(-Math.abs(y)))

/** eˣ − 1 without losing small x (Kahan). */
const expm1 = (x: number): number => {
  const u = exp(x)
  return u === 1 ? x : u - 1 === -1 || u === Number.POSITIVE_INFINITY ? u - 1 : (u - 1) * (x / log(u))
}

// by one argument, and wherever an argument is not positive ---------------------------------

/** ∂ᵖ₁∂^q₂ of ψ(a) − ψ(a + b). */
const slope = (p: number, q: number, a: number, b: number): number => (q === 0 ? -polygammaDifference(p, a, b) : -polygamma(p + q, a + b))

const binomial = (n: number, k: number): number => {
  let result = 1
  for (let m = 1; m <= k; m++) result *= (n - k + m) / m
  return result
}

/** The derivatives up to (i, j), row by row from those before. */
const leibniz = (i: number, j: number, a: number, b: number): number => {
  const width = j + 1
  const known = new Float64Array((i + 1) * width)
  known[0] = beta(a, b)
  for (let m = 0; m <= i; m++)
    for (let n = 0; n <= j; n++) {
      if (m === 0 && n === 0) continue
      let sum = 0
      if (m > 0)
        for (let p = 0; p < m; p++)
          for (let q = 0; q <= n; q++) sum += binomial(m - 1, p) * binomial(n, q) * (known[(m - 1 - p) * width + n - q] ?? 0) * slope(p, q, a, b)
      else for (let q = 0; q < n; q++) sum += binomial(n - 1, q) * (known[n - 1 - q] ?? 0) * slope(q, 0, b, a)
      known[m * width + n] = sum
    }
  return known[i * width + j] ?? Number.NaN
}

// mixed ------------------------------------------------------------------------------------

const most = 4000

/** Σ over a grid of steps h to either side of c, until the terms of both sums no longer count; with what rounding takes from each addition kept (Kahan). */
const trapezoid = (c: number, h: number, first: (y: number) => number, second: (y: number) => number): readonly [number, number] => {
  let [upper, lower, upperRest, lowerRest] = [first(c), second(c), 0, 0]
  for (let side = -1; side <= 1; side += 2)
    for (let k = 1; k < most; k++) {
      const [u, l] = [first(c + side * k * h), second(c + side * k * h)]
      const [upperTerm, lowerTerm] = [u - upperRest, l - lowerRest]
      const [upperNext, lowerNext] = [upper + upperTerm, lower + lowerTerm]
      upperRest = upperNext - upper - upperTerm
      lowerRest = lowerNext - lower - lowerTerm
      upper = upperNext
      lower = lowerNext
      if (u <= 1e-19 * upper && l <= 1e-19 * lower) break
    }
  return [upper * h, lower * h]
}

const mixed = (i: number, j: number, a: number, b: number): number => {
  // |ln t| and |ln(1 − t)|
  const logarithms = (y: number): number => wholePower(softplus(-y), i) * wholePower(softplus(y), j)
  const sign = alternating(i + j)
  if (a < 1 || b < 1) {
    const integrand = (y: number): number => exp(-a * softplus(-y) - b * softplus(y)) * logarithms(y)
    return sign * trapezoid(log((a + j) / (b + i)), 0.18, integrand, () => 0)[0]
  }
  // About the mode the large exponents cancel, so they are taken from there; and the integral of the weight itself is B(a, b).
  const mode = log(a / b)
  const [t, rest] = [a / (a + b), b / (a + b)]
  const weight = (y: number): number => exp(-a * log1p(rest * expm1(mode - y)) - b * log1p(t * expm1(y - mode)))
  const width = Math.sqrt(1 / a + 1 / b)
  const [upper, lower] = trapezoid(mode, width < 0.4 ? width / 3 : 0.18, (y) => weight(y) * logarithms(y), weight)
  return sign * beta(a, b) * (upper / lower)
}

/** ∂ⁱ⁺ʲB/∂aⁱ∂bʲ. */
export const betaDerivative = (i: number, j: number, a: number, b: number): number => {
  const regular = a > 0 && b > 0 && a < 1e15 && b < 1e15
  return i > 0 && j > 0 && regular ? mixed(i, j, a, b) : leibniz(i, j, a, b)
}
