/**
 * The figures of the benchmark: medians and means, the table, and its place in a page.
 */
import { describe, expect, it } from 'vitest'
import { goals, means, problemOf } from './goal.ts'
import type { Measured } from './measure.ts'
import { type Contestant, geometricMean, interleaved, median, ratio } from './sample.ts'
import { joined, markers, replaced, tableOf } from './table.ts'
import { CASES } from './yardstick/inputs.mjs'

const found = (id: string, wall: number, more: Partial<Measured> = {}): Measured => ({
  id,
  paths: [{ name: 'compiled', wall, cpu: wall, gradient: 1, gradientOverObjective: 2, error: 1e-12 }],
  cold: 3,
  warm: 1,
  hand: 1,
  peers: [],
  ...more,
})

const cellsOf = (table: string): ReadonlyArray<ReadonlyArray<string>> =>
  table.split('\n').map((text) =>
    text
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  )

const rows = (...all: ReadonlyArray<Measured>): ReadonlyArray<ReadonlyArray<string>> =>
  cellsOf(tableOf(all.map((one) => ({ _tag: 'Measured', found: one })))).slice(2)

describe('figures', () => {
  it('medians of odd and even numbers of samples', () => {
    expect(median([3, 1, 2])).toBe(2)
    expect(median([4, 1, 2, 3])).toBe(2.5)
    expect(median([])).toBeNaN()
  })

  it('the geometric mean', () => {
    expect(geometricMean([1, 4])).toBeCloseTo(2, 14)
  })

  it('the ratio is taken round by round, as far as both went', () => {
    expect(ratio([2, 30, 4], [1, 10, 4])).toBe(2)
    expect(ratio([2], [1, 100, 100])).toBe(2)
  })

  it('contestants take turns and see every input', () => {
    const seen: Array<string> = []
    const contestant = (name: string): Contestant => ({ name, inputs: 2, run: (i) => seen.push(`${name}${i}`) })
    const times = interleaved([contestant('a'), contestant('b')], { rounds: 2, sample: 0.05, settle: 0.1, total: 1000 })
    expect([...times.keys()]).toEqual(['a', 'b'])
    for (const { wall, cpu } of times.values()) expect([wall.length, cpu.length]).toEqual([2, 2])
    expect(new Set(seen)).toEqual(new Set(['a0', 'a1', 'b0', 'b1']))
    // Each settles, and then there are two rounds.
    expect(seen.map((text) => text.charAt(0)).filter((name, i, names) => name !== names[i - 1])).toEqual(['a', 'b', 'a', 'b', 'a', 'b'])
  })
})

describe('the table', () => {
  it('has a goal for every case', () => {
    for (const [id] of CASES) expect(goals[id] !== undefined || Object.keys(means).includes(problemOf(id) ?? '')).toBe(true)
  })

  it('says what is reached and what is not', () => {
    const [reached, missed] = rows(found('A', 2), found('B10', 2.01))
    expect(reached?.slice(0, 3)).toEqual(['A', '≤ 2', '2.00 ✓'])
    expect(missed?.slice(0, 3)).toEqual(['B10', '≤ 2', '2.01 ✗ (≤ 2)'])
    expect(reached?.slice(5, 7)).toEqual(['3.00 ✗ (≤ 2.6)', '1.00 ✗ (≤ 0.4)'])
  })

  it('gives the mean after the sizes of a problem, and judges that', () => {
    const all = rows(found('gmm-d2-k5', 0.2), found('gmm-d10-k5', 0.8), found('ba-n49-m7776-p31843', 0.5))
    expect(all.map(([name]) => name)).toEqual(['gmm-d2-k5', 'gmm-d10-k5', 'gmm, mean of 2', 'ba-n49-m7776-p31843', 'ba, mean of 1'])
    expect(all.map(([, , wall]) => wall)).toEqual(['0.20', '0.80', '0.40 ✓', '0.50', '0.50 ✓'])
    expect(all[2]?.[4]).toBe('2.00 ✓')
  })

  it('judges the gradient over the objective with fresh results and into arrays that are there', () => {
    const path = (name: string, gradientOverObjective: number) => ({ name, wall: 1, cpu: 1, gradient: 1, gradientOverObjective, error: 0 })
    const measured = found('ba-n49-m7776-p31843', 1, { paths: [path('compiled', 6), path('called', 7), path('written', 3)] })
    const [head, , one, mean] = cellsOf(tableOf([{ _tag: 'Measured', found: measured }]))
    expect(head?.slice(6, 8)).toEqual(['gradient / objective', 'gradient / objective, written'])
    expect(one?.slice(6, 8)).toEqual(['6.00', '3.00'])
    expect(mean?.slice(6, 8)).toEqual(['6.00 ✗ (≤ 5)', '3.00 ✓'])
  })

  it('tells of a wrong answer and of a case that failed', () => {
    expect(rows(found('A', 1, { paths: [{ name: 'compiled', wall: 1, cpu: 1, gradient: 1, gradientOverObjective: 1, error: 2e-8 }] }))[0]).toContain('2e-8 ✗')
    const table = tableOf([
      { _tag: 'Measured', found: found('A', 1) },
      { _tag: 'Failed', id: 'C1', reason: 'no memory' },
    ])
    expect(cellsOf(table)[3]?.slice(0, 3)).toEqual(['C1', '≤ 0.5', 'failed'])
    expect(table.endsWith('\n\nC1 failed: no memory')).toBe(true)
  })

  it('joins launches by medians and the largest error', () => {
    const launch = (wall: number, error: number): Measured =>
      found('A', wall, { paths: [{ name: 'compiled', wall, cpu: wall, gradient: 1, gradientOverObjective: 1, error }] })
    expect(joined([launch(1, 0), launch(9, 1e-9), launch(2, 0)]).paths[0]).toMatchObject({ wall: 2, error: 1e-9 })
  })

  it('takes its place between the markers of a page, again and again', () => {
    const page = `before\n${markers.begin}\nold\n${markers.end}\nafter`
    const once = replaced(page, 'new') ?? ''
    expect(once).toBe(`before\n${markers.begin}\nnew\n${markers.end}\nafter`)
    expect(replaced(once, 'new')).toBe(once)
    expect(replaced('no markers', 'new')).toBeNull()
  })
})
