/**
 * Diagonals and triangles of every offset, against their definition by row and column.
 */
import { describe, expect, it } from 'vitest'
import { tensor, toArray, type Tensor } from '../../src/array/tensor.ts'
import { grad } from '../../src/call/gradient.ts'
import { diag, diagonal, traceOf, tril, triu } from '../../src/primitive/diagonal.ts'
import type { Expr, IntExpr, Matrix, Scalar, Vector } from '../../src/program/model.ts'
import { refusal } from '../failing.ts'
import { entryOf, expression, integers, ints, kind, lawful, nested, random } from './operation.ts'
import { exactly } from '../type/exactly.ts'

const shapes = [
  [3, 3],
  [2, 4],
  [4, 2],
  [1, 1],
  [1, 3],
  [0, 3],
  [3, 0],
] as const
const offsets = [-5, -3, -2, -1, 0, 1, 2, 3, 5]

describe.each(shapes)('of %d × %d', (m, n) => {
  const x = random(m, n)
  it('diagonal takes the entries (i, i + offset)', () => {
    for (const offset of offsets) {
      const expected = Array.from({ length: m }, (_, i) => i)
        .filter((i) => i + offset >= 0 && i + offset < n)
        .map((i) => entryOf(x, i, i + offset))
      expect(toArray(diagonal(x, offset)), `offset ${offset}`).toEqual(expected)
    }
  })
  it('tril and triu keep their sides of a diagonal', () => {
    for (const offset of offsets) {
      expect(toArray(tril(x, offset)), `offset ${offset}`).toEqual(nested([m, n], (i, j) => (j - i <= offset ? entryOf(x, i, j) : 0)))
      expect(toArray(triu(x, offset)), `offset ${offset}`).toEqual(nested([m, n], (i, j) => (j - i >= offset ? entryOf(x, i, j) : 0)))
    }
  })
  it('the trace is the sum of the diagonal', () => expect(traceOf(x)).toBe([...Array(Math.min(m, n)).keys()].reduce((sum, i) => sum + entryOf(x, i, i), 0)))
})

describe('diag', () => {
  it('lays a vector on a diagonal', () => {
    for (const v of [Float64Array.of(1, 2, 3), Float64Array.of(4), new Float64Array(0)])
      for (const offset of [-2, -1, 0, 1, 2]) {
        const size = v.length + Math.abs(offset)
        expect(toArray(diag(v, offset)), `${v.length} at ${offset}`).toEqual(nested([size, size], (i, j) => (j - i === offset ? (v[Math.min(i, j)] ?? 0) : 0)))
        expect(toArray(diagonal(diag(v, offset), offset))).toEqual([...v])
      }
  })
  it('keeps −0, NaN and the dtype', () => {
    expect(kind(diag(Float64Array.of(-0, Number.NaN)))).toBe('f64[2,2] -0 0 0 NaN')
    expect(kind(diag(ints([2], 1, 2)))).toBe('i32[2,2] 1 0 0 2')
  })
})

describe('further', () => {
  it('leading axes are a batch', () => {
    const x = random(2, 3, 3)
    expect(toArray(diagonal(x, 1))).toEqual(nested([2, 2], (r, i) => entryOf(x, r, i, i + 1)))
    expect(toArray(traceOf(x))).toEqual(nested([2], (r) => [0, 1, 2].reduce((sum, i) => sum + entryOf(x, r, i, i), 0)))
    expect(toArray(tril(x, -1))).toEqual(nested([2, 3, 3], (r, i, j) => (j < i ? entryOf(x, r, i, j) : 0)))
  })
  it('triangles drop NaN and ∞, and keep the dtype', () => {
    expect(
      kind(
        tril(
          tensor([
            [1, Number.NaN],
            [-0, Number.POSITIVE_INFINITY],
          ]),
          -1,
        ),
      ),
    ).toBe('f64[2,2] 0 0 -0 0')
    expect(kind(triu(ints([2, 2], 1, 2, 3, 4)))).toBe('i32[2,2] 1 2 0 4')
    expect(kind(traceOf(ints([2, 2], 1, 2, 3, 4)))).toBe('i32 5')
    expect(
      kind(
        grad((x: Matrix<2, 2>) => traceOf(tril(x)))(
          tensor([
            [1, Number.NaN],
            [3, 4],
          ]),
        ),
      ),
    ).toBe('f64[2,2] 1 0 0 1')
  })
  it('refuses what is no matrix, what is no vector, and offsets that are not whole', () => {
    // @ts-expect-error refused by the compiler too
    expect(refusal(() => diagonal(Float64Array.of(1)))).toBe('Shape: diagonal: shapes [1] have no rows and columns')
    // @ts-expect-error refused by the compiler too
    expect(refusal(() => traceOf(3))).toBe('Shape: trace: shapes [] have no rows and columns')
    // @ts-expect-error refused by the compiler too
    expect(refusal(() => tril(Float64Array.of(1)))).toContain('tril: shapes [1] have no rows')
    // @ts-expect-error refused by the compiler too
    expect(refusal(() => diag(random(2, 2)))).toBe('Shape: diag: shapes [2,2] are not a vector; for the diagonal of a matrix use diagonal')
    expect(refusal(() => diagonal(random(2, 2), 0.5))).toBe('Argument: diagonal: the offset 0.5 is not a whole number')
    expect(refusal(() => diag(Float64Array.of(1), Number.NaN))).toContain('the offset NaN')
  })
  it.each<readonly [string, () => void]>([
    ['diagonal', () => lawful((x: Matrix<3, 4>) => [diagonal(x), diagonal(x, 2), diagonal(x, -1)], [[3, 4]])],
    ['trace', () => lawful((x: Expr<[2, 3, 3]>) => traceOf(x), [[2, 3, 3]])],
    ['diag', () => lawful((x: Vector<3>) => [diag(x), diag(x, -1)], [[3]])],
    ['triangles', () => lawful((x: Matrix<3, 2>) => [tril(x), triu(x, 1)], [[3, 2]])],
    [
      'of one entry and of none',
      () =>
        lawful(
          (x: Matrix<1, 1>, y: Matrix<0, 2>, z: Vector<0>) => [diagonal(x), traceOf(x), diagonal(y), tril(y), traceOf(y), diag(z, 1)],
          [[1, 1], [0, 2], [0]],
        ),
    ],
  ])('%s is lawful', (_, law) => law())
  it('has shapes in types', () => {
    exactly<Vector<3>>()(diagonal(expression(3, 3)))
    exactly<Matrix<2, 3>>()(diagonal(expression(2, 3, 3)))
    exactly<Vector>()(diagonal(expression(2, 3)))
    exactly<Vector>()(diagonal(expression(3, 3), 1))
    exactly<Tensor<[2]>>()(diagonal(random(2, 2)))
    exactly<Matrix<3, 3>>()(diag(expression(3)))
    exactly<IntExpr<[number, number]>>()(diag(integers(3), 1))
    exactly<Tensor<[number, number]>>()(diag(Float64Array.of(1)))
    exactly<Scalar>()(traceOf(expression(3, 3)))
    exactly<Vector<2>>()(traceOf(expression(2, 3, 3)))
    exactly<Matrix<2, 3>>()(tril(expression(2, 3)))
  })
})
