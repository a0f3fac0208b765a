/**
 * Every example runs as a program of its own, and the numbers it prints are the ones that calculus gives.
 */
import { execFile } from 'node:child_process'
import { readdirSync, readFileSync, rmSync } from 'node:fs'
import process from 'node:process'
import { promisify } from 'node:util'
import { fileURLToPath } from 'node:url'
import { beforeEach, describe, expect, it } from 'vitest'

const run = promisify(execFile)
const root = fileURLToPath(new URL('../..', import.meta.url))
const folder = new URL('../../examples/', import.meta.url)

const output = async (...args: ReadonlyArray<string>): Promise<string> => {
  const { stdout, stderr } = await run(process.execPath, ['--import', 'tsx', ...args], { cwd: root, env: { ...process.env, NO_COLOR: '1' }, maxBuffer: 1e7 })
  expect(stderr).toBe('')
  return stdout
}

/** The numbers on the first line that holds a text. */
const numbersAfter = (text: string, label: string): ReadonlyArray<number> => {
  const line = text.split('\n').find((one) => one.includes(label))
  expect(line, `a line with “${label}”`).toBeDefined()
  const rest = (line ?? '').slice((line ?? '').indexOf(label) + label.length).replaceAll('−', '-')
  return (rest.match(/-?\d+(\.\d+)?(e[+-]?\d+)?|NaN|-?∞/g) ?? []).map((number) => Number(number.replace('∞', 'Infinity')))
}

const close = (got: number | undefined, wanted: number, tolerance = 1e-12): void => {
  expect(Math.abs((got ?? Number.NaN) - wanted), `${got} against ${wanted}`).toBeLessThanOrEqual(tolerance * Math.max(1, Math.abs(wanted)))
}

type Check = (text: string) => void

const svg = (name: string): string => readFileSync(new URL(`out/${name}`, folder), 'utf8')

const regression: Check = (text) => {
  const [trainBefore, testBefore] = numbersAfter(text, 'right before training')
  const [trainAfter, testAfter] = numbersAfter(text, 'right after training')
  // All birds are taken for Adélies before; 121 of 175 and 30 of 44 are.
  close(trainBefore, 69.1)
  close(testBefore, 68.2)
  expect(trainAfter).toBeGreaterThan(95)
  expect(testAfter).toBeGreaterThan(95)
  expect(numbersAfter(text, 'gradients computed')).toEqual([600])
  expect(numbersAfter(text, 'times the loss function ran')).toEqual([4])
  // z = −800: the stable loss is 800 with slope −1, the naive one is lost.
  expect(numbersAfter(text, '−800')).toEqual([800, -1, Infinity, Number.NaN])
  const [loss, boundary] = [svg('loss.svg'), svg('boundary.svg')]
  for (const picture of [loss, boundary]) {
    expect(picture).toMatch(/^<svg xmlns=/)
    expect(picture).not.toContain('NaN')
  }
  expect(boundary.match(/<circle/g)?.length).toBeGreaterThanOrEqual(219)
  expect(loss).toContain('epoch')
}

const checks: { readonly [file: string]: Check } = {
  'first-gradient.ts': (text) => {
    const [x1, x2] = numbersAfter(text, '[')
    close(x1, 1 / 2 + 5)
    close(x2, 2 - Math.cos(5))
  },
  'horner.ts': (text) => {
    expect(numbersAfter(text, 'p(3)   =')).toEqual([43])
    expect(numbersAfter(text, 'p′(3)  =')[0]).toBe(36)
    expect(numbersAfter(text, '∂p/∂c  =').slice(0, 4)).toEqual([1, 3, 9, 27])
    const [r = Number.NaN] = numbersAfter(text, 'p(r)=0 at r =')
    close(7 - 3 * r + 2 * r * r + r * r * r, 0)
  },
  'tape-monad.ts': (text) => {
    close(numbersAfter(text, 'y = f64')[0], 6 + Math.sin(2))
    const [, x1, , x2] = numbersAfter(text, 'x̄ =')
    close(x1, 3 + Math.cos(2))
    close(x2, 2)
    expect(text.indexOf('add of')).toBeLessThan(text.indexOf('mul of'))
  },
  'control-flow.ts': (text) => {
    const [derivative] = numbersAfter(text, '∂end/∂stiffness')
    const [difference = Number.NaN] = numbersAfter(text, 'by a central difference')
    close(derivative, difference, 1e-8)
    expect(numbersAfter(text, 'at 3, −2')).toEqual([2, -3])
    expect(numbersAfter(text, 'at 3, 2')).toEqual([4, 12])
    expect(numbersAfter(text, 'at −1, 4')).toEqual([1, 0.25])
  },
  'custom-rule.ts': (text) => {
    expect(numbersAfter(text, 'x = 1000')).toEqual([Number.NaN, 1])
    close(numbersAfter(text, 'second derivative at 0:')[0], 0.25)
  },
  'logistic-regression.ts': regression,
  'tour.ts': (text) => {
    expect(text).toContain('11.652071455223084')
  },
}

describe('the examples', () => {
  // So that a picture found is one that was drawn.
  beforeEach(() => rmSync(new URL('out/', folder), { recursive: true, force: true }))

  it('are all checked', () => {
    expect(Object.keys(checks).sort()).toEqual(readdirSync(folder).filter((name) => name.endsWith('.ts')).sort())
  })

  for (const [file, check] of Object.entries(checks)) {
    it(file, { timeout: 60_000 }, async () => check(await output(`examples/${file}`)))
  }
})
