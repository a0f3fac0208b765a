import { describe } from 'vitest'
import { dualPrograms, dualRing } from '../../laws/dual.ts'
import { obey } from './suite.ts'

describe('dual numbers over the rationals', () => obey(dualRing(), 100))
describe('programs in dual numbers', () => obey(dualPrograms(), 100))
