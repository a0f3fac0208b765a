/**
 * A program compiled: planned, emitted and ready to run on tensors.
 */
import type { Buffer } from '../array/dtype.ts'
import type { AnyTensor } from '../array/tensor.ts'
import { entry } from '../entry.ts'
import { evaluation } from '../interpret/evaluate.ts'
import { fold } from '../program/fold.ts'
import type { Program } from '../program/model.ts'
import type { Arithmetic } from './arithmetic.ts'
import { assemble } from './assemble.ts'
import { chunked, type Pieces } from './chunk.ts'
import type { Crew } from './crew.ts'
import { codeOf, mayMakeCode } from './code.ts'
import { suitsJavaScript } from './cost.ts'
import { mayMakeModules, start } from './emit/engine.ts'
import { binary } from './emit/module.ts'
import { javascript, type Source } from './javascript.ts'
import { type Layout, layoutOf } from './lifetime.ts'
import { parted } from './part.ts'
import type { Block, Kernel } from './loop.ts'
import { arenaOf, delivered, hostCall, type HostBuffers, type Memory, memoryOf } from './memory.ts'

export interface Compiled {
  readonly kernel: Kernel
  readonly backend: Backend
  readonly run: (inputs: ReadonlyArray<AnyTensor>) => ReadonlyArray<AnyTensor>
  /** The kernel's own memory, for callers that put values in and take results out themselves. */
  readonly direct: Direct
}

/** A kernel's inputs and outputs where they lie. Nobody holds them beyond one call. */
export interface Direct {
  readonly inputs: ReadonlyArray<Buffer>
  readonly outputs: ReadonlyArray<Buffer>
  /**
   * Has the inputs written and runs the kernel; false where the writer says so, and while the memory is in use: by a kernel that
   * runs, or by a call whose arguments are being read, since a getter among them may call again.
   */
  readonly invoke: (given: ReadonlyArray<unknown>, write: (given: ReadonlyArray<unknown>) => boolean) => boolean
}

/** The buffers of each host call, by its number. */
const hostBuffers = (kernel: Kernel): ReadonlyArray<HostBuffers> => {
  const calls: Array<HostBuffers> = []
  const visit = (block: Block): void => {
    for (const statement of block) {
      if (statement._tag === 'Host') calls[statement.call] = { from: statement.from.map((p) => p.buffer), to: statement.to.map((p) => p.buffer) }
      else if (statement._tag === 'Loop' || statement._tag === 'Part') visit(statement.body)
      else if (statement._tag === 'Choose') {
        visit(statement.yes)
        visit(statement.no)
      } else if (statement._tag === 'While') {
        visit(statement.condition)
        visit(statement.body)
      }
    }
  }
  visit(kernel.body)
  return calls
}

type Body = (m: Float64Array, n: Int32Array, h: (call: number) => void, f: Source['functions']) => () => void

/** Which code a program becomes. */
export type Backend = 'webassembly' | 'javascript'

/** So many statements a function may have, and the body of a loop or branch in it. */
export interface Limits {
  readonly code: number
  readonly body: number
}

// V8 does not optimise a function of more than 61,440 bytes of bytecode, which is at least 2,500 operations;
// WebAssembly functions compile best up to about 5,000. Loops are joined up to 2,000 statements, and calls in a loop
// cost: so a body is not cut before it is longer than that.
const usual: { readonly [B in Backend]: Limits } = { javascript: { code: 1500, body: 2000 }, webassembly: { code: 4000, body: 4000 } }

/** A kernel's memory, and what runs it; null where the engine refuses. */
interface Machinery {
  readonly memory: Memory
  readonly body: () => void
}

const inJavaScript = (pieces: Pieces, layout: Layout): Machinery | null => {
  const source = javascript(pieces, layout)
  const made = codeOf<Body>(['m', 'n', 'h', 'f'], source.text)
  if (made === null) return null
  const arena = arenaOf(new ArrayBuffer(Math.max(16, layout.size)))
  const memory = memoryOf(arena, pieces.kernel, layout)
  return { memory, body: made(arena.f64, arena.i32, hostCall(memory, pieces.kernel, hostBuffers(pieces.kernel)), source.functions) }
}

const inWebAssembly = (pieces: Pieces, layout: Layout, arithmetic?: Arithmetic, crew?: Crew): Machinery | null => {
  const { kernel } = pieces
  const team = kernel.shared === undefined ? undefined : crew?.team()
  const made = binary(pieces, layout, arithmetic, team)
  if (made._tag === 'Left') return null
  const memory = (bytes: ArrayBufferLike): Memory => memoryOf(arenaOf(bytes), kernel, layout)
  const running = start(made.right, (bytes) => hostCall(memory(bytes), kernel, hostBuffers(kernel)), team)
  return running === null ? null : { memory: memory(running.bytes), body: running.run }
}

// Up to so many statements, and without loops, a JavaScript function is as fast and is entered sooner.
const small = 200

const isSmall = ({ body }: Kernel): boolean =>
  body.length <= small &&
  !body.some((s) => s._tag === 'Loop' || s._tag === 'While') &&
  suitsJavaScript(body.flatMap((s) => (s._tag === 'Apply' ? [s.machine] : [])))

const machineryFor = (
  whole: Kernel,
  backend: Backend,
  { code, body }: Limits,
  arithmetic?: Arithmetic,
  crew?: Crew,
): { readonly kernel: Kernel; readonly machinery: Machinery | null } => {
  const pieces = chunked(parted(whole, body), code)
  const layout = layoutOf(pieces.kernel)
  return { kernel: pieces.kernel, machinery: backend === 'javascript' ? inJavaScript(pieces, layout) : inWebAssembly(pieces, layout, arithmetic, crew) }
}

// Beyond so many modules alive V8 takes seconds to add one; functions of JavaScript it takes as they come.
const crowd = 4000
const alive = { modules: 0 }
const released = /*#__PURE__*/ new FinalizationRegistry<null>(() => {
  alive.modules--
})

const mayMake: { readonly [B in Backend]: () => boolean } = { javascript: mayMakeCode, webassembly: mayMakeModules }

/** A program as a function of tensors, in the code asked for or that which suits it; null where no code may be made. */
export const compileProgram = (program: Program, wanted?: Backend, limits: typeof usual = usual, arithmetic?: Arithmetic, crew?: Crew): Compiled | null => {
  const either: ReadonlyArray<Backend> = ['webassembly', 'javascript']
  const allowed = (wanted === undefined ? either : [wanted]).filter((backend) => mayMake[backend]())
  if (allowed.length === 0) return null
  const shared = crew === undefined || allowed[0] === 'javascript' ? null : assemble(program, crew.shared)
  const whole = shared?.shared === undefined ? assemble(program) : shared
  for (const backend of isSmall(whole) || alive.modules > crowd ? [...allowed].reverse() : allowed) {
    const { kernel, machinery } = machineryFor(whole, backend, limits[backend], arithmetic, crew)
    if (machinery === null) continue
    if (backend === 'webassembly') {
      alive.modules++
      released.register(machinery, null)
    }
    return compiled(program, kernel, machinery, backend)
  }
  return null
}

const compiled = (program: Program, kernel: Kernel, machinery: Machinery, backend: Backend): Compiled => {
  const { memory } = machinery
  for (const { buffer, value } of kernel.constants) memory.write(buffer, value)
  let busy = false
  const invoke: Direct['invoke'] = (given, write) => {
    // A primitive of the host may call the same program again while its memory is in use.
    if (busy) return false
    busy = true
    try {
      if (!write(given)) return false
      machinery.body()
    } finally {
      busy = false
    }
    return true
  }
  return {
    kernel,
    backend,
    direct: { inputs: kernel.inputs.map(memory.view), outputs: kernel.outputs.map(({ buffer }) => memory.view(buffer)), invoke },
    run: (inputs) => {
      if (busy) return fold(evaluation)(program)(inputs)
      invoke(inputs, () => {
        kernel.inputs.forEach((buffer, i) => {
          memory.write(buffer, entry(inputs, i))
        })
        return true
      })
      return delivered(memory, kernel)
    },
  }
}
