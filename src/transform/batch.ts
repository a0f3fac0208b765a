/**
 * Vectorisation of a program, as a program: every primitive with one more axis at the front.
 *
 * Elementwise primitives batch by their kind, the others by their rule; values that do not depend on
 * a batched input are left alone.
 */
import { withShape } from '../array/aval.ts'
import { broadcastToPrimitive } from '../basis/broadcast.ts'
import { entry } from '../entry.ts'
import { applyTo, constant } from '../program/expr.ts'
import { fold } from '../program/fold.ts'
import type { Algebra, AnyExpr, Nonzero, Program } from '../program/model.ts'
import { close } from '../program/trace.ts'

/** A value and whether its first axis is the batch. */
export interface Row {
  readonly value: AnyExpr
  readonly batched: boolean
}

/** The value with the batch axis, repeated if it has none. */
export const withBatch = (size: number, { value, batched }: Row): AnyExpr => {
  if (batched) return value
  const { shape } = value.aval
  return entry(applyTo(broadcastToPrimitive, { shape: [size, ...shape], axes: shape.map((_, i) => i + 1) }, [value]), 0)
}

/** The algebra of batches of a size. */
export const batching = (size: number): Algebra<Row> => ({
  literal: (value) => ({ value: constant(value), batched: false }),
  apply: (operation, args) => {
    const { primitive, params } = operation
    const batched = args.map((arg) => arg.batched)
    if (!batched.includes(true))
      return applyTo(
        primitive,
        params,
        args.map((arg) => arg.value),
      ).map((value) => ({ value, batched: false }))
    if (primitive.batching._tag === 'Pointwise') {
      return applyTo(
        primitive,
        params,
        args.map((arg) => withBatch(size, arg)),
      ).map((value) => ({ value, batched: true }))
    }
    const out = primitive.batching.batch(
      operation,
      args.map((arg) => arg.value),
      batched,
      size,
    )
    return out.results.map((value, i) => ({ value, batched: entry(out.batched, i) }))
  },
})

/** Inputs marked gain a leading axis of the given size; so do the outputs that depend on them. */
export const batch = (program: Program, batched: Nonzero, size: number): { readonly program: Program; readonly batched: Nonzero } => {
  let resulting: Nonzero = []
  const avals = program.inputs.map((of, i) => (batched[i] ? withShape(of, [size, ...of.shape]) : of))
  const wide = close(
    avals,
    (xs) => {
      const outs = fold(batching(size))(program)(xs.map((value, i) => ({ value, batched: entry(batched, i) })))
      resulting = outs.map((out) => out.batched)
      return outs.map((out) => out.value)
    },
    program.names,
  )
  return { program: wide, batched: resulting }
}
