/**
 * Norms, moments, quantifiers and differences, against their definitions in plain loops.
 */
import { describe, expect, it } from 'vitest'
import { tensor, toArray, type Tensor } from '../../src/array/tensor.ts'
import { mul } from '../../src/basis/arithmetic.ts'
import { sum } from '../../src/basis/broadcast.ts'
import { toFloat } from '../../src/basis/choice.ts'
import { eq, gt } from '../../src/basis/comparison.ts'
import { jvp } from '../../src/call/directional.ts'
import { grad } from '../../src/call/gradient.ts'
import { vmap } from '../../src/call/vectorised.ts'
import { exp } from '../../src/primitive/exponential.ts'
import { all, any, diff, norm, normPrimitive, std, variance } from '../../src/primitive/statistic.ts'
import { applyTo, variable } from '../../src/program/expr.ts'
import { aval } from '../../src/array/aval.ts'
import type { Expr, IntExpr, Mask, Matrix, Scalar, Vector } from '../../src/program/model.ts'
import { phantom } from '../../src/type/phantom.ts'
import { refusal } from '../failing.ts'
import { difference } from '../near.ts'
import { entryOf, expression, integers, ints, kind, lawful, nested, random } from './operation.ts'
import { exactly } from '../type/exactly.ts'

const { NaN: nan, POSITIVE_INFINITY: inf } = Number
const x = random(2, 3, 4)
const column = (i: number, k: number): ReadonlyArray<number> => [0, 1, 2].map((j) => entryOf(x, i, j, k))
const everything: ReadonlyArray<number> = Array.from({ length: 24 }, (_, n) => entryOf(x, Math.floor(n / 12), Math.floor(n / 4) % 3, n % 4))
const total = (xs: ReadonlyArray<number>): number => xs.reduce((a, b) => a + b, 0)

describe('norm', () => {
  const orders = [
    [2, (xs: ReadonlyArray<number>) => Math.sqrt(total(xs.map((y) => y * y)))],
    [1, (xs: ReadonlyArray<number>) => total(xs.map(Math.abs))],
    [inf, (xs: ReadonlyArray<number>) => Math.max(0, ...xs.map(Math.abs))],
  ] as const
  it.each(orders)('of order %d over all axes, or those named', (order, of) => {
    expect(difference(norm(x, { order }), of(everything))).toBe(null)
    expect(
      difference(
        norm(x, { order, axes: 1 }),
        nested([2, 4], (i, k) => of(column(i, k))),
      ),
    ).toBe(null)
    expect(
      difference(
        norm(x, { order, axes: [-2], keepdims: true }),
        nested([2, 1, 4], (i, _, k) => of(column(i, k))),
      ),
    ).toBe(null)
    expect(norm(x, { order, keepdims: true }).shape).toEqual([1, 1, 1])
    expect(norm(Float64Array.of(-3), { order })).toBe(3)
    expect(norm(-3, { order })).toBe(3)
    expect(norm(new Float64Array(0), { order })).toBe(0)
    expect(toArray(norm(random(2, 0), { order, axes: 1 }))).toEqual([0, 0])
    expect(toArray(norm(random(0, 2), { order, axes: 1 }))).toEqual([])
    expect(norm(Float64Array.of(1, nan), { order })).toBeNaN()
    expect(norm(Float64Array.of(1, -inf), { order })).toBe(inf)
  })
  it('neither overflows nor vanishes', () => {
    expect(norm(Float64Array.of(3e300, 4e300))).toBe(5e300)
    expect(norm(Float64Array.of(3e-300, -4e-300))).toBe(5e-300)
    expect(norm(Float64Array.of(5e-324, 0))).toBe(5e-324)
    expect(norm(Float64Array.of(1e308, 1e308, 1e308, 1e308))).toBe(inf)
    expect(difference(grad((y: Vector<2>) => norm(y))(Float64Array.of(3e300, 4e300)), Float64Array.of(0.6, 0.8), 1e-15)).toBe(null)
    expect(difference(grad((y: Vector<2>) => norm(y))(Float64Array.of(3e-300, 4e-300)), Float64Array.of(0.6, 0.8), 1e-15)).toBe(null)
  })
  it.each([2, 1, inf])('of order %d has gradient 0 at the zero vector, in both modes', (order) => {
    const f = (y: Vector<3>): Scalar => norm(y, { order })
    const zero = new Float64Array(3)
    expect(Array.from(grad(f)(zero), Math.abs)).toEqual([0, 0, 0])
    expect(jvp(f, [zero], [Float64Array.of(1, 2, 3)]).map(Math.abs)).toEqual([0, 0])
    expect(grad((y: Vector<3>) => mul(f(y), f(y)))(zero).map(Math.abs)).toEqual(zero)
    expect(grad(f)(new Float64Array(0) as never)).toEqual(new Float64Array(0))
  })
  it('has gradient 0 in zero rows only', () => {
    expect(
      toArray(
        grad((y: Matrix<2, 2>) => sum(norm(y, { axes: 1 })))(
          tensor([
            [0, 0],
            [3, 4],
          ]),
        ),
      ),
    ).toEqual([
      [0, 0],
      [0.6, 0.8],
    ])
    expect(
      toArray(
        vmap(grad((y: Vector<2>) => norm(y)))(
          tensor([
            [0, 0],
            [3, 4],
          ]),
        ),
      ),
    ).toEqual([
      [0, 0],
      [0.6, 0.8],
    ])
  })
  it('of order 1 and ∞ has the subgradients of least norm', () => {
    expect(grad((y: Vector<3>) => norm(y, { order: 1 }))(Float64Array.of(2, 0, -3))).toEqual(Float64Array.of(1, 0, -1))
    expect(grad((y: Vector<3>) => norm(y, { order: inf }))(Float64Array.of(3, 1, -3))).toEqual(Float64Array.of(0.5, 0, -0.5))
  })
  it('refuses other orders, axes that are not there, and integers', () => {
    expect(refusal(() => norm(x, { order: 3 }))).toBe('Argument: norm: there is no norm of order 3; the orders are 1, 2 and Infinity')
    // @ts-expect-error refused by the compiler too
    expect(refusal(() => norm(x, { axes: 3 }))).toBe('Shape: norm: shapes [2,3,4] have no axis 3; axes run from -3 to 2')
    // @ts-expect-error refused by the compiler too
    expect(refusal(() => norm(x, { order: inf, axes: [0, 0] }))).toBe('Shape: norm: shapes [2,3,4] were given axis 0 twice in axes [0, 0]')
    for (const order of [1, 2, inf])
      expect(refusal(() => norm(phantom<Tensor>(ints([2], 3, 4)), { order }))).toBe('DType: norm: int32: it takes float64; convert with toFloat')
    expect(refusal(() => applyTo(normPrimitive, { axes: [0] }, [integers(2)]))).toContain('it takes float64')
  })
  it('is lawful', () => {
    lawful((y: Matrix<2, 3>) => [norm(y), norm(y, { axes: 0 }), norm(exp(y), { axes: [-1], keepdims: true })], [[2, 3]])
    lawful((y: Vector<3>) => [norm(y, { order: 1 }), norm(y, { order: inf })], [[3]], 0.01)
    lawful((y: Expr<[1]>) => norm(y), [[1]])
  })
})

describe('variance and std', () => {
  const of = (xs: ReadonlyArray<number>, correction = 0): number => total(xs.map((y) => (y - total(xs) / xs.length) ** 2)) / (xs.length - correction)
  it('are the mean square about the mean, and its root', () => {
    for (const correction of [0, 1, 2]) {
      expect(difference(variance(x, { correction }), of(everything, correction))).toBe(null)
      expect(
        difference(
          variance(x, { correction, axes: 1 }),
          nested([2, 4], (i, k) => of(column(i, k), correction)),
        ),
      ).toBe(null)
      expect(
        difference(
          std(x, { correction, axes: [1], keepdims: true }),
          nested([2, 1, 4], (i, _, k) => Math.sqrt(of(column(i, k), correction))),
        ),
      ).toBe(null)
    }
    expect(variance(Float64Array.of(1, 2, 3, 6))).toBe(3.5)
    expect(std(Float64Array.of(1, 3))).toBe(1)
    expect(kind(variance(Float64Array.of(1, 3), { keepdims: true }))).toBe('Float64Array 1')
    expect(variance(x, { keepdims: true }).shape).toEqual([1, 1, 1])
    expect(variance(5)).toBe(0)
    expect(toArray(variance(tensor([[1, 2]]), { axes: [] }))).toEqual([[0, 0]])
    // Two passes: a large mean takes no digits.
    expect(variance(Float64Array.of(1e9, 1e9 + 1, 1e9 + 2))).toBe(2 / 3)
  })
  it('of too few are NaN or ∞, as in NumPy', () => {
    expect(variance(new Float64Array(0))).toBeNaN()
    expect(std(new Float64Array(0))).toBeNaN()
    expect(variance(Float64Array.of(4), { correction: 1 })).toBeNaN()
    expect(std(Float64Array.of(4), { correction: 1 })).toBeNaN()
    expect(variance(Float64Array.of(1, 2), { correction: 3 })).toBe(inf)
    expect(std(Float64Array.of(1, 2), { correction: 3 })).toBe(inf)
    expect(variance(Float64Array.of(1, nan))).toBeNaN()
    expect(std(Float64Array.of(1, inf))).toBeNaN()
  })
  it('std does not overflow, and has gradient 0 where all entries are equal', () => {
    expect(std(Float64Array.of(1e200, -1e200))).toBe(1e200)
    expect(Array.from(grad((y: Vector<3>) => std(y))(Float64Array.of(2, 2, 2)), Math.abs)).toEqual([0, 0, 0])
    expect(jvp((y: Vector<2>) => std(y), [Float64Array.of(2, 2)], [Float64Array.of(1, 5)]).map(Math.abs)).toEqual([0, 0])
  })
  it('are lawful', () => {
    lawful((y: Matrix<2, 3>) => [variance(y), variance(y, { axes: 0, correction: 1 }), variance(exp(y), { axes: 1, keepdims: true })], [[2, 3]])
    lawful((y: Matrix<2, 3>) => [std(y), std(y, { axes: 1, correction: 1 })], [[2, 3]], 0.02)
    lawful((y: Expr<[1]>) => variance(y), [[1]])
  })
  it('refuse axes that are not there, and integers', () => {
    // @ts-expect-error refused by the compiler too
    expect(refusal(() => variance(x, { axes: 3 }))).toContain('variance: shapes [2,3,4] have no axis 3')
    // @ts-expect-error refused by the compiler too
    expect(refusal(() => std(x, { axes: [1, 1] }))).toContain('std: shapes [2,3,4] were given axis 1 twice')
    expect(refusal(() => std(phantom<Tensor>(ints([2], 3, 4))))).toBe('DType: std: int32: it takes float64; convert with toFloat')
  })
})

describe('any and all', () => {
  const m = tensor([
    [true, false, false],
    [true, true, true],
  ])
  it('quantify over all axes, or those named', () => {
    expect([any(m), all(m)]).toEqual([true, false])
    expect(toArray(any(m, { axes: 0 }))).toEqual([true, true, true])
    expect(toArray(all(m, { axes: 0 }))).toEqual([true, false, false])
    expect(toArray(all(m, { axes: -1, keepdims: true }))).toEqual([[false], [true]])
    expect([any(true), any(false), all(true), all(false)]).toEqual([true, false, true, false])
    expect([any(gt(Float64Array.of(1, nan), 0)), all(gt(Float64Array.of(1, nan), 0))]).toEqual([true, false])
  })
  it('of nothing are false and true', () => {
    const none = gt(new Float64Array(0), 0)
    expect([any(none), all(none)]).toEqual([false, true])
    expect([toArray(any(gt(random(2, 0), 0), { axes: 1 })), toArray(all(gt(random(2, 0), 0), { axes: 1 }))]).toEqual([
      [false, false],
      [true, true],
    ])
  })
  it('map over rows, and let no derivative through', () => {
    expect(
      toArray(
        vmap((y: Vector<3>) => any(gt(y, 0)))(
          tensor([
            [1, -1, 0],
            [-1, -2, -3],
          ]),
        ),
      ),
    ).toEqual([true, false])
    expect(grad((y: Vector<2>) => mul(sum(y), toFloat(all(eq(y, y)))))(Float64Array.of(1, 2))).toEqual(Float64Array.of(1, 1))
  })
  it('refuse what is no mask, and axes that are not there', () => {
    expect(refusal(() => any(phantom<Mask>(tensor([1, 0]))))).toBe('DType: any: float64: it takes a mask; compare with lt, gt, eq, …')
    expect(refusal(() => all(phantom<Mask>(ints([2], 1, 0))))).toBe('DType: all: int32: it takes a mask; compare with lt, gt, eq, …')
    // @ts-expect-error refused by the compiler too
    expect(refusal(() => all(m, { axes: 2 }))).toBe('Shape: all: shapes [2,3] have no axis 2; axes run from -2 to 1')
  })
})

describe('diff', () => {
  it('takes differences of neighbours', () => {
    expect(kind(diff(Float64Array.of(1, 4, 9)))).toBe('Float64Array 3 5')
    expect(toArray(diff(x))).toEqual(nested([2, 3, 3], (i, j, k) => entryOf(x, i, j, k + 1) - entryOf(x, i, j, k)))
    expect(toArray(diff(x, 0))).toEqual(nested([1, 3, 4], (i, j, k) => entryOf(x, i + 1, j, k) - entryOf(x, i, j, k)))
    expect(kind(diff(Float64Array.of(1)))).toBe('Float64Array')
    expect(kind(diff(new Float64Array(0)))).toBe('Float64Array')
    expect(kind(diff(ints([3], 1, 4, 9)))).toBe('i32[2] 3 5')
    expect(kind(diff(Float64Array.of(inf, inf, 1)))).toBe('Float64Array NaN -Infinity')
  })
  it('refuses an axis that is not there', () => {
    // @ts-expect-error refused by the compiler too
    expect(refusal(() => diff(x, 3))).toBe('Shape: diff: shapes [2,3,4] have no axis 3; axes run from -3 to 2')
    // @ts-expect-error refused by the compiler too
    expect(refusal(() => diff(3))).toContain('a scalar has no axes')
  })
  it('is lawful', () => {
    lawful((y: Matrix<2, 3>) => [diff(y), diff(y, 0)], [[2, 3]])
    lawful((y: Expr<[1]>, z: Expr<[0]>) => [diff(y), diff(z)], [[1], [0]])
  })
})

it('have shapes in types', () => {
  const mask = phantom<Mask<[2, 3]>>(variable(aval('bool', [2, 3])))
  exactly<Scalar>()(norm(expression(2, 3)))
  exactly<Vector<2>>()(norm(expression(2, 3), { axes: 1, order: 1 }))
  exactly<number>()(norm(Float64Array.of(1)))
  exactly<Matrix<1, 3>>()(variance(expression(2, 3), { axes: [0], keepdims: true, correction: 1 }))
  exactly<Tensor<[3, 4]>>()(std(x, { axes: 0 }))
  exactly<Mask<[]>>()(any(mask))
  exactly<Mask<[3]>>()(all(mask, { axes: 0 }))
  exactly<boolean>()(any(true))
  exactly<Matrix<2, number>>()(diff(expression(2, 3)))
  exactly<IntExpr<[number, 3]>>()(diff(integers(2, 3), 0))
})
