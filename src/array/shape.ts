/**
 * Shapes at run time: lists of sizes, row-major. Plain arithmetic over them, no dtype, no data.
 */
import { entry } from '../entry.ts'
import { raise } from '../failure.ts'
import { listOf, said } from './list.ts'

/** Sizes of the axes, outermost first; `[]` is a scalar. */
export type Dims = ReadonlyArray<number>

/** Number of elements. */
export const sizeOf = (shape: Dims): number => {
  let size = 1
  for (const n of shape) size *= n
  return size
}

export const sameShape = (a: Dims, b: Dims): boolean => a === b || (a.length === b.length && a.every((n, i) => n === b[i]))

export const showShape = (shape: ReadonlyArray<number | string>): string => `[${shape.join(',')}]`

/** Elements between neighbours along each axis of a row-major array. */
export const stridesOf = (shape: Dims): Dims => {
  const strides = new Array<number>(shape.length).fill(1)
  for (let axis = shape.length - 2; axis >= 0; axis--) strides[axis] = entry(strides, axis + 1) * entry(shape, axis + 1)
  return strides
}

/** NumPy broadcasting of two shapes: align on the right, a 1 stretches. */
export const broadcastShapes = (operation: string, a: Dims, b: Dims): Dims => {
  if (sameShape(a, b)) return a
  const rank = Math.max(a.length, b.length)
  return Array.from({ length: rank }, (_, i) => {
    const m = a[i - rank + a.length] ?? 1
    const n = b[i - rank + b.length] ?? 1
    if (m === n || n === 1) return m
    if (m === 1) return n
    return raise({
      _tag: 'Shape',
      operation,
      shapes: [showShape(a), showShape(b)],
      reason: 'do not broadcast',
      hint: 'sizes must agree from the right, or be 1',
    })
  })
}

/** An axis counted from the front; negative ones count from the back. */
export const axisOf = (operation: string, shape: Dims, axis: number): number => {
  const rank = shape.length
  if (!Number.isInteger(axis) || axis < -rank || axis >= rank) {
    return raise({
      _tag: 'Shape',
      operation,
      shapes: [showShape(shape)],
      reason: `have no axis ${said(axis)}`,
      hint: rank === 0 ? 'a scalar has no axes' : `axes run from ${-rank} to ${rank - 1}`,
    })
  }
  return axis < 0 ? axis + rank : axis
}

/** An axis or axes, as a list. */
export const listedAxes = (operation: string, axes: number | Dims): Dims => (typeof axes === 'number' ? [axes] : listOf(operation, 'the axes are', axes))

/** Axes counted from the front, ascending, each once. */
export const axesOf = (operation: string, shape: Dims, given: number | Dims): Dims => {
  const axes = listedAxes(operation, given)
  const all = Array.from(axes, (axis) => axisOf(operation, shape, axis))
  if (new Set(all).size !== all.length) {
    return raise({
      _tag: 'Shape',
      operation,
      shapes: [showShape(shape)],
      reason: `were given axis ${all.find((a, i) => all.indexOf(a) !== i)} twice in axes [${axes.join(', ')}]`,
    })
  }
  return [...all].sort((a, b) => a - b)
}

const isShape = (given: unknown): given is Dims => Array.isArray(given)

// As many entries as an engine gives any array; beyond it there is no such array, whatever the memory.
const most = 2 ** 32

/** Refuse a shape that no array can have. */
const fitting = (operation: string, shape: Dims): Dims =>
  sizeOf(shape) <= most
    ? shape
    : raise({
        _tag: 'Shape',
        operation,
        shapes: [showShape(shape)],
        reason: `have ${sizeOf(shape)} entries, which no array can hold`,
        hint: `arrays have at most ${most} entries; look for sizes that were multiplied`,
      })

/** Whole, non-negative sizes, or a failure that names the operation. */
export const checkedShape = (operation: string, given: unknown): Dims => {
  if (!isShape(given))
    return raise({
      _tag: 'Argument',
      operation,
      reason: `the shape ${said(given)} is no list of sizes`,
      hint: 'a shape is a list of whole numbers: [3], [2, 3], or [] for a scalar',
    })
  const shape = given
  for (const n of shape) {
    if (!Number.isSafeInteger(n) || n < 0) {
      return raise({ _tag: 'Shape', operation, shapes: [said(shape)], reason: `have the size ${said(n)}`, hint: 'a size is a whole number from 0' })
    }
  }
  // A copy: what is given belongs to the caller.
  return [...fitting(operation, shape)]
}
