/**
 * Programs that are interpreted at first and compiled once that pays; all give the same bits.
 *
 * Like skis that are rented until the rent has come to their price, a program is interpreted until
 * that has cost about as much as compiling would: never more than twice the best in hindsight. Small
 * programs are first written out, for calls that become one function; that is cheaper than a kernel.
 */
import type { AnyTensor } from '../array/tensor.ts'
import { evaluation } from '../interpret/evaluate.ts'
import { once } from '../interpret/lazy.ts'
import { fold } from '../program/fold.ts'
import type { Program } from '../program/model.ts'
import type { Arithmetic } from './arithmetic.ts'
import type { Crew } from './crew.ts'
import { compiling, type Price, runningCost, suitsJavaScript, writing } from './cost.ts'
import { mayMakeCode } from './code.ts'
import { mayMakeModules } from './emit/engine.ts'
import { type Backend, type Compiled, compileProgram } from './kernel.ts'
import { type Straight, straight } from './straight.ts'

interface Progress {
  /** Of a run, of writing it out, and of compiling a kernel: not asked of what is compiled by name. */
  readonly prices: () => { readonly run: number; readonly straight: Price; readonly kernel: Price }
  readonly spent: number
  /** Undefined as long as it was not tried. */
  readonly straight: Straight | null | undefined
  readonly compiled: Compiled | null
  /** The kinds of code that could not be made of it. */
  readonly refused: ReadonlyArray<Backend | undefined>
}

// A program's progress is found by the program and forgotten with it.
const known = /*#__PURE__*/ new WeakMap<Program, Progress>()

const progressOf = (program: Program): Progress =>
  known.get(program) ?? {
    prices: once(() => ({ run: runningCost(program), straight: writing(program), kernel: compiling(program) })),
    spent: 0,
    straight: undefined,
    compiled: null,
    refused: [],
  }

const writtenOut = (program: Program): Straight | null => {
  const written = mayMakeCode() ? straight(program) : null
  return written === null || suitsJavaScript(written.steps.map(({ machine }) => machine)) || !mayMakeModules() ? written : null
}

/** Compile a kernel now, whatever the program has cost so far; null where the host does not let code be made. */
const kernel = (program: Program, backend: Backend | undefined, arithmetic?: Arithmetic, crew?: Crew): Compiled | null => {
  const progress = progressOf(program)
  if (progress.refused.includes(backend)) return null
  const serves = progress.compiled !== null && (backend === undefined || progress.compiled.backend === backend)
  const compiled = serves ? progress.compiled : compileProgram(program, backend, undefined, arithmetic, crew)
  // What runs already goes on running it where another kind was asked for and could not be made.
  if (compiled === null) known.set(program, { ...progress, refused: [...progress.refused, backend] })
  else known.set(program, { ...progress, compiled })
  return compiled
}

/** What a program was made into. */
export type Promoted =
  | { readonly _tag: 'Straight'; readonly straight: Straight }
  | { readonly _tag: 'Kernel'; readonly compiled: Compiled }
  | { readonly _tag: 'Interpreted' }

/** A program written out now; null where it is not small, and where the host does not let code be made. */
export const writeOut = (program: Program): Straight | null => {
  const progress = progressOf(program)
  if (progress.straight !== undefined) return progress.straight
  const written = writtenOut(program)
  known.set(program, { ...progress, straight: written })
  return written
}

/** Compile a program now: written out if it is small and no backend is asked for, else a kernel. */
export const promote = (program: Program, backend?: Backend, arithmetic?: Arithmetic, crew?: Crew): Promoted => {
  const written = backend === undefined ? writeOut(program) : null
  if (written !== null) return { _tag: 'Straight', straight: written }
  const compiled = kernel(program, backend, arithmetic, crew)
  return compiled === null ? { _tag: 'Interpreted' } : { _tag: 'Kernel', compiled }
}

/** The kernel that runs a program by now, if one does. */
export const kernelOf = (program: Program): Compiled | null => known.get(program)?.compiled ?? null

/** A program written out, if it is by now. */
export const straightOf = (program: Program): Straight | null => known.get(program)?.straight ?? null

/** Whether a program is made into code by now. */
export const isCompiled = (program: Program): boolean => kernelOf(program) !== null || straightOf(program) !== null

/** Run a program on tensors. */
export const runProgram = (program: Program, inputs: ReadonlyArray<AnyTensor>): ReadonlyArray<AnyTensor> => {
  const progress = progressOf(program)
  if (progress.compiled !== null) return progress.compiled.run(inputs)
  const prices = progress.prices()
  const spent = progress.spent + prices.run
  const written = progress.straight === undefined && prices.straight(spent) ? writtenOut(program) : progress.straight
  known.set(program, { ...progress, spent, straight: written })
  const promoted = progress.refused.length === 0 && prices.kernel(spent) ? kernel(program, undefined) : null
  return promoted === null ? fold(evaluation)(program)(inputs) : promoted.run(inputs)
}
