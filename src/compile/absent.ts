/**
 * No compiler: the answers of one whose host forbids making code. Everything is interpreted, to the same bits.
 */
import type { Program } from '../program/model.ts'
import type { Call, Signature } from './answer.ts'
import type { Backend, Compiled } from './kernel.ts'
import type { Straight } from './straight.ts'

export const mayMakeCode = (): boolean => false
export const compileProgram = (_program: Program, _backend?: Backend): Compiled | null => null
export const straight = (_program: Program): Straight | null => null
export const directCall = (_program: Program, _straight: Straight, _name: string, _signature: () => Signature): Call | null => null
