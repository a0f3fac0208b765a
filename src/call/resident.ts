/**
 * Arrays for results that lie where compiled code writes them, so that nothing is copied: each set with a kernel
 * and a memory of its own, which no other call touches. A small program has no such memory: it is written out, and writes
 * anywhere.
 */
import { sizeOf } from '../array/shape.ts'
import type { Buffer } from '../array/dtype.ts'
import { compileProgram, writeOut } from '#compiler'
import { missed } from '../compile/answer.ts'
import { writerOf, writing } from '../compile/exchange.ts'
import type { Compiled } from '../compile/kernel.ts'
import { entry } from '../entry.ts'
import { outputAvals } from '../program/avals.ts'
import type { Layout } from '../program/tree.ts'
import type { Argument } from './arguments.ts'
import type { CompileOptions } from './choice.ts'
import type { Quick } from './quick.ts'
import type { Plan } from './source.ts'

export interface Resident {
  /** One for each leaf of the result. */
  readonly arrays: ReadonlyArray<Float64Array>
  /** Calls with arguments like those that it was made for; null where no kernel of their own serves. */
  readonly quick: Quick | null
}

/** Whether a structure still has just these arrays as its leaves. */
export const holding = (layout: Layout, arrays: ReadonlyArray<Float64Array>): ((value: unknown) => boolean) => {
  let next = 0
  return writerOf(layout, () => {
    const own = entry(arrays, next++)
    return (value) => value === own
  })
}

/** What the kernel computes into a buffer that is nothing else: neither an input nor a constant, nor twice a result. */
const ownBuffers = ({ kernel, direct }: Compiled): ReadonlyArray<Buffer | null> =>
  kernel.outputs.map(({ buffer }, j) => {
    const isOnly = kernel.outputs.filter((other) => other.buffer === buffer).length === 1
    return isOnly && kernel.buffers[buffer]?.role === 'made' ? entry(direct.outputs, j) : null
  })

/** Arrays for the results of a plan, which are all of float64. */
export const residentOf = (plan: Plan, args: ReadonlyArray<Argument>, { backend, arithmetic, threads }: CompileOptions): Resident => {
  const sizes = outputAvals(plan.program).map((of) => sizeOf(of.shape))
  const isWritten = backend === undefined && writeOut(plan.program) !== null
  const compiled = isWritten ? null : compileProgram(plan.program, backend, undefined, arithmetic, threads)
  if (compiled === null) return { arrays: sizes.map((size) => new Float64Array(size)), quick: null }
  const { direct } = compiled
  const own = ownBuffers(compiled)
  const arrays = sizes.map((size, j) => {
    const buffer = own[j]
    // Memory that threads share is not for everyone: much of what a host offers refuses it.
    return buffer instanceof Float64Array && buffer.buffer instanceof ArrayBuffer ? buffer : new Float64Array(size)
  })
  const copies = arrays.flatMap((array, j) => (array === own[j] ? [] : [{ array, from: entry(direct.outputs, j) }]))
  const write = writing(args, direct)
  return {
    arrays,
    quick: (...given) => {
      if (!direct.invoke(given, write)) return missed
      for (const { array, from } of copies) array.set(from)
      return null
    },
  }
}
