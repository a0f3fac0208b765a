/**
 * Linearity: which results of a program are linear in some of its inputs, found without running it.
 *
 * It is an algebra like any other. Its carrier says how a value depends on the inputs marked, and
 * remembers the operation by which it ceased to be linear, so that a failure can name it.
 */
import { dataOf } from '../array/tensor.ts'
import { entry } from '../entry.ts'
import { fold } from '../program/fold.ts'
import type { Algebra, AnyExpr, Expr, Nonzero, Operation, Program, Term } from '../program/model.ts'
import type { Dependence } from '../program/dependence.ts'
import { isExpr } from '../program/expr.ts'
import { trace } from '../program/trace.ts'
import { phantom } from '../type/phantom.ts'

/** How a value depends on the inputs marked, and the first operation that made it not linear. */
export interface Dependent {
  readonly dependence: Dependence
  readonly culprit: Operation | null
}

const known = (dependence: Dependence): Dependent => ({ dependence, culprit: null })

const zero = /*#__PURE__*/ known('Zero')
const independent = /*#__PURE__*/ known('Independent')
const linear = /*#__PURE__*/ known('Linear')

const moves = ({ dependence }: Dependent): boolean => dependence === 'Linear'

/** What is known of a sum or a choice of values that may stand beside each other; null where it would be affine. */
const together = (parts: ReadonlyArray<Dependence>): Dependence | null => {
  const some = parts.filter((part) => part !== 'Zero')
  if (some.every((part) => part === 'Linear')) return some.length === 0 ? 'Zero' : 'Linear'
  return some.includes('Linear') ? null : 'Independent'
}

/** What is known of a value that is one of two. */
export const eitherOf = (a: Dependence, b: Dependence): Dependence => (a === 'Nonlinear' || b === 'Nonlinear' ? 'Nonlinear' : (together([a, b]) ?? 'Nonlinear'))

// elementwise ------------------------------------------------------------------------------

/** Which operands and answers the terms are made of, those of the derivative's own program. */
const mentions = (program: Program, marked: Nonzero): boolean => {
  const touched = program.inputs.map((_, i) => entry(marked, i))
  const at = (index: number): boolean => entry(touched, index)
  for (const { args, results } of program.equations) {
    const any = args.some((atom) => atom._tag === 'Ref' && at(atom.index))
    for (const _ of results) touched.push(any)
  }
  return program.outputs.some((atom) => atom._tag === 'Ref' && at(atom.index))
}

// Off any grid, so that a step or a kink does not pass for a line by accident.
const probes: ReadonlyArray<number> = [0.7310585, -1.3132617, 2.6390573]

/** Whether scaling the operands marked scales the value, at a few points: f(tx) = t·f(x), f(0) = 0. */
const homogeneous = (f: (...xs: ReadonlyArray<number>) => number, arity: number, moving: Nonzero): boolean =>
  probes.every((probe, k) => {
    const at = (t: number): number => f(...Array.from({ length: arity }, (_, i) => (moving[i] ? t : 1) * (probe + 0.25 * i)))
    return [0, -1, 3.5 + k].every((t) => Math.abs(at(t) - t * at(1)) <= 1e-12 * Math.abs(t * at(1)))
  })

/**
 * An elementwise function is linear in some operands where its slopes along them do not depend on them
 * and it is homogeneous in them.
 */
const straight = (operation: Operation, moving: Nonzero): boolean => {
  const { primitive, operands, results, params } = operation
  const rule = primitive.derivative
  if (rule._tag !== 'Partials' || primitive.scalar === null) return false
  const n = operands.length
  const { program } = trace([...operands, ...results], (xs) => {
    const floats = phantom<ReadonlyArray<Expr>>(xs)
    const slopes: ReadonlyArray<Term> = rule.partials(floats.slice(0, n), floats.slice(n), params).flatMap((row) => row.filter((_, i) => moving[i]))
    return slopes.filter((slope): slope is AnyExpr => isExpr(slope))
  })
  return !mentions(program, [...moving, ...results.map(() => true)]) && homogeneous(primitive.scalar, n, moving)
}

// The same question is asked at every addition and multiplication; without parameters the answer depends on the primitive alone.
const answered = /*#__PURE__*/ new WeakMap<Operation['primitive'], Map<string, boolean>>()

const isStraight = (operation: Operation, moving: Nonzero): boolean => {
  if (Object.keys(operation.params).length > 0) return straight(operation, moving)
  const of = answered.get(operation.primitive) ?? new Map<string, boolean>()
  answered.set(operation.primitive, of)
  const key = moving.map(Number).join('')
  const hit = of.get(key)
  if (hit !== undefined) return hit
  const answer = straight(operation, moving)
  of.set(key, answer)
  return answer
}

// the algebra ------------------------------------------------------------------------------

/** The dependence of the results, null where an operation is not linear in what its operands depend on. */
const rule = (operation: Operation, args: ReadonlyArray<Dependence>): ReadonlyArray<Dependence> | null => {
  const { primitive, params, operands, results } = operation
  const moving = args.map((arg) => arg === 'Linear')
  const same = (dependence: Dependence | null): ReadonlyArray<Dependence> | null => (dependence === null ? null : results.map(() => dependence))
  const { derivative } = primitive
  switch (derivative._tag) {
    case 'Partials':
      // An operand that is zero may be thought to move along: x + 0 is linear in x.
      return isStraight(operation, moving) ||
        isStraight(
          operation,
          args.map((arg) => arg === 'Linear' || arg === 'Zero'),
        )
        ? same('Linear')
        : null
    case 'Linear': {
      const marked = derivative.linear(params, operands)
      return args.some((_, i) => moving[i] && !marked[i]) ? null : same(together(args.filter((_, i) => marked[i])))
    }
    case 'Multilinear':
      return args.includes('Zero') ? same('Zero') : same(moving.filter(Boolean).length === 1 ? 'Linear' : null)
    case 'Select':
      return moving[0] ? null : same(together(args.slice(1)))
    case 'Jvp': {
      const marked = derivative.linear?.operands
      return marked === undefined || args.some((_, i) => moving[i] && !marked[i]) ? null : same(together(args.filter((_, i) => marked[i])))
    }
    case 'Holder':
      return derivative.dependence?.(operation, args, dependences) ?? null
    case 'Constant':
      return null
  }
}

/** Of operands that do not move, what is linear in zeros is zero, and everything else does not move either. */
const still = (operation: Operation, args: ReadonlyArray<Dependence>): ReadonlyArray<Dependence> => {
  const found = args.includes('Zero')
    ? rule(
        operation,
        args.map((arg) => (arg === 'Zero' ? 'Linear' : arg)),
      )
    : null
  return operation.results.map((_, j) => (found?.[j] === 'Linear' || found?.[j] === 'Zero' ? 'Zero' : 'Independent'))
}

/** The algebra of dependence. */
export const linearities: Algebra<Dependent> = {
  literal: (value) => (dataOf(value).every((x: number) => x === 0) ? zero : independent),
  apply: (operation, args) => {
    const broken = args.find((arg) => arg.dependence === 'Nonlinear')
    const isHolder = operation.primitive.derivative._tag === 'Holder'
    const states = args.map((arg) => arg.dependence)
    // A program that is held may leave an operand unused, so a holder speaks for itself.
    if (!isHolder && broken !== undefined) return operation.results.map(() => broken)
    if (!args.some(moves) && broken === undefined) return still(operation, states).map(known)
    const found = rule(operation, states)
    return operation.results.map((_, j) => {
      const dependence = found === null ? 'Nonlinear' : entry(found, j)
      return dependence === 'Nonlinear' ? { dependence, culprit: broken?.culprit ?? operation } : known(dependence)
    })
  },
}

const dependences = (program: Program, inputs: ReadonlyArray<Dependence>): ReadonlyArray<Dependence> =>
  fold(linearities)(program)(inputs.map(known)).map((out) => out.dependence)

/** How an output depends on the inputs marked; `equation` is the first that is not linear, where the output is not. */
export interface Linearity {
  readonly dependence: Dependence
  readonly equation: number | null
}

/**
 * How each output of a program depends on the inputs marked. An output that is affine in them but not
 * linear counts as nonlinear.
 */
export const linearity = (program: Program, marks: Nonzero): ReadonlyArray<Linearity> => {
  const places = new Map<Operation, number>(program.equations.map((equation, i) => [equation, i]))
  return fold(linearities)(program)(program.inputs.map((_, i) => (marks[i] ? linear : independent))).map(({ dependence, culprit }) => ({
    dependence,
    equation: culprit === null ? null : (places.get(culprit) ?? null),
  }))
}
