/**
 * Which turns of a loop may run on several threads at once: those of which none sees what another writes.
 */
import { extentIn, type Access, accessesByBuffer, windowOf } from '../access.ts'
import { inStep } from '../fuse.ts'
import type { Block, Kernel, Statement } from '../loop.ts'

export type Loop = Extract<Statement, { readonly _tag: 'Loop' }>

/** Loops, each in the one before it. */
export type Nest = readonly [Loop, ...ReadonlyArray<Loop>]

/** What turns that may do so want: buffers of which each thread has one of its own, and whether sums go by lanes. */
export interface Ownership {
  readonly scratch: ReadonlySet<number>
  /** Sums go by eight lanes: turns eight apart add to the same one, in order, and so stay on one thread. */
  readonly lanes: boolean
}

// An axis that no loop has.
const none = -1

/** Sums by eight lanes go on in the same lane after so many turns. */
export const lanes = 8

const strideOn = ({ place }: Access, axis: number): number => place.strides.find((s) => s.axis === axis)?.stride ?? 0

type Sum = Extract<Statement, { readonly _tag: 'Accumulate' }>

/** The sums of a block that go by lanes. */
const laneSums = (block: Block): ReadonlyArray<Sum> =>
  block.flatMap((s) => {
    switch (s._tag) {
      case 'Accumulate':
        return s.lanes === null ? [] : [s]
      case 'Loop':
      case 'Part':
        return laneSums(s.body)
      case 'Choose':
        return [...laneSums(s.yes), ...laneSums(s.no)]
      case 'While':
        return [...laneSums(s.condition), ...laneSums(s.body)]
      default:
        return []
    }
  })

/** Whether the lane of a sum in a buffer changes from turn to turn. */
const choosesLanes = (sums: ReadonlyArray<Sum>, buffer: number, axis: number): boolean =>
  sums.some(({ to, lanes: by }) => to.buffer === buffer && by?.of.some((s) => s.axis === axis && s.stride % lanes !== 0) === true)

/** Whether turns that are not a multiple of eight apart add to different elements of a buffer, and do nothing else to it. */
const goesByLanes = (all: ReadonlyArray<Sum>, axis: number, buffer: number, accesses: ReadonlyArray<Access>): boolean => {
  const sums = all.filter(({ to }) => to.buffer === buffer)
  // Each sum is one that reads and one that writes.
  if (2 * sums.length !== accesses.length) return false
  const [first] = sums
  if (first?.lanes === null || first === undefined) return false
  const apart = first.lanes.stride
  // An odd one, with which the lane is another in each of eight turns, and the same for all sums.
  const step = first.lanes.of.find((s) => s.axis === axis)?.stride ?? 0
  const along = sums.every(({ to, lanes: by }) => {
    if (by === null || by.stride !== apart || to.computed !== null || to.strides.some((s) => s.axis === axis)) return false
    return by.of.every((s) => (s.axis === axis ? s.stride === step : s.stride % lanes === 0)) && by.of.some((s) => s.axis === axis) && step % 2 !== 0
  })
  if (!along) return false
  // Either the lanes of one sum lie beside each other and those of the next behind them, or the first lanes of all come first.
  const offsets = sums.map(({ to }) => to.offset)
  const low = Math.min(...offsets)
  if (sums.every(({ to }) => (to.offset - low) % (lanes * apart) === 0 && to.strides.every((s) => s.stride % (lanes * apart) === 0))) return true
  return accesses.every(({ place, around }) => {
    const reach = place.strides.reduce((sum, s) => sum + Math.abs(s.stride) * ((extentIn(around, s.axis) ?? Number.POSITIVE_INFINITY) - 1), 0)
    return place.strides.every((s) => s.stride >= 0) && place.offset - low + reach < apart
  })
}

/** Accesses that may meet, by themselves: what they reach in all turns has no element in common with what the others do. */
const meeting = (accesses: ReadonlyArray<Access>): ReadonlyArray<ReadonlyArray<Access>> => {
  const reaches = accesses.map((access) => ({ access, ...windowOf(access, none) })).sort((x, y) => x.low - y.low)
  const found: Array<Array<Access>> = []
  let end = Number.NEGATIVE_INFINITY
  for (const { access, low, high } of reaches) {
    if (low > end) found.push([access])
    else found.at(-1)?.push(access)
    end = Math.max(end, high)
  }
  return found
}

/** Accesses within one round of a loop's turns, where the strides of the other loops go by whole rounds: those of a matrix's columns, say. */
const inRounds = (accesses: ReadonlyArray<Access>, axis: number): ReadonlyArray<Access> =>
  accesses.map((access) => {
    const { place, around } = access
    const round = strideOn(access, axis) * (extentIn(around, axis) ?? 0)
    const strides = place.strides.filter((s) => s.axis === axis || s.stride % round !== 0)
    const inRound: Access = { ...access, place: { ...place, strides, offset: place.offset % round } }
    const { low, high, stride } = windowOf(inRound, axis)
    return round > 0 && low >= 0 && high < stride ? inRound : access
  })

/** Whether each turn keeps to elements of its own. */
const areApart = (accesses: ReadonlyArray<Access>, axis: number): boolean =>
  meeting(accesses).every((some) => inStep(some, () => axis) !== null || inStep(inRounds(some, axis), () => axis) !== null)

/** How often each buffer of a kernel is touched. */
export const countsOf = ({ body }: Kernel): ReadonlyMap<number, number> => new Map([...accessesByBuffer(body)].map(([buffer, list]) => [buffer, list.length]))

/**
 * What the turns of a loop want to run at once; null where they may not. It is the last of some loops, each of which is in the one
 * before it and the first of which is outermost. `counts` says how often each buffer is touched in all.
 */
export const ownership = (kernel: Kernel, [nest, ...within]: Nest, counts: ReadonlyMap<number, number>): Ownership | null => {
  const axes = [nest, ...within].map((loop) => loop.axis)
  const axis = axes.at(-1) ?? nest.axis
  const delivered = new Set(kernel.outputs.map(({ buffer }) => buffer))
  const scratch = new Set<number>()
  const sums = laneSums(nest.body)
  let byLanes = false
  for (const [buffer, accesses] of accessesByBuffer([nest])) {
    if (accesses.some(({ count }) => count === Number.POSITIVE_INFINITY)) return null
    if (!accesses.some(({ writes }) => writes)) continue
    const role = kernel.buffers[buffer]?.role
    const isInner = accesses.length === counts.get(buffer)
    if (role === 'local') {
      if (!isInner) return null
      continue
    }
    if (axis === nest.axis && goesByLanes(sums, axis, buffer, accesses)) {
      byLanes = true
      continue
    }
    if (choosesLanes(sums, buffer, axis)) return null
    // What nothing else touches and each turn finds at the same place it has made itself: the first turn had nothing else to read.
    if (isInner && role === 'made' && !delivered.has(buffer) && accesses.every((access) => axes.every((of) => strideOn(access, of) === 0))) scratch.add(buffer)
    else if (!areApart(accesses, axis)) return null
  }
  return { scratch, lanes: byLanes }
}
