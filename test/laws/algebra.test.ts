import { describe, expect, it } from 'vitest'
import { type Carrier, homomorphism } from '../../laws/algebra.ts'
import { about, check, refuted } from '../../laws/law.ts'
import { arrayPrograms, vocabularyPrograms } from '../../laws/program.ts'
import { type AnyTensor, type Dual, dual, dualOf, evaluate, series, type Series, seriesOf, steady } from '../../src/index.ts'
import { avalOf, filled } from '../../src/array/tensor.ts'
import { obey } from './suite.ts'

const ones = (x: AnyTensor): AnyTensor => filled(avalOf(x), 1)
const duals: Carrier<Dual<AnyTensor>> = { algebra: dual(evaluate), into: (x) => dualOf(x, ones(x)), out: ({ primal }) => primal }
const nested: Carrier<Dual<Dual<AnyTensor>>> = {
  algebra: dual(dual(evaluate)),
  into: (x) => dualOf(duals.into(x), steady(ones(x))),
  out: ({ primal }) => primal.primal,
}
const powers: Carrier<Series<AnyTensor>> = { algebra: series(evaluate, 3), into: (x) => seriesOf(x, ones(x)), out: ([value]) => value }

describe('forgetting what an algebra carries', () => {
  obey(about('dual numbers', homomorphism(vocabularyPrograms({ lines: 5 }), duals)), 40)
  obey(about('duals of duals', homomorphism(arrayPrograms({ lines: 4 }), nested)), 30)
  obey(about('power series', homomorphism(arrayPrograms({ lines: 4 }), powers)), 30)

  it('is not evaluation where a value is changed', () => {
    const wrong: Carrier<Dual<AnyTensor>> = { ...duals, into: (x) => dualOf(ones(x), ones(x)) }
    expect(refuted(check(homomorphism(arrayPrograms(), wrong), { runs: 20 })).map(({ law }) => law)).toEqual(['forgetting what is carried is evaluation'])
  })
})
