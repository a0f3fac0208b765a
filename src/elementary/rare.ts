/**
 * What the straight-line functions leave to the host: arguments beyond their range, as functions of numbers.
 * They are total, and have the bits that the straight-line functions would have, since they go
 * through the same kernels after scaling.
 */
import { reduction } from './reduction.ts'
import { steep } from './steep.ts'
import { powFar, sinOf, tanOf } from './twin/reduced.ts'
import { log10Scaled, log2Scaled, logScaled } from './twin/scaled.ts'

const smallestNormal = 2 ** -1022

/** A logarithm of what is not an ordinary number: subnormals are scaled by 2⁵⁴. */
const logarithm =
  (scaled: (x: number, n: number) => number) =>
  (x: number): number => {
    if (x === 0) return Number.NEGATIVE_INFINITY
    if (!(x > 0)) return Number.NaN
    if (x === Number.POSITIVE_INFINITY) return x
    return x < smallestNormal ? scaled(x * 2 ** 54, -54) : scaled(x, 0)
  }

type OfOne = (x: number) => number

export const logRare: OfOne = /*#__PURE__*/ logarithm(logScaled)
export const log2Rare: OfOne = /*#__PURE__*/ logarithm(log2Scaled)
export const log10Rare: OfOne = /*#__PURE__*/ logarithm(log10Scaled)

/** −1 and below, NaN, ∞, and numbers to which 1 adds nothing. */
export const log1pRare = (x: number): number => (x === -1 ? Number.NEGATIVE_INFINITY : x < -1 ? Number.NaN : logRare(x))

/** sin(|x| + turns·π/2) */
const sineFrom = (x: number, turns: number): number => {
  const a = Math.abs(x)
  if (!(a < Number.POSITIVE_INFINITY)) return Number.NaN
  const { quarters, high, excess } = reduction(a)
  return sinOf(quarters + turns, high, excess)
}

export const sinRare = (x: number): number => (x < 0 ? -sineFrom(x, 0) : sineFrom(x, 0))
export const cosRare = (x: number): number => sineFrom(x, 1)
export const tanRare = (x: number): number => {
  const a = Math.abs(x)
  if (!(a < Number.POSITIVE_INFINITY)) return Number.NaN
  const { quarters, high, excess } = reduction(a)
  const t = tanOf(quarters, high, excess)
  return x < 0 ? -t : t
}

const isWhole = (y: number): boolean => Math.floor(y) === y
const isOdd = (y: number): boolean => isWhole(y) && !isWhole(y / 2)
const isFinite = (x: number): boolean => x - x === 0

/** |x|^y for the arguments that make it 0, 1, ∞ or NaN, as JavaScript has it; undefined for others. */
const special = (x: number, y: number): number | undefined => {
  if (y === 0) return 1
  if (Number.isNaN(x) || Number.isNaN(y)) return Number.NaN
  const a = Math.abs(x)
  if (!isFinite(y)) return a === 1 ? Number.NaN : a > 1 === y > 0 ? Number.POSITIVE_INFINITY : 0
  if (a === 0 || !isFinite(a)) return (a === 0) === y > 0 ? 0 : Number.POSITIVE_INFINITY
  if (a === 1) return 1
  return undefined
}

export const powRare = (x: number, y: number): number => {
  const a = Math.abs(x)
  const known = special(x, y)
  const negative = x < 0 || Object.is(x, -0)
  if (x < 0 && isFinite(x) && isFinite(y) && !isWhole(y)) return Number.NaN
  const size =
    known ?? (Math.abs(y) > 2 ** 500 ? (a > 1 === y > 0 ? Number.POSITIVE_INFINITY : 0) : a < smallestNormal ? powFar(a * 2 ** 54, -54, y) : powFar(a, 0, y))
  return negative && isOdd(y) ? -size : size
}

/** Whether y·xʸ⁻¹ is left as it is written: y − 1 is exact, and so small a factor loses no more of a subnormal power than rounding it has lost. */
const isPlain = (y: number): boolean => Math.abs(y - 1) <= 2 && y - 1 + 1 === y && y !== 0

export const powByBaseRare = (x: number, y: number): number => {
  if (isPlain(y) || !isFinite(x) || !isFinite(y)) return y * powRare(x, y - 1)
  if (y === 0) return 0
  if (x === 0) {
    const size = powRare(x, y - 1)
    return size === 0 ? (y < 0 ? -size : size) : y * size
  }
  if (x > 0) return steep(1, 0, x, y)
  return isWhole(y) ? (isOdd(y) ? 1 : -1) * steep(1, 0, -x, y) : Number.NaN
}

export const powByExponentRare = (x: number, y: number): number => {
  if (x === 0) return y > 0 ? 0 : Number.NaN
  return isFinite(x) && isFinite(y) && x > 0 ? steep(0, 1, x, y) : powRare(x, y) * logRare(x)
}
