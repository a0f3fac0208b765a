/**
 * Every operation has a type test: a line `exactly<…>()(operation(…))` in one of the files beside this.
 */
import { expect, it } from 'vitest'
import { facts } from '../reference/fact.ts'
import { isOperation, surface } from '../reference/surface.ts'

it('every exported operation has its exact type tested', () => {
  const tested = new Set(facts.map(({ operation }) => operation))
  const operations = surface.filter(isOperation).map(({ name }) => name)
  expect(operations.filter((name) => !tested.has(name))).toEqual([])
  expect(operations.length).toBeGreaterThan(150)
})
