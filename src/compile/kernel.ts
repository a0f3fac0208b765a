/**
 * A program compiled: planned, emitted and ready to run on tensors.
 */
import type { AnyTensor } from '../array/tensor.ts'
import { entry } from '../entry.ts'
import type { Program } from '../program/model.ts'
import { assemble } from './assemble.ts'
import { chunked } from './chunk.ts'
import { javascript } from './javascript.ts'
import type { Block, Kernel } from './loop.ts'
import { type Arena, delivered, hostCall, layoutOf, memoryOf } from './memory.ts'
import { phantom } from '../type/phantom.ts'

export interface Compiled {
  readonly kernel: Kernel
  readonly run: (inputs: ReadonlyArray<AnyTensor>) => ReadonlyArray<AnyTensor>
}

/** The buffers of each host call, by its number. */
const callsOf = (kernel: Kernel): ReadonlyArray<{ readonly from: ReadonlyArray<number>; readonly to: ReadonlyArray<number> }> => {
  const calls: Array<{ readonly from: ReadonlyArray<number>; readonly to: ReadonlyArray<number> }> = []
  const visit = (block: Block): void => {
    for (const statement of block) {
      if (statement._tag === 'Host') calls[statement.call] = { from: statement.from.map((p) => p.buffer), to: statement.to.map((p) => p.buffer) }
      else if (statement._tag === 'Loop') visit(statement.body)
      else if (statement._tag === 'Choose') {
        visit(statement.yes)
        visit(statement.no)
      }
    }
  }
  visit(kernel.body)
  return calls
}

// V8 does not optimise a function of more than 61,440 bytes of bytecode, which is at least 2,500 operations.
const longest = 1500

/** A program as a function of tensors, in JavaScript. */
export const compileProgram = (program: Program): Compiled => {
  const pieces = chunked(assemble(program), longest)
  const { kernel } = pieces
  const layout = layoutOf(kernel)
  const bytes = new ArrayBuffer(Math.max(16, layout.size))
  const arena: Arena = { f64: new Float64Array(bytes), i32: new Int32Array(bytes) }
  const memory = memoryOf(arena, kernel, layout)
  for (const { buffer, value } of kernel.constants) memory.write(buffer, value)
  const source = javascript(pieces, layout)
  const make: (...given: ReadonlyArray<unknown>) => () => void = phantom(new Function('m', 'n', 'h', 'f', source.text))
  const body = make(arena.f64, arena.i32, hostCall(memory, kernel, callsOf(kernel)), source.functions)
  return {
    kernel,
    run: (inputs) => {
      kernel.inputs.forEach((buffer, i) => {
        memory.write(buffer, entry(inputs, i))
      })
      body()
      return delivered(memory, kernel)
    },
  }
}
