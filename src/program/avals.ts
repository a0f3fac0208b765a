/**
 * The avals of a program's values and outputs, read off its equations.
 */
import type { Aval } from '../array/aval.ts'
import { avalOf } from '../array/tensor.ts'
import { entry } from '../entry.ts'
import type { Program } from './model.ts'

/** The aval of every value, inputs first. */
export const valueAvals = (program: Program): ReadonlyArray<Aval> => {
  const avals = [...program.inputs]
  for (const equation of program.equations) for (const result of equation.results) avals.push(result)
  return avals
}

/** The avals of the outputs. */
export const outputAvals = (program: Program): ReadonlyArray<Aval> => {
  const avals = valueAvals(program)
  return program.outputs.map((atom) => (atom._tag === 'Literal' ? avalOf(atom.value) : entry(avals, atom.index)))
}
