import { describe, expect, it } from 'vitest'
import { tensor } from '../../src/array/tensor.ts'
import { sum } from '../../src/basis/broadcast.ts'
import { jvp } from '../../src/call/directional.ts'
import { grad } from '../../src/call/gradient.ts'
import { matmul as product } from '../../src/primitive/contraction.ts'
import { traceOf } from '../../src/primitive/diagonal.ts'
import { expm, matrixPower } from '../../src/primitive/linear-exponential.ts'
import { det, inv } from '../../src/primitive/linear-solve.ts'
import type { Expr, Matrix } from '../../src/program/model.ts'
import { phantom } from '../../src/type/phantom.ts'
import { refusal } from '../failing.ts'
import { difference, plain } from '../near.ts'
import { batches, close, dominant, positive } from './linear-cases.ts'
import { lawful, random } from './operation.ts'

const { NaN: nan, POSITIVE_INFINITY: inf } = Number
const matmul = (x: unknown, y: unknown): Expr => phantom(product(phantom<Expr>(x), phantom<Expr>(y)))
const eye = (n: number) =>
  tensor(
    Float64Array.from({ length: n * n }, (_, i) => (i % (n + 1) === 0 ? 1 : 0)),
    [n, n],
  )

describe('expm', () => {
  it('has closed forms', () => {
    expect(
      plain(
        expm(
          tensor([
            [0, 0],
            [0, 0],
          ]),
        ),
      ),
    ).toEqual([
      [1, 0],
      [0, 1],
    ])
    expect(
      plain(
        expm(
          tensor([
            [0, 1, 0],
            [0, 0, 1],
            [0, 0, 0],
          ]),
        ),
      ),
    ).toSatisfy(
      (x: unknown) =>
        difference(
          x,
          [
            [1, 1, 0.5],
            [0, 1, 1],
            [0, 0, 1],
          ],
          1e-15,
        ) === null,
    )
    expect(plain(expm(tensor(new Float64Array(0), [0, 0])))).toEqual([])
    for (const t of [0.1, 1, 5, 30]) {
      expect(
        difference(
          expm(
            tensor([
              [0, -t],
              [t, 0],
            ]),
          ),
          [
            [Math.cos(t), -Math.sin(t)],
            [Math.sin(t), Math.cos(t)],
          ],
          1e-13,
        ),
      ).toBeNull()
      expect(close(expm(tensor([[t]])), tensor([[Math.exp(t)]]))).toBeNull()
      expect(
        close(
          expm(
            tensor([
              [-t, 1],
              [0, -t],
            ]),
          ),
          tensor([
            [Math.exp(-t), Math.exp(-t)],
            [0, Math.exp(-t)],
          ]),
        ),
      ).toBeNull()
    }
    // Moler and Van Loan 2003: A = V diag(−1, −17) V⁻¹ with V = [[1, 3], [2, 4]].
    const [p, q] = [Math.exp(-1), Math.exp(-17)]
    expect(
      difference(
        expm(
          tensor([
            [-49, 24],
            [-64, 31],
          ]),
        ),
        [
          [-2 * p + 3 * q, 1.5 * p - 1.5 * q],
          [-4 * p + 4 * q, 3 * p - 2 * q],
        ],
        1e-12,
      ),
    ).toBeNull()
  })
  it('exp(A)exp(−A) = 1, det exp A = exp tr A', () => {
    const a = random(4, 4)
    const minus = phantom<typeof a>(
      product(
        a,
        tensor([
          [-1, 0, 0, 0],
          [0, -1, 0, 0],
          [0, 0, -1, 0],
          [0, 0, 0, -1],
        ]),
      ),
    )
    expect(close(matmul(expm(a), expm(minus)), eye(4))).toBeNull()
    expect(difference(det(expm(a)), Math.exp(traceOf(a)))).toBeNull()
  })
  it('overflows to infinity, underflows to 0, and knows NaN', () => {
    expect(plain(expm(tensor([[1000]])))).toEqual([[inf]])
    expect(plain(expm(tensor([[-1000]])))).toEqual([[0]])
    expect(plain(expm(tensor([[-1e308]])))).toEqual([[0]])
    expect(
      plain(
        expm(
          tensor([
            [nan, 0],
            [0, 1],
          ]),
        ),
      ),
    ).toEqual([
      [nan, nan],
      [nan, nan],
    ])
  })
  it('is lawful', () => {
    lawful((x: Expr<[3, 3]>) => expm(x), [[3, 3]])
    lawful(
      (x: Expr<[2, 2]>) => expm(x),
      [
        [
          [2, 2],
          [4, 3, -2, 5],
        ],
      ],
    )
    lawful((x: Expr<[1, 1]>) => expm(x), [[1, 1]])
    lawful((x: Expr<[2, 2, 2]>) => expm(x), [[2, 2, 2]])
  })
  it('the derivative along what commutes is E exp(A)', () => {
    const a = phantom<Matrix<3, 3>>(dominant(3))
    const aa = phantom<Matrix<3, 3>>(matmul(a, a))
    const [, found] = jvp((x: Matrix<3, 3>) => expm(x), [a], [aa])
    expect(close(found, matmul(aa, expm(a)), 1e-12)).toBeNull()
    expect(
      difference(
        grad((x: Matrix<2, 2>) => sum(expm(x)))(
          tensor([
            [0, 0],
            [0, 0],
          ]),
        ),
        [
          [1, 1],
          [1, 1],
        ],
      ),
    ).toBeNull()
  })
  it('of a batch is that of each', () => batches((x) => expm(phantom<Expr<[3, 3]>>(x)), [dominant(3), positive(3)]))
  it('refuses what is not square', () => expect(refusal(() => expm(phantom<Expr>(random(2, 3))))).toMatch(/Shape: expm: shapes \[2,3\] are not square/))
})

describe('matrixPower', () => {
  it('has closed forms', () => {
    const fibonacci = tensor([
      [1, 1],
      [1, 0],
    ])
    expect(plain(matrixPower(fibonacci, 10))).toEqual([
      [89, 55],
      [55, 34],
    ])
    expect(plain(matrixPower(fibonacci, 1))).toEqual([
      [1, 1],
      [1, 0],
    ])
    expect(plain(matrixPower(fibonacci, 0))).toEqual([
      [1, 0],
      [0, 1],
    ])
    expect(plain(matrixPower(fibonacci, -3))).toEqual([
      [-1, 2],
      [2, -3],
    ])
    expect(close(matrixPower(dominant(3), -2), inv(matmul(dominant(3), dominant(3))))).toBeNull()
  })
  it.each([-2, -1, 1, 2, 3, 6])('to the %d is lawful', (n) =>
    lawful(
      (x: Expr<[2, 2]>) => matrixPower(x, n),
      [
        [
          [2, 2],
          [1.5, 0.3, -0.4, 1.1],
        ],
      ],
    ),
  )
  it('to the 0 has derivative 0', () =>
    expect(
      plain(
        grad((x: Matrix<2, 2>) => sum(matrixPower(x, 0)))(
          tensor([
            [1, 2],
            [3, 4],
          ]),
        ),
      ),
    ).toEqual([
      [0, 0],
      [0, 0],
    ]))
  it('of a batch is that of each', () => batches((x) => matrixPower(phantom<Expr<[3, 3]>>(x), 3), [dominant(3), positive(3)]))
  it('refuses other powers', () =>
    expect(refusal(() => matrixPower(tensor([[1]]), phantom<number>(0.5)))).toMatch(/Argument: matrixPower: the power 0.5 is not a whole number/))
})
