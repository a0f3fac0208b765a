/**
 * Sorting against JavaScript's own sort on pairs of value and place, with NaN, equal entries and −0,
 * and derivatives that follow the entries.
 */
import { describe, expect, it } from 'vitest'
import { tensor, toArray, type Tensor } from '../../src/array/tensor.ts'
import { mul } from '../../src/basis/arithmetic.ts'
import { sum } from '../../src/basis/broadcast.ts'
import { jvp } from '../../src/call/directional.ts'
import { grad } from '../../src/call/gradient.ts'
import { vmap } from '../../src/call/vectorised.ts'
import { exp } from '../../src/primitive/exponential.ts'
import { argsort, argsortPrimitive, median, sort, topK } from '../../src/primitive/order.ts'
import { applyTo } from '../../src/program/expr.ts'
import type { Expr, IntExpr, Matrix, Scalar, Vector } from '../../src/program/model.ts'
import { phantom } from '../../src/type/phantom.ts'
import { refusal } from '../failing.ts'
import { entryOf, expression, integers, ints, kind, lawful, nested, random } from './operation.ts'
import { exactly } from '../type/exactly.ts'

const { NaN: nan, POSITIVE_INFINITY: inf } = Number
const x = random(2, 5, 3)
const ascending = (xs: ReadonlyArray<number>): ReadonlyArray<number> => [...xs].sort((a, b) => a - b)
const line = (n: number): ReadonlyArray<number> => Array.from({ length: n }, (_, i) => i)

describe('sort', () => {
  it('orders the last axis, or the one named', () => {
    expect(toArray(sort(x))).toEqual(nested([2, 5, 3], (i, j, k) => ascending(line(3).map((n) => entryOf(x, i, j, n)))[k] ?? nan))
    expect(toArray(sort(x, { axis: 1 }))).toEqual(nested([2, 5, 3], (i, j, k) => ascending(line(5).map((n) => entryOf(x, i, n, k)))[j] ?? nan))
    expect(toArray(sort(x, { axis: 0, descending: true }))).toEqual(
      nested([2, 5, 3], (i, j, k) => ascending(line(2).map((n) => entryOf(x, n, j, k)))[1 - i] ?? nan),
    )
  })
  it('keeps the kind, the dtype, and arrays of one and none', () => {
    expect(kind(sort(Float64Array.of(3, 1, 2)))).toBe('Float64Array 1 2 3')
    expect(kind(sort(ints([3], 3, -1, 2)))).toBe('i32[3] -1 2 3')
    expect(kind(sort(Float64Array.of(4)))).toBe('Float64Array 4')
    expect(kind(sort(new Float64Array(0)))).toBe('Float64Array')
    expect(kind(sort(random(2, 0)))).toBe('f64[2,0] ')
    expect(kind(sort(random(0, 2)))).toBe('f64[0,2] ')
  })
  it('puts NaN last, first when descending, and equal entries in their order', () => {
    expect(kind(sort(Float64Array.of(nan, 1, -inf, nan, inf, 0)))).toBe('Float64Array -Infinity 0 1 Infinity NaN NaN')
    expect(kind(sort(Float64Array.of(1, nan, 2), { descending: true }))).toBe('Float64Array NaN 2 1')
    expect(kind(sort(Float64Array.of(0, -0, -1)))).toBe('Float64Array -1 0 -0')
    expect(kind(argsort(Float64Array.of(2, 1, 2, 1)))).toBe('i32[4] 1 3 0 2')
    expect(kind(argsort(Float64Array.of(2, 1, 2, 1), { descending: true }))).toBe('i32[4] 0 2 1 3')
    expect(kind(argsort(Float64Array.of(inf, inf, nan, -inf, nan)))).toBe('i32[5] 3 0 1 2 4')
    expect(
      toArray(
        argsort(
          tensor([
            [3, 1],
            [2, 4],
          ]),
          { axis: 0 },
        ),
      ),
    ).toEqual([
      [1, 0],
      [0, 1],
    ])
  })
  it('sends each derivative where its entry goes', () => {
    expect(grad((y: Vector<3>) => sum(mul(sort(y), Float64Array.of(1, 10, 100))))(Float64Array.of(5, 3, 4))).toEqual(Float64Array.of(100, 1, 10))
    expect(jvp((y: Vector<3>) => sort(y), [Float64Array.of(5, 3, 4)], [Float64Array.of(1, 10, 100)])[1]).toEqual(Float64Array.of(10, 100, 1))
    // Where entries tie, as they stood.
    expect(jvp((y: Vector<3>) => sort(y), [Float64Array.of(2, 2, 1)], [Float64Array.of(1, 10, 100)])[1]).toEqual(Float64Array.of(100, 1, 10))
  })
  it('maps over rows', () => {
    const rows = tensor([
      [3, 1, 2],
      [7, 9, 8],
    ])
    expect(toArray(vmap((y: Vector<3>) => sort(y))(rows))).toEqual([
      [1, 2, 3],
      [7, 8, 9],
    ])
    expect(toArray(vmap((y: Vector<2>) => argsort(y, { descending: true }), { inAxes: 1 })(rows))).toEqual([
      [1, 0],
      [1, 0],
      [1, 0],
    ])
  })
  it('refuses axes out of range, and scalars', () => {
    // @ts-expect-error refused by the compiler too
    expect(refusal(() => sort(x, { axis: 3 }))).toBe('Shape: sort: shapes [2,5,3] have no axis 3; axes run from -3 to 2')
    // @ts-expect-error refused by the compiler too
    expect(refusal(() => argsort(x, { axis: -4 }))).toContain('argsort: shapes [2,5,3] have no axis -4')
    // @ts-expect-error refused by the compiler too
    expect(refusal(() => sort(3))).toBe('Shape: sort: shapes [] have no axis -1; a scalar has no axes')
    expect(refusal(() => applyTo(argsortPrimitive, { descending: false }, [expression()]))).toBe('Shape: argsort: shapes [] have no axis to sort along')
    expect(refusal(() => applyTo(argsortPrimitive, {}, [expression(2)]))).toBe("Argument: argsort: its parameter 'descending' must be true or false")
  })
})

describe('topK', () => {
  it('gives the largest and their places', () => {
    expect(kind([...topK(Float64Array.of(3, 1, 2, 5), 2)])).toBe('Float64Array 5 3 | i32[2] 3 0')
    expect(
      kind([
        ...topK(
          tensor([
            [3, 1, 2],
            [4, 6, 5],
          ]),
          1,
        ),
      ]),
    ).toBe('f64[2,1] 3 6 | i32[2,1] 0 1')
    expect(kind([...topK(Float64Array.of(2, 2, 2), 2)])).toBe('Float64Array 2 2 | i32[2] 0 1')
    expect(kind([...topK(Float64Array.of(1, nan, 3), 2)])).toBe('Float64Array NaN 3 | i32[2] 1 2')
    expect(kind([...topK(Float64Array.of(1), 0)])).toBe('Float64Array | i32[0] ')
    expect(kind([...topK(new Float64Array(0), 0)])).toBe('Float64Array | i32[0] ')
    expect(kind([...topK(ints([2], 4, 9), 2)])).toBe('i32[2] 9 4 | i32[2] 1 0')
  })
  it('refuses more than there are', () => {
    expect(refusal(() => topK(Float64Array.of(1, 2), 3))).toBe('Shape: topK: shapes [2] have no 3 largest entries along the last axis')
    for (const k of [-1, 0.5, nan]) expect(refusal(() => topK(Float64Array.of(1, 2), k))).toContain(`have no ${k} largest`)
    // @ts-expect-error refused by the compiler too
    expect(refusal(() => topK(3, 0))).toContain('a scalar has no axes')
  })
})

describe('median', () => {
  it('is the middle entry, or the mean of the middle two', () => {
    expect(median(Float64Array.of(5, 1, 2, 4))).toBe(3)
    expect(median(Float64Array.of(5, 1, 2))).toBe(2)
    expect(median(Float64Array.of(3, 1))).toBe(2)
    expect(median(Float64Array.of(4))).toBe(4)
    expect(median(7)).toBe(7)
    expect(median(Float64Array.of(1, 2, inf))).toBe(2)
    const middle = (xs: ReadonlyArray<number>): number =>
      ((ascending(xs)[Math.floor((xs.length - 1) / 2)] ?? nan) + (ascending(xs)[Math.floor(xs.length / 2)] ?? nan)) / 2
    expect(toArray(median(x, 0))).toEqual(nested([5, 3], (j, k) => middle([entryOf(x, 0, j, k), entryOf(x, 1, j, k)])))
    expect(toArray(median(x, -2))).toEqual(nested([2, 3], (i, k) => middle(line(5).map((j) => entryOf(x, i, j, k)))))
    expect(
      median(
        tensor([
          [1, 2],
          [3, 9],
        ]),
      ),
    ).toBe(2.5)
  })
  it('is NaN where there is one, and of nothing', () => {
    expect(median(Float64Array.of(1, nan, 3))).toBeNaN()
    expect(median(Float64Array.of(nan, 1, 2, 3, 4))).toBeNaN()
    expect(median(new Float64Array(0))).toBeNaN()
    expect(toArray(median(random(2, 0), 1))).toEqual([nan, nan])
    expect(toArray(median(random(0, 2), 1))).toEqual([])
    expect(
      toArray(
        median(
          tensor([
            [1, nan],
            [3, 4],
          ]),
          1,
        ),
      ),
    ).toEqual([nan, 3.5])
  })
  it('gives its derivative to the middle', () => {
    const g = grad((y: Vector<number>) => median(y))
    expect(g(Float64Array.of(5, 1, 2))).toEqual(Float64Array.of(0, 0, 1))
    expect(g(Float64Array.of(5, 1, 2, 4))).toEqual(Float64Array.of(0, 0, 0.5, 0.5))
    expect(g(Float64Array.of(4))).toEqual(Float64Array.of(1))
  })
  it('refuses an axis out of range, and integers', () => {
    // @ts-expect-error refused by the compiler too
    expect(refusal(() => median(x, 3))).toBe('Shape: median: shapes [2,5,3] have no axis 3; axes run from -3 to 2')
    expect(refusal(() => median(phantom<Tensor>(ints([2], 1, 2))))).toBe('DType: median: int32: it takes float64; convert with toFloat')
  })
})

it.each<readonly [string, () => void]>([
  ['sort', () => lawful((y: Matrix<2, 4>) => [sort(y), sort(exp(y), { axis: 0, descending: true })], [[2, 4]], 0.01)],
  ['topK', () => lawful((y: Matrix<2, 4>) => topK(exp(y), 2)[0], [[2, 4]], 0.01)],
  ['median', () => lawful((y: Matrix<3, 4>) => [median(y), median(exp(y), 0), median(y, 1)], [[3, 4]], 0.005)],
  ['of one entry and of none', () => lawful((y: Expr<[1]>, z: Expr<[2, 0]>) => [sort(y), topK(y, 1)[0], median(y), sort(z), topK(z, 0)[0]], [[1], [2, 0]])],
])('%s is lawful', (_, law) => law())

it('has shapes in types', () => {
  exactly<Matrix<2, 3>>()(sort(expression(2, 3), { axis: 0 }))
  exactly<Float64Array<ArrayBuffer>>()(sort(Float64Array.of(1)))
  exactly<IntExpr<[2, 3]>>()(argsort(expression(2, 3)))
  exactly<Tensor<[number], 'int32'>>()(argsort(Float64Array.of(1)))
  exactly<readonly [Matrix<2, 3>, IntExpr<[2, 3]>]>()(topK(expression(2, 5), 3))
  exactly<IntExpr<[3]>>()(topK(integers(5), 3)[0])
  exactly<Scalar>()(median(expression(2, 5)))
  exactly<Vector<5>>()(median(expression(2, 5), 0))
  exactly<number>()(median(Float64Array.of(1)))
})
