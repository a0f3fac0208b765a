/**
 * Where the elements of a result come from, found out by evaluating the primitive itself on numbered elements.
 */
import { type Aval, withDType } from '../array/aval.ts'
import { sizeOf } from '../array/shape.ts'
import { type AnyTensor, dataOf, seal } from '../array/tensor.ts'
import { entry } from '../entry.ts'
import type { Operation } from '../program/model.ts'

/** The numbers 0, 1, … for the elements of an array. */
export const positions = (size: number): Float64Array => Float64Array.from({ length: size }, (_, i) => i)

const float = (of: Aval): Aval => withDType(of, 'float64')

/** An operation on float64, whatever it was on: numbers of elements must fit. */
const onFloats = (operation: Operation, operands: ReadonlyArray<Aval>): Operation => ({ ...operation, operands, results: operation.results.map(float) })

/**
 * For each element of the result of an operation that only moves them, which of the operands' it is, counted
 * through all of them from 1; 0 is a zero that the operation put there.
 */
export const sourcesOf = (operation: Operation): ReadonlyArray<number> => {
  let next = 1
  const operands = operation.operands.map(float)
  const numbered = operands.map((of) =>
    seal(
      of,
      Float64Array.from({ length: sizeOf(of.shape) }, () => next++),
    ),
  )
  return Array.from(dataOf(entry(operation.primitive.evaluate(onFloats(operation, operands), numbered), 0)))
}

/** The same of an operation whose second operand is known to be these indices. */
export const pickedFrom = (operation: Operation, indices: AnyTensor): ReadonlyArray<number> => {
  const [of, at] = [float(entry(operation.operands, 0)), entry(operation.operands, 1)]
  const numbered = seal(of, positions(sizeOf(of.shape)))
  return Array.from(dataOf(entry(operation.primitive.evaluate(onFloats(operation, [of, at]), [numbered, indices]), 0)), (position) => position + 1)
}

/**
 * For each element of the last operand of an operation that adds elements up, to which element of the result
 * it is added: where a 1 in a row of zeros comes out. The operands before it are known.
 */
export const targetsOf = (operation: Operation, before: ReadonlyArray<AnyTensor>): ReadonlyArray<number> => {
  const operands = operation.operands.map((of, i) => (i < before.length ? of : float(of)))
  const of = entry(operands, before.length)
  const own = onFloats(operation, operands)
  return Array.from({ length: sizeOf(of.shape) }, (_, i) => {
    const one = new Float64Array(sizeOf(of.shape))
    one[i] = 1
    return dataOf(entry(operation.primitive.evaluate(own, [...before, seal(of, one)]), 0)).indexOf(1)
  })
}
