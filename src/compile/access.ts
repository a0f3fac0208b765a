/**
 * What statements touch: the buffers they read and write, and the registers they set and use.
 */
import type { Block, Place, Register, Statement } from './loop.ts'

/** A loop, and the loops around it. */
export interface Around {
  readonly axis: number
  readonly extent: number
  readonly outer: Around | null
}

/** Loops nest a few deep, so a list of them is quick to make and to search. */
export const extentIn = (loops: Around | null, axis: number): number | undefined => {
  for (let at = loops; at !== null; at = at.outer) if (at.axis === axis) return at.extent
  return undefined
}

export interface Access {
  readonly place: Place
  readonly writes: boolean
  /** The loops around it, within the statement asked about. */
  readonly around: Around | null
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

/** Told of accesses, and of registers set and used, in the order of the code. */
interface Witness {
  readonly access: (place: Place, writes: boolean, around: Around | null, count: number) => void
  readonly set: (register: Register) => void
  readonly use: (register: Register) => void
  readonly host: () => void
}

const nothing = (): void => {}

const witnessAccess = (to: Witness, place: Place, writes: boolean, around: Around | null, count = 1): void => {
  to.access(place, writes, around, count)
  if (place.computed !== null) to.use(place.computed.index)
}

const witnessAll = (to: Witness, block: Block, around: Around | null): void => {
  for (const statement of block) witness(to, statement, around)
}

const witness = (to: Witness, s: Statement, around: Around | null): void => {
  switch (s._tag) {
    case 'Literal':
      to.set(s.to)
      break
    case 'Apply':
      to.set(s.to)
      for (const arg of s.args) to.use(arg)
      break
    case 'Load':
      to.set(s.to)
      witnessAccess(to, s.from, false, around)
      break
    case 'Store':
      to.use(s.value)
      witnessAccess(to, s.to, true, around)
      break
    case 'Accumulate': {
      const count = s.lanes === null ? 1 : 7 * s.lanes.stride + 1
      to.use(s.value)
      witnessAccess(to, s.to, false, around, count)
      witnessAccess(to, s.to, true, around, count)
      break
    }
    case 'Fill':
      witnessAccess(to, s.to, true, around, s.count)
      break
    case 'Loop':
      witnessAll(to, s.body, { axis: s.axis, extent: s.extent, outer: around })
      break
    case 'While':
      witnessAll(to, s.condition, around)
      to.use(s.test)
      witnessAll(to, s.body, around)
      break
    case 'Choose':
      to.use(s.test)
      witnessAll(to, s.yes, around)
      witnessAll(to, s.no, around)
      break
    case 'Part':
      witnessAll(to, s.body, around)
      break
    case 'Host':
      to.host()
      for (const place of s.from) witnessAccess(to, place, false, around, Number.POSITIVE_INFINITY)
      for (const place of s.to) witnessAccess(to, place, true, around, Number.POSITIVE_INFINITY)
      break
  }
}

export const touchedBy = (statement: Statement): Touched => {
  const accesses: Array<Access> = []
  const sets = new Set<Register>()
  const uses = new Set<Register>()
  let host = false
  const to: Witness = {
    access: (place, writes, around, count) => {
      accesses.push({ place, writes, around, count })
    },
    set: (register) => {
      sets.add(register)
    },
    use: (register) => {
      uses.add(register)
    },
    host: () => {
      host = true
    },
  }
  witness(to, statement, null)
  return { accesses, sets, uses, host }
}

/** The accesses of statements, one after another: for those who keep little of them. */
export const forEachAccess = (block: Block, see: (access: Access, position: number) => void): void => {
  let at = 0
  const to: Witness = {
    access: (place, writes, around, count) => {
      see({ place, writes, around, count }, at)
    },
    set: nothing,
    use: nothing,
    host: nothing,
  }
  for (; at < block.length; at++) {
    const statement = block[at]
    if (statement !== undefined && statement._tag !== 'Apply' && statement._tag !== 'Literal') witness(to, statement, null)
  }
}

/** All accesses of a block, by buffer. */
export const accessesByBuffer = (block: Block): ReadonlyMap<number, ReadonlyArray<Access>> => {
  const found = new Map<number, Array<Access>>()
  forEachAccess(block, (access) => {
    const list = found.get(access.place.buffer)
    if (list === undefined) found.set(access.place.buffer, [access])
    else list.push(access)
  })
  return found
}

/** The registers that a statement sets and uses. */
export const forEachRegister = (statement: Statement, set: (register: Register) => void, use: (register: Register) => void): void => {
  witness({ access: nothing, set, use, host: nothing }, statement, null)
}

/** What statements touch, by buffer: enough to see whether others may pass them. */
export interface Footprint {
  readonly reads: ReadonlySet<number>
  readonly writes: ReadonlySet<number>
  readonly sets: ReadonlySet<Register>
  readonly uses: ReadonlySet<Register>
}

const none: ReadonlySet<number> = /*#__PURE__*/ new Set()

/** What a statement touches. Most touch little, so a set is made for what there is. */
export const footprintOf = (statement: Statement): Footprint => {
  let [reads, writes, sets, uses] = [none, none, none, none]
  const also = (x: number, known: ReadonlySet<number>): ReadonlySet<number> => {
    if (known === none) return new Set([x])
    if (known instanceof Set) known.add(x)
    return known
  }
  witness(
    {
      access: ({ buffer }, isWrite) => {
        if (isWrite) writes = also(buffer, writes)
        else reads = also(buffer, reads)
      },
      set: (register) => {
        sets = also(register, sets)
      },
      use: (register) => {
        uses = also(register, uses)
      },
      host: nothing,
    },
    statement,
    null,
  )
  return { reads, writes, sets, uses }
}

/** Whether the second must stay after the first. */
export const conflict = (first: Footprint, second: Footprint): boolean =>
  meet(first.sets, second.uses) || meet(first.writes, second.writes) || meet(first.writes, second.reads) || meet(first.reads, second.writes)

const meet = (a: ReadonlySet<number>, b: ReadonlySet<number>): boolean => {
  if (a.size === 0 || b.size === 0) return false
  if (b.size < a.size) return meet(b, a)
  for (const x of a) if (b.has(x)) return true
  return false
}

/** The first and last element of a buffer that an access reaches at step 0 of a loop, and its stride per step. */
export const windowOf = (
  { place, around, count }: Access,
  axis: number,
): { readonly low: number; readonly high: number; readonly stride: number; readonly outer: string } => {
  let low = place.offset
  let high = place.offset + count - 1
  let stride = 0
  if (place.computed !== null) {
    const span = place.computed.stride * (place.computed.count - 1)
    if (span < 0) low += span
    else high += span
  }
  const outer: Array<string> = []
  for (const s of place.strides) {
    const extent = extentIn(around, s.axis)
    if (s.axis === axis) stride = s.stride
    else if (extent === undefined) outer.push(`${s.axis}·${s.stride}`)
    else if (s.stride < 0) low += s.stride * (extent - 1)
    else high += s.stride * (extent - 1)
  }
  return { low, high, stride, outer: outer.join(' ') }
}
