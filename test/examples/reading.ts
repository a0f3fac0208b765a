/**
 * Running an example as a program of its own, and reading the numbers that it printed.
 */
import { execFile } from 'node:child_process'
import process from 'node:process'
import { promisify } from 'node:util'
import { fileURLToPath } from 'node:url'
import { expect } from 'vitest'

const run = promisify(execFile)
const root = fileURLToPath(new URL('../..', import.meta.url))

/** What a program prints; it may print nothing to stderr. */
export const output = async (...args: ReadonlyArray<string>): Promise<string> => {
  const { stdout, stderr } = await run(process.execPath, ['--import', 'tsx', ...args], { cwd: root, env: { ...process.env, NO_COLOR: '1' }, maxBuffer: 1e7 })
  expect(stderr).toBe('')
  return stdout
}

/** What follows a label on the first line that holds it. */
export const after = (text: string, label: string): string => {
  const line = text.split('\n').find((one) => one.includes(label))
  expect(line, `a line with “${label}”`).toBeDefined()
  return (line ?? '').slice((line ?? '').indexOf(label) + label.length)
}

const number = /[-−]?\d+(\.\d+)?(e[+-]?\d+|·10[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)?|NaN|[-−]?∞/g

const superscripts = '⁰¹²³⁴⁵⁶⁷⁸⁹'

const parse = (text: string): number =>
  Number(
    text
      .replace('·10', 'e')
      .replace(/[⁰¹²³⁴⁵⁶⁷⁸⁹]/g, (digit) => String(superscripts.indexOf(digit)))
      .replace(/[−⁻]/g, '-')
      .replace('∞', 'Infinity'),
  )

/** The numbers after a label, in any of the ways that examples write them. */
export const numbersAfter = (text: string, label: string): ReadonlyArray<number> => (after(text, label).match(number) ?? []).map(parse)

export const close = (got: number | undefined, wanted: number, tolerance = 1e-12): void => {
  expect(Math.abs((got ?? Number.NaN) - wanted), `${got} against ${wanted}`).toBeLessThanOrEqual(tolerance * Math.max(1, Math.abs(wanted)))
}
