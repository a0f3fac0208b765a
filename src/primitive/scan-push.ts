/**
 * Forward and Taylor mode of a scan: one loop whose body carries tangents, or the coefficients of every order,
 * beside the values.
 */
import { entry } from '../entry.ts'
import type { AnyExpr, Nonzero, Operation, Pushforward } from '../program/model.ts'
import { outputAvals } from '../program/avals.ts'
import { close, inline } from '../program/trace.ts'
import { type Push, repeated, rowsOf, woven } from '../transform/orders.ts'
import { count, cut, either, pick, sameMask, spread, zeros } from '../transform/pick.ts'
import { type ApplyLoop, loopOf } from '../basis/loop.ts'

/**
 * `transform` gives the body coefficients up to the order. Operands are constants and their coefficients, carry
 * and its coefficients, stacks and their coefficients; within each, order after order.
 */
export const pushScan = (apply: ApplyLoop, operation: Operation, nonzero: Nonzero, order: number, transform: Push): Pushforward => {
  const loop = loopOf(operation.params)
  const { body, consts: c, carry: k } = loop
  const outs = outputAvals(body)
  // Which carries have coefficients depends on the body: the least pattern that it maps into itself.
  const settled = (marks: Nonzero): Nonzero => {
    const carried = either(marks.slice(c, c + k), transform(body, marks).nonzero.slice(0, k))
    const next = [...marks.slice(0, c), ...carried, ...marks.slice(c + k)]
    return sameMask(next, marks) ? marks : settled(next)
  }
  const pattern = settled(nonzero)
  const moved = transform(body, pattern)
  const carried = pattern.slice(c, c + k)
  const lengths = [count(pattern.slice(0, c)), count(carried), count(pattern.slice(c + k))]
  const [dc, dk, dx] = [entry(lengths, 0), entry(lengths, 1), entry(lengths, 2)]
  const avals = cut(body.inputs, c, k)
  const moving = cut(pick(body.inputs, pattern), dc, dk)
  const inputs = [0, 1, 2].flatMap((part) => [...entry(avals, part), ...repeated(order, entry(moving, part))])
  const wide = close(inputs, (z) => {
    const [C = [], dC = [], K = [], dK = [], X = [], dX = []] = cut(z, c, dc * order, k, dk * order, body.inputs.length - c - k)
    const out = inline(moved.program)([...C, ...K, ...X, ...woven(rowsOf(order, dc, dC), rowsOf(order, dk, dK), rowsOf(order, dx, dX))])
    const [values = [], rest = []] = cut(out, outs.length)
    const full = rowsOf(order, count(moved.nonzero), rest).map((row) => spread(moved.nonzero, row))
    const dCarry = full.flatMap((row) =>
      pick(
        row.slice(0, k).map((x, j) => x ?? zeros(entry(outs, j))),
        carried,
      ),
    )
    return [...values.slice(0, k), ...dCarry, ...values.slice(k), ...full.flatMap((row) => row.slice(k).flatMap((x) => (x === null ? [] : [x])))]
  })
  const ys = moved.nonzero.slice(k)
  const program = close([...operation.operands, ...repeated(order, pick(operation.operands, nonzero))], (z) => {
    const [args = [], given = []] = cut(z, operation.operands.length)
    const parts = rowsOf(order, count(nonzero), given).map((row) => {
      const full = spread(nonzero, row).map((x, i) => x ?? zeros(entry(operation.operands, i)))
      return cut(pick(full, pattern), dc, dk)
    })
    const [C = [], K = [], X = []] = cut(args, c, k)
    const of = (part: number): ReadonlyArray<AnyExpr> => parts.flatMap((row) => entry(row, part))
    const out = apply({ ...loop, body: wide, consts: c + dc * order, carry: k + dk * order }, [...C, ...of(0), ...K, ...of(1), ...X, ...of(2)])
    const [last = [], dLast = [], Y = [], dY = []] = cut(out, k, dk * order, outs.length - k)
    return [...last, ...Y, ...woven(rowsOf(order, dk, dLast), rowsOf(order, count(ys), dY))]
  })
  return { program, nonzero: [...carried, ...ys] }
}
