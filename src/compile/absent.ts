/**
 * No compiler: the answers of one whose host forbids making code. Everything is interpreted, to the same bits.
 */
import type { Program } from '../program/model.ts'
import type { Backend, Compiled } from './kernel.ts'

export const compileProgram = (_program: Program, _backend?: Backend): Compiled | null => null
