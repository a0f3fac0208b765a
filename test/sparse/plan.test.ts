import { describe, expect, it } from 'vitest'
import { tensor, toArray } from '../../src/array/tensor.ts'
import { sparseHessian, sparseJacobian } from '../../src/call/sparse.ts'
import { add, concatenate, expandDims, type Matrix, matmul, mul, type Program, type Scalar, sin, square, sum, trace, type Vector } from '../../src/index.ts'
import { operations } from '../../src/program/count.ts'
import { colouring, toDense } from '../../src/sparse/matrix.ts'
import { jacobianPlan } from '../../src/sparse/plan.ts'
import { starColours } from '../../src/sparse/star.ts'
import { phantom } from '../../src/type/phantom.ts'
import { refusal } from '../failing.ts'
import { where } from './graphs.ts'

const points = (n: number): Float64Array => Float64Array.from({ length: n }, (_, i) => 1 + i / n)

/** A Jacobian with a full row and a full column. */
const cross = (x: Vector): Vector => concatenate([expandDims(sum(square(x)), 0), mul(add(x, sum(mul(0, x))), sin(x))])

describe('a plan', () => {
  const entriesOf = (n: number, f: (x: Vector) => unknown): Program => sparseJacobian(trace(f)(points(n))).program

  it('has as many operations at any size', () => {
    const count = (n: number): number => operations(entriesOf(n, (x) => mul(x, square(x))))
    expect(count(2000)).toBe(count(1000))
  })

  it('takes the side that needs fewer colours, and colours no other', () => {
    const tall = (x: Vector): Vector => concatenate([x, square(x), sin(x)])
    const wide = (x: Vector): Scalar => sum(square(x))
    const [a, b] = [jacobianPlan(trace(tall)(points(6)), [true]), jacobianPlan(trace(wide)(points(6)), [true])]
    expect([a.direction, a.passes, b.direction, b.passes]).toEqual(['forward', 1, 'reverse', 1])
  })

  it('takes a row that is full in reverse', () => {
    const found = sparseJacobian(cross)(points(50))
    expect([found.direction, found.passes]).toEqual(['reverse', 2])
  })

  it('takes rows where columns, which looked no worse, need more', () => {
    // No row and no column has more than four entries, but columns meet so that they need six colours, and rows five.
    const a = [
      [0, 2, 0, 0, 0, 3, 4, 0, 5],
      [0, 0, 6, 0, 0, 0, 7, 0, 8],
      [9, 1, 2, 3, 0, 0, 0, 0, 0],
      [0, 0, 0, 4, 0, 5, 6, 0, 7],
      [0, 8, 0, 0, 9, 0, 0, 0, 0],
      [1, 0, 2, 0, 0, 3, 0, 0, 0],
      [4, 5, 0, 6, 0, 7, 0, 0, 0],
    ]
    const linear = (x: Vector<9>) => matmul(phantom<Matrix<7, 9>>(tensor(phantom<ReadonlyArray<ReadonlyArray<number>>>(a))), x)
    const at = Float64Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9)
    const [found, across] = [sparseJacobian(linear)(at), sparseJacobian(linear, { direction: 'forward' })(at)]
    expect([found.direction, found.passes, across.direction, across.passes]).toEqual(['reverse', 5, 'forward', 6])
    for (const each of [found, across]) expect(toArray(toDense(each))).toEqual(a)
  })

  it('that would not fit into memory is refused before it is coloured', () => {
    const arrow = (x: Vector): Vector =>
      concatenate([expandDims(sum(square(x)), 0), mul(x, sum(mul(x, concatenate([new Float64Array([1]), new Float64Array(Number(x.shape[0]) - 1)]))))])
    expect(sparseJacobian(arrow)(points(9)).passes).toBe(9)
    const n = 50_000
    expect(refusal(() => sparseJacobian(arrow)(points(n)))).toBe(
      'Argument: sparseJacobian: 50001 × 50000 takes 50000 passes, which do not fit into memory together: it is not sparse enough; take products with jvp, vjp or hvp instead',
    )
    expect(refusal(() => sparseJacobian(cross, { direction: 'forward' })(points(n)))).toContain('takes 50000 passes')
    expect(sparseJacobian(cross)(points(n)).passes).toBe(2)
  })
})

describe('what is nearly full', () => {
  it('is coloured line by line, at once', () => {
    const n = 2100
    const full = {
      height: n,
      width: n,
      starts: Int32Array.from({ length: n + 1 }, (_, i) => i * n),
      columns: Int32Array.from({ length: n * n }, (_, k) => k % n),
    }
    expect(starColours(full, 'natural').count).toBe(n)
    expect(toArray(colouring(where(3, 4, () => true)).colours)).toEqual([0, 1, 2, 3])
  })

  it('is right all the same', () => {
    const found = sparseHessian((x: Vector) => mul(sum(x), sum(square(x))))(points(3))
    expect([found.passes, found.values.length]).toEqual([3, 9])
  })
})
