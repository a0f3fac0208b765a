/**
 * How far two numbers are apart, counted in floats between them.
 */

const floats = new Float64Array(1)
const words = new BigInt64Array(floats.buffer)

/** The place of a number among all floats; the two zeros are neighbours. */
const rank = (x: number): bigint => {
  floats[0] = x
  const bits = words[0] ?? 0n
  return bits < 0n ? -1n - (bits & 0x7fffffffffffffffn) : bits
}

/** 0 for the same bits (any NaN is one), otherwise how many floats further the other is; ∞ beside NaN, and 1 between the two zeros. */
export const floatsBetween = (x: number, y: number): number => {
  if (Object.is(x, y)) return 0
  if (Number.isNaN(x) || Number.isNaN(y)) return Number.POSITIVE_INFINITY
  const apart = rank(x) - rank(y)
  return Number(apart < 0n ? -apart : apart)
}
