/**
 * A kernel as a WebAssembly module: one function for each of its pieces, and `run`, which calls them in order.
 */
import type { either as E } from 'fp-ts'
import { right } from '../../either.ts'
import { kernelFor } from '../../elementary/definition.ts'
import type { Arithmetic } from '../arithmetic.ts'
import type { Team } from '../crew.ts'
import type { Pieces } from '../chunk.ts'
import type { Block } from '../loop.ts'
import type { Layout } from '../lifetime.ts'
import { encode } from '../wasm/encode.ts'
import { call } from '../wasm/instruction.ts'
import { floatType } from '../wasm/lanes.ts'
import { emit, inPlace } from '../wasm/straight.ts'
import type { DefinedFunction, Obstacle } from '../wasm/module.ts'
import { emitBlock } from './block.ts'
import { frame } from './frame.ts'
import { type Hosts, hosts, linked, type Numeric, type Common } from './host.ts'
import { bytesOfNumber, type Pool, poolFrom } from './pool.ts'
import { rareIndex } from './rare.ts'

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

/** An elementary function as a function of the module. */
const commonFunction = (imported: Hosts, pool: Pool, { definition, lanes }: Common): DefinedFunction => {
  const { name, arity } = definition
  const operands = Array.from({ length: arity }, (_, i) => i)
  const { locals, instructions } = emit(kernelFor(definition), {
    lanes,
    operands,
    firstLocal: arity,
    constant: inPlace(lanes),
    host: rareIndex(imported),
    table: pool.table,
  })
  const type = floatType(lanes)
  return {
    name,
    type: { parameters: operands.map(() => type), results: [type] },
    locals,
    body: instructions,
  }
}

export const binary = ({ kernel, pieces }: Pieces, layout: Layout, arithmetic?: Arithmetic, team?: Pick<Team, 'fork'>): E.Either<Obstacle, Binary> => {
  const imported = hosts(team === undefined ? undefined : { loops: kernel.shared ?? [], fork: team.fork })
  const pool = poolFrom(layout.size)
  const nothing = { parameters: [], results: [] }
  const ofPieces = pieces.map((piece: Block, p): DefinedFunction => {
    const made = frame(kernel, layout, pool)
    emitBlock({ frame: made, hosts: imported, literals: new Map(), held: new Map() }, piece)
    const prologue = made.prologue()
    return { name: `piece${p}`, type: nothing, locals: made.locals, body: [...prologue, ...made.out] }
  })
  // Rare arguments may ask for functions of the host, so these are made before imports are counted.
  const common = imported.commonFunctions().map((it) => commonFunction(imported, pool, it))
  const first = imported.imports().length
  const own = [...ofPieces, ...imported.parts()]
  const linkedFunctions = own.map((f) => ({ ...f, body: linked(f.body, first, first + common.length + ofPieces.length) }))
  const run: DefinedFunction = {
    name: 'run',
    type: nothing,
    locals: [],
    body: ofPieces.map((_, p) => call(first + common.length + p)),
    exported: 'run',
  }
  const values = pool.values()
  const pages = Math.max(1, Math.ceil((layout.size + bytesOfNumber * values.length) / page))
  const module = {
    functionImports: imported.imports(),
    memory: { module: 'host', name: 'memory', minimum: pages, shared: team !== undefined },
    functions: [...common, ...linkedFunctions, run],
  }
  const encoded = encode(arithmetic?.applied(module, kernel) ?? module)
  if (encoded._tag === 'Left') return encoded
  return right({ bytes: encoded.right, functions: imported.functions(), pages, pool: { from: layout.size, values } })
}
