/**
 * What is made of other operations: values by hand, signs and edges, and gradients where they have a form.
 */
import { describe, expect, it } from 'vitest'
import * as W from '../../src/index.ts'
import { phantom } from '../../src/type/phantom.ts'
import { refusal } from '../failing.ts'
import { ints, kind, random } from './operation.ts'

const [nan, inf] = [Number.NaN, Number.POSITIVE_INFINITY]

// What their types say stands in the tests of types; here they are as a caller without types has them.
type Free = (...args: ReadonlyArray<unknown>) => unknown
const { allclose, choSolve, floorDivide, grad, logit, mod, polyval, swapaxes, trunc } =
  phantom<Readonly<Record<'allclose' | 'choSolve' | 'floorDivide' | 'grad' | 'logit' | 'mod' | 'polyval' | 'swapaxes' | 'trunc', Free>>>(W)
const slope = (f: unknown, options?: unknown): Free => phantom(grad(f, options))
const { cholesky, evaluate, matmul, reshape, sigmoid, solve, tensor, toArray, toFloat64Array, vmap } = W

describe('mod and floorDivide', () => {
  it.each([
    [7, 3, 1, 2],
    [-7, 3, 2, -3],
    [7, -3, -2, -3],
    [-7, -3, -1, 2],
    [6, 3, 0, 2],
    [5.5, 2, 1.5, 2],
    [0, 3, 0, 0],
    [5, 0, nan, inf],
    [-5, 0, nan, -inf],
    [0, 0, nan, nan],
    [nan, 1, nan, nan],
    [5, inf, nan, 0],
  ])('of %d by %d are %d and %d', (x, y, left, times) => {
    expect(mod(x, y)).toBe(left)
    expect(floorDivide(x, y)).toBe(times)
  })
  it('leave nothing of the other sign, where the quotient was rounded too', () => {
    const dividends = Array.from({ length: 801 }, (_, i) => (i - 400) / 10)
    const pairs = dividends.flatMap((x) => [0.1, 0.3, 1 / 3, -0.1, -0.7].map((y) => ({ x, y, left: Number(mod(x, y)), times: Number(floorDivide(x, y)) })))
    const isRight = ({ x, y, left, times }: (typeof pairs)[number]): boolean =>
      left * y >= 0 && Math.abs(left) <= Math.abs(y) * (1 + 1e-12) && Math.abs(times * y + left - x) < 5e-11
    expect(pairs.filter((pair) => !isRight(pair))).toEqual([])
  })
  it('have the derivatives of their formula, at the steps too', () => {
    expect([7, -7, 6].map((x) => slope(mod, { argnums: [0, 1] })(x, 3))).toEqual([
      [1, -2],
      [1, 3],
      [1, -2],
    ])
    expect([7, 6].map((x) => slope(floorDivide, { argnums: [0, 1] })(x, 3))).toEqual([
      [0, 0],
      [0, 0],
    ])
  })
  it('broadcast, keep kinds, and refuse by name', () => {
    expect(kind(mod(Float64Array.of(-7, 7), 3))).toBe('Float64Array 2 1')
    expect(kind(mod(tensor([[7], [8]]), Float64Array.of(2, 5)))).toBe('f64[2,2] 1 2 0 3')
    expect(refusal(() => mod(Float64Array.of(1, 2), Float64Array.of(1, 2, 3)))).toContain('mod: shapes [2] and [3] do not broadcast')
    expect(refusal(() => floorDivide(ints([1], 2), 3))).toContain('floorDivide: int32: it takes float64; convert with toFloat')
  })
})

describe('trunc', () => {
  it('rounds towards 0, zeros and what is no number as they are', () => {
    expect([1.5, -1.5, 2, -2, 0.5, -0.5, -0, inf, -inf, nan].map((x) => trunc(x))).toEqual([1, -1, 2, -2, 0, -0, -0, inf, -inf, nan])
    expect([1.5, -1.5, 2].map((x) => slope(trunc)(x))).toEqual([0, 0, 0])
  })
})

describe('logit', () => {
  it('is the inverse of the sigmoid, with its edges', () => {
    expect([0, 1, -0.1, 1.1, nan].map((x) => logit(x))).toEqual([-inf, inf, nan, nan, nan])
    expect([0, 1].map((x) => slope(logit)(x))).toEqual([inf, inf])
    for (const x of [-30, -2, -0.3, 0, 1e-9, 0.7, 1.0986, 5]) expect(Math.abs(Number(logit(sigmoid(x))) - x)).toBeLessThan(4e-15 * Math.max(1, Math.abs(x)))
  })
  it('keeps its digits in the middle, where two logarithms would cancel', () => {
    const by = 2 ** -30
    expect(Math.abs(Number(logit(0.5 + by)) / (4 * by) - 1)).toBeLessThan(1e-15)
    expect(Math.abs(Number(slope(logit)(0.5 + by)) / 4 - 1)).toBeLessThan(1e-15)
  })
})

describe('allclose', () => {
  it('is as in NumPy', () => {
    expect([allclose(1, 1 + 1e-6), allclose(1, 1.1), allclose(1e-9, 0), allclose(1e-7, 0)]).toEqual([true, false, true, false])
    expect([allclose(inf, inf), allclose(-inf, inf), allclose(1, inf), allclose(inf, 1), allclose(nan, nan)]).toEqual([true, false, false, false, false])
    expect([allclose(100, 101, { rtol: 0.01 }), allclose(101, 100, { rtol: 0.0099 }), allclose(1, 1.5, { atol: 0.5, rtol: 0 })]).toEqual([true, false, true])
    expect(allclose(new Float64Array(0), 1)).toBe(true)
    expect([allclose(ints([2], 1, 2), ints([2], 1, 2)), allclose(ints([2], 1, 2), 1)]).toEqual([true, false])
    expect(refusal(() => allclose(ints([2], 1, 2), Float64Array.of(1, 2)))).toContain('allclose: int32 and float64: do not mix; convert with toFloat or toInt')
    expect(phantom<Free>(evaluate((x: W.Scalar) => allclose(x, 2)))(2)).toBe(true)
  })
  it('refuses what is no tolerance', () => {
    expect(refusal(() => allclose(1, 1, { atol: -1 }))).toContain('allclose: atol is -1; a tolerance is a number from 0')
    expect(refusal(() => allclose(1, 1, { rtol: nan }))).toContain('rtol is NaN')
    expect(refusal(() => allclose(1, 1, { tol: 1 }))).toContain("there is no option 'tol'")
  })
})

describe('polyval', () => {
  it('takes the highest power first', () => {
    expect(polyval(Float64Array.of(1, -6, 11, -6), 2)).toBe(0)
    expect(kind(polyval(Float64Array.of(2, 1), tensor([[1, 2]])))).toBe('f64[1,2] 3 5')
    expect(kind(polyval(new Float64Array(0), Float64Array.of(1, 2)))).toBe('Float64Array 0 0')
    expect(slope((c: unknown) => polyval(c, 2))(Float64Array.of(1, 2, 3))).toEqual(Float64Array.of(4, 2, 1))
    expect(phantom<Free>(vmap((x: W.Scalar) => polyval(Float64Array.of(1, 0), x)))(Float64Array.of(3, 4))).toEqual(Float64Array.of(3, 4))
    expect(refusal(() => polyval(1, 2))).toContain('polyval: shapes [] are not those of a vector of coefficients')
  })
})

describe('swapaxes', () => {
  it('exchanges two and leaves the others', () => {
    const x = reshape(Float64Array.of(0, 1, 2, 3, 4, 5), [1, 2, 3])
    expect(toArray(phantom<W.Tensor>(swapaxes(x, 1, 2)))).toEqual([
      [
        [0, 3],
        [1, 4],
        [2, 5],
      ],
    ])
    expect(phantom<W.Tensor>(swapaxes(x, 0, -1)).shape).toEqual([3, 2, 1])
    expect(kind(swapaxes(ints([2, 1], 1, 2), 0, 1))).toBe('i32[1,2] 1 2')
  })
})

describe('choSolve', () => {
  it('solves as solve does, vectors and matrices and batches', () => {
    const g = random(2, 3, 3)
    const a = tensor(
      toFloat64Array(matmul(g, W.swapaxes(g, 1, 2))).map((x, i) => x + (i % 9 === 0 || i % 9 === 4 || i % 9 === 8 ? 1 : 0)),
      [2, 3, 3],
    )
    for (const b of [random(3), random(3, 2), random(2, 3, 2)]) {
      const [found, wanted] = [choSolve(cholesky(a), b), phantom<Free>(solve)(a, b)]
      expect(allclose(found, wanted, { rtol: 1e-12 })).toBe(true)
    }
  })
})
