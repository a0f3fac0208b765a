/**
 * Pairs: a number as the unevaluated sum of a high and a low float, good for about 100 bits. Sums after
 * T. J. Dekker, "A floating-point technique for extending the available precision", Numerische Mathematik 18
 * (1971), and D. E. Knuth, The Art of Computer Programming 2, 4.2.2; products split by Veltkamp's method (ibid.).
 */
import { add, constant, div, type Float, mul, type Number, sub } from './term.ts'

export interface Pair {
  readonly high: Float
  readonly low: Float
}

/** A constant as a pair. */
export const pair = (high: number, low: number): Pair => ({ high: constant(high), low: constant(low) })

/** a + b exactly, where |a| ≥ |b| or a = 0. */
export const sumOrdered = (a: Number, b: Number): Pair => {
  const high = add(a, b)
  return { high, low: add(sub(a, high), b) }
}

/** a + b exactly. */
export const sum = (a: Float, b: Float): Pair => {
  const high = add(a, b)
  const b1 = sub(high, a)
  return { high, low: add(sub(a, sub(high, b1)), sub(b, b1)) }
}

/** The upper 26 bits of x; for |x| below 2⁹⁹⁶. */
const upper = (x: Float): Float => {
  const t = mul(x, 134217729)
  return sub(t, sub(t, x))
}

/** The upper 26 bits of x and the rest. */
export const split = (x: Float): Pair => {
  const high = upper(x)
  return { high, low: sub(x, high) }
}

/** a·b exactly, but for underflow and overflow. */
export const product = (a: Float, b: Float): Pair => {
  const high = mul(a, b)
  const x = split(a)
  const y = split(b)
  const error = sub(mul(x.high, y.high), high)
  return { high, low: add(add(add(error, mul(x.high, y.low)), mul(x.low, y.high)), mul(x.low, y.low)) }
}

/** a² exactly, likewise. */
export const square = (a: Float): Pair => {
  const high = mul(a, a)
  const x = split(a)
  const cross = mul(x.high, x.low)
  return { high, low: add(add(sub(mul(x.high, x.high), high), add(cross, cross)), mul(x.low, x.low)) }
}

export const times = (a: Pair, b: Pair): Pair => {
  const p = product(a.high, b.high)
  return { high: p.high, low: add(p.low, add(mul(a.high, b.low), mul(a.low, b.high))) }
}

/** The same number with the low part below half a unit of the high one. */
export const settled = (a: Pair): Pair => sumOrdered(a.high, a.low)

/** One float. */
export const rounded = (a: Pair): Float => add(a.high, a.low)

/** a/b: the upper half of a first quotient, whose product with that of b is exact, and what is left of a after it. One division. */
export const quotient = (a: Pair, b: Pair): Pair => {
  const inverse = div(1, b.high)
  const q = upper(mul(a.high, inverse))
  const d = upper(b.high)
  const rest = add(sub(a.high, mul(q, d)), sub(a.low, mul(q, add(sub(b.high, d), b.low))))
  return { high: q, low: mul(rest, inverse) }
}
