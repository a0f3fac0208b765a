/**
 * The length and the angle of a point of the plane. Engines differ in the last place of theirs.
 */
import { copysign } from '../elementary/bits.ts'
import { atan } from '../elementary/twin/inverse.ts'

/** √(x² + y²), scaled by the larger of the two; ∞ if either is infinite, whatever the other. */
export const hypot = (x: number, y: number): number => {
  const [a, b] = [Math.abs(x), Math.abs(y)]
  if (a === Number.POSITIVE_INFINITY || b === Number.POSITIVE_INFINITY) return Number.POSITIVE_INFINITY
  if (Number.isNaN(a) || Number.isNaN(b)) return Number.NaN
  const size = a > b ? a : b
  if (size === 0) return 0
  return Math.sqrt((a / size) * (a / size) + (b / size) * (b / size)) * size
}

/** What is left of π when it is rounded. */
const rest = 1.2246467991473532e-16
const steep = 2 ** 60

/** The angle of (x, y) from the axis of x, in (−π, π], as in Sun Microsystems' fdlibm (1993); the signs of zeros count. */
export const atan2 = (y: number, x: number): number => {
  const isBehind = x < 0 || Object.is(x, -0)
  const [a, b] = [Math.abs(x), Math.abs(y)]
  if (a === Number.POSITIVE_INFINITY && b === a) return copysign(isBehind ? 0.75 * Math.PI : 0.25 * Math.PI, y)
  // Of two zeros the first counts as smaller; of NaN nothing is known.
  const slope = b === 0 && a === 0 ? 0 : b / a
  if (slope > steep) return copysign(Math.PI / 2, y)
  return copysign(isBehind ? Math.PI - (atan(slope) - rest) : atan(slope), y)
}
