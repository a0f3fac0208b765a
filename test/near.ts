/**
 * Numbers compared as tests of derivatives need it: relative to their size, with NaN and the
 * infinities told apart from everything else.
 */
import { isTensor, toArray } from '../src/array/tensor.ts'

/** Whether two numbers agree up to a relative (and, below 1, absolute) tolerance. */
export const near = (actual: number, expected: number, tolerance = 1e-12): boolean =>
  Object.is(actual, expected) || actual === expected || Math.abs(actual - expected) <= tolerance * Math.max(1, Math.abs(expected))

/** A value with its typed arrays and tensors as nested arrays. */
export const plain = (value: unknown): unknown => {
  if (isTensor(value)) return toArray(value)
  if (value instanceof Float64Array) return [...value]
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value === 'object' && value !== null) return Object.fromEntries(Object.entries(value).map(([key, of]) => [key, plain(of)]))
  return value
}

const numbers = (value: unknown): ReadonlyArray<number> => {
  if (typeof value === 'number') return [value]
  if (typeof value === 'boolean') return [value ? 1 : 0]
  return Array.isArray(value) ? value.flatMap(numbers) : Object.values(Object(value)).flatMap(numbers)
}

const skeleton = (value: unknown): string => JSON.stringify(value, (_, of: unknown) => (typeof of === 'number' ? 0 : of))

/** Where two structures of numbers differ beyond the tolerance; null where they do not. */
export const difference = (actual: unknown, expected: unknown, tolerance = 1e-12): string | null => {
  const [a, e] = [plain(actual), plain(expected)]
  if (skeleton(a) !== skeleton(e)) return `${JSON.stringify(a)} has not the form of ${JSON.stringify(e)}`
  const [x, y] = [numbers(a), numbers(e)]
  const i = x.findIndex((value, k) => !near(value, y[k] ?? Number.NaN, tolerance))
  return i < 0 ? null : `entry ${i}: ${x[i]} is not ${y[i]}`
}
