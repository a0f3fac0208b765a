import { describe, expect, it } from 'vitest'
import { aval } from '../../src/array/aval.ts'
import { tensor, toArray } from '../../src/array/tensor.ts'
import { emitter } from '../../src/basis/emit.ts'
import { evaluation } from '../../src/interpret/evaluate.ts'
import { float } from '../../src/program/expr.ts'

const emit = emitter(evaluation)
const of = float(3)

describe('the emitter', () => {
  it('adds and fills', () => {
    expect(toArray(emit.add(of, tensor([1, 2, 3]), tensor([4, 5, 6])))).toEqual([5, 7, 9])
    expect(toArray(emit.fill(of, 2))).toEqual([2, 2, 2])
    expect(toArray(emit.fill(float(), -0))).toBe(-0)
    expect(toArray(emit.fill(aval('int32', [2, 0]), 0))).toEqual([[], []])
  })
})
