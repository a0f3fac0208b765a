/**
 * Outermost loops of a kernel cut into shares that may run on several threads at once: each becomes a loop over shares, which
 * is a loop as any other and gives the same bits, and what is left behind them. No sum is taken apart or reordered.
 */
import { entry } from '../../entry.ts'
import type { Block, Kernel, Kind, Place, Register, Statement, Storage, Stride } from '../loop.ts'
import { type Fresh, remainder } from '../remainder.ts'
import { restrided, rewritten } from '../rewrite.ts'
import { spilled } from '../spill.ts'
import { countsOf, lanes, type Loop, type Nest, type Ownership, ownership } from './own.ts'
import { callsOut, workOf } from './work.ts'

/**
 * How much work must be in all loops that are shared out, in one of them, and in a turn of one that is taken out of its order, since
 * its sums go by lanes.
 */
export interface Worth {
  readonly kernel: number
  readonly loop: number
  readonly turn: number
}

// It takes some ten microseconds until other threads have taken notice; once they have, little more of it is done sooner.
// Shares by lanes take every eighth turn or so, and then two neighbours no longer go at once: turns that only load and add would
// lose more than they win.
const worthwhile: Worth = { kernel: 2_000_000, loop: 40_000, turn: 40 }

// Bytes of scratch memory in all the shares of a loop.
const spacious = 2 ** 22

// Numbers between the scratch memory of two shares, so that no line of a cache has both.
const apart = 16

const isSimple = ({ _tag }: Statement): boolean => _tag === 'Literal' || _tag === 'Apply' || _tag === 'Load'

/** Nests that a loop begins: itself, and then as long as there is but one loop in the last and nothing that writes. */
const nestsOf = (first: Loop): ReadonlyArray<Nest> => {
  const nests: Array<Nest> = [[first]]
  for (let loop = first; ; ) {
    const inner = loop.body.filter((s): s is Loop => s._tag === 'Loop')
    const [next] = inner
    if (next === undefined || inner.length > 1 || !loop.body.every((s) => s === next || isSimple(s))) return nests
    nests.push([...entry(nests, nests.length - 1), next])
    loop = next
  }
}

/** So many shares of so many turns each. */
interface Cut {
  readonly shares: number
  readonly turns: number
}

/** A way to share a loop out. */
interface Way extends Ownership, Cut {
  readonly nest: Nest
}

/** Which part of its time a loop then takes, where so many threads take share after share and the rest comes after. */
const timeOf = ({ nest, lanes: byLanes, shares, turns }: Way, threads: number): number => {
  const extent = byLanes ? lanes : entry(nest, nest.length - 1).extent
  return (Math.ceil(shares / threads) * turns + (extent - shares * turns)) / extent
}

/** All ways to share a loop out, those first that are better where they take the same time. */
const waysOf = (kernel: Kernel, loop: Loop, counts: ReadonlyMap<number, number>, threads: number, least: number): ReadonlyArray<Way> =>
  nestsOf(loop).flatMap((nest): ReadonlyArray<Way> => {
    const owned = ownership(kernel, nest, counts)
    if (owned === null || (owned.lanes && workOf(loop.body) < least)) return []
    const { extent } = entry(nest, nest.length - 1)
    const bytes = [...owned.scratch].reduce((sum, buffer) => sum + 8 * (entry(kernel.buffers, buffer).size + 2 * apart), 0)
    // More shares than threads even out what one of them is held up by; but all of them go through the loops around.
    const many = nest.length > 1 ? [threads] : [4, 3, 2, 1].map((n) => n * threads)
    const most = owned.lanes && extent < 2 * lanes ? 0 : owned.lanes ? lanes : extent
    return (owned.lanes ? [2, 4, lanes] : [...many, extent < threads ? extent : 0])
      .filter((shares) => shares > 1 && shares <= most && bytes * shares <= spacious)
      .map((shares) => ({ ...owned, nest, shares, turns: Math.floor(most / shares) }))
  })

const wayOf = (kernel: Kernel, loop: Loop, counts: ReadonlyMap<number, number>, threads: number, least: number): Way | null =>
  waysOf(kernel, loop, counts, threads, least).reduce<Way | null>(
    (best, way) => (best === null || timeOf(way, threads) < timeOf(best, threads) ? way : best),
    null,
  )

/** A loop over the shares of a nest, and the turns that fill none. */
const sharedOut = (
  { nest, scratch, lanes: byLanes, shares, turns }: Way,
  fresh: Fresh,
  space: (buffer: number, shares: number) => number,
): readonly [Loop, Block] => {
  const [outer] = nest
  const { axis, extent } = entry(nest, nest.length - 1)
  const over = fresh.axis()
  // By lanes a share takes its turns of every eight, in order.
  const rounds = { axis: fresh.axis(), extent: Math.floor(extent / lanes) }
  const taken = byLanes ? rounds.extent * lanes : shares * turns
  const strides = (stride: number): ReadonlyArray<Stride> => [
    { axis: over, stride: turns * stride },
    ...(byLanes ? [{ axis: rounds.axis, stride: lanes * stride }] : []),
    { axis, stride },
  ]
  const inShare = restrided([outer], (all) => (all.some((s) => s.axis === axis) ? all.flatMap((s) => (s.axis === axis ? strides(s.stride) : [s])) : all))
  const own = new Map([...scratch].map((buffer) => [buffer, space(buffer, shares)]))
  const place = (p: Place): Place => {
    const stride = own.get(p.buffer)
    return stride === undefined ? p : { ...p, strides: [{ axis: over, stride }, ...p.strides] }
  }
  const shorter = (s: Statement): Statement => {
    if (s._tag !== 'Loop') return s
    return s.axis === axis ? { ...s, extent: turns } : { ...s, body: s.body.map(shorter) }
  }
  const body = rewritten(inShare, { place, register: (r) => r }).map(shorter)
  const whole: Block = byLanes ? [{ _tag: 'Loop', ...rounds, body }] : body
  return [{ _tag: 'Loop', axis: over, extent: shares, body: [{ _tag: 'Part', axes: [over], body: whole }] }, remainder(outer, taken, fresh, { axis, extent })]
}

/** The kernel with its outermost loops of at least so much work shared out between threads; itself where there are none. */
export const shared = (kernel: Kernel, axis: () => number, threads: number, worth: Worth = worthwhile): Kernel => {
  const counts = countsOf(kernel)
  const registers: Array<Kind> = [...kernel.registers]
  const buffers: Array<Storage> = [...kernel.buffers]
  const loops: Array<number> = []
  let work = 0
  const storageOf = (buffer: number): Storage => entry(buffers, buffer)
  const space = (buffer: number, shares: number): number => {
    const storage = storageOf(buffer)
    const stride = Math.ceil((storage.size + apart / 2) / apart) * apart
    buffers[buffer] = { ...storage, size: stride * shares }
    return stride
  }
  const body = kernel.body.flatMap((statement): Block => {
    if (statement._tag !== 'Loop' || workOf([statement]) < worth.loop || callsOut(statement.body)) return [statement]
    const way = wayOf(kernel, statement, counts, threads, worth.turn)
    if (way === null) return [statement]
    // Locals of one part only stay locals.
    const own = new Map<number, number>()
    const buffer = (of: number): number => {
      if (storageOf(of).role !== 'local') return of
      const made = own.get(of) ?? buffers.push(storageOf(of)) - 1
      own.set(of, made)
      return made
    }
    const fresh: Fresh = { register: (like: Register) => registers.push(entry(registers, like)) - 1, axis, buffer }
    const [loop, rest] = sharedOut(way, fresh, space)
    loops.push(loop.axis)
    work += workOf([statement])
    return [loop, ...rest]
  })
  return loops.length === 0 || work < worth.kernel ? kernel : { ...spilled({ ...kernel, registers, buffers }, body), shared: loops }
}
