/**
 * Laws as tests: each is a test of its own, whose failure shows the shrunk sample and both sides.
 */
import * as fc from 'fast-check'
import { it } from 'vitest'
import type { Law } from '../../laws/law.ts'
import { samples } from '../share.ts'

/** Run each law on so many random samples, or on the project's share of them. */
export const obey = (laws: ReadonlyArray<Law>, count: number, timeout = 20_000): void => {
  const numRuns = samples(count)
  for (const law of laws) it(law.name, () => fc.assert(law.property, { numRuns }), timeout)
}
