/**
 * Programs that are interpreted at first and compiled once that pays; both give the same bits.
 *
 * Like skis that are rented until the rent has come to their price, a program is interpreted until
 * that has cost about as much as compiling would: never more than twice the best in hindsight.
 */
import { compileProgram } from '#compiler'
import type { AnyTensor } from '../array/tensor.ts'
import { evaluation } from '../interpret/evaluate.ts'
import { fold } from '../program/fold.ts'
import type { Program } from '../program/model.ts'
import { compilingCost, runningCost } from './cost.ts'
import type { Backend, Compiled } from './kernel.ts'

export type { Direct } from './kernel.ts'

interface Progress {
  readonly cost: number
  readonly price: number
  readonly spent: number
  readonly compiled: Compiled | null
}

// A program's progress is found by the program and forgotten with it.
const known = /*#__PURE__*/ new WeakMap<Program, Progress>()

const progressOf = (program: Program): Progress => known.get(program) ?? { cost: runningCost(program), price: compilingCost(program), spent: 0, compiled: null }

/** Compile a program now, whatever it has cost so far; null where the host does not let code be made. */
export const promote = (program: Program, backend?: Backend): Compiled | null => {
  const progress = progressOf(program)
  const serves = progress.compiled !== null && (backend === undefined || progress.compiled.backend === backend)
  const compiled = serves ? progress.compiled : compileProgram(program, backend)
  known.set(program, { ...progress, compiled, price: compiled === null ? Number.POSITIVE_INFINITY : progress.price })
  return compiled
}

/** The kernel that runs a program by now, if one does. */
export const kernelOf = (program: Program): Compiled | null => known.get(program)?.compiled ?? null

/** Run a program on tensors. */
export const runProgram = (program: Program, inputs: ReadonlyArray<AnyTensor>): ReadonlyArray<AnyTensor> => {
  const progress = progressOf(program)
  if (progress.compiled !== null) return progress.compiled.run(inputs)
  const spent = progress.spent + progress.cost
  const promoted = spent > progress.price ? promote(program) : null
  if (promoted !== null) return promoted.run(inputs)
  known.set(program, { ...progressOf(program), spent })
  return fold(evaluation)(program)(inputs)
}
