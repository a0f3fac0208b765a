/**
 * Buffers that are only copied: what is written to them is written where the copy would put it.
 */
import { entry } from '../entry.ts'
import { type Access, extentIn, forEachAccess } from './access.ts'
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

/** The first and last element that an access may reach; null where it is not known. */
const reach = ({ place, around, count }: Access): { readonly low: number; readonly high: number } | null => {
  if (place.computed !== null) return null
  let low = place.offset
  let high = place.offset + count - 1
  for (const { axis, stride } of place.strides) {
    const extent = extentIn(around, axis)
    if (extent === undefined) return null
    if (stride < 0) low += stride * (extent - 1)
    else high += stride * (extent - 1)
  }
  return { low, high }
}

/** All accesses of a buffer. */
interface Traffic {
  /** Whether each is of one element. */
  single: boolean
  /** The position of the first statement that reads it. */
  firstRead: number
  /** Whether all writes are known; then the first elements that they reach, and the last ones. */
  known: boolean
  readonly lows: Array<number>
  readonly highs: Array<number>
}

const trafficOf = (body: Block): ReadonlyMap<number, Traffic> => {
  const found = new Map<number, Traffic>()
  forEachAccess(body, (access, position) => {
    const { buffer } = access.place
    const traffic = found.get(buffer) ?? { single: true, firstRead: Number.POSITIVE_INFINITY, known: true, lows: [], highs: [] }
    found.set(buffer, traffic)
    if (access.count !== 1) traffic.single = false
    if (!access.writes) {
      traffic.firstRead = Math.min(traffic.firstRead, position)
      return
    }
    const reached = reach(access)
    if (reached === null) traffic.known = false
    else {
      traffic.lows.push(reached.low)
      traffic.highs.push(reached.high)
    }
  })
  for (const { lows, highs } of found.values()) for (const ends of [lows, highs]) ends.sort((x, y) => x - y)
  return found
}

/** How many numbers of a sorted list are below another. */
const below = (sorted: ReadonlyArray<number>, limit: number): number => {
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (entry(sorted, middle) < limit) low = middle + 1
    else high = middle
  }
  return low
}

/** Whether the copy at a position is the only write to its part of the target, nothing reads the target before, and all accesses of the source are of one element. */
const mayMerge = (kernel: Kernel, { loop, from, to, offset, stride }: Copy, position: number, source: Traffic, target: Traffic): boolean => {
  const made = kernel.buffers[from]
  if (made === undefined || made.role !== 'made' || made.kind !== kernel.buffers[to]?.kind || kernel.buffers[to]?.role !== 'made') return false
  if (position === 0 || !source.single || !target.known || target.firstRead < position) return false
  const last = offset + stride * (loop.extent - 1)
  return below(target.lows, last + 1) - below(target.highs, offset) === 1
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

/**
 * Outermost copies only: what is made before them goes straight to the target. Copies into one target keep to parts
 * of their own, so that one does not keep another from it; nor do those of a target that is copied on.
 */
export const merged = (kernel: Kernel): Kernel => {
  const copies = kernel.body.flatMap((statement, position) => {
    const copy = copyOf(kernel, statement)
    return copy === null ? [] : [{ copy, position }]
  })
  if (copies.length === 0) return kernel
  const traffic = trafficOf(kernel.body)
  const delivered = new Set(kernel.outputs.map((o) => o.buffer))
  const gone = new Map<number, Copy>()
  const superfluous = new Set<Statement>()
  for (const { copy, position } of copies) {
    const [source, target] = [traffic.get(copy.from), traffic.get(copy.to)]
    if (source === undefined || target === undefined || delivered.has(copy.from) || gone.has(copy.from) || gone.has(copy.to)) continue
    if (!mayMerge(kernel, copy, position, source, target)) continue
    gone.set(copy.from, copy)
    superfluous.add(copy.loop)
  }
  if (gone.size === 0) return kernel
  const place = (of: Place): Place => {
    let at = of
    for (let copy = gone.get(at.buffer); copy !== undefined; copy = gone.get(at.buffer)) at = moved(at, copy)
    return at
  }
  const rest = kernel.body.filter((s) => !superfluous.has(s))
  return { ...kernel, body: rewritten(rest, { place, register: (r) => r }) }
}
