/**
 * pow: e^(y·log |x|) with the logarithm and the product to about 65 bits, so that nothing but the last
 * rounding shows: a power that is a float is exact. Zeros, infinities, NaN, subnormal numbers and results
 * beyond the normal range are the host's (`rare.ts`), by the same steps.
 */
import { isWhole, liftFar, mantissa, normalRange, reducedClosely } from './exponential.ts'
import { logPair, smallestNormal } from './logarithm.ts'
import { type Pair, product, settled } from './pair.ts'
import { powRare } from './rare.ts'
import { abs, add, and, choose, type Float, ge, host, larger, le, lift, lt, mul, neg, not, or, select, smaller } from './term.ts'

/** y·log(x·2ⁿ) */
const logarithm = (x: Float, y: Float, n?: Float): Pair => {
  const l = logPair(x, n)
  const p = product(y, l.high)
  return settled({ high: p.high, low: add(p.low, mul(y, l.low)) })
}

/** Beyond it y·log x is 0 or out of range, and the products of pairs would overflow. */
const largestPower = 2 ** 500

export const pow = (x: Float, y: Float): Float => {
  const a = abs(x)
  const z = logarithm(a, y)
  const parts = reducedClosely(z.high, z.low)
  const size = lift(mantissa(parts), parts.counted)
  const below = lt(x, 0)
  const isEven = isWhole(mul(y, 0.5))
  const usual = select(and(below, not(isEven)), neg(size), size)
  const ordinary = and(and(ge(a, smallestNormal), lt(a, Number.POSITIVE_INFINITY)), le(abs(y), largestPower))
  return choose(and(and(ordinary, lt(abs(z.high), normalRange)), or(not(below), isWhole(y))), usual, host('powRare', powRare, x, y))
}

/** (x·2ⁿ)^y for positive x, also where it overflows or is subnormal, and |y| ≤ 2⁵⁰⁰. */
export const powFar = (x: Float, n: Float, y: Float): Float => {
  const z = logarithm(x, y, n)
  const inside = lt(abs(z.high), 746)
  const parts = reducedClosely(larger(smaller(z.high, 746), -746), select(inside, z.low, 0))
  return liftFar(mantissa(parts), parts.k)
}
