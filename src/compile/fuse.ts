/**
 * Loops of one extent that touch the same buffers become one loop, where each turn of the second needs
 * only what the same turn of the first has made. Rows of intermediates then never leave the cache, and
 * a buffer that only one turn looks at shrinks to one turn's worth.
 */
import { entry } from '../entry.ts'
import { type Access, conflict, type Footprint, footprintOf, touchedBy, windowOf } from './access.ts'
import { lengthOf } from './length.ts'
import type { Block, Statement } from './loop.ts'
import { restrided } from './rewrite.ts'

type Loop = Extract<Statement, { readonly _tag: 'Loop' }>

// How far back a loop looks for one to join.
export const horizon = 64

// No loop becomes longer than engines optimise: V8 gives up on JavaScript functions of some 2,500 operations.
const longestLoop = 2000

const renamed = (block: Block, from: number, to: number): Block =>
  restrided(block, (strides) => (strides.some((s) => s.axis === from) ? strides.map((s) => (s.axis === from ? { ...s, axis: to } : s)) : strides))

/** Whether all accesses keep, turn by turn, to one stretch of the buffer that is the turn's own. */
export const inStep = (accesses: ReadonlyArray<Access>, axisOf: (access: Access) => number): number | null => {
  let common: { readonly stride: number; readonly from: number; readonly outer: string } | null = null
  for (const access of accesses) {
    const reach = windowOf(access, axisOf(access))
    if (reach.stride <= 0) return null
    const from = Math.floor(reach.low / reach.stride) * reach.stride
    if (reach.high >= from + reach.stride) return null
    if (common !== null && (common.stride !== reach.stride || common.from !== from || common.outer !== reach.outer)) return null
    common = { stride: reach.stride, from, outer: reach.outer }
  }
  return common?.stride ?? null
}

/** What is asked of a loop when others may join it. It grows as they do. */
interface Inside {
  readonly byBuffer: Map<number, Array<Access>>
  readonly reads: Set<number>
  readonly writes: Set<number>
  /** None, since what is set in a loop is seen nowhere else. */
  readonly sets: ReadonlySet<number>
  /** Registers from outside. */
  readonly uses: Set<number>
  readonly host: boolean
}

const none: ReadonlySet<number> = /*#__PURE__*/ new Set()

const insideOf = (loop: Loop): Inside => {
  const { accesses, sets, uses, host } = touchedBy(loop)
  const found: Inside = { byBuffer: new Map(), reads: new Set(), writes: new Set(), sets: none, uses: new Set(), host }
  for (const register of uses) if (!sets.has(register)) found.uses.add(register)
  for (const access of accesses) {
    const { buffer } = access.place
    const list = found.byBuffer.get(buffer)
    if (list === undefined) found.byBuffer.set(buffer, [access])
    else list.push(access)
    ;(access.writes ? found.writes : found.reads).add(buffer)
  }
  return found
}

const parts = ['reads', 'writes', 'uses'] as const

/** What a loop touches that another has joined: only what is new is added. */
const extended = (front: Inside, joining: Inside): Inside => {
  for (const [buffer, accesses] of joining.byBuffer) {
    const list = front.byBuffer.get(buffer)
    if (list === undefined) front.byBuffer.set(buffer, accesses)
    else for (const access of accesses) list.push(access)
  }
  for (const part of parts) for (const x of joining[part]) front[part].add(x)
  return front
}

/** A statement in its place; what is asked about it is found out when it is asked, once. */
interface Seat {
  readonly statement: Statement
  readonly length: number
  readonly footprint: () => Footprint
  readonly inside: () => Inside | null
  /** The body of a loop that others have joined, which grows. */
  readonly body: Array<Statement> | null
}

const once = <A>(find: () => A): (() => A) => {
  let found: { readonly value: A } | null = null
  return () => (found ??= { value: find() }).value
}

const seat = (statement: Statement): Seat => {
  if (statement._tag !== 'Loop')
    return { statement, length: lengthOf(statement), footprint: once(() => footprintOf(statement)), inside: () => null, body: null }
  const inside = once(() => insideOf(statement))
  return { statement, length: lengthOf(statement), footprint: inside, inside, body: null }
}

const mayJoin = (a: Loop, b: Loop, front: Seat, last: Seat): boolean => {
  if (a.extent !== b.extent || front.length + last.length > longestLoop) return false
  const [first, second] = [front.inside(), last.inside()]
  if (first === null || second === null || first.host || second.host) return false
  let shared = false
  for (const [buffer, theirs] of second.byBuffer) {
    const ours = first.byBuffer.get(buffer)
    if (ours === undefined) continue
    shared = true
    if (!first.writes.has(buffer) && !second.writes.has(buffer)) continue
    const own = new Set(ours)
    if (inStep([...ours, ...theirs], (x) => (own.has(x) ? a.axis : b.axis)) === null) return false
  }
  return shared
}

/** Statements that another needs, from the last to the first, and what all of them read, write and use. */
interface Needed {
  readonly seats: Set<Seat>
  readonly reads: Set<number>
  readonly writes: Set<number>
  readonly sets: ReadonlySet<number>
  readonly uses: Set<number>
}

const include = ({ seats, ...all }: Needed, one: Seat): void => {
  seats.add(one)
  for (const part of parts) for (const x of one.footprint()[part]) all[part].add(x)
}

/** A statement with the loops within it joined. */
const settled = (statement: Statement): Statement => {
  switch (statement._tag) {
    case 'Loop': {
      const body = fused(statement.body)
      return body === statement.body ? statement : { ...statement, body }
    }
    case 'Choose': {
      const [yes, no] = [fused(statement.yes), fused(statement.no)]
      return yes === statement.yes && no === statement.no ? statement : { ...statement, yes, no }
    }
    case 'While': {
      const [condition, body] = [fused(statement.condition), fused(statement.body)]
      return condition === statement.condition && body === statement.body ? statement : { ...statement, condition, body }
    }
    default:
      return statement
  }
}

/** The seat of a loop that another has joined. */
const join = (front: Seat, a: Loop, b: Loop): Seat => {
  const joining: Loop = { ...b, axis: a.axis, body: renamed(b.body, b.axis, a.axis) }
  const body = front.body ?? [...a.body]
  for (const s of joining.body) body.push(s)
  const before = front.inside() ?? insideOf(a)
  const inside = once(() => extended(before, insideOf(joining)))
  return { statement: { ...a, body }, length: front.length + lengthOf(joining) - 2, footprint: inside, inside, body }
}

/** The first position within reach of a loop of the extent that has room for so many statements; null where there is none. */
const furthest = (out: ReadonlyArray<Seat>, extent: number, length: number): number | null => {
  for (let at = Math.max(0, out.length - horizon); at < out.length; at++) {
    const front = out[at]
    if (front?.statement._tag === 'Loop' && front.statement.extent === extent && front.length + length <= longestLoop) return at
  }
  return null
}

/**
 * Puts a loop into the nearest one before it that it may join: what it needs of the statements between moves
 * before that one. Going backwards, what it needs grows by those that conflict with it, so that each
 * statement is looked at once. False where there is none.
 */
const joined = (out: Array<Seat>, statement: Loop, last: Seat): boolean => {
  const from = furthest(out, statement.extent, last.length)
  if (from === null) return false
  const needed: Needed = { seats: new Set(), reads: new Set(), writes: new Set(), sets: none, uses: new Set() }
  for (let at = out.length - 1; at >= from; at--) {
    const front = entry(out, at)
    const stays = needed.seats.size > 0 && conflict(front.footprint(), needed)
    if (!stays && front.statement._tag === 'Loop' && mayJoin(front.statement, statement, front, last)) {
      const between = out.slice(at + 1)
      const rest = between.filter((s) => !needed.seats.has(s))
      out.splice(at, out.length - at, ...between.filter((s) => needed.seats.has(s)), join(front, front.statement, statement), ...rest)
      return true
    }
    if (stays || conflict(front.footprint(), last.footprint())) include(needed, front)
  }
  return false
}

/** The statements of a block, with loops joined that may be. */
const withJoined = (block: Block): Block => {
  const out: Array<Seat> = []
  for (const statement of block) {
    const last = seat(statement)
    if (statement._tag !== 'Loop' || !joined(out, statement, last)) out.push(last)
  }
  return out.map(({ statement }) => statement)
}

// Fusing goes on until nothing changes, so most blocks come more than once.
const settledBlocks = /*#__PURE__*/ new WeakSet<Block>()

/** A block with its loops joined where they may be, at every depth; itself where none may be. */
export const fused = (block: Block): Block => {
  if (settledBlocks.has(block) || !block.some((s) => s._tag === 'Loop' || s._tag === 'While' || s._tag === 'Choose')) return block
  let loops = 0
  for (const { _tag } of block) if (_tag === 'Loop') loops++
  const all = loops < 2 ? block : withJoined(block)
  const made = all.map(settled)
  if (made.length !== block.length || made.some((s, i) => s !== block[i])) return made
  settledBlocks.add(block)
  return block
}
