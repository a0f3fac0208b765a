/**
 * Steps and corners: values on both sides and on the edge, and derivatives that are 0 or shared there.
 */
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { elementwise } from '../../laws/primitive.ts'
import { grad } from '../../src/call/gradient.ts'
import { ceil, clip, floor, relu, round, rounding, sign } from '../../src/primitive/rounding.ts'
import type { IntExpr, Matrix, Scalar, Vector } from '../../src/program/model.ts'
import { phantom } from '../../src/type/phantom.ts'
import { refusal } from '../failing.ts'
import { modes } from '../modes.ts'
import { expression, integers, ints, kind, lawful } from './operation.ts'
import { exactly } from '../type/exactly.ts'
import type { Table } from '../table.ts'

const { NaN: nan, POSITIVE_INFINITY: inf } = Number

describe.each(rounding.map((p) => [p.name, p] as const))('%s', (_, p) => {
  it.each(elementwise(p).map((l) => [l.name, l.property] as const))('%s', (__, property) => fc.assert(property, { numRuns: 5 }))
})

describe('values', () => {
  const table: Table<readonly [string, (x: number) => number, ReadonlyArray<readonly [number, number]>]> = [
    [
      'sign',
      sign,
      [
        [-3, -1],
        [5e-324, 1],
        [0, 0],
        [-0, -0],
        [nan, nan],
        [-inf, -1],
      ],
    ],
    [
      'floor',
      floor,
      [
        [-1.5, -2],
        [-0.5, -1],
        [-0, -0],
        [0.5, 0],
        [2, 2],
        [inf, inf],
        [nan, nan],
        [-1e300, -1e300],
      ],
    ],
    [
      'ceil',
      ceil,
      [
        [1.5, 2],
        [0.5, 1],
        [-0.5, -0],
        [-2, -2],
        [-inf, -inf],
        [nan, nan],
      ],
    ],
    [
      'round',
      round,
      [
        [0.5, 0],
        [1.5, 2],
        [2.5, 2],
        [3.5, 4],
        [-0.5, -0],
        [-1.5, -2],
        [-2.5, -2],
        [0.3, 0],
        [-0.3, -0],
        [0, 0],
        [-0, -0],
        [0.49999999999999994, 0],
        [-7.7, -8],
        [2 ** 52 - 0.5, 2 ** 52],
        [2 ** 52 + 1, 2 ** 52 + 1],
        [2 ** 51 + 0.5, 2 ** 51],
        [2 ** 51 + 1.5, 2 ** 51 + 2],
        [1e300, 1e300],
        [inf, inf],
        [-inf, -inf],
        [nan, nan],
      ],
    ],
    [
      'relu',
      relu,
      [
        [-2, 0],
        [3, 3],
        [0, 0],
        [-0, 0],
        [inf, inf],
        [-inf, 0],
        [nan, nan],
      ],
    ],
  ]
  it.each(table)('%s', (_, f, points) => {
    for (const [x, y] of points) expect(f(x), `${x}`).toBe(y)
  })
  it('clip holds x between its bounds', () => {
    expect([clip(5, 0, 1), clip(-5, 0, 1), clip(0.5, 0, 1), clip(inf, 0, 1), clip(nan, 0, 1), clip(1, nan, 2), clip(1, 0, nan)]).toEqual([
      1,
      0,
      0.5,
      1,
      nan,
      nan,
      nan,
    ])
    // As NumPy has it where the bounds cross: the upper one wins.
    expect(clip(0.5, 2, 1)).toBe(1)
    expect(kind(clip(Float64Array.of(-1, 0.5, 2), 0, 1))).toBe('Float64Array 0 0.5 1')
    expect(kind(clip(Float64Array.of(-1, 0.5, 2), Float64Array.of(0, 1, 0), 1.5))).toBe('Float64Array 0 1 1.5')
    expect(kind(clip(ints([3], -1, 5, 20), 0, 10))).toBe('i32[3] 0 5 10')
    expect(refusal(() => clip(Float64Array.of(1, 2), Float64Array.of(1, 2, 3), 0))).toContain('do not broadcast')
    expect(refusal(() => clip(ints([1], 2), 0.5, 3))).toContain('int32 cannot hold it exactly')
  })
})

describe.each(modes)('derivatives, %s', (_, D) => {
  it.each([
    ['sign', sign],
    ['floor', floor],
    ['ceil', ceil],
    ['round', round],
  ] as const)('of %s are 0, at the steps too', (__, f) => {
    for (const x of [-1.5, -1, -0.5, 0, 0.3, 0.5, 2]) expect(Math.abs(phantom<number>(D((y: Scalar) => f(y))(phantom(x))))).toBe(0)
  })
  it('of relu are 0, 0, 1, and NaN', () => {
    expect([-1, -0, 0, 5e-324, 3, nan].map((x) => D((y) => relu(y))(phantom(x)))).toEqual([0, 0, 0, 1, 1, nan])
  })
  it('of clip are shared with a bound', () => {
    expect([-1, 0, 0.5, 1, 2].map((x) => D((y) => clip(y, 0, 1))(phantom(x)))).toEqual([0, 0.5, 1, 0.5, 0])
    expect([-1, 0, 1].map((low) => D((y) => clip(0, y, 5))(phantom(low)))).toEqual([0, 0.5, 1])
  })
})

it('clip is lawful', () =>
  lawful(
    (x: Vector<4>, low: Scalar, high: Vector<4>) => clip(x, low, high),
    [
      [[4], [-2, 0.1, 0.7, 3]],
      [[], [-1]],
      [[4], [1, 1.5, 0.5, 2]],
    ],
    0.02,
  ))

it('have shapes in types', () => {
  exactly<Matrix<2, 3>>()(round(expression(2, 3)))
  exactly<Float64Array<ArrayBuffer>>()(relu(Float64Array.of(1)))
  exactly<Matrix<2, 3>>()(clip(expression(2, 3), 0, 1))
  exactly<Matrix<2, 3>>()(clip(expression(2, 1), expression(3), 1))
  exactly<number>()(clip(3, 0, 1))
  exactly<Float64Array<ArrayBuffer>>()(clip(Float64Array.of(1), 0, 1))
  exactly<IntExpr<[3]>>()(clip(integers(3), 0, 1))
  expect(grad((x: Scalar) => relu(x))(2)).toBe(1)
})
