/**
 * Every primitive of linear algebra by itself: its rule against differences to 1e-6, in both modes, what
 * it infers against what it evaluates, and what the types say of the functions made of them.
 */
import { describe, expect, it } from 'vitest'
import { differences } from '../../laws/difference.ts'
import { library, mappingOf } from '../../laws/mapping.ts'
import { avalOf, dataOf, type Tensor, tensor } from '../../src/array/tensor.ts'
import { none } from '../../src/basis/declare.ts'
import { cholesky } from '../../src/primitive/linear-cholesky.ts'
import { eigh, eigvalsh } from '../../src/primitive/linear-eigen.ts'
import { expm, matrixPower } from '../../src/primitive/linear-exponential.ts'
import { lu } from '../../src/primitive/linear-lu.ts'
import { qr } from '../../src/primitive/linear-qr.ts'
import { det, inv, slogdet, solve } from '../../src/primitive/linear-solve.ts'
import { pinv, svd, svdvals } from '../../src/primitive/linear-svd.ts'
import { triangularSolve } from '../../src/primitive/linear-triangular.ts'
import { linear } from '../../src/primitive/linear.ts'
import { operationOf } from '../../src/program/expr.ts'
import type { Expr, Matrix, Scalar, Vector } from '../../src/program/model.ts'
import type { Size } from '../../src/type/shape.ts'
import { operateAll } from '../../src/program/operate.ts'
import { refusal } from '../failing.ts'
import { difference } from '../near.ts'
import { applications } from './linear-cases.ts'
import { expression, random, sampleOf } from './operation.ts'
import { exactly } from '../type/exactly.ts'

describe.each(
  applications.map(([primitive, operands]) => ({ name: `${primitive.name} of ${operands.map((x) => avalOf(x).text).join(', ')}`, primitive, operands })),
)('$name', ({ primitive, operands }) => {
  it('evaluates to what it infers', () => {
    const operation = operationOf(primitive, none, operands.map(avalOf))
    expect(primitive.evaluate(operation, operands).map((x) => [avalOf(x).text, dataOf(x).length])).toEqual(
      operation.results.map((of) => [of.text, of.shape.reduce((a, b) => a * b, 1)]),
    )
  })
  it('has the derivative that differences have, to 1e-6', () => {
    const floats = (...xs: ReadonlyArray<Expr>): ReadonlyArray<unknown> =>
      operateAll<ReadonlyArray<Expr>>(primitive, none, xs).filter((x) => x.dtype === 'float64')
    const { program, value, point, v, w } = sampleOf(
      floats,
      operands.map((x) => [avalOf(x).shape, [...dataOf(x)]]),
      0.02,
    )
    const map = mappingOf(program, library)
    const inner = (x: Iterable<number>, y: Float64Array): number => [...x].reduce((total, e, i) => total + e * (y[i] ?? 0), 0)
    const estimates = differences(value, point, v, { step: 0.02 })
    expect(Math.max(...estimates.map((each) => each.error))).toBeLessThan(1e-7)
    const slopes = estimates.map((each) => each.value)
    expect(Math.max(...slopes.map(Math.abs))).toBeGreaterThan(0.1)
    expect(difference([...map.push(point, v)], slopes, 1e-6)).toBeNull()
    expect(difference(inner(map.pull(point, w), v), inner(slopes, w), 1e-6)).toBeNull()
  })
  it('refuses operands that do not fit', () => {
    expect(refusal(() => operateAll(primitive, none, [...operands.map(() => random(3))]))).toMatch(/^Shape: /)
    expect(refusal(() => operateAll(primitive, none, [...operands.map(() => tensor([[1]], 'int32'))]))).toMatch(/^DType: /)
    expect(refusal(() => operateAll(primitive, none, [...operands, random(1)]))).toMatch(primitive.name === 'cofactorDerivative' ? /^Shape: / : /^Arity: /)
    expect(refusal(() => operateAll(primitive, none, []))).toMatch(/^Arity: /)
  })
})

it('every primitive has an application', () => {
  const tried = new Set(applications.map(([primitive]) => primitive.name))
  expect(linear.map(({ name }) => name).filter((name) => !tried.has(name))).toEqual([])
  expect(new Set(linear.map(({ name }) => name)).size).toBe(linear.length)
})

describe('types', () => {
  it('follow the shapes', () => {
    const a = expression(3, 3)
    const b = tensor([
      [2, 0],
      [0, 1],
    ])
    exactly<Matrix<3, 3>>()(cholesky(a))
    exactly<Tensor<[2, 2]>>()(inv(b))
    exactly<Scalar>()(det(a))
    exactly<number>()(det(b))
    exactly<Vector<5>>()(slogdet(expression(5, 3, 3))[1])
    exactly<Vector<3>>()(solve(a, expression(3)))
    exactly<Matrix<3, 4>>()(solve(a, expression(3, 4)))
    exactly<Matrix<5, 3>>()(solve(expression(5, 3, 3), expression(3)))
    exactly<Expr<[5, 7, 3, 2]>>()(solve(expression(5, 1, 3, 3), expression(7, 3, 2)))
    exactly<Vector<3>>()(triangularSolve(a, expression(3)))
    exactly<Tensor<[2], 'int32'>>()(lu(b)[0])
    exactly<Vector<3>>()(eigh(a)[0])
    exactly<Vector<3>>()(eigvalsh(a))
    exactly<Expr<[4, number]>>()(qr(expression(4, 2))[0])
    exactly<Matrix<3, 3>>()(svd(a)[2])
    exactly<Vector<3>>()(svdvals(a))
    exactly<Matrix<2, 4>>()(pinv(expression(4, 2)))
    exactly<Tensor<[2, 2]>>()(expm(b))
    exactly<Matrix<3, 3>>()(matrixPower(a, 2))
  })
  it('let helpers be generic in a size', () => {
    const halfLogDet = <N extends Size>(x: Expr<[N, N]>): Scalar => det(cholesky(inv(expm(matrixPower(x, 2)))))
    exactly<Scalar>()(halfLogDet(expression(2, 2)))
  })
  it('refuse what is not square and what does not fit', () => {
    // @ts-expect-error cholesky: shape [2,3] is not square
    expect(refusal(() => cholesky(expression(2, 3)))).toMatch(/not square/)
    // @ts-expect-error det: shape [2,3] is not square
    expect(refusal(() => det(random(2, 3)))).toMatch(/not square/)
    // @ts-expect-error eigh: shape [3] is not that of a matrix
    expect(refusal(() => eigh(random(3)))).toMatch(/no rows and columns/)
    const square = tensor([
      [1, 2],
      [3, 4],
    ])
    // @ts-expect-error solve: shapes [2,2] and [3] do not fit
    expect(refusal(() => solve(square, expression(3)))).toMatch(/do not fit/)
    // @ts-expect-error solve: shapes [5,2,2] and [5,3,1] do not fit
    expect(refusal(() => solve(random(5, 2, 2), random(5, 3, 1)))).toMatch(/do not fit/)
    // @ts-expect-error triangularSolve: shape [2,3] is not square
    expect(refusal(() => triangularSolve(random(2, 3), random(2)))).toMatch(/not square/)
  })
})
