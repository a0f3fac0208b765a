/**
 * Linearization of a program as two programs: what depends on the point is computed once, forward, and
 * the pushforward is a linear program of what that left behind and the tangents.
 *
 * Forward mode is run with the tangents put off: whatever a rule computes of primals alone is computed
 * at once, and the rest is written down and traced afterwards, so that the residuals are exactly what
 * that trace captures. A loop or a branch computes both in one operation; there the pullback, which is
 * already separate, is transposed.
 */
import type { Aval } from '../array/aval.ts'
import { entry } from '../entry.ts'
import { raise, failureOf } from '../failure.ts'
import { pushforward as ruleOf } from '../interpret/rule.ts'
import { outputAvals } from '../program/avals.ts'
import { applyTo, constant, expressions } from '../program/expr.ts'
import { fold } from '../program/fold.ts'
import type { Algebra, AnyExpr, Nonzero, Operation, Program, Pushforward } from '../program/model.ts'
import { close, trace } from '../program/trace.ts'
import { turned } from './linear.ts'
import { cut, differentiable, pick, spread, zeros } from './pick.ts'
import { sealed } from '../program/seal.ts'

/** Forward mode as two programs: `forward: x… → (y…, residuals)`, `pushforward: (residuals, ẋ…) → ẏ…`. */
export interface Linearized {
  readonly forward: Program
  readonly pushforward: Program
}

/** A value that is there already, or the result of something put off. */
type Value = { readonly _tag: 'Now'; readonly value: AnyExpr } | { readonly _tag: 'Later'; readonly index: number }

const now = (value: AnyExpr): Value => ({ _tag: 'Now', value })

/** An operation put off; its results are the next values in the order of the list. */
interface Put {
  readonly operation: Operation
  readonly args: ReadonlyArray<Value>
}

/** A primal and, unless it is structurally zero, its tangent. */
interface Linear {
  readonly primal: AnyExpr
  readonly tangent: Value | null
}

/** Operations put off so far, after so many tangents; the list is local to one linearization. */
interface Schedule {
  readonly algebra: Algebra<Value>
  readonly replay: (tangents: ReadonlyArray<AnyExpr>, wanted: ReadonlyArray<Value | null>, avals: ReadonlyArray<Aval>) => ReadonlyArray<AnyExpr>
}

const schedule = (tangents: number): Schedule => {
  const list: Array<Put> = []
  let next = tangents
  return {
    algebra: {
      literal: (value) => now(constant(value)),
      apply: (operation, args) => {
        const values = args.flatMap((arg) => (arg._tag === 'Now' ? [arg.value] : []))
        if (values.length === args.length) return applyTo(operation.primitive, operation.params, values).map(now)
        list.push({ operation, args })
        return operation.results.map(() => ({ _tag: 'Later', index: next++ }))
      },
    },
    replay: (given, wanted, avals) => {
      const values = [...given]
      const at = (value: Value): AnyExpr => (value._tag === 'Now' ? value.value : entry(values, value.index))
      for (const { operation, args } of list) for (const result of applyTo(operation.primitive, operation.params, args.map(at))) values.push(result)
      return wanted.map((value, j) => (value === null ? zeros(entry(avals, j)) : at(value)))
    },
  }
}

/** Whether a rule hands tangents to an operation that holds programs, and so would put off primals too. */
const entangled = ({ program }: Pushforward, primals: number): boolean => {
  const moving = program.inputs.map((_, i) => i >= primals)
  for (const { primitive, args, results } of program.equations) {
    const any = args.some((atom) => atom._tag === 'Ref' && moving[atom.index])
    if (any && primitive.derivative._tag === 'Holder') return true
    for (const _ of results) moving.push(any)
  }
  return false
}

/** An operation that holds programs, through its pullback; null where it has no reverse rule. */
const throughPullback = (operation: Operation, nonzero: Nonzero, args: ReadonlyArray<Linear>, later: Schedule): ReadonlyArray<Linear> | null => {
  const { derivative } = operation.primitive
  if (derivative._tag !== 'Holder') return null
  try {
    const { forward, pullback } = derivative.vjp(operation, nonzero)
    const m = operation.results.length
    const residualCount = pullback.inputs.length - m
    const moving = operation.results.map(differentiable)
    const push = turned(pullback, [...pullback.inputs.slice(0, residualCount).map(() => false), ...moving])
    const [answers = [], residuals = []] = cut(fold(expressions)(forward)(args.map((arg) => arg.primal)), m)
    const still = answers.filter((_, j) => !moving[j]).map((y) => now(zeros(y.aval)))
    const tangents = args.flatMap((arg) => arg.tangent ?? [])
    const out = spread(moving, fold(later.algebra)(push)([...residuals.map(now), ...still, ...tangents]))
    return answers.map((primal, j) => ({ primal, tangent: entry(out, j) }))
  } catch (error) {
    const failure = failureOf(error)
    if (failure._tag === 'Some' && failure.value._tag === 'NoRule') return null
    throw error
  }
}

const linearizing = (later: Schedule): Algebra<Linear> => ({
  literal: (value) => ({ primal: constant(value), tangent: null }),
  apply: (operation, args) => {
    const primals = args.map((arg) => arg.primal)
    const nonzero = args.map((arg) => arg.tangent !== null)
    if (!nonzero.includes(true)) return applyTo(operation.primitive, operation.params, primals).map((primal) => ({ primal, tangent: null }))
    const rule = ruleOf(operation, nonzero)
    const split = entangled(rule, primals.length) ? throughPullback(operation, nonzero, args, later) : null
    if (split !== null) return split
    const out = fold(later.algebra)(rule.program)([...primals.map(now), ...args.flatMap((arg) => arg.tangent ?? [])])
    const [answers = [], tangents = []] = cut(out, operation.results.length)
    const moved = spread(rule.nonzero, tangents)
    // Of an operation that had to be put off as a whole the answers are wanted now all the same.
    const put = answers.some((answer) => answer._tag === 'Later') ? applyTo(operation.primitive, operation.params, primals) : []
    return answers.map((answer, j) => ({ primal: answer._tag === 'Now' ? answer.value : entry(put, j), tangent: moved[j] ?? null }))
  },
})

/**
 * The linearization of a program at an unknown point, along the inputs marked. The pushforward answers
 * with a tangent for every float output, zero or not.
 */
export const linearize = (program: Program, nonzero: Nonzero): Linearized => {
  const moving = pick(program.inputs, nonzero)
  const avals = outputAvals(program)
  const floats = avals.map(differentiable)
  const made: { pushforward: Program | null } = { pushforward: null }
  const forward = close(
    program.inputs,
    (xs) => {
      const later = schedule(moving.length)
      let next = 0
      const outs = fold(linearizing(later))(program)(xs.map((primal, i) => ({ primal, tangent: nonzero[i] ? { _tag: 'Later', index: next++ } : null })))
      const wanted = pick(
        outs.map((out) => out.tangent),
        floats,
      )
      const pushed = trace(
        moving,
        (ts) => later.replay(ts, wanted, pick(avals, floats)),
        pick(program.names, nonzero).map((name) => (name === '' ? '' : `d${name}`)),
      )
      made.pushforward = sealed({ ...pushed.program, outputNames: pick(program.outputNames, floats).map((name) => (name === '' ? '' : `d${name}`)) })
      return [...outs.map((out) => out.primal), ...pushed.captured]
    },
    program.names,
  )
  const named = sealed({ ...forward, outputNames: forward.outputs.map((_, j) => program.outputNames[j] ?? '') })
  return { forward: named, pushforward: made.pushforward ?? raise({ _tag: 'Argument', operation: 'linearize', reason: 'the pushforward was not traced' }) }
}
