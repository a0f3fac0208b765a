/**
 * asin, acos and atan. atan by the intervals of fdlibm (K. C. Ng, 1993): atan x = atan c + atan((x − c)/(1 + c·x))
 * for c = 0, ½, 1, 1½ and ∞; the rest by a polynomial of degree 10 in t². asin x = x + x·z·P(z), z = x², up to ½,
 * and above from asin √((1 − x)/2), with the root as a pair. Polynomials with the least greatest error, 2⁻⁵⁸ and 2⁻⁵⁹.
 */
import { entry } from '../entry.ts'
import { square, sumOrdered } from './pair.ts'
import { polynomial } from './polynomial.ts'
import { abs, add, copysign, div, type Float, floatOf, lt, type Mask, mul, neg, type Number, select, sqrt, sub } from './term.ts'

const atanTail: ReadonlyArray<number> = [
  -0.3333333333333294, 0.19999999999878088, -0.14285714272622896, 0.11111110410056818, -0.09090887237816646, 0.07691877699440702, -0.06661086999073196,
  0.058336533194024556, -0.049771897617249115, 0.0365382070174003, -0.016291940192127853,
]

const bounds: ReadonlyArray<number> = [7 / 16, 11 / 16, 19 / 16, 39 / 16]

/** The part that goes with the interval of a; the last is for above all bounds, and for NaN. */
const pick = (a: Float, parts: ReadonlyArray<Number>): Float =>
  bounds.reduceRight((rest, bound, i) => select(lt(a, bound), entry(parts, i), rest), floatOf(entry(parts, bounds.length)))

export const atan = (x: Float): Float => {
  const a = abs(x)
  const top = pick(a, [a, sub(mul(a, 2), 1), sub(a, 1), sub(a, 1.5), -1])
  const bottom = pick(a, [1, add(a, 2), add(a, 1), add(mul(a, 1.5), 1), a])
  const t = div(top, bottom)
  const z = mul(t, t)
  const tail = mul(mul(t, z), polynomial(atanTail, z))
  const high = pick(a, [0, 0.4636476090008061, 0.7853981633974483, 0.982793723247329, 1.5707963267948966])
  const low = pick(a, [0, 2.2698777452961687e-17, 3.061616997868383e-17, 1.3903311031230998e-17, 6.123233995736766e-17])
  return copysign(add(high, add(t, add(tail, low))), x)
}

const asinTail: ReadonlyArray<number> = [
  0.1666666666666676, 0.07499999999970855, 0.044642857174644585, 0.030381942703641807, 0.022372215153843224, 0.017351608390816623, 0.01398086964973667,
  0.011398475026099404, 0.01078285870010871, 0.0036960965667160936, 0.021733465195976433, -0.02103696517671849, 0.03265289254645745,
]

const halfPi = 1.5707963267948966
const halfPiLow = 6.123233995736766e-17

interface Arc {
  readonly isSmall: Mask
  /** asin of x, or of the root, is head + tail. */
  readonly head: Float
  readonly tail: Float
}

const arcOf = (x: Float, a: Float): Arc => {
  const isSmall = lt(a, 0.5)
  const z = select(isSmall, mul(x, x), mul(sub(1, a), 0.5))
  const root = sqrt(z)
  const p = square(root)
  // What the root lost; where the root is 0, so is this.
  const rest = div(sub(sub(z, p.high), p.low), add(add(root, root), 1e-300))
  const head = select(isSmall, x, root)
  return { isSmall, head, tail: add(select(isSmall, 0, rest), mul(mul(head, z), polynomial(asinTail, z))) }
}

/** x + tail up to ½; above, π/2 − 2(head + tail). */
export const asin = (x: Float): Float => {
  const { isSmall, head, tail } = arcOf(x, abs(x))
  const s = sumOrdered(halfPi, mul(head, -2))
  const far = add(s.high, add(s.low, sub(halfPiLow, mul(tail, 2))))
  return copysign(select(isSmall, add(head, tail), far), x)
}

/** π/2 − asin x up to ½; above 2(head + tail), and below −½ what that lacks of π. */
export const acos = (x: Float): Float => {
  const { isSmall, head, tail } = arcOf(x, abs(x))
  const below = lt(x, 0)
  const part = (a: Float): Float => select(isSmall, neg(a), mul(a, select(below, -2, 2)))
  const s = sumOrdered(select(isSmall, halfPi, select(below, 2 * halfPi, 0)), part(head))
  const low = select(isSmall, halfPiLow, select(below, 2 * halfPiLow, 0))
  return add(s.high, add(s.low, add(part(tail), low)))
}
