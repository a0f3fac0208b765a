/**
 * Building a scope: roots are made, and work joins a cluster that can take it.
 *
 * An item may join any cluster that runs after everything it reads, or the one that has what it reads
 * in a register at the same place of the same loops. The first such cluster takes it.
 */
import type { Aval } from '../array/aval.ts'
import { type Dims, sizeOf, stridesOf } from '../array/shape.ts'
import { type AnyTensor, avalOf, dataOf, elementOf } from '../array/tensor.ts'
import { entry } from '../entry.ts'
import type { Cluster, Item, Root, Scope, Seen, Store } from './cluster.ts'
import type { Stride } from './loop.ts'
import { kindOf } from './machine.ts'
import { isWhole, repeated, type View, whole } from './view.ts'

// roots ------------------------------------------------------------------------------------

const storeOf = (of: Aval, role: Store['role'], contents: AnyTensor | null = null): Store => ({
  kind: kindOf(of.dtype),
  size: sizeOf(of.shape),
  role,
  contents,
})

/** A value that is there before the scope begins. */
export const given = (of: Aval, role: 'input' | 'made'): Root => ({ store: storeOf(of, role), literal: null, made: -1, register: false, outer: [] })

/** A literal: a number known now, or a constant array. */
export const constant = (value: AnyTensor): Seen => {
  const of = avalOf(value)
  const data = dataOf(value)
  const uniform = data.length > 0 && data.every((x) => Object.is(x, data[0]))
  const seen = whole({ store: storeOf(of, 'constant', value), literal: uniform ? elementOf(value) : null, made: -1, register: false, outer: [] }, of.shape)
  return uniform ? repeated(seen, of.shape, []) : seen
}

/** A value made by the cluster at a position. */
export const madeAt = (of: Aval, made: number, register: boolean): Root => ({ store: storeOf(of, 'made'), literal: null, made, register, outer: [] })

/** A view as a scope within a loop sees it: made before, and perhaps a step further with each turn. */
export const within = (view: Seen, outer: ReadonlyArray<Stride> = []): Seen => ({
  ...view,
  root: { ...view.root, made: -1, register: false, outer: [...view.root.outer, ...outer] },
})

// clusters ---------------------------------------------------------------------------------

/** A shape without its axes of size 1, and a view likewise. */
export const squeezed = <Root>(view: View<Root>): View<Root> =>
  view.shape.includes(1) ? { ...view, shape: bare(view.shape), strides: view.strides.filter((_, i) => view.shape[i] !== 1) } : view

export const bare = (shape: Dims): Dims => (shape.includes(1) ? shape.filter((n) => n !== 1) : shape)

const sameDims = (a: Dims, b: Dims): boolean => a.length === b.length && a.every((n, i) => n === b[i])

/** The earliest position at which a nest of this shape may read the view. */
const readableAt = (scope: Scope, shape: Dims, view: Seen): number => {
  const { root } = view
  if (root.made < 0) return 0
  const cluster = scope.clusters[root.made]
  const inRegister = root.register && cluster?._tag === 'Nest' && sameDims(cluster.shape, shape) && sameDims(bare(view.shape), shape) && isWhole(view)
  return inRegister ? root.made : root.made + 1
}

// Nests of more items are closed: their loops would be longer than engines optimise. Code without loops is cut later.
const fullest = 1000

const keyOf = (shape: Dims): string => shape.join()

/** Where the first position that is not before another stands in a list in order. */
const firstFrom = (positions: ReadonlyArray<number>, from: number): number => {
  let [low, high] = [0, positions.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (entry(positions, middle) < from) low = middle + 1
    else high = middle
  }
  return low
}

/** The position of a nest of the shape that may read the views elementwise, and the others from memory. */
export const nestFor = (scope: Scope, shape: Dims, elementwise: ReadonlyArray<Seen>, memory: ReadonlyArray<Root> = []): number => {
  let from = 0
  for (const view of elementwise) from = Math.max(from, readableAt(scope, shape, view))
  for (const root of memory) from = Math.max(from, root.made + 1)
  const positions = scope.open.get(keyOf(shape)) ?? []
  return positions[firstFrom(positions, from)] ?? append(scope, { _tag: 'Nest', shape, joinable: true, items: [] })
}

/** The position of a cluster put at the end. */
export const append = (scope: Scope, cluster: Cluster): number => {
  const at = scope.clusters.push(cluster) - 1
  if (cluster._tag === 'Nest' && cluster.joinable) {
    const positions = scope.open.get(keyOf(cluster.shape))
    if (positions === undefined) scope.open.set(keyOf(cluster.shape), [at])
    else positions.push(at)
  }
  return at
}

export const addItem = (scope: Scope, at: number, item: Item): void => {
  const cluster = scope.clusters[at]
  if (cluster?._tag !== 'Nest') return
  cluster.items.push(item)
  if (!cluster.joinable || cluster.shape.length === 0 || cluster.items.length < fullest) return
  const positions = scope.open.get(keyOf(cluster.shape)) ?? []
  const place = firstFrom(positions, at)
  if (positions[place] === at) positions.splice(place, 1)
}

/** Put a view into (part of) a root; answers with the position of the nest that does. */
export const copyInto = (scope: Scope, view: Seen, into: Root, offset: number, strides: Dims): number => {
  const from = squeezed(view)
  const at = nestFor(scope, from.shape, [from])
  addItem(scope, at, { _tag: 'Put', into, at: { offset, strides: strides.filter((_, i) => view.shape[i] !== 1) }, operand: from })
  return at
}

/** Put a view into a root after everything else in the scope. */
export const copyLast = (scope: Scope, view: Seen, into: Root): void => {
  const from = squeezed(view)
  const item: Item = { _tag: 'Put', into, at: { offset: 0, strides: stridesOf(from.shape) }, operand: from }
  append(scope, { _tag: 'Nest', shape: from.shape, joinable: false, items: [item] })
}

/** A view copied into a root of its own. */
export const copied = (scope: Scope, view: Seen): Root => {
  const store: Store = { kind: view.root.store.kind, size: sizeOf(view.shape), role: 'made', contents: null }
  const root: Root = { store, literal: null, made: 0, register: false, outer: [] }
  return { ...root, made: copyInto(scope, view, root, 0, stridesOf(view.shape)) }
}

/** A view as a whole root, copied if it is none. */
export const settled = (scope: Scope, view: Seen): Root => {
  const { root } = view
  return root.literal === null && root.outer.length === 0 && root.store.size === sizeOf(view.shape) && isWhole(view) ? root : copied(scope, view)
}
