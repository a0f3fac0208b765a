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
  /** How much memory it needs, in pages. */
  readonly pages: number
  /** Numbers that its functions read, and the byte from which they lie. */
  readonly pool: { readonly from: number; readonly values: ReadonlyArray<number> }
}

const page = 65_536
const bytesOfNumber = 8

export const binary = ({ kernel, pieces }: Pieces, layout: Layout): E.Either<Obstacle, Binary> => {
  const imported = hosts()
  const values: Array<number> = []
  const pool = (value: number): number => {
    const known = values.findIndex((other) => Object.is(other, value))
    return layout.size + bytesOfNumber * (known < 0 ? values.push(value) - 1 : known)
  }
  const nothing = { parameters: [], results: [] }
  const functions = pieces.map((piece: Block, p): DefinedFunction => {
    const made = frame(kernel, layout, pool)
    emitBlock({ frame: made, hosts: imported, literals: new Map() }, piece)
    const prologue = made.prologue()
    return { name: `piece${p}`, type: nothing, locals: made.locals, body: [...prologue, ...made.out] }
  })
  const first = imported.imports().length
  const run: DefinedFunction = { name: 'run', type: nothing, locals: [], body: functions.map((_, p) => call(first + p)), exported: 'run' }
  const pages = Math.max(1, Math.ceil((layout.size + bytesOfNumber * values.length) / page))
  const module = {
    functionImports: imported.imports(),
    memory: { module: 'host', name: 'memory', minimum: pages },
    functions: [...functions, run],
  }
  return E.map((bytes: Uint8Array): Binary => ({ bytes, functions: imported.functions(), pages, pool: { from: layout.size, values } }))(encode(module))
}
