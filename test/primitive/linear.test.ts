import { describe, expect, it } from 'vitest'
import { tensor } from '../../src/array/tensor.ts'
import { add, mul } from '../../src/basis/arithmetic.ts'
import { sum } from '../../src/basis/broadcast.ts'
import { grad } from '../../src/call/gradient.ts'
import { vmap } from '../../src/call/vectorised.ts'
import { cholesky } from '../../src/primitive/linear-cholesky.ts'
import { det, inv, slogdet, solve } from '../../src/primitive/linear-solve.ts'
import { triangularSolve } from '../../src/primitive/linear-triangular.ts'
import { matmul } from '../../src/primitive/contraction.ts'
import { tril, triu } from '../../src/primitive/diagonal.ts'
import { transpose } from '../../src/primitive/shape.ts'
import type { Expr, Matrix, Scalar } from '../../src/program/model.ts'
import { phantom } from '../../src/type/phantom.ts'
import { refusal } from '../failing.ts'
import { difference, plain } from '../near.ts'
import { type Input, lawful, random } from './operation.ts'
import { batches, close, dominant, matrix, positive, rows } from './linear-cases.ts'

const { NaN: nan, POSITIVE_INFINITY: inf } = Number

describe('cholesky', () => {
  it.each([0, 1, 2, 5])('L Lᵀ = A of size %d', (n) => {
    const a = positive(n)
    const l = cholesky(a)
    expect(close(matmul(l, phantom<typeof l>(transpose(l))), a)).toBeNull()
    expect(close(l, tril(l))).toBeNull()
  })
  it('has closed forms', () => {
    expect(
      plain(
        cholesky(
          matrix([
            [4, 2],
            [2, 5],
          ]),
        ),
      ),
    ).toEqual([
      [2, 0],
      [1, 2],
    ])
    expect(
      plain(
        cholesky(
          matrix([
            [25, 15, -5],
            [15, 18, 0],
            [-5, 0, 11],
          ]),
        ),
      ),
    ).toEqual([
      [5, 0, 0],
      [3, 3, 0],
      [-1, 1, 3],
    ])
  })
  it('makes its operand symmetric', () => {
    expect(
      plain(
        cholesky(
          matrix([
            [4, 3],
            [1, 5],
          ]),
        ),
      ),
    ).toEqual([
      [2, 0],
      [1, 2],
    ])
    expect(
      difference(
        grad((x: Matrix<2, 2>) => phantom<Scalar>(sum(cholesky(x))))(
          tensor([
            [4, 3],
            [1, 5],
          ]),
        ),
        grad((x: Matrix<2, 2>) => phantom<Scalar>(sum(cholesky(x))))(
          tensor([
            [4, 2],
            [2, 5],
          ]),
        ),
      ),
    ).toBeNull()
  })
  it('is lawful', () => {
    lawful((x: Expr<[3, 3]>) => cholesky(x), [positiveInput(3)])
    lawful((x: Expr<[1, 1]>) => cholesky(x), [[[1, 1], [2.3]]])
    lawful(
      (x: Expr<[2, 2, 2]>) => cholesky(x),
      [
        [
          [2, 2, 2],
          [4, 1, 2, 5, 3, 0.5, 0.2, 2],
        ],
      ],
    )
  })
  it('is NaN, and no exception, where there is none', () => {
    for (const x of [
      [
        [1, 2],
        [2, 1],
      ],
      [
        [0, 0],
        [0, 0],
      ],
      [
        [nan, 0],
        [0, 1],
      ],
    ]) {
      expect(plain(cholesky(tensor(x)))).toEqual([
        [nan, 0],
        [nan, nan],
      ])
      expect(
        difference(grad((m: Matrix) => phantom<Scalar>(sum(phantom<Expr>(cholesky(phantom<Matrix<2, 2>>(m))))))(tensor(x)), [
          [nan, nan],
          [nan, nan],
        ]),
      ).toBeNull()
    }
    expect(plain(cholesky(tensor([[[-1]], [[4]]])))).toEqual([[[nan]], [[2]]])
  })
  it('of a batch is that of each', () => batches((x) => cholesky(phantom<Expr<[3, 3]>>(x)), [positive(3), positive(3, 4)]))
})

const positiveInput = (n: number): Input => [[n, n], rows(positive(n))]
const input = (n: number): Input => [[n, n], rows(dominant(n))]

describe('triangularSolve', () => {
  const a = dominant(4)
  const b = random(4, 2)
  const T = (x: unknown, turn: boolean): Expr<[4, 4]> => phantom(turn ? transpose(phantom<Expr>(x)) : x)
  for (const lower of [false, true])
    for (const turn of [false, true])
      for (const unitDiagonal of [false, true]) {
        it(`solves: ${JSON.stringify({ lower, turn, unitDiagonal })}`, () => {
          const options = { lower, transpose: turn, unitDiagonal }
          const x = triangularSolve(a, b, options)
          const strict = phantom<Expr>(lower ? tril(a, -1) : triu(a, 1))
          const whole = phantom<Expr>(lower ? tril(a) : triu(a))
          const unit = add(
            strict,
            phantom<Expr>(
              matrix([
                [1, 0, 0, 0],
                [0, 1, 0, 0],
                [0, 0, 1, 0],
                [0, 0, 0, 1],
              ]),
            ),
          )
          expect(close(matmul(T(unitDiagonal ? unit : whole, turn), phantom<Expr<[4, 2]>>(x)), b)).toBeNull()
          lawful((m: Expr<[3, 3]>, r: Expr<[3, 2]>) => triangularSolve(m, r, options), [input(3), [3, 2]])
          lawful((m: Expr<[2, 2]>, r: Expr<[2]>) => triangularSolve(m, r, options), [input(2), [2]])
        })
      }
  it('reads its triangle only', () => {
    expect(
      plain(
        triangularSolve(
          matrix([
            [2, nan],
            [1, 4],
          ]),
          Float64Array.of(2, 9),
          { lower: true },
        ),
      ),
    ).toEqual([1, 2])
    expect(
      plain(
        triangularSolve(
          matrix([
            [2, 1],
            [nan, 4],
          ]),
          Float64Array.of(4, 8),
        ),
      ),
    ).toEqual([1, 2])
    const slope = grad((x: Matrix<2, 2>) => sum(triangularSolve(x, Float64Array.of(2, 9), { lower: true })))(
      tensor([
        [2, nan],
        [1, 4],
      ]),
    )
    expect(
      difference(slope, [
        [-0.375, 0],
        [-0.25, -0.5],
      ]),
    ).toBeNull()
  })
  it('at a zero on the diagonal is ±∞ or NaN', () => {
    expect(
      plain(
        triangularSolve(
          matrix([
            [0, 0],
            [0, 1],
          ]),
          Float64Array.of(-1, 1),
        ),
      ),
    ).toEqual([-inf, 1])
    expect(plain(triangularSolve(matrix([[0]]), Float64Array.of(0)))).toEqual([nan])
  })
  it('refuses what does not fit', () => {
    expect(
      refusal(() =>
        triangularSolve(
          phantom<Expr>(
            matrix([
              [1, 2, 3],
              [4, 5, 6],
            ]),
          ),
          Float64Array.of(1, 2),
        ),
      ),
    ).toMatch(/Shape: triangularSolve: shapes \[2,3\] are not square/)
    expect(
      refusal(() =>
        triangularSolve(
          phantom<Expr>(
            matrix([
              [1, 2],
              [4, 5],
            ]),
          ),
          Float64Array.of(1, 2, 3),
        ),
      ),
    ).toMatch(/Shape: triangularSolve: shapes \[2,2\] and \[3\] do not fit; the right-hand side needs 2 rows/)
  })
})

describe('solve', () => {
  it.each([0, 1, 2, 6])('A x = b of size %d', (n) => {
    const [a, b] = [dominant(n), random(n, 3)]
    expect(close(matmul(a, solve(a, b)), b)).toBeNull()
  })
  it('exchanges rows', () => {
    expect(
      plain(
        solve(
          matrix([
            [0, 1],
            [1, 0],
          ]),
          Float64Array.of(3, 5),
        ),
      ),
    ).toEqual([5, 3])
    expect(
      plain(
        solve(
          matrix([
            [1e-20, 1],
            [1, 1],
          ]),
          Float64Array.of(1, 2),
        ),
      ),
    ).toEqual([1, 1])
    expect(
      difference(
        solve(
          matrix([
            [0, 2, 1],
            [1, 0, 0],
            [3, 0, 1],
          ]),
          Float64Array.of(5, 1, 4),
        ),
        [1, 2, 1],
        1e-15,
      ),
    ).toBeNull()
  })
  it('is lawful', () => {
    lawful((a: Expr<[3, 3]>, b: Expr<[3, 2]>) => solve(a, b), [input(3), [3, 2]])
    lawful((a: Expr<[2, 2]>, b: Expr<[2]>) => solve(a, b), [input(2), [2]])
    lawful((a: Expr<[1, 1]>, b: Expr<[1]>) => solve(a, b), [[[1, 1], [2.1]], [1]])
    lawful(
      (b: Expr<[2, 3]>) =>
        solve(
          matrix([
            [2, 1],
            [1, 3],
          ]),
          b,
        ),
      [[2, 3]],
    )
    lawful((a: Expr<[2, 2]>) => solve(a, Float64Array.of(1, 2)), [input(2)])
  })
  it('broadcasts batches', () => {
    const a = tensor([
      [
        [2, 1],
        [1, 3],
      ],
      [
        [0, 1],
        [2, 0],
      ],
    ])
    expect(
      difference(solve(a, Float64Array.of(3, 4)), [
        [1, 1],
        [2, 3],
      ]),
    ).toBeNull()
    expect(
      difference(solve(a, matrix([[3], [4]])), [
        [[1], [1]],
        [[2], [3]],
      ]),
    ).toBeNull()
    expect(
      difference(
        solve(
          matrix([
            [2, 1],
            [1, 3],
          ]),
          tensor([
            [[3], [4]],
            [[0], [5]],
          ]),
        ),
        [
          [[1], [1]],
          [[-1], [2]],
        ],
      ),
    ).toBeNull()
    lawful(
      (m: Expr<[2, 2, 2]>, b: Expr<[2]>) => solve(m, b),
      [
        [
          [2, 2, 2],
          [3, 1, 1, 2, 1, 4, -2, 1],
        ],
        [2],
      ],
    )
  })
  it('of a batch of right-hand sides is that of each, in every place of the axis', () => {
    const a = tensor([
      [
        [2, 1],
        [1, 3],
      ],
      [
        [0, 1],
        [2, 0],
      ],
      [
        [1, 0],
        [4, 1],
      ],
    ])
    const bs = random(4, 3, 2, 2)
    const wide = vmap((b: Expr<[3, 2, 2]>) => phantom<Expr<[3, 2, 2]>>(solve(a, b)))(bs)
    expect(difference(wide, solve(a, bs), 1e-15)).toBeNull()
    const many = tensor(
      Float64Array.from({ length: 24 }, (_, i) => [2, 0.5, -0.3, 1.5][i % 4] ?? 0).map((x, i) => x + 0.01 * i),
      [2, 3, 2, 2],
    )
    const right = random(4, 2, 3, 2, 1)
    expect(difference(vmap((b: Expr<[2, 3, 2, 1]>) => phantom<Expr<[2, 3, 2, 1]>>(solve(many, b)))(right), solve(many, right), 1e-15)).toBeNull()
  })
  it('of a singular matrix is ±∞ or NaN, and so are its derivatives', () => {
    expect(
      plain(
        solve(
          matrix([
            [1, 1],
            [1, 1],
          ]),
          Float64Array.of(1, 2),
        ),
      ),
    ).toEqual([-inf, inf])
    expect(
      plain(
        solve(
          matrix([
            [0, 0],
            [0, 0],
          ]),
          Float64Array.of(0, 0),
        ),
      ),
    ).toEqual([nan, nan])
    const slope = plain(
      grad((a: Matrix<2, 2>) => sum(solve(a, Float64Array.of(1, 2))))(
        tensor([
          [1, 1],
          [1, 1],
        ]),
      ),
    )
    expect([slope].flat(3).filter((x) => Number.isFinite(x))).toEqual([])
  })
  it('refuses what is not square and what does not fit', () => {
    expect(
      refusal(() =>
        solve(
          phantom<Expr>(
            matrix([
              [1, 2, 3],
              [4, 5, 6],
            ]),
          ),
          Float64Array.of(1, 2),
        ),
      ),
    ).toBe('Shape: solve: shapes [2,3] are not square in the last two axes')
    expect(
      refusal(() =>
        solve(
          phantom<Expr>(
            matrix([
              [1, 2],
              [4, 5],
            ]),
          ),
          3,
        ),
      ),
    ).toMatch(/Shape: solve: shapes \[2,2\] and \[\] do not fit/)
    expect(refusal(() => inv(phantom<Expr>(Float64Array.of(1))))).toMatch(/Shape: inv: shapes \[1\] have no rows and columns/)
    expect(refusal(() => det(phantom<Expr>(tensor([[1], [2]], 'int32'))))).toMatch(/det/)
  })
})

describe('inv', () => {
  it.each([0, 1, 3, 5])('A A⁻¹ = 1 of size %d', (n) => {
    const a = dominant(n)
    const one = tensor(
      Float64Array.from({ length: n * n }, (_, i) => (i % (n + 1) === 0 ? 1 : 0)),
      [n, n],
    )
    expect(close(matmul(a, phantom<typeof a>(inv(a))), one)).toBeNull()
  })
  it('is lawful', () => lawful((x: Expr<[3, 3]>) => inv(x), [input(3)]))
  it('of a batch is that of each', () => batches((x) => inv(phantom<Expr<[3, 3]>>(x)), [dominant(3), dominant(3, 5)]))
})

describe('det and slogdet', () => {
  it('have closed forms', () => {
    expect(
      det(
        matrix([
          [1, 2],
          [3, 4],
        ]),
      ),
    ).toBe(-2)
    expect(
      det(
        matrix([
          [2, -3, 1],
          [2, 0, -1],
          [1, 4, 5],
        ]),
      ),
    ).toBeCloseTo(49, 12)
    expect(det(tensor(new Float64Array(0), [0, 0]))).toBe(1)
    expect(slogdet(tensor(new Float64Array(0), [0, 0]))).toEqual([1, 0])
    expect(
      slogdet(
        matrix([
          [0, 1],
          [1, 0],
        ]),
      ),
    ).toEqual([-1, 0])
    expect(
      slogdet(
        matrix([
          [1, 2],
          [2, 4],
        ]),
      ),
    ).toEqual([0, -inf])
    expect(
      difference(
        slogdet(
          matrix([
            [1e200, 0],
            [0, -1e200],
          ]),
        ),
        [-1, 400 * Math.LN10],
      ),
    ).toBeNull()
  })
  it('of a product is the product', () => {
    const [a, b] = [random(4, 4), dominant(4)]
    expect(difference(det(matmul(a, b)), det(a) * det(b))).toBeNull()
  })
  it('are lawful', () => {
    lawful((x: Expr<[3, 3]>) => det(x), [[3, 3]])
    lawful((x: Expr<[1, 1]>) => det(x), [[1, 1]])
    lawful((x: Expr<[2, 2, 2]>) => det(x), [[2, 2, 2]])
    lawful((x: Expr<[3, 3]>) => slogdet(x)[1], [[3, 3]], 0.02)
    lawful((x: Expr<[2, 2, 2]>) => slogdet(x)[1], [[2, 2, 2]], 0.02)
  })
  it('the gradient of the determinant is the cofactor matrix, at singular matrices too', () => {
    const slope = grad((x: Matrix) => det(phantom<Matrix<3, 3>>(x)))
    const cofactors = (x: ReadonlyArray<ReadonlyArray<number>>) =>
      x.map((row, i) =>
        row.map((_, j) => {
          const [[a = 0, b = 0] = [], [c = 0, d = 0] = []] = x.filter((_, r) => r !== i).map((r) => r.filter((_, k) => k !== j))
          return (-1) ** (i + j) * (a * d - b * c)
        }),
      )
    for (const x of [
      [
        [1, 2, 3],
        [4, 5, 6],
        [7, 8, 9],
      ],
      [
        [1, 2, 3],
        [2, 4, 6],
        [3, 6, 9],
      ],
      [
        [0, 0, 0],
        [0, 0, 0],
        [0, 0, 0],
      ],
      [
        [0, 1, 0],
        [0, 0, 0],
        [0, 0, 5],
      ],
      [
        [0, 0, 2],
        [0, 3, 1],
        [0, 1, 4],
      ],
      [
        [0, 0, 1],
        [1, 0, 0],
        [0, 1, 0],
      ],
    ]) {
      expect(difference(slope(tensor(x)), cofactors(x), 1e-13)).toBeNull()
    }
    expect(plain(grad((x: Matrix<1, 1>) => det(x))(tensor([[0]])))).toEqual([[1]])
  })
  it('log det is twice the logarithm of the diagonal of the Cholesky factor', () => {
    const a = positive(4)
    const l = rows(cholesky(a))
    expect(
      difference(
        slogdet(a)[1],
        [0, 5, 10, 15].reduce((total, i) => total + 2 * Math.log(l[i] ?? 0), 0),
      ),
    ).toBeNull()
    expect(difference(grad((x: Matrix<4, 4>) => slogdet(x)[1])(phantom<Matrix<4, 4>>(a)), transpose(phantom<Matrix<4, 4>>(inv(a))))).toBeNull()
  })
  it('of batches are those of each', () => {
    batches((x) => det(phantom<Expr<[3, 3]>>(x)), [random(3, 3), dominant(3)])
    batches((x) => slogdet(phantom<Expr<[3, 3]>>(x))[0], [random(3, 3), dominant(3)])
  })
  it('differentiate a thing that uses both results', () => {
    lawful(
      (x: Expr<[2, 2]>) => {
        const [s, l] = slogdet(x)
        return mul(s, l)
      },
      [
        [
          [2, 2],
          [0.2, 1.3, 0.9, -0.4],
        ],
      ],
    )
  })
})
