import { describe, expect, it } from 'vitest'
import { tensor, toArray } from '../../src/array/tensor.ts'
import { sum } from '../../src/basis/broadcast.ts'
import { mul } from '../../src/basis/arithmetic.ts'
import { grad } from '../../src/call/gradient.ts'
import { cross } from '../../src/primitive/cross.ts'
import type { Vector } from '../../src/program/model.ts'
import { phantom } from '../../src/type/phantom.ts'
import { refusal } from '../failing.ts'
import { ints, kind } from './operation.ts'

const [x, y] = [Float64Array.of(1, 2, 3), Float64Array.of(4, 5, 7)]

describe('cross', () => {
  it('is the definition', () => {
    expect(cross(x, y)).toEqual(Float64Array.of(2 * 7 - 3 * 5, 3 * 4 - 1 * 7, 1 * 5 - 2 * 4))
    expect(cross(y, x)).toEqual(Float64Array.of(1, -5, 3))
  })
  it('takes many at once, and none', () => {
    expect(
      toArray(
        cross(
          tensor([
            [1, 0, 0],
            [0, 1, 0],
          ]),
          tensor([0, 0, 1]),
        ),
      ),
    ).toEqual([
      [0, -1, 0],
      [1, 0, 0],
    ])
    expect(kind(cross(tensor(new Float64Array(0), [0, 3]), x))).toBe('f64[0,3] ')
  })
  it('has the derivative of a product: of u · (x × y) by x it is y × u', () => {
    const u = Float64Array.of(3, -1, 2)
    expect(grad((a: Vector<3>) => sum(mul(u, cross(a, y))))(x)).toEqual(cross(y, u))
    expect(grad((a: Vector<3>) => sum(mul(u, cross(x, a))))(y)).toEqual(cross(u, x))
  })
  it('refuses what is not in space', () => {
    const untyped = (a: unknown, b: unknown): string => refusal(() => cross(phantom<Float64Array>(a), phantom<Float64Array>(b)))
    expect(untyped(Float64Array.of(1, 2), Float64Array.of(3, 4))).toBe('Shape: cross: shapes [2] and [2] need 3 entries in their last axis')
    expect(untyped(x, 1)).toBe('Shape: cross: shapes [3] and [] need 3 entries in their last axis')
    expect(untyped(x, ints([3], 1, 2, 3))).toContain('do not mix')
  })
})
