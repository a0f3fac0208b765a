/**
 * A primitive's derivative rule as programs: rules are written in the user's own language, traced
 * here once for each set of shapes, and then folded in whatever algebra is at work.
 */
import { isEmpty } from '../program/param.ts'
import { entry } from '../entry.ts'
import type { Aval } from '../array/aval.ts'
import { raise } from '../failure.ts'
import { applyTo } from '../program/expr.ts'
import type { AnyExpr, Back, Nonzero, Operation, Pair, Primitive, Program, Pushforward, Reverse } from '../program/model.ts'
import { close, trace } from '../program/trace.ts'
import { tangentsOf } from './tangents.ts'
import { floats, only, scaled, shaped, total, zeros } from './term.ts'

// forward ----------------------------------------------------------------------------------

const some = <T>(xs: ReadonlyArray<T>, mask: Nonzero): ReadonlyArray<T> => xs.filter((_, i) => mask[i])

const tracePushforward = (operation: Operation, nonzero: Nonzero): Pushforward => {
  if (operation.primitive.derivative._tag === 'Holder') return operation.primitive.derivative.jvp(operation, nonzero)
  const n = operation.operands.length
  let resulting: Nonzero = []
  const program = close([...operation.operands, ...some(operation.operands, nonzero)], (inputs) => {
    const args = inputs.slice(0, n)
    const answers = applyTo(operation.primitive, operation.params, args)
    let next = n
    const tangents = tangentsOf(
      operation,
      args,
      answers,
      args.map((_, i) => (nonzero[i] ? entry(inputs, next++) : null)),
    )
    resulting = tangents.map((t) => t !== null)
    return [...answers, ...tangents.filter((t) => t !== null)]
  })
  return { program, nonzero: resulting }
}

// reverse ----------------------------------------------------------------------------------

/**
 * A pair of programs from one description: what is computed forward, and how cotangents go back.
 * The residuals are exactly what tracing the way back captures.
 */
export const pairOf = (
  inputs: ReadonlyArray<Aval>,
  build: (xs: ReadonlyArray<AnyExpr>) => {
    readonly answers: ReadonlyArray<AnyExpr>
    readonly back: Back
  },
): Pair => {
  const made: { pullback: Program | null } = { pullback: null }
  const forward = close(inputs, (xs) => {
    const { answers, back } = build(xs)
    const { program, captured } = trace(
      answers.map((y) => y.aval),
      back,
    )
    made.pullback = program
    return [...answers, ...captured]
  })
  return { forward, pullback: made.pullback ?? raise({ _tag: 'Argument', operation: 'vjp', reason: 'the way back was not traced' }) }
}

/**
 * The way back to the nonzero arguments. What does not depend on the cotangents (partial derivatives, what
 * the transpose of a jvp rule saves) is computed with the answers, so that it shares their work and is all
 * that is kept of them.
 */
const wayBack = (operation: Operation, nonzero: Nonzero, reverse: Reverse, args: ReadonlyArray<AnyExpr>, answers: ReadonlyArray<AnyExpr>): Back => {
  const { primitive, params, operands } = operation
  const rule = primitive.derivative
  const wanted = operands.map((_, i) => i).filter((i) => nonzero[i])
  switch (rule._tag) {
    case 'Partials': {
      const rows = rule.partials(floats(args), floats(answers), params)
      return (cotangents) => wanted.map((i) => total(rows.map((row, j) => scaled(entry(row, i), entry(cotangents, j)))) ?? zeros(entry(operands, i)))
    }
    case 'Linear':
      return (cotangents) => {
        const back = rule.transpose(params, only(operation, cotangents), operands, args)
        return wanted.map((i) => shaped(back[i] ?? 0, entry(operands, i)))
      }
    case 'Multilinear':
      return (cotangents) => wanted.map((i) => shaped(rule.transpose(params, i, only(operation, cotangents), operands, floats(args)), entry(operands, i)))
    case 'Jvp':
      return rule.back(operation, nonzero, args, answers, reverse)
    case 'Select':
    case 'Constant':
    case 'Holder':
      return () => wanted.map((i) => zeros(entry(operands, i)))
  }
}

const tracePair =
  (reverse: Reverse) =>
  (operation: Operation, nonzero: Nonzero): Pair =>
    operation.primitive.derivative._tag === 'Holder'
      ? operation.primitive.derivative.vjp(operation, nonzero)
      : pairOf(operation.operands, (args) => {
          const answers = applyTo(operation.primitive, operation.params, args)
          return { answers, back: wayBack(operation, nonzero, reverse, args, answers) }
        })

// memory -----------------------------------------------------------------------------------

// A rule without parameters depends on shapes only, so its program is kept. The memo forgets when full.
const capacity = 512

const memo = <T>(make: (operation: Operation, nonzero: Nonzero) => T): ((operation: Operation, nonzero: Nonzero) => T) => {
  const known = new WeakMap<Primitive, Map<string, T>>()
  return (operation, nonzero) => {
    if (!isEmpty(operation.params)) return make(operation, nonzero)
    let key = ''
    for (let i = 0; i < operation.operands.length; i++) key += `${operation.operands[i]?.text}${nonzero[i] ? "'" : ','}`
    const of = known.get(operation.primitive) ?? new Map<string, T>()
    const hit = of.get(key)
    if (hit !== undefined) return hit
    if (of.size === 0) known.set(operation.primitive, of)
    if (of.size >= capacity) of.clear()
    const made = make(operation, nonzero)
    of.set(key, made)
    return made
  }
}

/** The forward rule of an operation, as a program. */
export const pushforward: (operation: Operation, nonzero: Nonzero) => Pushforward = /*#__PURE__*/ memo(tracePushforward)

/** The reverse rules of operations, as pairs of programs. */
export const pairs = (reverse: Reverse): ((operation: Operation, nonzero: Nonzero) => Pair) => memo(tracePair(reverse))
