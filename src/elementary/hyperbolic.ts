/**
 * sinh and cosh, from eˣ or eˣ − 1 as pairs, so that the quotients and sums after them start from more
 * than a float and the last rounding is nearly the only one; and tanh, from a table by the addition theorem, so that what
 * is rounded before the last sum is small beside it.
 */
import { expm1Pair, expPair, liftFar, mantissa, normalRange, reduced } from './exponential.ts'
import { quotient, square as squareOf, sum, sumOrdered } from './pair.ts'
import { polynomial } from './polynomial.ts'
import { column, tangents } from './tangent.ts'
import { abs, add, choose, copysign, count, div, type Float, floatOf, lt, mul, neg, read, select, smaller, sub, whole } from './term.ts'

/** From here on tanh is 1. The tables go on to a little beyond. */
export const farthest = 31

/** A size as c + h, where c is the multiple of ⅛ that a row of the table is for, and what the addition theorem makes of both. */
export interface Nearby {
  /** The number of the row, as a count. */
  readonly row: Float
  readonly h: Float
  /** tanh h, and what it has beside h. */
  readonly t: Float
  readonly more: Float
  /** tanh c, and tanh c · tanh h, and one over 1 more than that. */
  readonly tanh: Float
  readonly p: Float
  readonly inverse: Float
}

/** (tanh h − h)/h³ for |h| ≤ 1/16, as a polynomial in h² with the least greatest error, 2⁻⁶⁴ of tanh h. */
const series: ReadonlyArray<number> = [-0.33333333333333326, 0.13333333333304231, -0.05396825362522133, 0.021869312040137374, -0.008821993496465702]

/** Of a size up to `farthest`; what is larger counts as that, and NaN stays. */
export const nearby = (size: Float): Nearby => {
  const a = smaller(size, farthest)
  const row = count(mul(a, 8))
  const h = sub(a, mul(whole(row), 0.125))
  const square = mul(h, h)
  const more = mul(h, mul(square, polynomial(series, square)))
  const t = add(h, more)
  const tanh = read(tangents, column.tanh, row)
  const p = mul(tanh, t)
  return { row, h, t, more, tanh, p, inverse: div(1, add(1, p)) }
}

/** tanh(c + h) = tanh c + h + (t − h) − t·tanh c·(tanh c + t)/(1 + t·tanh c), of which the first two are added without loss. */
export const tanh = (x: Float): Float => {
  const { row, h, t, more, tanh, p, inverse } = nearby(abs(x))
  const { high, low } = sumOrdered(tanh, h)
  const rest = sub(more, mul(mul(p, add(tanh, t)), inverse))
  return copysign(add(high, add(low, add(read(tangents, column.tanhLow, row), rest))), x)
}

// e^−2|x| is (e^−|x|)², which may be subnormal: e^−|x| is scaled by this and its square scaled back.
const lifted = 2 ** 300

/**
 * 1/cosh²(c + h) is 1/cosh² c less (t² + 2p + p²)/(1 + p)² of it, where p = t·tanh c, to four units in the last place: a
 * derivative, computed beside its function; beyond, 4e^−2|x|.
 */
export const sechSquared = (x: Float): Float => {
  const a = abs(x)
  const { row, t, p, inverse } = nearby(a)
  const atRow = read(tangents, column.sechSquared, row)
  const lost = mul(add(mul(t, t), mul(p, add(2, p))), mul(inverse, inverse))
  const root = expPair(neg(smaller(a, 400)))
  const high = mul(root.high, lifted)
  const far = squareOf(high)
  const scaled = add(far.high, add(far.low, mul(mul(2, high), mul(root.low, lifted))))
  return choose(lt(a, farthest), sub(atRow, mul(atRow, lost)), mul(scaled, 4 / (lifted * lifted)))
}

/** ½e^|x|, also where e^|x| overflows; where e^−|x| is nothing beside it. */
const halfExp = (a: Float): Float => {
  const parts = reduced(smaller(a, 712))
  return select(lt(a, 712), liftFar(mantissa(parts), sub(parts.k, 1)), mul(a, Number.POSITIVE_INFINITY))
}

/** With t = e^|x| − 1: ½(t + t/(1 + t)). From 600 on the products of the quotient could overflow, and e^−|x| is long nothing. */
export const sinh = (x: Float): Float => {
  const a = abs(x)
  const t = expm1Pair(a)
  const d = sum(t.high, floatOf(1))
  const q = quotient(t, { high: d.high, low: add(d.low, t.low) })
  const s = sum(t.high, q.high)
  const usual = mul(add(s.high, add(s.low, add(t.low, q.low))), 0.5)
  return copysign(choose(lt(a, 600), usual, halfExp(a)), x)
}

/** ½(e^|x| + e^−|x|). */
export const cosh = (x: Float): Float => {
  const a = abs(x)
  const e = expPair(a)
  const inverse = div(1, e.high)
  const s = sumOrdered(e.high, sub(inverse, mul(mul(inverse, inverse), e.low)))
  return choose(lt(a, normalRange), mul(add(s.high, add(s.low, e.low)), 0.5), halfExp(a))
}
