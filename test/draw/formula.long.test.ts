/**
 * Formulas of a chain of a million operations: written in a loop, in time linear in their length.
 */
import { expect, it } from 'vitest'
import { scalarTensor } from '../../src/array/tensor.ts'
import { addPrimitive } from '../../src/basis/arithmetic.ts'
import { formula } from '../../src/draw/formula.ts'
import { latex } from '../../src/draw/latex.ts'
import { sinPrimitive } from '../../src/primitive/trigonometric.ts'
import { chain } from './chain.ts'

it('writes a chain of a million operations', () => {
  const one = { _tag: 'Literal', value: scalarTensor(1) } as const
  const million = chain(1e6, addPrimitive, [one])
  expect(formula(million, { limit: Number.POSITIVE_INFINITY })).toHaveLength(4 * 1e6 + 1)
  expect(formula(million).endsWith('(990,000 more nodes)')).toBe(true)
  expect(latex(chain(1e5, sinPrimitive, []), { limit: Number.POSITIVE_INFINITY }).endsWith('\\right)')).toBe(true)
}, 60_000)
