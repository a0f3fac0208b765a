/**
 * The loops of a contraction: their order, and which operand is laid out anew for them.
 *
 * Far outside stands the axis along which the arrays reach furthest, so that other loops along it can join;
 * innermost an axis of the result along which entries are neighbours, since neighbours are computed
 * side by side. Each entry sums its products in order whatever the order of the loops.
 */
import { withShape } from '../array/aval.ts'
import { type Dims, sizeOf, stridesOf } from '../array/shape.ts'
import { dims } from '../basis/params.ts'
import { entry, valueAt } from '../entry.ts'
import { addItem, append, copied, madeAt } from './scope.ts'
import type { Root, Seen } from './cluster.ts'
import type { Handler } from './handler.ts'
import { add } from './machine.ts'
import { reordered, whole } from './view.ts'

/** An array and the label of each of its axes. */
interface Labelled {
  readonly labels: Dims
  readonly strides: Dims
}

const strideOf = ({ labels, strides }: Labelled, label: number): number => strides[labels.indexOf(label)] ?? 0

// Products are added four at a time, as the primitive says.
const group = 4

// An operand is laid out anew where each of its entries is used at least so often.
const worthwhile = 8

/** Loops from the outside in, and which operands the innermost would step through in leaps. */
const arranged = (
  sizes: ReadonlyMap<number, number>,
  a: Labelled,
  b: Labelled,
  out: Labelled,
): { readonly order: Dims; readonly leaping: ReadonlyArray<boolean> } => {
  const extent = (label: number): number => valueAt(sizes, label)
  const labels = [...sizes.keys()].filter((label) => extent(label) !== 1)
  const work = sizeOf(labels.map(extent))
  const reach = (label: number): number => Math.max(...[a, b, out].map((array) => Math.abs(strideOf(array, label)))) * extent(label)
  const leaps = (array: Labelled, label: number): boolean => Math.abs(strideOf(array, label)) > 1
  const repacked = (array: Labelled, label: number): boolean => leaps(array, label) && sizeOf(array.labels.map(extent)) * worthwhile <= work
  const inner = labels
    .filter((label) => strideOf(out, label) === 1 && [a, b].every((array) => !leaps(array, label) || repacked(array, label)))
    .sort((x, y) => extent(y) - extent(x))
  const summed = labels.filter((label) => strideOf(out, label) === 0 && !leaps(a, label) && !leaps(b, label))
  const last = inner[0] ?? summed[0]
  const sorted = [...labels].sort((x, y) => (x === last ? 1 : y === last ? -1 : reach(y) - reach(x)))
  // Labels summed keep their order among themselves: it is the order of the sum.
  const inSum = labels.filter((label) => strideOf(out, label) === 0 && !out.labels.includes(label))
  let next = 0
  const order = sorted.map((label) => (inSum.includes(label) ? entry(inSum, next++) : label))
  return { order, leaping: [a, b].map((array) => last !== undefined && inner.length > 0 && leaps(array, last)) }
}

export const contraction: Handler = (_, scope, equation, operands, stored) => {
  const [a = [], b = [], own = []] = ['a', 'b', 'out'].map((key) => dims(equation.primitive.name, equation.params, key))
  const shapeOf = entry(equation.results, 0).shape
  const lying = stored ?? own.map((_, i) => i)
  const out = lying.map((axis) => entry(own, axis))
  const of = withShape(
    entry(equation.results, 0),
    lying.map((axis) => entry(shapeOf, axis)),
  )
  const sizes = new Map<number, number>()
  for (const [which, labels] of [a, b].entries()) for (const [i, label] of labels.entries()) sizes.set(label, entry(entry(equation.operands, which).shape, i))
  const labelled = [a, b].map((labels, which): Labelled => ({ labels, strides: entry(operands, which).strides }))
  const { order, leaping } = arranged(sizes, entry(labelled, 0), entry(labelled, 1), { labels: out, strides: stridesOf(of.shape) })
  // Each operand as the whole nest sees it: repeated along the labels it does not have.
  const seen = [a, b].map((labels, which): Seen => {
    const own = order.filter((label) => labels.includes(label))
    const lain = reordered(
      entry(operands, which),
      own.map((label) => labels.indexOf(label)),
    )
    const view = leaping[which] ? whole(copied(scope, lain), lain.shape) : lain
    return { ...view, shape: order.map((label) => valueAt(sizes, label)), strides: order.map((label) => view.strides[own.indexOf(label)] ?? 0) }
  })
  const kept = out.filter((label) => sizes.get(label) !== 1).map((label) => order.indexOf(label))
  const summed = a.filter((label) => !out.includes(label)).at(-1)
  const along = summed === undefined ? -1 : order.indexOf(summed)
  const size = summed === undefined ? 1 : valueAt(sizes, summed)
  const grouped = along < 0 ? 0 : Math.floor(size / group)

  // From a step along the summed axis, every `group`th one on, or every one.
  const part = (count: number, by: number, from: number): ReadonlyArray<Seen> =>
    seen.map((view) => {
      const stride = entry(view.strides, along)
      return {
        ...view,
        offset: view.offset + from * stride,
        shape: view.shape.map((n, axis) => (axis === along ? count : n)),
        strides: view.strides.map((s, axis) => (axis === along ? s * by : s)),
      }
    })
  const nest = (count: number, products: ReadonlyArray<ReadonlyArray<Seen>>, root: Root, initial: number | null): number => {
    const shape = order.map((label, axis) => (axis === along ? count : valueAt(sizes, label)))
    const at = append(scope, { _tag: 'Nest', shape, joinable: false, items: [] })
    addItem(scope, at, { _tag: 'Reduce', into: root, products, machine: add, initial, kept, interleaved: false })
    return at
  }
  const root = madeAt(of, 0, false)
  const rest = along < 0 ? 1 : size - grouped * group
  if (grouped > 0)
    nest(
      grouped,
      [0, 1, 2, 3].map((from) => part(grouped, group, from)),
      root,
      0,
    )
  if (rest > 0 || size === 0) nest(along < 0 ? 1 : rest, [along < 0 ? seen : part(rest, 1, grouped * group)], root, grouped > 0 ? null : 0)
  const made = whole({ ...root, made: scope.clusters.length - 1 }, of.shape)
  return [
    reordered(
      made,
      own.map((_, axis) => lying.indexOf(axis)),
    ),
  ]
}
