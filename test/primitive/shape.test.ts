import { describe, expect, it } from 'vitest'
import { tensor, toArray } from '../../src/array/tensor.ts'
import { mul } from '../../src/basis/arithmetic.ts'
import { sum } from '../../src/basis/broadcast.ts'
import { vjp } from '../../src/call/directional.ts'
import { grad } from '../../src/call/gradient.ts'
import { expandDims, reshape, transpose } from '../../src/primitive/shape.ts'
import type { Expr, Matrix, Vector } from '../../src/program/model.ts'
import { phantom } from '../../src/type/phantom.ts'
import { refusal } from '../failing.ts'
import { difference, plain } from '../near.ts'

const m = tensor([
  [1, 2, 3],
  [4, 5, 6],
])
const empty = tensor(new Float64Array(0), [2, 0])

describe('reshape', () => {
  it.each([
    [[6], [1, 2, 3, 4, 5, 6]],
    [
      [3, 2],
      [
        [1, 2],
        [3, 4],
        [5, 6],
      ],
    ],
    [[1, 6], [[1, 2, 3, 4, 5, 6]]],
    [
      [-1, 2],
      [
        [1, 2],
        [3, 4],
        [5, 6],
      ],
    ],
    [[-1], [1, 2, 3, 4, 5, 6]],
  ])('to %j', (shape, expected) => {
    expect(plain(reshape(m, shape))).toEqual(expected)
  })
  it('goes between numbers and arrays of one', () => {
    expect(plain(reshape(5, [1, 1]))).toEqual([[5]])
    expect(reshape(Float64Array.of(5), [])).toBe(5)
  })
  it('takes empty arrays, to any empty shape', () => {
    expect(plain(reshape(empty, [0]))).toEqual([])
    expect(reshape(empty, [3, 0, 2]).shape).toEqual([3, 0, 2])
    expect(plain(reshape(new Float64Array(0), [-1]))).toEqual([])
    // @ts-expect-error refused by the compiler too
    expect(refusal(() => reshape(empty, [0, -1]))).toContain('leave no whole size for -1')
  })
  it('sends cotangents back in the old shape', () => {
    const [, pullback] = vjp((x: Matrix<2, 3>) => reshape(x, [3, 2]), [m])
    expect(
      difference(
        pullback(
          tensor([
            [1, 2],
            [3, 4],
            [5, 6],
          ]),
        ),
        [
          [
            [1, 2, 3],
            [4, 5, 6],
          ],
        ],
      ),
    ).toBeNull()
  })
  it.each<[ReadonlyArray<number>, RegExp]>([
    [[4], /^Shape: reshape: shapes \[2,3\] and \[4\] hold 6 and 4 elements/],
    [[-1, 4], /leave no whole size for -1/],
    [[-1, -1], /leave no whole size for -1; give at most one -1/],
    [[-2, 3], /reshape.*have the size -2/],
    [[2.5], /reshape.*have the size 2.5/],
  ])('to %j is refused', (shape, message) => expect(refusal(() => reshape(m, shape))).toMatch(message))
})

describe('transpose', () => {
  const cube = tensor([
    [
      [1, 2],
      [3, 4],
      [5, 6],
    ],
  ])
  it('reverses the axes, or takes them in the order given', () => {
    expect(toArray(transpose(m))).toEqual([
      [1, 4],
      [2, 5],
      [3, 6],
    ])
    expect(toArray(transpose(cube))).toEqual([
      [[1], [3], [5]],
      [[2], [4], [6]],
    ])
    expect(toArray(transpose(cube, [1, 0, 2]))).toEqual([[[1, 2]], [[3, 4]], [[5, 6]]])
    expect(toArray(transpose(cube, [-1, 0, 1]))).toEqual([[[1, 3, 5]], [[2, 4, 6]]])
    expect(toArray(transpose(empty))).toEqual([])
    expect(transpose(empty).shape).toEqual([0, 2])
    expect([transpose(3), plain(transpose(Float64Array.of(1, 2)))]).toEqual([3, [1, 2]])
  })
  it('sends cotangents back by the inverse permutation', () => {
    // A three-cycle is not its own inverse.
    const [, pullback] = vjp((x: Expr<[1, 3, 2]>) => transpose(x, [2, 0, 1]), [cube])
    expect(
      difference(pullback(tensor([[[10, 20, 30]], [[40, 50, 60]]])), [
        [
          [
            [10, 40],
            [20, 50],
            [30, 60],
          ],
        ],
      ]),
    ).toBeNull()
    expect(
      difference(
        grad((x: Matrix<2, 3>) =>
          sum(
            mul(
              transpose(x),
              tensor([
                [1, 2],
                [3, 4],
                [5, 6],
              ]),
            ),
          ),
        )(m),
        [
          [1, 3, 5],
          [2, 4, 6],
        ],
      ),
    ).toBeNull()
  })
  it.each<[ReadonlyArray<number>, RegExp]>([
    [[0], /^Shape: transpose: shapes \[2,3\] cannot be permuted by \[0\]; name each axis once/],
    [[0, 0], /cannot be permuted by \[0,0\]/],
    [[0, 2], /transpose: shapes \[2,3\] have no axis 2/],
    [[0, 1, 0], /cannot be permuted/],
  ])('by %j is refused', (order, message) => expect(refusal(() => transpose(m, order))).toMatch(message))
})

describe('expandDims', () => {
  it('adds an axis of size 1 anywhere', () => {
    expect([0, 1, 2, -1, -3].map((axis) => phantom<{ shape: unknown }>(expandDims(m, axis)).shape)).toEqual([
      [1, 2, 3],
      [2, 1, 3],
      [2, 3, 1],
      [2, 3, 1],
      [1, 2, 3],
    ])
    expect(plain(expandDims(4, 0))).toEqual([4])
    // @ts-expect-error refused by the compiler too
    expect(refusal(() => expandDims(m, 3))).toContain('expandDims')
    expect(grad((x: Vector<2>) => sum(phantom<Expr>(mul(expandDims(x, 1), tensor([[1, 2, 3]])))))(Float64Array.of(1, 1))).toEqual(Float64Array.of(6, 6))
  })
})
