import { describe, expect, it } from 'vitest'
import { aval } from '../../src/array/aval.ts'
import { type AnyTensor, elementOf, scalarTensor, tensor } from '../../src/array/tensor.ts'
import { add, mul } from '../../src/basis/arithmetic.ts'
import { toFloat } from '../../src/basis/choice.ts'
import { gt } from '../../src/basis/comparison.ts'
import { sum } from '../../src/basis/broadcast.ts'
import { evaluation } from '../../src/interpret/evaluate.ts'
import { square } from '../../src/primitive/arithmetic.ts'
import { sin } from '../../src/primitive/trigonometric.ts'
import { operations } from '../../src/program/count.ts'
import { constant, float } from '../../src/program/expr.ts'
import { fold } from '../../src/program/fold.ts'
import type { AnyExpr, IntExpr, Program, Scalar } from '../../src/program/model.ts'
import { close } from '../../src/program/trace.ts'
import { forward } from '../../src/transform/forward.ts'
import { derivative, gradient } from '../../src/transform/gradient.ts'
import { phantom } from '../../src/type/phantom.ts'
import { refusal } from '../failing.ts'

const s = float()
const t = (x: number): AnyTensor => scalarTensor(x)
const scalar = (x: AnyExpr | undefined): Scalar => phantom(x)
const numbers = (program: Program, ...xs: ReadonlyArray<AnyTensor>): ReadonlyArray<number> => fold(evaluation)(program)(xs).map((x) => elementOf(x))
const program = close([s, s], ([x, y]) => [mul(scalar(x), square(scalar(y))), scalar(y), phantom<AnyExpr>(gt(scalar(x), 0))], ['x', 'y'])

describe('forward', () => {
  it('takes and gives the nonzero tangents only', () => {
    const { program: pushed, nonzero } = forward(program, [true, false])
    expect(nonzero).toEqual([true, false, false])
    expect(numbers(pushed, t(3), t(5), t(7))).toEqual([75, 5, 1, 7 * 25])
    const both = forward(program, [true, true])
    expect(both.nonzero).toEqual([true, true, false])
    expect(numbers(both.program, t(3), t(5), t(1), t(2))).toEqual([75, 5, 1, 25 + 60, 2])
    expect(forward(program, [false, false]).program.equations.length).toBe(program.equations.length)
  })
  it('composes with itself', () => {
    const first = forward(
      close([s], ([x]) => [sin(scalar(x))]),
      [true],
    ).program
    const second = forward(first, [true, true]).program
    // Inputs x, ẋ and their tangents; outputs y, ẏ and theirs: the last is cos x·ẍ − sin x·ẋ·ẋ′.
    expect(numbers(second, t(0.3), t(2), t(5), t(7)).at(-1)).toBeCloseTo(7 * Math.cos(0.3) - 10 * Math.sin(0.3), 14)
  })
})

describe('derivative', () => {
  it('has a tangent for every float in and out, zero or not, and names them', () => {
    const full = derivative(program)
    expect(full.names).toEqual(['x', 'y', 'dx', 'dy'])
    expect(numbers(full, t(3), t(5), t(1), t(0))).toEqual([75, 5, 1, 25, 0])
    const [, slope] = numbers(derivative(close([s], () => [constant(t(4))])), t(3), t(1))
    expect(slope).toBe(0)
  })
  it('leaves integers out', () => {
    const mixed = close([s, aval('int32', [])], ([x, n]) => [mul(scalar(x), toFloat(phantom<IntExpr<[]>>(n))), phantom<AnyExpr>(n)])
    const full = derivative(mixed)
    expect(full.inputs.map(({ text }) => text)).toEqual(['f64', 'i32', 'f64'])
    expect(numbers(full, t(3), tensor(4, 'int32'), t(1))).toEqual([12, 4, 4])
  })
})

describe('gradient', () => {
  it('is the value, then the gradient by the inputs marked, named', () => {
    const f = close([s, s], ([x, y]) => [mul(scalar(x), square(scalar(y)))], ['x', 'y'])
    const full = gradient(f, [true, true])
    expect(full.outputNames).toEqual(['', '∂x', '∂y'])
    expect(numbers(full, t(3), t(5))).toEqual([75, 25, 30])
    expect(numbers(gradient(f, [false, true]), t(3), t(5))).toEqual([75, 30])
  })
  it('of what does not depend on an input is 0, in its shape', () => {
    const f = close([s, float(2, 0), float(3)], ([x]) => [sin(scalar(x))])
    expect(fold(evaluation)(gradient(f, [true, true, true]))([t(0), tensor([[], []]), tensor([1, 2, 3])]).map((x) => [x.shape, elementOf(x)])).toEqual([
      [[], 0],
      [[], 1],
      [[2, 0], Number.NaN],
      [[3], 0],
    ])
  })
  it('of an input, a repeated output and a constant', () => {
    expect(
      numbers(
        gradient(
          close([s], (xs) => xs),
          [true],
        ),
        t(3),
      ),
    ).toEqual([3, 1])
    expect(
      numbers(
        gradient(
          close([s], ([x]) => [add(scalar(x), scalar(x))]),
          [true],
        ),
        t(3),
      ),
    ).toEqual([6, 2])
  })
  it('is refused where the output is no single scalar', () => {
    expect(
      refusal(() =>
        gradient(
          close([float(3)], (xs) => xs),
          [true],
        ),
      ),
    ).toMatch(/^NotScalar: grad: the function must return a scalar, it returned an array f64\[3\]; reduce it with sum or mean/)
    expect(
      refusal(() =>
        gradient(
          close([s, s], (xs) => xs),
          [true, true],
        ),
      ),
    ).toContain('2 arrays')
    expect(
      refusal(() =>
        gradient(
          close([s], () => []),
          [true],
        ),
      ),
    ).toContain('0 arrays')
    expect(
      refusal(() =>
        gradient(
          close([aval('int32', [])], (xs) => xs),
          [false],
        ),
      ),
    ).toContain('i32')
  })
  it('costs a bounded number of operations of f', () => {
    const chain = (n: number): Program =>
      close([float(4)], ([x]) => [sum(phantom<Scalar>(Array.from({ length: n }).reduce<Scalar>((y) => mul(sin(y), y), phantom<Scalar>(x))))])
    for (const n of [5, 10, 20]) expect(operations(gradient(chain(n), [true]))).toBeLessThanOrEqual(5 * operations(chain(n)) + 1)
  })
})
