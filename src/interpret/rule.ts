/**
 * A primitive's derivative rule as programs: rules are written in the user's own language, traced
 * here once for each set of shapes, and then folded in whatever algebra is at work.
 */
import { entry } from '../entry.ts'
import type { Aval } from '../array/aval.ts'
import { stretch } from '../basis/broadcast.ts'
import { add, mul } from '../basis/arithmetic.ts'
import { raise } from '../failure.ts'
import { applyTo, number } from '../program/expr.ts'
import type { AnyExpr, Expr, Nonzero, Operation, Pair, Params, Primitive, Program, Pushforward, Term } from '../program/model.ts'
import { toExpr } from '../program/operate.ts'
import { close, inline, trace } from '../program/trace.ts'
import { phantom } from '../type/phantom.ts'

// Rules see float64 operands as Expr; the caller has checked that those with a tangent are.
const floats = (xs: ReadonlyArray<AnyExpr>): ReadonlyArray<Expr> => phantom(xs)
const float = (x: AnyExpr): Expr => phantom(x)

/** A rule's answer as an expression of the given shape. */
const shaped = (term: Term, of: Aval): AnyExpr => (typeof term === 'number' ? toExpr('rule', stretch(number(term), of.shape)) : term)

const zeros = (of: Aval): AnyExpr => shaped(0, of)

/** ∂ · v; a partial of 0 is a structural zero and one of 1 no multiplication. */
const scaled = (partial: Term, v: AnyExpr): AnyExpr | null => {
  if (partial === 0) return null
  return partial === 1 ? v : mul(typeof partial === 'number' ? partial : float(partial), float(v))
}

const total = (terms: ReadonlyArray<AnyExpr | null>): AnyExpr | null =>
  terms.reduce((sum, term) => (sum === null ? term : term === null ? sum : add(float(sum), float(term))), null)

// forward ----------------------------------------------------------------------------------

/** Tangents of the results, null where structurally zero. */
const tangentsOf = (
  operation: Operation,
  args: ReadonlyArray<AnyExpr>,
  answers: ReadonlyArray<AnyExpr>,
  tangents: ReadonlyArray<AnyExpr | null>,
): ReadonlyArray<AnyExpr | null> => {
  const { primitive, params, operands, results } = operation
  const rule = primitive.derivative
  switch (rule._tag) {
    case 'Partials':
      return rule.partials(floats(args), floats(answers), params).map((row) => total(tangents.map((t, i) => (t === null ? null : scaled(entry(row, i), t)))))
    case 'Jvp':
      return rule
        .jvp(
          params,
          floats(args),
          floats(answers),
          tangents.map((t) => (t === null ? null : float(t))),
        )
        .map((t, j) => (typeof t === 'number' ? shaped(t, entry(results, j)) : t))
    case 'Linear': {
      const linear = rule.linear(params, operands)
      if (!tangents.some((t, i) => t !== null && linear[i])) return results.map(() => null)
      return applyTo(
        primitive,
        params,
        args.map((arg, i) => (linear[i] ? (tangents[i] ?? zeros(arg.aval)) : arg)),
      )
    }
    case 'Multilinear':
      return [
        total(
          tangents.map((t, i) =>
            t === null
              ? null
              : entry(
                  applyTo(
                    primitive,
                    params,
                    args.map((arg, k) => (k === i ? t : arg)),
                  ),
                  0,
                ),
          ),
        ),
      ]
    case 'Select': {
      const [mask = fail(operation)] = args
      const [, x = null, y = null] = tangents
      const arm = (t: AnyExpr | null): AnyExpr => t ?? zeros(entry(results, 0))
      return x === null && y === null ? [null] : applyTo(primitive, params, [mask, arm(x), arm(y)])
    }
    case 'Constant':
    case 'Holder':
      return results.map(() => null)
  }
}

const fail = (operation: Operation): never =>
  raise({ _tag: 'Argument', operation: operation.primitive.name, reason: 'its derivative rule does not answer for every result' })

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

/** How a program linear in some inputs is turned round; supplied by reverse mode itself. */
export type Reverse = (program: Program, nonzero: Nonzero) => Pair

/**
 * A pair of programs from one description: what is computed forward, and how cotangents go back.
 * The residuals are exactly what tracing the way back captures.
 */
export const pairOf = (
  inputs: ReadonlyArray<Aval>,
  build: (xs: ReadonlyArray<AnyExpr>) => {
    readonly answers: ReadonlyArray<AnyExpr>
    readonly back: (cotangents: ReadonlyArray<AnyExpr>) => ReadonlyArray<AnyExpr>
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

/** From cotangents of the answers to those of the arguments. */
type Back = (cotangents: ReadonlyArray<AnyExpr>) => ReadonlyArray<AnyExpr>

/**
 * The way back to the nonzero arguments. What does not depend on the cotangents (partial derivatives, what
 * the transpose of a jvp rule saves) is computed with the answers, so that it shares their work and is all
 * that is kept of them. A jvp rule is linear in its tangents, so reverse mode of it at tangent 0 is its transpose.
 */
const wayBack = (operation: Operation, nonzero: Nonzero, reverse: Reverse, args: ReadonlyArray<AnyExpr>, answers: ReadonlyArray<AnyExpr>): Back => {
  const { primitive, params, operands } = operation
  const rule = primitive.derivative
  const wanted = operands.map((_, i) => i).filter((i) => nonzero[i])
  const first = ([y = fail(operation)]: ReadonlyArray<AnyExpr>): Expr => float(y)
  switch (rule._tag) {
    case 'Partials': {
      const rows = rule.partials(floats(args), floats(answers), params)
      return (cotangents) => wanted.map((i) => total(rows.map((row, j) => scaled(entry(row, i), entry(cotangents, j)))) ?? zeros(entry(operands, i)))
    }
    case 'Linear':
      return (cotangents) => {
        const back = rule.transpose(params, first(cotangents), operands, args)
        return wanted.map((i) => shaped(back[i] ?? 0, entry(operands, i)))
      }
    case 'Multilinear':
      return (cotangents) => wanted.map((i) => shaped(rule.transpose(params, i, first(cotangents), operands, floats(args)), entry(operands, i)))
    case 'Jvp': {
      const self = rule.linear
      if (self !== undefined && wanted.every((i) => self.operands[i])) {
        return (cotangents) => {
          const back = self.transpose(floats(args), first(cotangents))
          return wanted.map((i) => shaped(back[i] ?? 0, entry(operands, i)))
        }
      }
      const given = rule.transpose
      if (given !== undefined) {
        return (cotangents) => {
          const back = given(floats(args), first(answers), first(cotangents))
          return wanted.map((i) => shaped(back[i] ?? 0, entry(operands, i)))
        }
      }
      const n = args.length
      const moving = some(operands, nonzero)
      const linear = close([...operands, ...answers.map((a) => a.aval), ...moving], (inputs) => {
        let next = n + answers.length
        const tangents = tangentsOf(
          operation,
          inputs.slice(0, n),
          inputs.slice(n, n + answers.length),
          operands.map((_, i) => (nonzero[i] ? entry(inputs, next++) : null)),
        )
        return tangents.map((t, j) => t ?? zeros(entry(answers, j).aval))
      })
      const { forward, pullback } = reverse(linear, [...operands.map(() => false), ...answers.map(() => false), ...moving.map(() => true)])
      const residuals = inline(forward)([...args, ...answers, ...moving.map(zeros)]).slice(answers.length)
      return (cotangents) => inline(pullback)([...residuals, ...cotangents])
    }
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
    if (hasParams(operation.params)) return make(operation, nonzero)
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

const hasParams = (params: Params): boolean => {
  for (const _ in params) return true
  return false
}

/** The forward rule of an operation, as a program. */
export const pushforward: (operation: Operation, nonzero: Nonzero) => Pushforward = /*#__PURE__*/ memo(tracePushforward)

/** The reverse rules of operations, as pairs of programs. */
export const pairs = (reverse: Reverse): ((operation: Operation, nonzero: Nonzero) => Pair) => memo(tracePair(reverse))
