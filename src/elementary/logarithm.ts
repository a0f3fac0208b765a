/**
 * log, log1p, log2 and log10. x = 2ᵏ·m with m in [√½, √2), f = m − 1, s = f/(2 + f), and
 * log m = 2s + s·z·L(z) with z = s², which is f − (f²/2 − s·(f²/2 + z·L)): the leading term f is exact
 * (the arrangement of P. T. P. Tang and of K. C. Ng's fdlibm, 1993). L is the polynomial of degree 6 with the least greatest error,
 * 2⁻⁵⁸·⁵ of the result. `logPair` takes the first two terms of the series as pairs, for powers and other bases.
 */
import { logTwoHigh, logTwoLow } from './exponential.ts'
import { type Pair, pair, product, rounded, settled, square, sum, sumOrdered, times } from './pair.ts'
import { polynomial } from './polynomial.ts'
import { log10Rare, log1pRare, log2Rare, logRare } from './rare.ts'
import { abs, add, choose, constant, copysign, div, eq, exponent, type Float, host, lt, type Mask, mul, select, significand, sub } from './term.ts'

const l: ReadonlyArray<number> = [
  0.6666666666666734, 0.39999999999417535, 0.2857142874184796, 0.22222198620720052, 0.18183562200265238, 0.15314097346533131, 0.14795547545138357,
]

export const smallestNormal: number = 2 ** -1022

/** Whether x was positive and normal, told by its exponent in one comparison; the largest and smallest of those numbers are left out too. */
const isOrdinary = (k: Float): Mask => lt(abs(k), 1022)

/** log(1 + f) = f − (half − gain), to which a small number may be added before the difference is rounded. */
const lossOf = (f: Float, small: Float): Float => {
  const s = div(f, add(2, f))
  const z = mul(s, s)
  const half = mul(mul(f, f), 0.5)
  const gain = mul(s, add(half, mul(z, polynomial(l, z))))
  return sub(half, add(gain, small))
}

/** log(2ᵏ·m). */
const joined = (k: Float, m: Float): Float => {
  const f = sub(m, 1)
  return sub(mul(k, logTwoHigh), sub(lossOf(f, mul(k, logTwoLow)), f))
}

export const log = (x: Float): Float => {
  const k = exponent(x)
  return choose(isOrdinary(k), joined(k, significand(x, k)), host('logRare', logRare, x))
}

/** log(x·2ⁿ), for a normal positive x. */
export const logScaled = (x: Float, n: Float): Float => {
  const k = exponent(x)
  return joined(add(k, n), significand(x, k))
}

interface Log1p {
  /** 1 + x as a float: its exponent. */
  readonly k: Float
  /** log(1 + x) = a + b − loss, from large to small. */
  readonly a: Float
  readonly b: Float
  readonly loss: Float
}

/** log(1 + x) from the logarithm of the rounded 1 + x and what rounding took from it. */
const log1pParts = (x: Float): Log1p => {
  const u = sum(constant(1), x)
  const k = exponent(u.high)
  const small = add(mul(k, logTwoLow), div(u.low, u.high))
  const b = sub(significand(u.high, k), 1)
  return { k, a: mul(k, logTwoHigh), b, loss: lossOf(b, small) }
}

/** log(1 + x + rest) for 0 ≤ x ≤ 1 and rest below the last place of x: where 1 + x is below √2, x itself is the leading term. */
export const log1pPair = ({ high: x, low: rest }: Pair): Log1p => {
  const u = sumOrdered(1, x)
  const k = exponent(u.high)
  const near = eq(k, 0)
  const b = select(near, x, sub(significand(u.high, k), 1))
  const small = select(near, rest, add(mul(k, logTwoLow), div(add(u.low, rest), u.high)))
  return { k, a: mul(k, logTwoHigh), b, loss: lossOf(b, small) }
}

export const log1p = (x: Float): Float => {
  const { k, a, b, loss } = log1pParts(x)
  return choose(isOrdinary(k), copysign(add(a, sub(b, loss)), x), host('log1pRare', log1pRare, x))
}

const twoThirdsHigh = 0.6666666666666666
const twoThirdsLow = 3.700743415417188e-17

/** L without its first term. */
const tail: ReadonlyArray<number> = [
  0.40000000000002234, 0.2857142857010895, 0.2222222251850432, 0.18181784474581894, 0.1538675297356721, 0.13256908311108592, 0.13195569897855064,
]

/** log m to about 65 bits, for m in [√½, √2), as a leading and a following pair. */
const logPairNearOne = (m: Float): readonly [Pair, Pair] => {
  const f = sub(m, 1)
  const bottom = sumOrdered(1, m)
  const inverse = div(1, bottom.high)
  const s = mul(f, inverse)
  const p = product(s, bottom.high)
  const rest = sub(sub(sub(f, p.high), p.low), mul(s, bottom.low))
  const quotient: Pair = { high: s, low: mul(rest, inverse) }
  const z0 = square(s)
  const z: Pair = { high: z0.high, low: add(z0.low, mul(mul(2, s), quotient.low)) }
  const w = sumOrdered(twoThirdsHigh, mul(z.high, polynomial(tail, z.high)))
  const cube = times(times(quotient, z), { high: w.high, low: add(w.low, twoThirdsLow) })
  return [{ high: mul(2, quotient.high), low: mul(2, quotient.low) }, cube]
}

/** log(x·2ⁿ) to about 65 bits, for a normal positive x. */
export const logPair = (x: Float, n?: Float): Pair => {
  const e = exponent(x)
  const k = n === undefined ? e : add(e, n)
  const [first, second] = logPairNearOne(significand(x, e))
  const a = sumOrdered(mul(k, logTwoHigh), first.high)
  const b = sumOrdered(a.high, second.high)
  return settled({ high: b.high, low: add(add(add(a.low, b.low), add(first.low, second.low)), mul(k, logTwoLow)) })
}

const logTwoInverse: Pair = /*#__PURE__*/ pair(1.4426950408889634, 2.0355273740931033e-17)
const logTenInverse: Pair = /*#__PURE__*/ pair(0.4342944819032518, 1.098319650216765e-17)

export const log2Scaled = (x: Float, n?: Float): Float => {
  const e = exponent(x)
  const [first, second] = logPairNearOne(significand(x, e))
  const a = sumOrdered(first.high, second.high)
  const m = times(settled({ high: a.high, low: add(a.low, add(first.low, second.low)) }), logTwoInverse)
  const b = sum(n === undefined ? e : add(e, n), m.high)
  return rounded({ high: b.high, low: add(b.low, m.low) })
}

export const log10Scaled = (x: Float, n?: Float): Float => rounded(times(logPair(x, n), logTenInverse))

export const log2 = (x: Float): Float => choose(isOrdinary(exponent(x)), log2Scaled(x), host('log2Rare', log2Rare, x))
export const log10 = (x: Float): Float => choose(isOrdinary(exponent(x)), log10Scaled(x), host('log10Rare', log10Rare, x))
