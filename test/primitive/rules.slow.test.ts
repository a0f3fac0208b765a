/**
 * Operations that are solvers by themselves, in each of their forms, under the judge of all others.
 */
import { describe, expect, it } from 'vitest'
import { check } from './check.ts'
import { titleOf } from './form.ts'
import { operations, solvers } from './operations.ts'

const solving = Object.entries(operations).filter(([name]) => solvers.has(name))

it('the solvers are operations', () => {
  expect(solving.map(([name]) => name)).toEqual([...solvers])
})

describe.each(solving)('%s', (_, forms) => {
  it.each(forms.map((form) => [`${form.refused === null ? '' : 'refuses '}${titleOf(form)}`, form] as const))('%s', (__, form) => check(form))
})
