/**
 * Operations that are solvers by themselves, in each of their forms, and the further forms of all others, under the judge of all.
 */
import { describe, expect, it } from 'vitest'
import { check, later } from './check.ts'
import { titleOf } from './form.ts'
import { operations, solvers } from './operations.ts'

const solving = Object.entries(operations).filter(([name]) => solvers.has(name))

it('the solvers are operations', () => {
  expect(solving.map(([name]) => name)).toEqual([...solvers])
})

const others = Object.entries(operations)
  .filter(([name]) => !solvers.has(name))
  .map(([name, forms]) => [name, later(forms)] as const)
  .filter(([, forms]) => forms.length > 0)

describe.each([...solving, ...others])('%s', (_, forms) => {
  it.each(forms.map((form) => [`${form.refused === null ? '' : 'refuses '}${titleOf(form)}`, form] as const))('%s', (__, form) => check(form))
})
