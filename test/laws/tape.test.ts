import { describe } from 'vitest'
import { arrayPrograms, scalarPrograms } from '../../laws/program.ts'
import { tapeDepth, tapeList, tapeMonad } from '../../laws/tape.ts'
import { obey } from './suite.ts'

describe('the tape monad', () => {
  obey(tapeMonad, 100)
  obey([...tapeDepth(1e5), ...tapeDepth(1e6)], 1)
})

describe('the list of a program of scalars', () => obey(tapeList(scalarPrograms()), 40))
describe('the list of a program of arrays', () => obey(tapeList(arrayPrograms()), 40))
