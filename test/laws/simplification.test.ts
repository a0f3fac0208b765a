import { describe } from 'vitest'
import { arrayPrograms, scalarPrograms } from '../../laws/program.ts'
import { realSimplification, rewriting, simplification, wildly } from '../../laws/simplification.ts'
import { simplify } from '../../src/index.ts'
import { real, strict } from '../../src/simplify/rules.ts'
import { obey } from './suite.ts'

describe('strict rules, one by one', () => obey(rewriting(strict), 60))
describe('strict simplification of wild programs', () => obey(simplification(), 250))
describe('strict simplification of array programs at special points', () => obey(simplification(simplify, wildly(arrayPrograms())), 60))
describe('real simplification', () =>
  obey(
    realSimplification((program) => simplify(program, [...strict, ...real]), scalarPrograms({ lines: 12 })),
    80,
  ))
