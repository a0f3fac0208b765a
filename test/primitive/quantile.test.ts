/**
 * Quantiles against NumPy's, at the ends of the range of numbers too, and derivatives that go to the neighbours.
 */
import { describe, expect, it } from 'vitest'
import { type Tensor, tensor, toArray } from '../../src/array/tensor.ts'
import { mul } from '../../src/basis/arithmetic.ts'
import { sum } from '../../src/basis/broadcast.ts'
import { compile } from '../../src/call/compiled.ts'
import { grad } from '../../src/call/gradient.ts'
import { exp } from '../../src/primitive/exponential.ts'
import { median } from '../../src/primitive/order.ts'
import { quantile as typed } from '../../src/primitive/quantile.ts'
import type { Expr, Scalar } from '../../src/program/model.ts'
import { phantom } from '../../src/type/phantom.ts'
import { refusal } from '../failing.ts'
import { difference } from '../near.ts'
import { ints, kind, lawful, random } from './operation.ts'

const { NaN: nan, POSITIVE_INFINITY: inf, MAX_VALUE: most } = Number
// What the compiler says of shapes is tested in test/type.
const quantile = phantom<(x: unknown, q: unknown, options?: object) => Tensor>(typed)
const through = phantom<(x: Expr, q: unknown, options?: object) => Scalar>(typed)
const xs = Float64Array.of(3.5, -1, 7, 2.25, 0, 10, -4)

describe('quantile', () => {
  it('is that of NumPy, to the bit', () => {
    // numpy.quantile of the same, NumPy 2
    expect(quantile(xs, [0, 0.1, 0.25, 1 / 3, 0.5, 0.9, 0.99, 1])).toEqual(
      Float64Array.of(-4, -2.1999999999999997, -0.5, 0, 2.25, 8.200000000000001, 9.819999999999999, 10),
    )
    const x = tensor([
      [5, 1, 2],
      [4, 8, 0.5],
    ])
    expect(toArray(quantile(x, 0.3, { axes: 1 }))).toEqual([1.6, 2.5999999999999996])
    expect(toArray(quantile(x, [0.3, 0.8], { axes: 0 }))).toEqual([
      [4.3, 3.1, 0.95],
      [4.8, 6.6000000000000005, 1.7000000000000002],
    ])
    expect(quantile(x, 0.3)).toBe(1.5)
  })
  it('has the axes of the rest behind that of a list, kept where asked', () => {
    const x = random(2, 3, 4)
    const shape = (y: unknown): string => kind(y).split(' ')[0] ?? ''
    expect(shape(quantile(x, 0.5, { axes: [0, 2] }))).toBe('f64[3]')
    expect(shape(quantile(x, [0.5, 0.1], { axes: [0, 2] }))).toBe('f64[2,3]')
    expect(shape(quantile(x, [0.5, 0.1], { axes: [0, -1], keepdims: true }))).toBe('f64[2,1,3,1]')
    expect(shape(quantile(x, 0.5, { keepdims: true }))).toBe('f64[1,1,1]')
    expect(shape(quantile(x, Float64Array.of(0.5), { axes: 1 }))).toBe('f64[1,2,4]')
    expect(shape(quantile(x, [], { axes: 1 }))).toBe('f64[0,2,4]')
    expect(difference(quantile(x, 0.5, { axes: 1 }), median(x, 1), 0)).toBeNull()
    expect(difference(toArray(quantile(x, [0.2, 0.7], { axes: [0, 2] })), toArray(quantile(x, [0.2, 0.7], { axes: [2, 0] })), 0)).toBeNull()
  })
  it('of one entry is the entry, of none NaN, and NaN where there is one', () => {
    expect(quantile(7, 0.3)).toBe(7)
    expect(kind(quantile(Float64Array.of(4), [0, 0.3, 1]))).toBe('Float64Array 4 4 4')
    expect(quantile(new Float64Array(0), 0.3)).toBeNaN()
    expect(kind(quantile(random(2, 0), [0.1, 0.2, 0.3], { axes: 1 }))).toBe('f64[3,2] NaN NaN NaN NaN NaN NaN')
    expect(kind(quantile(random(0, 2), 0.5, { axes: 1 }))).toBe('f64[0] ')
    expect(quantile(Float64Array.of(1, nan, 3), [0, 1])).toEqual(Float64Array.of(nan, nan))
  })
  it('does not overflow, keeps infinities where they are, and equal entries equal', () => {
    expect(difference(quantile(Float64Array.of(-most, most), [0, 0.25, 0.5, 1]), [-most, -most / 2, 0, most], 1e-15)).toBeNull()
    expect(quantile(Float64Array.of(1, inf), [0, 0.25, 1])).toEqual(Float64Array.of(1, inf, inf))
    expect(quantile(Float64Array.of(-inf, 1), [0, 0.25, 1])).toEqual(Float64Array.of(-inf, -inf, 1))
    expect(quantile(Float64Array.of(inf, inf), [0, 0.3])).toEqual(Float64Array.of(inf, inf))
    for (let q = 0; q <= 1; q += 1 / 64) expect(quantile(Float64Array.of(0.1, 0.1, 0.1), q)).toBe(0.1)
  })
  it('gives its derivative to the neighbours by their shares', () => {
    expect(grad((y: Expr) => through(y, 0.25))(Float64Array.of(5, 1, 2))).toEqual(Float64Array.of(0, 0.5, 0.5))
    expect(grad((y: Expr) => through(y, 0.7))(Float64Array.of(4, 0))).toEqual(Float64Array.of(0.7, 1 - 0.7))
    expect(grad((y: Expr) => sum(mul(through(y, [0, 1]), Float64Array.of(1, 10))))(Float64Array.of(5, 1, 2))).toEqual(Float64Array.of(10, 1, 0))
    expect(grad((y: Expr) => through(y, 0.75))(Float64Array.of(2, 2))).toEqual(Float64Array.of(0.25, 0.75))
    expect(grad((y: Expr) => through(y, 0.25))(Float64Array.of(1, inf))).toEqual(Float64Array.of(0.75, 0.25))
    expect(grad((y: Scalar) => through(y, 0.25))(3)).toBe(1)
  })
  it('is lawful, and the same compiled', () => {
    lawful((y: Expr) => [through(y, 0.3), through(exp(y), [0.2, 0.9], { axes: 0 }), through(y, 0.5, { axes: 1, keepdims: true })], [[3, 4]], 0.005)
    lawful((y: Expr, z: Expr) => [through(y, 0.3), through(z, 0.3, { axes: 0 })], [[1], [2, 0]])
    expect(compile((y: Expr) => through(y, [0.1, 0.9]))(xs)).toEqual(quantile(xs, [0.1, 0.9]))
  })
  it('refuses what is no share, axes out of range, other options, and integers', () => {
    for (const q of [-0.1, 1.5, nan])
      expect(refusal(() => quantile(xs, q))).toBe(`Argument: quantile: ${q} is no share from 0 to 1; the quantiles are a number or a list of numbers`)
    expect(refusal(() => quantile(xs, [0.5, 95]))).toContain('95 is no share')
    expect(refusal(() => quantile(xs, '0.5'))).toContain("'0.5' is no share")
    expect(refusal(() => quantile(xs, 0.5, { axes: 1 }))).toBe('Shape: quantile: shapes [7] have no axis 1; axes run from -1 to 0')
    expect(refusal(() => quantile(xs, 0.5, { axis: 0 }))).toContain("quantile: there is no option 'axis'")
    expect(refusal(() => quantile(xs, 0.5, { method: 'lower' }))).toContain("quantile: there is no option 'method'")
    expect(refusal(() => quantile(xs, 0.5, phantom(0)))).toContain('quantile: its options are a record, got a number')
    expect(refusal(() => quantile(ints([2], 1, 2), 0.5))).toBe('DType: quantile: int32: it takes float64; convert with toFloat')
  })
})
