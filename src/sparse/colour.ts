/**
 * Colouring the columns of a matrix so that columns of one colour share no row: all of one colour are
 * found by one product with the matrix, since each entry of it comes from one column alone (A. R. Curtis,
 * M. J. D. Powell and J. K. Reid, 1974; as colouring: T. F. Coleman and J. J. Moré, 1983).
 */
import { entry, integerAt } from '../entry.ts'
import type { Pattern } from './pattern.ts'

/** A colour from 0 per column, −1 for a column without entries. */
export interface Colours {
  readonly of: Int32Array
  readonly count: number
}

/** In which order a greedy colouring takes what it colours. */
export type Ordering = 'natural' | 'largestFirst'

/** Numbers 0 … n − 1, in their own order or by descending weight. */
export const ordered = (weights: Int32Array | Float64Array, ordering: Ordering): Int32Array => {
  const order = Int32Array.from(weights, (_, i) => i)
  return ordering === 'natural' ? order : order.sort((a, b) => entry(weights, b) - entry(weights, a) || a - b)
}

/** The length of the longest row: no fewer colours will do. */
export const longest = ({ height, starts }: Pattern): number => {
  let most = 0
  for (let row = 0; row < height; row++) most = Math.max(most, integerAt(starts, row + 1) - integerAt(starts, row))
  return most
}

/** How many columns stand beside each column in its rows, those that do so twice counted twice. */
const neighbours = ({ starts }: Pattern, turned: Pattern): Float64Array => {
  const weights = new Float64Array(turned.height)
  for (let column = 0; column < turned.height; column++)
    for (let k = integerAt(turned.starts, column); k < integerAt(turned.starts, column + 1); k++) {
      const row = integerAt(turned.columns, k)
      weights[column] = entry(weights, column) + integerAt(starts, row + 1) - integerAt(starts, row) - 1
    }
  return weights
}

/** Greedy colouring of the columns; `turned` is the pattern transposed. Each takes the first colour that no column beside it has. */
export const columnColours = (pattern: Pattern, turned: Pattern, ordering: Ordering): Colours => {
  const { starts, columns } = pattern
  const of = new Int32Array(pattern.width).fill(-1)
  // A full row leaves no choice.
  if (pattern.width > 0 && longest(pattern) === pattern.width) return { of: of.map((_, column) => column), count: pattern.width }
  // The column that a colour was last refused to.
  const refused = new Int32Array(pattern.width + 1).fill(-1)
  let count = 0
  for (const column of ordered(ordering === 'natural' ? new Float64Array(pattern.width) : neighbours(pattern, turned), ordering)) {
    const [from, to] = [integerAt(turned.starts, column), integerAt(turned.starts, column + 1)]
    if (from === to) continue
    for (let k = from; k < to; k++) {
      const row = integerAt(turned.columns, k)
      for (let j = integerAt(starts, row); j < integerAt(starts, row + 1); j++) {
        const colour = integerAt(of, integerAt(columns, j))
        if (colour >= 0) refused[colour] = column
      }
    }
    let colour = 0
    while (refused[colour] === column) colour++
    of[column] = colour
    count = Math.max(count, colour + 1)
  }
  return { of, count }
}

/** The better of the greedy colourings; the second is not tried where the first cannot be bettered. */
export const bestColours = (pattern: Pattern, turned: Pattern, orderings: ReadonlyArray<Ordering>): Colours => {
  const least = longest(pattern)
  let best = columnColours(pattern, turned, entry(orderings, 0))
  for (const ordering of orderings.slice(1)) {
    if (best.count <= least) break
    const found = columnColours(pattern, turned, ordering)
    if (found.count < best.count) best = found
  }
  return best
}
