import { describe, expect, it } from 'vitest'
import { isTensor, type Tensor, tensor } from '../../src/array/tensor.ts'
import { add, mul } from '../../src/basis/arithmetic.ts'
import { sum } from '../../src/basis/broadcast.ts'
import { grad } from '../../src/call/gradient.ts'
import { addScaled, inner, ravel, tree, zerosLike } from '../../src/call/space.ts'
import { evaluate } from '../../src/call/vectorised.ts'
import { square } from '../../src/primitive/arithmetic.ts'
import { isExpr } from '../../src/program/expr.ts'
import type { Matrix, Scalar, Vector } from '../../src/program/model.ts'
import { phantom } from '../../src/type/phantom.ts'
import { refusal } from '../failing.ts'
import { plain } from '../near.ts'

const p = {
  w: tensor([
    [1, 2],
    [3, 4],
  ]),
  b: Float64Array.of(5, 6),
  k: 7,
  t: tensor(8),
  act: 'relu',
} as const

describe('tree', () => {
  it('takes records whose keys stand in another order', () => {
    expect(JSON.stringify(addScaled({ a: 1, b: { c: 2, d: 3 } }, 1, { b: { d: 30, c: 20 }, a: 10 }))).toBe('{"a":11,"b":{"c":22,"d":33}}')
    expect(inner({ a: 1, b: 2 }, { b: 3, a: 5 })).toBe(11)
  })
  it('maps and zips leaves, and carries the rest along', () => {
    expect(plain(tree.map((x) => mul(2, x), p))).toEqual({
      w: [
        [2, 4],
        [6, 8],
      ],
      b: [10, 12],
      k: 14,
      t: 16,
      act: 'relu',
    })
    expect(plain(tree.zipWith((x, y) => mul(x, phantom<number>(y)), { a: 2, b: [3, Float64Array.of(4)] }, { a: 5, b: [6, Float64Array.of(7)] }))).toEqual({
      a: 10,
      b: [18, [28]],
    })
    expect(tree.leaves([1, { a: 2, b: 'x' }])).toEqual([1, 2])
  })
  it('refuses structures that differ', () => {
    expect(refusal(() => tree.zipWith((x) => x, { a: 1, b: 2 }, phantom({ a: 1 })))).toBe(
      'Structure: tree.zipWith: at the second structure expected { a: number, b: number }, got { a: number }',
    )
    expect(refusal(() => tree.map((x) => x, new Set([1])))).toMatch(/^Structure: tree\.map: .*got a Set/)
  })
})

describe('addScaled', () => {
  it('is p + s·g in the kinds of p', () => {
    const g = {
      w: tensor([
        [1, 1],
        [1, 1],
      ]),
      b: tensor([1, 2]),
      k: 3,
      t: 4,
      act: 'relu',
    }
    const stepped = addScaled(p, -10, phantom(g))
    expect(plain(stepped)).toEqual({
      w: [
        [-9, -8],
        [-7, -6],
      ],
      b: [-5, -14],
      k: -23,
      t: -32,
      act: 'relu',
    })
    expect([isTensor(stepped.w), stepped.b instanceof Float64Array, typeof stepped.k, isTensor(stepped.t)]).toEqual([true, true, 'number', true])
  })
  it('keeps a tensor of one number a tensor, whatever is added to it', () => {
    for (const g of [3, tensor(3)]) {
      const { t } = addScaled({ t: tensor(1) }, 2, phantom<{ t: Tensor<[], 'float64'> }>({ t: g }))
      expect([isTensor(t), plain(t)]).toEqual([true, 7])
    }
    const { v } = addScaled({ v: tensor([1, 2]) }, 2, phantom<{ v: Tensor<[2], 'float64'> }>({ v: Float64Array.of(10, 20) }))
    expect([isTensor(v), plain(v)]).toEqual([true, [21, 42]])
  })
  it('has the bits of mul and add, whatever the kinds', () => {
    const numbers = [0.1, -0, 1e308, Number.POSITIVE_INFINITY, Number.NaN]
    for (const x of numbers)
      for (const y of numbers) {
        const wanted = add(x, mul(y, 0.3))
        const { number, vector } = addScaled({ number: x, vector: Float64Array.of(x) }, 0.3, { number: y, vector: Float64Array.of(y) })
        expect([number, vector[0]]).toEqual([wanted, wanted])
      }
  })
  it('changes neither structure', () => {
    const [a, b] = [{ x: Float64Array.of(1) }, { x: Float64Array.of(2) }]
    addScaled(a, 1, b)
    expect(plain([a, b])).toEqual([{ x: [1] }, { x: [2] }])
  })
  it('works on expressions, and differentiates', () => {
    const f = (s: Scalar): Scalar => sum(square(addScaled({ x: phantom<Vector<2>>(Float64Array.of(1, 2)) }, s, phantom({ x: Float64Array.of(3, 4) })).x))
    // d/ds Σ(xᵢ + sgᵢ)² at s = 1: 2(4·3 + 6·4).
    expect(grad(f)(1)).toBe(72)
  })
  it('refuses shapes that differ, also those that would broadcast', () => {
    expect(refusal(() => addScaled({ a: { b: 1 } }, 1, phantom({ a: { b: Float64Array.of(1, 2) } })))).toBe(
      'Structure: addScaled: at y.a.b expected the shape [], got [2]',
    )
    expect(refusal(() => addScaled([Float64Array.of(1, 2)], 1, phantom([Float64Array.of(1)])))).toContain('at y[0] expected the shape [2], got [1]')
    expect(refusal(() => addScaled([1], 1, phantom([1, 2])))).toMatch(/^Structure: addScaled/)
  })
})

describe('inner', () => {
  it('sums products over all leaves', () => {
    expect(inner({ a: 2, b: Float64Array.of(1, 2), c: [tensor([[1, 2]])] }, { a: 3, b: Float64Array.of(1, 1), c: [tensor([[10, 100]])] })).toBe(6 + 3 + 210)
    expect(inner({}, {})).toBe(0)
    expect(inner([new Float64Array(0)], [new Float64Array(0)])).toBe(0)
    expect(refusal(() => inner([1], phantom([Float64Array.of(1, 2)])))).toMatch(/^Structure: inner/)
  })
  it('works on expressions', () =>
    expect(grad((x: readonly [Scalar, Vector<2>]) => phantom<Scalar>(inner(x, x)))([3, Float64Array.of(1, 2)])).toEqual([6, Float64Array.of(2, 4)]))
})

describe('zerosLike', () => {
  it('keeps structure, shapes and kinds', () => {
    const z = zerosLike(p)
    expect(plain(z)).toEqual({
      w: [
        [0, 0],
        [0, 0],
      ],
      b: [0, 0],
      k: 0,
      t: 0,
      act: 'relu',
    })
    expect([isTensor(z.w), z.b instanceof Float64Array, typeof z.k, isTensor(z.t)]).toEqual([true, true, 'number', true])
    evaluate((x: Vector<2>) => {
      expect(isExpr(zerosLike(x))).toBe(true)
      return x
    })(Float64Array.of(1, 2))
  })
})

describe('ravel', () => {
  it('makes one vector, and unravel the structure again', () => {
    const { act: _, ...numbers } = p
    const [flat, unravel] = ravel(numbers)
    expect(plain(flat)).toEqual([1, 2, 3, 4, 5, 6, 7, 8])
    const back = unravel(phantom<Float64Array>(flat))
    expect(back).toEqual(numbers)
    expect([isTensor(back.w), back.b instanceof Float64Array, typeof back.k, isTensor(back.t)]).toEqual([true, true, 'number', true])
  })
  it('of little is little', () => {
    expect(plain(ravel({})[0])).toEqual([])
    expect(plain(ravel([new Float64Array(0)])[0])).toEqual([])
    expect(plain(ravel({ a: new Float64Array(0), b: 1 })[1](Float64Array.of(9)))).toEqual({ a: [], b: 9 })
  })
  it('is differentiable, on expressions', () => {
    const f = (q: { readonly w: Matrix<2, 2>; readonly k: Scalar }): Scalar => {
      const [flat, unravel] = ravel(q)
      const half = unravel(phantom<Vector>(mul(0.5, phantom<Vector>(flat))))
      return mul(half.k, sum(half.w))
    }
    expect(
      plain(
        grad(f)({
          w: tensor([
            [1, 2],
            [3, 4],
          ]),
          k: 8,
        }),
      ),
    ).toEqual({
      w: [
        [2, 2],
        [2, 2],
      ],
      k: 2.5,
    })
  })
  it('refuses vectors of other lengths', () =>
    expect(refusal(() => ravel({ a: 1, b: 2 })[1](Float64Array.of(1)))).toBe(
      'Shape: unravel: shapes [1] and [2] differ; pass a vector of the length that ravel gave',
    ))
})
