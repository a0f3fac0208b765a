/**
 * A nest of two loops in pieces: some turns of the outer one, with those of the inner one that count.
 */
import type { Loop } from './sums.ts'
import type { Turns } from './pattern.ts'
import type { Range } from './remainder.ts'

export interface Piece {
  readonly turns: Range
  readonly counting: Range
}

// So many pieces at most. The ends of what counts are those of pairs of lanes.
const most = 8
const lanes = 2

// Much less than all of it has to be left: several loops are slower than one.
const share = 0.85

const none: Range = { from: 0, to: 0 }
const same = (a: Range, b: Range): boolean => a.from === b.from && a.to === b.to

export const lengthOf = ({ from, to }: Range): number => to - from

/** From the first turn that counts to the last. */
const countingAt = (extent: number, counts: (turn: number) => boolean): Range => {
  let [from, to] = [0, extent]
  while (from < to && !counts(from)) from++
  while (to > from && !counts(to - 1)) to--
  return { from, to }
}

/** From the first of some ranges to the last, in whole pairs of lanes. */
const spanOf = (ranges: ReadonlyArray<Range>, extent: number): Range => {
  const full = ranges.filter((range) => lengthOf(range) > 0)
  if (full.length === 0) return none
  const from = Math.min(...full.map((range) => range.from))
  const to = Math.max(...full.map((range) => range.to))
  return { from: from - (from % lanes), to: Math.min(extent, Math.ceil(to / lanes) * lanes) }
}

/** All pieces of a nest, of whose turns some count; null where that spares too little. */
export const piecesOf = (outer: Loop, inner: Loop, counts: (turns: Turns) => boolean): ReadonlyArray<Piece> | null => {
  const turns = new Map<number, number>()
  const ranges = Array.from({ length: outer.extent }, (_, turn) => {
    turns.set(outer.axis, turn)
    return countingAt(inner.extent, (at) => counts(turns.set(inner.axis, at)))
  })
  const size = Math.ceil(outer.extent / most)
  const made: Array<Piece> = []
  for (let from = 0; from < outer.extent; from += size) {
    const to = Math.min(from + size, outer.extent)
    const counting = spanOf(ranges.slice(from, to), inner.extent)
    const before = made.at(-1)
    if (before !== undefined && same(before.counting, counting)) made[made.length - 1] = { counting, turns: { ...before.turns, to } }
    else made.push({ counting, turns: { from, to } })
  }
  const left = made.reduce((total, piece) => total + lengthOf(piece.turns) * lengthOf(piece.counting), 0)
  return left <= share * outer.extent * inner.extent ? made : null
}
