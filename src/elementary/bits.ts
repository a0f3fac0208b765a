/**
 * The operations on the binary form of a number that JavaScript has no operator for, as functions of
 * numbers; `term.ts` says what each means.
 */
import { entry } from '../entry.ts'
import type { Table } from './table.ts'
import { origin } from './term.ts'

const float = /*#__PURE__*/ new Float64Array(1)
const words = /*#__PURE__*/ new Int32Array(float.buffer)
/** Which of the two words holds the sign and the exponent. */
const upper = /*#__PURE__*/ (() => {
  float[0] = 1
  return words.findIndex((word) => word !== 0)
})()

/** The upper word of √½ and the places of the exponent in it. */
const rootHalf = 0x3fe6a09e
const places = 20

export const exponent = (x: number): number => {
  float[0] = x
  return ((words[upper] ?? 0) - rootHalf) >> places
}

/** 2ᵏ at k + 2048: 0 and subnormal below −1022, ∞ above 1023. */
const powers = /*#__PURE__*/ (() => {
  const table = new Float64Array(4096)
  // By doubling and halving, which are exact; the host's power need not be.
  for (let k = 0, p = 1, q = 1; k < 2048; k++, p *= 2, q /= 2) {
    table[2048 + k] = p
    table[2048 - k] = q
  }
  return table
})()

export const significand = (x: number, k: number): number => x * (powers[2048 - k] ?? 0)

export const lift = (x: number, counted: number): number => x * (powers[(counted - origin + 2048) & 4095] ?? 0)

export const odd = (counted: number): boolean => ((counted - origin) & 1) !== 0

export const turn = (x: number, counted: number): number => (((counted - origin) & 2) !== 0 ? -x : x)

/** A number of the row that the last bits of a count name, so that every count names one. */
export const numberIn = ({ rows, columns, values }: Table, counted: number, column: number): number =>
  entry(values(), ((counted - origin) & (rows - 1)) * columns + column)

export const copysign = (x: number, sign: number): number => {
  const negative = sign < 0 || (sign === 0 && 1 / sign < 0)
  const size = Math.abs(x)
  return negative ? -size : size
}

/** The nearest whole number, ties to even; −0 and what is whole already stay. */
export const nearest = (x: number): number => {
  if (!(Math.abs(x) < 2 ** 52)) return x
  return copysign(Math.abs(x) + 2 ** 52 - 2 ** 52, x)
}
