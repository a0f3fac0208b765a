/**
 * What statements touch: the buffers they read and write, and the registers they set and use.
 */
import type { Block, Place, Register, Statement } from './loop.ts'

export interface Access {
  readonly place: Place
  readonly writes: boolean
  /** Extents of the loops around it, within the statement asked about. */
  readonly extents: ReadonlyMap<number, number>
  /** How many elements from the place on. */
  readonly count: number
}

export interface Touched {
  readonly accesses: ReadonlyArray<Access>
  readonly sets: ReadonlySet<Register>
  readonly uses: ReadonlySet<Register>
  /** Whether it calls the host, which may look at whole buffers only. */
  readonly host: boolean
}

export const touchedBy = (statement: Statement): Touched => {
  const accesses: Array<Access> = []
  const sets = new Set<Register>()
  const uses = new Set<Register>()
  let host = false
  const access = (place: Place, writes: boolean, extents: ReadonlyMap<number, number>, count = 1): void => {
    accesses.push({ place, writes, extents, count })
    if (place.computed !== null) uses.add(place.computed.index)
  }
  const visitAll = (block: Block, extents: ReadonlyMap<number, number>): void => {
    for (const inner of block) visit(inner, extents)
  }
  const visit = (s: Statement, extents: ReadonlyMap<number, number>): void => {
    switch (s._tag) {
      case 'Literal':
        sets.add(s.to)
        break
      case 'Apply':
        sets.add(s.to)
        for (const arg of s.args) uses.add(arg)
        break
      case 'Load':
        sets.add(s.to)
        access(s.from, false, extents)
        break
      case 'Store':
        uses.add(s.value)
        access(s.to, true, extents)
        break
      case 'Accumulate':
        uses.add(s.value)
        access(s.to, false, extents, s.lanes === null ? 1 : 7 * s.lanes.stride + 1)
        access(s.to, true, extents, s.lanes === null ? 1 : 7 * s.lanes.stride + 1)
        break
      case 'Fill':
        access(s.to, true, extents, s.count)
        break
      case 'Loop':
        visitAll(s.body, new Map([...extents, [s.axis, s.extent]]))
        break
      case 'While':
        uses.add(s.test)
        visitAll(s.condition, extents)
        visitAll(s.body, extents)
        break
      case 'Choose':
        uses.add(s.test)
        visitAll(s.yes, extents)
        visitAll(s.no, extents)
        break
      case 'Host':
        host = true
        for (const place of s.from) access(place, false, extents, Number.POSITIVE_INFINITY)
        for (const place of s.to) access(place, true, extents, Number.POSITIVE_INFINITY)
        break
    }
  }
  visit(statement, new Map())
  return { accesses, sets, uses, host }
}

/** What statements touch, by buffer: enough to see whether others may pass them. */
export interface Footprint {
  readonly reads: ReadonlySet<number>
  readonly writes: ReadonlySet<number>
  readonly sets: ReadonlySet<Register>
  readonly uses: ReadonlySet<Register>
}

/** Whether the second must stay after the first. */
export const conflict = (first: Footprint, second: Footprint): boolean => {
  if (meet(first.sets, second.uses)) return true
  return meet(first.writes, second.writes) || meet(first.writes, second.reads) || meet(first.reads, second.writes)
}

const meet = (a: ReadonlySet<number>, b: ReadonlySet<number>): boolean => {
  const [few, many] = a.size < b.size ? [a, b] : [b, a]
  if (few.size === 0) return false
  for (const x of few) if (many.has(x)) return true
  return false
}

/** The first and last element of a buffer that an access reaches at step 0 of a loop, and its stride per step; null where it is not known. */
export const windowOf = (
  { place, extents, count }: Access,
  axis: number,
): { readonly low: number; readonly high: number; readonly stride: number; readonly outer: string } | null => {
  if (place.computed !== null) return null
  let low = place.offset
  let high = place.offset + count - 1
  let stride = 0
  const outer: Array<string> = []
  for (const s of place.strides) {
    const extent = extents.get(s.axis)
    if (s.axis === axis) stride = s.stride
    else if (extent === undefined) outer.push(`${s.axis}·${s.stride}`)
    else if (s.stride < 0) low += s.stride * (extent - 1)
    else high += s.stride * (extent - 1)
  }
  return { low, high, stride, outer: outer.join(' ') }
}
