/**
 * What a program is between its equations and its loops: clusters of work in the order they run.
 *
 * A cluster of the kind Nest is one nest of loops that many equations share. Its values stay in
 * registers unless something outside reads them. A value that owns (or may come to own) a buffer is
 * a Root; all others are views of roots.
 */
import type { Dims } from '../array/shape.ts'
import type { AnyTensor } from '../array/tensor.ts'
import type { Operation } from '../program/model.ts'
import type { Kind, Machine, Role, Stride } from './loop.ts'
import type { View } from './view.ts'

/** A buffer to be, shared by all roots that lie in it. */
export interface Store {
  readonly kind: Kind
  readonly size: number
  readonly role: Role
  readonly contents: AnyTensor | null
}

export interface Root {
  readonly store: Store
  /** A number known now, which needs no buffer at all. */
  readonly literal: number | null
  /** Where it is made: the position of the cluster in its scope; −1 before all of them. */
  readonly made: number
  /** Whether it is a register within the cluster that makes it. */
  readonly register: boolean
  /** Steps through its buffer with the loops around the scope. */
  readonly outer: ReadonlyArray<Stride>
}

export type Seen = View<Root>

/** How a cluster's loops reach an element that they do not step through one by one. */
export interface Reach {
  readonly offset: number
  /** Per axis of the cluster. */
  readonly strides: Dims
}

export type Item =
  /** An elementwise operation on the values at the loops' place. */
  | { readonly _tag: 'Compute'; readonly root: Root; readonly operation: Operation; readonly operands: ReadonlyArray<Seen> }
  /** An element found by a computed index, moved to the nearest end of `size` entries that are `stride` apart. */
  | {
      readonly _tag: 'Pick'
      readonly root: Root
      readonly from: Root
      readonly at: Reach
      readonly index: Seen
      readonly size: number
      readonly stride: number
    }
  /** A value stored elsewhere than in its own place. */
  | { readonly _tag: 'Put'; readonly into: Root; readonly at: Reach; readonly operand: Seen }
  /** A value added to an element, found by a computed index where there is one. */
  | {
      readonly _tag: 'Scatter'
      readonly into: Root
      readonly at: Reach
      readonly operand: Seen
      readonly index: { readonly of: Seen; readonly size: number; readonly stride: number } | null
    }
  /** Values (or products of two) combined over axes of the cluster; `kept` are the axes of the result, in its order. */
  | {
      readonly _tag: 'Reduce'
      readonly into: Root
      /** The value of each step: one product, or four added as ((0 + 2) + (1 + 3)). */
      readonly products: ReadonlyArray<ReadonlyArray<Seen>>
      readonly machine: Machine
      /** Null where another item has begun the result. */
      readonly initial: number | null
      readonly kept: Dims
      /** In eight interleaved parts, as `orderedSum` does, rather than one after another. */
      readonly interleaved: boolean
    }

export type Cluster =
  | { readonly _tag: 'Nest'; readonly shape: Dims; readonly joinable: boolean; readonly items: Array<Item> }
  | { readonly _tag: 'Repeat'; readonly axis: number; readonly extent: number; readonly body: Scope }
  | { readonly _tag: 'While'; readonly condition: Scope; readonly test: Seen; readonly bound: number | null; readonly body: Scope }
  | { readonly _tag: 'Branch'; readonly test: Seen; readonly yes: Scope; readonly no: Scope }
  | { readonly _tag: 'Host'; readonly operation: Operation; readonly operands: ReadonlyArray<Root>; readonly results: ReadonlyArray<Root> }

/** Clusters in the order they run, after parts of some buffers are set to 0. The planner appends; nobody else does. */
export interface Scope {
  readonly zeros: Array<{ readonly root: Root; readonly from: number; readonly count: number }>
  readonly clusters: Array<Cluster>
  /** The positions of nests that items may still join, in order, by their shape. */
  readonly open: Map<string, Array<number>>
}
