import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { every, none, single, storeOf } from '../../src/sparse/store.ts'

const n = 6
const sets = fc.array(fc.array(fc.nat(n - 1), { maxLength: n }), { maxLength: 6 })

describe('a store', () => {
  it('unites as sets do, and names equal sets by one number', () => {
    fc.assert(
      fc.property(sets, sets, (a, b) => {
        const store = storeOf(n)
        const idOf = (columns: ReadonlyArray<number>): number => store.unite(columns.map(single))
        const plain = (lists: ReadonlyArray<ReadonlyArray<number>>): ReadonlyArray<number> => [...new Set(lists.flat())].sort((x, y) => x - y)
        const [x, y] = [store.unite(a.map(idOf)), store.unite(b.map(idOf))]
        expect([...store.members(x)]).toEqual(plain(a))
        expect([...store.members(store.pair(x, y))]).toEqual(plain([...a, ...b]))
        expect(store.pair(y, x)).toBe(store.pair(x, y))
        expect(x === y).toBe(plain(a).join() === plain(b).join())
      }),
    )
  })

  it('unites a part of a list', () => {
    const store = storeOf(4)
    expect([...store.members(store.unite([single(0), single(2), single(1), single(3)], 1, 3))]).toEqual([1, 2])
    expect(store.unite([single(0)], 1, 1)).toBe(none)
  })

  it('takes in what is everywhere', () => {
    const store = storeOf(3)
    expect(store.pair(single(1), every)).toBe(every)
    expect(store.unite([single(0), single(2), every])).toBe(every)
    expect(store.unite([0, 1, 2].map(single))).toBe(every)
    expect([...store.members(every)]).toEqual([0, 1, 2])
  })

  it('may have no columns, or one', () => {
    expect([...storeOf(0).members(every)]).toEqual([])
    expect([...storeOf(1).members(single(0))]).toEqual([0])
    expect([...storeOf(1).members(storeOf(1).pair(single(0), every))]).toEqual([0])
  })

  it('keeps sets apart that hash alike', () => {
    // Found by trying all pairs and triples of few columns.
    const alike = [
      [
        [781, 923],
        [372, 1063],
      ],
      [
        [530, 975],
        [939, 1067],
      ],
      [
        [6, 7],
        [3, 4, 7],
      ],
      [
        [4, 7],
        [3, 6, 7],
      ],
    ]
    const store = storeOf(1100)
    for (const sets of alike) {
      const ids = [...sets, ...sets].map((columns) => store.unite(columns.map(single)))
      expect(ids.map((id) => [...store.members(id)])).toEqual([...sets, ...sets])
      expect(new Set(ids).size).toBe(2)
    }
  })

  it('grows with what is put in', () => {
    const store = storeOf(2000)
    const runs = Array.from({ length: 2000 }, (_, i) => store.unite(Array.from({ length: Math.min(60, 2000 - i) }, (__, k) => single(i + k))))
    expect([...store.members(runs[100] ?? none)]).toEqual(Array.from({ length: 60 }, (_, k) => 100 + k))
    expect(new Set(runs).size).toBe(2000)
  })
})
