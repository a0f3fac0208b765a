import { describe, expect, it } from 'vitest'
import { tensor, toArray } from '../../src/array/tensor.ts'
import { add, mul } from '../../src/basis/arithmetic.ts'
import { grad } from '../../src/call/gradient.ts'
import type { Scalar, Vector } from '../../src/program/model.ts'
import { sum } from '../../src/basis/broadcast.ts'
import { phantom } from '../../src/type/phantom.ts'
import { refusal } from '../failing.ts'

describe('add and mul', () => {
  it('broadcast as NumPy does', () => {
    expect(toArray(add(tensor([[1], [2], [3]]), tensor([[10, 20, 30, 40]])))).toEqual([
      [11, 21, 31, 41],
      [12, 22, 32, 42],
      [13, 23, 33, 43],
    ])
    expect(
      toArray(
        mul(
          tensor([
            [1, 2],
            [3, 4],
          ]),
          Float64Array.of(10, 100),
        ),
      ),
    ).toEqual([
      [10, 200],
      [30, 400],
    ])
    expect(toArray(add(tensor([[], []]), 1))).toEqual([[], []])
    expect(mul(new Float64Array(0), 3)).toEqual(new Float64Array(0))
    expect(add(Float64Array.of(1), new Float64Array(0))).toEqual(new Float64Array(0))
  })
  it('keep the zeros and infinities of IEEE 754', () => {
    expect([add(-0, -0), add(0, -0), mul(-1, 0), mul(Number.POSITIVE_INFINITY, 0), add(Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY)]).toEqual([
      -0,
      0,
      -0,
      Number.NaN,
      Number.NaN,
    ])
  })
  it('fold lists', () => {
    expect([add([1, 2, 3]), mul([2, 3, 4]), add([]), mul([]), add([5])]).toEqual([6, 24, 0, 1, 5])
    expect([[1, 2, 3].reduce(add), [1, 2, 3].reduce(mul)]).toEqual([6, 6])
    expect(grad(([a, b, c]: readonly [Scalar, Scalar, Scalar]) => mul([a, b, c, a]))([2, 3, 5])).toEqual([60, 20, 12])
  })
  it('wrap int32', () => {
    expect(toArray(add(tensor([2 ** 31 - 1, -(2 ** 31)], 'int32'), tensor([1, -1], 'int32')))).toEqual([-(2 ** 31), 2 ** 31 - 1])
    expect(toArray(mul(tensor([3, -4], 'int32'), 5))).toEqual([15, -20])
  })
  it('refuse shapes that do not broadcast, naming both', () => {
    expect(refusal(() => add(phantom<number>(tensor([[1, 2, 3]])), Float64Array.of(1, 2)))).toBe(
      'Shape: add: shapes [1,3] and [2] do not broadcast; sizes must agree from the right, or be 1',
    )
  })
  it('give cotangents of the shapes of their operands', () => {
    const [a, b] = grad(([x, y]: readonly [Vector<3>, Scalar]) => sum(mul(x, add(x, y))))([Float64Array.of(1, 2, 3), 10])
    // d/dxᵢ xᵢ(xᵢ + y) = 2xᵢ + y, d/dy = Σ xᵢ.
    expect([[...phantom<Float64Array>(a)], b]).toEqual([[12, 14, 16], 6])
  })
  it('compute int32 products modulo 2³²', () => {
    expect(toArray(mul(tensor([2 ** 31 - 1, 123456789], 'int32'), tensor([2 ** 31 - 1, 987654321], 'int32')))).toEqual([
      Math.imul(2 ** 31 - 1, 2 ** 31 - 1),
      Math.imul(123456789, 987654321),
    ])
  })
})
