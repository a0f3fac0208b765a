import { describe, expect, it } from 'vitest'
import { toArray } from '../../src/array/tensor.ts'
import { compile } from '../../src/call/compiled.ts'
import { grad } from '../../src/call/gradient.ts'
import { sum } from '../../src/basis/broadcast.ts'
import { toFloat, where } from '../../src/basis/choice.ts'
import { isFinite, isNaN } from '../../src/primitive/finite.ts'
import { log } from '../../src/primitive/exponential.ts'
import type { Vector } from '../../src/program/model.ts'
import { phantom } from '../../src/type/phantom.ts'
import { ints, kind } from './operation.ts'

const some = Float64Array.of(1, -0, 5e-324, 1.7e308, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NaN)

describe.each([
  ['isNaN', isNaN, Number.isNaN],
  ['isFinite', phantom<typeof isNaN>(isFinite), Number.isFinite],
] as const)('%s', (_, test, number) => {
  it('is what it is of numbers, and compiled too', () => {
    for (const x of some) expect(test(x)).toBe(number(x))
    const expected = Array.from(some, number)
    expect(toArray(test(some))).toEqual(expected)
    expect(Array.from(compile((x: Vector) => toFloat(test(x)))(some))).toEqual(expected.map(Number))
    expect(toArray(test(ints([2], 1, -2)))).toEqual([number(1), number(-2)])
    expect(kind(test(new Float64Array(0)))).toBe('bool[0] ')
    expect(kind(test(Float64Array.of(2)))).toBe(`bool[1] ${Number(number(2))}`)
  })
})

it('replaces what is not finite, and no derivative goes there', () => {
  const f = (x: Vector) => sum(where(isFinite(log(x)), log(x), 0))
  expect(grad(f)(Float64Array.of(2, 0, -1))).toEqual(Float64Array.of(0.5, 0, 0))
})
