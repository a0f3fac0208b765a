import { describe } from 'vitest'
import { branches, customs, scans } from '../../laws/control.ts'
import { implicits, pullbacks, recomputations, whiles } from '../../laws/iteration.ts'
import { arrayPrograms, scalarPrograms, smoothPrograms, vocabularyPrograms } from '../../laws/program.ts'
import { colourings, sparseDerivatives } from '../../laws/sparse.ts'
import { obey } from './suite.ts'

describe('colourings', () => obey(colourings(), 200))

describe('sparse derivatives of scalar programs', () => obey(sparseDerivatives(smoothPrograms()), 30))
describe('sparse derivatives of programs with kinks', () => obey(sparseDerivatives(scalarPrograms()), 20))
describe('sparse derivatives of array programs', () => obey(sparseDerivatives(arrayPrograms({ lines: 6 })), 40))
describe('sparse derivatives of the vocabulary', () => obey(sparseDerivatives(vocabularyPrograms({ lines: 4 })), 40))
describe('sparse derivatives of scans', () => obey(sparseDerivatives(scans()), 10))
describe('sparse derivatives of branches', () => obey(sparseDerivatives(branches()), 10))
describe('sparse derivatives of custom rules', () => obey(sparseDerivatives(customs()), 10))
describe('sparse derivatives of while loops', () => obey(sparseDerivatives(whiles()), 10))
describe('sparse derivatives of checkpoints', () => obey(sparseDerivatives(recomputations()), 10))
describe('sparse derivatives of reverse rules', () => obey(sparseDerivatives(pullbacks()), 10))
describe('sparse derivatives of implicit functions', () => obey(sparseDerivatives(implicits()), 10))
