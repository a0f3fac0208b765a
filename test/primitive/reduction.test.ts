import { describe, expect, it } from 'vitest'
import { tensor } from '../../src/array/tensor.ts'
import { mul } from '../../src/basis/arithmetic.ts'
import { sum } from '../../src/basis/broadcast.ts'
import { vjp } from '../../src/call/directional.ts'
import { grad } from '../../src/call/gradient.ts'
import { vmap } from '../../src/call/vectorised.ts'
import { stack } from '../../src/primitive/join.ts'
import { logsumexp, mean } from '../../src/primitive/reduction.ts'
import type { Matrix, Scalar, Vector } from '../../src/program/model.ts'
import { phantom } from '../../src/type/phantom.ts'
import { refusal } from '../failing.ts'
import { at, pairs } from '../modes.ts'
import { difference, plain } from '../near.ts'

const { NaN: nan, POSITIVE_INFINITY: inf } = Number
const m = tensor([
  [1, 2, 3],
  [4, 5, 9],
])
const lse = (...xs: ReadonlyArray<number>): number => Math.log(xs.reduce((total, x) => total + Math.exp(x), 0))

describe('logsumexp', () => {
  it.each<[ReadonlyArray<number>, number, ReadonlyArray<number>]>([
    [[-inf, -inf], -inf, [0, 0]],
    [[1000, 10], 1000, [1, 0]],
    [[1000, 1000], 1000 + Math.LN2, [0.5, 0.5]],
    [[-1000, -1000], -1000 + Math.LN2, [0.5, 0.5]],
    [[inf, inf], inf, [0.5, 0.5]],
    [[inf, 0], inf, [1, 0]],
    [[inf, -inf, inf], inf, [0.5, 0, 0.5]],
    [[inf, nan], nan, [nan, nan]],
    [[-inf, 3], 3, [0, 1]],
    [[nan, 0], nan, [nan, nan]],
    [[], -inf, []],
    [[5], 5, [1]],
    [[0, Math.log(3)], Math.log(4), [0.25, 0.75]],
  ])('of %j is %d with gradient %j', (xs, y, slopes) => {
    expect(difference(logsumexp(Float64Array.from(xs)), y, 1e-15)).toBeNull()
    expect(difference(grad((x: Vector) => logsumexp(x))(Float64Array.from(xs)), slopes, 1e-15)).toBeNull()
  })
  it('over axes, keepdims or not', () => {
    expect(difference(logsumexp(m, { axes: 1 }), [lse(1, 2, 3), lse(4, 5, 9)])).toBeNull()
    expect(difference(logsumexp(m, { axes: 0, keepdims: true }), [[lse(1, 4), lse(2, 5), lse(3, 9)]])).toBeNull()
    expect(difference(logsumexp(tensor([[], []]), { axes: 1 }), [-inf, -inf])).toBeNull()
    expect(logsumexp(3)).toBe(3)
  })
  it('has the softmax for its pullback', () => {
    const [, pullback] = vjp((x: Matrix<2, 3>) => logsumexp(x, { axes: 1 }), [m])
    const softmax = (row: ReadonlyArray<number>, by: number): ReadonlyArray<number> => row.map((x) => by * Math.exp(x - lse(...row)))
    expect(difference(pullback(Float64Array.of(2, 3)), [[softmax([1, 2, 3], 2), softmax([4, 5, 9], 3)]])).toBeNull()
  })
  it('is differentiated twice alike in all nestings: p(1 − p) along one entry', () => {
    const p = 1 / (1 + Math.exp(-0.7))
    for (const [, D, E] of pairs) expect(difference(at(D(E((x: Scalar) => logsumexp(stack([x, 0])))), 0.7), p * (1 - p))).toBeNull()
  })
  it('is mapped, rows of −∞ among others', () => {
    expect(
      difference(
        vmap((x: Vector<2>) => logsumexp(x))(
          tensor([
            [-inf, -inf],
            [1000, 10],
          ]),
        ),
        [-inf, 1000],
      ),
    ).toBeNull()
    expect(
      difference(
        vmap(grad((x: Vector<2>) => logsumexp(x)))(
          tensor([
            [-inf, -inf],
            [1000, 10],
          ]),
        ),
        [
          [0, 0],
          [1, 0],
        ],
      ),
    ).toBeNull()
  })
})

describe('mean', () => {
  it('over axes, keepdims or not', () => {
    expect(mean(Float64Array.of(1, 2, 6))).toBe(3)
    expect(plain(mean(m, { axes: 0 }))).toEqual([2.5, 3.5, 6])
    expect(plain(mean(m, { axes: [1], keepdims: true }))).toEqual([[2], [6]])
    expect(mean(m)).toBe(4)
    expect([mean(new Float64Array(0)), mean(7)]).toEqual([nan, 7])
    expect(plain(mean(tensor([[], []]), { axes: 0 }))).toEqual([])
  })
  it('spreads its cotangent evenly', () => {
    expect(grad((x: Vector) => mean(x))(Float64Array.of(1, 2, 3, 4))).toEqual(new Float64Array(4).fill(0.25))
    expect(
      difference(vjp((x: Matrix<2, 3>) => mean(x, { axes: 1 }), [m])[1](Float64Array.of(3, 6)), [
        [
          [1, 1, 1],
          [2, 2, 2],
        ],
      ]),
    ).toBeNull()
    expect(grad((x: Vector<2>) => sum(mul(mean(x, { keepdims: true }), x)))(Float64Array.of(1, 3))).toEqual(Float64Array.of(4, 4))
  })
  it('refuses axes there are not, by its own name', () => {
    // @ts-expect-error refused by the compiler too
    expect(refusal(() => mean(m, { axes: 2 }))).toContain('mean: shapes [2,3] have no axis 2')
    // @ts-expect-error refused by the compiler too
    expect(refusal(() => logsumexp(m, { axes: [0, 0] }))).toContain('logsumexp')
    expect(refusal(() => logsumexp(phantom<Float64Array>(tensor([1], 'int32'))))).toMatch(/^DType: logsumexp: int32: it takes float64/)
  })
})
