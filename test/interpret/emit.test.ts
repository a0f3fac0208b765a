import { describe, expect, it } from 'vitest'
import { aval } from '../../src/array/aval.ts'
import { tensor, toArray } from '../../src/array/tensor.ts'
import { emitter } from '../../src/interpret/emit.ts'
import { evaluation } from '../../src/interpret/evaluate.ts'
import { float } from '../../src/program/expr.ts'

const emit = emitter(evaluation)
const of = float(3)
const mask = tensor([true, false, true])

describe('the emitter', () => {
  it('adds and fills', () => {
    expect(toArray(emit.add(of, tensor([1, 2, 3]), tensor([4, 5, 6])))).toEqual([5, 7, 9])
    expect(toArray(emit.fill(of, 2))).toEqual([2, 2, 2])
    expect(toArray(emit.fill(float(), -0))).toBe(-0)
    expect(toArray(emit.fill(aval('int32', [2, 0]), 0))).toEqual([[], []])
  })
  it('keeps what a mask holds, whatever stands elsewhere', () => expect(toArray(emit.keep(of, mask, tensor([1, Number.NaN, -0])))).toEqual([1, 0, -0]))
  it('is logic on masks', () => {
    const other = tensor([true, true, false])
    expect([emit.and(of, mask, other), emit.or(of, mask, other), emit.not(of, mask)].map(toArray)).toEqual([
      [true, false, false],
      [true, true, true],
      [false, true, false],
    ])
    expect(toArray(emit.ones(of, mask))).toEqual([1, 0, 1])
    expect(toArray(emit.positive(of, tensor([2, 0, -1])))).toEqual([true, false, false])
  })
  it('knows whether a mask holds anywhere, and repeats it', () => {
    expect([mask, tensor([false, false, false])].map((m) => toArray(emit.some(of, m)))).toEqual([true, false])
    expect(toArray(emit.some(float(), tensor(true)))).toBe(true)
    expect(toArray(emit.some(float(0), tensor([], 'bool')))).toBe(false)
    expect(toArray(emit.everywhere(float(2, 1), tensor(true)))).toEqual([[true], [true]])
  })
})
