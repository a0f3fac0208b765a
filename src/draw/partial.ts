/**
 * The derivative of one operation in symbols: its own rule, traced and lightly tidied.
 *
 * This is for reading. The text comes from the rule that the interpreters use, so it cannot say
 * something else than they compute; the numbers beside it in a trace are theirs.
 */
import { elementOf } from '../array/tensor.ts'
import { addPrimitive, mulPrimitive } from '../basis/arithmetic.ts'
import { wherePrimitive } from '../basis/choice.ts'
import { none } from '../basis/declare.ts'
import { andPrimitive } from '../basis/logic.ts'
import { entry } from '../entry.ts'
import { evaluation } from '../interpret/evaluate.ts'
import { pushforward } from '../interpret/rule.ts'
import { applyTo, constant, number } from '../program/expr.ts'
import { fold } from '../program/fold.ts'
import type { Algebra, AnyExpr, Nonzero, Operation, Params, Primitive, Program } from '../program/model.ts'
import { divPrimitive, negPrimitive, reciprocalPrimitive, subPrimitive } from '../primitive/arithmetic.ts'
import { powByBasePrimitive, powPrimitive } from '../primitive/power.ts'

// reading expressions ----------------------------------------------------------------------

const argsOf = (primitive: Primitive, x: AnyExpr): ReadonlyArray<AnyExpr> | null =>
  x.origin._tag === 'Node' && x.origin.primitive === primitive ? x.origin.args : null

const isConstant = (x: AnyExpr): boolean => x.origin._tag === 'Constant'
const is = (x: AnyExpr, value: number): boolean => x.origin._tag === 'Constant' && x.shape.length === 0 && elementOf(x.origin.value) === value

// tidying ----------------------------------------------------------------------------------

const raw = (primitive: Primitive, ...args: ReadonlyArray<AnyExpr>): AnyExpr => entry(applyTo(primitive, none, args), 0)

const minus = (x: AnyExpr): AnyExpr => {
  if (x.origin._tag === 'Constant' && x.shape.length === 0) return number(-elementOf(x.origin.value))
  const [twice] = argsOf(negPrimitive, x) ?? []
  return twice ?? raw(negPrimitive, x)
}

/** a + b; a − b where b is negative. */
export const plus = (a: AnyExpr, b: AnyExpr): AnyExpr => {
  if (is(a, 0)) return b
  if (is(b, 0)) return a
  const [negated] = argsOf(negPrimitive, b) ?? []
  if (negated !== undefined) return raw(subPrimitive, a, negated)
  return b.origin._tag === 'Constant' && b.shape.length === 0 && elementOf(b.origin.value) < 0 ? raw(subPrimitive, a, minus(b)) : raw(addPrimitive, a, b)
}

/** a / b, a sign in front of it. */
const over = (a: AnyExpr, b: AnyExpr): AnyExpr => {
  const [negated] = argsOf(negPrimitive, a) ?? []
  return is(b, 1) ? a : negated === undefined ? raw(divPrimitive, a, b) : minus(raw(divPrimitive, negated, b))
}

/** a · b with signs and constants in front, and one fraction where there were factors. */
const times = (a: AnyExpr, b: AnyExpr): AnyExpr => {
  for (const [x, y] of [
    [a, b],
    [b, a],
  ] as const) {
    if (is(x, 1)) return y
    if (is(x, -1)) return minus(y)
    const [negated] = argsOf(negPrimitive, x) ?? []
    if (negated !== undefined) return minus(times(x === a ? negated : y, x === a ? y : negated))
  }
  if (isConstant(a)) return raw(mulPrimitive, a, b)
  if (isConstant(b)) return raw(mulPrimitive, b, a)
  const [bottom] = argsOf(reciprocalPrimitive, b) ?? []
  if (bottom !== undefined) return over(a, bottom)
  const [over1, under] = argsOf(divPrimitive, b) ?? []
  if (over1 !== undefined && under !== undefined) return over(times(a, over1), under)
  const [scale, rest] = argsOf(mulPrimitive, b) ?? []
  if (scale !== undefined && rest !== undefined && isConstant(scale)) return raw(mulPrimitive, scale, times(a, rest))
  return raw(mulPrimitive, a, b)
}

/** a ∧ b, of which one may be known. */
const both = (a: AnyExpr, b: AnyExpr): AnyExpr => (is(a, 0) || is(b, 1) ? a : is(b, 0) || is(a, 1) ? b : raw(andPrimitive, a, b))

/** An expression, and whether the tangent is in it: tangents come first in a product. */
interface Term {
  readonly of: AnyExpr
  readonly moving: boolean
}

const tidy = (primitive: Primitive, params: Params, args: ReadonlyArray<Term>): AnyExpr => {
  const values = args.flatMap(({ of }) => (of.origin._tag === 'Constant' ? [of.origin.value] : []))
  if (values.length === args.length) {
    const operands = args.map((arg) => arg.of.aval)
    return constant(entry(evaluation.apply({ primitive, params, operands, results: primitive.infer(params, operands) }, values), 0))
  }
  const [a, b, c] = [entry(args, 0), args[1], args[2]]
  if (b === undefined) return primitive === negPrimitive ? minus(a.of) : entry(applyTo(primitive, params, [a.of]), 0)
  if (primitive === mulPrimitive) return b.moving && !a.moving ? times(b.of, a.of) : times(a.of, b.of)
  if (primitive === addPrimitive) return plus(a.of, b.of)
  if (primitive === subPrimitive) return plus(a.of, minus(b.of))
  if (primitive === divPrimitive) return over(a.of, b.of)
  if (primitive === powPrimitive && is(b.of, 1)) return a.of
  if (primitive === andPrimitive) return both(a.of, b.of)
  if (primitive === wherePrimitive && c !== undefined && isConstant(a.of)) return is(a.of, 1) ? b.of : c.of
  // A choice that is made for constant exponents: of others it is always this one.
  if (primitive === wherePrimitive && c !== undefined && argsOf(powByBasePrimitive, c.of) !== null) return c.of
  return entry(
    applyTo(
      primitive,
      params,
      args.map((arg) => arg.of),
    ),
    0,
  )
}

/** Folding a rule in this algebra tidies it; the equation that gives the operation's own answers becomes their names. */
const tidying = (own: Operation | undefined, answers: ReadonlyArray<AnyExpr>): Algebra<Term> => ({
  literal: (value) => ({ of: constant(value), moving: false }),
  apply: (operation, args) => {
    const { primitive, params, results } = operation
    if (operation === own) return answers.map((of) => ({ of, moving: false }))
    const moving = args.some((arg) => arg.moving)
    if (results.length !== 1)
      return applyTo(
        primitive,
        params,
        args.map((arg) => arg.of),
      ).map((of) => ({ of, moving }))
    return [{ of: tidy(primitive, params, args), moving }]
  },
})

// rules ------------------------------------------------------------------------------------

const makerOf = (program: Program, k: number): Operation | undefined => {
  let next = program.inputs.length
  return program.equations.find((equation) => (next += equation.results.length) > k)
}

/** Whether a derivative is a formula; that of a primitive which holds programs is a program. */
export const hasFormula = ({ primitive }: Operation): boolean => primitive.derivative._tag !== 'Holder'

/** Tangents of an operation's results, in symbols, within an open trace; null where structurally zero. */
export const tangentTerms = (
  operation: Operation,
  moving: Nonzero,
  args: ReadonlyArray<AnyExpr>,
  answers: ReadonlyArray<AnyExpr>,
  tangents: ReadonlyArray<AnyExpr>,
): ReadonlyArray<AnyExpr | null> => {
  const { program, nonzero } = pushforward(operation, moving)
  const [answer] = program.outputs
  const own = answer?._tag === 'Ref' ? makerOf(program, answer.index) : undefined
  const out = fold(tidying(own, answers))(program)([...args.map((of) => ({ of, moving: false })), ...tangents.map((of) => ({ of, moving: true }))])
  let next = nonzero.length
  return nonzero.map((moves) => (moves ? entry(out, next++).of : null))
}
