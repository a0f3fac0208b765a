/**
 * The partial derivatives of the length r and of the angle φ of a point (x, y). One of total order n is r^m·P(cos φ, sin φ) with a
 * homogeneous polynomial P of degree n. It is evaluated as one fraction: as a sum of products of others it would be ∞ − ∞
 * near the origin, and 0 where the length overflows.
 */
import { entry } from '../entry.ts'
import { log } from '../elementary/twin/logarithm.ts'
import { polynomial, wholePower } from './elementary.ts'

/** r^m·P: coefficient k is that of cosᵏ sinⁿ⁻ᵏ. */
interface Angular {
  readonly coefficients: ReadonlyArray<number>
  readonly m: number
}

/** ∂/∂x: r moves by cos φ, cos φ by sin²φ/r, and sin φ by −sin φ cos φ/r. */
const byX = ({ coefficients: p, m }: Angular): Angular => ({
  coefficients: Array.from({ length: p.length + 1 }, (_, k) => (m - p.length + k) * (p[k - 1] ?? 0) + (k + 1) * (p[k + 1] ?? 0)),
  m: m - 1,
})

const mirrored = ({ coefficients, m }: Angular): Angular => ({ coefficients: [...coefficients].reverse(), m })

/** With cos and sin exchanged, ∂/∂y is ∂/∂x. */
const byY = (of: Angular): Angular => mirrored(byX(mirrored(of)))

const repeated = (times: number, step: (of: Angular) => Angular, start: Angular): Angular => {
  let result = start
  for (let k = 0; k < times; k++) result = step(result)
  return result
}

// numbers of any size ----------------------------------------------------------------------

const turn = (n: number): number => wholePower(n < 0 ? 0.5 : 2, Math.abs(n))

/** x·2ⁿ, in steps that leave the rounding to the last. */
const shifted = (x: number, n: number): number => {
  const far = n > 3000 ? 3000 : n < -3000 ? -3000 : n
  const third = Math.floor(far / 3)
  return x * turn(third) * turn(third) * turn(far - 2 * third)
}

const few = (x: number, n: number): number => (n === 0 ? 1 : n === 1 ? x : wholePower(x, n))

const near = 2 ** -30
const tiny = 2 ** -500
const lift = 600

/** A coordinate by 2^−size, and by 2⁶⁰⁰ more where that would be so small that its products lose digits. */
const normal = (x: number, size: number): readonly [x: number, lifted: number] => {
  const usual = shifted(x, -size)
  return Math.abs(usual) < tiny ? [shifted(x, lift - size), lift] : [usual, 0]
}

/** How often a factor divides the polynomial: the coefficients are of every second power. */
const lowest = (coefficients: ReadonlyArray<number>): number => {
  const k = coefficients.findIndex((c) => c !== 0)
  return k < 0 ? 0 : k
}

/** The function of x and y, which away from the origin and infinity is evaluated at a point of about unit length and scaled back. */
const evaluated = ({ coefficients, m }: Angular, origin: number): ((x: number, y: number) => number) => {
  const n = coefficients.length - 1
  const [c, s] = [lowest(coefficients), lowest([...coefficients].reverse())]
  const inner = Array.from({ length: (n - c - s) / 2 + 1 }, (_, k) => entry(coefficients, c + 2 * k))
  const outer = [...inner].reverse()
  const top = entry(inner, 0)
  const degree = inner.length - 1
  // r^(m − n) = r^−(2·whole + odd)
  const odd = (n - m) % 2
  const whole = (n - m - odd) / 2
  const fraction = (x: number, y: number, xx: number, yy: number): number => {
    const square = xx + yy
    // Horner's scheme in the smaller of the two.
    const sum = degree === 0 ? top : xx < yy ? polynomial(inner, xx / yy) * wholePower(yy, degree) : polynomial(outer, yy / xx) * wholePower(xx, degree)
    return (sum * few(x, c) * few(y, s)) / (few(square, whole) * (odd === 0 ? 1 : Math.sqrt(square)))
  }
  return (x, y) => {
    const largest = Math.abs(x) > Math.abs(y) ? Math.abs(x) : Math.abs(y)
    if (!(largest > 0)) return x === 0 && y === 0 ? origin : Number.NaN
    if (largest === Number.POSITIVE_INFINITY) return Math.abs(x) === Math.abs(y) || Number.isNaN(x + y) ? Number.NaN : 0
    if (n <= 16 && Math.abs(x) > near && Math.abs(y) > near && largest < 1 / near) return fraction(x, y, x * x, y * y)
    const size = Math.floor(log(largest) / Math.LN2)
    const [a, liftedX] = normal(x, size)
    const [b, liftedY] = normal(y, size)
    return shifted(fraction(a, b, liftedX === 0 ? a * a : 0, liftedY === 0 ? b * b : 0), size * m - liftedX * c - liftedY * s)
  }
}

/** ∂ⁱ⁺ʲr/∂xⁱ∂yʲ for i + j ≥ 1; 0 at the origin. */
export const hypotDerivative = (i: number, j: number): ((x: number, y: number) => number) =>
  evaluated(i > 0 ? repeated(j, byY, repeated(i - 1, byX, { coefficients: [0, 1], m: 0 })) : repeated(j - 1, byY, { coefficients: [1, 0], m: 0 }), 0)

/** ∂ⁱ⁺ʲφ/∂yⁱ∂xʲ for i + j ≥ 1; NaN at the origin. */
export const angleDerivative = (i: number, j: number): ((y: number, x: number) => number) => {
  const of = i > 0 ? repeated(j, byX, repeated(i - 1, byY, { coefficients: [0, 1], m: -1 })) : repeated(j - 1, byX, { coefficients: [-1, 0], m: -1 })
  const value = evaluated(of, Number.NaN)
  return (y, x) => value(x, y)
}

const general = /*#__PURE__*/ angleDerivative(1, 0)

/** x/(x² + y²), also where the squares are no numbers. */
export const inversion = (x: number, y: number): number => {
  const square = x * x + y * y
  return square > 1e-280 && square < 1e300 ? x / square : general(y, x)
}
