import { describe, expect, it } from 'vitest'
import { type AnyTensor, avalOf, tensor } from '../../src/array/tensor.ts'
import { vjp } from '../../src/call/directional.ts'
import { grad } from '../../src/call/gradient.ts'
import { evaluation } from '../../src/interpret/evaluate.ts'
import { reverse } from '../../src/interpret/tape.ts'
import { mul } from '../../src/basis/arithmetic.ts'
import { sum } from '../../src/basis/broadcast.ts'
import { padPrimitive, slice, slicePrimitive } from '../../src/primitive/slice.ts'
import { applyTo, float, variable } from '../../src/program/expr.ts'
import { fold } from '../../src/program/fold.ts'
import type { Matrix, Vector } from '../../src/program/model.ts'
import { close } from '../../src/program/trace.ts'
import { refusal } from '../failing.ts'
import { difference, plain } from '../near.ts'

const v = Float64Array.of(0, 1, 2, 3, 4, 5, 6)
const m = tensor([
  [0, 1, 2, 3],
  [10, 11, 12, 13],
  [20, 21, 22, 23],
])

describe('slice', () => {
  it.each([
    [[1], [4], [], [1, 2, 3]],
    [[0], [7], [2], [0, 2, 4, 6]],
    [[1], [7], [3], [1, 4]],
    [[1], [6], [3], [1, 4]],
    [[-3], [7], [], [4, 5, 6]],
    [[0], [-1], [], [0, 1, 2, 3, 4, 5]],
    [[5], [99], [], [5, 6]],
    [[4], [2], [], []],
    [[9], [12], [], []],
    [[-99], [2], [], [0, 1]],
    [[0], [7], [100], [0]],
    [[3], [3], [2], []],
    [[], [], [], [...v]],
  ])('from %j to %j by %j, as in Python', (start, stop, step, expected) => expect(plain(slice(v, start, stop, step))).toEqual(expected))
  it('leaves axes out that are whole', () => {
    expect(plain(slice(m, [1], [2]))).toEqual([[10, 11, 12, 13]])
    expect(plain(slice(m, [0, 1], [3, 4], [2, 2]))).toEqual([
      [1, 3],
      [21, 23],
    ])
  })
  it.each([
    [[1], [6], [2], [0, 10, 0, 20, 0, 30, 0]],
    [[0], [7], [3], [10, 0, 0, 20, 0, 0, 30]],
    [[2], [5], [1], [0, 0, 10, 20, 30, 0, 0]],
    [[0], [6], [2], [10, 0, 20, 0, 30, 0, 0]],
  ])('from %j to %j by %j sends each cotangent where its entry was', (start, stop, step, expected) => {
    const [, pullback] = vjp((x: Vector<7>) => slice(x, start, stop, step), [v])
    expect(difference(pullback(Float64Array.of(10, 20, 30)), [expected])).toBeNull()
  })
  it('of nothing has gradient 0, of everything 1', () => {
    expect(grad((x: Vector<7>) => sum(slice(x, [3], [3])))(v)).toEqual(new Float64Array(7))
    expect(grad((x: Vector<0>) => sum(slice(x, [0], [0])))(new Float64Array(0))).toEqual(new Float64Array(0))
    expect(grad((x: Vector<7>) => sum(slice(x, [0], [7])))(v)).toEqual(new Float64Array(7).fill(1))
  })
  it('in two axes', () => {
    const [, pullback] = vjp((x: Matrix<3, 4>) => slice(x, [0, 1], [3, 4], [2, 2]), [m])
    expect(
      difference(
        pullback(
          tensor([
            [1, 2],
            [3, 4],
          ]),
        ),
        [
          [
            [0, 1, 0, 2],
            [0, 0, 0, 0],
            [0, 3, 0, 4],
          ],
        ],
      ),
    ).toBeNull()
  })
  it('of overlapping parts adds up', () => {
    expect(grad((x: Vector<4>) => sum(mul(slice(x, [0], [3]), slice(x, [1], [4]))))(Float64Array.of(1, 2, 3, 4))).toEqual(Float64Array.of(2, 4, 6, 3))
  })
  it.each<[() => unknown, RegExp]>([
    // @ts-expect-error refused by the compiler too
    [() => slice(v, [0, 0], [1, 1]), /^Shape: slice: shapes \[7\] have 1 axis; give at most one position per axis/],
    // @ts-expect-error refused by the compiler too
    [() => slice(v, [0], [7], [0]), /^Argument: slice: the step 0 is not a whole number from 1; at takes steps backwards: at\(x, \[null, null, -1\]\)/],
    // @ts-expect-error refused by the compiler too
    [() => slice(v, [0], [7], [-1]), /the step -1 is not a whole number from 1/],
    [() => slice(v, [0], [7], [Infinity]), /the step Infinity is not a whole number from 1/],
    // @ts-expect-error refused by the compiler too
    [() => slice(v, [0.5], [3]), /^Argument: slice: the start 0.5 is not a whole number$/],
    // @ts-expect-error refused by the compiler too
    [() => slice(v, [0], [2.5]), /the stop 2.5 is not a whole number$/],
    // @ts-expect-error refused by the compiler too
    [() => slice(3, [0], [1]), /^Shape: slice: shapes \[\] have 0 axes/],
    [() => applyTo(slicePrimitive, { start: [0], stop: [8], step: [1] }, [variable(float(7))]), /have no part from \[0\] to \[8\]/],
    [() => applyTo(slicePrimitive, { start: [-1], stop: [3], step: [1] }, [variable(float(7))]), /have no part/],
  ])('refuses parts there are not', (thunk, message) => expect(refusal(thunk)).toMatch(message))
})

describe('pad', () => {
  const padded = (x: AnyTensor, low: ReadonlyArray<number>, high: ReadonlyArray<number>, interior: ReadonlyArray<number>) =>
    close([avalOf(x)], (xs) => applyTo(padPrimitive, { low, high, interior }, xs))
  it.each<[AnyTensor, ReadonlyArray<number>, ReadonlyArray<number>, ReadonlyArray<number>, unknown]>([
    [tensor([1, 2, 3]), [1], [2], [0], [0, 1, 2, 3, 0, 0]],
    [tensor([1, 2, 3]), [0], [0], [2], [1, 0, 0, 2, 0, 0, 3]],
    [tensor([1]), [1], [0], [5], [0, 1]],
    [tensor([]), [2], [1], [3], [0, 0, 0]],
    [
      tensor([
        [1, 2],
        [3, 4],
      ]),
      [1, 0],
      [0, 1],
      [0, 1],
      [
        [0, 0, 0, 0],
        [1, 0, 2, 0],
        [3, 0, 4, 0],
      ],
    ],
  ])('of %o by %j, %j, %j', (x, low, high, interior, expected) => {
    const program = padded(x, low, high, interior)
    expect(fold(evaluation)(program)([x]).map(plain)).toEqual([expected])
    // Its pullback takes out what it put in.
    const { pullback } = reverse(program, [true])
    expect(fold(evaluation)(pullback)(fold(evaluation)(program)([x])).map(plain)).toEqual([plain(x)])
  })
  it('by less than nothing is refused', () => {
    expect(refusal(() => padded(tensor([1]), [-1], [0], [0]))).toMatch(/^Shape: pad: shapes \[1\] cannot be padded by \[-1\], \[0\], \[0\]/)
    expect(refusal(() => padded(tensor([1]), [1, 1], [0], [0]))).toMatch(/^Shape: pad/)
  })
})
