/**
 * Sparsity: on which entries of some inputs each entry of a value may depend, found without running the
 * program. It is an algebra like any other.
 *
 * It asks how values depend on values, and is meant for the tangents of a pushforward, a program that is
 * linear in them: there everything that is not linear is a factor already, so that what a primitive's rule
 * says serves here too. What linear primitives read is found by `structureOf`; elementwise, entries keep to
 * themselves; of anything else every result may depend on all that its operands depend on. So a pattern may
 * hold too much, and never too little.
 */
import { sizeOf } from '../array/shape.ts'
import { type AnyTensor, dataOf } from '../array/tensor.ts'
import { mulPrimitive } from '../basis/arithmetic.ts'
import { entry, integerAt } from '../entry.ts'
import { evaluation } from '../interpret/evaluate.ts'
import type { Algebra, Operation } from '../program/model.ts'
import { contractPrimitive } from '../primitive/contraction.ts'
import { contracted } from './contraction.ts'
import { heldBy } from './holder.ts'
import { type Rows, rowsOfOperation } from './independent.ts'
import { reaching, type Reach, steady, together } from './reach.ts'
import { none, type Store } from './store.ts'
import { structureOf } from './structure.ts'

/** The union of everything that some values depend on. */
const all = (store: Store, args: ReadonlyArray<Int32Array | null>): number =>
  args.reduce((id: number, ids) => (ids === null ? id : store.pair(id, store.unite(ids))), none)

/** Every entry of every result may depend on all that the operands depend on, in the same row where rows are known to be apart. */
const mixing = (store: Store, operation: Operation, args: ReadonlyArray<Reach>): ReadonlyArray<Reach> => {
  let [blocks, at]: [number, Rows | null] = [1, rowsOfOperation(operation)]
  for (; at !== null; at = rowsOfOperation(at.row)) blocks *= at.count
  const block = (ids: Int32Array, k: number): Int32Array => ids.subarray((k * ids.length) / blocks, ((k + 1) * ids.length) / blocks)
  const sets = Int32Array.from({ length: blocks }, (_, k) =>
    all(
      store,
      args.map(({ ids }) => (ids === null ? null : block(ids, k))),
    ),
  )
  return operation.results.map((of) => {
    const ids = new Int32Array(sizeOf(of.shape))
    for (let k = 0; k < blocks; k++) block(ids, k).fill(integerAt(sets, k))
    return reaching(ids)
  })
}

/** Without the entries that are multiplied by a number that is 0. */
const kept = (ids: Int32Array | null, factor: AnyTensor | null): Int32Array | null => {
  if (ids === null || factor === null) return ids
  const factors = dataOf(factor)
  return factors.includes(0) ? ids.map((id, i) => (factors[i] === 0 ? none : id)) : ids
}

/** The arm that a mask of numbers chooses, entry by entry. */
const chosen = (mask: AnyTensor, size: number, yes: Int32Array | null, no: Int32Array | null): Int32Array => {
  const masks = dataOf(mask)
  return Int32Array.from({ length: size }, (_, i) => (masks[i] === 1 ? yes : no)?.[i] ?? none)
}

const pointwise = (store: Store, { primitive, results }: Operation, args: ReadonlyArray<Reach>): ReadonlyArray<Reach> => {
  const [first, yes, no] = args
  const mask = primitive.derivative._tag === 'Select' ? (first?.known ?? null) : null
  if (mask !== null) return results.map((of) => reaching(chosen(mask, sizeOf(of.shape), yes?.ids ?? null, no?.ids ?? null)))
  const parts = primitive === mulPrimitive ? args.map((arg, i) => kept(arg.ids, entry(args, 1 - i).known)) : args.map((arg) => arg.ids)
  const ids = together(store, parts)
  return results.map(() => (ids === null ? steady : reaching(ids)))
}

/** The sets of the operands marked, one list after another. */
const pooled = (operation: Operation, args: ReadonlyArray<Reach>, marks: ReadonlyArray<boolean>): Int32Array => {
  const sizes = operation.operands.map((of, i) => (marks[i] ? sizeOf(of.shape) : 0))
  const pool = new Int32Array(sizes.reduce((a, b) => a + b, 0))
  let from = 0
  sizes.forEach((size, i) => {
    const ids = entry(args, i).ids
    if (ids !== null && size > 0) pool.set(ids, from)
    from += size
  })
  return pool
}

/** Sets added up where their entries go: sorted by target, so that each is united once. */
const collected = (store: Store, pool: Int32Array, to: Int32Array, size: number): Int32Array => {
  const starts = new Int32Array(size + 1)
  for (const target of to) if (target >= 0) starts[target + 1] = integerAt(starts, target + 1) + 1
  for (let i = 0; i < size; i++) starts[i + 1] = integerAt(starts, i + 1) + integerAt(starts, i)
  const next = starts.slice(0, size)
  const sorted = new Int32Array(integerAt(starts, size))
  to.forEach((target, k) => {
    if (target < 0) return
    const at = integerAt(next, target)
    sorted[at] = integerAt(pool, k)
    next[target] = at + 1
  })
  return Int32Array.from({ length: size }, (_, i) => store.unite(sorted, integerAt(starts, i), integerAt(starts, i + 1)))
}

const linear = (store: Store, operation: Operation, args: ReadonlyArray<Reach>): ReadonlyArray<Reach> => {
  const rule = operation.primitive.derivative
  const marks = rule._tag === 'Linear' ? rule.linear(operation.params, operation.operands) : []
  // An index that itself depends on the inputs may point anywhere.
  if (args.some((arg, i) => arg.ids !== null && !marks[i])) return mixing(store, operation, args)
  const structure = structureOf(
    operation,
    args.map((arg) => arg.known),
    marks,
  )
  const pool = pooled(operation, args, marks)
  switch (structure._tag) {
    case 'Moves':
      return [reaching(structure.from.map((place) => (place < 0 ? none : integerAt(pool, place))))]
    case 'Collects':
      return [reaching(collected(store, pool, structure.to, sizeOf(entry(operation.results, 0).shape)))]
    case 'Mixes': {
      const { starts, places } = structure
      const sets = places.map((place) => integerAt(pool, place))
      return [reaching(Int32Array.from({ length: starts.length - 1 }, (_, i) => store.unite(sets, integerAt(starts, i), integerAt(starts, i + 1))))]
    }
    case 'Unknown':
      return mixing(store, operation, args)
  }
}

const multilinear = (store: Store, operation: Operation, args: ReadonlyArray<Reach>): ReadonlyArray<Reach> => {
  const [a, b] = args
  if (operation.primitive !== contractPrimitive || a === undefined || b === undefined) return mixing(store, operation, args)
  if (a.ids !== null && b.ids !== null) {
    const [left, right] = [contracted(store, operation, 0, a.ids, null), contracted(store, operation, 1, b.ids, null)]
    return [reaching(together(store, [left, right]) ?? left)]
  }
  if (a.ids !== null) return [reaching(contracted(store, operation, 0, a.ids, b.known))]
  return b.ids === null ? [steady] : [reaching(contracted(store, operation, 1, b.ids, a.known))]
}

// Constants that a program computes are computed here too, up to this many entries.
const largest = 2 ** 24

/** The value of what depends on numbers alone, as an index or a mask that is always the same. */
const constants = (operation: Operation, args: ReadonlyArray<Reach>): ReadonlyArray<Reach> => {
  const values = args.flatMap((arg) => (arg.known === null ? [] : [arg.known]))
  const size = operation.results.reduce((n, of) => n + sizeOf(of.shape), 0)
  return values.length < args.length || size > largest
    ? operation.results.map(() => steady)
    : evaluation.apply(operation, values).map((known) => ({ known, ids: null }))
}

/** The algebra of sparsity over the sets of a store. */
export const reaches = (store: Store): Algebra<Reach> => {
  const algebra: Algebra<Reach> = {
    literal: (known) => ({ known, ids: null }),
    apply: (operation, args) => {
      const { derivative, batching } = operation.primitive
      const moving = args.some((arg) => arg.ids !== null)
      if (derivative._tag === 'Holder') return heldBy(store, algebra)(operation, args) ?? mixing(store, operation, args)
      if (!moving) return constants(operation, args)
      if (batching._tag === 'Pointwise') return pointwise(store, operation, args)
      if (derivative._tag === 'Linear') return linear(store, operation, args)
      return derivative._tag === 'Multilinear' ? multilinear(store, operation, args) : mixing(store, operation, args)
    },
  }
  return algebra
}
