/**
 * The binomial schedule beside its own optimum, found by trying every split, and beside what it
 * promises: steps are taken back in order, from the right states, with few enough of them stored.
 */
import { describe, expect, it } from 'vitest'
import { revolveSteps, schedule } from '../../src/primitive/revolve.ts'

/** The fewest steps forward for every length and number of stores, by trying every split. */
const optimum = (longest: number, most: number): ReadonlyArray<ReadonlyArray<number>> => {
  const table = [0, 1].map((s) => Array.from({ length: longest + 1 }, (_, n) => (s === 0 ? Number.POSITIVE_INFINITY : (n * n - n) / 2)))
  for (let s = 2; s <= most; s++) {
    const row = [0, 0]
    for (let n = 2; n <= longest; n++) {
      let best = Number.POSITIVE_INFINITY
      for (let m = 1; m < n; m++) best = Math.min(best, m + (table[s - 1]?.[n - m] ?? 0) + (row[m] ?? 0))
      row.push(best)
    }
    table.push(row)
  }
  return table
}

interface Run {
  readonly advanced: number
  readonly peak: number
  readonly reversed: number
}

/** Follow the moves, checking each against where the state in flight is. */
const follow = (length: number, stores: number): Run => {
  const pile: Array<number> = []
  let [at, advanced, peak, end] = [0, 0, 0, length]
  for (const move of schedule(length, stores)) {
    if (move._tag === 'Store') pile.push(at)
    if (move._tag === 'Drop') pile.pop()
    if (move._tag === 'Restore') at = pile.at(-1) ?? Number.NaN
    if (move._tag === 'Advance') {
      if (move.from !== at) expect(move.from).toBe(at)
      advanced += move.to - move.from
      at = move.to
    }
    if (move._tag === 'Reverse') {
      end--
      if (move.step !== at || move.step !== end) expect([move.step, move.step]).toEqual([at, end])
    }
    peak = Math.max(peak, pile.length)
  }
  expect(pile).toEqual([])
  return { advanced, peak, reversed: length - end }
}

describe('the binomial schedule', () => {
  const [longest, most] = [60, 9]
  const best = optimum(longest, most)
  it.each(Array.from({ length: most }, (_, i) => i + 1))('with %i stored takes as few steps as any schedule can', (s) => {
    for (let n = 0; n <= longest; n++) {
      const { advanced, peak, reversed } = follow(n, s)
      expect([n, advanced, reversed]).toEqual([n, best[s]?.[n], n])
      expect(revolveSteps(n, s)).toBe(advanced)
      expect(peak).toBeLessThanOrEqual(s)
    }
  })
  it('takes no step twice where all fit, and all of them anew where one does', () => {
    expect([revolveSteps(10, 10), revolveSteps(10, 100), revolveSteps(10, 1)]).toEqual([9, 9, 45])
    expect([revolveSteps(0, 3), revolveSteps(1, 3)]).toEqual([0, 0])
  })
  // The example of the paper: C(3 + 3, 3) = 20 steps from 3 stores with 3 repetitions, 3 · 20 − C(6, 2) forward.
  it('has the figures of the formula', () => expect(revolveSteps(20, 3)).toBe(3 * 20 - 15))
  it('is followed to the end for ten thousand steps', () => {
    for (const s of [14, 100]) {
      const { advanced, peak } = follow(10_000, s)
      expect([advanced, peak]).toEqual([revolveSteps(10_000, s), s])
    }
  })
})
