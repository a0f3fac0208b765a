/**
 * What the straight-line functions leave to the host: arguments beyond their range, as functions of numbers.
 * They are total, and have the bits that the straight-line functions would have, since they go
 * through the same kernels after scaling.
 */
import { reduction } from './reduction.ts'
import { sinOf, tanOf } from './twin/reduced.ts'
import { log10Scaled, log2Scaled, logScaled } from './twin/scaled.ts'

export { powByBaseRare, powByBaseTwiceRare, powByBothRare, powByExponentRare, powByExponentTwiceRare, powRare } from './rare-power.ts'

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
