/**
 * Matrices to test linear algebra on, and comparisons of results with what they must multiply to.
 */
import { expect } from 'vitest'
import { type AnyTensor, dataOf, tensor, toFloat64Array } from '../../src/array/tensor.ts'
import { vmap } from '../../src/call/vectorised.ts'
import { choleskyPrimitive } from '../../src/primitive/linear-cholesky.ts'
import { cofactorDerivativePrimitive, cofactorPrimitive } from '../../src/primitive/linear-cofactor.ts'
import { eighPrimitive, eigvalshPrimitive } from '../../src/primitive/linear-eigen.ts'
import { expmFrechetPrimitive, expmPrimitive } from '../../src/primitive/linear-exponential.ts'
import { luPrimitive } from '../../src/primitive/linear-lu.ts'
import { qrPrimitive } from '../../src/primitive/linear-qr.ts'
import { detPrimitive, slogdetPrimitive, solvePrimitive } from '../../src/primitive/linear-solve.ts'
import { pinvPrimitive, svdPrimitive, svdvalsPrimitive } from '../../src/primitive/linear-svd.ts'
import { lowerSolvePrimitive, upperSolvePrimitive } from '../../src/primitive/linear-triangular.ts'
import { stack } from '../../src/primitive/join.ts'
import type { Expr, Primitive } from '../../src/program/model.ts'
import { phantom } from '../../src/type/phantom.ts'
import type { Tensor } from '../../src/array/tensor.ts'
import { difference } from '../near.ts'
import { numbersOf, random, scattered } from './operation.ts'
import type { Table } from '../table.ts'

/** Numbers everywhere, large ones on the diagonal: well conditioned, not symmetric. */
export const dominant = (n: number, from = 1): Tensor<[number, number]> =>
  tensor(
    Float64Array.from(scattered(n * n, from), (x, i) => (i % (n + 1) === 0 ? x + (x < 0 ? -2 : 2) : x)),
    [n, n],
  )

/** G Gᵀ + 1/2, by its definition. */
export const positive = (n: number, from = 1): Tensor<[number, number]> => {
  const g = scattered(n * n, from)
  const at = (i: number, j: number): number =>
    Array.from({ length: n }, (_, k) => (g[i * n + k] ?? 0) * (g[j * n + k] ?? 0)).reduce((a, b) => a + b, i === j ? 0.5 : 0)
  return tensor(
    Float64Array.from({ length: n * n }, (_, i) => at(Math.floor(i / n), i % n)),
    [n, n],
  )
}

/** Rows of numbers as a matrix whose sizes are of no account: one type for all of them is soon checked. */
export const matrix = (of: ReadonlyArray<ReadonlyArray<number>>): Tensor<[number, number]> => phantom(tensor(of))

export const rows = (x: unknown): ReadonlyArray<number> => numbersOf(x)

/** Where two arrays differ by more than 1e-13 of the largest entry. */
export const close = (actual: unknown, expected: unknown, tolerance = 1e-13): string | null => difference(actual, expected, tolerance)

/** Over a batch, by the leading axis and by vmap, a function is what it is of each. */
export const batches = (f: (x: Expr) => unknown, each: ReadonlyArray<AnyTensor>): void => {
  const all = phantom<Expr>(stack(phantom<ReadonlyArray<Expr>>(each)))
  const alone = each.flatMap((x) => numbersOf(f(phantom<Expr>(x))))
  expect(numbersOf(f(all))).toEqual(alone)
  expect(numbersOf(vmap(phantom<(x: Expr) => Expr>(f))(phantom<Expr>(all)))).toEqual(alone)
  expect(toFloat64Array(phantom<AnyTensor>(all)).length).toBe(each.reduce((total, x) => total + dataOf(x).length, 0))
}

/** Every primitive of linear algebra with operands at which it is smooth; none takes parameters. */
export const applications: Table<readonly [Primitive, ReadonlyArray<AnyTensor>]> = [
  ...[lowerSolvePrimitive, upperSolvePrimitive, solvePrimitive].map((primitive) => [primitive, [dominant(3), random(3, 2)]] as const),
  [expmFrechetPrimitive, [random(2, 2), dominant(2)]],
  [cofactorDerivativePrimitive, [dominant(3), random(3, 3)]],
  [cofactorDerivativePrimitive, [dominant(4), random(2, 4, 4), random(2, 4, 4)]],
  [choleskyPrimitive, [positive(3)]],
  ...[cofactorPrimitive, detPrimitive, slogdetPrimitive, luPrimitive, qrPrimitive, expmPrimitive, svdPrimitive, svdvalsPrimitive, pinvPrimitive].map(
    (primitive) => [primitive, [dominant(3)]] as const,
  ),
  ...[qrPrimitive, svdPrimitive, svdvalsPrimitive, pinvPrimitive].map((primitive) => [primitive, [random(3, 2)]] as const),
  ...[svdPrimitive, svdvalsPrimitive, pinvPrimitive].map((primitive) => [primitive, [random(2, 3)]] as const),
  ...[eighPrimitive, eigvalshPrimitive].map((primitive) => [primitive, [positive(3)]] as const),
]
