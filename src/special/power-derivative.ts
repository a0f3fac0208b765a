/**
 * The partial derivatives of xʸ of every order, also where x or y is 0, infinite or negative.
 */
import { logRare, powRare } from '../elementary/rare.ts'
import { steep } from '../elementary/steep.ts'
import { alternating, wholePower } from './elementary.ts'

/** y(y − 1)…(y − i + 1) */
const falling = (i: number, y: number): number => {
  let result = 1
  for (let m = 0; m < i; m++) result *= y - m
  return result
}

const isWhole = (y: number): boolean => Math.floor(y) === y
const isFinite = (x: number): boolean => x - x === 0

/** At x = 0 what it tends to from above in y; where that has no limit it is NaN, but 0 where a factor is 0. */
const atZero = (i: number, j: number, x: number, y: number): number => {
  if (j > 0) return y > i ? 0 : Number.NaN
  const c = falling(i, y)
  if (c === 0) return 0
  const size = powRare(x, y - i)
  return size === 0 ? (c < 0 ? -size : size) : c * size
}

/** Its greatest term alone. */
const atInfinity = (i: number, j: number, x: number, y: number): number => {
  const c = falling(i, y)
  return c === 0 && j === 0 ? 0 : c * powRare(x, y - i) * (j === 0 ? 1 : wholePower(logRare(x), j))
}

/** ∂ⁱ⁺ʲxʸ/∂xⁱ∂yʲ */
export const powDerivative =
  (i: number, j: number): ((x: number, y: number) => number) =>
  (x, y) => {
    if (!isFinite(x) || !isFinite(y)) return Number.isNaN(x) || Number.isNaN(y) ? Number.NaN : atInfinity(i, j, x, y)
    if (x > 0) return steep(i, j, x, y)
    if (x === 0) return atZero(i, j, x, y)
    return j === 0 && isWhole(y) ? alternating(y) * alternating(i) * steep(i, 0, -x, y) : Number.NaN
  }
