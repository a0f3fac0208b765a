/**
 * The trapezoidal rule against NumPy's and against what it must give for straight lines.
 */
import { describe, expect, it } from 'vitest'
import { tensor, toArray } from '../../src/array/tensor.ts'
import { compile } from '../../src/call/compiled.ts'
import { grad } from '../../src/call/gradient.ts'
import { transpose } from '../../src/primitive/shape.ts'
import { trapezoid } from '../../src/primitive/trapezoid.ts'
import type { Expr, Vector } from '../../src/program/model.ts'
import { phantom } from '../../src/type/phantom.ts'
import { refusal } from '../failing.ts'
import { difference } from '../near.ts'
import { entryOf, ints, kind, lawful, nested, random } from './operation.ts'

const y = Float64Array.of(1, 2, 4)
const x = Float64Array.of(0, 1, 3)

describe('trapezoid', () => {
  it('is that of NumPy', () => {
    expect([trapezoid(y), trapezoid(y, { dx: 0.5 }), trapezoid(y, { x }), trapezoid(y, { x: Float64Array.of(3, 1, 0) })]).toEqual([4.5, 2.25, 7.5, -6])
    expect(kind([y, y].map(phantom<(of: Float64Array) => number>(trapezoid)))).toBe('number 4.5 | number 4.5')
  })
  it('takes an axis, and places for all rows or for each', () => {
    const many = random(2, 3, 4)
    const rule = (j: (n: number) => number, step: (n: number) => number, n: number): number =>
      Array.from({ length: n - 1 }, (_, i) => (step(i) * (j(i) + j(i + 1))) / 2).reduce((a, b) => a + b, 0)
    const by = (axis: number) => trapezoid(many, { axis, x })
    expect(
      difference(
        by(1),
        nested([2, 4], (i, k) =>
          rule(
            (j) => entryOf(many, i, j, k),
            (j) => j + 1,
            3,
          ),
        ),
        1e-14,
      ),
    ).toBeNull()
    expect(difference(by(-2), by(1), 0)).toBeNull()
    const places = random(3, 2, 4)
    const each = transpose(places, [1, 0, 2])
    expect(
      difference(
        trapezoid(many, { axis: 0, x: each }),
        nested([3, 4], (j, k) =>
          rule(
            (i) => entryOf(many, i, j, k),
            () => entryOf(each, 1, j, k) - entryOf(each, 0, j, k),
            2,
          ),
        ),
        1e-14,
      ),
    ).toBeNull()
    expect(
      difference(
        trapezoid(many, { dx: 2 }),
        nested([2, 3], (i, j) =>
          rule(
            (k) => entryOf(many, i, j, k),
            () => 2,
            4,
          ),
        ),
        1e-14,
      ),
    ).toBeNull()
  })
  it('of one sample or none is 0, and does not overflow', () => {
    expect(kind([trapezoid(Float64Array.of(7)), trapezoid(new Float64Array(0)), trapezoid(random(2, 0)), trapezoid(random(0, 2))])).toBe(
      'number 0 | number 0 | f64[2] 0 0 | f64[0] ',
    )
    expect(trapezoid(new Float64Array(0), { x: new Float64Array(0) })).toBe(0)
    expect(trapezoid(Float64Array.of(1.5e308, 1.5e308))).toBe(1.5e308)
  })
  it('gives each sample half of the places beside it, and each place the difference of the samples', () => {
    expect(grad((of: Vector<3>) => trapezoid(of, { x }))(y)).toEqual(Float64Array.of(0.5, 1.5, 1))
    expect(grad((at: Vector<3>) => trapezoid(y, { x: at }))(x)).toEqual(Float64Array.of(-1.5, -1.5, 3))
  })
  it('is lawful, and the same compiled', () => {
    lawful((of: Expr, at: Expr) => [trapezoid(of, { axis: 0, x: at }), trapezoid(of, { dx: 0.3 })], [[3, 4], [3]])
    lawful(
      (of: Expr, at: Expr) => trapezoid(of, { x: at }),
      [
        [2, 3],
        [2, 3],
      ],
    )
    lawful((of: Expr, none: Expr) => [trapezoid(of), trapezoid(none)], [[1], [2, 0]])
    expect(compile((of: Vector, at: Vector) => trapezoid(of, { x: at }))(y, x)).toBe(7.5)
  })
  it('refuses places that do not fit, both x and dx, no number, an axis out of range, scalars, and integers', () => {
    expect(refusal(() => trapezoid(y, { x: Float64Array.of(1, 2) }))).toBe(
      'Shape: trapezoid: shapes [3] and [2] do not fit; the places x are a vector of 3, or one for every sample',
    )
    // @ts-expect-error refused by the compiler too
    expect(refusal(() => trapezoid(random(2, 3), { x: random(3, 2) }))).toContain('shapes [2,3] and [3,2] do not fit')
    expect(refusal(() => trapezoid(y, { x, dx: 1 }))).toBe('Argument: trapezoid: both x and dx are given; places x have their own distances')
    expect(refusal(() => trapezoid(y, { dx: Number.NaN }))).toBe('Argument: trapezoid: the distance NaN is no number')
    // @ts-expect-error refused by the compiler too
    expect(refusal(() => trapezoid(y, { axis: 1 }))).toBe('Shape: trapezoid: shapes [3] have no axis 1; axes run from -1 to 0')
    expect(refusal(() => trapezoid(3))).toContain('a scalar has no axes')
    expect(refusal(() => trapezoid(y, phantom<object>({ dX: 1 })))).toContain("trapezoid: there is no option 'dX'")
    expect(refusal(() => trapezoid(phantom<Float64Array>(ints([2], 1, 2))))).toBe('DType: trapezoid: int32: it takes float64; convert with toFloat')
    expect(
      toArray(
        trapezoid(
          tensor([
            [0, 1],
            [2, 3],
          ]),
          { axis: 0 },
        ),
      ),
    ).toEqual([1, 2])
  })
})
