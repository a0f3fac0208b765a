/**
 * softmax and its logarithm at the ends of the range, where the plain formula overflows or loses its
 * digits, and their derivatives, which are those of the plain formula.
 */
import { describe, expect, it } from 'vitest'
import { type Tensor, tensor, toArray } from '../../src/array/tensor.ts'
import { mul } from '../../src/basis/arithmetic.ts'
import { sum } from '../../src/basis/broadcast.ts'
import { and } from '../../src/basis/logic.ts'
import { jvp } from '../../src/call/directional.ts'
import { grad } from '../../src/call/gradient.ts'
import { vmap } from '../../src/call/vectorised.ts'
import { attention, elu, leakyRelu, logSoftmax, softmax } from '../../src/model/activation.ts'
import { at, scatterAdd } from '../../src/primitive/at.ts'
import type { Expr, Matrix, Scalar, Vector } from '../../src/program/model.ts'
import { phantom } from '../../src/type/phantom.ts'
import { refusal } from '../failing.ts'
import { difference } from '../near.ts'
import { kind, lawful, numbersOf, random } from '../primitive/operation.ts'

const { NaN: nan, POSITIVE_INFINITY: inf } = Number
const plainly = (xs: ReadonlyArray<number>): ReadonlyArray<number> => {
  const powers = xs.map(Math.exp)
  const total = powers.reduce((a, b) => a + b, 0)
  return powers.map((p) => p / total)
}
const far = [0, 1000, -1000, 1e9, -1e9, 2 ** 60, -(2 ** 60), 1e300]

describe('values', () => {
  it('are the plain formula where that holds', () => {
    const xs = [0.5, -1, 2, 0]
    expect(difference(softmax(Float64Array.from(xs)), plainly(xs), 1e-15)).toBeNull()
    expect(difference(logSoftmax(Float64Array.from(xs)), plainly(xs).map(Math.log), 1e-15)).toBeNull()
  })
  it.each(far)('are the same far away, to the last digit: %d', (x) => {
    expect(softmax(Float64Array.of(x, x, x, x))).toEqual(Float64Array.of(0.25, 0.25, 0.25, 0.25))
    expect(difference(logSoftmax(Float64Array.of(x, x)), [-Math.LN2, -Math.LN2], 1e-15)).toBeNull()
    expect(sum(softmax(Float64Array.of(x, x, x)))).toBe(1)
    // Entries that differ by what is exact at this distance.
    const step = Math.max(1, Math.abs(x) * 2 ** -52)
    if (step === 1) expect(difference(softmax(Float64Array.of(x, x - 1, x - 2)), plainly([0, -1, -2]), 1e-15)).toBeNull()
    if (step === 1) expect(difference(logSoftmax(Float64Array.of(x, x - 1)), plainly([0, -1]).map(Math.log), 1e-15)).toBeNull()
  })
  it.each<[ReadonlyArray<number>, ReadonlyArray<number>, ReadonlyArray<number>]>([
    [
      [1000, -1000],
      [1, 0],
      [0, -2000],
    ],
    [
      [-inf, 0],
      [0, 1],
      [-inf, 0],
    ],
    [
      [-inf, 5, 5],
      [0, 0.5, 0.5],
      [-inf, -Math.LN2, -Math.LN2],
    ],
    [
      [-inf, -inf],
      [nan, nan],
      [nan, nan],
    ],
    [
      [inf, 0],
      [nan, nan],
      [nan, nan],
    ],
    [
      [nan, 0],
      [nan, nan],
      [nan, nan],
    ],
    [[3], [1], [0]],
    [[], [], []],
  ])('of %j are %j, and %j', (xs, shares, logs) => {
    expect(softmax(Float64Array.from(xs))).toEqual(Float64Array.from(shares))
    expect(difference(logSoftmax(Float64Array.from(xs)), logs, 1e-15)).toBeNull()
  })
  it('go along the axis named', () => {
    const x = tensor([
      [0, 1000],
      [0, 1000 + Math.log(3)],
    ])
    expect(
      difference(
        softmax(x, 0),
        [
          [0.5, 0.25],
          [0.5, 0.75],
        ],
        1e-12,
      ),
    ).toBeNull()
    expect(toArray(softmax(x))).toEqual([
      [0, 1],
      [0, 1],
    ])
    expect(kind(softmax(tensor([0, 0])))).toBe('f64[2] 0.5 0.5')
    // @ts-expect-error refused by the compiler too
    expect(refusal(() => softmax(x, 2))).toBe('Shape: softmax: shapes [2,2] have no axis 2; axes run from -2 to 1')
    // @ts-expect-error refused by the compiler too
    expect(refusal(() => logSoftmax(3))).toBe('Shape: logSoftmax: shapes [] have no axis -1; a scalar has no axes')
  })
})

describe('derivatives', () => {
  it('are lawful, ties included', () => {
    lawful((x: Matrix<2, 3>) => [softmax(x), logSoftmax(x), softmax(x, 0)], [[2, 3]])
    // At a tie the largest has a kink, and the result has none.
    lawful((x: Vector<3>) => [softmax(x), logSoftmax(x)], [[[3], [0.5, 0.5, -1]]])
    lawful((x: Expr<[1]>) => [softmax(x), logSoftmax(x)], [[1]])
  })
  it.each(far)('are p(δ − p) and δ − p far away too: %d', (x) => {
    const at = Float64Array.of(x, x)
    expect(grad((y: Vector<2>) => sum(mul(softmax(y), Float64Array.of(1, 0))))(at)).toEqual(Float64Array.of(0.25, -0.25))
    expect(grad((y: Vector<2>) => sum(mul(logSoftmax(y), Float64Array.of(1, 0))))(at)).toEqual(Float64Array.of(0.5, -0.5))
    expect(jvp((y: Vector<2>) => softmax(y), [at], [Float64Array.of(1, 0)])[1]).toEqual(Float64Array.of(0.25, -0.25))
    expect(jvp((y: Vector<2>) => logSoftmax(y), [at], [Float64Array.of(1, 0)])[1]).toEqual(Float64Array.of(0.5, -0.5))
  })
  it('are 0 with respect to an entry of −∞', () => {
    const at = Float64Array.of(-inf, 2, 2)
    expect(grad((y: Vector<3>) => sum(mul(softmax(y), Float64Array.of(5, 1, 0))))(at)).toEqual(Float64Array.of(0, 0.25, -0.25))
    expect(jvp((y: Vector<3>) => softmax(y), [at], [Float64Array.of(1, 1, 0)])[1]).toEqual(Float64Array.of(0, 0.25, -0.25))
  })
  it('of second order are right where entries tie', () => {
    const share = (y: Vector<2>) => sum(mul(softmax(y), Float64Array.of(1, 0)))
    // p″ = p(1 − p)(1 − 2p) is 0 at ½; and along the diagonal nothing changes.
    expect(grad((y: Vector<2>) => sum(mul(grad(share)(y), Float64Array.of(1, 0))))(Float64Array.of(1, 1))).toEqual(Float64Array.of(0, 0))
    const p = Math.E / (1 + Math.E)
    const second = p * (1 - p) * (1 - 2 * p)
    expect(
      difference(grad((y: Vector<2>) => sum(mul(grad(share)(y), Float64Array.of(1, 0))))(Float64Array.of(1001, 1000)), [second, -second], 1e-14),
    ).toBeNull()
  })
  it('map over rows', () => {
    const x = random(3, 4)
    expect(toArray(vmap((row: Vector<4>) => softmax(row))(x))).toEqual(toArray(softmax(x)))
    expect(toArray(vmap((row: Vector<4>) => logSoftmax(row))(x))).toEqual(toArray(logSoftmax(x)))
  })
})

describe('elu and leakyRelu', () => {
  const xs = Float64Array.of(-inf, -1e9, -1e-20, -0, 0, 2, 1e9, inf, nan)
  it('are the identity above 0, and what they are below', () => {
    expect(elu(xs)).toEqual(Float64Array.of(-1, -1, -1e-20, -0, 0, 2, 1e9, inf, nan))
    expect(elu(xs, 3)).toEqual(Float64Array.of(-3, -3, 3 * -1e-20, -0, 0, 2, 1e9, inf, nan))
    expect(leakyRelu(xs)).toEqual(Float64Array.of(-inf, -1e7, 0.01 * -1e-20, -0, 0, 2, 1e9, inf, nan))
    expect(leakyRelu(-2, 0.5)).toBe(-1)
  })
  it('have the derivative of the left at 0, and no trace of the arm not taken', () => {
    const slopes = (f: (x: Scalar) => Scalar): ReadonlyArray<number> => [-1000, 0, 1000].map((x) => grad(f)(x))
    expect(slopes((x) => elu(x))).toEqual([0, 1, 1])
    expect(slopes((x) => elu(x, 3))).toEqual([0, 3, 1])
    expect(slopes((x) => leakyRelu(x))).toEqual([0.01, 0.01, 1])
    expect(slopes((x) => grad((y: Scalar) => elu(y))(x))).toEqual([0, 1, 0])
  })
  it('refuse a factor that is none', () => {
    expect(refusal(() => leakyRelu(1, nan))).toBe('Argument: leakyRelu: the slope is NaN; it is a finite number')
    expect(refusal(() => elu(1, phantom('1')))).toBe('Argument: elu: the α is a string; it is a finite number')
  })
})

describe('attention', () => {
  // What the compiler says of shapes is tested in test/type.
  const attend = phantom<(...operands: ReadonlyArray<unknown>) => Tensor<[number, number]>>(attention)
  const through = phantom<(q: Expr, k: Expr, v: Expr, options: object) => Expr>(attention)
  const [q, k, v] = [random(4, 3), random(5, 3), random(5, 2)]
  const past = tensor(Array.from({ length: 4 }, (_, i) => Array.from({ length: 5 }, (__, j) => j <= i)))
  it('that is causal sees what a mask of the keys up to its own place would', () => {
    expect(difference(attend(q, k, v, { causal: true }), attend(q, k, v, { mask: past }), 0)).toBeNull()
    expect(difference(attend(q, k, v, { causal: false }), attend(q, k, v), 0)).toBeNull()
    // The first query sees the first key alone.
    expect(difference(at(attend(q, k, v, { causal: true }), 0), at(v, 0), 1e-15)).toBeNull()
    // What comes later does not matter, however large.
    const changed = (by: number) => attend(q, scatterAdd(k, [3], by), scatterAdd(v, [3], by), { causal: true })
    expect(difference(at(changed(1e300), [0, 3]), at(attend(q, k, v, { causal: true }), [0, 3]), 0)).toBeNull()
  })
  it('that is causal and masked sees what both allow; zeros where that is nothing, and its derivatives are numbers', () => {
    const mask = tensor([[false, true, true, true, true], ...Array.from({ length: 3 }, () => [true, false, true, true, true])])
    const both = and(past, mask)
    const answer = attend(q, k, v, { causal: true, mask })
    expect(difference(answer, attend(q, k, v, { mask: both }), 0)).toBeNull()
    expect(toArray(at(answer, 0))).toEqual([0, 0])
    const by = grad((x: Expr, y: Expr, z: Expr): Scalar => sum(through(x, y, z, { causal: true, mask })), { argnums: [0, 1, 2] })(q, k, v)
    expect(by.every((of) => numbersOf(of).every(Number.isFinite))).toBe(true)
    expect(toArray(at(phantom<Tensor<[4, 3]>>(by[0]), 0))).toEqual([0, 0, 0])
    expect(attend(q, k, v, { causal: true, mask: true })).toEqual(attend(q, k, v, { causal: true }))
  })
  it('has one causal order for every head', () => {
    const heads = random(2, 4, 3)
    const each = vmap((x: Expr) => through(x, x, x, { causal: true }))(heads)
    expect(difference(attend(heads, heads, heads, { causal: true }), each, 1e-15)).toBeNull()
  })
  it('refuses a query without a place, and words for causal', () => {
    expect(refusal(() => attend(at(q, 0), k, v, { causal: true }))).toBe(
      'Argument: attention: a single query has no place in a sequence; causal is for queries [n, d]',
    )
    expect(refusal(() => attend(q, k, v, { causal: 'yes' }))).toContain("the option causal cannot be 'yes'; it is true or false")
  })
})
