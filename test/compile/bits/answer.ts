/**
 * The digests of groups, by the interpreter or by compiled code.
 */
import { type Backend, compileProgram } from '../../../src/compile/kernel.ts'
import { evaluation } from '../../../src/interpret/evaluate.ts'
import { fold } from '../../../src/program/fold.ts'
import type { Program } from '../../../src/program/model.ts'
import type { AnyTensor } from '../../../src/array/tensor.ts'
import { digest } from './digest.ts'
import type { Group } from './group.ts'

export type Runner = 'interpreter' | Backend

export const runners: ReadonlyArray<Runner> = ['interpreter', 'javascript', 'webassembly']

type Run = (inputs: ReadonlyArray<AnyTensor>) => ReadonlyArray<AnyTensor>

/** A program in the hands of a runner; null where the host does not let its code be made. */
const runBy = (runner: Runner, program: Program): Run | null => {
  if (runner === 'interpreter') return fold(evaluation)(program)
  const compiled = compileProgram(program, runner)
  return compiled?.backend === runner ? compiled.run : null
}

/** The digest of all results of a group, or null where its code may not be made. */
export const answerOf = ({ trials }: Group, runner: Runner): string | null => {
  const all = digest()
  for (const { program, points } of trials()) {
    const run = runBy(runner, program)
    if (run === null) return null
    for (const point of points) all.add(run(point))
  }
  return all.text()
}

export type Answers = { readonly [group: string]: string }

export const answersOf = (groups: ReadonlyArray<Group>, runner: Runner): Answers =>
  Object.fromEntries(groups.map((group) => [group.name, answerOf(group, runner) ?? 'no code may be made']))
