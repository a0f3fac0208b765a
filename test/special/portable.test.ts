/**
 * The kernels are to be written in other languages too, so they may use only what every machine has.
 */
import { describe, expect, it } from 'vitest'
import { sourcesIn } from '../source.ts'

const allowed = ['Math.E', 'Math.LN2', 'Math.PI', 'Math.abs', 'Math.floor', 'Math.sqrt']

const code = (text: string): string => text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/\/\/.*/g, '')
const kernels = sourcesIn('src').filter(({ path }) => path.startsWith('src/special/'))

describe('the kernels', () => {
  it('are read', () => {
    expect(kernels.length).toBeGreaterThan(8)
  })

  it('use no function of the host but sqrt, floor and abs, which no engine may round as it likes', () => {
    const used = kernels.flatMap(({ text }) => code(text).match(/Math\.\w+/g) ?? [])
    expect([...new Set(used)].filter((name) => !allowed.includes(name))).toEqual([])
  })

  it('raise nothing to a power but a constant', () => {
    expect(
      kernels.flatMap(({ path, text }) => (code(text).match(/.*\*\*.*/g) ?? []).filter((line) => !/\d \*\* -?\d/.test(line)).map((line) => `${path}: ${line}`)),
    ).toEqual([])
  })

  it('loop a bounded number of times', () => {
    // `while` stands only where a counter runs down; a kernel that iterates to a tolerance would hang on NaN.
    expect(kernels.flatMap(({ path, text }) => (code(text).match(/while \(.*\)/g) ?? []).map((line) => `${path}: ${line}`)).length).toBeLessThanOrEqual(2)
  })
})
