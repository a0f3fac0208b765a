/**
 * The logistic function and its integral, which from E = e^−|x| as a pair neither overflows nor loses digits at the far
 * ends.
 */
import { exp, expPair, normalRange } from './exponential.ts'
import { farthest, nearby } from './hyperbolic.ts'
import { log1pPair } from './logarithm.ts'
import { sum } from './pair.ts'
import { column, tangents } from './tangent.ts'
import { abs, add, choose, type Float, gt, larger, lt, mul, neg, read, select, sub } from './term.ts'

/**
 * 1/(1 + e⁻ˣ), by the addition theorem of tanh: below 0 it is ½(1 − tanh|x/2|), whose value at c the table has, less
 * ½t/cosh² c/(1 + t·tanh c); above, 1 less that of −x. Where it is small beside 1 it is eˣ.
 */
export const sigmoid = (x: Float): Float => {
  const a = abs(mul(x, 0.5))
  const { row, t, inverse } = nearby(a)
  const change = mul(mul(mul(read(tangents, column.sechSquared, row), 0.5), t), inverse)
  const tail = sub(read(tangents, column.tail, row), sub(change, read(tangents, column.tailLow, row)))
  const usual = select(lt(x, 0), tail, sub(1, tail))
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
