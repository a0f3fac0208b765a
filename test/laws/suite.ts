/**
 * Laws as tests: each is a test of its own, whose failure shows the shrunk sample and both sides.
 */
import * as fc from 'fast-check'
import { inject, it } from 'vitest'
import type { Law } from '../../laws/law.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** The part of the samples that laws are run on: the quick project takes some, `thorough.slow.test.ts` all. */
    readonly share: number
  }
}

/** Run each law on so many random samples, or on the project's share of them. */
export const obey = (laws: ReadonlyArray<Law>, samples: number, timeout = 20_000): void => {
  const numRuns = Math.ceil(samples * inject('share'))
  for (const law of laws) it(law.name, () => fc.assert(law.property, { numRuns }), timeout)
}
