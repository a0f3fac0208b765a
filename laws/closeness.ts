/**
 * How near two vectors are, as verdicts: within a relative error, or bit for bit.
 */
import { fails, holds, type Verdict } from './law.ts'

export type Numbers = ArrayLike<number>

/**
 * |a − b| over the larger of |a|, |b| and `floor`; 0 where both are the same, NaN included; ∞ where only one is finite.
 *
 * @example
 * relativeError(1, 2)   // 0.5
 * @category laws
 */
export const relativeError = (a: number, b: number, floor = 0): number => {
  if (a === b || (Number.isNaN(a) && Number.isNaN(b))) return 0
  const error = Math.abs(a - b) / Math.max(Math.abs(a), Math.abs(b), floor)
  return Number.isFinite(a) && Number.isFinite(b) ? error : Number.POSITIVE_INFINITY
}

/** A vector for a person. */
export const showNumbers = (xs: Numbers): string => (xs.length === 1 ? show(xs[0] ?? Number.NaN) : `[${Array.from(xs, show).join(', ')}]`)

const show = (x: number): string => (Object.is(x, -0) ? '-0' : String(x))

const largest = (xs: Numbers): number => {
  let found = 0
  for (let i = 0; i < xs.length; i++) found = Math.max(found, Number.isFinite(xs[i]) ? Math.abs(xs[i] ?? 0) : 0)
  return found
}

/** The largest relative error over the entries, ∞ where the lengths differ. */
export const distance = (a: Numbers, b: Numbers, floor: number): number => {
  if (a.length !== b.length) return Number.POSITIVE_INFINITY
  let worst = 0
  for (let i = 0; i < a.length; i++) worst = Math.max(worst, relativeError(a[i] ?? Number.NaN, b[i] ?? Number.NaN, floor))
  return worst
}

/**
 * Equal up to a relative error per entry. Entries below `floor` count as that large, since a sum that cancels
 * keeps only the digits of its terms: where nothing is said, a thousandth of the largest entry, or of 1 if that
 * is larger.
 *
 * @example
 * near([1], [1 + 1e-12], 1e-9)._tag   // 'Holds'
 * @category laws
 */
export const near = (left: Numbers, right: Numbers, tolerance: number, floor: number = 1e-3 * Math.max(1, largest(left), largest(right))): Verdict => {
  const error = distance(left, right, floor)
  return error <= tolerance ? holds : fails(showNumbers(left), showNumbers(right), error)
}

/**
 * Equal bit for bit; all NaN count as one, 0 and −0 do not.
 *
 * @example
 * identical([0], [-0])._tag   // 'Fails'
 * @category laws
 */
export const identical = (left: Numbers, right: Numbers): Verdict => {
  let equal = left.length === right.length
  for (let i = 0; equal && i < left.length; i++) equal = Object.is(left[i], right[i])
  return equal ? holds : fails(showNumbers(left), showNumbers(right), distance(left, right, 0))
}

/** Σ aᵢbᵢ. */
export const innerProduct = (a: Numbers, b: Numbers): number => {
  let total = 0
  for (let i = 0; i < a.length; i++) total += (a[i] ?? 0) * (b[i] ?? 0)
  return total
}

/** a + t·b. */
export const moved = (a: Numbers, t: number, b: Numbers): Float64Array => Float64Array.from({ length: a.length }, (_, i) => (a[i] ?? 0) + t * (b[i] ?? 0))

/** s·a. */
export const times = (s: number, a: Numbers): Float64Array => Float64Array.from({ length: a.length }, (_, i) => s * (a[i] ?? 0))
