/**
 * The logistic function and its integral, from E = e^−|x| as a pair: neither overflows, and neither
 * loses digits at the far ends.
 */
import { exp, expPair, normalRange } from './exponential.ts'
import { decayed, farthest } from './hyperbolic.ts'
import { log1pPair } from './logarithm.ts'
import { quotient, rounded, sum, sumOrdered } from './pair.ts'
import { abs, add, choose, type Float, gt, larger, lt, mul, neg, select, sub } from './term.ts'

/** 1/(1 + e⁻ˣ): 1/(1 + E) for x ≥ 0, E/(1 + E) below, where E = e^−2|x/2| is that of sech²(x/2), the derivative. */
export const sigmoid = (x: Float): Float => {
  const a = abs(mul(x, 0.5))
  const e = decayed(a)
  const d = sumOrdered(1, e.high)
  const below = lt(x, 0)
  const usual = rounded(quotient({ high: select(below, e.high, 1), low: select(below, e.low, 0) }, { high: d.high, low: add(d.low, e.low) }))
  // Beyond, 1 + E is 1.
  return choose(lt(a, farthest), usual, exp(select(gt(x, 0), 0, x)))
}

/** log(1 + eˣ) = max(x, 0) + log(1 + E). */
export const softplus = (x: Float): Float => {
  const size = abs(x)
  const e = expPair(neg(size))
  const { a, b, loss } = log1pPair(e)
  const p = sum(larger(x, 0), a)
  const q = sum(p.high, b)
  const usual = add(q.high, sub(add(q.low, p.low), loss))
  return choose(lt(size, normalRange), usual, select(gt(x, 0), x, exp(x)))
}
