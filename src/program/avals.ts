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

// A program that is held by many equations is asked again and again, so its answer is kept as long as it lives.
const known = /*#__PURE__*/ new WeakMap<Program, ReadonlyArray<Aval>>()

/** The avals of the outputs. */
export const outputAvals = (program: Program): ReadonlyArray<Aval> => {
  const hit = known.get(program)
  if (hit !== undefined) return hit
  const avals = valueAvals(program)
  const made = program.outputs.map((atom) => (atom._tag === 'Literal' ? avalOf(atom.value) : entry(avals, atom.index)))
  known.set(program, made)
  return made
}
