/**
 * What a primitive's forward rule, read as a program, tells of its power series beyond a differential
 * equation: that the primitive is affine, or that it solves an equation affine in its other operands.
 */
import type { Aval } from '../array/aval.ts'
import { dtypes } from '../array/dtype.ts'
import { elementOf, scalarTensor } from '../array/tensor.ts'
import { entry } from '../entry.ts'
import { float, operationOf } from '../program/expr.ts'
import { fold } from '../program/fold.ts'
import type { Atom, Equation, Nonzero, Operation, Primitive, Program } from '../program/model.ts'
import { paramsText } from './application.ts'
import { evaluation } from './evaluate.ts'
import { pushforward } from './rule.ts'
import { sealed } from '../program/seal.ts'

/**
 * How the series of the answers y = f(x, …) are found.
 * - Affine: the tangents read neither operands nor answers, so they hold of every coefficient above 0.
 *   `program` maps (x…, ẋ…) to the tangents.
 * - Solved: ẏ = f(ẋ + w(y, ȧ), a), where f is linear in x and w reads neither x nor a. Then the inverse
 *   of f(·, a) is affine in a, and yₖ = f(xₖ + Σ_{j≥1} w(yₖ₋ⱼ, aⱼ), a₀): division, and linear systems.
 *   `program` maps (x…, ẋ…) to what stands for ẋ + w.
 * - General: k·yₖ is the coefficient k − 1 of the tangents.
 */
export type Form =
  | { readonly _tag: 'Affine'; readonly program: Program }
  | { readonly _tag: 'Solved'; readonly program: Program; readonly linear: Nonzero }
  | { readonly _tag: 'General' }

/** Which operands can have tangents. */
export const moving = (operands: ReadonlyArray<Aval>): Nonzero => operands.map((of) => dtypes[of.dtype].tangent)

const general: Form = { _tag: 'General' }

const reading = (marks: ReadonlyArray<boolean>, atom: Atom): boolean => atom._tag === 'Ref' && entry(marks, atom.index)

/** Whether each value depends on a primal input; the answers count as primal where `answers` says so. */
const reads = (operation: Operation, program: Program, answers: boolean): ReadonlyArray<boolean> => {
  const n = operation.operands.length
  const marks = program.inputs.map((_, i) => i < n)
  for (const equation of program.equations) {
    const mark = isAnswer(operation, equation) ? answers : equation.args.some((atom) => reading(marks, atom))
    for (const _ of equation.results) marks.push(mark)
  }
  return marks
}

/** The primitive itself, of the same parameters, on the operands themselves. */
const isAnswer = ({ primitive, params, operands }: Operation, other: Equation): boolean =>
  primitive === other.primitive &&
  other.args.length === operands.length &&
  other.args.every((atom, i) => atom._tag === 'Ref' && atom.index === i) &&
  (params === other.params || paramsText(params) === paramsText(other.params))

const outputsOf = (program: Program, outputs: ReadonlyArray<Atom>): Program => sealed({ ...program, outputs, outputNames: outputs.map(() => '') })

/** The equation that gives a value. */
const equationOf = (program: Program, atom: Atom): Equation | undefined => {
  if (atom._tag === 'Literal') return undefined
  let next = program.inputs.length
  return program.equations.find(({ results }) => atom.index >= next && atom.index < (next += results.length))
}

const solved = (operation: Operation, program: Program, linear: Nonzero): Form => {
  const outputs = program.outputs.slice(operation.results.length)
  const [tangent] = outputs
  const last = tangent === undefined || outputs.length > 1 ? undefined : equationOf(program, tangent)
  if (last === undefined || last.primitive !== operation.primitive || paramsText(last.params) !== paramsText(operation.params)) return general
  const marks = reads(operation, program, false)
  const fits = last.args.every((atom, i) => (linear[i] ? !reading(marks, atom) : atom._tag === 'Ref' && atom.index === i))
  return fits
    ? {
        _tag: 'Solved',
        linear,
        program: outputsOf(
          program,
          last.args.filter((_, i) => linear[i]),
        ),
      }
    : general
}

const affine = (operation: Operation, program: Program): Form => {
  const marks = reads(operation, program, true)
  const outputs = program.outputs.slice(operation.results.length)
  return outputs.some((atom) => reading(marks, atom)) ? general : { _tag: 'Affine', program: outputsOf(program, outputs) }
}

const formOfRule = (operation: Operation): Form => {
  const rule = operation.primitive.derivative
  if (rule._tag !== 'Partials' && rule._tag !== 'Jvp') return general
  const { program, nonzero } = pushforward(operation, moving(operation.operands))
  if (nonzero.includes(false)) return general
  const found = affine(operation, program)
  if (found._tag !== 'General') return found
  return rule._tag === 'Jvp' && rule.linear !== undefined ? solved(operation, program, rule.linear.operands) : general
}

// A form depends on the primitive, its parameters and its shapes; the description that carries them all is often shared.
const known = /*#__PURE__*/ new WeakMap<Operation, Form>()

/** What the rule of an operation tells of its series. */
export const formOf = (operation: Operation): Form => {
  const hit = known.get(operation)
  if (hit !== undefined) return hit
  const made = formOfRule(operation)
  known.set(operation, made)
  return made
}

const reflections = /*#__PURE__*/ new WeakMap<Primitive, boolean>()

/**
 * Whether a primitive of one number is negation: its value at 0 is 0 and its derivative −1 everywhere. Twice
 * applied it is the identity, by which rules that reflect, as that of the sigmoid does, lead back to themselves.
 */
export const isReflection = (primitive: Primitive): boolean => {
  const hit = reflections.get(primitive)
  if (hit !== undefined) return hit
  const made = primitive.derivative._tag === 'Partials' && primitive.domains.length === 1 && primitive.scalar?.(0) === 0 && slopeOf(primitive) === -1
  reflections.set(primitive, made)
  return made
}

const slopeOf = (primitive: Primitive): number => {
  const form = formOf(operationOf(primitive, {}, [float()]))
  if (form._tag !== 'Affine') return Number.NaN
  const [slope] = fold(evaluation)(form.program)([scalarTensor(0), scalarTensor(1)])
  return slope === undefined ? Number.NaN : elementOf(slope)
}
