/**
 * The larger and the largest, the smaller and the smallest, and where they stand: NaN, ties, nothing,
 * and which of its two meanings a call has.
 */
import { describe, expect, it } from 'vitest'
import { tensor, toArray, type Tensor } from '../../src/array/tensor.ts'
import { mul } from '../../src/basis/arithmetic.ts'
import { sum } from '../../src/basis/broadcast.ts'
import { toFloat } from '../../src/basis/choice.ts'
import { gt } from '../../src/basis/comparison.ts'
import { grad } from '../../src/call/gradient.ts'
import { jvp } from '../../src/call/directional.ts'
import { vmap } from '../../src/call/vectorised.ts'
import { argmax, argmin, max, maxOverPrimitive, min } from '../../src/primitive/extremum.ts'
import { exp } from '../../src/primitive/exponential.ts'
import { flow, pipe } from '../../src/index.ts'
import { applyTo } from '../../src/program/expr.ts'
import type { Expr, IntExpr, Matrix, Scalar, Vector } from '../../src/program/model.ts'
import { phantom } from '../../src/type/phantom.ts'
import { refusal } from '../failing.ts'
import { entryOf, expression, integers, ints, kind, lawful, nested, random } from './operation.ts'
import { exactly } from '../type/exactly.ts'

const { NaN: nan, POSITIVE_INFINITY: inf } = Number
const x = random(2, 3, 4)
const line = (n: number): ReadonlyArray<number> => Array.from({ length: n }, (_, i) => i)

describe.each([
  ['max', max, Math.max, -inf],
  ['min', phantom<typeof max>(min), Math.min, inf],
] as const)('%s', (name, f, pick, ofNothing) => {
  it('of one operand reduces all axes, or those named', () => {
    expect(f(x)).toBe(pick(...line(24).map((n) => entryOf(x, Math.floor(n / 12), Math.floor(n / 4) % 3, n % 4))))
    expect(toArray(f(x, { axes: 1 }))).toEqual(nested([2, 4], (i, k) => pick(...line(3).map((j) => entryOf(x, i, j, k)))))
    expect(toArray(f(x, { axes: [-1, 0] }))).toEqual(nested([3], (j) => pick(...line(8).map((n) => entryOf(x, n % 2, j, Math.floor(n / 2))))))
    expect(toArray(f(x, { axes: 1, keepdims: true }))).toEqual(nested([2, 1, 4], (i, _, k) => pick(...line(3).map((j) => entryOf(x, i, j, k)))))
    expect(f(x, { keepdims: true }).shape).toEqual([1, 1, 1])
    expect(toArray(f(x, { axes: [] }))).toEqual(toArray(x))
    expect(f(x, {})).toBe(f(x))
    expect(f(x, undefined)).toBe(f(x))
  })
  it('hands back the kind it was given', () => {
    expect(f(Float64Array.of(2, 1, 2))).toBe(pick(2, 1))
    expect(kind(f(Float64Array.of(2, 1), { keepdims: true }))).toBe(`Float64Array ${pick(2, 1)}`)
    expect(f(7)).toBe(7)
    expect(kind(f(ints([3], 5, -2, 3)))).toBe(`i32 ${pick(5, -2)}`)
    expect(kind(f(ints([2, 2], 5, -2, 3, 4), { axes: 0 }))).toBe(`i32[2] ${pick(5, 3)} ${pick(-2, 4)}`)
  })
  it('knows NaN, the infinities and −0', () => {
    expect(f(Float64Array.of(1, nan, 2))).toBeNaN()
    expect(f(Float64Array.of(inf, -inf))).toBe(pick(inf, -inf))
    expect(Object.is(f(Float64Array.of(0, -0)), pick(0, -0))).toBe(true)
    expect(Object.is(f(Float64Array.of(-0)), -0)).toBe(true)
  })
  it('of nothing is the infinity that loses', () => {
    expect(f(new Float64Array(0))).toBe(ofNothing)
    expect(toArray(f(random(2, 0), { axes: 1 }))).toEqual([ofNothing, ofNothing])
    expect(toArray(f(random(0, 2), { axes: 1 }))).toEqual([])
    expect(refusal(() => f(ints([0])))).toBe(`Shape: ${name}: shapes [0] have no entries, and int32 has no infinity`)
    expect(kind(f(ints([0, 2]), { axes: 1 }))).toBe('i32[0] ')
  })
  it('of two operands is elementwise, with broadcasting', () => {
    expect(f(3, 4)).toBe(pick(3, 4))
    expect(kind(f(Float64Array.of(1, 5), 3))).toBe(`Float64Array ${pick(1, 3)} ${pick(5, 3)}`)
    expect(toArray(f(tensor([[1], [4]]), tensor([[2, 3]])))).toEqual([
      [pick(1, 2), pick(1, 3)],
      [pick(4, 2), pick(4, 3)],
    ])
    expect([3, 1, 2].reduce(f)).toBe(pick(3, 1, 2))
    expect([3, 1, 2].reduce(f, 9)).toBe(pick(3, 1, 2, 9))
    expect(toArray([tensor([1, 5]), tensor([2, 3])].reduce((a, b) => f(a, b)))).toEqual([pick(1, 2), pick(5, 3)])
    expect(kind(f(ints([2], 1, 5), 3))).toBe(`i32[2] ${pick(1, 3)} ${pick(5, 3)}`)
  })
  it('composes', () => {
    expect(grad((y: Vector<3>) => flow(f, exp)(y))(Float64Array.of(0, 0, 0))).toEqual(Float64Array.of(1 / 3, 1 / 3, 1 / 3))
    expect(
      vmap((y: Vector<4>) => f(y))(
        tensor([
          [1, 2, 3, 4],
          [8, 7, 6, 5],
        ]),
      ),
    ).toEqual(Float64Array.of(pick(1, 4), pick(8, 5)))
  })
  it('shares the derivative between entries that tie', () => {
    const g = grad((y: Vector<number>) => f(y))
    const s = name === 'max' ? 1 : -1
    expect(g(Float64Array.of(1 * s, 3 * s, 2 * s))).toEqual(Float64Array.of(0, 1, 0))
    expect(g(Float64Array.of(3 * s, 3 * s, 2 * s))).toEqual(Float64Array.of(0.5, 0.5, 0))
    expect(g(Float64Array.of(3, 3, 3))).toEqual(Float64Array.of(1 / 3, 1 / 3, 1 / 3))
    expect(g(Float64Array.of(0, -0))).toEqual(Float64Array.of(0.5, 0.5))
    expect(g(Float64Array.of(inf * s, inf * s, 0))).toEqual(Float64Array.of(0.5, 0.5, 0))
    expect(g(Float64Array.of(1, nan))).toEqual(Float64Array.of(nan, nan))
    expect(g(new Float64Array(0))).toEqual(new Float64Array(0))
    expect(jvp((y: Vector<3>) => f(y), [Float64Array.of(2, 2, 2)], [Float64Array.of(3, 6, 9)])).toEqual([2, 6])
    expect(
      toArray(
        grad((y: Matrix<2, 2>) => sum(f(y, { axes: 0 })))(
          tensor([
            [1, 4],
            [1, 2],
          ]),
        ),
      ),
    ).toEqual(
      name === 'max'
        ? [
            [0.5, 1],
            [0.5, 0],
          ]
        : [
            [0.5, 0],
            [0.5, 1],
          ],
    )
  })
  it('has second derivative 0 but through its operand', () => {
    const f3 = (y: Vector<2>): Scalar => f(mul(y, mul(y, y)))
    const second = grad((y: Vector<2>) => sum(grad(f3)(y)))
    const at = name === 'max' ? Float64Array.of(1, 2) : Float64Array.of(2, 3)
    expect(second(at)).toEqual(name === 'max' ? Float64Array.of(0, 12) : Float64Array.of(12, 0))
  })
  it('refuses axes out of range and twice, and options that are none', () => {
    // @ts-expect-error refused by the compiler too
    expect(refusal(() => f(x, { axes: 3 }))).toBe(`Shape: ${name}: shapes [2,3,4] have no axis 3; axes run from -3 to 2`)
    // @ts-expect-error refused by the compiler too
    expect(refusal(() => f(x, { axes: [0, -3] }))).toBe(`Shape: ${name}: shapes [2,3,4] were given axis 0 twice in axes [0, -3]`)
    expect(refusal(() => f(x, phantom<never>({ axis: 0 })))).toContain(
      `Argument: ${name}: there is no option 'axis'; one axis or a list of them is given as { axes: … }`,
    )
    expect(refusal(() => f(x, phantom<never>([0])))).toContain('got an array of 1')
    expect(refusal(() => f(x, phantom<never>(null)))).toContain('got null')
    expect(refusal(() => f(phantom<Tensor>(tensor([true, false]))))).toBe(`DType: ${name}: bool: booleans have no order; use any or all`)
    expect(refusal(() => f(phantom<number>([1, 2])))).toContain('got an array of 2')
    expect(refusal(() => f(Float64Array.of(1, 2), Float64Array.of(1, 2, 3)))).toContain(`${name}: shapes [2] and [3] do not broadcast`)
  })
  it('is lawful', () => {
    lawful((y: Expr<[2, 3, 2]>) => [f(y), f(y, { axes: 1 }), f(y, { axes: [0, -1], keepdims: true })], [[2, 3, 2]], 0.01)
    lawful((y: Matrix<2, 3>) => f(exp(y), { axes: 0 }), [[2, 3]], 0.01)
    lawful((y: Expr<[1]>) => f(y), [[1]])
    lawful((y: Matrix<2, 0>) => f(y, { axes: 0 }), [[2, 0]])
    lawful((y: Matrix<2, 3>, z: Vector<3>) => f(y, z), [[2, 3], [3]], 0.01)
  })
  it('has shapes in types', () => {
    const m = expression(3, 4)
    exactly<Scalar>()(f(m))
    exactly<Vector<4>>()(f(m, { axes: 0 }))
    exactly<Matrix<3, 1>>()(f(m, { axes: [-1], keepdims: true }))
    exactly<IntExpr<[3]>>()(f(integers(3, 4), { axes: 1 }))
    exactly<number>()(f(Float64Array.of(1)))
    exactly<Tensor<[3, 4]>>()(f(x, { axes: 0 }))
    exactly<Matrix<3, 4>>()(f(m, 0))
    exactly<Matrix<3, 4>>()(f(m, expression(4)))
    exactly<Scalar>()(pipe(m, f))
    exactly<number>()([1, 2].reduce(f))
    exactly<Scalar>()(flow(f, exp)(m))
  })
})

describe('argmax and argmin', () => {
  it('find the first, along an axis or in the flat array', () => {
    expect(kind(argmax(Float64Array.of(1, 3, 3)))).toBe('i32 1')
    expect(kind(argmin(Float64Array.of(2, 1, 1)))).toBe('i32 1')
    const m = tensor([
      [3, 1, 2],
      [0, 5, 5],
    ])
    expect(kind(argmax(m))).toBe('i32 4')
    expect(kind(argmin(m))).toBe('i32 3')
    expect(toArray(argmax(m, 0))).toEqual([0, 1, 1])
    expect(toArray(argmax(m, -1))).toEqual([0, 1])
    expect(toArray(argmin(m, 1))).toEqual([1, 0])
    expect(toArray(argmax(ints([2, 2], 1, 2, 4, 3), 1))).toEqual([1, 0])
    expect(kind(argmax(5))).toBe('i32 0')
    expect(kind(argmax(random(0, 2), 1))).toBe('i32[0] ')
  })
  it('count −0 as 0, and give the first NaN', () => {
    expect(kind(argmax(Float64Array.of(-0, 0)))).toBe('i32 0')
    expect(kind(argmin(Float64Array.of(0, -0)))).toBe('i32 0')
    expect(kind(argmax(Float64Array.of(1, nan, inf, nan)))).toBe('i32 1')
    expect(kind(argmin(Float64Array.of(-inf, nan)))).toBe('i32 1')
    expect(kind(argmax(Float64Array.of(-inf, -inf)))).toBe('i32 0')
  })
  it('refuse nothing, and axes out of range', () => {
    expect(refusal(() => argmax(new Float64Array(0)))).toBe('Shape: argmax: shapes [0] have no entries along axis 0')
    expect(refusal(() => argmin(random(2, 0), 1))).toBe('Shape: argmin: shapes [2,0] have no entries along axis 1')
    // @ts-expect-error refused by the compiler too
    expect(refusal(() => argmax(x, 3))).toContain('argmax: shapes [2,3,4] have no axis 3')
  })
  it('map over rows, and let no derivative through', () => {
    const rows = tensor([
      [1, 2, 0],
      [4, 3, 5],
    ])
    expect(toArray(vmap((y: Vector<3>) => argmax(y))(rows))).toEqual([1, 2])
    expect(
      toArray(
        vmap((y: Matrix<3, 1>) => argmin(y, 0), { inAxes: 1 })(
          tensor([
            [[1], [2], [3]],
            [[3], [2], [1]],
            [[2], [1], [9]],
          ]),
        ),
      ),
    ).toEqual([[0], [2], [1]])
    expect(grad((y: Vector<3>) => mul(sum(y), toFloat(argmax(y))))(Float64Array.of(1, 2, 3))).toEqual(Float64Array.of(2, 2, 2))
    expect(toArray(vmap((y: Vector<3>) => gt(y, max(y)))(rows))).toEqual([
      [false, false, false],
      [false, false, false],
    ])
  })
  it('have shapes in types', () => {
    exactly<IntExpr<[]>>()(argmax(expression(3, 4)))
    exactly<IntExpr<[4]>>()(argmax(expression(3, 4), 0))
    exactly<Tensor<[2, 3], 'int32'>>()(argmin(x, -1))
    exactly<Tensor<[], 'int32'>>()(argmin(Float64Array.of(1)))
  })
})

it('the primitive checks its parameters', () => {
  expect(refusal(() => applyTo(maxOverPrimitive, { axes: 0 }, [expression(2)]))).toBe("Argument: maxOver: its parameter 'axes' must be a list of whole numbers")
  expect(refusal(() => applyTo(maxOverPrimitive, { axes: [0] }, [expression(2), expression(2)]))).toBe('Arity: maxOver: expected 1 operand, got 2')
})
