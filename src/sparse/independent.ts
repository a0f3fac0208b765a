/**
 * Leading axes along which a primitive works row by row, read off its own batching rule: where batching
 * the primitive on rows gives nothing but the primitive on all, no row can depend on another.
 */
import { withShape } from '../array/aval.ts'
import { option as O } from 'fp-ts'
import { failureOf } from '../failure.ts'
import { paramsText } from '../interpret/application.ts'
import { operationOf } from '../program/expr.ts'
import type { Operation, Params, Program } from '../program/model.ts'
import { close } from '../program/trace.ts'

/** A primitive on one row, and how many rows there are. */
export interface Rows {
  readonly row: Operation
  readonly count: number
}

/** Parameters that the primitive may have on rows: an axis, and a count of shared ones, from the next axis on; null where the first axis is the one worked along. */
const onRows = (params: Params): Params | null => {
  const { axis, batch } = params
  if (axis === 0 || batch === 0) return null
  return { ...params, ...(typeof axis === 'number' ? { axis: axis - 1 } : {}), ...(typeof batch === 'number' ? { batch: batch - 1 } : {}) }
}

/** Whether a program is one application of an operation to its inputs, in their order. */
const isJust = ({ primitive, params, operands, results }: Operation, { equations, outputs }: Program): boolean => {
  const [only, ...more] = equations
  return (
    only !== undefined &&
    more.length === 0 &&
    only.primitive === primitive &&
    paramsText(only.params) === paramsText(params) &&
    only.args.length === operands.length &&
    only.args.every((atom, i) => atom._tag === 'Ref' && atom.index === i) &&
    outputs.length === results.length &&
    outputs.every((atom, j) => atom._tag === 'Ref' && atom.index === operands.length + j)
  )
}

const rowsBy = (operation: Operation, params: Params, size: number): Operation | null => {
  const { primitive, operands } = operation
  const { batching } = primitive
  if (batching._tag !== 'Rule') return null
  try {
    const row = operationOf(
      primitive,
      params,
      operands.map((of) => withShape(of, of.shape.slice(1))),
    )
    const marks = operands.map(() => true)
    const answered = { batched: true }
    const wide = close(operands, (xs) => {
      const { results, batched } = batching.batch(row, xs, marks, size)
      answered.batched = batched.every(Boolean)
      return results
    })
    return answered.batched && isJust(operation, wide) ? row : null
  } catch (error) {
    // On rows it may not be defined at all.
    if (O.isNone(failureOf(error))) throw error
    return null
  }
}

const found = (operation: Operation): Rows | null => {
  const count = operation.operands[0]?.shape[0]
  if (count === undefined || operation.operands.some((of) => of.shape[0] !== count) || operation.results.some((of) => of.shape[0] !== count)) return null
  const params = onRows(operation.params)
  const row = params === null ? null : rowsBy(operation, params, count)
  return row === null ? null : { row, count }
}

const known = /*#__PURE__*/ new WeakMap<Operation, Rows | null>()

/** The primitive on the rows of its operands, if it is nothing but that; null where it is not known to be. */
export const rowsOfOperation = (operation: Operation): Rows | null => {
  const hit = known.get(operation)
  if (hit !== undefined) return hit
  const made = found(operation)
  known.set(operation, made)
  return made
}
