import { describe } from 'vitest'
import { byComplexStep, byDifferences, linearity, secondOrder } from '../../laws/derivative.ts'
import { bySymbols } from '../../laws/symbols.ts'
import { arrayPrograms, scalarPrograms } from '../../laws/program.ts'
import { obey } from './suite.ts'

const sources = [
  ['programs of scalars', scalarPrograms({ lines: 12 })],
  ['programs of arrays', arrayPrograms({ lines: 10 })],
] as const

for (const [name, samples] of sources) {
  describe(name, () => {
    obey([...byDifferences(samples), ...byComplexStep(samples), ...linearity(samples)], 80)
    obey(secondOrder(samples), 30)
  })
}

describe('programs of scalars, by the book', () => {
  obey(bySymbols(scalarPrograms({ lines: 12 })), 80)
})
