/**
 * Some trials of the fuzzer from a seed that changes, printed so that they can be had again:
 * `npm run fuzz` is the same at any length.
 */
import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { samples } from '../../share.ts'
import { differs, trials } from './trial.ts'

const runs = samples(120)

it('random programs of every primitive and control form give the same bits in every backend', () => {
  const seed = Math.floor(Math.random() * 1e9)
  console.log(`npm run fuzz -- --runs ${runs} --seed ${seed}`)
  fc.assert(
    fc.property(trials, (trial) => {
      expect(differs(trial)).toBe('')
    }),
    { numRuns: runs, seed },
  )
}, 60_000)
