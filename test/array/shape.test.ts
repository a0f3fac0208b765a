import { describe, expect, it } from 'vitest'
import { axesOf, axisOf, broadcastShapes, checkedShape, sameShape, showShape, sizeOf, stridesOf } from '../../src/array/shape.ts'
import { aval, sameAval, withDType, withShape } from '../../src/array/aval.ts'
import { refusal } from '../failing.ts'

describe('sizes', () => {
  it.each([
    [[], 1],
    [[3], 3],
    [[2, 3, 4], 24],
    [[2, 0, 4], 0],
  ] as const)('%j has %i elements', (shape, size) => expect(sizeOf(shape)).toBe(size))
  it('strides are row-major', () => {
    expect(stridesOf([2, 3, 4])).toEqual([12, 4, 1])
    expect(stridesOf([5])).toEqual([1])
    expect(stridesOf([])).toEqual([])
  })
  it('are compared and shown', () => {
    expect(sameShape([2, 3], [2, 3])).toBe(true)
    expect(sameShape([2], [2, 1])).toBe(false)
    expect(showShape([2, 3])).toBe('[2,3]')
    expect(showShape([])).toBe('[]')
  })
  it.each([[-1], [1.5], [Number.NaN], [2 ** 53]])('%d is no size', (n) =>
    expect(refusal(() => checkedShape('reshape', [2, n]))).toMatch(/^Shape: reshape: .*size/),
  )
})

describe('broadcasting', () => {
  it.each([
    [[], [3], [3]],
    [[3], [], [3]],
    [[1], [3], [3]],
    [
      [3, 1],
      [1, 4],
      [3, 4],
    ],
    [[4], [3, 4], [3, 4]],
    [
      [2, 1, 3],
      [5, 1],
      [2, 5, 3],
    ],
    [[0], [1], [0]],
    [[0, 1], [3], [0, 3]],
    [[], [], []],
  ] as const)('of %j and %j is %j', (a, b, shape) => {
    expect(broadcastShapes('add', a, b)).toEqual(shape)
    expect(broadcastShapes('add', b, a)).toEqual(shape)
  })
  it.each([
    [[2], [3]],
    [
      [3, 1],
      [2, 5],
    ],
    [[0], [2]],
    [[2, 3], [2]],
  ] as const)('of %j and %j fails with both shapes', (a, b) => {
    const text = refusal(() => broadcastShapes('add', a, b))
    expect(text).toContain(`Shape: add: shapes ${showShape(a)} and ${showShape(b)} do not broadcast`)
  })
})

describe('axes', () => {
  it('count from either end', () => expect([axisOf('sum', [2, 3], 1), axisOf('sum', [2, 3], -1), axisOf('sum', [2, 3], -2)]).toEqual([1, 1, 0]))
  it.each([2, -3, 0.5, Number.NaN])('%d is refused', (axis) =>
    expect(refusal(() => axisOf('sum', [2, 3], axis))).toMatch(/Shape: sum: shapes \[2,3\] have no axis .*-2 to 1/),
  )
  it('of a scalar are refused', () => expect(refusal(() => axisOf('sum', [], 0))).toContain('a scalar has no axes'))
  it('are put in order, and named once', () => {
    expect(axesOf('sum', [2, 3, 4], [-1, 0])).toEqual([0, 2])
    expect(refusal(() => axesOf('sum', [2, 3], [1, -1]))).toMatch(/sum.*axis 1 twice/)
  })
})

describe('avals', () => {
  it('are equal exactly where shape and dtype are', () => {
    expect(sameAval(aval('float64', [2, 3]), aval('float64', [2, 3]))).toBe(true)
    expect(sameAval(aval('float64', [2, 3]), aval('float64', [3, 2]))).toBe(false)
    expect(sameAval(aval('float64', [2]), aval('int32', [2]))).toBe(false)
    expect(sameAval(aval('float64', [12]), aval('float64', [1, 2]))).toBe(false)
  })
  it('print, are frozen and do not alias the shape they were made from', () => {
    const shape = [7, 5]
    const of = aval('int32', shape)
    shape[0] = 9
    expect(of.text).toBe('i32[7,5]')
    expect(of.shape).toEqual([7, 5])
    expect(Object.isFrozen(of) && Object.isFrozen(of.shape)).toBe(true)
    expect(aval('bool', []).text).toBe('bool')
  })
  it('stay right however many there are', () => {
    for (let n = 0; n < 10_000; n++) aval('float64', [n, 1])
    expect(sameAval(aval('float64', [3, 1]), withShape(aval('float64', []), [3, 1]))).toBe(true)
    expect(withDType(aval('float64', [3]), 'bool').text).toBe('bool[3]')
  })
})
