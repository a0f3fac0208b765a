/**
 * A kernel as a WebAssembly module: one function for each of its pieces, and `run`, which calls them in order.
 */
import { either as E } from 'fp-ts'
import type { Pieces } from '../chunk.ts'
import type { Block } from '../loop.ts'
import type { Layout } from '../memory.ts'
import { encode } from '../wasm/encode.ts'
import { call } from '../wasm/instruction.ts'
import type { DefinedFunction, Obstacle } from '../wasm/module.ts'
import { emitBlock } from './block.ts'
import { frame } from './frame.ts'
import { hosts, type Numeric } from './host.ts'

/** The bytes of a module, and the functions it asks for. */
export interface Binary {
  readonly bytes: Uint8Array
  /** Imported as `host.f0`, `host.f1`, … */
  readonly functions: ReadonlyArray<Numeric>
}

const page = 65_536

export const pagesOf = (layout: Layout): number => Math.max(1, Math.ceil(layout.size / page))

export const binary = ({ kernel, pieces }: Pieces, layout: Layout): E.Either<Obstacle, Binary> => {
  const imported = hosts()
  const nothing = { parameters: [], results: [] }
  const functions = pieces.map((piece: Block, p): DefinedFunction => {
    const made = frame(kernel, layout)
    emitBlock({ frame: made, hosts: imported, literals: new Map() }, piece)
    return { name: `piece${p}`, type: nothing, locals: made.locals, body: [...made.prologue(), ...made.out] }
  })
  const first = imported.imports().length
  const run: DefinedFunction = { name: 'run', type: nothing, locals: [], body: functions.map((_, p) => call(first + p)), exported: 'run' }
  const module = {
    functionImports: imported.imports(),
    memory: { module: 'host', name: 'memory', minimum: pagesOf(layout) },
    functions: [...functions, run],
  }
  return E.map((bytes: Uint8Array): Binary => ({ bytes, functions: imported.functions() }))(encode(module))
}
