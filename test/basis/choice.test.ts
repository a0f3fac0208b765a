import { describe, expect, it } from 'vitest'
import { tensor, toArray } from '../../src/array/tensor.ts'
import { add, mul } from '../../src/basis/arithmetic.ts'
import { toFloat, toInt, where } from '../../src/basis/choice.ts'
import { eq, ge, gt, le, lt, ne } from '../../src/basis/comparison.ts'
import { and, not, or } from '../../src/basis/logic.ts'
import { broadcastTo, sum } from '../../src/basis/broadcast.ts'
import { grad } from '../../src/call/gradient.ts'
import { vmap } from '../../src/call/vectorised.ts'
import { div, sqrt, square } from '../../src/primitive/arithmetic.ts'
import { dot, matmul } from '../../src/primitive/contraction.ts'
import { cond, fori } from '../../src/primitive/control.ts'
import { log } from '../../src/primitive/exponential.ts'
import { take } from '../../src/primitive/gather.ts'
import { concatenate, stack } from '../../src/primitive/join.ts'
import { logsumexp } from '../../src/primitive/reduction.ts'
import { reshape, transpose } from '../../src/primitive/shape.ts'
import { slice } from '../../src/primitive/slice.ts'
import { sincos } from '../../src/primitive/trigonometric.ts'
import type { Scalar, Vector } from '../../src/program/model.ts'
import { phantom } from '../../src/type/phantom.ts'
import { refusal } from '../failing.ts'
import { at, modes, pairs, type ScalarFunction } from '../modes.ts'
import { difference, plain } from '../near.ts'
import type { Table } from '../table.ts'

const { NaN: nan, POSITIVE_INFINITY: inf } = Number

describe('comparisons', () => {
  const points = [-inf, -1, -0, 0, 1, inf, nan]
  it.each([
    ['lt', lt, (x: number, y: number) => x < y],
    ['le', le, (x, y) => x <= y],
    ['gt', gt, (x, y) => x > y],
    ['ge', ge, (x, y) => x >= y],
    ['eq', eq, (x, y) => x === y],
    ['ne', ne, (x, y) => x !== y],
  ] as ReadonlyArray<[string, typeof lt, (x: number, y: number) => boolean]>)('%s is that of numbers', (_, compare, expected) => {
    for (const x of points) for (const y of points) expect([x, y, compare(x, y)]).toEqual([x, y, expected(x, y)])
    const column = tensor(points.map((x) => [x]))
    expect(toArray(compare(column, Float64Array.from(points)))).toEqual(points.map((x) => points.map((y) => expected(x, y))))
  })
  it('compare integers', () => expect(toArray(lt(tensor([1, 2, 3], 'int32'), 2))).toEqual([true, false, false]))
})

describe('logic', () => {
  it('is that of booleans', () => {
    for (const a of [true, false]) for (const b of [true, false]) expect([and(a, b), or(a, b), not(a)]).toEqual([a && b, a || b, !a])
    expect(toArray(and(tensor([[true], [false]]), tensor([true, false])))).toEqual([
      [true, false],
      [false, false],
    ])
  })
})

describe('conversions', () => {
  it('go through toFloat and toInt', () => {
    expect(toArray(toFloat(tensor([1, -2], 'int32')))).toEqual([1, -2])
    expect(toArray(toFloat(tensor([true, false])))).toEqual([1, 0])
    expect(toArray(toInt(Float64Array.of(1.9, -1.9, 0, -0.5)))).toEqual([1, -1, 0, 0])
    expect(toArray(toInt(tensor([true])))).toEqual([1])
    expect(toArray(toInt(tensor([2 ** 31 - 1, -7], 'int32')))).toEqual([2 ** 31 - 1, -7])
    expect([...toFloat(Float64Array.of(1.5))]).toEqual([1.5])
  })
  it('let no derivative through toInt', () => expect(grad((x: Scalar) => mul(x, toFloat(toInt(x))))(2.5)).toBe(2))
})

describe('where', () => {
  it('picks entries, with broadcasting of all three', () => {
    expect(toArray(where(tensor([[true], [false]]), Float64Array.of(1, 2, 3), 0))).toEqual([
      [1, 2, 3],
      [0, 0, 0],
    ])
    expect(where(false, 1, nan)).toBe(nan)
    expect(toArray(where(tensor([true, false]), tensor([1, 2], 'int32'), 7))).toEqual([1, 7])
  })
  it('refuses masks that are none, and shapes that do not meet', () => {
    expect(refusal(() => where(phantom<boolean>(1), 1, 2))).toContain('where: float64: the first argument must be a mask; compare with lt, gt, eq, …')
    expect(refusal(() => where(tensor([true, false]), phantom<number>(tensor([1, 2, 3])), 0))).toContain('Shape: where: shapes [2] and [3] do not broadcast')
  })
})

// √ has derivative ∞ at 0 and NaN below, log likewise: what comes out of the untaken arm must be exactly 0.
describe('the arm of a where that is not taken', () => {
  const cases: Table<readonly [string, ScalarFunction, number, readonly [number, number]]> = [
    ['√ at 0', (x) => where(lt(x, 1), square(x), sqrt(x)), 0, [0, 2]],
    ['√ below 0', (x) => where(lt(x, 1), square(x), sqrt(x)), -1, [-2, 2]],
    ['log at 0', (x) => where(gt(x, 0), log(x), 0), 0, [0, 0]],
    ['the other arm', (x) => where(ge(x, 1), sqrt(x), square(x)), -2, [-4, 2]],
    ['both arms', (x) => where(lt(x, 1), square(x), where(lt(x, 0), sqrt(x), log(x))), 0, [0, 2]],
    ['nested, taken inside', (x) => where(lt(x, 1), where(gt(x, 0), sqrt(x), square(x)), log(x)), -1, [-2, 2]],
    ['with a product behind', (x) => mul(3, where(lt(x, 1), square(x), sqrt(x))), 0, [0, 6]],
    ['with a product before', (x) => where(lt(x, 1), square(x), sqrt(mul(x, 3))), 0, [0, 2]],
    [
      'used twice',
      (x) => {
        const r = sqrt(x)
        return where(lt(x, 1), square(x), mul(r, r))
      },
      0,
      [0, 2],
    ],
    [
      'shared by both arms',
      (x) => {
        const r = div(1, x)
        return where(eq(x, 0), square(x), mul(r, r))
      },
      0,
      [0, 2],
    ],
    ['a sum before', (x) => where(lt(x, 1), square(x), sum(sqrt(mul(x, Float64Array.of(1, 2))))), 0, [0, 2]],
    ['a sum behind', (x) => sum(where(lt(broadcastTo(x, [2]), 1), square(broadcastTo(x, [2])), sqrt(broadcastTo(x, [2])))), 0, [0, 4]],
    ['a broadcast before', (x) => sum(where(tensor([true, false]), square(x), where(lt(x, 1), x, broadcastTo(sqrt(x), [2])))), 0, [1, 2]],
    ['a broadcast behind', (x) => sum(broadcastTo(where(lt(x, 1), square(x), sqrt(x)), [3])), 0, [0, 6]],
    ['a reshape before', (x) => sum(where(lt(x, 1), square(x), reshape(sqrt(x), [1]))), 0, [0, 2]],
    ['a reshape behind', (x) => sum(reshape(where(lt(x, 1), square(x), broadcastTo(sqrt(x), [2])), [2, 1])), 0, [0, 4]],
    ['a transpose between', (x) => sum(where(lt(x, 1), square(x), transpose(sqrt(broadcastTo(x, [2, 3]))))), 0, [0, 12]],
    ['a slice before', (x) => sum(where(lt(x, 1), square(x), slice(sqrt(broadcastTo(x, [3])), [1], [2]))), 0, [0, 2]],
    ['a slice behind', (x) => sum(slice(where(lt(x, 1), square(x), sqrt(broadcastTo(x, [3]))), [1], [3])), 0, [0, 4]],
    ['take before', (x) => sum(where(lt(x, 1), square(x), take(sqrt(broadcastTo(x, [3])), [0, 0]))), 0, [0, 4]],
    ['concatenate before', (x) => sum(where(lt(x, 1), square(x), concatenate([sqrt(broadcastTo(x, [1])), log(broadcastTo(x, [1]))]))), 0, [0, 4]],
    ['stack before', (x) => sum(where(lt(x, 1), square(x), stack([sqrt(x), log(x)]))), 0, [0, 4]],
    [
      'two results of one operation',
      (x) => {
        const [s, c] = sincos(div(1, x))
        return where(eq(x, 0), square(x), mul(s, c))
      },
      0,
      [0, 2],
    ],
    ['dot before', (x) => where(lt(x, 1), square(x), dot(sqrt(mul(x, Float64Array.of(1, 2))), Float64Array.of(3, 4))), 0, [0, 2]],
    [
      'matmul before',
      (x) =>
        where(
          lt(x, 1),
          square(x),
          sum(
            matmul(
              tensor([
                [1, 2],
                [3, 4],
              ]),
              sqrt(mul(x, Float64Array.of(1, 2))),
            ),
          ),
        ),
      0,
      [0, 2],
    ],
    ['logsumexp before', (x) => where(lt(x, 1), square(x), logsumexp(log(mul(x, Float64Array.of(1, 2))))), 0, [0, 2]],
    ['a loop before', (x) => where(lt(x, 1), square(x), phantom<Scalar>(fori(2, x, (c: Scalar) => sqrt(c)))), 0, [0, 2]],
    [
      'a branch before',
      (x) =>
        where(
          lt(x, 1),
          square(x),
          phantom<Scalar>(
            cond(
              lt(x, 1),
              () => sqrt(x),
              () => log(x),
            ),
          ),
        ),
      0,
      [0, 2],
    ],
  ]
  describe.each(modes)('%s', (_, D) => {
    it.each(cases)('%s', (_name, f, x, [first]) => expect(at(D(f), x)).toBe(first))
  })
  describe.each(pairs)('%s', (_, D, E) => {
    it.each(cases)('%s', (_name, f, x, [, second]) => expect(at(D(E(f)), x)).toBe(second))
  })

  it('contributes nothing entry by entry', () => {
    const f = (x: Vector<4>): Scalar => sum(where(gt(x, 0), sqrt(x), square(x)))
    expect(grad(f)(Float64Array.of(4, 0, -1, 0.25))).toEqual(Float64Array.of(0.25, 0, -2, 1))
    const sliced = (x: Vector<4>): Scalar => sum(where(gt(slice(x, [0], [2]), 0), slice(sqrt(x), [0], [2]), slice(square(x), [0], [2])))
    expect(grad(sliced)(Float64Array.of(0, 4, 0, 0))).toEqual(Float64Array.of(0, 0.25, 0, 0))
  })
  it('contributes nothing in a batch', () => {
    const f = (x: Scalar): Scalar => where(gt(x, 0), sum(sqrt(mul(x, Float64Array.of(1, 1)))), x)
    const total = (xs: Vector<3>): Scalar => sum(vmap(f)(xs))
    expect(grad(total)(Float64Array.of(4, 0, -1))).toEqual(Float64Array.of(0.5, 1, 1))
    expect(vmap(grad(f))(Float64Array.of(4, 0, -1))).toEqual(Float64Array.of(0.5, 1, 1))
  })
  it('adds up with what other masks let through, and with what none held back', () => {
    const [left, right] = [tensor([true, true, false, false]), tensor([true, false, true, false])]
    const x = Float64Array.of(1, 2, 3, 4)
    for (const D of [(f: (v: Vector<4>) => Scalar) => grad(f)(x), (f: (v: Vector<4>) => Scalar) => grad((v: Vector<4>) => f(mul(v, 1)))(x)]) {
      expect(
        plain(
          D((v) => {
            const r = square(v)
            return add(sum(where(left, r, 0)), sum(where(right, r, 0)))
          }),
        ),
      ).toEqual([4, 4, 6, 0])
      expect(
        plain(
          D((v) => {
            const r = square(v)
            return add(sum(r), sum(where(right, r, 0)))
          }),
        ),
      ).toEqual([4, 4, 12, 8])
      expect(
        plain(
          D((v) => {
            const r = square(v)
            return add(sum(where(right, r, 0)), sum(r))
          }),
        ),
      ).toEqual([4, 4, 12, 8])
      expect(
        plain(
          D((v) => {
            const r = square(v)
            return sum(where(left, where(right, r, mul(10, r)), mul(100, r)))
          }),
        ),
      ).toEqual([2, 40, 600, 800])
    }
  })
  it('does not hide a NaN that is really there', () => {
    expect(grad((x: Scalar) => where(lt(x, 1), sqrt(x), square(x)))(-1)).toBeNaN()
    expect(grad((x: Scalar) => where(lt(x, 1), sqrt(x), square(x)))(0)).toBe(inf)
    expect(grad((x: Scalar) => mul(sqrt(x), 0))(0)).toBeNaN()
    const first = (x: Vector<2>): Scalar =>
      sum(
        where(
          tensor([true, false]),
          phantom<Vector<2>>(
            matmul(
              tensor([
                [1, 1],
                [1, 1],
              ]),
              sqrt(x),
            ),
          ),
          0,
        ),
      )
    expect(difference(grad(first)(Float64Array.of(4, 0)), [0.25, inf])).toBeNull()
  })
})
