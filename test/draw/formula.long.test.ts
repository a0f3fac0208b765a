/**
 * Formulas of a chain of a million operations: written in a loop, in time linear in their length.
 */
import { expect, it } from 'vitest'
import { scalarTensor } from '../../src/array/tensor.ts'
import { addPrimitive } from '../../src/basis/arithmetic.ts'
import { formula } from '../../src/draw/formula.ts'
import { latex } from '../../src/draw/latex.ts'
import { sinPrimitive } from '../../src/primitive/trigonometric.ts'
import { float } from '../../src/program/expr.ts'
import type { Primitive, Program } from '../../src/program/model.ts'

const chain = (n: number, primitive: Primitive, more: Program['equations'][number]['args']): Program => {
  const of = float()
  const operands = [of, ...more.map(() => of)]
  const equations = Array.from({ length: n }, (_, index) => ({
    primitive,
    params: {},
    operands,
    results: [of],
    args: [{ _tag: 'Ref' as const, index }, ...more],
  }))
  return { _tag: 'Program', inputs: [of], names: ['x'], equations, outputs: [{ _tag: 'Ref', index: n }], outputNames: [''] }
}

it('writes a chain of a million operations', () => {
  const one = { _tag: 'Literal', value: scalarTensor(1) } as const
  const million = chain(1e6, addPrimitive, [one])
  expect(formula(million, { limit: Number.POSITIVE_INFINITY })).toHaveLength(4 * 1e6 + 1)
  expect(formula(million).endsWith('(990,000 more nodes)')).toBe(true)
  expect(latex(chain(1e5, sinPrimitive, []), { limit: Number.POSITIVE_INFINITY }).endsWith('\\right)')).toBe(true)
}, 60_000)
