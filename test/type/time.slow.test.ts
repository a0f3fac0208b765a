/**
 * What types cost: the compiler's time for the project, and what a model of two hundred lines adds.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { root } from '../source.ts'
import { compiled } from './compile.ts'

/** The best of three: the machine may be busy, the compiler does not get faster by luck. */
const seconds = (project: string): number =>
  Math.min(
    ...[1, 2, 3].map(() => {
      const { output, seconds: taken } = compiled(join(root, project))
      expect(output).toBe('')
      return taken
    }),
  )

it('the project type-checks in less than 5 seconds', () => {
  const taken = seconds('tsconfig.json')
  console.log(`type-check of the project: ${taken.toFixed(2)} s`)
  expect(taken).toBeLessThan(5)
})

it('a model of two hundred lines adds less than 1 second', () => {
  const lines = readFileSync(join(root, 'test/package/user/model.ts'), 'utf8').split('\n').length
  const [bare, model] = [seconds('test/package/user/tsconfig.bare.json'), seconds('test/package/user/tsconfig.json')]
  console.log(`type-check of a program of one line: ${bare.toFixed(2)} s; of a model of ${lines} lines: ${model.toFixed(2)} s`)
  expect(lines).toBeGreaterThan(200)
  expect(model - bare).toBeLessThan(1)
})
