/**
 * Subscripts as NumPy reads them, against the list of positions that each one means, and entries put
 * back at computed places.
 */
import { describe, expect, it } from 'vitest'
import { tensor, toArray, type Tensor } from '../../src/array/tensor.ts'
import { evaluate, vmap } from '../../src/call/vectorised.ts'
import { grad } from '../../src/call/gradient.ts'
import { mul } from '../../src/basis/arithmetic.ts'
import { sum } from '../../src/basis/broadcast.ts'
import { toInt } from '../../src/basis/choice.ts'
import { at, scatterAdd, scatterSet, type Subscript } from '../../src/primitive/at.ts'
import type { Expr, IntExpr, Matrix, Scalar, Vector } from '../../src/program/model.ts'
import { phantom } from '../../src/type/phantom.ts'
import { refusal } from '../failing.ts'
import { entryOf, expression, integers, ints, kind, lawful, nested, random } from './operation.ts'
import { exactly } from '../type/exactly.ts'

const x = random(2, 3, 4)
const v = Float64Array.of(1, 2, 3, 4, 5)

/** Python's own definition of a range over n positions: clamp both ends, then step from one to the other. */
const positions = (n: number, from: number | null, to: number | null, step: number): ReadonlyArray<number> => {
  const clamp = (end: number, low: number, high: number): number => Math.min(high, Math.max(low, end < 0 ? end + n : end))
  const [low, high] = step > 0 ? [0, n] : [-1, n - 1]
  const start = from === null ? (step > 0 ? 0 : n - 1) : clamp(from, low, high)
  const stop = to === null ? (step > 0 ? n : -1) : clamp(to, low, high)
  const found: Array<number> = []
  for (let i = start; step > 0 ? i < stop : i > stop; i += step) found.push(i)
  return found
}

describe('at', () => {
  it('picks with a number and drops the axis', () => {
    expect(at(v, 0)).toBe(1)
    expect(at(v, -1)).toBe(5)
    expect(toArray(at(x, 1))).toEqual(nested([3, 4], (j, k) => entryOf(x, 1, j, k)))
    expect(toArray(at(x, ':', -1))).toEqual(nested([2, 4], (i, k) => entryOf(x, i, 2, k)))
    expect(toArray(at(x, 0, ':', [1, 3]))).toEqual(nested([3, 2], (j, k) => entryOf(x, 0, j, k + 1)))
    expect(at(x, 1, 2, 3)).toBe(entryOf(x, 1, 2, 3))
    expect(kind(at(ints([2], 7, 8), 1))).toBe('i32 8')
    expect(toArray(at(x))).toEqual(toArray(x))
    expect(at(5)).toBe(5)
  })
  it('keeps ranges as Python does, with any ends and steps', () => {
    const ends = [null, -7, -5, -2, 0, 1, 3, 5, 9]
    for (const n of [5, 1, 0])
      for (const from of ends)
        for (const to of ends)
          for (const step of [1, 2, 3, 7, -1, -2, -3, -7]) {
            const line = v.slice(0, n)
            const got = at(line, [from, to, step])
            if (
              got.join() !==
              positions(n, from, to, step)
                .map((i) => line[i])
                .join()
            )
              expect(`${n} [${from}:${to}:${step}] ${got.join()}`).toBe(
                positions(n, from, to, step)
                  .map((i) => line[i])
                  .join(),
              )
          }
    expect(kind(at(v, [1, -1]))).toBe('Float64Array 2 3 4')
    expect(kind(at(v, [null, null, -2]))).toBe('Float64Array 5 3 1')
  })
  it('takes axes independently', () => {
    expect(toArray(at(x, [null, null, -1], 1, [3, 0, -2]))).toEqual(nested([2, 2], (i, k) => entryOf(x, 1 - i, 1, 3 - 2 * k)))
  })
  it('refuses what is outside, what is not whole, and too many subscripts', () => {
    // @ts-expect-error refused by the compiler too
    expect(refusal(() => at(x, 0, 3))).toBe('Argument: at: index 3 is outside axis 1 of size 3; indices run from -3 to 2')
    // @ts-expect-error refused by the compiler too
    expect(refusal(() => at(x, -3))).toBe('Argument: at: index -3 is outside axis 0 of size 2; indices run from -2 to 1')
    expect(refusal(() => at(new Float64Array(0), 0))).toBe('Argument: at: index 0 is outside axis 0 of size 0; the axis is empty')
    expect(refusal(() => at(v, 0.5))).toContain('index 0.5')
    expect(refusal(() => at(v, [0, 1, 0]))).toBe('Argument: at: the step 0 of axis 0 is not a whole number other than 0')
    expect(refusal(() => at(v, [0.5, 2]))).toBe('Argument: at: the end 0.5 of the range of axis 0 is not a whole number; null stands for the end of the axis')
    expect(refusal(() => at(v, [0, Number.NaN]))).toContain('the end NaN')
    // @ts-expect-error refused by the compiler too
    expect(refusal(() => at(v, 0, 0))).toBe('Shape: at: shapes [5] have 1 axis, and 2 subscripts were given')
  })
  it('names take for indices that are computed or an array, which the compiler refuses', () => {
    const hint = "read at computed indices with take(x, i); it is a number, ':', [from, to] or [from, to, step]"
    const untyped = (subscript: unknown): string => refusal(() => at(v, phantom<number>(subscript)))
    expect(untyped(ints([2], 0, 2))).toBe(`Argument: at: the subscript of axis 0 is a Tensor; ${hint}`)
    expect(untyped(Int32Array.of(0, 2))).toBe(`Argument: at: the subscript of axis 0 is a Int32Array; ${hint}`)
    const traced = (subscript: (i: IntExpr) => unknown): string =>
      refusal(() => evaluate((y: Vector<5>, i: Scalar) => at(y, phantom<number>(subscript(toInt(i)))))(v, 1))
    expect(traced((i) => i)).toBe(`Argument: at: the subscript of axis 0 is a traced expression, which has no value yet; ${hint}`)
    expect(traced((i) => [0, i])).toContain('at: the end that is a traced expression of the range of axis 0 is not a whole number; the size of a part is known')
  })
  it('is lawful', () => {
    lawful((y: Expr<[2, 3, 4]>) => at(y, 1, ':', [1, 3]), [[2, 3, 4]])
    lawful((y: Matrix<2, 5>) => at(y, [null, null, -1], [4, 0, -2]), [[2, 5]])
    lawful((y: Expr<[1]>) => [at(y, 0), at(y, [0, 0])], [[1]])
    lawful((y: Expr<[0, 2]>) => at(y, ':', 1), [[0, 2]])
  })
  it('has its shape in its type', () => {
    const e = expression(2, 3, 4)
    exactly<Expr<[3, 4]>>()(at(e, 0))
    exactly<Expr<[3, number]>>()(at(e, 0, ':', [1, 3]))
    exactly<Expr<[2, 4]>>()(at(e, ':', -1))
    exactly<Scalar>()(at(e, 0, 0, 0))
    exactly<IntExpr<[]>>()(at(integers(5), 0))
    exactly<number>()(at(v, 0))
    exactly<Float64Array<ArrayBuffer>>()(at(v, [1, 2]))
    exactly<Tensor<[number, 4]>>()(at(x, 0, [null, 2, -1]))
    const some: ReadonlyArray<Subscript> = [0]
    exactly<Expr>()(at(e, ...some))
  })
})

describe('scatterAdd', () => {
  it('adds at the indices, twice where they stand twice', () => {
    expect(kind(scatterAdd(Float64Array.of(1, 2, 3), [2, -1, 0], Float64Array.of(10, 20, 30)))).toBe('Float64Array 31 2 33')
    expect(kind(scatterAdd(Float64Array.of(1, 2, 3), [1, 1], 5))).toBe('Float64Array 1 12 3')
    expect(
      toArray(
        scatterAdd(
          tensor([
            [1, 2, 3],
            [4, 5, 6],
          ]),
          [0, 2],
          tensor([
            [10, 20],
            [30, 40],
          ]),
          1,
        ),
      ),
    ).toEqual([
      [11, 2, 23],
      [34, 5, 46],
    ])
    expect(
      toArray(
        scatterAdd(
          tensor([
            [1, 2],
            [3, 4],
          ]),
          ints([1, 2], 1, 1),
          1,
        ),
      ),
    ).toEqual([
      [1, 2],
      [5, 6],
    ])
    expect(kind(scatterAdd(ints([2], 1, 2), [0], 3))).toBe('i32[2] 4 2')
    expect(kind(scatterAdd(Float64Array.of(1, 2), [], 3))).toBe('Float64Array 1 2')
    expect(kind(scatterAdd(new Float64Array(0), [], 3))).toBe('Float64Array')
  })
  it('clamps indices that are computed', () => {
    const f = (i: IntExpr<[2]>): Vector<number> => scatterAdd(Float64Array.of(0, 0, 0), i, Float64Array.of(1, 2))
    expect(kind(evaluate(f)(ints([2], 7, -4)))).toBe('Float64Array 2 0 1')
    expect(kind(evaluate(f)(ints([2], 1, 1)))).toBe('Float64Array 0 3 0')
  })
  it('refuses indices outside, and updates that do not fit', () => {
    expect(refusal(() => scatterAdd(v, [5], 1))).toBe('Argument: scatterAdd: index 5 (at position 0) is outside an axis of size 5; indices run from -5 to 4')
    expect(refusal(() => scatterAdd(v, [0.5], 1))).toContain('index 0.5')
    expect(refusal(() => scatterAdd(v, [0, 1], Float64Array.of(1, 2, 3)))).toContain('do not broadcast')
    // @ts-expect-error refused by the compiler too
    expect(refusal(() => scatterAdd(v, [0], 1, 1))).toContain('have no axis 1')
    expect(refusal(() => scatterAdd(ints([2], 1, 2), [0], 0.5))).toContain('int32 cannot hold it exactly')
  })
  it('gives each update the cotangent of where it went', () => {
    const weights = Float64Array.of(1, 10, 100)
    const f = (u: Vector<3>): Scalar => sum(mul(scatterAdd(Float64Array.of(0, 0, 0), [2, 0, 2], u), weights))
    expect(kind(grad(f)(Float64Array.of(5, 6, 7)))).toBe('Float64Array 100 1 100')
  })
  it('is lawful, also where the places are computed', () => {
    lawful((y: Vector<3>, u: Vector<4>) => scatterAdd(y, [2, 0, 2, 1], u), [[3], [4]])
    lawful((y: Matrix<2, 3>, u: Vector<2>) => scatterAdd(y, [2, 1], u, 1), [[2, 3], [2]])
    lawful((y: Vector<3>, i: Vector<2>, u: Vector<2>) => scatterAdd(y, toInt(i), u), [[3], [[2], [2.5, 1.5]], [2]])
  })
})

describe('scatterSet', () => {
  it('replaces at the indices', () => {
    expect(kind(scatterSet(Float64Array.of(1, 2, 3), [2, 0], Float64Array.of(7, Number.NaN)))).toBe('Float64Array NaN 2 7')
    expect(
      toArray(
        scatterSet(
          tensor([
            [1, 2, 3],
            [4, 5, 6],
          ]),
          [-1],
          0,
          1,
        ),
      ),
    ).toEqual([
      [1, 2, 0],
      [4, 5, 0],
    ])
    expect(kind(scatterSet(Float64Array.of(Number.NaN, Number.POSITIVE_INFINITY), [0, 1], 1))).toBe('Float64Array 1 1')
    expect(kind(scatterSet(ints([3], 1, 2, 3), [1], 9))).toBe('i32[3] 1 9 3')
    expect(kind(scatterSet(Float64Array.of(1), [], 3))).toBe('Float64Array 1')
    expect([...scatterSet(Float64Array.of(1, 2, 3), [2, 0], Float64Array.of(-0, 5))]).toEqual([5, 2, -0])
    expect(
      toArray(
        scatterSet(
          tensor([
            [1, 2, 3],
            [4, 5, 6],
          ]),
          tensor([[2, 0]], 'int32'),
          tensor([[[-0, 7]], [[8, -0]]]),
          1,
        ),
      ),
    ).toEqual([
      [7, 2, -0],
      [-0, 5, 8],
    ])
  })
  it('refuses a known index that stands twice', () => {
    expect(refusal(() => scatterSet(v, [1, -4], 0))).toBe(
      'Argument: scatterSet: an index stands twice, so which update wins is not defined; use scatterAdd, or make the indices unique',
    )
  })
  it('gives what it replaced no derivative', () => {
    const weights = Float64Array.of(1, 10, 100)
    const f = (y: Vector<3>, u: Vector<1>): Scalar => sum(mul(scatterSet(y, [1], u), weights))
    expect(grad(f, { argnums: [0, 1] })(Float64Array.of(1, 2, 3), Float64Array.of(5))).toEqual([Float64Array.of(1, 0, 100), Float64Array.of(10)])
  })
  it('is lawful, also where the places are computed', () => {
    lawful((y: Vector<3>, u: Vector<2>) => scatterSet(y, [2, 0], u), [[3], [2]])
    lawful((y: Matrix<2, 3>, u: Scalar) => scatterSet(y, [2], u, -1), [[2, 3], []])
    lawful((y: Vector<3>, i: Vector<2>, u: Vector<2>) => scatterSet(y, toInt(i), u), [[3], [[2], [2.5, 1.5]], [2]])
  })
  it('has a batch of places', () => {
    const f = (i: IntExpr<[]>): Vector<number> => scatterSet(Float64Array.of(1, 2, 3), i, 0)
    expect(toArray(vmap(f)(ints([2], 0, 2)))).toEqual([
      [0, 2, 3],
      [1, 2, 0],
    ])
  })
  it('has its shape in its type', () => {
    exactly<Expr<[2, 3]>>()(scatterSet(expression(2, 3), [0], 1))
    exactly<Expr<[number]>>()(scatterAdd(v, [0], expression(1)))
    exactly<Float64Array<ArrayBuffer>>()(scatterAdd(v, [0], 1))
    exactly<IntExpr<[3]>>()(scatterAdd(integers(3), [0], 1))
  })
})
