import { describe } from 'vitest'
import { vectorisation } from '../../laws/batch.ts'
import { branches, customs, scans } from '../../laws/control.ts'
import { arrayPrograms } from '../../laws/program.ts'
import { obey } from './suite.ts'

describe('batches of array programs', () => obey(vectorisation(arrayPrograms()), 50))
describe('batches of scans', () => obey(vectorisation(scans()), 12))
describe('batches of branches', () => obey(vectorisation(branches()), 20))
describe('batches of custom rules', () => obey(vectorisation(customs()), 20))
