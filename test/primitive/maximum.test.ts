import { describe, expect, it } from 'vitest'
import { tensor } from '../../src/array/tensor.ts'
import { grad } from '../../src/call/gradient.ts'
import { max, min } from '../../src/primitive/extremum.ts'
import { maximum, minimum } from '../../src/primitive/maximum.ts'
import type { Scalar } from '../../src/program/model.ts'
import { phantom } from '../../src/type/phantom.ts'
import { refusal } from '../failing.ts'
import { ints, kind } from './operation.ts'

const some = [1, -2, 0, -0, 0.5, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]

describe.each([
  ['maximum', maximum, max],
  ['minimum', phantom<typeof maximum>(minimum), phantom<typeof max>(min)],
] as const)('%s', (name, pair, reduction) => {
  it('is the one of two that max and min are, in value and in both derivatives, at ties too', () => {
    for (const x of some)
      for (const y of some) {
        expect(pair(x, y)).toBe(reduction(x, y))
        const by = (f: typeof pair | typeof reduction) => grad((a: Scalar, b: Scalar) => f(a, b), { argnums: [0, 1] })(x, y)
        expect(by(pair)).toEqual(by(reduction))
      }
    expect(grad((a: Scalar, b: Scalar) => pair(a, b), { argnums: [0, 1] })(2, 2)).toEqual([0.5, 0.5])
  })
  it('broadcasts, takes integers, and knows nothing of options', () => {
    expect(kind(pair(tensor([[1], [4]]), Float64Array.of(2, 3)))).toBe(name === 'maximum' ? 'f64[2,2] 2 3 4 4' : 'f64[2,2] 1 1 2 3')
    expect(kind(pair(ints([2], 1, 5), 3))).toBe(name === 'maximum' ? 'i32[2] 3 5' : 'i32[2] 1 3')
    expect(kind(pair(new Float64Array(0), 1))).toBe('Float64Array')
    expect(kind(pair(Float64Array.of(2), 1))).toBe(name === 'maximum' ? 'Float64Array 2' : 'Float64Array 1')
    expect(refusal(() => pair(Float64Array.of(1), phantom<number>({ axes: 0 })))).toContain(`Operand: ${name}: expected`)
    expect(refusal(() => pair(Float64Array.of(1), phantom<number>(undefined)))).toContain(`Operand: ${name}: expected`)
    expect(refusal(() => pair(tensor([1, 2]), phantom<number>(tensor([1, 2, 3]))))).toContain(`${name}: shapes [2] and [3] do not broadcast`)
    expect(refusal(() => Reflect.apply(pair, undefined, [1, 2, 3]))).toBe(`Arity: ${name}: expected 2 operands, got 3`)
    expect([3, 5, 4].reduce(phantom<(a: number, b: number) => number>(pair))).toBe(name === 'maximum' ? 5 : 3)
  })
})
