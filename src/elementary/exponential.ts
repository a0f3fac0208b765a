/**
 * exp, expm1 and exp2. The argument is k·log 2 + r with |r| ≤ ½ log 2, log 2 in two parts so that k·log 2 loses
 * nothing (W. J. Cody and W. Waite, Software Manual for the Elementary Functions, 1980); eʳ = 1 + r + r²/2 + r³·p(r),
 * where p is the polynomial of degree 8 with the least greatest error (Remez), 2⁻⁵⁷·⁴ of eʳ; then 2ᵏ is
 * added to the exponent. The leading terms are added last, from small to large, so that the error
 * stays near that of the last rounding.
 */
import { type Pair, rounded, settled, sum, sumOrdered } from './pair.ts'
import { polynomial } from './polynomial.ts'
import { abs, add, choose, copysign, count, eq, type Float, floatOf, floor, larger, lift, lt, mul, neg, origin, select, smaller, sub, whole } from './term.ts'

export const logTwoHigh = 0.6931471804855391 // 33 bits
export const logTwoLow = 7.440617110012397e-11
const logTwoInverse = 1.4426950408889634

const p: ReadonlyArray<number> = [
  0.16666666666666433, 0.041666666666603826, 0.008333333333500214, 0.0013888888926862713, 0.00019841269465809921, 2.4801508583416455e-5, 2.7557641111376347e-6,
  2.7625231912703593e-7, 2.49783695328429e-8,
]

/** Up to here neither eˣ nor e⁻ˣ leaves the normal numbers. */
export const normalRange = 708

/** x = k·log 2 + r, and eʳ = 1 + (high + tail). */
export interface Reduced {
  readonly counted: Float
  readonly k: Float
  readonly high: Float
  readonly tail: Float
}

interface Remainder {
  readonly counted: Float
  readonly k: Float
  readonly high: Float
  readonly low: Float
  readonly r: Float
}

/** x + rest = k·log 2 + (high − low); rest must be far below the last place of x times 2⁵⁰. */
const remainder = (x: Float, rest?: Float): Remainder => {
  const counted = count(mul(x, logTwoInverse))
  const k = whole(counted)
  const high = sub(x, mul(k, logTwoHigh))
  const lowest = mul(k, logTwoLow)
  const low = rest === undefined ? lowest : sub(lowest, rest)
  return { counted, k, high, low, r: sub(high, low) }
}

/** With the tail as r²/2 + r³·p(r). */
export const reduced = (x: Float): Reduced => {
  const { counted, k, high, low, r } = remainder(x)
  const square = mul(r, r)
  return { counted, k, high, tail: sub(add(mul(square, 0.5), mul(mul(r, square), polynomial(p, r, square))), low) }
}

const pCloser: ReadonlyArray<number> = [
  0.1666666666666668, 0.04166666666666641, 0.008333333333318513, 0.0013888888889033565, 0.00019841269893400648, 2.480158702513867e-5, 2.7557237379531418e-6,
  2.755752634296155e-7, 2.5111276827196535e-8, 2.083848681586757e-9,
]

/** The same with r·(what r lost when it was rounded), and a p that is off by 2⁻⁶³·⁹: nearer by some bits. */
export const reducedClosely = (x: Float, rest?: Float): Reduced => {
  const { counted, k, high, low, r } = remainder(x, rest)
  const square = mul(r, r)
  const lost = sub(sub(high, r), low)
  const third = mul(r, add(mul(square, polynomial(pCloser, r, square)), lost))
  return { counted, k, high, tail: add(mul(square, 0.5), sub(third, low)) }
}

/** eʳ as one float. */
export const mantissa = ({ high, tail }: Reduced): Float => add(1, add(high, tail))

/** m·2ᵏ where that may overflow or be subnormal: two steps, of which the last rounds. */
export const liftFar = (m: Float, k: Float): Float => {
  const half = floor(mul(k, 0.5))
  return mul(mul(m, lift(1, count(half))), lift(1, count(sub(k, half))))
}

/** Within the range in which the two steps serve; NaN stays. */
export const clamped = (x: Float): Float => larger(smaller(x, 710), -746)

export const exp = (x: Float): Float => {
  const near = reduced(x)
  // Only where it is needed, so that the usual argument is not clamped.
  const far = reduced(clamped(x))
  return choose(lt(abs(x), normalRange), lift(mantissa(near), near.counted), liftFar(mantissa(far), far.k))
}

/** (eˣ − 1)·2⁻ᵏ = (1 − 2⁻ᵏ) + high + tail, as a leading and a following term; for |x| below the normal range. */
const expm1Scaled = ({ counted, high, tail }: Reduced): Pair => {
  const inverse = lift(1, sub(2 * origin, counted))
  const first = sum(floatOf(1), neg(inverse))
  const s = sumOrdered(first.high, high)
  return { high: s.high, low: add(add(s.low, first.low), tail) }
}

/** eˣ − 1 as a pair, likewise. */
export const expm1Pair = (x: Float): Pair => {
  const parts = reducedClosely(x)
  const scale = lift(1, parts.counted)
  const { high, low } = settled(expm1Scaled(parts))
  return { high: mul(high, scale), low: mul(low, scale) }
}

export const expm1 = (x: Float): Float => {
  const parts = reducedClosely(x)
  const usual = copysign(lift(rounded(expm1Scaled(parts)), parts.counted), x)
  return choose(lt(abs(x), normalRange), usual, select(lt(x, 0), -1, exp(x)))
}

/** eˣ as a pair, for |x| below the normal range. */
export const expPair = (x: Float): Pair => {
  const { counted, high, tail } = reducedClosely(x)
  const scale = lift(1, counted)
  const s = sumOrdered(1, high)
  const { high: m, low } = sumOrdered(s.high, add(s.low, tail))
  return { high: mul(m, scale), low: mul(low, scale) }
}

const q2: ReadonlyArray<number> = [
  0.24022650695910122, 0.05550410866482073, 0.009618129107597087, 0.0013333558146687778, 0.00015403530453957697, 1.5252733545163548e-5, 1.321543665562023e-6,
  1.0178185360314281e-7, 7.073572350671413e-9, 4.4362006739539805e-10,
]

/** 2ˣ: r = x − k is exact; r·log 2 by the upper 27 bits of both, which multiply exactly, and the rest. */
export const exp2 = (x: Float): Float => {
  const near = larger(smaller(x, 1025), -1077)
  const counted = count(near)
  const k = whole(counted)
  const r = sub(near, k)
  const upper = sub(add(r, 402653184), 402653184)
  const rest = add(mul(r, logTwoRest27), mul(sub(r, upper), logTwo27))
  const square = mul(r, r)
  const m = add(1, add(mul(upper, logTwo27), add(rest, mul(square, polynomial(q2, r, square)))))
  return choose(lt(abs(x), 1022), lift(m, counted), liftFar(m, k))
}

const logTwo27 = 0.6931471824645996
const logTwoRest27 = -1.904654299957768e-9

/** Whether a float is a whole number. */
export const isWhole = (x: Float): ReturnType<typeof eq> => eq(floor(x), x)
