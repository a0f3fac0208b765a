/**
 * Running sums, products and maxima against loops, and products with zeros against products that leave
 * one or two factors out.
 */
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { tensor, toArray, type Tensor } from '../../src/array/tensor.ts'
import { mul } from '../../src/basis/arithmetic.ts'
import { sum } from '../../src/basis/broadcast.ts'
import { jvp } from '../../src/call/directional.ts'
import { grad } from '../../src/call/gradient.ts'
import { vmap } from '../../src/call/vectorised.ts'
import { cummax, cumprod, cumsum, cumsumPrimitive, prod } from '../../src/primitive/cumulative.ts'
import { exp } from '../../src/primitive/exponential.ts'
import { stack } from '../../src/primitive/join.ts'
import { applyTo } from '../../src/program/expr.ts'
import type { Expr, IntExpr, Matrix, Scalar, Vector } from '../../src/program/model.ts'
import { refusal } from '../failing.ts'
import { difference } from '../near.ts'
import { entryOf, expression, integers, ints, kind, lawful, nested, random, scattered } from './operation.ts'
import { exactly } from '../type/exactly.ts'

const { NaN: nan, POSITIVE_INFINITY: inf } = Number
const x = random(2, 3, 4)

describe.each([
  ['cumsum', cumsum, (a: number, b: number) => a + b],
  ['cumprod', cumprod, (a: number, b: number) => a * b],
  ['cummax', cummax, Math.max],
] as const)('%s', (name, f, combine) => {
  const over = (values: ReadonlyArray<number>): number => values.reduce((a, b) => combine(a, b))
  it('combines each entry with those before it, along any axis', () => {
    const upTo = (n: number): ReadonlyArray<number> => Array.from({ length: n + 1 }, (_, i) => i)
    expect(
      difference(
        f(x),
        nested([2, 3, 4], (i, j, k) => over(upTo(i).map((n) => entryOf(x, n, j, k)))),
      ),
    ).toBe(null)
    expect(
      difference(
        f(x, 1),
        nested([2, 3, 4], (i, j, k) => over(upTo(j).map((n) => entryOf(x, i, n, k)))),
      ),
    ).toBe(null)
    expect(
      difference(
        f(x, -1),
        nested([2, 3, 4], (i, j, k) => over(upTo(k).map((n) => entryOf(x, i, j, n)))),
      ),
    ).toBe(null)
  })
  it('of every length', () => {
    for (let n = 0; n < 20; n++) {
      const v = Float64Array.from(scattered(n))
      expect(
        difference(
          f(v),
          Float64Array.from(v, (_, i) => over([...v.slice(0, i + 1)])),
        ),
        `${n}`,
      ).toBe(null)
    }
  })
  it('keeps the kind, the dtype, −0, NaN and ∞', () => {
    expect(kind(f(ints([3], 2, 3, -4)))).toBe(`i32[3] 2 ${over([2, 3])} ${over([2, 3, -4])}`)
    expect(kind(f(Float64Array.of(-0)))).toBe('Float64Array -0')
    expect(kind(f(Float64Array.of(-0, -0)))).toBe(`Float64Array -0 ${name === 'cumprod' ? '0' : '-0'}`)
    expect(kind(f(Float64Array.of(1, nan, 2)))).toBe('Float64Array 1 NaN NaN')
    expect(kind(f(Float64Array.of(2, inf, 3)))).toBe('Float64Array 2 Infinity Infinity')
    expect(kind(f(random(2, 0), 1))).toBe('f64[2,0] ')
    expect(kind(f(random(0, 2)))).toBe('f64[0,2] ')
  })
  it('refuses an axis out of range', () => {
    // @ts-expect-error refused by the compiler too
    expect(refusal(() => f(x, 3))).toBe(`Shape: ${name}: shapes [2,3,4] have no axis 3; axes run from -3 to 2`)
    expect(refusal(() => f(3))).toBe(`Shape: ${name}: shapes [] have no axis 0; a scalar has no axes`)
  })
  it('is lawful', () => {
    lawful((y: Vector<5>) => f(y), [[5]], 0.01)
    lawful((y: Matrix<2, 3>) => f(exp(y), 1), [[2, 3]], 0.01)
    lawful((y: Expr<[1]>, z: Expr<[2, 0]>) => [f(y), f(z), f(z, 1)], [[1], [2, 0]])
  })
  it('has its shape in its type', () => {
    exactly<Matrix<2, 3>>()(f(expression(2, 3), 1))
    exactly<IntExpr<[2]>>()(f(integers(2)))
    exactly<Tensor<[2, 3, 4]>>()(f(x))
    exactly<Float64Array<ArrayBuffer>>()(f(Float64Array.of(1)))
  })
})

describe('cumsum', () => {
  it('wraps integers as it goes', () => expect(kind(cumsum(ints([3], 2147483647, 1, 1)))).toBe('i32[3] 2147483647 -2147483648 -2147483647'))
  it('has itself the other way round for a transpose', () => {
    expect(grad((y: Vector<3>) => sum(mul(cumsum(y), Float64Array.of(1, 10, 100))))(Float64Array.of(1, 2, 3))).toEqual(Float64Array.of(111, 110, 100))
    expect(kind(applyTo(cumsumPrimitive, { axis: 0, reverse: true }, [expression(3)])[0]?.shape)).toBe('number 3')
    expect(refusal(() => applyTo(cumsumPrimitive, { axis: 1, reverse: false }, [expression(3)]))).toContain('have no axis 1')
    expect(refusal(() => applyTo(cumsumPrimitive, { axis: 0 }, [expression(3)]))).toBe("Argument: cumsum: its parameter 'reverse' must be true or false")
  })
  it('maps over rows', () => {
    const rows = random(3, 4)
    expect(
      difference(
        vmap((y: Vector<3>) => cumsum(y), { inAxes: 1 })(rows),
        nested([4, 3], (r, i) => Array.from({ length: i + 1 }, (_, n) => entryOf(rows, n, r)).reduce((a, b) => a + b)),
      ),
    ).toBe(null)
  })
})

describe('cummax', () => {
  it('gives the derivative to the entry that leads, and halves to two that tie', () => {
    const J = (...at: ReadonlyArray<number>): ReadonlyArray<unknown> =>
      at.map((_, i) => [
        ...grad((y: Vector<number>) =>
          sum(
            mul(
              cummax(y),
              Float64Array.from(at, (__, k) => (k === i ? 1 : 0)),
            ),
          ),
        )(Float64Array.from(at)),
      ])
    expect(J(1, 3, 2)).toEqual([
      [1, 0, 0],
      [0, 1, 0],
      [0, 1, 0],
    ])
    expect(J(2, 1, 2)).toEqual([
      [1, 0, 0],
      [1, 0, 0],
      [0.5, 0, 0.5],
    ])
    expect(jvp((y: Vector<2>) => cummax(y), [Float64Array.of(2, 2)], [Float64Array.of(4, 8)])[1]).toEqual(Float64Array.of(4, 6))
  })
})

describe('prod', () => {
  const without = (v: ReadonlyArray<number>, ...gone: ReadonlyArray<number>): number => v.reduce((p, y, i) => (gone.includes(i) ? p : p * y), 1)
  it('multiplies over all axes, or those named', () => {
    const all = (f: (n: number) => number, n: number): number => Array.from({ length: n }, (_, i) => f(i)).reduce((a, b) => a * b, 1)
    expect(
      difference(
        prod(x, { axes: 1 }),
        nested([2, 4], (i, k) => all((j) => entryOf(x, i, j, k), 3)),
      ),
    ).toBe(null)
    expect(
      difference(
        prod(x, { axes: [0, -1], keepdims: true }),
        nested([1, 3, 1], (_, j) => all((n) => entryOf(x, Math.floor(n / 4), j, n % 4), 8)),
      ),
    ).toBe(null)
    expect(
      difference(
        prod(x),
        all((n) => entryOf(x, Math.floor(n / 12), Math.floor(n / 4) % 3, n % 4), 24),
      ),
    ).toBe(null)
    expect(toArray(prod(x, { axes: [] }))).toEqual(toArray(x))
    expect(prod(Float64Array.of(2, 3, 4))).toBe(24)
    expect(kind(prod(Float64Array.of(2, 3), { keepdims: true }))).toBe('Float64Array 6')
    expect(prod(7)).toBe(7)
    expect(kind(prod(ints([3], 2, 3, -4)))).toBe('i32 -24')
    for (let n = 0; n < 20; n++) expect(prod(Float64Array.from({ length: n }, (_, i) => (i % 3) + 1)), `${n}`).toBe(all((i) => (i % 3) + 1, n))
  })
  it('of nothing is 1', () => {
    expect(prod(new Float64Array(0))).toBe(1)
    expect(toArray(prod(random(2, 0), { axes: 1 }))).toEqual([1, 1])
    expect(toArray(prod(random(2, 0), { axes: 0 }))).toEqual([])
    expect(kind(prod(ints([0])))).toBe('i32 1')
    expect(grad((y: Vector<0>) => prod(y))(new Float64Array(0))).toEqual(new Float64Array(0))
  })
  it('knows −0, NaN and ∞', () => {
    expect(Object.is(prod(Float64Array.of(-0, 2)), -0)).toBe(true)
    expect(prod(Float64Array.of(1, nan))).toBeNaN()
    expect(prod(Float64Array.of(inf, 0))).toBeNaN()
    expect(prod(Float64Array.of(-inf, 2))).toBe(-inf)
  })
  it('has exact first and second derivatives, with one zero, with two, with none', () => {
    const value = (y: Vector<number>): Scalar => prod(y)
    const first = grad(value)
    const second = grad((y: Vector<number>, t: Vector<number>) => sum(mul(first(y), t)))
    // Powers of two, so that products are exact in any order. A sum with 0 makes 0 of −0.
    const entries = fc.array(fc.constantFrom(0, 0, 1, 2, -2, 0.5, -4), { minLength: 1, maxLength: 7 })
    fc.assert(
      fc.property(entries, (v) => {
        const at = Float64Array.from(v)
        const all = v.map((_, i) => without(v, i) + 0)
        const units = v.map((_, i) => Float64Array.from(v, (__, k) => (k === i ? 1 : 0)))
        expect(Array.from(first(at), (y) => y + 0)).toEqual(all)
        expect(units.map((t) => jvp(value, [at], [t])[1] + 0)).toEqual(all)
        expect(units.map((t) => Array.from(second(at, t), (y) => y + 0))).toEqual(v.map((_, i) => v.map((__, k) => (i === k ? 0 : without(v, i, k) + 0))))
      }),
      { numRuns: 25 },
    )
  })
  it('as a running product has exact derivatives too', () => {
    const v = Float64Array.of(2, 0, 4, 0, 8)
    const J = Array.from(v, (_, i) =>
      Array.from(
        grad((y: Vector<5>) =>
          sum(
            mul(
              cumprod(y),
              Float64Array.from(v, (__, k) => (k === i ? 1 : 0)),
            ),
          ),
        )(v),
        (y) => y + 0,
      ),
    )
    expect(J).toEqual([...v].map((_, i) => [...v].map((__, k) => (k > i ? 0 : without([...v.slice(0, i + 1)], k)))))
  })
  it('refuses axes out of range and twice', () => {
    // @ts-expect-error refused by the compiler too
    expect(refusal(() => prod(x, { axes: 3 }))).toBe('Shape: prod: shapes [2,3,4] have no axis 3; axes run from -3 to 2')
    // @ts-expect-error refused by the compiler too
    expect(refusal(() => prod(x, { axes: [1, -2] }))).toBe('Shape: prod: shapes [2,3,4] were given axis 1 twice in axes [1, -2]')
  })
  it('is lawful', () => {
    lawful((y: Expr<[2, 3, 2]>) => [prod(y), prod(y, { axes: [0, 2] }), prod(y, { axes: 1, keepdims: true })], [[2, 3, 2]])
    lawful((y: Vector<4>, w: Expr<[1]>) => [prod(y), prod(w)], [[[4], [2, 0, -3, 0]], [1]])
    lawful((y: Expr<[2, 0]>) => prod(y, { axes: 0 }), [[2, 0]])
  })
  it('maps over rows with a zero each', () => {
    const rows = stack([Float64Array.of(0, 2, 3), Float64Array.of(4, 0, 5)])
    expect(toArray(vmap(grad((y: Vector<3>) => prod(y)))(rows))).toEqual([
      [6, 0, 0],
      [0, 20, 0],
    ])
  })
  it('has shapes in types', () => {
    exactly<Scalar>()(prod(expression(2, 3)))
    exactly<Matrix<1, 3>>()(prod(expression(2, 3), { axes: 0, keepdims: true }))
    exactly<IntExpr<[2]>>()(prod(integers(2, 3), { axes: [-1] }))
    exactly<Tensor<[2]>>()(prod(tensor([[1, 2]]), { axes: 0 }))
  })
})
