import { describe, expect, it } from 'vitest'
import { tensor, toArray } from '../../src/array/tensor.ts'
import { compile } from '../../src/call/compiled.ts'
import { grad } from '../../src/call/gradient.ts'
import { evaluate } from '../../src/call/vectorised.ts'
import { sum } from '../../src/basis/broadcast.ts'
import { interp } from '../../src/primitive/interpolation.ts'
import type { Scalar, Vector } from '../../src/program/model.ts'
import { phantom } from '../../src/type/phantom.ts'
import { refusal } from '../failing.ts'
import { difference } from '../near.ts'
import { kind, scattered } from './operation.ts'

const { NaN: nan, POSITIVE_INFINITY: inf } = Number
const [knots, values] = [Float64Array.of(0, 1, 3), Float64Array.of(0, 10, 30.1)]

/** By the definition, a segment after another. */
const plainly = (x: number, p: ReadonlyArray<number>, f: ReadonlyArray<number>): number => {
  const [first = nan, last = nan] = [f[0], f[f.length - 1]]
  for (let i = 0; i + 1 < p.length; i++) {
    const [a = nan, b = nan, u = nan, v = nan] = [p[i], p[i + 1], f[i], f[i + 1]]
    if (x >= a && x <= b) return u + ((v - u) * (x - a)) / (b - a)
  }
  return x < (p[0] ?? nan) ? first : last
}

describe('interp', () => {
  it('is the definition, between random knots', () => {
    const p = [...scattered(20)].sort((a, b) => a - b)
    const f = scattered(20, 50)
    const xs = scattered(200, 90).map((x) => 1.2 * x)
    const expected = xs.map((x) => plainly(x, p, f))
    expect(difference(interp(Float64Array.from(xs), Float64Array.from(p), Float64Array.from(f)), expected, 1e-13)).toBeNull()
    const compiled = compile((x: Vector, p: Vector, f: Vector) => interp(x, p, f))
    expect(compiled(Float64Array.from(xs), Float64Array.from(p), Float64Array.from(f))).toEqual(
      interp(Float64Array.from(xs), Float64Array.from(p), Float64Array.from(f)),
    )
  })
  it('is exact at the knots, constant outside, and NaN for NaN', () => {
    expect(interp(knots, knots, values)).toEqual(values)
    expect(interp(Float64Array.of(-1, -inf, 4, inf, nan), knots, values)).toEqual(Float64Array.of(0, 0, 30.1, 30.1, nan))
    expect(interp(Float64Array.of(1, 2, 3, nan), Float64Array.of(2), Float64Array.of(5))).toEqual(Float64Array.of(5, 5, 5, nan))
  })
  it('keeps the shape and the kind', () => {
    expect(interp(0.5, knots, values)).toBe(5)
    expect(toArray(interp(tensor([[0.5], [0.25]]), knots, values))).toEqual([[5], [2.5]])
    expect(kind(interp(new Float64Array(0), knots, values))).toBe('Float64Array')
    expect(kind(interp(Float64Array.of(0.5), tensor([0, 1, 3]), values))).toBe('f64[1] 5')
  })
  it('differentiates by all three: by the values they are the weights', () => {
    const by = (x: number) => grad((x: Scalar, p: Vector, f: Vector) => interp(x, p, f), { argnums: [0, 1, 2] })(x, knots, Float64Array.of(0, 10, 30))
    expect(by(2)).toEqual([10, Float64Array.of(0, -5, -5), Float64Array.of(0, 0.5, 0.5)])
    expect(by(0.25)).toEqual([10, Float64Array.of(-7.5, -2.5, 0), Float64Array.of(0.75, 0.25, 0)])
    for (const [x, at] of [
      [-1, 0],
      [9, 2],
    ] as const)
      expect(by(x)).toEqual([0, new Float64Array(3), Float64Array.from({ length: 3 }, (_, i) => (i === at ? 1 : 0))])
    // At a knot the line behind it counts, at the last the line before it.
    const slope = (x: number) => grad((x: Scalar) => interp(x, knots, Float64Array.of(0, 10, 14)))(x)
    expect([0, 1, 3].map(slope)).toEqual([10, 2, 2])
    expect(grad((f: Vector<1>) => sum(interp(Float64Array.of(0, 9), Float64Array.of(2), f)))(Float64Array.of(5))).toEqual(Float64Array.of(2))
  })
  it('refuses knots that are none or do not increase, where they are known', () => {
    expect(refusal(() => interp(1, Float64Array.of(0, 2, 2), values))).toBe('Argument: interp: the knots do not increase from 2 to 2, at 2')
    expect(refusal(() => interp(1, Float64Array.of(0, nan, 2), values))).toContain('do not increase from 0 to NaN')
    expect(refusal(() => interp(1, new Float64Array(0), new Float64Array(0)))).toBe('Shape: interp: shapes [0] have no knots')
    expect(refusal(() => interp(1, Float64Array.of(0, 1), values))).toBe(
      'Shape: interp: shapes [2] and [3] are not those of knots and the value at each, two vectors of one size',
    )
    expect(refusal(() => interp(1, phantom<Float64Array>(2), values))).toContain('shapes [] and [3] are not those of knots')
    expect(evaluate((p: Vector) => interp(0.5, p, values))(Float64Array.of(0, 1, 1))).toBe(5)
  })
})
