/**
 * Primitives that are compiled as compositions of others, with the same bits: the order of every
 * operation is that of the primitive's own evaluation.
 */
import { addPrimitive } from '../basis/arithmetic.ts'
import { broadcastToPrimitive, sumPrimitive } from '../basis/broadcast.ts'
import { andPrimitive, gtPrimitive, ltPrimitive, wherePrimitive } from '../basis/choice.ts'
import { none } from '../basis/declare.ts'
import { dims } from '../basis/params.ts'
import { entry } from '../entry.ts'
import { subPrimitive } from '../primitive/arithmetic.ts'
import { expPrimitive, logPrimitive } from '../primitive/exponential.ts'
import { maxOverPrimitive } from '../primitive/extremum.ts'
import { logsumexpPrimitive } from '../primitive/reduction.ts'
import { applyTo, number } from '../program/expr.ts'
import type { AnyExpr, Operation, Params, Primitive, Program } from '../program/model.ts'
import { close } from '../program/trace.ts'

const one = (primitive: Primitive, params: Params, ...args: ReadonlyArray<AnyExpr>): AnyExpr => entry(applyTo(primitive, params, args), 0)

const filled = (value: number, like: AnyExpr): AnyExpr =>
  like.aval.shape.length === 0 ? number(value) : one(broadcastToPrimitive, { shape: like.aval.shape, axes: [] }, number(value))

const logsumexp = ({ params }: Operation, x: AnyExpr): AnyExpr => {
  const axes = dims('logsumexp', params, 'axes')
  const { shape } = x.aval
  const kept = shape.map((_, i) => i).filter((i) => !axes.includes(i))
  const largest = one(maxOverPrimitive, { axes }, x)
  const wide = one(broadcastToPrimitive, { shape, axes: kept }, largest)
  const total = one(sumPrimitive, { axes }, one(expPrimitive, none, one(subPrimitive, none, x, wide)))
  const finite = one(
    andPrimitive,
    none,
    one(gtPrimitive, none, largest, filled(Number.NEGATIVE_INFINITY, largest)),
    one(ltPrimitive, none, largest, filled(Number.POSITIVE_INFINITY, largest)),
  )
  return one(wherePrimitive, none, finite, one(addPrimitive, none, largest, one(logPrimitive, none, total)), largest)
}

const expansions: ReadonlyMap<Primitive, (operation: Operation, ...args: ReadonlyArray<AnyExpr>) => AnyExpr> = /*#__PURE__*/ new Map([
  [logsumexpPrimitive, logsumexp],
])

/** The program that an operation is short for, or null. */
export const expanded = (operation: Operation): Program | null => {
  const expansion = expansions.get(operation.primitive)
  return expansion === undefined ? null : close(operation.operands, (args) => [expansion(operation, ...args)])
}
