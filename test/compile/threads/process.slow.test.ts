/**
 * A crew and the process it is in: it keeps none from ending, and its memory does not grow with programs.
 */
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { phantom } from '../../../src/type/phantom.ts'
import { run } from '../../package/pack.ts'
import { root } from '../../source.ts'

const task = fileURLToPath(new URL('task.ts', import.meta.url))

const told = (name: string): unknown => {
  const { code, out, err } = run(root, process.execPath, '--expose-gc', '--import', 'tsx', task, name)
  expect(err).toBe('')
  expect(code).toBe(0)
  return JSON.parse(out)
}

const megabyte = 2 ** 20

it('a program ends though its crew lives, used or not', () => {
  expect(told('living')).toEqual({ taken: true })
  expect(told('idle')).toEqual({ count: 3 })
  expect(told('told')).toEqual({})
}, 120_000)

it.runIf(existsSync('/proc/self/task'))(
  'a crew that nobody has any longer stops by itself',
  () => {
    const { before, during, after } = phantom<{ readonly [moment: string]: number }>(told('abandoned'))
    // Four crews of two workers each. The host may end threads of its own.
    expect(Number(during) - Number(before)).toBeGreaterThanOrEqual(8)
    expect(after).toBeLessThanOrEqual(Number(before))
  },
  120_000,
)

it('ten thousand programs with a crew leave none behind', () => {
  const { uses, shared } = phantom<{ readonly uses: ReadonlyArray<number>; readonly shared: number }>(told('programs'))
  console.log(uses.map((bytes) => (bytes / megabyte).toFixed(0)).join(', '), 'MB')
  expect(shared).toBe(9500)
  // A kernel's memory is 5 pages and more: nine thousand of them would be six times this. Workers collect in their own time.
  const [first = Number.NaN] = uses
  expect(Math.max(...uses) - first).toBeLessThan(512 * megabyte)
}, 900_000)
