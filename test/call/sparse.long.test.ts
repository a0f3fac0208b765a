/**
 * Sparse derivatives of size 10⁵: a constant number of passes, and memory that grows with the entries.
 */
import { expect, it } from 'vitest'
import { dataOf } from '../../src/array/tensor.ts'
import { sparseHessian, sparseJacobian } from '../../src/call/sparse.ts'
import { add, cos, exp, mul, pad, roll, scan, type Scalar, sin, slice, square, sub, sum, vmap, type Matrix, tensor, type Vector } from '../../src/index.ts'
import { colouring, type SparseMatrix } from '../../src/sparse/matrix.ts'
import { entries } from '../sparse/graphs.ts'

const n = 100_000
const points = (count: number): Float64Array => Float64Array.from({ length: count }, (_, i) => 1 + 0.3 * Math.sin(1 + 2 * i))

/** Each entry beside what a formula of its place says: the largest relative difference. */
const worst = ({ rows, columns, values }: SparseMatrix, wanted: (i: number, j: number) => number): number => {
  const [is, js] = [dataOf(rows), dataOf(columns)]
  let most = 0
  for (let k = 0; k < values.length; k++) {
    const want = wanted(is[k] ?? 0, js[k] ?? 0)
    most = Math.max(most, Math.abs((values[k] ?? Number.NaN) - want) / Math.max(1, Math.abs(want)))
  }
  return most
}

it('the Hessian of Rosenbrock’s function takes three passes', () => {
  const f = (x: Vector): Scalar => {
    const [ahead, here] = [slice(x, [1], [n]), slice(x, [0], [n - 1])]
    return sum(add(mul(100, square(sub(ahead, square(here)))), square(sub(1, here))))
  }
  const x = points(n)
  const at = (k: number): number => x[k] ?? 0
  const found = sparseHessian(f)(x)
  expect([found.passes, found.values.length]).toEqual([3, 3 * n - 2])
  const wanted = (i: number, j: number): number =>
    i === j ? (i < n - 1 ? 1200 * at(i) ** 2 - 400 * at(i + 1) + 2 : 0) + (i > 0 ? 200 : 0) : -400 * at(Math.min(i, j))
  expect(worst(found, wanted)).toBeLessThan(1e-12)
})

it('the Jacobian of a band takes as many passes as the band is wide', () => {
  const f = (x: Vector): Vector => {
    const around = [1, 2].flatMap((by) => [pad(slice(x, [by], [n]), [[0, by]]), pad(slice(x, [0], [n - by]), [[by, 0]])])
    return sub(mul(5, exp(x)), add(around.map((y) => sin(y))))
  }
  const x = points(n)
  const at = (k: number): number => x[k] ?? 0
  const found = sparseJacobian(f)(x)
  expect([found.passes, found.values.length]).toEqual([5, 5 * n - 6])
  expect(worst(found, (i, j) => (i === j ? 5 * Math.exp(at(i)) : -Math.cos(at(j))))).toBeLessThan(1e-12)
})

it('the Jacobian of a ring takes a pass or two more', () => {
  const x = points(n)
  const found = sparseJacobian((y: Vector) => mul(y, add(roll(y, 1), roll(y, -1))))(x)
  expect(found.passes).toBeLessThanOrEqual(5)
  const at = (k: number): number => x[(k + n) % n] ?? 0
  expect(worst(found, (i, j) => (i === j ? at(i - 1) + at(i + 1) : at(i)))).toBeLessThan(1e-12)
})

it('the Jacobian of many small functions takes the passes of one', () => {
  const f = vmap((x: Vector<4>) => mul(cos(x), sum(x)))
  const found = sparseJacobian((x: Matrix) => f(x))(tensor(points(n), [n / 4, 4]))
  expect([found.passes, found.values.length]).toEqual([4, 4 * n])
})

it('a loop is followed step by step', () => {
  const f = (x: Vector): Vector => scan((before: Scalar, row: Scalar) => [row, mul(before, sin(row))] as const, 1, x)[1]
  const found = sparseJacobian(f)(points(20_000))
  expect([found.passes, found.values.length]).toEqual([2, 2 * 20_000 - 1])
})

it('an arrow of 10⁵ is coloured in two colours', () => {
  const at = Array.from({ length: n }, (_, i) => i).flatMap(
    (i): ReadonlyArray<readonly [number, number]> =>
      i === 0
        ? [[0, 0]]
        : [
            [0, i],
            [i, 0],
            [i, i],
          ],
  )
  expect(colouring(entries([n, n], at), { by: 'star' }).count).toBe(2)
})
