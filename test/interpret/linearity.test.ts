import { describe, expect, it } from 'vitest'
import { tensor } from '../../src/array/tensor.ts'
import { add, mul } from '../../src/basis/arithmetic.ts'
import { broadcastTo, sum } from '../../src/basis/broadcast.ts'
import { toFloat, where } from '../../src/basis/choice.ts'
import { gt } from '../../src/basis/comparison.ts'
import { jvp } from '../../src/call/directional.ts'
import { linearize } from '../../src/call/linear.ts'
import { trace } from '../../src/call/program.ts'
import { linearity } from '../../src/interpret/linearity.ts'
import { abs, div, neg, reciprocal, sub } from '../../src/primitive/arithmetic.ts'
import { matmul } from '../../src/primitive/contraction.ts'
import { cond, scan } from '../../src/primitive/control.ts'
import { cumsum } from '../../src/primitive/cumulative.ts'
import { customJvp, stopGradient } from '../../src/primitive/custom.ts'
import { polygamma } from '../../src/primitive/special-gamma.ts'
import { concatenate } from '../../src/primitive/join.ts'
import { round } from '../../src/primitive/rounding.ts'
import { transpose } from '../../src/primitive/shape.ts'
import { slice } from '../../src/primitive/slice.ts'
import { exp } from '../../src/primitive/exponential.ts'
import { sin } from '../../src/primitive/trigonometric.ts'
import type { Program, Scalar, Vector } from '../../src/program/model.ts'
import { phantom } from '../../src/type/phantom.ts'
import { samples } from '../share.ts'

/** By x, with k held. */
const byX = (f: (x: Vector<3>, k: Vector<3>) => unknown): ReadonlyArray<string> =>
  linearity(trace(f)(Float64Array.of(1, 2, 3), Float64Array.of(4, 5, 6)), [true, false]).map((of) => of.dependence)

describe('linearity', () => {
  it.each<[string, (x: Vector<3>, k: Vector<3>) => unknown, string]>([
    ['x', (x) => x, 'Linear'],
    ['k', (_, k) => k, 'Independent'],
    ['0', () => 0, 'Zero'],
    ['x + x', (x) => add(x, x), 'Linear'],
    ['x + k', (x, k) => add(x, k), 'Nonlinear'],
    ['x + 1', (x) => add(x, 1), 'Nonlinear'],
    ['x + 0', (x) => add(x, 0), 'Linear'],
    ['x + 0·k', (x, k) => add(x, mul(0, k)), 'Linear'],
    ['x − 2x', (x) => sub(x, mul(2, x)), 'Linear'],
    ['k − x', (x, k) => sub(k, x), 'Nonlinear'],
    ['−x', (x) => neg(x), 'Linear'],
    ['k · x', (x, k) => mul(k, x), 'Linear'],
    ['sin k · x', (x, k) => mul(sin(k), x), 'Linear'],
    ['x · x', (x) => mul(x, x), 'Nonlinear'],
    ['x / k', (x, k) => div(x, k), 'Linear'],
    ['k / x', (x, k) => div(k, x), 'Nonlinear'],
    ['x / x', (x) => div(x, x), 'Nonlinear'],
    ['1 / x', (x) => reciprocal(x), 'Nonlinear'],
    ['|x|', (x) => abs(x), 'Nonlinear'],
    ['round x', (x) => round(x), 'Nonlinear'],
    ['sum x', (x) => sum(x), 'Linear'],
    ['cumsum x', (x) => cumsum(x), 'Linear'],
    ['part of x, repeated', (x) => broadcastTo(slice(x, [0], [1]), [2, 1]), 'Linear'],
    ['A x', (x) => matmul(tensor([[1, 2, 3]]), x), 'Linear'],
    ['xᵀ k', (x, k) => matmul(x, k), 'Linear'],
    ['xᵀ x', (x) => matmul(x, x), 'Nonlinear'],
    ['0ᵀ k', (_, k) => matmul(new Float64Array(3), k), 'Zero'],
    ['0ᵀ x', (x) => matmul(new Float64Array(3), x), 'Zero'],
    ['zeros side by side', () => concatenate([phantom<Vector<3>>(new Float64Array(3)), phantom<Vector<3>>(new Float64Array(3))]), 'Zero'],
    ['polygamma of x', (x) => polygamma(1, x), 'Nonlinear'],
    ['polygamma of k', (_, k) => polygamma(1, k), 'Independent'],
    ['x and zeros side by side', (x) => concatenate([x, phantom<Vector<3>>(new Float64Array(3))]), 'Linear'],
    ['x and k side by side', (x, k) => concatenate([x, k]), 'Nonlinear'],
    ['where(k > 0, x, 0)', (x, k) => where(gt(k, 0), x, 0), 'Linear'],
    ['where(k > 0, x, 1)', (x, k) => where(gt(k, 0), x, 1), 'Nonlinear'],
    ['where(x > 0, x, 0)', (x) => where(gt(x, 0), x, 0), 'Nonlinear'],
    ['where(k > 0, k, 0)', (_, k) => where(gt(k, 0), k, 0), 'Independent'],
    ['where(k > 0, 0, 0)', (_, k) => where(gt(k, 0), mul(0, k), mul(0, k)), 'Zero'],
    ['a count of x', (x) => sum(toFloat(gt(x, 0))), 'Nonlinear'],
    ['stopGradient x', (x) => stopGradient(x), 'Nonlinear'],
    ['sin x − sin x', (x) => sub(sin(x), sin(x)), 'Nonlinear'],
  ])('%s is %s', (_, f, wanted) => expect(byX(phantom(f))).toEqual([wanted]))

  it('is of each output by itself', () =>
    expect(byX((x, k) => [sin(x), k, x, 0, add(x, k)])).toEqual(['Nonlinear', 'Independent', 'Linear', 'Zero', 'Nonlinear']))

  it('names the first equation that breaks it', () => {
    const program = trace((x: Scalar) => [mul(2, x), exp(sin(mul(3, x)))])(1)
    const [good, bad] = linearity(program, [true])
    expect(good).toEqual({ dependence: 'Linear', equation: null })
    expect(program.equations[bad?.equation ?? -1]?.primitive.name).toBe('sin')
  })

  it('goes into branches', () => {
    const through = (yes: (x: Scalar) => unknown, no: (x: Scalar) => unknown, mask: (x: Scalar, k: Scalar) => Scalar = (_, k) => k): ReadonlyArray<string> =>
      linearity(trace((x: Scalar, k: Scalar) => cond(gt(mask(x, k), 0), phantom<(x: Scalar) => Scalar>(yes), phantom<(x: Scalar) => Scalar>(no), x))(1, 2), [
        true,
        false,
      ]).map((of) => of.dependence)
    expect(through((x) => mul(2, x), neg)).toEqual(['Linear'])
    expect(
      through(
        (x) => mul(2, x),
        () => 0,
      ),
    ).toEqual(['Linear'])
    expect(
      through(
        (x) => mul(2, x),
        () => 1,
      ),
    ).toEqual(['Nonlinear'])
    expect(through((x) => mul(2, x), sin)).toEqual(['Nonlinear'])
    expect(
      through(
        () => 1,
        () => 2,
      ),
    ).toEqual(['Independent'])
    expect(
      through(
        (x) => mul(2, x),
        neg,
        (x) => x,
      ),
    ).toEqual(['Nonlinear'])
  })

  it('goes through loops to the fixed point of the carry', () => {
    const loop = (
      f: (carry: readonly [Scalar, Scalar], k: Scalar) => readonly [readonly [unknown, unknown], unknown],
      start: number,
      length = 3,
    ): ReadonlyArray<string> => {
      const program: Program = trace((x: Scalar, k: Scalar) =>
        scan(
          (c: readonly [Scalar, Scalar]) => phantom<readonly [readonly [Scalar, Scalar], Scalar]>(f(c, k)),
          phantom<readonly [Scalar, Scalar]>([x, start]),
          null,
          { length },
        ),
      )(1, 2)
      return linearity(program, [true, false]).map((of) => of.dependence)
    }
    expect(loop(([a, b], k) => [[mul(a, k), add(b, a)], a], 0)).toEqual(['Linear', 'Linear', 'Linear'])
    // The second carry is steady for one turn and moves in the next.
    expect(loop(([a, b], k) => [[mul(a, k), a], mul(b, b)], 0)).toEqual(['Linear', 'Linear', 'Nonlinear'])
    expect(loop(([a, b]) => [[a, b], b], 5)).toEqual(['Linear', 'Independent', 'Independent'])
    expect(loop(([a, b]) => [[a, add(a, b)], b], 5)).toEqual(['Linear', 'Nonlinear', 'Nonlinear'])
    expect(loop(([a, b]) => [[sin(a), sin(b)], b], 5, 0)).toEqual(['Linear', 'Independent', 'Zero'])
  })

  it('goes into custom rules', () => {
    const twice = customJvp(
      (x: Scalar) => mul(2, x),
      ([x], [dx]) => [mul(2, x), mul(2, dx)],
    )
    expect(linearity(trace((x: Scalar) => twice(x))(1), [true]).map((of) => of.dependence)).toEqual(['Linear'])
  })

  it('finds every derivative linear in its tangents, and no primal so', () => {
    const f = (x: Vector<3>, k: Vector<3>): unknown => scan((c: Scalar, row: Scalar) => [sin(mul(c, row)), where(gt(c, 0), c, row)], sum(exp(transpose(x))), k)
    const program = trace(f)(Float64Array.of(1, 2, 3), Float64Array.of(4, 5, 6))
    const pushed = jvp(program)
    const marks = pushed.inputs.map((_, i) => i >= 2)
    expect(linearity(pushed, marks).map((of) => of.dependence)).toEqual(['Independent', 'Independent', 'Linear', 'Linear'])
    const { pushforward } = linearize(program)
    const tangents = pushforward.inputs.map((_, i) => i >= pushforward.inputs.length - 2)
    expect(linearity(pushforward, tangents).map((of) => of.dependence)).toEqual(['Linear', 'Linear'])
  })

  it('of a long program takes no stack', () => {
    const long = trace((x: Scalar) => Array.from({ length: samples(30_000, 10_000) }).reduce<Scalar>((y) => mul(1.5, y), x))(1)
    expect(linearity(long, [true])).toEqual([{ dependence: 'Linear', equation: null }])
  }, 30_000)
})
