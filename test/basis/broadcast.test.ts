import { describe, expect, it } from 'vitest'
import { tensor, toArray } from '../../src/array/tensor.ts'
import { mul } from '../../src/basis/arithmetic.ts'
import { broadcastTo, broadcastToPrimitive, reshapePrimitive, sum, sumPrimitive } from '../../src/basis/broadcast.ts'
import { vjp } from '../../src/call/directional.ts'
import { grad } from '../../src/call/gradient.ts'
import { float, variable, applyTo } from '../../src/program/expr.ts'
import type { AnyExpr, Expr, Params, Primitive, Vector } from '../../src/program/model.ts'
import { phantom } from '../../src/type/phantom.ts'
import { refusal } from '../failing.ts'
import { difference } from '../near.ts'

const cube = tensor([
  [
    [1, 2],
    [3, 4],
    [5, 6],
  ],
  [
    [7, 8],
    [9, 10],
    [11, 12],
  ],
])
const of = (...shape: ReadonlyArray<number>): AnyExpr => variable(float(...shape))
const apply =
  (primitive: Primitive, params: Params, ...args: ReadonlyArray<AnyExpr>) =>
  () =>
    applyTo(primitive, params, args)

describe('sum', () => {
  it.each([
    [undefined, false, 78],
    [
      0,
      false,
      [
        [8, 10],
        [12, 14],
        [16, 18],
      ],
    ],
    [
      [1],
      false,
      [
        [9, 12],
        [27, 30],
      ],
    ],
    [
      -1,
      false,
      [
        [3, 7, 11],
        [15, 19, 23],
      ],
    ],
    [[0, 2], false, [18, 26, 34]],
    [[2, 0], false, [18, 26, 34]],
    [[], false, toArray(cube)],
    [[0, 1, 2], true, [[[78]]]],
    [undefined, true, [[[78]]]],
    [[1], true, [[[9, 12]], [[27, 30]]]],
  ])('over axes %j, keepdims %s', (axes, keepdims, expected) => {
    expect(difference(sum(cube, { ...(axes === undefined ? {} : { axes }), keepdims }), expected)).toBeNull()
  })
  it('of nothing is 0', () => {
    expect(sum(new Float64Array(0))).toBe(0)
    expect(difference(sum(tensor([[], []]), { axes: 1 }), [0, 0])).toBeNull()
    expect(difference(sum(tensor([[], []]), { axes: 0 }), [])).toBeNull()
    expect(sum(5)).toBe(5)
    expect(sum(Float64Array.of(7))).toBe(7)
  })
  it('ignores the index that map passes', () =>
    expect([Float64Array.of(1, 2), Float64Array.of(3)].map(phantom<(x: Float64Array, i: number) => number>(sum))).toEqual([3, 3]))
  it.each([
    [
      0,
      [
        [
          [3, 4],
          [5, 6],
          [7, 8],
        ],
      ],
    ],
    [1, [[[3, 4]], [[5, 6]]]],
  ])('along axis %i has the gradient that spreads', (axis) => {
    const [y, pullback] = vjp((x: Expr<[2, 3, 2]>) => sum(x, { axes: axis }), [cube])
    const shape = axis === 0 ? [3, 2] : [2, 2]
    expect(phantom<{ readonly shape: unknown }>(y).shape).toEqual(shape)
    const seed = tensor(
      Float64Array.from({ length: shape[0] === 3 ? 6 : 4 }, (_, i) => i + 1),
      shape,
    )
    const [back] = phantom<(c: unknown) => readonly [unknown]>(pullback)(seed)
    const expected =
      axis === 0
        ? [
            [
              [1, 2],
              [3, 4],
              [5, 6],
            ],
            [
              [1, 2],
              [3, 4],
              [5, 6],
            ],
          ]
        : [
            [
              [1, 2],
              [1, 2],
              [1, 2],
            ],
            [
              [3, 4],
              [3, 4],
              [3, 4],
            ],
          ]
    expect(difference(back, expected)).toBeNull()
  })
  it('gives gradients of the operand, keepdims or not', () => {
    const weights = tensor([
      [1, 2],
      [3, 4],
    ])
    expect(
      difference(grad((x: Expr<[2, 2]>) => sum(mul(sum(x, { axes: 1, keepdims: true }), weights)))(weights), [
        [3, 3],
        [7, 7],
      ]),
    ).toBeNull()
    expect(grad((x: Vector) => sum(x))(new Float64Array(0))).toEqual(new Float64Array(0))
    expect(grad((x: Vector) => sum(x))(Float64Array.of(4))).toEqual(Float64Array.of(1))
  })
  it('refuses axes there are not', () => {
    // @ts-expect-error refused by the compiler too
    expect(refusal(() => sum(cube, { axes: 3 }))).toBe('Shape: sum: shapes [2,3,2] have no axis 3; axes run from -3 to 2')
    // @ts-expect-error refused by the compiler too
    expect(refusal(() => sum(cube, { axes: [0, 0] }))).toMatch(/Shape: sum: shapes \[2,3,2\] were given axis 0 twice/)
  })
})

describe('broadcastTo', () => {
  it.each([
    [
      1,
      [2, 2],
      [
        [1, 1],
        [1, 1],
      ],
    ],
    [
      Float64Array.of(1, 2),
      [3, 2],
      [
        [1, 2],
        [1, 2],
        [1, 2],
      ],
    ],
    [
      tensor([[1], [2]]),
      [2, 3],
      [
        [1, 1, 1],
        [2, 2, 2],
      ],
    ],
    [
      tensor([[1], [2]]),
      [2, 2, 2],
      [
        [
          [1, 1],
          [2, 2],
        ],
        [
          [1, 1],
          [2, 2],
        ],
      ],
    ],
    [Float64Array.of(5), [0], []],
    [Float64Array.of(1, 2), [2], [1, 2]],
    [3, [], 3],
  ])('of %j to %j', (x, shape, expected) => expect(difference(broadcastTo(phantom<number>(x), phantom<[number]>(shape)), expected)).toBeNull())
  it('sums in reverse, sizes of 1 included', () => {
    const [, pullback] = vjp((x: Expr<[2, 1]>) => broadcastTo(x, [2, 2, 3]), [tensor([[1], [2]])])
    const seed = tensor(
      Float64Array.from({ length: 12 }, (_, i) => i),
      [2, 2, 3],
    )
    // Row i of each of the two blocks: (0+1+2)+(6+7+8), (3+4+5)+(9+10+11).
    expect(difference(pullback(phantom(seed)), [[[24], [42]]])).toBeNull()
  })
  it('refuses what does not fit, naming both shapes', () => {
    expect(refusal(() => broadcastTo(Float64Array.of(1, 2), phantom<[2]>([3])))).toContain('Shape: broadcastTo: shapes [2] and [3] do not broadcast')
    expect(refusal(() => broadcastTo(tensor([[1, 2]]), phantom<[2, 2]>([2])))).toContain(
      'Shape: broadcastTo: shapes [1,2] and [2] do not broadcast to the second',
    )
    expect(refusal(() => broadcastTo(1, [phantom<2>(-1)]))).toContain('broadcastTo')
  })
})

describe('the primitives themselves', () => {
  it.each<[string, () => unknown, RegExp]>([
    [
      'broadcastTo with axes out of order',
      apply(broadcastToPrimitive, { shape: [2, 3], axes: [1, 0] }, of(3, 2)),
      /^Shape: broadcastTo: shapes \[3,2\] and \[2,3\]/,
    ],
    ['broadcastTo with another size', apply(broadcastToPrimitive, { shape: [2, 3], axes: [0] }, of(3)), /^Shape: broadcastTo/],
    ['broadcastTo with a half size', apply(broadcastToPrimitive, { shape: [1.5], axes: [] }, of()), /broadcastTo.*'shape' must be a list of whole numbers/],
    ['broadcastTo without parameters', apply(broadcastToPrimitive, {}, of()), /^Argument: broadcastTo: its parameter 'shape'/],
    ['sum of an axis it has not', apply(sumPrimitive, { axes: [1] }, of(3)), /^Shape: sum/],
    ['sum of nothing', apply(sumPrimitive, { axes: [] }), /^Arity: sum: expected 1 operand, got 0/],
    ['reshape to another size', apply(reshapePrimitive, { shape: [5] }, of(2, 3)), /^Shape: reshape: shapes \[2,3\] and \[5\] hold 6 and 5 elements/],
    ['reshape of two', apply(reshapePrimitive, { shape: [] }, of(), of()), /^Arity: reshape: expected 1 operand, got 2/],
  ])('refuse %s', (_, thunk, message) => expect(refusal(thunk)).toMatch(message))
})
