/**
 * The lengths of steps beside the formulas of the book, written out.
 */
import { describe, expect, it } from 'vitest'
import { scalarTensor } from '../../src/array/tensor.ts'
import { add, mul } from '../../src/basis/arithmetic.ts'
import { gt } from '../../src/basis/comparison.ts'
import { neg, sqrt } from '../../src/primitive/arithmetic.ts'
import { constant } from '../../src/program/expr.ts'
import { evaluate } from '../../src/call/vectorised.ts'
import type { Mask, Scalar, Vector } from '../../src/program/model.ts'
import { odeintReport } from '../../src/solve/odeint.ts'
import { errorSize, firstLength, type Memory, nextLength } from '../../src/solve/pace.ts'
import { phantom } from '../../src/type/phantom.ts'
import { difference, plain } from '../near.ts'

const next = (accepted: boolean, error: number, length: number, before: number, growth: number): unknown => {
  const mask = phantom<Mask<[]>>(gt(accepted ? 1 : 0, 0))
  return nextLength(mask, phantom<Scalar>(error), phantom<Scalar>(length), phantom<Memory>({ before, growth }))
}

describe('the next step', () => {
  it('is as long as error and memory allow, from a fifth to ten times the last', () => {
    const factor = (error: number, before: number): number => (0.9 * before ** 0.04) / error ** 0.17
    expect(difference(next(true, 0.5, 2, 0.3, 10), [2 * factor(0.5, 0.3), { before: 0.5, growth: 10 }])).toBeNull()
    expect(difference(next(true, 1e-9, 2, 0.3, 10), [20, { before: 1e-4, growth: 10 }])).toBeNull()
    expect(difference(next(true, 0, 2, 0.3, 10), [20, { before: 1e-4, growth: 10 }])).toBeNull()
  })
  it('is shorter after one rejected, whose own error counts alone, and the one after that no longer', () => {
    expect(difference(next(false, 30, 2, 0.3, 10), [(2 * 0.9) / 30 ** 0.17, { before: 0.3, growth: 1 }])).toBeNull()
    expect(difference(next(false, 1e9, 2, 0.3, 10), [2 / 5, { before: 0.3, growth: 1 }])).toBeNull()
    expect(difference(next(true, 1e-9, 2, 0.3, 1), [2, { before: 1e-4, growth: 10 }])).toBeNull()
  })
  it('is a fifth of the last where the error is not finite', () => {
    for (const error of [Number.NaN, Number.POSITIVE_INFINITY])
      expect(difference(next(false, error, 2, 0.3, 10), [2 / 5, { before: 0.3, growth: 1 }])).toBeNull()
  })
})

describe('the size of an error', () => {
  it('is its root mean square beside the tolerances', () => {
    const of = evaluate((e: Vector, a: Vector, b: Vector) => errorSize({ absolute: 0.1, relative: 0.01 }, e, a, b))
    const wanted = Math.sqrt(((0.01 / (0.1 + 0.01 * 3)) ** 2 + (0.04 / (0.1 + 0.01 * 7)) ** 2) / 2)
    expect(difference(of(Float64Array.of(0.01, 0.04), Float64Array.of(-3, 2), Float64Array.of(1, -7)), wanted)).toBeNull()
    expect(of(new Float64Array(0), new Float64Array(0), new Float64Array(0))).toBe(0)
  })
})

describe('the first step', () => {
  /** Of ẏ = r y + c. */
  const of = (y: number, r: number, c: number): unknown =>
    evaluate((y: Vector, r: Scalar, c: Scalar) => {
      const slope = (z: Vector): Vector => add(mul(r, z), c)
      return firstLength({ absolute: 1e-3, relative: 1e-2 }, slope, y, slope(y), mul(0, r), phantom(constant(scalarTensor(1))))
    })(Float64Array.of(y), r, c)
  it('is that of section II.4', () => {
    const scale = 1e-3 + 1e-2 * 2
    const [d0, d1] = [2 / scale, 6 / scale]
    const h0 = (0.01 * d0) / d1
    const d2 = Math.abs(-3 * (2 - 6 * h0) + 6) / scale / h0
    expect(difference(of(2, -3, 0), Math.min(100 * h0, (0.01 / Math.max(d1, d2)) ** 0.2))).toBeNull()
    // Nothing moves, or nothing is there: 10⁻⁶ for Euler's step, a hundred times as much at most.
    expect(difference(of(2, 0, 0), 1e-6)).toBeNull()
    expect(difference(of(0, 0, 1), 1e-4)).toBeNull()
  })
  it('is NaN where state or slope is not finite', () => {
    expect([of(Number.NaN, 1, 1), of(1, 1, Number.NaN), of(1, 1, Number.POSITIVE_INFINITY)]).toEqual([Number.NaN, Number.NaN, Number.NaN])
  })
})

describe('the number of steps', () => {
  it('counts those rejected, and is never exceeded', () => {
    const fall = (maxSteps: number) => odeintReport((y: Scalar) => neg(mul(1, sqrt(y))), 1, Float64Array.of(0, 1.9), { initialStep: 8, maxSteps })
    for (const maxSteps of [1, 2, 5, 10, 11]) expect(plain(fall(maxSteps).steps)).toBe(maxSteps)
    const { rejected, accepted, converged } = fall(1000)
    expect([Number(plain(rejected)) > 0, Number(plain(accepted)) > 10, converged]).toEqual([true, true, true])
  })
})
