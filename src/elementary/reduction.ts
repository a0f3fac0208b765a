/**
 * Huge angles: x modulo π/2 with as many digits of 2/π as x needs, after M. H. Payne and R. N. Hanek, "Radian
 * reduction for trigonometric functions", SIGNUM Newsletter 18 (1983). Digits are 24 bits, so that a product of two, and
 * a sum of such, is exact in a float.
 */
import { exponent, lift } from './bits.ts'
import { origin } from './term.ts'

/** 2/π in digits of 24 bits, the first worth 2⁻²⁴. */
export const digits: ReadonlyArray<number> = [
  0xa2f983, 0x6e4e44, 0x1529fc, 0x2757d1, 0xf534dd, 0xc0db62, 0x95993c, 0x439041, 0xfe5163, 0xabdebb, 0xc561b7, 0x246e3a, 0x424dd2, 0xe00649, 0x2eea09,
  0xd1921c, 0xfe1deb, 0x1cb129, 0xa73ee8, 0x8235f5, 0x2ebb44, 0x84e99c, 0x7026b4, 0x5f7e41, 0x3991d6, 0x398353, 0x39f49c, 0x845f8b, 0xbdf928, 0x3b1ff8,
  0x97ffde, 0x05980f, 0xef2f11, 0x8b5a0a, 0x6d1f6d, 0x367ecf, 0x27cb09, 0xb74f46, 0x3f669e, 0x5fea2d, 0x7527ba, 0xc7ebe5, 0xf17b3d, 0x0739f7, 0x8a5292,
  0xea6bfb, 0x5fb11f, 0x8d5d08, 0x560330, 0x46fc7b, 0x6babf0, 0xcfbc20,
]

const base = 2 ** 24

/** A number of quarter turns, as a count, and the rest as high − excess. */
export interface Reduction {
  readonly quarters: number
  readonly high: number
  readonly excess: number
}

/** How many digits of x·2/π are looked at: to 2⁻¹³⁰, where the rest of no float is below 2⁻⁶². */
const columns = 9

const halfPi = 1.5707963267948966
const halfPiLow = 6.123233995736766e-17

/** x·2ᵏ, exactly. */
const scaled = (x: number, k: number): number => lift(x, origin + k)

const split = (x: number): number => {
  const t = x * 134217729
  return t - (t - x)
}

/** Quarter turns as radians. */
const radians = (quarters: number, high: number, low: number): Reduction => {
  const p = high * halfPi
  const [a, b] = [split(high), split(halfPi)]
  const [c, d] = [high - a, halfPi - b]
  const rest = a * b - p + a * d + c * b + c * d + (high * halfPiLow + low * halfPi)
  return { quarters, high: p + rest, excess: p + rest - p - rest }
}

/** For finite x ≥ 2¹⁰; the columns before the first are multiples of 4 turns, or nothing. */
export const reduction = (x: number): Reduction => {
  // x = m·2ᵉ with m of 53 bits, in three digits.
  const e = exponent(x) - 53
  const m = scaled(x, -e)
  const lowest = m % base
  const middle = Math.floor(m / base) % base
  const highest = Math.floor(m / base / base)
  // Column d of the product is worth 2^(e − 24(d + 1)); those before the first are multiples of 4.
  const first = Math.max(-2, Math.floor((e - 2) / 24))
  const digit = (d: number): number => digits[d] ?? 0
  const column = new Float64Array(columns)
  let carry = 0
  for (let i = columns - 1; i >= 0; i--) {
    const d = first + i
    const total = lowest * digit(d) + middle * digit(d + 1) + highest * digit(d + 2) + carry
    carry = Math.floor(total / base)
    column[i] = total - carry * base
  }
  const weight = e - 24 * (first + 1)
  const leading = scaled(column[0] ?? 0, weight)
  let high = leading - 4 * Math.floor(leading / 4)
  const next = scaled(column[1] ?? 0, weight - 24)
  const n = Math.floor(high + next + 0.5)
  high -= n
  let low = 0
  for (let i = 1; i < columns; i++) {
    const y = scaled(column[i] ?? 0, weight - 24 * i)
    const sum = high + y
    const y1 = sum - high
    low += high - (sum - y1) + (y - y1)
    high = sum
  }
  return radians(origin + n, high + low, high - (high + low) + low)
}
