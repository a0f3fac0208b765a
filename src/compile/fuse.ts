/**
 * Loops of one extent that touch the same buffers become one loop, where each turn of the second needs
 * only what the same turn of the first has made. Rows of intermediates then never leave the cache, and
 * a buffer that only one turn looks at shrinks to one turn's worth.
 */
import { type Access, conflict, type Footprint, type Touched, touchedBy, windowOf } from './access.ts'
import { lengthOf } from './length.ts'
import type { Block, Place, Statement, Stride } from './loop.ts'

type Loop = Extract<Statement, { readonly _tag: 'Loop' }>

// How far back a loop looks for one to join.
const horizon = 64

// No loop becomes longer than engines optimise: V8 gives up on JavaScript functions of some 2,500 operations.
const longestLoop = 2000

const renamedStrides = (strides: ReadonlyArray<Stride>, from: number, to: number): ReadonlyArray<Stride> =>
  strides.some((s) => s.axis === from) ? strides.map((s) => (s.axis === from ? { ...s, axis: to } : s)) : strides

const renamedPlace = (place: Place, from: number, to: number): Place => ({ ...place, strides: renamedStrides(place.strides, from, to) })

const renamed = (block: Block, from: number, to: number): Block =>
  block.map((s): Statement => {
    switch (s._tag) {
      case 'Load':
        return { ...s, from: renamedPlace(s.from, from, to) }
      case 'Store':
      case 'Fill':
        return { ...s, to: renamedPlace(s.to, from, to) }
      case 'Accumulate':
        return { ...s, to: renamedPlace(s.to, from, to), lanes: s.lanes === null ? null : { ...s.lanes, of: renamedStrides(s.lanes.of, from, to) } }
      case 'Loop':
        return { ...s, body: renamed(s.body, from, to) }
      case 'While':
        return { ...s, condition: renamed(s.condition, from, to), body: renamed(s.body, from, to) }
      case 'Choose':
        return { ...s, yes: renamed(s.yes, from, to), no: renamed(s.no, from, to) }
      default:
        return s
    }
  })

/** Whether all accesses keep, turn by turn, to one stretch of the buffer that is the turn's own. */
export const inStep = (accesses: ReadonlyArray<Access>, axisOf: (access: Access) => number): number | null => {
  let common: { readonly stride: number; readonly from: number; readonly outer: string } | null = null
  for (const access of accesses) {
    const reach = windowOf(access, axisOf(access))
    if (reach === null || reach.stride <= 0) return null
    const from = Math.floor(reach.low / reach.stride) * reach.stride
    if (reach.high >= from + reach.stride) return null
    if (common !== null && (common.stride !== reach.stride || common.from !== from || common.outer !== reach.outer)) return null
    common = { stride: reach.stride, from, outer: reach.outer }
  }
  return common?.stride ?? null
}

/** A statement in its place, and what is asked about it again and again. */
interface Seat {
  readonly statement: Statement
  /** How many statements it is. */
  readonly length: number
  readonly touched: Touched
  readonly byBuffer: ReadonlyMap<number, ReadonlyArray<Access>>
  readonly footprint: Footprint
}

const seat = (statement: Statement): Seat => {
  const touched = touchedBy(statement)
  const byBuffer = new Map<number, Array<Access>>()
  const reads = new Set<number>()
  const writes = new Set<number>()
  for (const access of touched.accesses) {
    const { buffer } = access.place
    const list = byBuffer.get(buffer)
    if (list === undefined) byBuffer.set(buffer, [access])
    else list.push(access)
    ;(access.writes ? writes : reads).add(buffer)
  }
  return { statement, length: lengthOf(statement), touched, byBuffer, footprint: { reads, writes, sets: touched.sets, uses: touched.uses } }
}

const mayJoin = (a: Loop, b: Loop, first: Seat, second: Seat): boolean => {
  if (a.extent !== b.extent || first.length + second.length > longestLoop || first.touched.host || second.touched.host) return false
  for (const register of second.touched.uses) if (first.touched.sets.has(register)) return false
  let shared = false
  for (const [buffer, theirs] of second.byBuffer) {
    const ours = first.byBuffer.get(buffer)
    if (ours === undefined) continue
    shared = true
    if (!first.footprint.writes.has(buffer) && !second.footprint.writes.has(buffer)) continue
    const own = new Set(ours)
    if (inStep([...ours, ...theirs], (x) => (own.has(x) ? a.axis : b.axis)) === null) return false
  }
  return shared
}

/** Statements that another needs, from the last to the first, and what all of them touch. */
interface Needed {
  readonly seats: Set<Seat>
  readonly reads: Set<number>
  readonly writes: Set<number>
  readonly sets: Set<number>
  readonly uses: Set<number>
}

const include = ({ seats, ...all }: Needed, one: Seat): void => {
  seats.add(one)
  for (const key of ['reads', 'writes', 'sets', 'uses'] as const) for (const x of one.footprint[key]) all[key].add(x)
}

/** A statement that is no loop, with the loops within it joined. */
const inside = (statement: Statement): Statement => {
  if (statement._tag === 'Choose') return { ...statement, yes: fused(statement.yes), no: fused(statement.no) }
  if (statement._tag === 'While') return { ...statement, condition: fused(statement.condition), body: fused(statement.body) }
  return statement
}

const join = (a: Loop, b: Loop): Loop => ({ ...a, body: [...a.body, ...renamed(b.body, b.axis, a.axis)] })

/**
 * Puts a loop into the nearest one before it that it may join: what it needs of the statements between moves
 * before that one. Going backwards, what it needs grows by those that conflict with it, so that each
 * statement is looked at once. False where there is none.
 */
const joined = (out: Array<Seat>, statement: Loop, last: Seat): boolean => {
  const needed: Needed = { seats: new Set(), reads: new Set(), writes: new Set(), sets: new Set(), uses: new Set() }
  for (let at = out.length - 1; at >= Math.max(0, out.length - horizon); at--) {
    const front = out[at]
    if (front === undefined) break
    const stays = needed.seats.size > 0 && conflict(front.footprint, needed)
    if (!stays && front.statement._tag === 'Loop' && mayJoin(front.statement, statement, front, last)) {
      const between = out.slice(at + 1)
      const rest = between.filter((s) => !needed.seats.has(s))
      out.splice(at, out.length - at, ...between.filter((s) => needed.seats.has(s)), seat(join(front.statement, statement)), ...rest)
      return true
    }
    if (stays || conflict(front.footprint, last.footprint)) include(needed, front)
  }
  return false
}

/** A block with its loops joined where they may be, at every depth. */
export const fused = (block: Block): Block => {
  if (!block.some((s) => s._tag === 'Loop' || s._tag === 'While' || s._tag === 'Choose')) return block
  const out: Array<Seat> = []
  for (const statement of block) {
    if (statement._tag !== 'Loop') out.push(seat(inside(statement)))
    else {
      const last = seat(statement)
      if (!joined(out, statement, last)) out.push(last)
    }
  }
  return out.map((s) => (s.statement._tag === 'Loop' ? { ...s.statement, body: fused(s.statement.body) } : s.statement))
}
