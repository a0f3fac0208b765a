/**
 * Every elementwise primitive of the vocabulary, on its own, in each mode, to second order.
 */
import { describe, expect, it } from 'vitest'
import { elementwise, isElementwise } from '../../laws/primitive.ts'
import { vocabulary } from '../../src/index.ts'
import { obey } from './suite.ts'

const pointwise = vocabulary.filter(isElementwise)

it('there are some', () => {
  expect(pointwise.length).toBeGreaterThan(30)
})

for (const primitive of pointwise) describe(primitive.name, () => obey(elementwise(primitive), 25))
