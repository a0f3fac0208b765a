/**
 * The branch: of two programs on the same operands, only the one chosen runs.
 *
 * Operands are a scalar mask ++ what both branches read. Under a batched mask both run and the results
 * are selected, since rows may disagree.
 */
import * as loops from '#loops'
import { type Aval, sameAval } from '../array/aval.ts'
import { showShape } from '../array/shape.ts'
import { elementOf } from '../array/tensor.ts'
import { wherePrimitive } from '../basis/choice.ts'
import { broadcastToPrimitive } from '../basis/broadcast.ts'
import { none, structural } from '../basis/declare.ts'
import { program } from '../basis/params.ts'
import { entry } from '../entry.ts'
import { raise } from '../failure.ts'
import { evaluation } from '../interpret/evaluate.ts'
import { eitherOf } from '../interpret/linearity.ts'
import { pairOf } from '../interpret/rule.ts'
import { reverse } from '../interpret/tape.ts'
import { outputAvals } from '../program/avals.ts'
import { applyTo } from '../program/expr.ts'
import { fold } from '../program/fold.ts'
import type { AnyExpr, Batched, Nonzero, Operation, Pair, Params, Primitive, Program, Pushforward } from '../program/model.ts'
import { close, inline } from '../program/trace.ts'
import { batch, withBatch } from '../transform/batch.ts'
import { forward } from '../transform/forward.ts'
import { taylorTo } from '../transform/jet.ts'
import { type Push, repeated, rowsOf } from '../transform/orders.ts'
import { count, cut, either, pick, spread, zeros } from '../transform/pick.ts'

const branchesOf = (params: Params): { readonly yes: Program; readonly no: Program } => ({
  yes: program('cond', params, 'yes'),
  no: program('cond', params, 'no'),
})

const choose = (yes: Program, no: Program, args: ReadonlyArray<AnyExpr>): ReadonlyArray<AnyExpr> => applyTo(condPrimitive, { yes, no }, args)

const infer = (params: Params, operands: ReadonlyArray<Aval>): ReadonlyArray<Aval> => {
  const { yes, no } = branchesOf(params)
  const [mask, ...rest] = operands
  if (mask === undefined || mask.dtype !== 'bool' || mask.shape.length > 0) {
    return raise({
      _tag: 'DType',
      operation: 'cond',
      dtypes: [mask?.text ?? 'nothing'],
      reason: 'the first argument must be a scalar mask',
      hint: 'compare scalars with lt, gt, eq, …; for an array of choices use where',
    })
  }
  for (const branch of [yes, no]) {
    if (branch.inputs.length !== rest.length || !branch.inputs.every((of, i) => sameAval(of, entry(rest, i))))
      return raise({ _tag: 'Shape', operation: 'cond', shapes: rest.map((of) => showShape(of.shape)), reason: 'do not fit a branch' })
  }
  const [a, b] = [outputAvals(yes), outputAvals(no)]
  if (a.length !== b.length) return raise({ _tag: 'Arity', operation: 'cond', expected: `${a.length} results from both branches`, got: b.length })
  a.forEach((of, j) => {
    if (!sameAval(of, entry(b, j)))
      raise({ _tag: 'Shape', operation: 'cond', shapes: [of.text, entry(b, j).text], reason: `differ: result ${j} of the two branches` })
  })
  return a
}

/** A branch's outputs at the positions marked, zeros elsewhere. */
const filled = (mask: Nonzero, own: Nonzero, values: ReadonlyArray<AnyExpr>, avals: ReadonlyArray<Aval>): ReadonlyArray<AnyExpr> =>
  pick(
    spread(own, values).map((value, j) => value ?? zeros(entry(avals, j))),
    mask,
  )

/** Both branches as programs of values and coefficients up to an order, with coefficients of the results that either branch moves. */
const pushed = (operation: Operation, nonzero: Nonzero, order: number, transform: Push): Pushforward => {
  const { yes, no } = branchesOf(operation.params)
  const [y, n] = [transform(yes, nonzero.slice(1)), transform(no, nonzero.slice(1))]
  const mask = either(y.nonzero, n.nonzero)
  const avals = outputAvals(yes)
  const branch = (of: Pushforward): Program =>
    close(of.program.inputs, (z) => {
      const [primals = [], coefficients = []] = cut(inline(of.program)(z), avals.length)
      return [...primals, ...rowsOf(order, count(of.nonzero), coefficients).flatMap((row) => filled(mask, of.nonzero, row, avals))]
    })
  const [byes, bno] = [branch(y), branch(n)]
  const moving = repeated(order, pick(operation.operands, nonzero))
  return { program: close([...operation.operands, ...moving], (z) => choose(byes, bno, z)), nonzero: mask }
}

const jvp = (operation: Operation, nonzero: Nonzero): Pushforward => pushed(operation, nonzero, 1, forward)

const jet = (operation: Operation, nonzero: Nonzero, order: number): Pushforward => pushed(operation, nonzero, order, taylorTo(order))

/** A branch's residuals: those that are operands already, and those to be handed on. */
const saved = (of: Pair, outputs: number): Nonzero =>
  of.forward.outputs.slice(outputs).map((atom) => !(atom._tag === 'Ref' && atom.index < of.forward.inputs.length))

const vjp = (operation: Operation, nonzero: Nonzero): Pair => {
  const { yes, no } = branchesOf(operation.params)
  const moving = nonzero.slice(1)
  const [y, n] = [reverse(yes, moving), reverse(no, moving)]
  const avals = outputAvals(yes)
  const m = avals.length
  const [ys, ns] = [saved(y, m), saved(n, m)]
  const residualsOf = (of: Pair): ReadonlyArray<Aval> => of.pullback.inputs.slice(0, of.pullback.inputs.length - m)
  const [ya, na] = [pick(residualsOf(y), ys), pick(residualsOf(n), ns)]
  const running = (of: Pair, mask: Nonzero, record: (own: ReadonlyArray<AnyExpr>) => ReadonlyArray<AnyExpr>): Program =>
    close(of.forward.inputs, (z) => {
      const [answers = [], residuals = []] = cut(inline(of.forward)(z), m)
      return [...answers, ...record(pick(residuals, mask))]
    })
  const fyes = running(y, ys, (own) => [...own, ...na.map(zeros)])
  const fno = running(n, ns, (own) => [...ya.map(zeros), ...own])
  const operands = operation.operands.slice(1)
  const back = (of: Pair, mask: Nonzero, from: 0 | 1): Program =>
    close([...operands, ...ya, ...na, ...avals], (z) => {
      const [args = [], yr = [], nr = [], cotangents = []] = cut(z, operands.length, ya.length, na.length)
      const own = spread(mask, from === 0 ? yr : nr)
      const residuals = of.forward.outputs
        .slice(m)
        .map((atom, r) => own[r] ?? (atom._tag === 'Ref' ? entry(args, atom.index) : zeros(entry(residualsOf(of), r))))
      return inline(of.pullback)([...residuals, ...cotangents])
    })
  const [byes, bno] = [back(y, ys, 0), back(n, ns, 1)]
  return pairOf(operation.operands, (args) => {
    const [answers = [], record = []] = cut(choose(fyes, fno, args), m)
    return { answers, back: (cotangents) => choose(byes, bno, [...args, ...record, ...cotangents]) }
  })
}

const batchCond = (operation: Operation, args: ReadonlyArray<AnyExpr>, batched: Nonzero, size: number): Batched => {
  const { yes, no } = branchesOf(operation.params)
  const moving = batched.slice(1)
  const [y, n] = [batch(yes, moving, size), batch(no, moving, size)]
  const [mask, rest] = [entry(args, 0), args.slice(1)]
  if (!batched[0]) {
    const marks = either(y.batched, n.batched)
    const even = (of: { readonly program: Program; readonly batched: Nonzero }): Program =>
      close(of.program.inputs, (z) => inline(of.program)(z).map((value, j) => (marks[j] ? withBatch(size, { value, batched: entry(of.batched, j) }) : value)))
    return { results: choose(even(y), even(n), args), batched: marks }
  }
  const arms = [y, n].map((of) => inline(of.program)(rest).map((value, j) => withBatch(size, { value, batched: entry(of.batched, j) })))
  const [a, b] = [entry(arms, 0), entry(arms, 1)]
  const results = a.map((value, j) => {
    const { shape } = value.aval
    const wide = shape.length === 1 ? mask : entry(applyTo(broadcastToPrimitive, { shape, axes: [0] }, [mask]), 0)
    return entry(applyTo(wherePrimitive, none, [wide, value, entry(b, j)]), 0)
  })
  return { results, batched: results.map(() => true) }
}

export const condPrimitive: Primitive = /*#__PURE__*/ structural({
  name: 'cond',
  lowering: 'cond',
  loops: loops.cond,
  arity: null,
  infer,
  evaluate: ({ params }, [mask, ...rest]) => {
    const { yes, no } = branchesOf(params)
    return fold(evaluation)(mask !== undefined && elementOf(mask) === 1 ? yes : no)(rest)
  },
  derivative: {
    _tag: 'Holder',
    jvp,
    vjp,
    jet,
    dependence: ({ params, results }, [mask, ...rest], within) => {
      if (mask === 'Linear' || mask === 'Nonlinear') return results.map(() => 'Nonlinear')
      const { yes, no } = branchesOf(params)
      const other = within(no, rest)
      return within(yes, rest).map((of, j) => eitherOf(of, entry(other, j)))
    },
  },
  batch: batchCond,
})
