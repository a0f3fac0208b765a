/**
 * Batch axes: where they are in the leaves of arguments and results. One number or null may stand for
 * all leaves below it, as in JAX, so that axes are given as a prefix of a structure.
 */
import { type Dims, showShape } from '../array/shape.ts'
import { entry } from '../entry.ts'
import { raise } from '../failure.ts'
import { describe } from '../program/describe.ts'
import { type Layout, showLayout } from '../program/tree.ts'
import type { Argument } from './arguments.ts'

/** An axis, null for what has none, or axes for the parts of a structure. */
export type Axes = number | null | ReadonlyArray<Axes> | { readonly [key: string]: Axes }

/** Which option axes came from. */
type Option = 'inAxes' | 'outAxes'

const leafCount = (layout: Layout): number => {
  if (layout._tag === 'Leaf') return 1
  return layout._tag === 'Static' ? 0 : layout.items.reduce((n, item) => n + leafCount(item), 0)
}

const isList = (axes: Axes): axes is ReadonlyArray<Axes> => Array.isArray(axes)

const misfit = (option: Option, path: string, layout: Layout, axes: unknown): never =>
  raise({
    _tag: 'Structure',
    operation: 'vmap',
    path: `${option} of ${path}`,
    expected: `an axis, null, or axes for ${showLayout(layout)}`,
    got: Array.isArray(axes) ? `axes for ${axes.length} parts` : describe(axes),
  })

/** An axis for each leaf of a layout, from a prefix of its structure. */
export const axesOfLeaves = (option: Option, axes: Axes, layout: Layout, path: string): ReadonlyArray<number | null> => {
  if (typeof axes === 'number' || axes === null) return Array.from({ length: leafCount(layout) }, () => axes)
  if (layout._tag === 'Static') return []
  if (layout._tag === 'Tuple' && isList(axes) && axes.length === layout.items.length)
    return layout.items.flatMap((item, i) => axesOfLeaves(option, entry(axes, i), item, `${path}[${i}]`))
  if (layout._tag === 'Record' && typeof axes === 'object' && !isList(axes) && Object.keys(axes).length === layout.keys.length)
    return layout.keys.flatMap((key, i) => {
      const own = axes[key]
      return own === undefined ? misfit(option, path, layout, axes) : axesOfLeaves(option, own, entry(layout.items, i), `${path}.${key}`)
    })
  return misfit(option, path, layout, axes)
}

/** An axis counted from the front. */
export const axisIn = (option: Option, shape: Dims, axis: number, path: string): number => {
  const rank = shape.length
  if (Number.isInteger(axis) && axis >= -rank && axis < rank) return axis < 0 ? axis + rank : axis
  return raise({
    _tag: 'Shape',
    operation: 'vmap',
    shapes: [showShape(shape)],
    reason: `have no axis ${axis}: ${option} out of range at ${path}`,
    hint: rank === 0 ? 'a scalar has no axes' : `axes run from ${-rank} to ${rank - 1}`,
  })
}

/** The batch axis of each leaf of the arguments; null for leaves shared by all rows. */
export const argumentAxes = (args: ReadonlyArray<Argument>, inAxes: Axes | undefined): ReadonlyArray<number | null> => {
  if (inAxes !== undefined && typeof inAxes === 'object' && inAxes !== null) {
    if (!isList(inAxes)) misfit('inAxes', 'the arguments', { _tag: 'Tuple', items: args.map((arg) => arg.layout) }, inAxes)
    else if (inAxes.length !== args.length) raise({ _tag: 'Arity', operation: 'vmap', expected: `inAxes for ${args.length} arguments`, got: inAxes.length })
  }
  return args.flatMap((arg, i) => {
    const axes =
      inAxes === undefined ? 0 : isList(inAxes) ? (inAxes[i] === undefined ? misfit('inAxes', `argument ${i}`, arg.layout, undefined) : inAxes[i]) : inAxes
    return axesOfLeaves('inAxes', axes, arg.layout, entry([...arg.paths, 'x'], 0).replace(/[.[].*/, '')).map((axis, k) => {
      const { shape } = entry(arg.avals, k)
      const path = entry(arg.paths, k)
      if (axis === null) return null
      if (shape.length > 0) return axisIn('inAxes', shape, axis, path)
      return raise({
        _tag: 'Structure',
        operation: 'vmap',
        path,
        expected: 'an array with a batch axis',
        got: 'a scalar',
        hint: 'a list of numbers is a tuple of scalars; for a vector use Float64Array.from(xs) or tensor(xs), and inAxes for what all rows share',
      })
    })
  })
}

/** The size of the batch: that of every batch axis, or the one given. */
export const batchSize = (shapes: ReadonlyArray<Dims>, paths: ReadonlyArray<string>, axes: ReadonlyArray<number | null>, given: number | undefined): number => {
  if (given !== undefined && !(Number.isInteger(given) && given >= 0))
    raise({ _tag: 'Argument', operation: 'vmap', reason: `the axisSize ${given} is not a whole number from 0 on` })
  const sizes = axes.map((axis, i) => (axis === null ? null : entry(entry(shapes, i), axis)))
  const size =
    given ??
    sizes.find((n) => n !== null) ??
    raise({
      _tag: 'Argument',
      operation: 'vmap',
      reason: 'no argument has a batch axis',
      hint: 'give one through inAxes, or the size of the batch as axisSize',
    })
  sizes.forEach((n, i) => {
    if (n !== null && n !== size)
      raise({
        _tag: 'Shape',
        operation: 'vmap',
        shapes: shapes.map(showShape),
        reason: `differ in the size of the batch: ${size}, and ${n} at ${entry(paths, i)}`,
      })
  })
  return size
}
