import { describe, expect, it } from 'vitest'
import { type AnyTensor, tensor } from '../../src/array/tensor.ts'
import { add, mul } from '../../src/basis/arithmetic.ts'
import { sum } from '../../src/basis/broadcast.ts'
import { jvp } from '../../src/call/directional.ts'
import { grad } from '../../src/call/gradient.ts'
import { log, exp } from '../../src/primitive/exponential.ts'
import { square } from '../../src/primitive/arithmetic.ts'
import { matmul as product } from '../../src/primitive/contraction.ts'
import { diagonal, diag, tril, triu } from '../../src/primitive/diagonal.ts'
import { eigh, eigvalsh } from '../../src/primitive/linear-eigen.ts'
import { lu } from '../../src/primitive/linear-lu.ts'
import { qr } from '../../src/primitive/linear-qr.ts'
import { slogdet } from '../../src/primitive/linear-solve.ts'
import { pinv, svd, svdvals } from '../../src/primitive/linear-svd.ts'
import { reshape, transpose } from '../../src/primitive/shape.ts'
import type { Expr, Matrix } from '../../src/program/model.ts'
import { phantom } from '../../src/type/phantom.ts'
import { refusal } from '../failing.ts'
import { difference, plain } from '../near.ts'
import { batches, close, dominant, matrix, positive, rows } from './linear-cases.ts'
import { type Input, lawful, random } from './operation.ts'

const { NaN: nan } = Number

/** Products and transposes of arrays whose sizes the types do not know. */
const matmul = (x: unknown, y: unknown): Expr => phantom(product(phantom<Expr>(x), phantom<Expr>(y)))
const turn = (x: unknown): Expr => phantom(transpose(phantom<Expr<[number, number]>>(x)))
const expr = (x: unknown): Expr => phantom(x)
const identity = (n: number): AnyTensor =>
  tensor(
    Float64Array.from({ length: n * n }, (_, i) => (i % (n + 1) === 0 ? 1 : 0)),
    [n, n],
  )
const tall: Input = [
  [3, 2],
  [3, 0.2, 1, 1, -0.5, 0.7],
]
const wide: Input = [
  [2, 3],
  [3, 0.2, 1, 1, -1.5, 0.7],
]
const input = (n: number, from = 1): Input => [[n, n], rows(dominant(n, from))]
const scaledColumns = (x: unknown, s: unknown): Expr => phantom(mul(expr(x), expr(s)))

describe('lu', () => {
  it.each([0, 1, 2, 5])('P A = L U of size %d', (n) => {
    const a = random(n, n)
    const [p, l, u] = lu(a)
    const moved = rows(p).flatMap((from) => rows(a).slice(from * n, (from + 1) * n))
    expect(difference(rows(matmul(l, u)), moved)).toBeNull()
    expect(close(l, tril(l))).toBeNull()
    expect(close(u, triu(u))).toBeNull()
    expect(close(diagonal(l), new Float64Array(n).fill(1))).toBeNull()
    expect(rows(l).every((x) => Math.abs(x) <= 1)).toBe(true)
    expect([...rows(p)].sort()).toEqual(Array.from({ length: n }, (_, i) => i))
  })
  it('exchanges rows; indices are int32', () => {
    expect(
      lu(
        matrix([
          [0, 1],
          [2, 3],
        ]),
      ).map(plain),
    ).toEqual([
      [1, 0],
      [
        [1, 0],
        [0, 1],
      ],
      [
        [2, 3],
        [0, 1],
      ],
    ])
    expect(lu(matrix([[1]]))[0].dtype).toBe('int32')
  })
  it('is lawful', () => {
    lawful(
      (x: Expr<[3, 3]>) => lu(x).slice(1),
      [
        [
          [3, 3],
          [0.3, 2, 1, 3, 0.4, -1, 1, 0.7, 4],
        ],
      ],
    )
    lawful(
      (x: Expr<[2, 2, 2]>) => lu(x)[2],
      [
        [
          [2, 2, 2],
          [0.3, 2, 1, 3, 4, -1, 1, 0.7],
        ],
      ],
    )
  })
  it('of a singular matrix is the factors, with derivatives NaN', () => {
    expect(
      lu(
        matrix([
          [1, 2],
          [2, 4],
        ]),
      ).map(plain),
    ).toEqual([
      [1, 0],
      [
        [1, 0],
        [0.5, 1],
      ],
      [
        [2, 4],
        [0, 0],
      ],
    ])
    expect(
      lu(
        matrix([
          [0, 1],
          [0, 2],
        ]),
      ).map(plain),
    ).toEqual([
      [0, 1],
      [
        [1, 0],
        [0, 1],
      ],
      [
        [0, 1],
        [0, 2],
      ],
    ])
    expect(
      [
        plain(
          grad((x: Matrix<2, 2>) => sum(lu(x)[2]))(
            tensor([
              [1, 2],
              [2, 4],
            ]),
          ),
        ),
      ]
        .flat(3)
        .every(Number.isFinite),
    ).toBe(false)
  })
  it('of a batch is that of each', () => batches((x) => lu(phantom<Expr<[3, 3]>>(x))[1], [random(3, 3), dominant(3)]))
  it('refuses what is not square', () => expect(refusal(() => lu(phantom<Expr>(random(2, 3))))).toMatch(/Shape: lu: shapes \[2,3\] are not square/))
})

describe('qr', () => {
  it.each([
    [0, 0],
    [1, 1],
    [3, 3],
    [5, 3],
    [3, 5],
    [4, 1],
    [1, 4],
    [3, 0],
    [0, 3],
  ])('A = Q R of %d by %d', (m, n) => {
    const a = random(m, n)
    const [q, r] = qr(a)
    const k = Math.min(m, n)
    expect([q, r].map((x) => expr(x).shape)).toEqual([
      [m, k],
      [k, n],
    ])
    expect(close(matmul(q, r), a)).toBeNull()
    expect(close(matmul(turn(q), q), identity(k))).toBeNull()
    expect(close(r, triu(expr(r)))).toBeNull()
    expect(rows(diagonal(expr(r))).every((x) => x > 0)).toBe(true)
  })
  it('does not overflow and knows zeros', () => {
    expect(
      qr(
        matrix([
          [3e200, 1],
          [4e200, 1],
        ]),
      ).map(plain),
    ).toSatisfy(
      (x: unknown) =>
        difference(
          x,
          [
            [
              [0.6, 0.8],
              [0.8, -0.6],
            ],
            [
              [5e200, 1.4],
              [0, 0.2],
            ],
          ],
          1e-15,
        ) === null,
    )
    expect(
      qr(
        matrix([
          [0, 1],
          [0, 1],
        ]),
      ).map(plain),
    ).toSatisfy(
      (x: unknown) =>
        difference(x, [
          [
            [1, 0],
            [0, 1],
          ],
          [
            [0, 1],
            [0, 1],
          ],
        ]) === null,
    )
  })
  it('is lawful', () => {
    lawful((x: Expr<[3, 3]>) => qr(x), [input(3)])
    lawful((x: Expr<[4, 2]>) => qr(x), [[4, 2]])
    lawful(
      (x: Expr<[2, 3]>) => qr(x),
      [
        [
          [2, 3],
          [2, 0.4, 1, 0.3, -1.5, 0.7],
        ],
      ],
    )
    lawful((x: Expr<[1, 1]>) => qr(x), [[[1, 1], [-1.5]]])
    lawful(
      (x: Expr<[2, 2, 2]>) => qr(x),
      [
        [
          [2, 2, 2],
          [3, 1, 1, 2, 1, 4, -2, 1],
        ],
      ],
    )
  })
  it('of a batch is that of each', () =>
    batches(
      (x) => qr(x)[0],
      [random(4, 2), random(4, 2)].map((x, i) =>
        tensor(
          Float64Array.from(rows(x), (y) => y + i),
          [4, 2],
        ),
      ),
    ))
})

/** Whether of each column the first entry at least half as large as the largest is positive. */
const signed = (x: Expr): boolean => {
  const columns = plain(turn(x))
  if (!Array.isArray(columns)) return false
  return columns.every((column: ReadonlyArray<number>) => (column.find((e) => Math.abs(e) >= Math.max(...column.map(Math.abs)) / 2) ?? 1) > 0)
}

/** Matrices with eigenvalues known: rotations of diagonals. */
const rotated = (values: ReadonlyArray<number>): Expr => {
  const [q] = qr(dominant(values.length))
  return phantom(matmul(scaledColumns(q, Float64Array.from(values)), turn(q)))
}

describe('eigh', () => {
  it.each([0, 1, 2, 6])('A V = V w of size %d', (n) => {
    const a = positive(n)
    const [w, v] = eigh(a)
    expect(close(matmul(a, v), scaledColumns(v, w))).toBeNull()
    expect(close(matmul(turn(v), v), identity(n))).toBeNull()
    expect([...rows(w)].sort((x, y) => x - y)).toEqual(rows(w))
    expect(rows(eigvalsh(a))).toEqual(rows(w))
    expect(signed(expr(v))).toBe(true)
    expect(signed(expr(eigh(dominant(n, 3))[1]))).toBe(true)
  })
  it('has closed forms: the second difference matrix has eigenvalues 2 − 2cos(kπ/(n + 1))', () => {
    const n = 12
    const a = tensor(
      Float64Array.from({ length: n * n }, (_, i) => [2, -1][Math.abs(Math.floor(i / n) - (i % n))] ?? 0),
      [n, n],
    )
    expect(
      difference(
        rows(eigvalsh(a)),
        Array.from({ length: n }, (_, k) => 2 - 2 * Math.cos(((k + 1) * Math.PI) / (n + 1))),
        1e-14,
      ),
    ).toBeNull()
    expect(difference(rows(eigvalsh(rotated([5, -1, 3, 3, 1e-3]))), [-1, 1e-3, 3, 3, 5], 1e-14)).toBeNull()
    const r = Math.SQRT1_2
    expect(
      difference(
        eigh(
          matrix([
            [2, 1],
            [1, 2],
          ]),
        ).map(plain),
        [
          [1, 3],
          [
            [r, r],
            [-r, r],
          ],
        ],
        1e-15,
      ),
    ).toBeNull()
  })
  it('makes its operand symmetric', () =>
    expect(
      eigh(
        matrix([
          [2, 2],
          [0, 2],
        ]),
      ).map(plain),
    ).toEqual(
      eigh(
        matrix([
          [2, 1],
          [1, 2],
        ]),
      ).map(plain),
    ))
  it('knows multiples of the identity, and what is not finite', () => {
    expect(
      eigh(
        matrix([
          [2, 0],
          [0, 2],
        ]),
      ).map(plain),
    ).toEqual([
      [2, 2],
      [
        [1, 0],
        [0, 1],
      ],
    ])
    expect(
      eigh(
        tensor([
          [nan, 0],
          [0, 2],
        ]),
      ).map(plain),
    ).toEqual([
      [nan, nan],
      [
        [nan, nan],
        [nan, nan],
      ],
    ])
  })
  it('is lawful', () => {
    lawful(
      (x: Expr<[3, 3]>) => eigh(x),
      [
        [
          [3, 3],
          [1, 0.3, -0.2, 0.5, 3, 0.4, 0.1, 0.2, -2],
        ],
      ],
    )
    lawful(
      (x: Expr<[3, 3]>) => eigvalsh(x),
      [
        [
          [3, 3],
          [1, 0.3, -0.2, 0.5, 3, 0.4, 0.1, 0.2, -2],
        ],
      ],
    )
    lawful((x: Expr<[1, 1]>) => eigh(x), [[1, 1]])
    lawful(
      (x: Expr<[2, 2, 2]>) => eigh(x)[0],
      [
        [
          [2, 2, 2],
          [1, 0.3, 0.2, 3, -1, 0.5, 0.4, 2],
        ],
      ],
    )
    // A function of the matrix, on which the choice of vectors has no influence: A³.
    lawful(
      (x: Expr<[3, 3]>) => {
        const [w, v] = eigh(x)
        return matmul(scaledColumns(v, mul(w, square(w))), turn(v))
      },
      [
        [
          [3, 3],
          [1, 0.3, -0.2, 0.5, 3, 0.4, 0.1, 0.2, -2],
        ],
      ],
    )
  })
  it('A³ by eigenvalues has the derivative of A A A', () => {
    const cube = (x: Matrix<3, 3>) => {
      const [w, v] = eigh(x)
      return matmul(scaledColumns(v, mul(w, square(w))), turn(v))
    }
    const a = positive(3)
    const da = positive(3, 5)
    const [, found] = jvp(phantom<(x: Expr) => Expr>(cube), [phantom<Expr>(a)], [phantom<Expr>(da)])
    const aa = matmul(a, a)
    expect(close(found, add(add(matmul(da, aa), matmul(matmul(a, da), a)), matmul(aa, da)), 1e-12)).toBeNull()
  })
  it('where eigenvalues coincide: symmetric functions of eigenvalues have first derivatives, vectors have none', () => {
    const one = tensor([
      [2, 0],
      [0, 2],
    ])
    expect(
      difference(grad((x: Matrix<2, 2>) => sum(exp(eigvalsh(x))))(one), [
        [Math.exp(2), 0],
        [0, Math.exp(2)],
      ]),
    ).toBeNull()
    expect([plain(grad((x: Matrix<2, 2>) => sum(eigh(x)[1]))(one))].flat(3).some(Number.isNaN)).toBe(true)
  })
  it('Σ log w = log det', () => {
    const a = positive(4)
    const f = grad((x: Matrix<4, 4>) => sum(log(eigvalsh(x))))
    const g = grad((x: Matrix<4, 4>) => slogdet(x)[1])
    expect(close(f(phantom(a)), g(phantom(a)), 1e-12)).toBeNull()
  })
  it('of a batch is that of each', () => {
    batches((x) => eigh(phantom<Expr<[3, 3]>>(x))[0], [positive(3), positive(3, 4)])
    batches((x) => eigh(phantom<Expr<[3, 3]>>(x))[1], [positive(3), positive(3, 4)])
  })
})

describe('svd', () => {
  it.each([
    [0, 0],
    [1, 1],
    [3, 3],
    [5, 3],
    [3, 5],
    [4, 1],
    [1, 4],
    [3, 0],
    [0, 3],
  ])('A = U s Vᵀ of %d by %d', (m, n) => {
    const a = random(m, n)
    const [u, s, vt] = svd(a)
    const k = Math.min(m, n)
    expect([u, s, vt].map((x) => expr(x).shape)).toEqual([[m, k], [k], [k, n]])
    expect(close(matmul(scaledColumns(u, s), vt), a)).toBeNull()
    expect(close(matmul(turn(u), u), identity(k))).toBeNull()
    expect(close(matmul(vt, turn(vt)), identity(k))).toBeNull()
    expect([...rows(s)].sort((x, y) => y - x)).toEqual(rows(s))
    expect(rows(svdvals(a))).toEqual(rows(s))
    if (m >= n) expect(signed(expr(u))).toBe(true)
  })
  it('has closed forms', () => {
    expect(
      rows(
        svdvals(
          matrix([
            [3, 0],
            [4, 5],
          ]),
        ),
      ),
    ).toSatisfy((x: unknown) => difference(x, [3 * Math.sqrt(5), Math.sqrt(5)], 1e-15) === null)
    const hilbert = tensor(
      Float64Array.from({ length: 36 }, (_, i) => 1 / (Math.floor(i / 6) + (i % 6) + 1)),
      [6, 6],
    )
    // The condition of the Hilbert matrix of order 6 (Todd 1961).
    const s = rows(svdvals(hilbert))
    expect((s[0] ?? 0) / (s[5] ?? 0) / 14951058.641).toBeCloseTo(1, 8)
    expect(
      rows(
        svdvals(
          matrix([
            [1e200, 0],
            [0, 1e-200],
          ]),
        ),
      ),
    ).toEqual([1e200, 0])
  })
  it('completes the vectors of singular values 0', () => {
    for (const a of [
      [
        [1, 2],
        [2, 4],
        [3, 6],
      ],
      [
        [0, 0],
        [0, 0],
        [0, 0],
      ],
      [
        [1, 1, 1],
        [1, 1, 1],
        [1, 1, 1],
      ],
    ]) {
      const [u, s, vt] = svd(tensor(a))
      expect(close(matmul(scaledColumns(u, s), vt), tensor(a))).toBeNull()
      expect(close(matmul(turn(u), u), identity(expr(s).shape[0] as never))).toBeNull()
    }
    expect(svd(tensor([[nan]])).map(plain)).toEqual([[[nan]], [nan], [[nan]]])
  })
  it('is lawful', () => {
    lawful((x: Expr<[3, 3]>) => svd(x), [input(3)])
    lawful((x: Expr<[3, 2]>) => svd(x), [tall])
    lawful((x: Expr<[2, 3]>) => svd(x), [wide])
    lawful((x: Expr<[2, 3]>) => svdvals(x), [wide])
    lawful((x: Expr<[1, 1]>) => svd(x), [[[1, 1], [-1.5]]])
    lawful(
      (x: Expr<[2, 2, 2]>) => svdvals(x),
      [
        [
          [2, 2, 2],
          [3, 1, 1, 2, 1, 4, -2, 1],
        ],
      ],
    )
  })
  it('the nuclear norm has the gradient U Vᵀ, the squares that of the Frobenius norm', () => {
    const a = phantom<Matrix<3, 3>>(dominant(3))
    const [u, , vt] = svd(a)
    expect(close(grad((x: Matrix<3, 3>) => sum(svdvals(x)))(a), matmul(u, vt))).toBeNull()
    expect(close(grad((x: Matrix<3, 3>) => sum(square(svdvals(x))))(a), mul(a, 2))).toBeNull()
    expect(
      close(
        grad((x: Matrix<2, 2>) => sum(svdvals(x)))(
          tensor([
            [2, 0],
            [0, 2],
          ]),
        ),
        matrix([
          [1, 0],
          [0, 1],
        ]),
      ),
    ).toBeNull()
    expect(
      plain(
        grad((x: Matrix<2, 2>) => sum(svdvals(x)))(
          tensor([
            [0, 0],
            [0, 0],
          ]),
        ),
      ),
    ).toEqual([
      [0, 0],
      [0, 0],
    ])
  })
  it('of a batch is that of each', () => {
    for (const which of [0, 1, 2] as const) batches((x) => svd(x)[which], [dominant(3), dominant(3, 4)])
  })
})

describe('pinv', () => {
  it.each([
    [0, 0],
    [1, 1],
    [3, 3],
    [5, 3],
    [3, 5],
    [3, 0],
  ])('of %d by %d obeys Penrose', (m, n) => {
    const a = random(m, n)
    const p = pinv(a)
    expect(expr(p).shape).toEqual([n, m])
    const [ap, pa] = [matmul(a, p), matmul(p, a)]
    expect(close(matmul(ap, a), a)).toBeNull()
    expect(close(matmul(pa, p), p)).toBeNull()
    expect(close(ap, turn(ap))).toBeNull()
    expect(close(pa, turn(pa))).toBeNull()
  })
  it('has closed forms', () => {
    expect(
      close(
        pinv(
          matrix([
            [1, 2],
            [2, 4],
          ]),
        ),
        matrix([
          [0.04, 0.08],
          [0.08, 0.16],
        ]),
        1e-15,
      ),
    ).toBeNull()
    expect(
      plain(
        pinv(
          matrix([
            [0, 0],
            [0, 0],
            [0, 0],
          ]),
        ),
      ),
    ).toEqual([
      [0, 0, 0],
      [0, 0, 0],
    ])
    expect(plain(pinv(tensor([[nan]])))).toEqual([[nan]])
  })
  it('is lawful at full rank, and along matrices of one rank', () => {
    lawful((x: Expr<[3, 2]>) => pinv(x), [tall])
    lawful((x: Expr<[2, 3]>) => pinv(x), [wide])
    lawful(
      (x: Expr<[2, 2]>) => pinv(x),
      [
        [
          [2, 2],
          [3, 1, 1, 2],
        ],
      ],
    )
    lawful(
      (x: Expr<[2]>, y: Expr<[3]>) => pinv(matmul(reshape(x, [2, 1]), reshape(y, [1, 3]))),
      [
        [[2], [1.5, 0.7]],
        [[3], [1, -0.6, 0.4]],
      ],
    )
    lawful(
      (x: Expr<[2, 3, 2]>) => pinv(x),
      [
        [
          [2, 3, 2],
          [3, 0.2, 1, 1, -0.5, 0.7, 1, 0.3, 0.2, 2, 0.4, 0.6],
        ],
      ],
    )
  })
  it('of a batch is that of each', () =>
    batches(
      (x) => pinv(x),
      [
        dominant(3),
        matrix([
          [1, 2, 0],
          [2, 4, 0],
          [0, 0, 1],
        ]),
      ],
    ))
  it('diagonals are inverted entry by entry', () =>
    expect(plain(pinv(diag(tensor([2, 0, 4]))))).toEqual([
      [0.5, 0, 0],
      [0, 0, 0],
      [0, 0, 0.25],
    ]))
})
