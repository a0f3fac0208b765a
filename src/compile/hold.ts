/**
 * What a loop adds up in one place is in a local while it runs: the next term need not wait until the last is in memory.
 */
import { accessesByBuffer } from './access.ts'
import type { Block, Kernel, Kind, Place, Register, Statement, Storage } from './loop.ts'
import { inBlocks } from './rewrite.ts'

type Loop = Extract<Statement, { readonly _tag: 'Loop' }>
type Accumulate = Extract<Statement, { readonly _tag: 'Accumulate' }>

// Fewer turns are over before a local pays.
const few = 4

/** The sums of a loop that go to one place each, which nothing else in it touches. */
const steadySums = ({ buffers }: Kernel, { axis, body }: Loop): ReadonlySet<Statement> => {
  const sums = body.filter(
    (s): s is Accumulate => s._tag === 'Accumulate' && s.lanes === null && s.to.computed === null && !s.to.strides.some((x) => x.axis === axis),
  )
  if (sums.length === 0) return new Set()
  const accesses = accessesByBuffer(body)
  // Each sum is one that reads and one that writes.
  return new Set(sums.filter(({ to }) => accesses.get(to.buffer)?.length === 2 && buffers[to.buffer]?.role !== 'local'))
}

/** The kernel with such sums in locals. */
export const held = (kernel: Kernel): Kernel => {
  const registers: Array<Kind> = [...kernel.registers]
  const buffers: Array<Storage> = [...kernel.buffers]
  const copy = (kind: Kind, from: Place, to: Place): Block => {
    const register: Register = registers.push(kind) - 1
    return [
      { _tag: 'Load', to: register, from },
      { _tag: 'Store', to, value: register },
    ]
  }
  const visit = (block: Block): Block =>
    block.flatMap((statement): Block => {
      const s = inBlocks(statement, visit)
      const sums = s._tag === 'Loop' && s.extent >= few ? steadySums(kernel, s) : new Set<Statement>()
      if (s._tag !== 'Loop' || sums.size === 0) return [s]
      const [before, after]: [Array<Statement>, Array<Statement>] = [[], []]
      const body = s.body.map((term): Statement => {
        if (term._tag !== 'Accumulate' || !sums.has(term)) return term
        const kind = kernel.buffers[term.to.buffer]?.kind ?? 'f64'
        const local: Place = { buffer: buffers.push({ kind, size: 1, role: 'local' }) - 1, offset: 0, strides: [], computed: null }
        before.push(...copy(kind, term.to, local))
        after.push(...copy(kind, local, term.to))
        return { ...term, to: local }
      })
      return [...before, { ...s, body }, ...after]
    })
  const body = visit(kernel.body)
  return { ...kernel, registers, buffers, body }
}
