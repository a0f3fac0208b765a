/**
 * Rows that are copied only to be looked at, as picking by an index makes them, are looked at where they lie.
 */
import { forEachAccess, touchedBy } from './access.ts'
import type { Block, Kernel, Place, Statement } from './loop.ts'
import { inBlocks, rewritten } from './rewrite.ts'

/** A loop that copies a stretch of one buffer, in order, over all of another. */
interface Copy {
  readonly to: number
  readonly from: Place
}

const copyOf = (kernel: Kernel, statement: Statement): Copy | null => {
  if (statement._tag !== 'Loop' || statement.body.length !== 2) return null
  const [load, store] = statement.body
  if (load?._tag !== 'Load' || store?._tag !== 'Store' || store.value !== load.to) return null
  const storage = kernel.buffers[store.to.buffer]
  const [along, ...others] = store.to.strides
  const whole = store.to.offset === 0 && along?.axis === statement.axis && along.stride === 1 && others.length === 0 && store.to.computed === null
  if (!whole || storage?.role !== 'made' || storage.size !== statement.extent || storage.kind !== kernel.buffers[load.from.buffer]?.kind) return null
  if (load.from.buffer === store.to.buffer || load.from.strides.find((s) => s.axis === statement.axis)?.stride !== 1) return null
  return { to: store.to.buffer, from: { ...load.from, strides: load.from.strides.filter((s) => s.axis !== statement.axis) } }
}

/** An entry of the copy, as an entry of what was copied; null where both indices are computed. */
const lying = ({ from }: Copy, place: Place): Place | null => {
  if (from.computed !== null && place.computed !== null) return null
  return { buffer: from.buffer, offset: from.offset + place.offset, strides: [...from.strides, ...place.strides], computed: from.computed ?? place.computed }
}

/** How often each buffer is touched. */
const counts = (block: Block): ReadonlyMap<number, number> => {
  const found = new Map<number, number>()
  forEachAccess(block, ({ place }) => {
    found.set(place.buffer, (found.get(place.buffer) ?? 0) + 1)
  })
  return found
}

/** A kernel without such copies. */
export const borrowed = (kernel: Kernel): Kernel => {
  const total = counts(kernel.body)
  const outputs = new Set(kernel.outputs.map(({ buffer }) => buffer))

  const visit = (given: Block): Block => {
    const block = given.map((statement) => inBlocks(statement, visit))
    const copies = block.map((statement) => copyOf(kernel, statement))
    if (copies.every((copy) => copy === null)) return block
    const touched = block.map(touchedBy)
    const own = counts(block)
    const instead = new Map<number, Copy>()
    copies.forEach((copy, at) => {
      if (copy === null || outputs.has(copy.to) || own.get(copy.to) !== total.get(copy.to)) return
      // Read only behind the copy, and nothing changes what was copied before the last of them.
      const uses = touched.flatMap(({ accesses, host }, i) => (i !== at && accesses.some(({ place }) => place.buffer === copy.to) ? [{ i, host }] : []))
      const last = uses.at(-1)?.i ?? at
      const reads =
        uses.every(({ i, host }) => i > at && !host) &&
        touched.every(({ accesses }, i) => i === at || accesses.every((a) => a.place.buffer !== copy.to || (!a.writes && lying(copy, a.place) !== null)))
      const changed = touched.slice(at, last + 1).some(({ accesses }) => accesses.some((a) => a.writes && a.place.buffer === copy.from.buffer))
      // One at a time: what a borrowed row is borrowed from must stay as it is.
      if (reads && !changed && !instead.has(copy.from.buffer) && ![...instead.values()].some(({ from }) => from.buffer === copy.to)) instead.set(copy.to, copy)
    })
    if (instead.size === 0) return block
    const place = (p: Place): Place => {
      const copy = instead.get(p.buffer)
      return copy === undefined ? p : (lying(copy, p) ?? p)
    }
    const rest = block.filter((_, at) => {
      const to = copies[at]?.to
      return to === undefined || instead.get(to) !== copies[at]
    })
    return rewritten(rest, { place, register: (r) => r })
  }
  return { ...kernel, body: visit(kernel.body) }
}
