/**
 * How what primitives carry is written out as straight-line code.
 */
import type { Aval } from '../array/aval.ts'
import { dtypes } from '../array/dtype.ts'
import { sizeOf } from '../array/shape.ts'
import { type AnyTensor, seal } from '../array/tensor.ts'
import { loopNamed } from '../basis/loop.ts'
import { flag, program as inner, whole } from '../basis/params.ts'
import { entry } from '../entry.ts'
import type { Builder, Elements } from './builder.ts'
import type { Writing } from './carried.ts'
import type { Machine } from './loop.ts'
import { kindOf, select } from './machine.ts'
import { pickedFrom, targetsOf } from './movement.ts'
import { contracted, scattered } from './product.ts'
import { first, only, written } from './straight.ts'
import { plus, reducedRows, running } from './summation.ts'

/** An operand whose every element is known now. */
const tensorOf = (to: Builder, of: Aval, elements: Elements): AnyTensor | null => {
  const numbers = elements.flatMap((register) => to.known(register) ?? [])
  if (numbers.length < elements.length) return null
  const data = dtypes[of.dtype].buffer(numbers.length)
  data.set(numbers)
  return seal(of, data)
}

export const picked: Writing = (to, equation, operands) => {
  const indices = tensorOf(to, entry(equation.operands, 1), entry(operands, 1))
  return indices === null ? null : [pickedFrom(equation, indices).map((at) => entry(first(operands), at - 1))]
}

/** float64 only: whole numbers are added another way. */
export const added =
  (known: number): Writing =>
  (to, equation, operands) => {
    if (only(equation).dtype !== 'float64') return null
    const before = operands.slice(0, known).map((elements, i) => tensorOf(to, entry(equation.operands, i), elements))
    const tensors = before.flatMap((tensor) => tensor ?? [])
    if (tensors.length < known) return null
    return [scattered(to, sizeOf(only(equation).shape), targetsOf(equation, tensors), entry(operands, known))]
  }

export const extremum =
  (machine: Machine, start: number): Writing =>
  (to, equation, operands) =>
    only(equation).dtype === 'float64'
      ? [reducedRows(equation, first(operands)).map((row) => (row.length === 0 ? to.literal('f64', start) : running(to, machine, row)))]
      : null

export const called: Writing = (to, { primitive, params }, operands) => written(to, inner(primitive.name, params, 'body'), operands)

// Branches so short that taking both is no loss.
const mostChosen = 32

/** Both branches, and of each element that of the one chosen. */
export const cond: Writing = (to, { primitive, params, results }, [test = [], ...rest]) => {
  const before = to.steps.length
  const [yes, no] = ['yes', 'no'].map((arm) => written(to, inner(primitive.name, params, arm), rest))
  if (yes == null || no == null || to.steps.length > before + mostChosen) return null
  return results.map((of, j) => entry(yes, j).map((register, i) => to.apply(select(kindOf(of.dtype)), [entry(test, 0), register, entry(entry(no, j), i)])))
}

export const scan: Writing = (to, equation, operands) => {
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

/** Each element added to the one before it, in the rows that are summed; float64 only. */
export const cumsum: Writing = (to, equation, operands) => {
  const { shape, dtype } = only(equation)
  if (dtype !== 'float64') return null
  const axis = whole('cumsum', equation.params, 'axis')
  const [n, behind] = [entry(shape, axis), sizeOf(shape.slice(axis + 1))]
  const reverse = flag('cumsum', equation.params, 'reverse')
  const sums = [...first(operands)]
  for (let block = 0; block < sums.length; block += n * behind)
    for (let turn = 1; turn < n; turn++)
      for (let k = 0; k < behind; k++) {
        const at = (i: number): number => block + (reverse ? n - 1 - i : i) * behind + k
        sums[at(turn)] = plus(to, entry(sums, at(turn - 1)), entry(sums, at(turn)))
      }
  return [sums]
}

export const multiplied: Writing = (to, equation, operands) => [contracted(to, equation, first(operands), entry(operands, 1))]
