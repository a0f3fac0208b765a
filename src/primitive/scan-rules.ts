/**
 * A scan's derivatives and its batches, all made by transforming its body.
 *
 * Which parts of the carry have a tangent (or a batch axis) depends on the body itself, so each rule
 * first iterates that pattern to its fixed point: it only ever grows, so it ends.
 */
import { entry } from '../entry.ts'
import { reverse } from '../interpret/tape.ts'
import { pairOf } from '../interpret/rule.ts'
import { outputAvals } from '../program/avals.ts'
import type { AnyExpr, Batched, Nonzero, Operation, Pair, Program, Pushforward } from '../program/model.ts'
import { close, inline } from '../program/trace.ts'
import { addPrimitive } from '../basis/arithmetic.ts'
import { none } from '../basis/declare.ts'
import { applyTo } from '../program/expr.ts'
import { batch, withBatch } from '../transform/batch.ts'
import { forward } from '../transform/forward.ts'
import { count, cut, differentiable, either, pick, sameMask, spread, zeros } from '../transform/pick.ts'
import { type ApplyLoop, type Loop, loopOf } from './loop.ts'
import { permute } from './shape.ts'

/** A pattern over constants, carry and rows. */
interface Pattern {
  readonly consts: Nonzero
  readonly carry: Nonzero
  readonly rows: Nonzero
}

const patternOf = ({ consts, carry }: Loop, mask: Nonzero): Pattern => {
  const [c = [], k = [], x = []] = cut(mask, consts, carry)
  return { consts: c, carry: k, rows: x }
}

const all = ({ consts, carry, rows }: Pattern): Nonzero => [...consts, ...carry, ...rows]

/** The least pattern of the carry that the body maps into itself. */
const settled = (start: Pattern, out: (mask: Nonzero) => Nonzero): Pattern => {
  const next = { ...start, carry: either(start.carry, out(all(start)).slice(0, start.carry.length)) }
  return sameMask(next.carry, start.carry) ? start : settled(next, out)
}

const present = <T>(xs: ReadonlyArray<T | null>): ReadonlyArray<T> => xs.flatMap((x) => (x === null ? [] : [x]))

export const jvpScan = (apply: ApplyLoop, operation: Operation, nonzero: Nonzero): Pushforward => {
  const loop = loopOf(operation.params)
  const { body, carry: k } = loop
  const pattern = settled(patternOf(loop, nonzero), (mask) => forward(body, mask).nonzero)
  const moved = forward(body, all(pattern))
  const outs = outputAvals(body)
  const ys = moved.nonzero.slice(k)
  const [dc, dk] = [count(pattern.consts), count(pattern.carry)]
  const [c, x] = [loop.consts, body.inputs.length - loop.consts - k]
  const avals = cut(body.inputs, c, k)
  const tangents = cut(pick(body.inputs, all(pattern)), dc, dk)
  // Constants ++ their tangents, carry ++ its tangents, rows ++ their tangents.
  const inputs = [0, 1, 2].flatMap((i) => [...entry(avals, i), ...entry(tangents, i)])
  const wide = close(inputs, (z) => {
    const [C = [], dC = [], K = [], dK = [], X = [], dX = []] = cut(z, c, dc, k, dk, x)
    const out = inline(moved.program)([...C, ...K, ...X, ...dC, ...dK, ...dX])
    const [P = [], T = []] = cut(out, outs.length)
    const full = spread(moved.nonzero, T)
    const dCarry = pick(
      full.slice(0, k).map((t, j) => t ?? zeros(entry(outs, j))),
      pattern.carry,
    )
    return [...P.slice(0, k), ...dCarry, ...P.slice(k), ...present(full.slice(k))]
  })
  const program = close([...operation.operands, ...pick(operation.operands, nonzero)], (z) => {
    const [args = [], given = []] = cut(z, operation.operands.length)
    const full = spread(nonzero, given).map((t, i) => t ?? zeros(entry(operation.operands, i)))
    const [C = [], K = [], X = []] = cut(args, c, k)
    const [dC = [], dK = [], dX = []] = cut(full, c, k)
    const out = apply({ ...loop, body: wide, consts: c + dc, carry: k + dk }, [
      ...C,
      ...pick(dC, pattern.consts),
      ...K,
      ...pick(dK, pattern.carry),
      ...X,
      ...pick(dX, pattern.rows),
    ])
    const [last = [], dLast = [], Y = [], dY = []] = cut(out, k, dk, outs.length - k)
    return [...last, ...Y, ...dLast, ...dY]
  })
  return { program, nonzero: [...pattern.carry, ...ys] }
}

// reverse ----------------------------------------------------------------------------------

/** Where a residual of the body lives: among the constants, among the stacks, or newly stacked. */
type Home = { readonly _tag: 'Const' | 'Row'; readonly index: number } | { readonly _tag: 'Saved'; readonly index: number }

const homes = (loop: Loop, forwardBody: Program, outputs: number): ReadonlyArray<Home> => {
  let saved = 0
  return forwardBody.outputs.slice(outputs).map((atom) => {
    if (atom._tag === 'Ref' && atom.index < loop.consts) return { _tag: 'Const', index: atom.index }
    if (atom._tag === 'Ref' && atom.index >= loop.consts + loop.carry && atom.index < forwardBody.inputs.length) return { _tag: 'Row', index: atom.index }
    return { _tag: 'Saved', index: saved++ }
  })
}

const backward = (loop: Loop, pattern: Pattern, pullback: Program, residuals: ReadonlyArray<Home>, apply: ApplyLoop) => {
  const outs = outputAvals(loop.body)
  const k = loop.carry
  const isConst = residuals.map((home) => home._tag === 'Const')
  const notConst = isConst.map((held) => !held)
  const residualAvals = pullback.inputs.slice(0, residuals.length)
  const moving = outs.map((of, j) => differentiable(of) && (j >= k || (pattern.carry[j] ?? false)))
  const [gCarry, gRows] = [pick(outs.slice(0, k), moving.slice(0, k)), pick(outs.slice(k), moving.slice(k))]
  const constAvals = pick(loop.body.inputs.slice(0, loop.consts), pattern.consts)
  const body = close([...pick(residualAvals, isConst), ...gCarry, ...constAvals, ...pick(residualAvals, notConst), ...gRows], (z) => {
    const [held = [], gK = [], gC = [], saved = [], gY = []] = cut(z, count(isConst), gCarry.length, constAvals.length, count(notConst))
    const [h, s] = [spread(isConst, held), spread(notConst, saved)]
    const cotangents = spread(moving, [...gK, ...gY]).map((g, j) => g ?? zeros(entry(outs, j)))
    const back = inline(pullback)([...residuals.map((_, r) => h[r] ?? entry(s, r) ?? zeros(entry(residualAvals, r))), ...cotangents])
    const [dC = [], dK = [], dX = []] = cut(back, constAvals.length, count(pattern.carry))
    return [...dK, ...gC.map((g, i) => entry(applyTo(addPrimitive, none, [g, entry(dC, i)]), 0)), ...dX]
  })
  return (values: ReadonlyArray<AnyExpr>, cotangents: ReadonlyArray<AnyExpr>) => {
    const out = apply({ body, consts: count(isConst), carry: gCarry.length + constAvals.length, length: loop.length, reverse: !loop.reverse }, [
      ...pick(values, isConst),
      ...pick(cotangents.slice(0, k), moving.slice(0, k)),
      ...constAvals.map(zeros),
      ...pick(values, notConst),
      ...pick(cotangents.slice(k), moving.slice(k)),
    ])
    const [gK = [], gC = [], gX = []] = cut(out, gCarry.length, constAvals.length)
    return { carry: gK, consts: gC, rows: gX }
  }
}

export const vjpScan = (apply: ApplyLoop, operation: Operation, nonzero: Nonzero): Pair => {
  const loop = loopOf(operation.params)
  const { body, consts: c, carry: k } = loop
  const pattern = settled(patternOf(loop, nonzero), (mask) => forward(body, mask).nonzero)
  const pair = reverse(body, all(pattern))
  const m = body.outputs.length
  const residuals = homes(loop, pair.forward, m)
  const saved = (_: unknown, j: number): boolean => j < m || residuals[j - m]?._tag === 'Saved'
  const saving: Program = Object.freeze({ ...pair.forward, outputs: pair.forward.outputs.filter(saved), outputNames: pair.forward.outputNames.filter(saved) })
  const back = backward(loop, pattern, pair.pullback, residuals, apply)
  return pairOf(operation.operands, (args) => {
    const out = apply({ ...loop, body: saving }, args)
    const kept = out.slice(m)
    const values = residuals.map((home) => (home._tag === 'Saved' ? entry(kept, home.index) : entry(args, home.index)))
    return {
      answers: out.slice(0, m),
      back: (cotangents) => {
        const given = back(values, cotangents)
        // A carry that gained a tangent only inside the loop started without one.
        const asked = nonzero.slice(c, c + k)
        return [...given.consts, ...given.carry.filter((_, i) => pick(asked, pattern.carry)[i]), ...given.rows]
      },
    }
  })
}

// batching ---------------------------------------------------------------------------------

/** The first two axes exchanged. */
const swap = (x: AnyExpr): AnyExpr => permute(x, [1, 0, ...x.aval.shape.slice(2).map((_, i) => i + 2)])

export const batchScan = (apply: ApplyLoop, operation: Operation, args: ReadonlyArray<AnyExpr>, batched: Nonzero, size: number): Batched => {
  const loop = loopOf(operation.params)
  const { body, consts: c, carry: k } = loop
  const pattern = settled(patternOf(loop, batched), (mask) => batch(body, mask, size).batched)
  const wide = batch(body, all(pattern), size)
  const mask = [...pattern.carry, ...wide.batched.slice(k)]
  const even = close(wide.program.inputs, (z) =>
    inline(wide.program)(z).map((value, j) => (mask[j] ? withBatch(size, { value, batched: entry(wide.batched, j) }) : value)),
  )
  const out = apply(
    { ...loop, body: even },
    args.map((value, i) => {
      if (i < c) return value
      if (i < c + k) return pattern.carry[i - c] ? withBatch(size, { value, batched: entry(batched, i) }) : value
      return batched[i] ? swap(value) : value
    }),
  )
  return { results: out.map((value, j) => (j >= k && mask[j] ? swap(value) : value)), batched: mask }
}
