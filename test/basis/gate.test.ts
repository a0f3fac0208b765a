import { describe, expect, it } from 'vitest'
import { tensor, toArray } from '../../src/array/tensor.ts'
import { wherePrimitive } from '../../src/basis/choice.ts'
import { masks } from '../../src/basis/gate.ts'
import { evaluation } from '../../src/interpret/evaluate.ts'
import { float } from '../../src/program/expr.ts'

const on = masks(evaluation, wherePrimitive)
const of = float(3)
const mask = tensor([true, false, true])

describe('masks', () => {
  it('keeps what a mask holds, whatever stands elsewhere', () => expect(toArray(on.keep(of, mask, tensor([1, Number.NaN, -0])))).toEqual([1, 0, -0]))
  it('is logic on masks', () => {
    const other = tensor([true, true, false])
    expect([on.and(of, mask, other), on.or(of, mask, other), on.not(of, mask)].map(toArray)).toEqual([
      [true, false, false],
      [true, true, true],
      [false, true, false],
    ])
    expect(toArray(on.ones(of, mask))).toEqual([1, 0, 1])
    expect(toArray(on.positive(of, tensor([2, 0, -1])))).toEqual([true, false, false])
  })
  it('knows whether a mask holds anywhere, and repeats it', () => {
    expect([mask, tensor([false, false, false])].map((m) => toArray(on.some(of, m)))).toEqual([true, false])
    expect(toArray(on.some(float(), tensor(true)))).toBe(true)
    expect(toArray(on.some(float(0), tensor([], 'bool')))).toBe(false)
    expect(toArray(on.everywhere(float(2, 1), tensor(true)))).toEqual([[true], [true]])
  })
})
