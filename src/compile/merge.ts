/**
 * Buffers that are only copied: what is written to them is written where the copy would put it.
 */
import { type Access, touchedBy } from './access.ts'
import type { Block, Kernel, Place, Statement } from './loop.ts'
import { rewritten } from './rewrite.ts'

type Loop = Extract<Statement, { readonly _tag: 'Loop' }>

/** A loop that does nothing but copy all of one buffer, entry i to `offset + stride·i` of another. */
interface Copy {
  readonly loop: Loop
  readonly from: number
  readonly to: number
  readonly offset: number
  readonly stride: number
}

const copyOf = (kernel: Kernel, s: Statement): Copy | null => {
  if (s._tag !== 'Loop' || s.body.length !== 2) return null
  const [load, store] = s.body
  if (load?._tag !== 'Load' || store?._tag !== 'Store' || store.value !== load.to) return null
  const { from } = load
  const { to } = store
  const [along] = from.strides
  const [into] = to.strides
  const whole = from.computed === null && from.offset === 0 && from.strides.length === 1 && along?.axis === s.axis && along.stride === 1
  const plain = to.computed === null && to.strides.length === 1 && into?.axis === s.axis && into.stride > 0
  if (!whole || !plain || into === undefined || kernel.buffers[from.buffer]?.size !== s.extent || from.buffer === to.buffer) return null
  return { loop: s, from: from.buffer, to: to.buffer, offset: to.offset, stride: into.stride }
}

const accessesOf = (block: Block): ReadonlyArray<Access> => block.flatMap((s) => touchedBy(s).accesses)

/** The first and last element that an access may reach; null where it is not known. */
const reach = ({ place, extents, count }: Access): { readonly low: number; readonly high: number } | null => {
  if (place.computed !== null) return null
  let low = place.offset
  let high = place.offset + count - 1
  for (const { axis, stride } of place.strides) {
    const extent = extents.get(axis)
    if (extent === undefined) return null
    if (stride < 0) low += stride * (extent - 1)
    else high += stride * (extent - 1)
  }
  return { low, high }
}

/** Whether nothing but the copy touches its part of the target, and everything else only writes the source. */
const mayMerge = (kernel: Kernel, { loop, from, to, offset, stride }: Copy, accesses: ReadonlyArray<Access>, before: ReadonlySet<Statement>): boolean => {
  const source = kernel.buffers[from]
  if (source === undefined || source.role !== 'made' || source.kind !== kernel.buffers[to]?.kind || kernel.buffers[to]?.role !== 'made') return false
  if (kernel.outputs.some((o) => o.buffer === from)) return false
  const last = offset + stride * (loop.extent - 1)
  const own = touchedBy(loop).accesses
  return (
    before.size > 0 &&
    accesses.every((access) => {
      if (own.some((a) => a.place === access.place)) return true
      if (access.place.buffer === from) return access.count === 1
      if (access.place.buffer !== to) return true
      if (!access.writes) return true
      const reached = reach(access)
      return reached !== null && (reached.high < offset || reached.low > last)
    })
  )
}

const moved = (place: Place, { from, to, offset, stride }: Copy): Place =>
  place.buffer !== from
    ? place
    : {
        buffer: to,
        offset: offset + stride * place.offset,
        strides: place.strides.map((s) => ({ ...s, stride: s.stride * stride })),
        computed: place.computed === null ? null : { ...place.computed, stride: place.computed.stride * stride },
      }

/** Outermost copies only: what is made before them in the same block goes straight to the target. */
export const merged = (kernel: Kernel): Kernel => {
  let current = kernel
  for (const statement of kernel.body) {
    const copy = copyOf(current, statement)
    const at = current.body.indexOf(statement)
    if (copy === null || at < 0) continue
    // Readers of the target before the copy would see what is not yet to be there.
    const before = current.body.slice(0, at)
    const early = accessesOf(before).some((a) => a.place.buffer === copy.to && !a.writes)
    if (early || !mayMerge(current, copy, accessesOf(current.body), new Set(before))) continue
    const rest = current.body.filter((s) => s !== statement)
    current = { ...current, body: rewritten(rest, { place: (place) => moved(place, copy), register: (r) => r }) }
  }
  return current
}
