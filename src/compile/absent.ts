/**
 * No compiler: the answers of one whose host forbids making code. Everything is interpreted, to the same bits.
 */
import type { AnyTensor } from '../array/tensor.ts'
import { evaluation } from '../interpret/evaluate.ts'
import { fold } from '../program/fold.ts'
import type { Program } from '../program/model.ts'
import type { Arithmetic } from './arithmetic.ts'
import type { Crew } from './crew.ts'
import type { Call, Signature } from './answer.ts'
import type { Backend, Compiled, Limits } from './kernel.ts'
import type { Straight } from './straight.ts'
import type { Promoted } from './tier.ts'

export const compileProgram = (
  _program: Program,
  _backend?: Backend,
  _limits?: { readonly [B in Backend]: Limits },
  _arithmetic?: Arithmetic,
  _crew?: Crew,
): Compiled | null => null
export const swiftCall = (_program: Program, _name: string, _signature: () => Signature): Call | null => null
export const isCompiled = (_program: Program): boolean => false
export const promote = (_program: Program, _backend?: Backend, _arithmetic?: Arithmetic, _crew?: Crew): Promoted => ({ _tag: 'Interpreted' })
export const writeOut = (_program: Program): Straight | null => null
export const runProgram = (program: Program, inputs: ReadonlyArray<AnyTensor>): ReadonlyArray<AnyTensor> => fold(evaluation)(program)(inputs)
