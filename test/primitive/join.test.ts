import { describe, expect, it } from 'vitest'
import { type Tensor, tensor } from '../../src/array/tensor.ts'
import { vjp } from '../../src/call/directional.ts'
import { evaluate, vmap } from '../../src/call/vectorised.ts'
import { concatenate, stack } from '../../src/primitive/join.ts'
import type { Matrix, Scalar, Vector } from '../../src/program/model.ts'
import { phantom } from '../../src/type/phantom.ts'
import { refusal } from '../failing.ts'
import { difference, plain } from '../near.ts'

describe('concatenate', () => {
  it('puts arrays end to end', () => {
    expect(plain(concatenate([Float64Array.of(1, 2), new Float64Array(0), Float64Array.of(3)]))).toEqual([1, 2, 3])
    expect(
      plain(
        concatenate(
          [
            tensor([[1], [2]]),
            tensor([
              [3, 4],
              [5, 6],
            ]),
          ],
          1,
        ),
      ),
    ).toEqual([
      [1, 3, 4],
      [2, 5, 6],
    ])
    expect(
      plain(
        concatenate(
          [
            tensor([[1], [2]]),
            tensor([
              [3, 4],
              [5, 6],
            ]),
          ],
          -1,
        ),
      ),
    ).toEqual([
      [1, 3, 4],
      [2, 5, 6],
    ])
    expect(plain(concatenate([Float64Array.of(1)]))).toEqual([1])
    expect(plain(concatenate([tensor([1], 'int32'), tensor([2], 'int32')]))).toEqual([1, 2])
  })
  it('cuts cotangents apart', () => {
    const [, pullback] = vjp(
      (a: Matrix<2, 1>, b: Matrix<2, 2>) => concatenate([a, b, a], 1),
      [
        tensor([[1], [2]]),
        tensor([
          [3, 4],
          [5, 6],
        ]),
      ],
    )
    expect(
      difference(
        pullback(
          phantom(
            tensor([
              [1, 2, 3, 4],
              [5, 6, 7, 8],
            ]),
          ),
        ),
        [
          [[1 + 4], [5 + 8]],
          [
            [2, 3],
            [6, 7],
          ],
        ],
      ),
    ).toBeNull()
  })
  it('is mapped with some operands shared', () => {
    expect(
      plain(
        vmap((a: Vector<2>, b: Vector<1>) => concatenate([a, b]), { inAxes: [0, null] })(
          tensor([
            [1, 2],
            [3, 4],
          ]),
          Float64Array.of(9),
        ),
      ),
    ).toEqual([
      [1, 2, 9],
      [3, 4, 9],
    ])
  })
  it.each<[string, () => unknown, RegExp]>([
    [
      'other sizes',
      () => concatenate<ReadonlyArray<Tensor>>([tensor([[1, 2]]), tensor([[1]])]),
      /^Shape: concatenate: shapes \[1,2\] and \[1,1\] do not join along axis 0; all other sizes must agree/,
    ],
    [
      'other ranks',
      () => concatenate<ReadonlyArray<Float64Array | Tensor>>([Float64Array.of(1), tensor([[1]])]),
      /^Shape: concatenate: shapes \[1\] and \[1,1\]/,
    ],
    // @ts-expect-error refused by the compiler too
    ['numbers', () => concatenate([1, 2]), /a scalar has no axes/],
    ['no arrays', () => concatenate([]), /^Arity: concatenate: expected at least 1 operand, got 0/],
    ['other dtypes', () => concatenate([phantom<Float64Array>(tensor([1], 'int32')), Float64Array.of(1)]), /^DType: concatenate: int32 and float64/],
    // @ts-expect-error refused by the compiler too
    ['an axis there is not', () => concatenate([Float64Array.of(1)], 1), /concatenate: shapes \[1\] have no axis 1/],
    ['lists of numbers', () => concatenate(phantom<[Float64Array]>([[1, 2], [3]])), /^Operand: concatenate: .*Float64Array.from/],
  ])('refuses %s', (_, thunk, message) => expect(refusal(thunk)).toMatch(message))
})

describe('stack', () => {
  it('puts arrays along a new axis', () => {
    expect(plain(stack([1, 2, 3]))).toEqual([1, 2, 3])
    expect(plain(stack([Float64Array.of(1, 2), Float64Array.of(3, 4)]))).toEqual([
      [1, 2],
      [3, 4],
    ])
    expect(plain(stack([Float64Array.of(1, 2), Float64Array.of(3, 4)], 1))).toEqual([
      [1, 3],
      [2, 4],
    ])
    expect(plain(stack([Float64Array.of(1, 2), Float64Array.of(3, 4)], -1))).toEqual([
      [1, 3],
      [2, 4],
    ])
    expect(plain(stack([new Float64Array(0), new Float64Array(0)], 1))).toEqual([])
  })
  it('mixes values and expressions', () => expect(plain(evaluate((x: Scalar) => stack([x, 7, x]))(3))).toEqual([3, 7, 3]))
  it('sends cotangents back one by one', () => {
    const [, pullback] = vjp((x: Scalar, y: Scalar) => stack([x, y, x]), [1, 2])
    expect(pullback(phantom(Float64Array.of(10, 20, 30)))).toEqual([40, 20])
  })
  it.each<[string, () => unknown, RegExp]>([
    ['other shapes', () => stack([Float64Array.of(1), Float64Array.of(1, 2)]), /^Shape: stack: shapes \[1\] and \[2\] differ; stack takes arrays of one shape/],
    ['nothing', () => stack([]), /^Arity: stack/],
    // @ts-expect-error refused by the compiler too
    ['an axis there is not', () => stack([1], 1), /stack/],
  ])('refuses %s', (_, thunk, message) => expect(refusal(thunk)).toMatch(message))
})
