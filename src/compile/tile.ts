/**
 * A loop over rows, and the sums over groups of four rows that contractions take behind it, as one loop over tiles of
 * eight rows: what the rows pass on stays in the cache, in buffers of one tile. Rows that fill no tile come after.
 */
import { entry } from '../entry.ts'
import { type Access, accessesByBuffer, forEachAccess, touchedBy, windowOf } from './access.ts'
import { fused, inStep } from './fuse.ts'
import type { Block, Kind, Pass, Place, Register, Statement, Storage } from './loop.ts'
import { inBlocks, restrided, rewritten } from './rewrite.ts'

type Loop = Extract<Statement, { readonly _tag: 'Loop' }>
type Accesses = ReadonlyMap<number, ReadonlyArray<Access>>

const isLoop = (s: Statement | undefined): s is Loop => s?._tag === 'Loop'

// Lanes of sums go by eights, and products are added by fours: no sum notices where a tile ends.
const rows = 8
const group = 4

// Bytes passed on: more than that would have left the cache by the time they are wanted, and one tile's should be less.
const cache = 2 ** 17

/** A loop, and how many of its turns a tile takes. */
interface Member {
  readonly loop: Loop
  readonly turns: number
}

/** A loop as one over tiles. */
const inTiles = ({ loop, turns }: Member, axis: number, tiles: number): Loop => {
  const body = restrided(loop.body, (strides) => strides.flatMap((s) => (s.axis === loop.axis ? [{ axis, stride: turns * s.stride }, s] : [s])))
  return { _tag: 'Loop', axis, extent: tiles, body: [{ ...loop, extent: turns, body }] }
}

/** What makes new registers and numbers new loops. */
interface Fresh {
  readonly register: (like: Register) => Register
  readonly axis: () => number
}

/** What is left of a loop behind its tiles: other loops, and other registers. */
const rest = ({ loop, turns }: Member, tiles: number, fresh: Fresh): Block => {
  const from = turns * tiles
  if (loop.extent === from) return []
  const { accesses, sets } = touchedBy(loop)
  const registers = new Map([...sets].map((register) => [register, fresh.register(register)]))
  const axes = new Map(accesses.flatMap(({ extents }) => [...extents.keys()]).map((axis) => [axis, -1]))
  for (const axis of axes.keys()) axes.set(axis, fresh.axis())
  const place = (p: Place): Place => {
    const stride = p.strides.find((s) => s.axis === loop.axis)?.stride ?? 0
    return { ...p, offset: p.offset + from * stride }
  }
  const renumbered = (s: Statement): Statement => {
    const made = inBlocks(s, (block) => block.map(renumbered))
    return made._tag === 'Loop' ? { ...made, axis: axes.get(made.axis) ?? made.axis } : made
  }
  const body = rewritten([{ ...loop, extent: loop.extent - from }], { place, register: (r) => registers.get(r) ?? r })
  return restrided(body, (strides) => strides.map((s) => ({ ...s, axis: axes.get(s.axis) ?? s.axis }))).map(renumbered)
}

const stridesOn = (axis: number, accesses: ReadonlyArray<Access>): ReadonlyArray<number> =>
  accesses.map(({ place }) => place.strides.find((s) => s.axis === axis)?.stride ?? 0)

/** How many elements that a row touches the loop over groups of rows touches too, in step with it. */
const passedOn = (axis: number, made: Accesses, sum: Loop): number => {
  let total = 0
  for (const [buffer, read] of accessesByBuffer(sum.body)) {
    const [stride = 0, ...others] = stridesOn(axis, made.get(buffer) ?? [])
    const steps = [...others, ...stridesOn(sum.axis, read).map((s) => s / group)]
    if (stride > 0 && steps.every((s) => s === stride)) total += stride
  }
  return total
}

/** Whether its steps choose the lanes of a sum: of those only eight together may be passed over. */
const choosesLanes = (block: Block, axis: number): boolean =>
  block.some((s) => (s._tag === 'Accumulate' ? s.lanes?.of.some((l) => l.axis === axis) : s._tag === 'Loop' && choosesLanes(s.body, axis)))

/** The positions of the sums behind a loop over rows that it passes enough on to. */
const sumsFor = (block: Block, position: number, loop: Loop): ReadonlyArray<number> => {
  if (loop.extent < 2 * rows) return []
  const made = accessesByBuffer(loop.body)
  return block.flatMap((sum, at) => {
    if (at <= position || !isLoop(sum) || sum.extent !== Math.floor(loop.extent / group) || choosesLanes(sum.body, sum.axis)) return []
    const bytes = 8 * passedOn(loop.axis, made, sum)
    return bytes * loop.extent > cache && bytes * rows <= cache ? [at] : []
  })
}

/** A block with a loop over tiles in it. */
interface Tiled {
  readonly block: Block
  readonly loop: Loop
  readonly members: ReadonlyArray<Member>
}

/** The loop at a position made one with sums behind it, with as many as may join it. */
const joined = (block: Block, position: number, sums: ReadonlyArray<number>, fresh: () => number): Tiled | null => {
  const members = new Map(
    [position, ...sums].flatMap((at) => {
      const loop = block[at]
      return isLoop(loop) ? [[at, { loop, turns: at === position ? rows : rows / group, axis: fresh() }] as const] : []
    }),
  )
  const [first] = members.values()
  if (first === undefined || sums.length === 0) return null
  const tiles = Math.floor(first.loop.extent / rows)
  const split = block.map((s, at) => {
    const member = members.get(at)
    return member === undefined ? s : inTiles(member, member.axis, tiles)
  })
  const end = Math.max(...sums) + 1
  const made = fused(split.slice(position, end))
  const loops = new Map(made.filter(isLoop).map((loop) => [loop.axis, loop]))
  const loop = loops.get(first.axis)
  if (loop === undefined) return null
  const taken = sums.filter((at) => !loops.has(members.get(at)?.axis ?? -1))
  if (taken.length < sums.length) return joined(block, position, taken, fresh)
  return { block: [...block.slice(0, position), ...made, ...block.slice(end)], loop, members: [...members.values()] }
}

const counts = (block: Block): ReadonlyMap<number, number> => new Map([...accessesByBuffer(block)].map(([buffer, list]) => [buffer, list.length]))

/** A kernel whose rows are summed tile by tile. */
export const tiled: Pass = (kernel, axis) => {
  const registers: Array<Kind> = [...kernel.registers]
  const buffers: Array<Storage> = [...kernel.buffers]
  const total = counts(kernel.body)
  const outputs = new Set(kernel.outputs.map(({ buffer }) => buffer))
  const fresh: Fresh = { axis, register: (like) => registers.push(entry(registers, like)) - 1 }

  /** How far each buffer reaches that the loop makes for itself and for the rows behind it, where both may have one of their own. */
  const apart = (block: Block, loop: Loop, isOwn: (buffer: number) => boolean): ReadonlyMap<number, number> => {
    const ends = new Map<number, number>()
    for (const [buffer, accesses] of accessesByBuffer(loop.body)) {
      const stride = inStep(accesses, () => loop.axis)
      if (stride !== null && isOwn(buffer) && entry(buffers, buffer).role === 'made' && !outputs.has(buffer)) ends.set(buffer, stride * loop.extent)
    }
    const touched = new Set<number>()
    const at = block.indexOf(loop)
    forEachAccess(block, (access, position) => {
      const { buffer } = access.place
      const end = ends.get(buffer)
      if (end === undefined) return
      const { low, high, outer } = windowOf(access, -1)
      const isClearing = position < at && low === 0 && high + 1 === entry(buffers, buffer).size && block[position]?._tag === 'Fill'
      const fits = position === at ? high < end : isClearing || low >= end
      if (outer !== '' || !fits) ends.delete(buffer)
      else if (position > at) touched.add(buffer)
    })
    return new Map([...ends].filter(([buffer]) => touched.has(buffer)))
  }

  /** The block with the rows that fill no tile, in buffers of their own where what the tiles pass on can be apart from them. */
  const completed = ({ block, loop, members }: Tiled, isOwn: (buffer: number) => boolean): Block => {
    const left = members.flatMap((member) => rest(member, loop.extent, fresh))
    if (left.length === 0) return block
    const all = block.flatMap((s) => (s === loop ? [s, ...left] : [s]))
    const ends = apart(all, loop, isOwn)
    const instead = new Map<number, number>()
    for (const [buffer, end] of ends) {
      const storage = entry(buffers, buffer)
      instead.set(buffer, buffers.push({ ...storage, size: end }) - 1)
      buffers[buffer] = { ...storage, size: storage.size - end }
    }
    const inLoop = (place: Place): Place => ({ ...place, buffer: instead.get(place.buffer) ?? place.buffer })
    const behind = (place: Place): Place => {
      const end = ends.get(place.buffer)
      return end === undefined ? place : { ...place, offset: place.offset - end }
    }
    const register = (r: Register): Register => r
    return all.flatMap((s): Block => {
      const end = s._tag === 'Fill' && s.to.offset === 0 ? ends.get(s.to.buffer) : undefined
      if (s._tag === 'Fill' && end !== undefined)
        return [
          { ...s, to: inLoop(s.to), count: end },
          { ...s, count: s.count - end },
        ]
      return rewritten([s], { place: s === loop ? inLoop : behind, register })
    })
  }

  const visit = (given: Block): Block => {
    const own = counts(given)
    const isOwn = (buffer: number): boolean => own.get(buffer) === total.get(buffer)
    let block = given
    for (let at = 0; at < block.length; at++) {
      const loop = block[at]
      const found = isLoop(loop) ? joined(block, at, sumsFor(block, at, loop), axis) : null
      if (found !== null) block = completed(found, isOwn)
    }
    return block === given ? block.map((s) => inBlocks(s, visit)) : block
  }
  const body = visit(kernel.body)
  return { ...kernel, registers, buffers, body }
}
