/**
 * A loop over rows, and the sums over groups of four rows that contractions take behind it, as one loop over tiles of
 * eight rows: what the rows pass on stays in the cache, in buffers of one tile. Rows that fill no tile come after.
 */
import { entry } from '../entry.ts'
import { type Access, accessesByBuffer, forEachAccess, windowOf } from './access.ts'
import { fused, horizon, inStep } from './fuse.ts'
import type { Block, Kind, Pass, Place, Register, Statement, Storage } from './loop.ts'
import { type Fresh, remainder } from './remainder.ts'
import { inBlocks, restrided, rewritten } from './rewrite.ts'

type Loop = Extract<Statement, { readonly _tag: 'Loop' }>
type Accesses = ReadonlyMap<number, ReadonlyArray<Access>>

const isLoop = (s: Statement | undefined): s is Loop => s?._tag === 'Loop'

// Lanes of sums go by eights, and products are added by fours: no sum notices where a tile ends.
const rows = 8
const group = 4

// Bytes passed on: more than that would have left the cache by the time they are wanted, and one tile's should be less.
const cache = 2 ** 17

// candidates -------------------------------------------------------------------------------

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

/** Whether its steps may choose the lanes of a sum: of those only eight together may be passed over. */
const choosesLanes = (block: Block, axis: number): boolean =>
  block.some((s) => {
    if (s._tag === 'Accumulate') return s.lanes?.of.some((l) => l.axis === axis)
    return s._tag === 'Loop' ? choosesLanes(s.body, axis) : s._tag === 'Choose' || s._tag === 'While' || s._tag === 'Part'
  })

/** The positions of the sums behind a loop over rows that it passes enough on to. */
const sumsFor = (block: Block, position: number): ReadonlyArray<number> => {
  const loop = block[position]
  if (!isLoop(loop) || loop.extent < 2 * rows) return []
  const extent = Math.floor(loop.extent / group)
  const made = accessesByBuffer(loop.body)
  return block.slice(position + 1, position + horizon).flatMap((sum, i) => {
    if (!isLoop(sum) || sum.extent !== extent || choosesLanes(sum.body, sum.axis)) return []
    const bytes = 8 * passedOn(loop.axis, made, sum)
    return bytes * loop.extent > cache && bytes * rows <= cache ? [position + 1 + i] : []
  })
}

// joining ----------------------------------------------------------------------------------

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

/** A block with a loop over tiles in it. */
interface Tiled {
  readonly block: Block
  readonly loop: Loop
  readonly members: ReadonlyArray<Member>
}

/** The loop at a position made one with sums behind it, with as many as may join it. */
const joined = (block: Block, position: number, sums: ReadonlyArray<number>, axis: () => number): Tiled | null => {
  const members = new Map(
    [position, ...sums].flatMap((at) => {
      const loop = block[at]
      return isLoop(loop) ? [[at, { loop, turns: at === position ? rows : rows / group, axis: axis() }] as const] : []
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
  if (taken.length < sums.length) return joined(block, position, taken, axis)
  return { block: [...block.slice(0, position), ...made, ...block.slice(end)], loop, members: [...members.values()] }
}

// rows that fill no tile ---------------------------------------------------------------------

/** For buffers that the tiles and the rows behind them may each have of their own, how far those of the tiles reach. */
const endsOf = (block: Block, loop: Loop, sizeOf: (buffer: number) => number | null): ReadonlyMap<number, number> => {
  const ends = new Map<number, number>()
  for (const [buffer, accesses] of accessesByBuffer(loop.body)) {
    const stride = inStep(accesses, () => loop.axis)
    if (stride !== null && sizeOf(buffer) !== null) ends.set(buffer, stride * loop.extent)
  }
  const behind = new Set<number>()
  const at = block.indexOf(loop)
  forEachAccess(block, (access, position) => {
    const { buffer } = access.place
    const end = ends.get(buffer)
    if (end === undefined) return
    const { low, high, outer } = windowOf(access, -1)
    const isClearing = position < at && low === 0 && high + 1 === sizeOf(buffer) && block[position]?._tag === 'Fill'
    const fits = position === at ? high < end : isClearing || low >= end
    if (outer !== '' || !fits) ends.delete(buffer)
    else if (position > at) behind.add(buffer)
  })
  return new Map([...ends].filter(([buffer]) => behind.has(buffer)))
}

/** A block in which buffers are two: that of the tiles, and what lies behind their end. */
const parted = (block: Block, loop: Loop, ends: ReadonlyMap<number, number>, ofTiles: ReadonlyMap<number, number>): Block => {
  const before = (place: Place): Place => ({ ...place, buffer: ofTiles.get(place.buffer) ?? place.buffer })
  const behind = (place: Place): Place => {
    const end = ends.get(place.buffer)
    return end === undefined ? place : { ...place, offset: place.offset - end }
  }
  const register = (r: Register): Register => r
  return block.flatMap((s): Block => {
    const end = s._tag === 'Fill' && s.to.offset === 0 ? ends.get(s.to.buffer) : undefined
    if (s._tag === 'Fill' && end !== undefined)
      return [
        { ...s, to: before(s.to), count: end },
        { ...s, count: s.count - end },
      ]
    return rewritten([s], { place: s === loop ? before : behind, register })
  })
}

// ------------------------------------------------------------------------------------------

/** How often each buffer is touched. */
const counts = (block: Block): Map<number, number> => new Map([...accessesByBuffer(block)].map(([buffer, list]) => [buffer, list.length]))

/** A kernel whose rows are summed tile by tile. */
export const tiled: Pass = (kernel, axis) => {
  const registers: Array<Kind> = [...kernel.registers]
  const buffers: Array<Storage> = [...kernel.buffers]
  const total = counts(kernel.body)
  const outputs = new Set(kernel.outputs.map(({ buffer }) => buffer))
  const fresh: Fresh = { axis, register: (like) => registers.push(entry(registers, like)) - 1 }

  const completed = ({ block, loop, members }: Tiled, own: ReadonlyMap<number, number>): Block => {
    const left = members.flatMap((member) => remainder(member.loop, member.turns * loop.extent, fresh))
    if (left.length === 0) return block
    const all = block.flatMap((s) => (s === loop ? [s, ...left] : [s]))
    const ends = endsOf(all, loop, (buffer) => {
      const { role, size } = entry(buffers, buffer)
      return role === 'made' && !outputs.has(buffer) && own.get(buffer) === total.get(buffer) ? size : null
    })
    const ofTiles = new Map<number, number>()
    for (const [buffer, end] of ends) {
      const storage = entry(buffers, buffer)
      ofTiles.set(buffer, buffers.push({ ...storage, size: end }) - 1)
      buffers[buffer] = { ...storage, size: storage.size - end }
    }
    return parted(all, loop, ends, ofTiles)
  }

  const visit = (given: Block): Block => {
    const block = [...given]
    let found = false
    for (let at = 0; at < block.length; at++) {
      const sums = sumsFor(block, at)
      if (sums.length === 0) continue
      const from = Math.max(0, at - horizon)
      const near = block.slice(from, at + horizon)
      const made = joined(
        near,
        at - from,
        sums.map((sum) => sum - from),
        axis,
      )
      if (made === null) continue
      const own = counts(near)
      const whole = completed(made, own)
      for (const [buffer, count] of counts(whole)) total.set(buffer, (total.get(buffer) ?? 0) + count - (own.get(buffer) ?? 0))
      block.splice(from, near.length, ...whole)
      found = true
    }
    return found ? block : given.map((s) => inBlocks(s, visit))
  }
  const body = visit(kernel.body)
  return { ...kernel, registers, buffers, body }
}
