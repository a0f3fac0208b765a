/**
 * Powers of two and logarithms to other bases: exact where they can be, and as declared at 0 and ∞.
 */
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { elementwise } from '../../laws/primitive.ts'
import { jvp } from '../../src/call/directional.ts'
import { grad } from '../../src/call/gradient.ts'
import { exp2, log10, log2, logaddexp, logarithms, xlogy } from '../../src/primitive/logarithm.ts'
import { logsumexp } from '../../src/primitive/reduction.ts'
import { stack } from '../../src/primitive/join.ts'
import type { Expr, Matrix, Scalar } from '../../src/program/model.ts'
import { phantom } from '../../src/type/phantom.ts'
import { refusal } from '../failing.ts'
import { modes, pairs, type ScalarFunction } from '../modes.ts'
import { near } from '../near.ts'
import { expression, ints, kind } from './operation.ts'
import { exactly } from '../type/exactly.ts'
import type { Table } from '../table.ts'

const { NaN: nan, POSITIVE_INFINITY: inf } = Number

describe.each(logarithms.map((p) => [p.name, p] as const))('%s', (_, p) => {
  it.each(elementwise(p).map((l) => [l.name, l.property] as const))('%s', (__, property) => fc.assert(property, { numRuns: 5 }))
})

describe('values', () => {
  it('are exact at powers of the base', () => {
    for (let n = -1074; n < 1024; n++) {
      const power = Number(`0b1${'0'.repeat(Math.max(0, n))}`) * (n < 0 ? 0 : 1) || [...Array(-n)].reduce((y: number) => y / 2, 1)
      if (exp2(n) !== power) expect(`exp2(${n}) = ${exp2(n)}`).toBe(power)
      if (log2(power) !== n) expect(`log2(2^${n}) = ${log2(power)}`).toBe(n)
    }
    for (let n = -22; n <= 22; n++) expect(log10(Number(`1e${n}`))).toBe(n)
    expect([exp2(1024), exp2(-1076), exp2(inf), exp2(-inf)]).toEqual([inf, 0, inf, 0])
  })
  it('are those of the limits', () => {
    for (const f of [log2, log10]) expect([f(0), f(-0), f(inf), f(1)]).toEqual([-inf, -inf, inf, 0])
    for (const f of [log2, log10]) expect([f(-1), f(nan), f(-inf)]).toEqual([nan, nan, nan])
    expect([logaddexp(inf, inf), logaddexp(-inf, -inf), logaddexp(inf, -inf), logaddexp(-inf, 3), logaddexp(3, nan)]).toEqual([inf, -inf, inf, 3, nan])
    expect(logaddexp(1000, 10)).toBe(1000)
    expect(logaddexp(-1000, -1000)).toBe(-1000 + Math.LN2)
    expect(logaddexp(0, -40)).toBe(Math.log1p(Math.exp(-40)))
    expect([xlogy(0, 0), xlogy(0, -3), xlogy(0, inf), xlogy(-0, 0)]).toEqual([0, 0, 0, 0])
    expect([xlogy(0, nan), xlogy(nan, 0), xlogy(2, 0), xlogy(-2, 0), xlogy(1, -1)]).toEqual([nan, nan, -inf, inf, nan])
  })
  it('logaddexp is logsumexp of two', () => {
    for (const [a, b] of [
      [1, 2],
      [-3, 700],
      [1e-9, 0],
      [-745, -746],
    ] as const)
      expect(near(logaddexp(a, b), logsumexp(Float64Array.of(a, b)), 1e-15)).toBe(true)
  })
})

describe('derivatives where rules break', () => {
  const table: Table<readonly [string, ScalarFunction, number, number]> = [
    ['log2 at 0', (x) => log2(x), 0, inf],
    ['log10 at 0', (x) => log10(x), 0, inf],
    ['log10 at ∞', (x) => log10(x), inf, 0],
    ['logaddexp(x, 0) far up', (x) => logaddexp(x, 0), 1000, 1],
    ['logaddexp(x, 0) far down', (x) => logaddexp(x, 0), -1000, 0],
    ['logaddexp(x, ∞) at ∞', (x) => logaddexp(x, inf), inf, 0.5],
    ['logaddexp(x, −∞) at −∞', (x) => logaddexp(x, -inf), -inf, 0],
    ['logaddexp(x, ∞) at −∞', (x) => logaddexp(x, inf), -inf, 0],
    ['logaddexp(x, −∞) at ∞', (x) => logaddexp(x, -inf), inf, 1],
    ['logaddexp(x, −∞) at 3', (x) => logaddexp(x, -inf), 3, 1],
    ['logaddexp(x, x)', (x) => logaddexp(x, x), 3, 1],
    ['xlogy(x, 2) at 0', (x) => xlogy(x, 2), 0, Math.LN2],
    ['xlogy(0, y) at 0', (y) => xlogy(0, y), 0, 0],
    ['xlogy(0, y) at 3', (y) => xlogy(0, y), 3, 0],
    ['xlogy(2, y) at 0', (y) => xlogy(2, y), 0, inf],
  ]
  describe.each(modes)('%s', (_, D) => {
    it.each(table)('%s', (__, f, x, expected) => expect(D(f)(phantom(x))).toBe(expected))
  })
  it.each(pairs)('of second order, %s', (_, D, E) => {
    expect(D(E((x) => logaddexp(x, 0)))(phantom(0))).toBe(0.25)
    // ∂²/∂x∂y of x·log y is 1/y, at x = 0 too.
    expect(D((y) => E((x) => xlogy(x, y))(phantom<Scalar>(0)))(phantom(4))).toBe(0.25)
  })
  it.each([
    [-inf, -inf, [0, 0]],
    [inf, inf, [0.5, 0.5]],
    [inf, -inf, [1, 0]],
    [3, -inf, [1, 0]],
    [3, inf, [0, 1]],
    [-2, -2, [0.5, 0.5]],
    [nan, 1, [nan, nan]],
  ])('at %d, %d is that of logsumexp: %j', (x, y, slopes) => {
    const of = (f: (x: Scalar, y: Scalar) => Scalar): unknown => grad(f, { argnums: [0, 1] })(x, y)
    expect(of((a, b) => logaddexp(a, b))).toEqual(slopes)
    expect(of((a, b) => logsumexp(stack([a, b])))).toEqual(slopes)
    const forward = (f: (x: Scalar, y: Scalar) => Scalar): unknown => [jvp(f, [x, y], [1, 0])[1], jvp(f, [x, y], [0, 1])[1]]
    expect(forward((a, b) => logaddexp(a, b))).toEqual(slopes)
    expect(forward((a, b) => logsumexp(stack([a, b])))).toEqual(slopes)
  })
  it.each(pairs)('of second order at −∞, −∞ and at ∞, ∞ is 0, %s', (_, D, E) => {
    for (const x of [-inf, inf]) {
      expect(D(E((z) => logaddexp(z, x)))(phantom(x))).toBe(0)
      expect(D(E((z) => logsumexp(stack([z, phantom<Scalar>(x)]))))(phantom(x))).toBe(0)
    }
  })
})

it('keep kinds, broadcast, and refuse integers', () => {
  expect(kind(exp2(Float64Array.of(1, 3)))).toBe('Float64Array 2 8')
  expect(kind(logaddexp(Float64Array.of(-inf, -inf), 2))).toBe('Float64Array 2 2')
  expect(refusal(() => log2(phantom<number>(ints([1], 2))))).toContain('log2: int32: it takes float64')
  exactly<Matrix<2, 3>>()(log2(expression(2, 3)))
  exactly<Expr<[2, 3]>>()(xlogy(expression(2, 1), expression(3)))
})
