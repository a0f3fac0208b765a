/**
 * Values of a graph that are numbers, or repeat one: operations on nothing else are computed at once.
 */
import { type Dims, sizeOf } from '../array/shape.ts'
import { type AnyTensor, dataOf, scalarTensor } from '../array/tensor.ts'
import { broadcastToPrimitive } from '../basis/broadcast.ts'
import { entry } from '../entry.ts'
import { operationOf } from '../program/expr.ts'
import type { Operation } from '../program/model.ts'
import type { Id, Store } from './store.ts'

/** A constant larger than this is never made. */
const foldable = 64
/** Nor is one computed from more than this. */
const readable = 65536

/** The number that a small array has everywhere. */
const repeatedIn = (graph: Store, own: AnyTensor): { readonly id: Id; readonly value: AnyTensor } | null => {
  const data = dataOf(own)
  const [first] = data
  if (first === undefined || data.length > foldable) return null
  for (const x of data) if (!Object.is(x, first)) return null
  const value = scalarTensor(first, own.dtype)
  return { id: graph.literal(value), value }
}

/** The literal that a value is, or repeats. */
export const scalarOf = (graph: Store, id: Id): { readonly id: Id; readonly value: AnyTensor } | null => {
  const own = graph.literalOf(id)
  if (own !== null) return own.shape.length === 0 ? { id, value: own } : repeatedIn(graph, own)
  const made = graph.primitiveOf(id) === broadcastToPrimitive ? graph.definitionOf(id) : null
  if (made === null) return null
  const from = entry(made.args, 0)
  const value = graph.literalOf(from)
  return value !== null && value.shape.length === 0 ? { id: from, value } : null
}

/** The results of an operation on literals. */
export const folded = (graph: Store, operation: Operation, args: ReadonlyArray<Id>): ReadonlyArray<Id> | null => {
  for (const id of args) if (id >= 0) return null
  const { primitive, operands, results } = operation
  if (primitive.derivative._tag === 'Holder' || args.length === 0) return null
  // A repeated number stays small, whatever its size, and laws recognise it.
  if (primitive === broadcastToPrimitive && operands[0]?.shape.length === 0) return null
  if (results.some((of) => sizeOf(of.shape) > foldable) || operands.reduce((total, of) => total + sizeOf(of.shape), 0) > readable) return null
  return primitive
    .evaluate(
      operation,
      args.flatMap((id) => graph.literalOf(id) ?? []),
    )
    .map(graph.literal)
}

/** A literal repeated to a shape. */
export const spread = (graph: Store, id: Id, shape: Dims): Id =>
  shape.length === 0 ? id : graph.put(operationOf(broadcastToPrimitive, { shape, axes: [] }, [graph.avalOf(id)]), [id])

/** An elementwise operation on repeated numbers is a repeated number. */
export const uniform = (graph: Store, operation: Operation, args: ReadonlyArray<Id>): Id | null => {
  const { primitive, params, results } = operation
  const { shape } = entry(results, 0)
  if (shape.length === 0 || primitive.batching._tag !== 'Pointwise') return null
  const scalars = args.flatMap((id) => scalarOf(graph, id)?.id ?? [])
  if (scalars.length < args.length) return null
  const [made] = folded(graph, operationOf(primitive, params, scalars.map(graph.avalOf)), scalars) ?? []
  return made === undefined ? null : spread(graph, made, shape)
}
