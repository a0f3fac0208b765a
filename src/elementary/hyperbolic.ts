/**
 * sinh, cosh and tanh, from eˣ or eˣ − 1 as pairs, so that the quotients and sums after them start from more
 * than a float and the last rounding is nearly the only one.
 */
import { expm1Pair, expPair, liftFar, mantissa, normalRange, reduced } from './exponential.ts'
import { quotient, rounded, sum, sumOrdered } from './pair.ts'
import { abs, add, choose, copysign, div, type Float, floatOf, lt, mul, neg, select, smaller, sub } from './term.ts'

/** With t = e⁻²ˣ − 1: −t/(2 + t). Above 22 it is 1. */
export const tanh = (x: Float): Float => {
  const t = expm1Pair(mul(smaller(abs(x), 22), -2))
  const d = sumOrdered(2, t.high)
  return copysign(rounded(quotient({ high: neg(t.high), low: neg(t.low) }, { high: d.high, low: add(d.low, t.low) })), x)
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
