/**
 * Loops of one extent that touch the same buffers become one loop, where each turn of the second needs
 * only what the same turn of the first has made. Rows of intermediates then never leave the cache, and
 * a buffer that only one turn looks at shrinks to one turn's worth.
 */
import { type Access, conflict, type Touched, touchedBy, windowOf } from './access.ts'
import type { Block, Place, Statement, Stride } from './loop.ts'

type Loop = Extract<Statement, { readonly _tag: 'Loop' }>

// How far back a loop looks for one to join.
const horizon = 64

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
    if (reach.stride <= 0) return null
    const from = Math.floor(reach.low / reach.stride) * reach.stride
    if (reach.high >= from + reach.stride) return null
    if (common !== null && (common.stride !== reach.stride || common.from !== from || common.outer !== reach.outer)) return null
    common = { stride: reach.stride, from, outer: reach.outer }
  }
  return common?.stride ?? null
}

const mayJoin = (a: Loop, b: Loop, ta: Touched, tb: Touched): boolean => {
  if (a.extent !== b.extent || ta.host || tb.host) return false
  for (const register of tb.uses) if (ta.sets.has(register)) return false
  const written = new Set([...ta.accesses, ...tb.accesses].filter((x) => x.writes).map((x) => x.place.buffer))
  const ours = new Set(ta.accesses.map((x) => x.place.buffer))
  const shared = new Set(tb.accesses.map((x) => x.place.buffer).filter((buffer) => ours.has(buffer)))
  if (shared.size === 0) return false
  const first = new Set(ta.accesses)
  for (const buffer of shared) {
    if (!written.has(buffer)) continue
    const all = [...ta.accesses, ...tb.accesses].filter((x) => x.place.buffer === buffer)
    if (inStep(all, (x) => (first.has(x) ? a.axis : b.axis)) === null) return false
  }
  return true
}

interface Seat {
  readonly statement: Statement
  readonly touched: Touched
}

const seat = (statement: Statement): Seat => ({ statement, touched: touchedBy(statement) })

/** Statements between that `last` needs, and what those need; null where one of them needs the loop at the front. */
const needed = (between: ReadonlyArray<Seat>, front: Seat, last: Seat): ReadonlySet<Seat> | null => {
  const found = new Set<Seat>()
  const wanting = [last]
  for (let i = between.length - 1; i >= 0; i--) {
    const candidate = between[i]
    if (candidate === undefined || !wanting.some((w) => conflict(candidate.touched, w.touched))) continue
    if (conflict(front.touched, candidate.touched)) return null
    found.add(candidate)
    wanting.push(candidate)
  }
  return found
}

/** A statement that is no loop, with the loops within it joined. */
const inside = (statement: Statement): Statement => {
  if (statement._tag === 'Choose') return { ...statement, yes: fused(statement.yes), no: fused(statement.no) }
  if (statement._tag === 'While') return { ...statement, condition: fused(statement.condition), body: fused(statement.body) }
  return statement
}

const join = (a: Loop, b: Loop): Loop => ({ ...a, body: fused([...a.body, ...renamed(b.body, b.axis, a.axis)]) })

/** A block with its loops joined where they may be, at every depth. */
export const fused = (block: Block): Block => {
  const out: Array<Seat> = []
  for (const statement of block) {
    if (statement._tag !== 'Loop') {
      out.push(seat(inside(statement)))
      continue
    }
    const last = seat(statement)
    let placed = false
    for (let at = out.length - 1; at >= Math.max(0, out.length - horizon) && !placed; at--) {
      const front = out[at]
      if (front === undefined) break
      if (front.statement._tag === 'Loop' && mayJoin(front.statement, statement, front.touched, last.touched)) {
        const between = out.slice(at + 1)
        const first = needed(between, front, last)
        if (first === null) continue
        const rest = between.filter((s) => !first.has(s))
        out.splice(at, out.length - at, ...between.filter((s) => first.has(s)), seat(join(front.statement, statement)), ...rest)
        placed = true
      }
    }
    if (!placed) out.push(last)
  }
  return out.map((s) => (s.statement._tag === 'Loop' ? { ...s.statement, body: fused(s.statement.body) } : s.statement))
}
