/**
 * The parameters of the function in C: one array for each input and output of the program.
 */
import { type Aval, aval } from '../../array/aval.ts'
import { sizeOf } from '../../array/shape.ts'
import { entry } from '../../entry.ts'
import type { Program } from '../../program/model.ts'
import { outputAvals } from '../../program/avals.ts'
import { kindOf } from '../machine.ts'
import { identifiers, typeOf } from './text.ts'

export interface Parameter {
  /** The identifier in C. */
  readonly name: string
  /** Where it is in the arguments or the result of the function traced. */
  readonly path: string
  readonly of: Aval
  readonly size: number
  /** The type of its elements. */
  readonly type: string
}

export interface Parameters {
  readonly inputs: ReadonlyArray<Parameter>
  readonly outputs: ReadonlyArray<Parameter>
}

const parameter = (name: string, path: string, of: Aval): Parameter => ({ name, path, of, size: sizeOf(of.shape), type: typeOf[kindOf(of.dtype)] })

/** The parameters of the function of a name. */
export const parametersOf = (program: Program, own: string): Parameters => {
  const inputs = identifiers(own, program.names, 'in', [])
  const outputs = identifiers(own, program.outputNames, 'out', inputs)
  const results = outputAvals(program)
  return {
    inputs: inputs.map((name, i) => parameter(name, entry(program.names, i), entry(program.inputs, i))),
    outputs: outputs.map((name, j) => parameter(name, entry(program.outputNames, j), aval(entry(results, j).dtype, entry(results, j).shape))),
  }
}
