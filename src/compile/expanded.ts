/**
 * What a primitive gives the compiler to take in its place.
 */
import type { Equation, Program } from '../program/model.ts'
import { close } from '../program/trace.ts'

/** A program of other primitives with the bits of an equation; null where there is none. */
export const expanded = (equation: Equation): Program | null => {
  const { expansion } = equation.primitive
  if (expansion === undefined) return null
  const program = close(equation.operands, (args) => expansion(equation, args) ?? [])
  return program.outputs.length < equation.results.length ? null : program
}
