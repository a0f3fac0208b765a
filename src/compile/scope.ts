/**
 * Building a scope: roots are made, and work joins a cluster that can take it.
 *
 * An item may join any cluster that runs after everything it reads, or the one that has what it reads
 * in a register at the same place of the same loops. The first such cluster takes it.
 */
import type { Aval } from '../array/aval.ts'
import { type Dims, sizeOf, stridesOf } from '../array/shape.ts'
import { type AnyTensor, avalOf, dataOf, elementOf } from '../array/tensor.ts'
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
export const squeezed = <Root>(view: View<Root>): View<Root> => ({
  ...view,
  shape: view.shape.filter((n) => n !== 1),
  strides: view.strides.filter((_, i) => view.shape[i] !== 1),
})

export const bare = (shape: Dims): Dims => shape.filter((n) => n !== 1)

const sameDims = (a: Dims, b: Dims): boolean => a.length === b.length && a.every((n, i) => n === b[i])

/** The earliest position at which a nest of this shape may read the view. */
const readableAt = (scope: Scope, shape: Dims, view: Seen): number => {
  const { root } = view
  if (root.made < 0) return 0
  const cluster = scope.clusters[root.made]
  const inRegister = root.register && cluster?._tag === 'Nest' && sameDims(cluster.shape, shape) && sameDims(bare(view.shape), shape) && isWhole(view)
  return inRegister ? root.made : root.made + 1
}

/** The position of a nest of the shape that may read the views elementwise, and the others from memory. */
export const nestFor = (scope: Scope, shape: Dims, elementwise: ReadonlyArray<Seen>, memory: ReadonlyArray<Root> = []): number => {
  const from = Math.max(0, ...elementwise.map((view) => readableAt(scope, shape, view)), ...memory.map((root) => root.made + 1))
  for (let at = from; at < scope.clusters.length; at++) {
    const cluster = scope.clusters[at]
    if (cluster?._tag === 'Nest' && cluster.joinable && sameDims(cluster.shape, shape)) return at
  }
  return append(scope, { _tag: 'Nest', shape, joinable: true, items: [] })
}

/** The position of a cluster put at the end. */
export const append = (scope: Scope, cluster: Cluster): number => scope.clusters.push(cluster) - 1

export const addItem = (scope: Scope, at: number, item: Item): void => {
  const cluster = scope.clusters[at]
  if (cluster?._tag === 'Nest') cluster.items.push(item)
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
