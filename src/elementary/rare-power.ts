/**
 * Powers and their partial derivatives where a kernel leaves them to the host, and the derivatives of every order.
 */
import { steep } from './steep.ts'
import { powFar } from './twin/reduced.ts'

const smallestNormal = 2 ** -1022

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

// derivatives ------------------------------------------------------------------------------

/** y(y − 1)…(y − i + 1) */
const falling = (i: number, y: number): number => {
  let result = 1
  for (let m = 0; m < i; m++) result *= y - m
  return result
}

/** Those by x alone are 0 where a factor is, even 0·∞; others are what they tend to, and NaN where that is no number. */
const atZero = (i: number, j: number, x: number, y: number): number => {
  if (j > 0) return y > i ? 0 : Number.NaN
  const c = falling(i, y)
  if (c === 0) return 0
  const size = powRare(x, y - i)
  return size === 0 && isFinite(y) ? (c < 0 ? -size : size) : c * size
}

/** The greatest term alone; of a logarithm that multiplies 0 or ∞ the sign will do. */
const atInfinity = (i: number, j: number, x: number, y: number): number => {
  const c = falling(i, y)
  if (j === 0) return c === 0 ? 0 : c * powRare(x, y - i)
  const log = x === Number.POSITIVE_INFINITY ? x : x > 1 ? 1 : x > 0 ? -1 : Number.NaN
  return c * powRare(x, y - i) * (j % 2 === 0 ? log * log : log)
}

/** ∂ⁱ⁺ʲxʸ/∂xⁱ∂yʲ */
export const powDerivative = (i: number, j: number, x: number, y: number): number => {
  if (Number.isNaN(x) || Number.isNaN(y)) return Number.NaN
  if (x === 0) return atZero(i, j, x, y)
  if (!isFinite(x) || !isFinite(y)) return atInfinity(i, j, x, y)
  if (x > 0) return steep(i, j, x, y)
  if (j > 0 || !isWhole(y)) return Number.NaN
  const size = steep(i, 0, -x, y)
  return isOdd(y) === (i % 2 === 1) ? size : -size
}

/** Whether y·xʸ⁻¹ is left as it is written: y − 1 is exact, and so small a factor loses hardly more of a subnormal power than rounding it has lost. */
const isPlain = (y: number): boolean => Math.abs(y - 1) <= 2 && y - 1 + 1 === y && y !== 0

export const powByBaseRare = (x: number, y: number): number => (isPlain(y) ? y * powRare(x, y - 1) : powDerivative(1, 0, x, y))
export const powByExponentRare = (x: number, y: number): number => powDerivative(0, 1, x, y)
export const powByBaseTwiceRare = (x: number, y: number): number => powDerivative(2, 0, x, y)
export const powByBothRare = (x: number, y: number): number => powDerivative(1, 1, x, y)
export const powByExponentTwiceRare = (x: number, y: number): number => powDerivative(0, 2, x, y)
