/** A small part of `npm run fuzz:decoder`, from one seed. */
import { expect, it } from 'vitest'
import { samples } from '../share.ts'
import { fuzz } from './fuzz/fuzz.ts'

it('answers spoilt documents with failures, or with programs that are some', () => {
  const { faults, accepted } = fuzz(1964, samples(2000))
  expect(faults).toEqual([])
  // Changes that all spoil would test only the first checks.
  expect(accepted).toBeGreaterThan(samples(50))
}, 30_000)
