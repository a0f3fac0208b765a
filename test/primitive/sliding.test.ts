/**
 * Windows as they are asked for: defaults, negative axes, kinds of values, and shapes in types.
 */
import { describe, expect, it } from 'vitest'
import { type Tensor, tensor, toArray } from '../../src/array/tensor.ts'
import { mul } from '../../src/basis/arithmetic.ts'
import { sum } from '../../src/basis/broadcast.ts'
import { grad } from '../../src/call/gradient.ts'
import { vmap } from '../../src/call/vectorised.ts'
import { overlapAdd, perAxis, windows } from '../../src/primitive/sliding.ts'
import { reshape } from '../../src/primitive/shape.ts'
import { print } from '../../src/program/print.ts'
import { trace } from '../../src/call/program.ts'
import type { Expr, IntExpr, Matrix, Vector } from '../../src/program/model.ts'
import { phantom } from '../../src/type/phantom.ts'
import { refusal } from '../failing.ts'
import { entryOf, expression, integers, ints, kind, lawful, nested, random } from './operation.ts'
import { exactly } from '../type/exactly.ts'

const x = random(3, 5, 6)

describe('windows', () => {
  it('slide along the last axes, or those named', () => {
    expect(toArray(windows(x, 2))).toEqual(nested([3, 5, 5, 2], (i, j, l, k) => entryOf(x, Number(i), Number(j), Number(l) + Number(k))))
    expect(toArray(windows(x, [2, 3]))).toEqual(nested([3, 4, 4, 2, 3], (i, j, l, p, q) => entryOf(x, Number(i), Number(j) + Number(p), Number(l) + Number(q))))
    expect(toArray(windows(x, 2, { axes: 0 }))).toEqual(nested([2, 5, 6, 2], (i, j, l, k) => entryOf(x, Number(i) + Number(k), Number(j), Number(l))))
    expect(toArray(windows(x, [2, 3], { axes: [0, -1], stride: [1, 3] }))).toEqual(
      nested([2, 5, 2, 2, 3], (i, j, l, p, q) => entryOf(x, Number(i) + Number(p), Number(j), 3 * Number(l) + Number(q))),
    )
    expect(windows(x, [])).toEqual(x)
  })
  it('keep kinds', () => {
    expect(kind(windows(Float64Array.of(1, 2, 3), 2))).toBe('f64[2,2] 1 2 2 3')
    expect(kind(windows(ints([3], 1, 2, 3), 3))).toBe('i32[1,3] 1 2 3')
    expect(windows(Float64Array.of(1, 2), 3).shape).toEqual([0, 3])
  })
  it('are refused where there are none to speak of', () => {
    expect(refusal(() => windows(x, phantom<number>(0)))).toBe('Argument: windows: the size 0 is not a whole number from 1')
    expect(refusal(() => windows(x, phantom<number>(1.5)))).toBe('Argument: windows: the size 1.5 is not a whole number from 1')
    expect(refusal(() => windows(x, 2, { stride: 0 }))).toBe('Argument: windows: the stride 0 is not a whole number from 1')
    expect(refusal(() => windows(x, 2, { dilation: -1 }))).toBe('Argument: windows: the dilation -1 is not a whole number from 1')
    expect(refusal(() => windows(x, [2, 2], { stride: [1] }))).toBe(
      'Argument: windows: the stride [1] has 1 entries for 2 axes; give one number, or one for each axis',
    )
    // @ts-expect-error refused by the compiler too
    expect(refusal(() => windows(x, 2, { axes: 3 }))).toBe('Shape: windows: shapes [3,5,6] have no axis 3; axes run from -3 to 2')
    // @ts-expect-error refused by the compiler too
    expect(refusal(() => windows(7, 2))).toBe('Shape: windows: shapes [] have no axis -1; a scalar has no axes')
    expect(refusal(() => windows(x, [2, 2], { axes: [1, 0] }))).toContain('give ascending axes')
    // @ts-expect-error refused by the compiler too
    expect(refusal(() => windows(x, [2, 2], { axes: [1] }))).toContain('give ascending axes')
  })
  it('differentiate and map', () => {
    expect(grad((y: Vector<4>) => sum(windows(y, 2)))(Float64Array.of(1, 2, 3, 4))).toEqual(Float64Array.of(1, 2, 2, 1))
    expect(toArray(vmap((y: Vector<3>) => windows(y, 2))(random(2, 3)))).toEqual(toArray(windows(random(2, 3), 2)))
    lawful((y: Matrix<4, 5>) => mul(windows(y, [2, 2], { stride: 2 }), windows(y, [2, 2], { stride: 2 })), [[4, 5]])
  })
  it('have shapes in types', () => {
    exactly<Expr<[number, number, 2]>>()(windows(expression(3, 5), 2))
    exactly<Expr<[number, number, 2, 4]>>()(windows(expression(3, 5), [2, 4]))
    exactly<IntExpr<[number, 2]>>()(windows(integers(3), 2))
    exactly<Tensor<[number, 2]>>()(windows(Float64Array.of(1), 2))
    exactly<Expr<[number, number]>>()(windows(expression(3), Number(2)))
  })
  it('print with their parameters', () => {
    expect(print(trace((y: Vector<4>) => windows(y, 2))(Float64Array.of(1, 2, 3, 4)))).toContain('windows(')
  })
})

describe('overlapAdd', () => {
  it('undoes windows that do not overlap', () => {
    const y = random(3, 6, 4)
    expect(toArray(overlapAdd(windows(y, [3, 2], { stride: [3, 2] }), [6, 4], { stride: [3, 2] }))).toEqual(toArray(y))
    expect(toArray(overlapAdd(windows(y, 3, { axes: 1, stride: 3 }), 6, { axes: -2, stride: 3 }))).toEqual(toArray(y))
  })
  it('keeps kinds', () => {
    expect(kind(overlapAdd(ints([2, 2], 1, 2, 3, 4), 3))).toBe('i32[3] 1 5 4')
    expect(kind(overlapAdd(tensor([[1, 2]]), 2))).toBe('f64[2] 1 2')
  })
  it('is refused where the windows are those of another array', () => {
    expect(refusal(() => overlapAdd(tensor([[1, 2]]), 3))).toContain('and such an array has windows [2,2]')
    // @ts-expect-error refused by the compiler too
    expect(refusal(() => overlapAdd(tensor([1, 2]), 3))).toBe(
      'Shape: overlapAdd: shapes [2] are no windows along 1 axis; such windows have an axis of places for each, and at the end one within the window for each',
    )
    // @ts-expect-error refused by the compiler too
    expect(refusal(() => overlapAdd(random(2, 2, 2), [1, 1]))).toContain('are no windows along 2 axes')
    expect(refusal(() => overlapAdd(tensor([[1, 2]]), 2, { stride: [1, 1] }))).toContain('the stride [1,1] has 2 entries for 1 axes')
  })
  it('differentiates', () => {
    expect(toArray(grad((y: Matrix<2, 2>) => sum(mul(overlapAdd(y, 3), Float64Array.of(1, 10, 100))))(reshape(Float64Array.of(1, 2, 3, 4), [2, 2])))).toEqual([
      [1, 10],
      [10, 100],
    ])
    lawful((y: Matrix<2, 3>) => mul(overlapAdd(y, 7, { stride: 2, dilation: 2 }), 2), [[2, 3]])
  })
  it('has shapes in types', () => {
    exactly<Expr<[number]>>()(overlapAdd(expression(2, 2), 3))
    exactly<Expr<[number, number, number]>>()(overlapAdd(expression(7, 2, 2, 2, 2), [3, 3]))
    exactly<Tensor<[number]>>()(overlapAdd(tensor([[1, 2]]), 2))
  })
})

it('one number for every axis, or one for each', () => {
  expect(perAxis('f', 'stride', undefined, 2)).toEqual([1, 1])
  expect(perAxis('f', 'stride', 3, 2)).toEqual([3, 3])
  expect(perAxis('f', 'stride', [3, 4], 2)).toEqual([3, 4])
  expect(refusal(() => perAxis('f', 'stride', [3, Number.NaN], 2))).toBe('Argument: f: the stride NaN is not a whole number from 1')
})
