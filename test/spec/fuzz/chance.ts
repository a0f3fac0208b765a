/** Choices from a seed, the same on every machine (splitmix, 32 bits). */
import { entry } from '../../../src/entry.ts'

export interface Chance {
  /** A whole number from 0 to n − 1. */
  readonly below: (n: number) => number
  readonly one: <T>(list: ReadonlyArray<T>) => T
}

export const chance = (seed: number): Chance => {
  let state = seed | 0
  const next = (): number => {
    state = (state + 0x9e3779b9) | 0
    const x = Math.imul(state ^ (state >>> 16), 0x21f0aaad)
    const y = Math.imul(x ^ (x >>> 15), 0x735a2d97)
    return (y ^ (y >>> 15)) >>> 0
  }
  const below = (n: number): number => next() % n
  return { below, one: (list) => entry(list, below(list.length)) }
}
