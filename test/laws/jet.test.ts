import { describe } from 'vitest'
import { functionsOf } from '../../laws/calculus.ts'
import { taylor, taylorOf } from '../../laws/jet.ts'
import { smoothProductions } from '../../laws/production.ts'
import { arrayPrograms, smoothPrograms, snippets } from '../../laws/program.ts'
import { obey } from './suite.ts'

describe('smooth programs', () => {
  obey(taylor(smoothPrograms({ lines: 8 })), 30, 60_000)
})

describe('programs of arrays', () => {
  obey(taylor(arrayPrograms({ lines: 6 })), 20, 60_000)
})

describe('functions of one number', () => {
  obey(taylorOf(functionsOf(snippets({ productions: smoothProductions, shapes: [[]], inputs: 1, lines: 5 }))), 60, 60_000)
})
