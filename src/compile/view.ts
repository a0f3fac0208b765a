/**
 * Views: a value that is another's elements in another arrangement, so that no code runs for it.
 *
 * A view reads element (i, j, …) of its value at `offset + i·strides[0] + j·strides[1] + …` of the
 * root, whose own elements lie row-major. Broadcasts, transposes, slices and most reshapes are views.
 */
import { type Dims, sizeOf, stridesOf } from '../array/shape.ts'
import { entry } from '../entry.ts'

/** Whatever owns a buffer. */
export interface View<Root> {
  readonly root: Root
  readonly shape: Dims
  readonly offset: number
  readonly strides: Dims
}

/** All of a root, as it lies. */
export const whole = <Root>(root: Root, shape: Dims): View<Root> => ({ root, shape, offset: 0, strides: stridesOf(shape) })

/** Axis a of the view goes to axis `axes[a]` of the shape; along the others it repeats. */
export const repeated = <Root>(view: View<Root>, shape: Dims, axes: Dims): View<Root> => ({
  ...view,
  shape,
  strides: shape.map((_, axis) => view.strides[axes.indexOf(axis)] ?? 0),
})

/** Axis i of the result is axis `order[i]` of the view. */
export const reordered = <Root>(view: View<Root>, order: Dims): View<Root> => ({
  ...view,
  shape: order.map((axis) => entry(view.shape, axis)),
  strides: order.map((axis) => entry(view.strides, axis)),
})

/** Every `step`th element from `start`, as many as the shape says. */
export const sliced = <Root>(view: View<Root>, shape: Dims, start: Dims, step: Dims): View<Root> => ({
  ...view,
  shape,
  offset: start.reduce((at, from, axis) => at + from * entry(view.strides, axis), view.offset),
  strides: view.strides.map((stride, axis) => stride * entry(step, axis)),
})

/** The other way round along some axes. */
export const flipped = <Root>(view: View<Root>, axes: Dims): View<Root> => ({
  ...view,
  offset: axes.reduce((at, axis) => at + Math.max(0, entry(view.shape, axis) - 1) * entry(view.strides, axis), view.offset),
  strides: view.strides.map((stride, axis) => (axes.includes(axis) ? -stride : stride)),
})

/** Runs of axes that lie like one: each with its size and the stride of its last axis. Axes of size 1 belong to none. */
const runs = ({ shape, strides }: View<unknown>): ReadonlyArray<{ readonly size: number; readonly stride: number }> => {
  const found: Array<{ size: number; stride: number }> = []
  shape.forEach((size, axis) => {
    if (size === 1) return
    const stride = entry(strides, axis)
    const last = found.at(-1)
    if (last !== undefined && last.stride === stride * size) found[found.length - 1] = { size: last.size * size, stride }
    else found.push({ size, stride })
  })
  return found
}

/** The same elements under another shape, or null where they do not lie so. */
export const reshaped = <Root>(view: View<Root>, shape: Dims): View<Root> | null => {
  if (sizeOf(shape) === 0) return { ...view, shape, strides: stridesOf(shape) }
  const strides = new Array<number>(shape.length).fill(0)
  const rest = [...runs(view)]
  // From the last axis backwards, each axis takes its share of a run.
  let run = rest.pop()
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const size = entry(shape, axis)
    if (size === 1) continue
    if (run === undefined || run.size % size !== 0) return null
    strides[axis] = run.stride
    run = run.size === size ? rest.pop() : { size: run.size / size, stride: run.stride * size }
  }
  return { ...view, shape, strides }
}

/** Whether a view is its whole root as it lies. */
export const isWhole = ({ shape, offset, strides }: View<unknown>): boolean => {
  if (offset !== 0) return false
  // As `stridesOf` has them, from the last axis on.
  let plain = 1
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const size = entry(shape, axis)
    if (size !== 1 && strides[axis] !== plain) return false
    plain *= size
  }
  return true
}
