/**
 * Whether compiled code gives the bits of the reference interpreter, and what differs if not.
 */
import { type AnyTensor, dataOf, sameTensor } from '../../src/array/tensor.ts'
import { type Backend, type Compiled, compileProgram, type Limits } from '../../src/compile/kernel.ts'
import { showKernel } from '../../src/compile/show.ts'
import { evaluation } from '../../src/interpret/evaluate.ts'
import { fold } from '../../src/program/fold.ts'
import type { Program } from '../../src/program/model.ts'
import { print } from '../../src/program/print.ts'

export const backends: ReadonlyArray<Backend> = ['javascript', 'webassembly']

/** The same bits; NaN is NaN. */
const same = (xs: ReadonlyArray<AnyTensor>, ys: ReadonlyArray<AnyTensor>): boolean =>
  xs.length === ys.length && xs.every((x, j) => ys[j] !== undefined && sameTensor(x, ys[j]))

/** Whether the results lie in the kernel's own memory: the proof that it was the kernel that ran. */
const left = ({ direct }: Compiled, wanted: ReadonlyArray<AnyTensor>): boolean =>
  wanted.every((tensor, j) => dataOf(tensor).every((x, i) => Object.is(x, direct.outputs[j]?.[i])))

/** What differs between the interpreter and each backend at some points, in words, or nothing. */
export const difference = (program: Program, ...points: ReadonlyArray<ReadonlyArray<AnyTensor>>): string => differenceWithin(undefined, program, ...points)

/** The same of code whose functions are no longer than so many statements. */
export const differenceWithin = (limits: Limits | undefined, program: Program, ...points: ReadonlyArray<ReadonlyArray<AnyTensor>>): string => {
  // The first point again at the end, since a kernel's memory remembers.
  const order = [...points, ...points.slice(0, 1)]
  const wanted = order.map(fold(evaluation)(program))
  for (const backend of backends) {
    const compiled = compileProgram(program, backend, limits && { javascript: limits, webassembly: limits })
    if (compiled === null || compiled.backend !== backend) return `${backend}: code may not be made`
    for (const [i, operands] of order.entries()) {
      const got = compiled.run(operands)
      const answer = wanted[i] ?? []
      const at = ['at', ...operands.map(String), 'where the interpreter has', ...answer.map(String)]
      if (!same(answer, got)) return [`${backend} differs`, print(program), showKernel(compiled.kernel), ...got.map(String), ...at].join('\n')
      if (!left(compiled, answer)) return [`${backend} did not run`, print(program), ...at].join('\n')
    }
  }
  return ''
}
