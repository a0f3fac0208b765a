/**
 * Every public operation in each of its forms: both modes and the four nestings of them against
 * differences to 1e-6, cotangents in the shapes of their operands, batches like their rows, sizes 0 and 1,
 * and the sentences that refuse what is malformed. Of the forms that go to the judge the first of each operation is here, in the
 * quick project of every fourth operation; the others and the solvers, which take seconds, are in `rules.slow.test.ts`.
 */
import { describe, expect, it } from 'vitest'
import * as wengert from '../../src/index.ts'
import { part } from '../share.ts'
import { atOnce, check } from './check.ts'
import { type Form, titleOf } from './form.ts'
import { operations, others, solvers } from './operations.ts'

// A busy machine is slow.
const patience = { timeout: 60_000 }

describe('the table', () => {
  const names = Object.keys(operations)
  it('holds every export that is an operation, and says of the others why they are none', () => {
    expect(Object.keys(wengert).filter((name) => !names.includes(name) && !others.has(name))).toEqual([])
    expect([...names, ...others.keys()].filter((name) => !(name in wengert))).toEqual([])
    expect(names.filter((name) => others.has(name))).toEqual([])
  })
  it('has smooth forms for each, and says what comes of size 1 and of nothing', () => {
    const has = (name: string, fits: (form: Form) => boolean): boolean => (operations[name] ?? []).some(fits)
    const sized = (n: number, form: Form): boolean => form.inputs.some(({ shape }) => shape.includes(n))
    expect(names.filter((name) => !has(name, ({ gives, refused }) => gives === null && refused === null))).toEqual([])
    expect(names.filter((name) => !has(name, (form) => sized(1, form) && form.refused === null))).toEqual([])
    expect(names.filter((name) => !has(name, (form) => sized(0, form)))).toEqual([])
  })
})

const direct = Object.entries(operations).filter(([name]) => !solvers.has(name))
const judged = part(direct, 4)

// The sentences of all are asked for anywhere.
const checked = direct.map(([name, forms]) => [name, atOnce(forms).filter(({ refused }) => refused !== null || judged.some(([one]) => one === name))] as const)

describe.each(checked.filter(([, forms]) => forms.length > 0))('%s', patience, (_, forms) => {
  it.each(forms.map((form) => [`${form.refused === null ? '' : 'refuses '}${titleOf(form)}`, form] as const))('%s', (__, form) => check(form))
})
