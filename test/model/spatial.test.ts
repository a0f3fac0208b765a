/**
 * Padding in words and in numbers: what windows it gives.
 */
import { describe, expect, it } from 'vitest'
import { type Asked, countsOf, floating, slideAlong, windowsOf } from '../../src/model/spatial.ts'
import { tensor } from '../../src/array/tensor.ts'
import { phantom } from '../../src/type/phantom.ts'
import { refusal } from '../failing.ts'
import { ints, kind } from '../primitive/operation.ts'

const asked = (padding: Asked['padding'], stride?: number, dilation?: number): Asked => ({ padding, stride, dilation })

describe('padding', () => {
  it.each<[Asked['padding'], ReadonlyArray<readonly [number, number]>]>([
    [
      undefined,
      [
        [0, 0],
        [0, 0],
      ],
    ],
    [
      'valid',
      [
        [0, 0],
        [0, 0],
      ],
    ],
    [
      2,
      [
        [2, 2],
        [2, 2],
      ],
    ],
    [
      [1, 2],
      [
        [1, 1],
        [2, 2],
      ],
    ],
    [
      [[1, 2], 3],
      [
        [1, 2],
        [3, 3],
      ],
    ],
    [
      'same',
      [
        [0, 1],
        [1, 1],
      ],
    ],
  ])('%j along two axes', (padding, margins) => expect(slideAlong('f', [9, 4, 4], [1, 2], [2, 3], asked(padding)).margins).toEqual(margins))
  it.each<[Asked['padding'], readonly [number, number]]>([
    [3, [3, 3]],
    [
      [1, 2],
      [1, 2],
    ],
    [[[1, 2]], [1, 2]],
    [[1], [1, 1]],
  ])('%j along one axis', (padding, margin) => expect(slideAlong('f', [5], [0], [2], asked(padding)).margins).toEqual([margin]))
  it('to the same size is as little as gives a window for every stride, the odd one after', () => {
    for (let n = 0; n < 9; n++)
      for (const size of [1, 2, 3, 4])
        for (const stride of [1, 2, 5])
          for (const dilation of [1, 3]) {
            const slide = slideAlong('f', [n], [0], [size], asked('same', stride, dilation))
            const [[before, after] = [-1, -1]] = slide.margins
            expect(countsOf([n], slide)).toEqual([Math.ceil(n / stride)])
            expect([0, 1]).toContain(after - before)
            // One less would lose a window.
            if (before + after > 0 && n > 0) expect(countsOf([n], { ...slide, margins: [[before, after - 1]] })).toEqual([Math.ceil(n / stride) - 1])
          }
  })
})

it('windows of a padded array hold the value it was padded with', () => {
  const slide = slideAlong('f', [3], [0], [2], asked([1, 2], 2))
  expect(kind(windowsOf(tensor([1, 2, 3]), slide, -1))).toBe('f64[3,2] -1 1 2 3 -1 -1')
  expect(kind(windowsOf(tensor([1, 2, 3]), slide, 0))).toBe('f64[3,2] 0 1 2 3 0 0')
})

it('only float64 slides', () => {
  expect(refusal(() => floating('f', ints([1], 1)))).toBe('DType: f: int32: it takes float64; convert with toFloat')
  expect(refusal(() => slideAlong('f', [3], [0], [2], asked(phantom('SAME'))))).toBe(
    "Argument: f: there is no padding 'SAME'; the words are 'valid' and 'same'",
  )
})
