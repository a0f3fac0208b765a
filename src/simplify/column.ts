/**
 * Storage of the hash-consed graph: whole numbers in typed arrays that grow, and a hash table over
 * them. Both are private to one pass of the simplifier.
 */
import { integerAt } from '../entry.ts'

/** A list of whole numbers, 0 where nothing was set. */
export interface Column {
  readonly at: (index: number) => number
  readonly set: (index: number, value: number) => void
}

/** Entries numbered from 0, found by hash: `head` and then `before`, until -1. */
export interface Table {
  readonly head: (hash: number) => number
  readonly before: (index: number) => number
  readonly hash: (index: number) => number
  /** The number of a new entry. */
  readonly add: (hash: number) => number
}

/** Whole numbers that grow in number: a plain array of a million costs several times as much to keep. */
export const column = (): Column => {
  let cells = new Int32Array(1024)
  return {
    at: (index: number): number => cells[index] ?? 0,
    set: (index: number, value: number): void => {
      if (index >= cells.length) {
        const wider = new Int32Array(2 * cells.length)
        wider.set(cells)
        cells = wider
      }
      cells[index] = value
    },
  }
}

/** Definitions by hash: the latest one with it, and before each the previous one in the same slot. */
export const table = (): Table => {
  let heads = new Int32Array(1024).fill(-1)
  let length = 0
  const hashes = column()
  const before = column()
  const link = (index: number): void => {
    const slot = hashes.at(index) & (heads.length - 1)
    before.set(index, integerAt(heads, slot))
    heads[slot] = index
  }
  return {
    head: (hash: number): number => integerAt(heads, hash & (heads.length - 1)),
    before: before.at,
    hash: hashes.at,
    add: (hash: number): number => {
      if (length >= heads.length) {
        heads = new Int32Array(2 * heads.length).fill(-1)
        for (let i = 0; i < length; i++) link(i)
      }
      hashes.set(length, hash)
      link(length)
      return length++
    },
  }
}
