import { describe } from 'vitest'
import { byDifferences, linearity, secondOrder } from '../../laws/derivative.ts'
import { implicitly, implicits, pullbacks, recomputations, whiles } from '../../laws/iteration.ts'
import { vectorisation } from '../../laws/batch.ts'
import { obey } from './suite.ts'

for (const [name, samples, deep] of [
  ['while is the unrolled loop', whiles(), 6],
  ['computing again changes nothing', recomputations(), 6],
  ['a reverse rule equal to the automatic one changes nothing', pullbacks(), 10],
  ['an implicit function is the limit of its iteration', implicits(), 6],
] as const) {
  describe(name, () => {
    obey([...byDifferences(samples), ...linearity(samples)], 12)
    obey(secondOrder(samples), deep)
    obey(vectorisation(samples), deep)
  })
}

describe('a fixed point', () => obey(implicitly(), 12))
