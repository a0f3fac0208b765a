import { describe, expect, it } from 'vitest'
import { aval } from '../../src/array/aval.ts'
import { type AnyTensor, avalOf, tensor } from '../../src/array/tensor.ts'
import { mul } from '../../src/basis/arithmetic.ts'
import { toInt } from '../../src/basis/choice.ts'
import { sum } from '../../src/basis/broadcast.ts'
import { vjp } from '../../src/call/directional.ts'
import { grad } from '../../src/call/gradient.ts'
import { evaluate, vmap } from '../../src/call/vectorised.ts'
import { evaluation } from '../../src/interpret/evaluate.ts'
import { gatherPrimitive, scatterPrimitive, take } from '../../src/primitive/gather.ts'
import { square } from '../../src/primitive/arithmetic.ts'
import { applyTo, float, variable } from '../../src/program/expr.ts'
import { fold } from '../../src/program/fold.ts'
import type { IntExpr, Matrix, Params, Scalar, Vector } from '../../src/program/model.ts'
import { close } from '../../src/program/trace.ts'
import { phantom } from '../../src/type/phantom.ts'
import { refusal } from '../failing.ts'
import { difference, plain } from '../near.ts'

const v = Float64Array.of(10, 20, 30)
const m = tensor([
  [1, 2, 3],
  [4, 5, 6],
])
const ints = (...xs: ReadonlyArray<number>) => tensor(Int32Array.from(xs))

describe('take', () => {
  it('picks entries of an axis', () => {
    expect(plain(take(v, [2, 0, 0]))).toEqual([30, 10, 10])
    expect(plain(take(v, [-1, -3]))).toEqual([30, 10])
    expect(plain(take(m, [1]))).toEqual([[4, 5, 6]])
    expect(plain(take(m, [2, 0, 2], 1))).toEqual([
      [3, 1, 3],
      [6, 4, 6],
    ])
    expect(plain(take(m, [0], -1))).toEqual([[1], [4]])
    expect(plain(take(v, []))).toEqual([])
    expect(plain(take(new Float64Array(0), []))).toEqual([])
    expect(plain(take(v, ints(1)))).toEqual([20])
    expect(take(v, tensor(Int32Array.of(2), []))).toBe(30)
    expect(plain(take(v, tensor(Int32Array.of(0, 1, 2, 0), [2, 2])))).toEqual([
      [10, 20],
      [30, 10],
    ])
    expect(plain(take(tensor([1, 2], 'int32'), [1, 0]))).toEqual([2, 1])
  })
  it('adds cotangents of entries taken twice', () => {
    expect(difference(vjp((x: Vector<1>) => take(x, [0, 0]), [Float64Array.of(0.1)])[1](Float64Array.of(0.2, 0.3)), [[0.5]])).toBeNull()
    expect(
      difference(
        vjp((x: Matrix<2, 3>) => take(x, [2, 0, 2], 1), [m])[1](
          tensor([
            [1, 2, 3],
            [4, 5, 6],
          ]),
        ),
        [
          [
            [2, 0, 4],
            [5, 0, 10],
          ],
        ],
      ),
    ).toBeNull()
    expect(grad((x: Vector<3>) => sum(take(x, [])))(v)).toEqual(new Float64Array(3))
    expect(grad((x: Vector<3>) => sum(take(x, [-1, 1, -1])))(v)).toEqual(Float64Array.of(0, 1, 2))
  })
  it('is differentiated twice', () => {
    const f = (x: Vector<3>): Scalar => sum(mul(square(take(x, [0, 0, 2])), Float64Array.of(1, 2, 3)))
    const slope = (x: Vector<3>): Scalar => sum(mul(phantom<Vector<3>>(grad(f)(x)), Float64Array.of(1, 1, 1)))
    expect(grad(slope)(v)).toEqual(Float64Array.of(6, 0, 6))
  })
  it('clamps indices that are computed, and checks known ones', () => {
    const at = evaluate((x: Vector<3>, i: Vector<number>) => take(x, toInt(i)))
    expect(plain(at(v, Float64Array.of(-7, 1, 99)))).toEqual([10, 20, 30])
    expect(grad((x: Vector<3>) => sum(take(x, toInt(Float64Array.of(2, 2)))))(v)).toEqual(Float64Array.of(0, 0, 2))
    const clamped = (x: Vector<3>, i: Scalar): Scalar => phantom(take(x, phantom<IntExpr<[]>>(toInt(i))))
    expect(difference(grad(clamped)(v, 99), [0, 0, 1])).toBeNull()
    expect(refusal(() => take(v, [3]))).toBe('Argument: take: index 3 (at position 0) is outside an axis of size 3; indices run from -3 to 2')
    expect(refusal(() => take(v, phantom<ReadonlyArray<number>>(1)))).toBe(
      'Argument: take: the indices are a number; one entry is at(x, 1), and a list of one [1]',
    )
    expect(refusal(() => take(v, [0, -4]))).toContain('index -4 (at position 1)')
    expect(refusal(() => take(v, [0.5]))).toContain('index 0.5')
    expect(refusal(() => take(v, ints(0, 5)))).toContain('index 5 (at position 1)')
    expect(refusal(() => take(new Float64Array(0), [0]))).toContain('outside an axis of size 0')
    expect(refusal(() => take(phantom<Vector<3>>(variable(float(3))), phantom<ReadonlyArray<number>>(variable(float(2)))))).toContain(
      'DType: take: float64: indices are int32; convert with toInt, or call the function with fixed(3) and write [i]',
    )
  })
  it('refuses axes there are not', () => {
    // @ts-expect-error refused by the compiler too
    expect(refusal(() => take(m, [0], 2))).toContain('take: shapes [2,3] have no axis 2')
    // @ts-expect-error refused by the compiler too
    expect(refusal(() => take(5, [0]))).toContain('a scalar has no axes')
  })
  it('maps over rows, indices or both', () => {
    const pick = (x: Vector<3>, i: IntExpr<[2]>) => take(x, i)
    const is = tensor(Int32Array.of(0, 2, 1, 1), [2, 2])
    expect(plain(vmap(pick, { inAxes: [0, null] })(m, ints(2, 0)))).toEqual([
      [3, 1],
      [6, 4],
    ])
    expect(plain(vmap(pick, { inAxes: [null, 0] })(v, is))).toEqual([
      [10, 30],
      [20, 20],
    ])
    expect(plain(vmap(pick)(m, is))).toEqual([
      [1, 3],
      [5, 5],
    ])
  })
})

describe('gather and scatterAdd', () => {
  const run = (primitive: typeof gatherPrimitive, params: Params, ...xs: ReadonlyArray<AnyTensor>): unknown =>
    plain(fold(evaluation)(close(xs.map(avalOf), (es) => applyTo(primitive, params, es)))(xs)[0])
  it('share leading axes', () => {
    const is = tensor(Int32Array.of(2, 2, 0, 1), [2, 2])
    expect(run(gatherPrimitive, { axis: 1, batch: 1 }, m, is)).toEqual([
      [3, 3],
      [4, 5],
    ])
    expect(
      run(
        scatterPrimitive,
        { axis: 1, batch: 1, size: 3 },
        is,
        tensor([
          [1, 2],
          [3, 4],
        ]),
      ),
    ).toEqual([
      [0, 0, 3],
      [3, 4, 0],
    ])
  })
  it('are each other’s transposes: ⟨gather x, y⟩ = ⟨x, scatterAdd y⟩', () => {
    const is = ints(1, 1, 0, 1)
    const y = tensor([1, 2, 3, 4])
    expect(run(scatterPrimitive, { axis: 0, batch: 0, size: 3 }, is, y)).toEqual([3, 7, 0])
    expect(run(gatherPrimitive, { axis: 0, batch: 0 }, tensor([10, 20, 30]), is)).toEqual([20, 20, 10, 20])
  })
  it('refuse what does not match', () => {
    const e = (...shape: ReadonlyArray<number>) => variable(float(...shape))
    const i = (...shape: ReadonlyArray<number>) => variable(aval('int32', shape))
    expect(refusal(() => applyTo(gatherPrimitive, { axis: 1, batch: 0 }, [e(3), i(2)]))).toMatch(
      /^Shape: gather: shapes \[3\] and \[2\] cannot be indexed at axis 1/,
    )
    expect(refusal(() => applyTo(gatherPrimitive, { axis: 0, batch: 0 }, [e(0), i(2)]))).toMatch(/^Shape: gather: shapes \[0\] have nothing to pick/)
    expect(refusal(() => applyTo(gatherPrimitive, { axis: 1, batch: 1 }, [e(2, 3), i(3, 1)]))).toMatch(/^Shape: gather/)
    expect(refusal(() => applyTo(scatterPrimitive, { axis: 0, batch: 0, size: 3 }, [i(2), e(3)]))).toMatch(
      /^Shape: scatterAdd: shapes \[2\] and \[3\] do not match at axis 0/,
    )
    expect(refusal(() => applyTo(scatterPrimitive, { axis: 0, batch: 0, size: -1 }, [i(2), e(2)]))).toMatch(/scatterAdd/)
    expect(refusal(() => applyTo(scatterPrimitive, { axis: 0, batch: 0, size: 0 }, [i(2), e(2)]))).toBe(
      'Shape: scatterAdd: shapes [0] have no room for the updates',
    )
    expect(applyTo(scatterPrimitive, { axis: 0, batch: 0, size: 0 }, [i(0), e(0)]).map((y) => y.aval.text)).toEqual(['f64[0]'])
    expect(refusal(() => take(new Float64Array(0), phantom<IntExpr<[2]>>(i(2))))).toBe(
      'Argument: take: indices were given for an axis of size 0; the axis is empty',
    )
    expect(plain(phantom<{ aval: { shape: unknown } }>(take(new Float64Array(0), phantom<IntExpr<[0]>>(i(0)))).aval.shape)).toEqual([0])
  })
})
