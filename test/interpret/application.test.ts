/**
 * What is remembered by its parameters and literals is told apart by their bits.
 */
import { describe, expect, it } from 'vitest'
import { type AnyTensor, scalarTensor, tensor } from '../../src/array/tensor.ts'
import { entry } from '../../src/entry.ts'
import { applications, paramsText } from '../../src/interpret/application.ts'
import type { Params } from '../../src/program/model.ts'
import { close } from '../../src/program/trace.ts'

const program = close([], () => [])
const params: ReadonlyArray<Params> = [
  {},
  { a: 0 },
  { a: -0 },
  { a: NaN },
  { a: Infinity },
  { a: -Infinity },
  { a: 1 },
  { a: '1' },
  { a: [1] },
  { a: [1, -0] },
  { a: [1, 0] },
  { b: 1 },
  { a: true },
  { a: program },
  { a: close([], () => []) },
]

it('parameters have one text exactly where they are equal', () => {
  expect(new Set(params.map(paramsText)).size).toBe(params.length)
  expect(paramsText({ a: [1, -0] })).toBe(paramsText({ a: [1, -0] }))
  expect(paramsText({ a: program })).toBe(paramsText({ a: program }))
})

describe('literals', () => {
  const made = (values: ReadonlyArray<AnyTensor>): ReadonlyArray<number> => {
    const known = applications<number>()
    let next = 0
    return values.map((value) => known.literal(value, () => next++))
  }
  it('of one number are one where dtype and bits are the same', () => {
    const scalars = [0, -0, 1, NaN].map((x) => scalarTensor(x))
    const others = [scalarTensor(0, 'int32'), scalarTensor(0, 'bool')]
    expect(made([...scalars, ...others, ...scalars, ...others])).toEqual([0, 1, 2, 3, 4, 5, 0, 1, 2, 3, 4, 5])
  })
  it('of several are one where they are the same array', () => {
    const x = tensor([1, 2])
    expect(made([x, tensor([1, 2]), x])).toEqual([0, 1, 0])
  })
  it('are made when they are first met', () => {
    const known = applications<ReadonlyArray<number>>()
    expect(known.literal(scalarTensor(2), () => [1])).toBe(known.literal(scalarTensor(2), () => [2]))
    expect(
      entry(
        known.literal(scalarTensor(2), () => []),
        0,
      ),
    ).toBe(1)
  })
})
