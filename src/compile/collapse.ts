/**
 * Two loops with nothing between them are one, where every place steps through both as through one.
 */
import type { Block, Place, Statement, Stride } from './loop.ts'

/** Strides with `outer` and `inner` replaced by one axis, or null where they do not lie in a line. */
const merged = (strides: ReadonlyArray<Stride>, outer: number, inner: number, extent: number): ReadonlyArray<Stride> | null => {
  const of = (axis: number): number => strides.find((s) => s.axis === axis)?.stride ?? 0
  return of(outer) === of(inner) * extent ? strides.filter((s) => s.axis !== outer) : null
}

const mergedPlace = (place: Place, outer: number, inner: number, extent: number): Place | null => {
  const strides = merged(place.strides, outer, inner, extent)
  return strides === null ? null : { ...place, strides }
}

const mergedStatement = (statement: Statement, outer: number, inner: number, extent: number): Statement | null => {
  switch (statement._tag) {
    case 'Literal':
    case 'Apply':
      return statement
    case 'Load': {
      const from = mergedPlace(statement.from, outer, inner, extent)
      return from === null ? null : { ...statement, from }
    }
    case 'Store': {
      const to = mergedPlace(statement.to, outer, inner, extent)
      return to === null ? null : { ...statement, to }
    }
    case 'Accumulate': {
      const to = mergedPlace(statement.to, outer, inner, extent)
      if (to === null) return null
      if (statement.lanes === null) return { ...statement, to }
      const of = merged(statement.lanes.of, outer, inner, extent)
      return of === null ? null : { ...statement, to, lanes: { ...statement.lanes, of } }
    }
    default:
      return null
  }
}

const all = (block: Block, change: (statement: Statement) => Statement | null): Block | null => {
  const changed: Array<Statement> = []
  for (const statement of block) {
    const made = change(statement)
    if (made === null) return null
    changed.push(made)
  }
  return changed
}

const step = (statement: Statement): Statement => {
  if (statement._tag !== 'Loop') return statement
  const body = collapsed(statement.body)
  const [only] = body
  const inner = body.length !== 1 || only?._tag !== 'Loop' ? null : all(only.body, (s) => mergedStatement(s, statement.axis, only.axis, only.extent))
  if (inner !== null && only?._tag === 'Loop') return { _tag: 'Loop', axis: only.axis, extent: statement.extent * only.extent, body: inner }
  return body === statement.body ? statement : { ...statement, body }
}

/** A block with such loops made one; itself where there are none. Nests are as deep as arrays have axes. */
export const collapsed = (block: Block): Block => {
  const made = block.map(step)
  return made.every((s, i) => s === block[i]) ? block : made
}
