/**
 * A long kernel cut into pieces, since engines stop optimising functions that are too long. What a piece
 * needs of an earlier one travels through buffers.
 */
import { forEachAccess, forEachRegister } from './access.ts'
import { entry, integerAt } from '../entry.ts'
import { lengthOf, lengthOfAll } from './length.ts'
import type { Block, Kernel, Kind, Place, Register, Statement, Storage } from './loop.ts'
import { rewritten } from './rewrite.ts'

/** A kernel whose body is run piece after piece. */
export interface Pieces {
  readonly kernel: Kernel
  readonly pieces: ReadonlyArray<Block>
}

/** Runs of statements of about the length wanted; a loop is never cut. */
export const runs = (body: Block, length: number): ReadonlyArray<Block> => {
  const cut: Array<Array<Statement>> = [[]]
  let filled = 0
  for (const statement of body) {
    const own = lengthOf(statement)
    if (filled > 0 && filled + own > length) {
      cut.push([])
      filled = 0
    }
    cut.at(-1)?.push(statement)
    filled += own
  }
  return cut
}

export const chunked = (kernel: Kernel, length: number): Pieces => {
  if (lengthOfAll(kernel.body) <= length) return { kernel, pieces: [kernel.body] }
  const pieces = runs(kernel.body, length)
  const madeIn = new Int32Array(kernel.registers.length).fill(-1)
  const seenIn = new Int32Array(kernel.buffers.length).fill(-1)
  const literals = new Map<Register, number>()
  const shared = new Set<number>()
  const crossing = new Set<Register>()
  pieces.forEach((piece, p) => {
    const set = (register: Register): void => {
      madeIn[register] = p
    }
    const use = (register: Register): void => {
      if (madeIn[register] !== p && !literals.has(register)) crossing.add(register)
    }
    for (const statement of piece) {
      if (statement._tag === 'Literal') literals.set(statement.to, statement.value)
      forEachRegister(statement, set, use)
    }
    forEachAccess(piece, ({ place: { buffer } }) => {
      if (seenIn[buffer] !== -1 && seenIn[buffer] !== p) shared.add(buffer)
      seenIn[buffer] = p
    })
  })
  const buffers: Array<Storage> = kernel.buffers.map((b, i) => (b.role === 'local' && shared.has(i) ? { ...b, role: 'made' } : b))
  const registers: Array<Kind> = [...kernel.registers]
  const spilled = new Map<Register, Place>()
  const handedOn: ReadonlyArray<Array<Register>> = pieces.map(() => [])
  for (const register of crossing) {
    entry(handedOn, integerAt(madeIn, register)).push(register)
    const buffer = buffers.push({ kind: entry(registers, register), size: 1, role: 'made' }) - 1
    spilled.set(register, { buffer, offset: 0, strides: [], computed: null })
  }
  const made = pieces.map((piece, p) => {
    const own = new Map<Register, Register>()
    const before: Array<Statement> = []
    const register = (r: Register): Register => {
      if (madeIn[r] === p) return r
      const known = own.get(r)
      if (known !== undefined) return known
      const to = registers.push(entry(registers, r)) - 1
      own.set(r, to)
      const value = literals.get(r)
      const from = spilled.get(r)
      if (value !== undefined) before.push({ _tag: 'Literal', to, value })
      else if (from !== undefined) before.push({ _tag: 'Load', to, from })
      return to
    }
    const body = rewritten(piece, { place: (place) => place, register })
    const after = entry(handedOn, p).flatMap((r): Block => {
      const to = spilled.get(r)
      return to === undefined ? [] : [{ _tag: 'Store', to, value: r }]
    })
    return [...before, ...body, ...after]
  })
  return { kernel: { ...kernel, buffers, registers, body: made.flat() }, pieces: made }
}
