/**
 * Least squares: against the pseudoinverse, the equation the answer solves, and a fit that the squared condition would spoil.
 */
import { describe, expect, it } from 'vitest'
import { type Tensor, tensor, toArray } from '../../src/array/tensor.ts'
import { sum } from '../../src/basis/broadcast.ts'
import { compile } from '../../src/call/compiled.ts'
import { jvp } from '../../src/call/directional.ts'
import { grad } from '../../src/call/gradient.ts'
import { vmap } from '../../src/call/vectorised.ts'
import { sub } from '../../src/primitive/arithmetic.ts'
import { at } from '../../src/primitive/at.ts'
import { matmul } from '../../src/primitive/contraction.ts'
import { lstsq as typed } from '../../src/primitive/linear-least.ts'
import { solve } from '../../src/primitive/linear-solve.ts'
import { transpose } from '../../src/primitive/shape.ts'
import { pinv } from '../../src/primitive/linear-svd.ts'
import { add } from '../../src/basis/arithmetic.ts'
import type { Expr, Scalar } from '../../src/program/model.ts'
import { phantom } from '../../src/type/phantom.ts'
import { refusal } from '../failing.ts'
import { difference } from '../near.ts'
import { ints, kind, lawful, numbersOf, random } from './operation.ts'

// What the compiler says of shapes is tested in test/type.
const lstsq = phantom<(a: unknown, b: unknown) => Tensor<[number, number]>>(typed)
const part = phantom<(x: unknown, ...subscripts: ReadonlyArray<unknown>) => Tensor<[number, number]>>(at)
const product = phantom<(x: unknown, y: unknown) => Tensor<[number, number]>>(matmul)
const fitted = phantom<(a: Expr, b: Expr) => Expr>(typed)
const a = random(6, 3)
const b = random(6, 2)

describe('lstsq', () => {
  it('leaves a residual across all columns, as the pseudoinverse does', () => {
    const x = lstsq(a, b)
    expect(numbersOf(product(transpose(a), sub(product(a, x), b))).every((r) => Math.abs(r) < 1e-14)).toBe(true)
    expect(difference(x, product(pinv(a), b), 1e-13)).toBeNull()
    expect(difference(lstsq(random(3, 3), part(b, [0, 3])), solve(random(3, 3), part(b, [0, 3])), 1e-13)).toBeNull()
    expect(kind(lstsq(tensor([[3], [4]]), Float64Array.of(6, 8)))).toBe('f64[1] 2')
  })
  it('fits a polynomial whose equation has the square of a condition near 10⁹', () => {
    const points = Array.from({ length: 40 }, (_, i) => 1 + i / 39)
    const powers = tensor(points.map((p) => Array.from({ length: 8 }, (_, k) => p ** k)))
    const truth = Float64Array.of(1, -2, 3, -4, 5, -6, 7, -8)
    // By AᵀA there would be no digit left.
    expect(difference(lstsq(powers, product(powers, truth)), tensor(truth), 1e-5)).toBeNull()
  })
  it('broadcasts batches on either side', () => {
    const many = random(4, 6, 3)
    expect(difference(lstsq(many, b), tensor([0, 1, 2, 3].map((i) => phantom<ReadonlyArray<number>>(toArray(lstsq(part(many, i), b))))), 1e-14)).toBeNull()
    const right = random(5, 1, 6, 2)
    const both = phantom<Tensor<[5, 4, 3, 2]>>(lstsq(many, right))
    expect(both.shape).toEqual([5, 4, 3, 2])
    expect(difference(part(both, 3, 2), lstsq(part(many, 2), part(right, 3, 0)), 1e-14)).toBeNull()
    expect(difference(vmap((y: Expr) => fitted(phantom(a), y), { inAxes: 1, outAxes: 1 })(b), lstsq(a, b), 1e-14)).toBeNull()
    expect(difference(lstsq(many, part(b, ':', 0)), part(lstsq(many, b), ':', ':', 0), 1e-14)).toBeNull()
  })
  it('has the derivative of the normal equations', () => {
    const cost = (m: Expr, y: Expr): Scalar => sum(sub(fitted(m, y), 1))
    const normal = (m: Expr, y: Expr): Scalar => sum(sub(solve(matmul(transpose(m), m), matmul(transpose(m), y)), 1))
    const both = (f: typeof cost) => grad(f, { argnums: [0, 1] })(a, b)
    expect(difference(both(cost), both(normal), 1e-12)).toBeNull()
    // In b it is the pseudoinverse, transposed.
    expect(
      difference(
        grad((y: Expr): Scalar => phantom(part(fitted(phantom(a), y), 1)))(Float64Array.from(numbersOf(part(b, ':', 0)))),
        numbersOf(part(pinv(a), 1)),
        1e-13,
      ),
    ).toBeNull()
  })
  it('is lawful, and the same compiled', () => {
    const input = [
      [4, 2],
      [3, 0.2, -0.4, 2, 0.3, 0.5, 1, -1],
    ] as const
    lawful((m: Expr, y: Expr) => fitted(m, y), [input, [4, 2]])
    lawful((m: Expr, y: Expr) => fitted(m, y), [input, [4]])
    lawful((m: Expr, y: Expr, z: Expr) => [fitted(m, y), fitted(z, add(y, Float64Array.of(1, 2)))], [[[1, 1], [2.1]], [1], [2, 0]])
    expect(kind(compile((m: Expr, y: Expr) => fitted(m, y))(a, b))).toBe(kind(lstsq(a, b)))
  })
  it.each([
    ['a column of zeros', [1, 0, 1, 0, 0, 0]],
    ['a column that is a multiple', [1, 3, 0.1, 0.3, 0.7, 2.0999999999999996]],
    ['columns of whole numbers', [1, 2, 2, 4, 3, 6]],
    ['zeros', [0, 0, 0, 0, 0, 0]],
    ['NaN', [1, Number.NaN, 2, 1, 0, 3]],
  ])('is NaN with all of its derivatives where columns depend: %s', (_, entries) => {
    const m = tensor(Float64Array.from(entries), [3, 2])
    const y = Float64Array.of(1, 2, 4)
    const f = phantom<(x: Expr, z: Expr) => Scalar>((x: Expr, z: Expr) => sum(fitted(x, z)))
    const nowhere = (x: unknown): boolean => numbersOf(x).every(Number.isNaN)
    expect(nowhere(lstsq(m, y))).toBe(true)
    expect(nowhere(grad(f, { argnums: [0, 1] })(phantom<Expr>(m), phantom<Expr>(y)))).toBe(true)
    expect(nowhere(compile(phantom<(...xs: ReadonlyArray<unknown>) => Scalar>(f))(m, y))).toBe(true)
    const along = [phantom<Expr>(m), phantom<Expr>(y)] as const
    expect(nowhere(jvp(f, along, along)[1])).toBe(true)
    expect(numbersOf(product(pinv(m), y)).some(Number.isFinite) || Number.isNaN(entries[1])).toBe(true)
  })
  it('of a batch is NaN only where columns depend', () => {
    const both = tensor(Float64Array.of(1, 2, 2, 4, 3, 6, 3, 0.2, -0.4, 2, 0.3, 0.5), [2, 3, 2])
    const found = lstsq(both, Float64Array.of(1, 2, 4))
    expect(numbersOf(part(found, 0)).every(Number.isNaN)).toBe(true)
    expect(difference(part(found, 1), lstsq(part(both, 1), Float64Array.of(1, 2, 4)), 1e-14)).toBeNull()
    expect(numbersOf(part(found, 1)).every(Number.isFinite)).toBe(true)
  })
  it('has no scale below which columns count as dependent', () => {
    const graded = tensor(Float64Array.of(1, 1e-200, 1, -1e-200, 1, 1e-200), [3, 2])
    expect(difference(lstsq(graded, Float64Array.of(3, -1, 3)), Float64Array.of(1, 2e200), 1e-14)).toBeNull()
  })
  it('refuses more unknowns than equations, shapes that do not fit, vectors, and integers', () => {
    expect(refusal(() => lstsq(random(2, 3), Float64Array.of(1, 2)))).toBe(
      'Shape: lstsq: shapes [2,3] and [2] have more unknowns than equations; the shortest of many solutions is matmul(pinv(a), b)',
    )
    expect(refusal(() => lstsq(a, Float64Array.of(1, 2)))).toBe(
      'Shape: lstsq: shapes [6,3] and [2] do not fit; the right-hand side needs 6 rows; one of a single axis is a vector',
    )
    expect(refusal(() => lstsq(a, 1))).toContain('lstsq: shapes [6,3] and [] do not fit')
    expect(refusal(() => lstsq(Float64Array.of(1, 2), Float64Array.of(1, 2)))).toBe(
      'Shape: lstsq: shapes [2] have no rows and columns; a matrix is in the last two axes',
    )
    expect(refusal(() => lstsq(random(4, 2, 1), random(3, 2, 1)))).toContain('do not broadcast')
    expect(refusal(() => lstsq(ints([1, 1], 1), Float64Array.of(1)))).toContain('int32: it takes float64')
  })
})
