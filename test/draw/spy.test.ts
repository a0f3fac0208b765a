import { describe, expect, it } from 'vitest'
import { showSparsity } from '../../src/draw/spy.ts'
import { colouring } from '../../src/sparse/matrix.ts'
import { refusal } from '../failing.ts'
import { banded, entries, where } from '../sparse/graphs.ts'

describe('a spy plot', () => {
  it('has a dot for an entry, two by four to a character', () => {
    expect(showSparsity(where(4, 2, () => true))).toBe('4 × 2, 8 entries\n⣿')
    const each = [
      [0, 0],
      [1, 0],
      [2, 0],
      [3, 0],
      [0, 1],
      [1, 1],
      [2, 1],
      [3, 1],
    ] as const
    expect(each.map((at) => showSparsity(entries([4, 2], [at])).split('\n')[1])).toEqual(['⠁', '⠂', '⠄', '⡀', '⠈', '⠐', '⠠', '⢀'])
    expect(showSparsity(banded(8, 0))).toBe('8 × 8, 8 entries\n⠑⢄⠀⠀\n⠀⠀⠑⢄')
  })

  it('says how many entries there are, of one and of none', () => {
    expect(showSparsity(entries([1, 1], [[0, 0]]))).toBe('1 × 1, 1 entry\n⠁')
    expect(showSparsity(entries([1, 3], []))).toBe('1 × 3, 0 entries\n⠀⠀')
    expect(showSparsity(entries([0, 0], []))).toBe('0 × 0, 0 entries')
  })

  it('stays within its width, with one scale for both directions', () => {
    expect(showSparsity(banded(32, 0), { width: 4 }).split('\n').slice(1)).toEqual(['⠑⢄⠀⠀', '⠀⠀⠑⢄'])
    const [, ...lines] = showSparsity(
      where(1000, 10, (i, j) => i % 10 === j),
      { width: 5 },
    ).split('\n')
    expect(lines.length).toBe(5)
    expect(lines.every((line) => line.length <= 5)).toBe(true)
  })

  it('writes colours', () => {
    const band = banded(4, 1)
    expect(showSparsity(band, { colours: colouring(band) })).toBe('4 × 4, 10 entries\n01··\n012·\n·120\n··20')
    expect(showSparsity(band, { colours: colouring(band, { by: 'rows' }) })).toBe('4 × 4, 10 entries\n00··\n111·\n·222\n··00')
    const full = where(1, 64, () => true)
    expect(showSparsity(full, { colours: colouring(full) }).slice(-3)).toBe('Z++')
  })

  it('refuses a colouring of another pattern, and a width that is none', () => {
    expect(refusal(() => showSparsity(banded(3, 1), { colours: colouring(banded(4, 1)) }))).toBe('Argument: showSparsity: the colouring is of 4 columns')
    expect(refusal(() => showSparsity(banded(3, 1), { colours: colouring(banded(4, 1), { by: 'rows' }) }))).toBe(
      'Argument: showSparsity: the colouring is of 4 rows',
    )
    expect(refusal(() => showSparsity(banded(3, 1), { width: 0 }))).toBe('Argument: showSparsity: the width 0 is not a whole number from 1')
  })
})
