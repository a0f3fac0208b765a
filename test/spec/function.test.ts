/** Declared functions: what their specs say is checked at the definition and at each call. */
import { describe, expect, it } from 'vitest'
import { add, grad, matmul, mul, sum, tensor, toFloat, where } from '../../src/index.ts'
import { fn } from '../../src/spec/function.ts'
import { boolean, integer, matrix, record, scalar, tuple, vector } from '../../src/spec/spec.ts'
import { refusal } from '../failing.ts'

const f = fn([record({ w: vector('n'), at: tuple(scalar, integer) }), boolean], ({ w, at: [x, k] }, on) => where(on, mul(sum(w), mul(x, toFloat(k))), x))

describe('a declared function', () => {
  it('takes tuples, records, integers and booleans', () => {
    expect(f({ w: Float64Array.of(1, 2), at: [3, 4] }, true)).toBe(36)
    expect(f({ w: Float64Array.of(1, 2, 3), at: [3, 4] }, false)).toBe(3)
  })

  it('is differentiated, in the structure of its argument', () => {
    const g = fn([record({ a: scalar, b: tuple(vector(2)) })], ({ a, b: [v] }) => mul(a, sum(v)))
    expect(grad(g)({ a: 2, b: [Float64Array.of(3, 4)] })).toEqual({ a: 7, b: [Float64Array.of(2, 2)] })
  })

  it('is called inside others, with expressions and values mixed', () => {
    const outer = fn([scalar], (x) => add(f({ w: Float64Array.of(1, 1), at: [x, tensor(2, 'int32')] }, true), x))
    expect(grad(outer)(1)).toBe(5)
  })

  it('refuses what does not fit, with its place', () => {
    const product = fn([matrix('m', 'n'), vector('n')], (a, x) => matmul(a, x))
    expect(product(tensor([[1, 2]]), Float64Array.of(1, 1))).toEqual(Float64Array.of(3))
    expect(refusal(() => product(tensor([[1, 2]]), Float64Array.of(1, 1, 1)))).toContain(
      'at arguments[1] expected f64[n] where n = 2 as at arguments[0], got f64[3]',
    )
    // Wrong at sizes that were never asked for: found at the definition.
    expect(() => fn([matrix('m', 'n'), vector('m')], (a, x) => matmul(a, x as never))).toThrow()
  })
})
