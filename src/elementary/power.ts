/**
 * pow: e^(y·log |x|) with the logarithm and the product to about 65 bits, so that nothing but the last
 * rounding shows: a power that is a float is exact. Zeros, infinities, NaN, subnormal numbers and results
 * beyond the normal range are the host's (`rare.ts`), by the same steps. So are its two derivatives, which
 * share their steps with it where they are taken together; where the power is no normal number, the host
 * multiplies before it scales.
 */
import { isWhole, liftFar, mantissa, normalRange, reducedClosely } from './exponential.ts'
import { logPair, smallestNormal } from './logarithm.ts'
import { type Pair, product, settled, sum } from './pair.ts'
import { powByBaseRare, powByBaseTwiceRare, powByBothRare, powByExponentRare, powByExponentTwiceRare, powRare } from './rare.ts'
import { abs, add, and, choose, constant, type Float, ge, host, larger, le, lift, lt, type Mask, mul, neg, not, or, select, smaller } from './term.ts'

/** y·l, and (y + rest)·l where y is what was rounded. */
const multiple = (l: Pair, y: Float, rest?: Float): Pair => {
  const p = product(y, l.high)
  const low = mul(y, l.low)
  return settled({ high: p.high, low: add(p.low, rest === undefined ? low : add(low, mul(rest, l.high))) })
}

/** Beyond it y·log x is 0 or out of range, and the products of pairs would overflow. */
const largestPower = 2 ** 500

interface Power {
  readonly log: Pair
  readonly size: Float
  /** Whether the size and all on the way to it are normal numbers. */
  readonly ordinary: Mask
}

/** |x|^(y + rest) */
const power = (x: Float, y: Float, rest?: Float): Power => {
  const a = abs(x)
  const log = logPair(a)
  const z = multiple(log, y, rest)
  const parts = reducedClosely(z.high, z.low)
  const given = and(and(ge(a, smallestNormal), lt(a, Number.POSITIVE_INFINITY)), le(abs(y), largestPower))
  return { log, size: lift(mantissa(parts), parts.counted), ordinary: and(given, lt(abs(z.high), normalRange)) }
}

export const pow = (x: Float, y: Float): Float => {
  const { size, ordinary } = power(x, y)
  const below = lt(x, 0)
  const isEven = isWhole(mul(y, 0.5))
  const usual = select(and(below, not(isEven)), neg(size), size)
  return choose(and(ordinary, or(not(below), isWhole(y))), usual, host('powRare', powRare, x, y))
}

// derivatives ------------------------------------------------------------------------------

/** y·xʸ⁻¹ */
export const powByBase = (x: Float, y: Float): Float => {
  const exponent = sum(y, constant(-1))
  const { size, ordinary } = power(x, exponent.high, exponent.low)
  const below = lt(x, 0)
  const isEven = isWhole(mul(y, 0.5))
  const usual = mul(y, select(and(below, isEven), neg(size), size))
  return choose(and(ordinary, or(not(below), isWhole(y))), usual, host('powByBaseRare', powByBaseRare, x, y))
}

/** xʸ·log x */
export const powByExponent = (x: Float, y: Float): Float => {
  const { log, size, ordinary } = power(x, y)
  return choose(and(ordinary, not(lt(x, 0))), mul(size, log.high), host('powByExponentRare', powByExponentRare, x, y))
}

/** y(y − 1)·xʸ⁻² */
export const powByBaseTwice = (x: Float, y: Float): Float => {
  const exponent = sum(y, constant(-2))
  const { size, ordinary } = power(x, exponent.high, exponent.low)
  const below = lt(x, 0)
  const isEven = isWhole(mul(y, 0.5))
  const usual = mul(mul(y, add(y, -1)), select(and(below, not(isEven)), neg(size), size))
  return choose(and(ordinary, or(not(below), isWhole(y))), usual, host('powByBaseTwiceRare', powByBaseTwiceRare, x, y))
}

/** xʸ⁻¹·(1 + y·log x), the sum from pairs, since it may cancel. */
export const powByBoth = (x: Float, y: Float): Float => {
  const exponent = sum(y, constant(-1))
  const { log, size, ordinary } = power(x, exponent.high, exponent.low)
  const rise = multiple(log, y)
  const total = sum(constant(1), rise.high)
  const usual = mul(size, add(total.high, add(total.low, rise.low)))
  return choose(and(ordinary, not(lt(x, 0))), usual, host('powByBothRare', powByBothRare, x, y))
}

/** xʸ·log²x */
export const powByExponentTwice = (x: Float, y: Float): Float => {
  const { log, size, ordinary } = power(x, y)
  return choose(and(ordinary, not(lt(x, 0))), mul(size, mul(log.high, log.high)), host('powByExponentTwiceRare', powByExponentTwiceRare, x, y))
}

// what the host calls ----------------------------------------------------------------------

/** (x·2ⁿ)^y for positive x, also where it overflows or is subnormal, and |y| ≤ 2⁵⁰⁰. */
export const powFar = (x: Float, n: Float, y: Float): Float => {
  const z = multiple(logPair(x, n), y)
  const inside = lt(abs(z.high), 746)
  const parts = reducedClosely(larger(smaller(z.high, 746), -746), select(inside, z.low, 0))
  return liftFar(mantissa(parts), parts.k)
}

/** Powers of 2 beyond which everything is 0 or ∞, and the exponent of e of a larger one. */
const farTurns = 2040
const farExponent = 2 ** 20

/** c·2ᵏ·(x·2ⁿ)^(y + rest) for positive x, |y| ≤ 2¹⁰⁰ and 1 ≤ |c| < 2, rounded once where it is scaled. */
export const powScaled = (x: Float, n: Float, y: Float, rest: Float, c: Float, k: Float): Float => {
  const z = multiple(logPair(x, n), y, rest)
  const inside = lt(abs(z.high), farExponent)
  const parts = reducedClosely(larger(smaller(z.high, farExponent), -farExponent), select(inside, z.low, 0))
  return liftFar(mul(c, mantissa(parts)), larger(smaller(add(parts.k, k), farTurns), -farTurns))
}
