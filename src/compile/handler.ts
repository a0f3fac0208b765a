/**
 * How an equation is planned: what all handlers share, and the handlers of elementwise operations, of
 * reductions, and of everything that is left to the host.
 */
import type { Aval } from '../array/aval.ts'
import type { Dims } from '../array/shape.ts'
import type { AnyTensor } from '../array/tensor.ts'
import { dims } from '../basis/params.ts'
import { entry } from '../entry.ts'
import type { Equation, Program } from '../program/model.ts'
import type { Scope, Seen } from './cluster.ts'
import type { Machine, Pass } from './loop.ts'
import { addItem, append, bare, madeAt, nestFor, settled, squeezed } from './scope.ts'
import { reordered, whole } from './view.ts'

/** What planning needs besides the scope. */
export interface Planning {
  /** The number of a new loop. */
  readonly axis: () => number
  /** Passes over the loops that primitives ask for, and those that leave little to share out among threads. */
  readonly passes: Set<Pass>
  readonly alone: Set<Pass>
  /** A literal as a view; the same array is the same root. */
  readonly constant: (value: AnyTensor) => Seen
  /** Plan a program within a scope; answers with views of its outputs. */
  readonly into: (scope: Scope, program: Program, inputs: ReadonlyArray<Seen>) => ReadonlyArray<Seen>
}

/** From an equation and views of its operands to views of its results; `stored`: the order in which the axes of its one result had better lie, if its own is not. */
export type Handler = (planning: Planning, scope: Scope, equation: Equation, operands: ReadonlyArray<Seen>, stored?: Dims) => ReadonlyArray<Seen>

export const only = (equation: Equation): Aval => entry(equation.results, 0)
export const first = (operands: ReadonlyArray<Seen>): Seen => entry(operands, 0)
export const empty = (): Scope => ({ zeros: [], clusters: [], open: new Map() })

/** Evaluated by the primitive itself, on arrays. */
export const host: Handler = (_, scope, equation, operands) => {
  const arguments_ = operands.map((view) => settled(scope, view))
  const at = scope.clusters.length
  const results = equation.results.map((of) => madeAt(of, at, false))
  append(scope, { _tag: 'Host', operation: equation, operands: arguments_, results })
  return results.map((root, j) => whole(root, entry(equation.results, j).shape))
}

// elementwise ------------------------------------------------------------------------------

export const compute: Handler = (_, scope, equation, given) => {
  const of = only(equation)
  const operands = given.map(squeezed)
  const at = nestFor(scope, bare(of.shape), operands)
  const root = madeAt(of, at, true)
  addItem(scope, at, { _tag: 'Compute', root, operation: equation, operands })
  return [whole(root, of.shape)]
}

// reductions -------------------------------------------------------------------------------

/** The axes of a view from the widest step to the smallest; those combined keep their order among themselves, which is the order of the sum. */
const asItLies = ({ strides }: Seen, combined: ReadonlyArray<number>): ReadonlyArray<number> => {
  const sorted = strides.map((_, axis) => axis).sort((i, j) => Math.abs(entry(strides, j)) - Math.abs(entry(strides, i)))
  const inTurn = [...combined].sort((i, j) => i - j)
  let next = 0
  return sorted.map((axis) => (combined.includes(axis) ? entry(inTurn, next++) : axis))
}

export const reduction =
  (machine: Machine, initial: number, interleaved: boolean): Handler =>
  (planning, scope, equation, operands) => {
    const { params, operands: avals, results } = equation
    const of = entry(results, 0)
    const axes = dims(equation.primitive.name, params, 'axes')
    const shape = entry(avals, 0).shape
    const kept = shape.map((_, i) => i).filter((i) => !axes.includes(i))
    if (of.dtype !== 'float64') return host(planning, scope, equation, operands)
    if (axes.every((axis) => shape[axis] === 1)) {
      // One entry each: nothing is combined.
      const view = reordered(first(operands), [...kept, ...axes])
      return [{ ...view, shape: of.shape, strides: view.strides.slice(0, kept.length) }]
    }
    const view = first(operands)
    const order = asItLies(view, axes)
    const from = squeezed(reordered(view, order))
    const at = nestFor(scope, from.shape, [from])
    const root = madeAt(of, at, false)
    const places = order.filter((i) => shape[i] !== 1)
    const into = { ...root, register: false }
    addItem(scope, at, {
      _tag: 'Reduce',
      into,
      products: [[from]],
      machine,
      initial,
      kept: kept.flatMap((axis) => (shape[axis] === 1 ? [] : [places.indexOf(axis)])),
      interleaved,
    })
    return [whole(root, of.shape)]
  }
