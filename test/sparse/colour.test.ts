import { describe, expect, it } from 'vitest'
import { toArray } from '../../src/array/tensor.ts'
import { colouring, type ColouringOptions, type Sparsity } from '../../src/sparse/matrix.ts'
import { refusal } from '../failing.ts'
import { arrow, banded, cycle, entries, graph, grid, where } from './graphs.ts'

const count = (sparsity: Sparsity, options: ColouringOptions = {}): number => colouring(sparsity, options).count

describe('columns that share no row', () => {
  it('are as many as the band is wide, whatever the size', () => {
    expect([0, 1, 2, 3].map((width) => count(banded(30, width)))).toEqual([1, 3, 5, 7])
    expect(toArray(colouring(banded(7, 1)).colours)).toEqual([0, 1, 2, 0, 1, 2, 0])
  })

  it('are one for each column of a full row, and of a full column one row each', () => {
    expect(count(where(1, 5, () => true))).toBe(5)
    expect(
      count(
        where(1, 5, () => true),
        { by: 'rows' },
      ),
    ).toBe(1)
    expect(count(where(5, 1, () => true))).toBe(1)
    expect(count(arrow(9))).toBe(9)
  })

  it('of blocks are as many as a block is wide', () => expect(count(where(12, 12, (i, j) => Math.floor(i / 3) === Math.floor(j / 3)))).toBe(3))

  it('of the five-point stencil are between five, which no row allows fewer of, and nine', () => {
    expect(count(grid(6, 7))).toBeGreaterThanOrEqual(5)
    expect(count(grid(6, 7))).toBeLessThanOrEqual(9)
  })

  it('without entries have no colour', () => {
    const { colours, count } = colouring(
      entries(
        [2, 4],
        [
          [0, 1],
          [1, 3],
          [0, 3],
        ],
      ),
    )
    expect([toArray(colours), count]).toEqual([[-1, 0, -1, 1], 2])
  })

  it('may be none', () => {
    expect(colouring(entries([0, 0], [])).count).toBe(0)
    expect(toArray(colouring(entries([3, 2], [])).colours)).toEqual([-1, -1])
    expect(toArray(colouring(entries([3, 2], []), { by: 'rows' }).colours)).toEqual([-1, -1, -1])
  })
})

/** A crown: column i meets every column but its own partner, in the worst order for a greedy colouring. */
const crown = (n: number): Sparsity => {
  const at: Array<readonly [number, number]> = []
  let row = 0
  for (let i = 0; i < n; i++)
    for (let j = 0; j < n; j++)
      if (i !== j) {
        at.push([row, 2 * i], [row, 2 * j + 1])
        row++
      }
  return entries([row, 2 * n], at)
}

describe('the ordering', () => {
  it('matters to a greedy colouring', () => expect(count(crown(4), { ordering: 'natural' })).toBe(4))

  it('largest first takes long columns first', () => {
    // Column 3 meets all others, which do not meet each other.
    const hub = entries(
      [3, 4],
      [
        [0, 0],
        [0, 3],
        [1, 1],
        [1, 3],
        [2, 2],
        [2, 3],
      ],
    )
    expect(toArray(colouring(hub, { ordering: 'largestFirst' }).colours)).toEqual([1, 1, 1, 0])
    expect(toArray(colouring(hub, { ordering: 'natural' }).colours)).toEqual([0, 0, 0, 1])
  })

  it('is the better one where none is named', () => {
    // Columns 2, 3, 1 and 0 meet in turn: two colours do, but not if the ends are coloured first.
    const path = entries(
      [3, 4],
      [
        [0, 2],
        [0, 3],
        [1, 1],
        [1, 3],
        [2, 0],
        [2, 1],
      ],
    )
    expect([count(path, { ordering: 'natural' }), count(path, { ordering: 'largestFirst' }), count(path)]).toEqual([3, 2, 2])
    for (const pattern of [crown(4), grid(4, 5), banded(9, 2)])
      expect(count(pattern)).toBe(Math.min(count(pattern, { ordering: 'natural' }), count(pattern, { ordering: 'largestFirst' })))
  })
})

describe('a star colouring', () => {
  const stars = (sparsity: Sparsity): number => count(sparsity, { by: 'star' })

  it('has one colour for a diagonal, two for a star, three for a path, n for a complete graph', () => {
    expect(stars(banded(5, 0))).toBe(1)
    expect(stars(arrow(9))).toBe(2)
    expect([2, 3, 4, 5, 50].map((n) => stars(banded(n, 1)))).toEqual([2, 2, 3, 3, 3])
    expect(
      stars(
        graph(4, [
          [0, 1],
          [0, 2],
          [0, 3],
          [1, 2],
          [1, 3],
          [2, 3],
        ]),
      ),
    ).toBe(4)
  })

  it('of cycles has three colours where greed finds them, four for five vertices, and never more', () => {
    expect([3, 4, 5].map((n) => stars(cycle(n)))).toEqual([3, 3, 4])
    expect(Math.max(...[6, 7, 8, 9, 10].map((n) => stars(cycle(n))))).toBeLessThanOrEqual(4)
  })

  it('of a wider band has one colour more than it reaches, at least', () => {
    expect(stars(banded(40, 2))).toBeLessThanOrEqual(5)
    expect(stars(banded(40, 3))).toBeLessThanOrEqual(7)
  })

  it('of the five-point stencil is at most that of its columns', () => {
    expect(stars(grid(8, 8))).toBeLessThanOrEqual(count(grid(8, 8)))
    expect(stars(grid(8, 8))).toBe(5)
  })

  it('asks for a symmetric pattern', () => {
    const message = 'Argument: colouring: the pattern is not symmetric; colour it by columns or by rows'
    expect(refusal(() => colouring(entries([2, 2], [[0, 1]]), { by: 'star' }))).toBe(message)
    expect(
      refusal(() =>
        colouring(
          where(2, 3, () => true),
          { by: 'star' },
        ),
      ),
    ).toBe(message)
  })
})
