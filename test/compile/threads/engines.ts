/**
 * Ways to run programs whose loops are in shares, however little they do: what must give the bits of all other code.
 */
import { sizeOf } from '../../../src/array/shape.ts'
import { dtypes } from '../../../src/array/dtype.ts'
import { type AnyTensor, sameTensor, seal } from '../../../src/array/tensor.ts'
import { assemble } from '../../../src/compile/assemble.ts'
import { compileProgram } from '../../../src/compile/kernel.ts'
import { crewOf } from '../../../src/compile/threads/crew.ts'
import { platformHere } from '../../../src/compile/threads/platform.ts'
import { shared } from '../../../src/compile/threads/share.ts'
import { outputAvals } from '../../../src/program/avals.ts'
import type { Engine } from '../../../laws/backend.ts'
import { eager, everything } from './eager.ts'
import { backwards } from './order.ts'
import { walk } from './walk.ts'

/** Shares from the last to the first. */
export const reversed: Engine = {
  name: 'shares, the last one first',
  prepare: (program) =>
    compileProgram(
      program,
      'webassembly',
      undefined,
      undefined,
      backwards(3, () => {}),
    )?.run ?? null,
}

/** One statement at a time, with nothing at all for programs of which one share touches what another writes. */
export const walked: Engine = {
  name: 'shares of their own elements',
  prepare: (program) => {
    const kernel = assemble(program, (whole, axis) => shared(whole, axis, 3, everything))
    if (kernel.hosts.length > 0) return compileProgram(program, 'webassembly')?.run ?? null
    return (inputs) => {
      const { outputs, clashes } = walk(kernel, inputs)
      if (clashes.length > 0) return []
      return outputAvals(program).map((of, j): AnyTensor => {
        const values = dtypes[of.dtype].buffer(sizeOf(of.shape))
        values.set(outputs[j] ?? [])
        return seal(of, values)
      })
    }
  },
}

/** How often each program is run, so that a worker has its part in it. */
const often = 30

/** A worker that is in no hurry, and a caller that must wait for it. */
export const crewed = (): Engine => {
  const platform = platformHere()
  if (typeof platform === 'string') return { name: 'no workers', prepare: () => null }
  const slow = (text: string): string =>
    text.replace('turn(8 * share)', 'for (const from = performance.now(); performance.now() - from < 0.05; );\nturn(8 * share)')
  const crew = eager(crewOf({ ...platform, start: (text) => platform.start(slow(text)) }, 2))
  return {
    name: 'a slow worker',
    prepare: (program) => {
      const compiled = compileProgram(program, 'webassembly', undefined, undefined, crew)
      if (compiled === null) return null
      return (inputs) => {
        const first = compiled.run(inputs)
        for (let i = 1; i < often; i++) {
          const again = compiled.run(inputs)
          if (!again.every((tensor, j) => first[j] !== undefined && sameTensor(tensor, first[j]))) return []
        }
        return first
      }
    },
  }
}
