import { describe, expect, it } from 'vitest'
import { type Tensor, tensor, toArray } from '../../src/array/tensor.ts'
import { mul } from '../../src/basis/arithmetic.ts'
import { sum } from '../../src/basis/broadcast.ts'
import { vjp } from '../../src/call/directional.ts'
import { grad } from '../../src/call/gradient.ts'
import { vmap } from '../../src/call/vectorised.ts'
import { square } from '../../src/primitive/arithmetic.ts'
import { contractPrimitive, dot, matmul } from '../../src/primitive/contraction.ts'
import { applyTo, float, variable } from '../../src/program/expr.ts'
import type { Expr, Matrix, Params, Scalar, Vector } from '../../src/program/model.ts'
import { phantom } from '../../src/type/phantom.ts'
import { refusal } from '../failing.ts'
import { difference, plain } from '../near.ts'

const A = tensor([
  [1, 2, 3],
  [4, 5, 6],
])
const B = tensor([
  [1, 2],
  [3, 4],
  [5, 6],
])
const x3 = Float64Array.of(1, 10, 100)
const x2 = Float64Array.of(1, 10)
type Nest = ReadonlyArray<number> | ReadonlyArray<Nest>

/** The product by the definition, on nested arrays of rank 2. */
const product = (a: ReadonlyArray<ReadonlyArray<number>>, b: ReadonlyArray<ReadonlyArray<number>>): Nest =>
  a.map((row) => (b[0] ?? []).map((_, j) => row.reduce((total, v, k) => total + v * (b[k]?.[j] ?? 0), 0)))
const ramp = (...shape: ReadonlyArray<number>) =>
  tensor(
    Float64Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => i + 1),
    shape,
  )

describe('matmul', () => {
  it('of ranks 1 and 2', () => {
    expect(plain(matmul(A, B))).toEqual([
      [22, 28],
      [49, 64],
    ])
    expect(plain(matmul(A, x3))).toEqual([321, 654])
    expect(plain(matmul(x2, A))).toEqual([41, 52, 63])
    expect(matmul(x3, x3)).toBe(10101)
  })
  it('of higher rank is a batch of products, and broadcasts', () => {
    const [a, b] = [ramp(2, 2, 3), ramp(2, 3, 2)]
    const rows = (t: typeof a, i: number): ReadonlyArray<ReadonlyArray<number>> =>
      phantom<ReadonlyArray<ReadonlyArray<ReadonlyArray<number>>>>(toArray(t))[i] ?? []
    expect(toArray(phantom<Tensor>(matmul(a, b)))).toEqual([0, 1].map((i) => product(rows(a, i), rows(phantom(b), i))))
    expect(toArray(phantom<Tensor>(matmul(A, b)))).toEqual([0, 1].map((i) => product(rows(phantom(tensor([toArray(A), toArray(A)])), i), rows(phantom(b), i))))
    expect(toArray(phantom<Tensor>(matmul(a, B)))).toEqual([0, 1].map((i) => product(rows(a, i), phantom(toArray(B)))))
    expect(phantom<{ shape: unknown }>(matmul(ramp(2, 1, 4, 3), ramp(5, 3, 2))).shape).toEqual([2, 5, 4, 2])
    expect(phantom<{ shape: unknown }>(matmul(ramp(2, 4, 3), ramp(3))).shape).toEqual([2, 4])
    expect(phantom<{ shape: unknown }>(matmul(ramp(4), ramp(2, 4, 3))).shape).toEqual([2, 3])
  })
  it('of sizes 0 and 1', () => {
    expect(plain(matmul(ramp(2, 0), ramp(0, 3)))).toEqual([
      [0, 0, 0],
      [0, 0, 0],
    ])
    expect(phantom<{ shape: unknown }>(matmul(ramp(0, 3), ramp(3, 2))).shape).toEqual([0, 2])
    expect(dot(new Float64Array(0), new Float64Array(0))).toBe(0)
    expect(plain(matmul(ramp(1, 1), ramp(1, 1)))).toEqual([[1]])
  })
  it('has cotangents Ȳ·Bᵀ and Aᵀ·Ȳ', () => {
    const [, pullback] = vjp((a: Matrix<2, 3>, b: Matrix<3, 2>) => matmul(a, b), [A, B])
    const seed = [
      [1, 2],
      [3, 4],
    ]
    expect(
      difference(
        pullback(
          tensor([
            [1, 2],
            [3, 4],
          ]),
        ),
        [
          product(seed, [
            [1, 3, 5],
            [2, 4, 6],
          ]),
          product(
            [
              [1, 4],
              [2, 5],
              [3, 6],
            ],
            seed,
          ),
        ],
      ),
    ).toBeNull()
  })
  it('has cotangents of vectors', () => {
    expect(
      difference(vjp((a: Matrix<2, 3>, x: Vector<3>) => matmul(a, x), [A, x3])[1](Float64Array.of(1, 2)), [
        [
          [1, 10, 100],
          [2, 20, 200],
        ],
        [9, 12, 15],
      ]),
    ).toBeNull()
    expect(
      difference(vjp((x: Vector<2>, a: Matrix<2, 3>) => matmul(x, a), [x2, A])[1](Float64Array.of(1, 2, 3)), [
        [14, 32],
        [
          [1, 2, 3],
          [10, 20, 30],
        ],
      ]),
    ).toBeNull()
    expect(
      difference(grad((x: Vector<3>, y: Vector<3>) => dot(x, y), { argnums: [0, 1] })(x3, Float64Array.of(4, 5, 6)), [
        [4, 5, 6],
        [1, 10, 100],
      ]),
    ).toBeNull()
    expect(grad((x: Vector<3>) => dot(x, x))(x3)).toEqual(Float64Array.of(2, 20, 200))
  })
  it('sums cotangents over broadcast batches', () => {
    const f = (a: Matrix<2, 3>): Scalar => sum(phantom<Expr>(matmul(a, phantom<Expr<[2, 3, 1]>>(tensor(Float64Array.of(1, 2, 3, 10, 20, 30), [2, 3, 1])))))
    expect(
      difference(grad(f)(A), [
        [11, 22, 33],
        [11, 22, 33],
      ]),
    ).toBeNull()
  })
  it('is differentiated twice: the Hessian of ½‖Ax‖² is AᵀA', () => {
    const f = (x: Vector<3>): Scalar => mul(0.5, sum(square(matmul(phantom<Matrix<2, 3>>(A), x))))
    const row = (i: number) =>
      grad(
        (x: Vector<3>): Scalar =>
          sum(
            mul(
              phantom<Vector<3>>(grad(f)(x)),
              Float64Array.from([0, 1, 2], (k) => (k === i ? 1 : 0)),
            ),
          ),
      )(x3)
    expect(
      difference([0, 1, 2].map(row), [
        [17, 22, 27],
        [22, 29, 36],
        [27, 36, 45],
      ]),
    ).toBeNull()
  })
  it('is mapped over either operand or both', () => {
    const as = ramp(2, 2, 3)
    const xs = tensor([
      [1, 10, 100],
      [2, 20, 200],
    ])
    const f = (a: Matrix<2, 3>, x: Vector<3>): Vector<2> => matmul(a, x)
    expect(plain(vmap(f)(as, xs))).toEqual([
      [321, 654],
      [2 * 987, 2 * 1320],
    ])
    expect(plain(vmap(f, { inAxes: [null, 0] })(A, xs))).toEqual([
      [321, 654],
      [642, 1308],
    ])
    expect(plain(vmap(f, { inAxes: [0, null] })(as, x3))).toEqual([
      [321, 654],
      [987, 1320],
    ])
  })
  it.each<[string, () => unknown, RegExp]>([
    [
      'matrices that do not fit',
      () => matmul(A, phantom<Matrix<3, 2>>(A)),
      /^Shape: matmul: shapes \[2,3\] and \[2,3\] do not multiply; the last size of the first must equal the last but one of the second/,
    ],
    ['vectors of other lengths', () => dot(x2, x3), /^Shape: dot: shapes \[2\] and \[3\] do not multiply/],
    ['numbers', () => matmul(phantom<Float64Array>(2), x3), /for a scalar factor use mul/],
    ['batches that do not broadcast', () => matmul(ramp(2, 4, 3), phantom<Matrix>(ramp(3, 3, 2))), /^Shape: matmul: shapes \[2\] and \[3\] do not broadcast/],
    [
      'integers',
      () => matmul(phantom<Matrix<1, 1>>(tensor([[1]], 'int32')), phantom<Matrix<1, 1>>(tensor([[1]], 'int32'))),
      /^DType: contract: int32 and int32: it takes float64/,
    ],
    ['lists of numbers', () => dot(phantom<Float64Array>([1, 2]), x2), /^Operand: dot: .*Float64Array.from/],
  ])('refuses %s', (_, thunk, message) => expect(refusal(thunk)).toMatch(message))
})

describe('contract', () => {
  const apply =
    (params: Params, ...shapes: ReadonlyArray<ReadonlyArray<number>>) =>
    () =>
      applyTo(
        contractPrimitive,
        params,
        shapes.map((shape) => variable(float(...shape))),
      )
  it.each<[string, () => unknown, RegExp]>([
    ['a label in one place only', apply({ a: [0, 1], b: [1], out: [] }, [2, 3], [3]), /leave label 0 in one place only/],
    ['a label twice in one operand', apply({ a: [0, 0], b: [0], out: [] }, [2, 2], [2]), /have a label twice; take the diagonal first/],
    ['sizes that differ', apply({ a: [0], b: [0], out: [] }, [2], [3]), /^Shape: contract: shapes \[2\] and \[3\]/],
    ['labels for other ranks', apply({ a: [0], b: [0], out: [] }, [2, 2], [2]), /^Shape: contract: shapes \[2,2\] and \[2\] do not have the axes/],
    ['a label of the result from nowhere', apply({ a: [0], b: [0], out: [1] }, [2], [2]), /contract/],
    ['one operand', apply({ a: [0], b: [0], out: [] }, [2]), /^Arity: contract/],
  ])('refuses %s', (_, thunk, message) => expect(refusal(thunk)).toMatch(message))
})
