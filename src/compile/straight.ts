/**
 * Small programs as straight-line code on numbers: every element of every array is a register, loops are
 * written out, and what only moves elements is gone.
 */
import { lookup } from './lookup.ts'
import type { Aval } from '../array/aval.ts'
import { sizeOf } from '../array/shape.ts'
import { type AnyTensor, avalOf, dataOf } from '../array/tensor.ts'
import { entry } from '../entry.ts'
import type { Atom, Equation, Program } from '../program/model.ts'
import type { Lowering } from '../program/lowering.ts'
import { type Builder, builder, type Elements, type Step } from './builder.ts'
import { carriedBy, type Writing } from './carried.ts'
import { runningCost } from './cost.ts'
import type { Register } from './loop.ts'
import { expanded } from './expanded.ts'
import { isScalar, kindOf, lower } from './machine.ts'
import { sourcesOf } from './movement.ts'
import { interleaved, reducedRows } from './summation.ts'

/** A program as steps: each register is given, a literal, or set by a step from earlier ones. */
export interface Straight {
  readonly inputs: ReadonlyArray<Elements>
  readonly literals: ReadonlyMap<Register, number>
  readonly steps: ReadonlyArray<Step>
  readonly outputs: ReadonlyArray<Elements>
}

export const only = (equation: Equation): Aval => entry(equation.results, 0)
export const first = (operands: ReadonlyArray<Elements>): Elements => entry(operands, 0)

export const moved: Writing = (to, equation, operands) => {
  const all = [to.literal(kindOf(only(equation).dtype), 0), ...operands.flat()]
  return [sourcesOf(equation).map((at) => entry(all, at))]
}

const sum: Writing = (to, equation, operands) =>
  only(equation).dtype === 'float64' ? [reducedRows(equation, first(operands)).map((row) => interleaved(to, row))] : null

const handlers: { readonly [N in Lowering]?: Writing } = {
  broadcastTo: moved,
  transpose: moved,
  slice: moved,
  reshape: (_, __, operands) => operands,
  sum,
}

const elementwise: Writing = (to, equation, operands) => [
  Array.from({ length: sizeOf(only(equation).shape) }, (_, i) =>
    lower(
      to,
      equation,
      operands.map((elements) => entry(elements, i)),
    ),
  ),
]

const handlerOf = (equation: Equation): Writing => {
  const instead = expanded(equation)
  if (instead !== null) return (to, _, operands) => written(to, instead, operands)
  return lookup(handlers, equation.primitive) ?? carriedBy(equation.primitive)?.write ?? (isScalar(equation) ? elementwise : () => null)
}

// Past so many steps loops over vectors run as fast, and are ready sooner.
const mostSteps = 500
const mostElements = 256

const literalElements = (to: Builder, value: AnyTensor): Elements => Array.from(dataOf(value), (x) => to.literal(kindOf(avalOf(value).dtype), x))

export const written = (to: Builder, program: Program, inputs: ReadonlyArray<Elements>): ReadonlyArray<Elements> | null => {
  const values: Array<Elements> = [...inputs]
  const elementsOf = (atom: Atom): Elements => (atom._tag === 'Ref' ? entry(values, atom.index) : literalElements(to, atom.value))
  for (const equation of program.equations) {
    const results = handlerOf(equation)(to, equation, equation.args.map(elementsOf))
    if (results === null || to.steps.length > mostSteps) return null
    values.push(...results)
  }
  return program.outputs.map(elementsOf)
}

const isFew = (of: Aval): boolean => sizeOf(of.shape) <= mostElements

/** Whether it is worth a try: no array is large, and the interpreter would not take long either. */
const isSmall = (program: Program): boolean =>
  program.inputs.reduce((total, of) => total + sizeOf(of.shape), 0) <= mostElements &&
  program.equations.every(({ operands, results }) => operands.every(isFew) && results.every(isFew)) &&
  runningCost(program) < 300 * mostSteps

/** Null for programs that are long, or do what is not written out. */
export const straight = (program: Program): Straight | null => {
  if (!isSmall(program)) return null
  const to = builder()
  const inputs = program.inputs.map((of) => Array.from({ length: sizeOf(of.shape) }, to.given))
  const outputs = written(to, program, inputs)
  return outputs === null ? null : { inputs, literals: to.literals, steps: to.steps, outputs }
}

/** The steps that some registers need. */
export const needed = ({ steps }: Straight, wanted: Iterable<Register>): ReadonlyArray<Step> => {
  const live = new Set(wanted)
  const found = [...steps].reverse().filter(({ to, args }) => {
    if (!live.has(to)) return false
    for (const register of args) live.add(register)
    return true
  })
  return found.reverse()
}
