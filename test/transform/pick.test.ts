import { describe, expect, it } from 'vitest'
import { aval } from '../../src/array/aval.ts'
import { toArray } from '../../src/array/tensor.ts'
import { evaluation } from '../../src/interpret/evaluate.ts'
import { float } from '../../src/program/expr.ts'
import { fold } from '../../src/program/fold.ts'
import { close } from '../../src/program/trace.ts'
import { count, cut, differentiable, either, pick, row, sameMask, spread, stacked, zeros } from '../../src/transform/pick.ts'

describe('picking and spreading', () => {
  const mask = [true, false, true]
  it('are inverse', () => {
    expect(pick(['a', 'b', 'c'], mask)).toEqual(['a', 'c'])
    expect(spread(mask, ['a', 'c'])).toEqual(['a', null, 'c'])
    expect(spread([], [])).toEqual([])
  })
  it('count and combine marks', () => {
    expect([count(mask), count([])]).toEqual([2, 0])
    expect(either(mask, [false, false, true])).toEqual([true, false, true])
    expect(either(mask, [true, true, false])).toEqual([true, true, true])
    expect([sameMask(mask, [true, false, true]), sameMask(mask, [true, true, true])]).toEqual([true, false])
  })
  it('cut into runs and the rest', () => {
    expect(cut([1, 2, 3, 4, 5], 2, 0, 1)).toEqual([[1, 2], [], [3], [4, 5]])
    expect(cut([1], 3)).toEqual([[1], []])
  })
})

describe('avals', () => {
  it('of rows and stacks', () => {
    expect([row(float(2, 3)).text, stacked(float(3), 2).text, stacked(aval('int32', []), 4).text]).toEqual(['f64[3]', 'f64[2,3]', 'i32[4]'])
    expect(row(stacked(float(3), 0)).text).toBe('f64[3]')
  })
  it('with tangents are those of float64', () => expect([float(2), aval('int32', []), aval('bool', [])].map(differentiable)).toEqual([true, false, false]))
  it('have zeros, without a constant of their size', () => {
    const program = close([], () => [zeros(float(2, 2)), zeros(aval('int32', [1])), zeros(float())])
    expect(fold(evaluation)(program)([]).map(toArray)).toEqual([
      [
        [0, 0],
        [0, 0],
      ],
      [0],
      0,
    ])
    for (const { args } of program.equations) for (const arg of args) expect(arg._tag === 'Literal' ? arg.value.shape : null).toEqual([])
  })
})
