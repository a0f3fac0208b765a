/**
 * sin, cos and tan. Up to 50,000 the argument is n·π/2 + r by Cody and Waite, π/2 in three parts of 38, 38 and
 * 53 bits; the first two products are exact, and r is kept as a pair, good to 2⁻¹¹⁵ (no float there is nearer to a multiple than 2⁻⁵⁷). Above, the host reduces with
 * as many digits of 2/π as it takes (`reduction.ts`) and calls the same `sinOf`, `tanOf`. On |r| ≤ π/4 sine and
 * cosine are polynomials of degree 13 and 14 with the least greatest error (2⁻⁵⁸ and 2⁻⁶⁴).
 */
import { type Pair, quotient, rounded, settled, square, sumOrdered } from './pair.ts'
import { polynomial } from './polynomial.ts'
import { cosRare, sinRare, tanRare } from './rare.ts'
import { abs, add, choose, count, eq, type Float, host, le, mul, neg, odd, select, sub, turn, whole } from './term.ts'

const twoOverPi = 0.6366197723675814
const piHalf1 = 1.5707963267923333
const piHalf2 = 2.5633441515839558e-12
const piHalf3 = 1.0562999066987428e-23

const sine: ReadonlyArray<number> = [
  -0.16666666666666632, 0.008333333333322446, -0.0001984126982983006, 2.755731369864486e-6, -2.505075904547885e-8, 1.5896843926276326e-10,
]
const cosine: ReadonlyArray<number> = [
  0.0416666666666666, -0.0013888888888874257, 2.4801587289554284e-5, -2.755731437090137e-7, 2.0875725565114264e-9, -1.135975708901858e-11,
]

/** How far the reduction in straight-line code reaches: n stays below 2¹⁵, so that n times 38 bits is exact. */
export const reach = 5e4

/** An angle r = high − excess, so that −0 stays. */
export interface Rest {
  readonly high: Float
  readonly excess: Float
}

interface Angle {
  readonly quarters: Float
  readonly rest: Rest
}

const angleOf = (x: Float): Angle => {
  const quarters = count(mul(x, twoOverPi))
  const n = whole(quarters)
  const a = sub(x, mul(n, piHalf1))
  const second = mul(n, piHalf2)
  const b = sub(a, second)
  const third = sub(mul(n, piHalf3), sub(sub(a, b), second))
  const high = sub(b, third)
  return { quarters, rest: { high, excess: sub(third, sub(b, high)) } }
}

/** What both series are made of. */
interface Series {
  /** sin r = high − below */
  readonly below: Float
  readonly cos: Pair
}

/** For z = r², and `more`, what its rounding lost, if that is known. */
const seriesOf = ({ high, excess }: Rest, z: Float, more?: Float): Series => {
  const half = mul(z, 0.5)
  const w = sub(1, half)
  const cross = mul(high, excess)
  const rest = more === undefined ? cross : sub(cross, mul(more, 0.5))
  return {
    below: sub(mul(excess, w), mul(mul(z, high), polynomial(sine, z))),
    cos: { high: w, low: add(sub(sub(1, w), half), add(mul(mul(z, z), polynomial(cosine, z)), rest)) },
  }
}

/** sin(quarters·π/2 + r) */
export const sinOf = (quarters: Float, rest: Rest): Float => {
  const { below, cos } = seriesOf(rest, mul(rest.high, rest.high))
  return turn(select(odd(quarters), rounded(cos), sub(rest.high, below)), quarters)
}

/** tan r, or −1/tan r where the quarters are odd. Both series stay pairs until they are divided. */
export const tanOf = (quarters: Float, rest: Rest): Float => {
  const { high: z, low: more } = square(rest.high)
  const { below, cos } = seriesOf(rest, z, more)
  const s = sumOrdered(rest.high, neg(below))
  const c = settled(cos)
  const isOdd = odd(quarters)
  const pick = (a: Float, b: Float): Float => select(isOdd, a, b)
  const top = { high: pick(neg(c.high), s.high), low: pick(neg(c.low), s.low) }
  const bottom = { high: pick(s.high, c.high), low: pick(s.low, c.low) }
  // r is 0 at ±0 only.
  return select(eq(rest.high, 0), rest.high, rounded(quotient(top, bottom)))
}

const guarded =
  (name: string, rare: (x: number) => number, of: (angle: Angle) => Float) =>
  (x: Float): Float =>
    choose(le(abs(x), reach), of(angleOf(x)), host(name, rare, x))

export const sin: (x: Float) => Float = /*#__PURE__*/ guarded('sinRare', sinRare, ({ quarters, rest }) => sinOf(quarters, rest))
export const cos: (x: Float) => Float = /*#__PURE__*/ guarded('cosRare', cosRare, ({ quarters, rest }) => sinOf(add(quarters, 1), rest))
export const tan: (x: Float) => Float = /*#__PURE__*/ guarded('tanRare', tanRare, ({ quarters, rest }) => tanOf(quarters, rest))
