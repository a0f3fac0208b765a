/**
 * What types cost: how often the compiler puts types into a generic one, for the project and for a model of two hundred
 * lines. That is a count, the same on every machine as long as one checker reads all files: several would share them out
 * anew with every file that comes or goes. The project's seconds are bounded so that nobody waits, with as many checkers
 * as there are by default.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { root } from '../source.ts'
import { compiled } from './compile.ts'

const instantiationsOf = (project: string): number => {
  const { output } = compiled(join(root, project), '--extendedDiagnostics', '--singleThreaded')
  expect(output).not.toContain('error')
  return Number(/^Instantiations: +(\d+)$/m.exec(output)?.[1])
}

/** The machine may be busy, but the compiler does not get faster by luck: up to three times, if that is what it takes. */
const secondsOf = (project: string, bound: number, tries = 3): number => {
  const { seconds } = compiled(join(root, project))
  return seconds < bound || tries === 1 ? seconds : secondsOf(project, bound, tries - 1)
}

it('the project takes less than 955 thousand instantiations, and 10 seconds', () => {
  const [instantiations, seconds] = [instantiationsOf('tsconfig.json'), secondsOf('tsconfig.json', 10)]
  console.log(`type-check of the project: ${instantiations} instantiations, ${seconds.toFixed(2)} s`)
  expect(instantiations).toBeGreaterThan(100_000)
  expect(instantiations).toBeLessThan(955_000)
  expect(seconds).toBeLessThan(10)
})

it('a model of two hundred lines adds less than 7 thousand', () => {
  const lines = readFileSync(join(root, 'test/package/user/model.ts'), 'utf8').split('\n').length
  const [bare, model] = ['test/package/user/tsconfig.bare.json', 'test/package/user/tsconfig.json'].map(instantiationsOf)
  console.log(`type-check of a program of one line: ${bare} instantiations; of a model of ${lines} lines: ${model}`)
  expect(lines).toBeGreaterThan(200)
  expect(bare).toBeGreaterThan(10_000)
  expect((model ?? Number.NaN) - (bare ?? Number.NaN)).toBeLessThan(7_000)
})
