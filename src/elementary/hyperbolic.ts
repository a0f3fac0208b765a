/**
 * sinh, cosh and tanh, from eˣ or eˣ − 1 as pairs, so that the quotients and sums after them start from more
 * than a float and the last rounding is nearly the only one.
 */
import { expm1Pair, expPair, liftFar, mantissa, normalRange, reduced } from './exponential.ts'
import { type Pair, quotient, rounded, square as squareOf, sum, sumOrdered } from './pair.ts'
import { abs, add, choose, copysign, div, type Float, floatOf, lt, mul, neg, select, smaller, sub } from './term.ts'

// E = e^−2|x| from here on is no normal number, and 1 beside it is 1.
export const farthest = 350
// Below, 1 − E has lost too many digits of x: there the series is short.
const nearest = 2 ** -5

/** E = e^−2|x| as a pair, shared by tanh and its derivative. */
export const decayed = (a: Float): Pair => expPair(mul(smaller(a, farthest), -2))

/** The series of tanh: x − x³/3 + 2x⁵/15 − …, to 2⁻⁶³ of x below 2⁻⁵. */
const series: ReadonlyArray<number> = [-1 / 3, 2 / 15, -17 / 315, 62 / 2835, -1382 / 155925]

/** (1 − E)/(1 + E), with the sign of x. */
export const tanh = (x: Float): Float => {
  const a = abs(x)
  const e = decayed(a)
  const n = sumOrdered(1, neg(e.high))
  const d = sumOrdered(1, e.high)
  const usual = rounded(quotient({ high: n.high, low: sub(n.low, e.low) }, { high: d.high, low: add(d.low, e.low) }))
  const square = mul(a, a)
  const [last = 0, ...others] = [...series].reverse()
  const tail = others.reduce<Float>((sum, c) => add(mul(sum, square), c), floatOf(last))
  return copysign(select(lt(a, nearest), add(a, mul(mul(a, square), tail)), usual), x)
}

// E is (e^−|x|)², which may be subnormal: e^−|x| is scaled by this and its square scaled back.
const lifted = 2 ** 300

/** 1/cosh²x = 4E/(1 + E)², to four units in the last place: a derivative, computed beside its function; beyond, 4E. */
export const sechSquared = (x: Float): Float => {
  const a = abs(x)
  const e = decayed(a)
  const d = add(1, e.high)
  const root = expPair(neg(smaller(a, 400)))
  const high = mul(root.high, lifted)
  const far = squareOf(high)
  const scaled = add(far.high, add(far.low, mul(mul(2, high), mul(root.low, lifted))))
  return choose(lt(a, farthest), div(mul(4, e.high), mul(d, d)), mul(scaled, 4 / (lifted * lifted)))
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
