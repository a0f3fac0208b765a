/**
 * Small programs as straight-line code on numbers: every element of every array is a register, loops are
 * written out, and what only moves elements is gone.
 */
import { lookup } from './lookup.ts'
import type { Aval } from '../array/aval.ts'
import { dtypes } from '../array/dtype.ts'
import { sizeOf } from '../array/shape.ts'
import { type AnyTensor, avalOf, dataOf, seal } from '../array/tensor.ts'
import { program as inner } from '../basis/params.ts'
import { entry } from '../entry.ts'
import { loopNamed } from '../primitive/loop.ts'
import type { Atom, Equation, Program } from '../program/model.ts'
import type { Lowering } from '../program/lowering.ts'
import { close } from '../program/trace.ts'
import { type Builder, builder, type Step } from './builder.ts'
import { runningCost } from './cost.ts'
import type { Machine, Register } from './loop.ts'
import { isScalar, kindOf, lower, max, min, select } from './machine.ts'
import { pickedFrom, sourcesOf, targetsOf } from './movement.ts'
import { contracted, interleaved, reducedRows, running, scattered } from './summation.ts'

/** The elements of an array, in order. */
export type Elements = ReadonlyArray<Register>

/** A program as steps: each register is given, a literal, or set by a step from earlier ones. */
export interface Straight {
  readonly inputs: ReadonlyArray<Elements>
  readonly literals: ReadonlyMap<Register, number>
  readonly steps: ReadonlyArray<Step>
  readonly outputs: ReadonlyArray<Elements>
}

/** From an equation and the elements of its operands to those of its results; null for what is not written out. */
type Handler = (to: Builder, equation: Equation, operands: ReadonlyArray<Elements>) => ReadonlyArray<Elements> | null

const only = (equation: Equation): Aval => entry(equation.results, 0)
const first = (operands: ReadonlyArray<Elements>): Elements => entry(operands, 0)

/** An operand whose every element is known now. */
const tensorOf = (to: Builder, of: Aval, elements: Elements): AnyTensor | null => {
  const numbers = elements.flatMap((register) => to.known(register) ?? [])
  if (numbers.length < elements.length) return null
  const data = dtypes[of.dtype].buffer(numbers.length)
  data.set(numbers)
  return seal(of, data)
}

const moved: Handler = (to, equation, operands) => {
  const all = [to.literal(kindOf(only(equation).dtype), 0), ...operands.flat()]
  return [sourcesOf(equation).map((at) => entry(all, at))]
}

const picked: Handler = (to, equation, operands) => {
  const indices = tensorOf(to, entry(equation.operands, 1), entry(operands, 1))
  return indices === null ? null : [pickedFrom(equation, indices).map((at) => entry(first(operands), at - 1))]
}

/** float64 only: whole numbers are added another way. */
const added =
  (known: number): Handler =>
  (to, equation, operands) => {
    if (only(equation).dtype !== 'float64') return null
    const before = operands.slice(0, known).map((elements, i) => tensorOf(to, entry(equation.operands, i), elements))
    const tensors = before.flatMap((tensor) => tensor ?? [])
    if (tensors.length < known) return null
    return [scattered(to, sizeOf(only(equation).shape), targetsOf(equation, tensors), entry(operands, known))]
  }

const sum: Handler = (to, equation, operands) =>
  only(equation).dtype === 'float64' ? [reducedRows(equation, first(operands)).map((row) => interleaved(to, row))] : null

const extremum =
  (machine: Machine, start: number): Handler =>
  (to, equation, operands) =>
    only(equation).dtype === 'float64'
      ? [reducedRows(equation, first(operands)).map((row) => (row.length === 0 ? to.literal('f64', start) : running(to, machine, row)))]
      : null

const called: Handler = (to, { primitive, params }, operands) => written(to, inner(primitive.name, params, 'body'), operands)

// Branches so short that taking both is no loss.
const mostChosen = 32

/** Both branches, and of each element that of the one chosen. */
const cond: Handler = (to, { primitive, params, results }, [test = [], ...rest]) => {
  const before = to.steps.length
  const [yes, no] = ['yes', 'no'].map((arm) => written(to, inner(primitive.name, params, arm), rest))
  if (yes == null || no == null || to.steps.length > before + mostChosen) return null
  return results.map((of, j) => entry(yes, j).map((register, i) => to.apply(select(kindOf(of.dtype)), [entry(test, 0), register, entry(entry(no, j), i)])))
}

const scan: Handler = (to, equation, operands) => {
  const { body, consts, carry, length, reverse } = loopNamed(equation.primitive.name, equation.params)
  const rowOf = (stack: Elements, at: number): Elements => stack.slice((at * stack.length) / length, ((at + 1) * stack.length) / length)
  const rows: Array<ReadonlyArray<Elements>> = []
  let current = operands.slice(consts, consts + carry)
  for (let s = 0; s < length; s++) {
    const at = reverse ? length - 1 - s : s
    const given = written(to, body, [...operands.slice(0, consts), ...current, ...operands.slice(consts + carry).map((stack) => rowOf(stack, at))])
    if (given === null) return null
    current = given.slice(0, carry)
    rows[at] = given.slice(carry)
  }
  return [...current, ...equation.results.slice(carry).map((_, j) => rows.flatMap((row) => entry(row, j)))]
}

const handlers: { readonly [N in Lowering]?: Handler } = {
  broadcastTo: moved,
  transpose: moved,
  slice: moved,
  reshape: (_, __, operands) => operands,
  windows: moved,
  pad: moved,
  concatenate: moved,
  gather: picked,
  scatterAdd: added(1),
  overlapAdd: added(0),
  sum,
  maxOver: extremum(max, Number.NEGATIVE_INFINITY),
  minOver: extremum(min, Number.POSITIVE_INFINITY),
  contract: (to, equation, operands) => [contracted(to, equation, first(operands), entry(operands, 1))],
  scan,
  cond,
  body: called,
}

const elementwise: Handler = (to, equation, operands) => [
  Array.from({ length: sizeOf(only(equation).shape) }, (_, i) =>
    lower(
      to,
      equation,
      operands.map((elements) => entry(elements, i)),
    ),
  ),
]

const handlerOf = (equation: Equation): Handler => {
  const { expansion } = equation.primitive
  if (expansion !== undefined)
    return (to, _, operands) =>
      written(
        to,
        close(equation.operands, (args) => expansion(equation, args)),
        operands,
      )
  return lookup(handlers, equation.primitive) ?? (isScalar(equation) ? elementwise : () => null)
}

// Past so many steps loops over vectors run as fast, and are ready sooner.
const mostSteps = 500
const mostElements = 256

const literalElements = (to: Builder, value: AnyTensor): Elements => Array.from(dataOf(value), (x) => to.literal(kindOf(avalOf(value).dtype), x))

const written = (to: Builder, program: Program, inputs: ReadonlyArray<Elements>): ReadonlyArray<Elements> | null => {
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
