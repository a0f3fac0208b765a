/**
 * Reverse mode of a scan and its batches, made by transforming its body.
 *
 * Which parts of the carry have a tangent (or a batch axis) depends on the body itself, so each rule
 * first iterates that pattern to its fixed point: it only ever grows, so it ends.
 */
import type { Aval } from '../array/aval.ts'
import { entry } from '../entry.ts'
import { reverse } from '../interpret/tape.ts'
import { pairOf } from '../interpret/rule.ts'
import { outputAvals } from '../program/avals.ts'
import type { AnyExpr, Atom, Batched, Nonzero, Operation, Pair, Program } from '../program/model.ts'
import { close, inline } from '../program/trace.ts'
import { addPrimitive } from '../basis/arithmetic.ts'
import { none } from '../basis/declare.ts'
import { applyTo } from '../program/expr.ts'
import { batch, withBatch } from '../transform/batch.ts'
import { active } from '../transform/activity.ts'
import { withProducts } from '../transform/residuals.ts'
import { count, cut, differentiable, either, pick, sameMask, spread, zeros } from '../transform/pick.ts'
import { type ApplyAdjoint, type ApplyLoop, type Loop, loopOf } from '../basis/loop.ts'
import { permute } from './shape.ts'
import { sealed } from '../program/seal.ts'

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

// reverse ----------------------------------------------------------------------------------

/** Where a residual of the body lives: among the constants, among the stacks, or newly stacked. */
type Home = { readonly _tag: 'Const' | 'Row'; readonly index: number } | { readonly _tag: 'Saved'; readonly index: number }

/** The home of what is there already; null of what must be saved. */
const homeOf = ({ body, consts, carry }: Loop, atom: Atom): Home | null => {
  if (atom._tag === 'Literal' || atom.index >= body.inputs.length) return null
  if (atom.index < consts) return { _tag: 'Const', index: atom.index }
  return atom.index < consts + carry ? null : { _tag: 'Row', index: atom.index }
}

const homes = (loop: Loop, residuals: ReadonlyArray<Atom>): ReadonlyArray<Home> => {
  let saved = 0
  return residuals.map((atom) => homeOf(loop, atom) ?? { _tag: 'Saved', index: saved++ })
}

/** Which of the results, and which of the sums over constants, cotangents are carried for. */
interface Moving {
  readonly outs: Nonzero
  readonly carry: ReadonlyArray<Aval>
  readonly rows: ReadonlyArray<Aval>
  readonly consts: ReadonlyArray<Aval>
}

const movingOf = ({ body, consts, carry: k }: Loop, pattern: Pattern): Moving => {
  const avals = outputAvals(body)
  const outs = avals.map((of, j) => differentiable(of) && (j >= k || entry(pattern.carry, j)))
  return {
    outs,
    carry: pick(avals.slice(0, k), outs.slice(0, k)),
    rows: pick(avals.slice(k), outs.slice(k)),
    consts: pick(body.inputs.slice(0, consts), pattern.consts),
  }
}

/** One step back: cotangents of the carry ++ sums over constants ++ cotangents of the rows. */
const stepBack = (
  { body }: Loop,
  pattern: Pattern,
  moving: Moving,
  pullback: Program,
  residuals: ReadonlyArray<AnyExpr>,
  sums: ReadonlyArray<AnyExpr>,
  rows: ReadonlyArray<AnyExpr>,
): ReadonlyArray<AnyExpr> => {
  const outs = outputAvals(body)
  const [gK = [], gC = []] = cut(sums, moving.carry.length)
  const cotangents = spread(moving.outs, [...gK, ...rows]).map((g, j) => g ?? zeros(entry(outs, j)))
  const [dC = [], dK = [], dX = []] = cut(inline(pullback)([...residuals, ...cotangents]), moving.consts.length, count(pattern.carry))
  return [...dK, ...gC.map((g, i) => entry(applyTo(addPrimitive, none, [g, entry(dC, i)]), 0)), ...dX]
}

/** What the way back starts from, and its answers by what they belong to. */
type Back = (run: (sums: ReadonlyArray<AnyExpr>, rows: ReadonlyArray<AnyExpr>) => ReadonlyArray<AnyExpr>, cotangents: ReadonlyArray<AnyExpr>) => Given

interface Given {
  readonly carry: ReadonlyArray<AnyExpr>
  readonly consts: ReadonlyArray<AnyExpr>
  readonly rows: ReadonlyArray<AnyExpr>
}

const returning =
  ({ carry: k }: Loop, moving: Moving): Back =>
  (run, cotangents) => {
    const sums = [...pick(cotangents.slice(0, k), moving.outs.slice(0, k)), ...moving.consts.map(zeros)]
    const out = run(sums, pick(cotangents.slice(k), moving.outs.slice(k)))
    const [carry = [], consts = [], rows = []] = cut(out, moving.carry.length, moving.consts.length)
    return { carry, consts, rows }
  }

/** The way back over residuals that every step has left. */
const backOver = (loop: Loop, pattern: Pattern, pullback: Program, residuals: ReadonlyArray<Home>, apply: ApplyLoop) => {
  const moving = movingOf(loop, pattern)
  const isConst = residuals.map((home) => home._tag === 'Const')
  const notConst = isConst.map((held) => !held)
  const avals = pullback.inputs.slice(0, residuals.length)
  const [c, g] = [count(isConst), moving.carry.length + moving.consts.length]
  const body = close([...pick(avals, isConst), ...moving.carry, ...moving.consts, ...pick(avals, notConst), ...moving.rows], (z) => {
    const [held = [], sums = [], saved = [], rows = []] = cut(z, c, g, count(notConst))
    const [h, s] = [spread(isConst, held), spread(notConst, saved)]
    const values = avals.map((of, r) => h[r] ?? s[r] ?? zeros(of))
    return stepBack(loop, pattern, moving, pullback, values, sums, rows)
  })
  const back = returning(loop, moving)
  return (values: ReadonlyArray<AnyExpr>, cotangents: ReadonlyArray<AnyExpr>): Given =>
    back(
      (sums, rows) =>
        apply({ body, consts: c, carry: g, length: loop.length, reverse: !loop.reverse, checkpoint: 0 }, [
          ...pick(values, isConst),
          ...sums,
          ...pick(values, notConst),
          ...rows,
        ]),
      cotangents,
    )
}

/** The way back over states that are computed again from few that are stored. */
const backAgain = (loop: Loop, pattern: Pattern, pair: Pair, apply: ApplyAdjoint) => {
  const { body, consts, carry: k, length, checkpoint } = loop
  const moving = movingOf(loop, pattern)
  const [n, g] = [body.inputs.length, moving.carry.length + moving.consts.length]
  const forward = close(body.inputs, (z) => inline(body)(z).slice(0, k))
  const backward = close([...body.inputs, ...moving.carry, ...moving.consts, ...moving.rows], (z) => {
    const [args = [], sums = [], rows = []] = cut(z, n, g)
    return stepBack(loop, pattern, moving, pair.pullback, inline(pair.forward)(args).slice(body.outputs.length), sums, rows)
  })
  const adjoint = { forward, backward, consts, states: k, rows: n - consts - k, sums: g, length, reverse: loop.reverse, checkpoint }
  const back = returning(loop, moving)
  return (args: ReadonlyArray<AnyExpr>, cotangents: ReadonlyArray<AnyExpr>): Given =>
    back((sums, rows) => apply(adjoint, [...args, ...sums, ...rows]), cotangents)
}

export const vjpScan = (apply: ApplyLoop, applyAdjoint: ApplyAdjoint, operation: Operation, nonzero: Nonzero): Pair => {
  const loop = loopOf(operation.params)
  const { body, consts: c, carry: k } = loop
  // A step may have a rule for reverse mode only, so forward mode is not asked what moves.
  const pattern = settled(patternOf(loop, nonzero), (mask) => active(body, mask))
  const pair = withProducts(reverse(body, all(pattern)), body.outputs.length, (atom) => homeOf(loop, atom) === null)
  // A carry that gained a tangent only inside the loop started without one.
  const started = pick(nonzero.slice(c, c + k), pattern.carry)
  const asked = (given: Given): ReadonlyArray<AnyExpr> => [...given.consts, ...pick(given.carry, started), ...given.rows]
  if (loop.checkpoint > 0) {
    const back = backAgain(loop, pattern, pair, applyAdjoint)
    return pairOf(operation.operands, (args) => ({ answers: apply(loop, args), back: (cotangents) => asked(back(args, cotangents)) }))
  }
  const m = body.outputs.length
  const residuals = homes(loop, pair.forward.outputs.slice(m))
  const saved = (_: unknown, j: number): boolean => j < m || residuals[j - m]?._tag === 'Saved'
  const saving: Program = sealed({ ...pair.forward, outputs: pair.forward.outputs.filter(saved), outputNames: pair.forward.outputNames.filter(saved) })
  const back = backOver(loop, pattern, pair.pullback, residuals, apply)
  return pairOf(operation.operands, (args) => {
    const out = apply({ ...loop, body: saving }, args)
    const kept = out.slice(m)
    const values = residuals.map((home) => (home._tag === 'Saved' ? entry(kept, home.index) : entry(args, home.index)))
    return { answers: out.slice(0, m), back: (cotangents) => asked(back(values, cotangents)) }
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
