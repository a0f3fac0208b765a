/**
 * A while loop's derivatives and its batches. Tangents run along in the carry; which parts of it have
 * one is iterated to a fixed point, as in a scan. Rows of a batch that are done stay as they are until
 * the last row is.
 */
import { aval } from '../array/aval.ts'
import { scalarTensor } from '../array/tensor.ts'
import { broadcastToPrimitive } from '../basis/broadcast.ts'
import { wherePrimitive } from '../basis/choice.ts'
import { none } from '../basis/declare.ts'
import { masks } from '../basis/gate.ts'
import { entry } from '../entry.ts'
import { raise } from '../failure.ts'
import { reverse } from '../interpret/tape.ts'
import { applyTo, constant, expressions } from '../program/expr.ts'
import type { AnyExpr, Batched, Nonzero, Operation, Pair, Program, Pushforward } from '../program/model.ts'
import { close, inline } from '../program/trace.ts'
import { batch, withBatch } from '../transform/batch.ts'
import { type Push, repeated, rowsOf, woven } from '../transform/orders.ts'
import { count, cut, either, pick, sameMask, spread, zeros } from '../transform/pick.ts'
import { condPrimitive } from './cond.ts'
import { type ApplyWhile, paramsOf, type While } from '../basis/loop.ts'
import { scanPrimitive } from './scan.ts'

/** The least marks of the carry, above those given, that the body maps into themselves. */
const settled = (consts: Nonzero, carry: Nonzero, out: (marks: Nonzero) => Nonzero): Nonzero => {
  const next = either(carry, out([...consts, ...carry]))
  return sameMask(next, carry) ? carry : settled(consts, next, out)
}

/** The loop with coefficients up to an order beside its carry; at order 1 they are tangents. `transform` does so to the body. */
export const pushWhile = (apply: ApplyWhile, loop: While, operation: Operation, nonzero: Nonzero, order: number, transform: Push): Pushforward => {
  const { body, condition, consts: c } = loop
  const held = nonzero.slice(0, c)
  const carry = settled(held, nonzero.slice(c), (marks) => transform(body, marks).nonzero)
  const moved = transform(body, [...held, ...carry])
  const [avals, k] = [body.inputs.slice(c), body.inputs.length - c]
  const [dc, dk] = [count(held), count(carry)]
  // Constants ++ their coefficients, carry ++ its coefficients.
  const inputs = [...body.inputs.slice(0, c), ...repeated(order, pick(body.inputs.slice(0, c), held)), ...avals, ...repeated(order, pick(avals, carry))]
  const wide = close(inputs, (z) => {
    const [C = [], dC = [], K = [], dK = []] = cut(z, c, dc * order, k)
    const [next = [], given = []] = cut(inline(moved.program)([...C, ...K, ...woven(rowsOf(order, dc, dC), rowsOf(order, dk, dK))]), k)
    const full = rowsOf(order, count(moved.nonzero), given).map((row) => spread(moved.nonzero, row).map((t, j) => t ?? zeros(entry(avals, j))))
    return [...next, ...full.flatMap((row) => pick(row, carry))]
  })
  const holds = close(inputs, (z) => {
    const [C = [], , K = []] = cut(z, c, dc * order, k)
    return inline(condition)([...C, ...K])
  })
  const program = close([...operation.operands, ...repeated(order, pick(operation.operands, nonzero))], (z) => {
    const [args = [], given = []] = cut(z, c + k)
    const full = rowsOf(order, count(nonzero), given).map((row) => spread(nonzero, row).map((t, i) => t ?? zeros(entry(operation.operands, i))))
    return apply({ ...loop, condition: holds, body: wide, consts: c + dc * order }, [
      ...args.slice(0, c),
      ...full.flatMap((row) => pick(row.slice(0, c), held)),
      ...args.slice(c),
      ...full.flatMap((row) => pick(row.slice(c), carry)),
    ])
  })
  return { program, nonzero: carry }
}

// reverse ----------------------------------------------------------------------------------

/** The loop as a scan to its bound, whose carry begins with whether it still runs. */
const bounded = ({ condition, body, consts: c, checkpoint }: While, maxSteps: number, { operands }: Operation): Program => {
  const going = close(operands, (z) => {
    const next = inline(body)(z)
    return [...inline(condition)([...z.slice(0, c), ...next]), ...next]
  })
  const resting = close(operands, (z) => [constant(scalarTensor(0, 'bool')), ...z.slice(c)])
  const step = close([...operands.slice(0, c), aval('bool', []), ...operands.slice(c)], (z) => {
    const [held = [], running = [], carry = []] = cut(z, c, 1)
    return applyTo(condPrimitive, { yes: going, no: resting }, [...running, ...held, ...carry])
  })
  const loop = { body: step, consts: c, carry: operands.length - c + 1, length: maxSteps, reverse: false, checkpoint }
  return close(operands, (z) => applyTo(scanPrimitive, paramsOf(loop), [...z.slice(0, c), ...inline(condition)(z), ...z.slice(c)]).slice(1))
}

export const vjpWhile = (loop: While, operation: Operation, nonzero: Nonzero): Pair =>
  loop.maxSteps === null
    ? raise({ _tag: 'NoRule', operation: 'whileLoop', mode: 'reverse mode without a bound', hint: 'pass { maxSteps: n }, or use forward mode (jvp)' })
    : reverse(bounded(loop, loop.maxSteps, operation), nonzero)

// batching ---------------------------------------------------------------------------------

/** A mask of rows as a mask of everything in them. */
const rowwise = (mask: AnyExpr, { aval: { shape } }: AnyExpr): AnyExpr =>
  shape.length === 1 ? mask : entry(applyTo(broadcastToPrimitive, { shape, axes: [0] }, [mask]), 0)

export const batchWhile = (apply: ApplyWhile, loop: While, args: ReadonlyArray<AnyExpr>, batched: Nonzero, size: number): Batched => {
  const { body, condition, consts: c } = loop
  const held = batched.slice(0, c)
  const least = settled(held, batched.slice(c), (marks) => batch(body, marks, size).batched)
  // Rows that end at different times differ in every part of the carry.
  const apart = entry(batch(condition, [...held, ...least], size).batched, 0)
  const carry = apart ? least.map(() => true) : least
  const marks = [...held, ...carry]
  const [ends, wide] = [batch(condition, marks, size), batch(body, marks, size)]
  const next = (z: ReadonlyArray<AnyExpr>): ReadonlyArray<AnyExpr> =>
    inline(wide.program)(z).map((value, j) => (carry[j] ? withBatch(size, { value, batched: entry(wide.batched, j) }) : value))
  const frozen = (): While => ({
    ...loop,
    condition: close(ends.program.inputs, (z) => [masks(expressions, wherePrimitive).some(aval('float64', [size]), entry(inline(ends.program)(z), 0))]),
    body: close(wide.program.inputs, (z) => {
      const running = entry(inline(ends.program)(z), 0)
      return next(z).map((value, j) => entry(applyTo(wherePrimitive, none, [rowwise(running, value), value, entry(z, c + j)]), 0))
    }),
  })
  const results = apply(
    apart ? frozen() : { ...loop, condition: ends.program, body: close(wide.program.inputs, next) },
    args.map((value, i) => (i >= c && carry[i - c] ? withBatch(size, { value, batched: entry(batched, i) }) : value)),
  )
  return { results, batched: carry }
}
