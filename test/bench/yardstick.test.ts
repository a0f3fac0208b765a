/**
 * The yardstick is the one the table was agreed on: every cheap case gives its golden numbers. All
 * cases, against their definitions and differences too, are checked by `node test/bench/yardstick/verify.mjs`.
 */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { type Problem, problem } from './yardstick/hand-written.mjs'
import { CASES } from './yardstick/inputs.mjs'

interface Summary {
  readonly n: number
  readonly norm2: number
  readonly first5: ReadonlyArray<number>
  readonly last: number
}

interface Golden {
  readonly input: Summary
  readonly objective: number | Summary
  readonly gradient: Summary
}

const golden: Readonly<Record<string, Golden>> = JSON.parse(readFileSync(new URL('./yardstick/golden.json', import.meta.url), 'utf8'))

const close = (got: number, wanted: number): void => {
  expect(Math.abs(got - wanted) / Math.max(1, Math.abs(got) + Math.abs(wanted))).toBeLessThan(1e-10)
}

const matches = (got: number | Float64Array, wanted: number | Summary): void => {
  if (typeof got === 'number' || typeof wanted === 'number') return close(Number(got), Number(wanted))
  expect(got.length).toBe(wanted.n)
  close(Math.sqrt(got.reduce((sum, x) => sum + x * x, 0)), wanted.norm2)
  wanted.first5.forEach((x, i) => close(got[i] ?? Number.NaN, x))
  close(got.at(-1) ?? Number.NaN, wanted.last)
}

describe('the yardstick', () => {
  it('has a golden answer for every case', () => {
    expect(Object.keys(golden)).toEqual(CASES.map(([id]) => id))
  })

  it.each(['A', 'B10', 'B1000', 'C1', 'D', 'F', 'G', 'gmm-d2-k5', 'gmm-d10-k5', 'lstm-l2-c1024', 'hand-simple-small-N200', 'hand-complicated-small-N200'])(
    '%s',
    (id) => {
      const [, name, sizes] = CASES.find(([known]) => known === id) ?? []
      const answer = golden[id]
      if (name === undefined || answer === undefined) throw new Error(`no case ${id}`)
      const { inputs, objective, gradient }: Problem<unknown> = problem(name, sizes)
      matches(inputs[0] ?? Number.NaN, answer.input)
      matches(objective(0), answer.objective)
      matches(gradient(0), answer.gradient)
    },
  )
})
