/**
 * Star colouring of a symmetric matrix: neighbours differ, and every path on four vertices has at least
 * three colours. Then of the two entries of each pair one stands alone in the product of its row with the
 * columns of a colour, and the other is the same number (T. F. Coleman and J. J. Moré, 1984; the greedy
 * method follows A. H. Gebremedhin, F. Manne and A. Pothen, "What color is your Jacobian?", 2005, §4).
 *
 * Such a path 1–2–1–2 is closed when its last vertex is coloured. So each vertex keeps what its neighbours
 * may not become: the colours of neighbours that have a second neighbour of its own colour.
 */
import { entry, integerAt } from '../entry.ts'
import { type Colours, ordered, type Ordering } from './colour.ts'
import type { Pattern } from './pattern.ts'

// Instead of the one neighbour of a colour, where there are several.
const several = -1

// A large pattern that is an eighth full is coloured column by column: there is little to save, and much to keep for it.
const large = 2 ** 22
const share = 1 / 8

/** Greedy star colouring of a symmetric pattern; vertices without entries get −1. */
export const starColours = ({ height, starts, columns }: Pattern, ordering: Ordering): Colours => {
  if (columns.length > Math.max(large, share * height * height)) return { of: Int32Array.from({ length: height }, (_, v) => v), count: height }
  const of = new Int32Array(height).fill(-1)
  const degrees = Int32Array.from({ length: height }, (_, v) => integerAt(starts, v + 1) - integerAt(starts, v))
  /** For a vertex the colours of its neighbours, and which one has it. */
  const beside = Array.from({ length: height }, () => new Map<number, number>())
  /** For a vertex w the colours of neighbours x that have a neighbour besides w of the colour of w. */
  const closing = new Array<Set<number> | undefined>(height)
  const close = (w: number, colour: number): void => {
    const known = closing[w] ?? new Set<number>()
    known.add(colour)
    closing[w] = known
  }
  const neighbours = (v: number): Int32Array => columns.subarray(starts[v], starts[v + 1])
  const refused = new Int32Array(height + 1).fill(-1)
  let count = 0
  for (const v of ordered(degrees, ordering)) {
    if (degrees[v] === 0) continue
    const own = beside[v]
    for (const w of neighbours(v)) {
      const colour = integerAt(of, w)
      if (w === v || colour < 0) continue
      refused[colour] = v
      for (const closed of closing[w] ?? []) refused[closed] = v
      // v between two of one colour: no further neighbour of theirs may have the colour of v.
      if (own?.get(colour) === several) for (const next of entry(beside, w).keys()) refused[next] = v
    }
    let colour = 0
    while (refused[colour] === v) colour++
    of[v] = colour
    count = Math.max(count, colour + 1)
    for (const x of neighbours(v)) {
      if (x === v) continue
      const around = beside[x]
      const first = around?.get(colour)
      around?.set(colour, first === undefined ? v : several)
      const hub = integerAt(of, x)
      if (hub < 0) continue
      if (first !== undefined) close(v, hub)
      if (first !== undefined && first !== several) close(first, hub)
      if (own?.get(hub) === several) close(x, colour)
    }
  }
  return { of, count }
}

/** The better of the greedy colourings. */
export const bestStars = (pattern: Pattern, orderings: ReadonlyArray<Ordering>): Colours =>
  orderings
    .map((ordering) => starColours(pattern, ordering))
    .reduce((a, b) => (b.count < a.count ? b : a), { of: new Int32Array(pattern.height), count: Number.POSITIVE_INFINITY })
