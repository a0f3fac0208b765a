/**
 * Solutions beside closed forms and numbers of high precision, what a solution costs, and what becomes of
 * one that cannot be had.
 */
import { describe, expect, it } from 'vitest'
import { isTensor, tensor } from '../../src/array/tensor.ts'
import { mul } from '../../src/basis/arithmetic.ts'
import { sum } from '../../src/basis/broadcast.ts'
import { grad } from '../../src/call/gradient.ts'
import { jvp } from '../../src/call/directional.ts'
import { evaluate, vmap } from '../../src/call/vectorised.ts'
import { elementwise, everywhere } from '../../src/basis/declare.ts'
import { ofOne } from '../../src/basis/operation.ts'
import { neg, square, sub } from '../../src/primitive/arithmetic.ts'
import { matmul } from '../../src/primitive/contraction.ts'
import { cos } from '../../src/primitive/trigonometric.ts'
import type { Matrix, Scalar, Vector } from '../../src/program/model.ts'
import { odeint, odeintReport, type OdeReport } from '../../src/solve/odeint.ts'
import { stride } from '../../src/solve/tableau.ts'
import { phantom } from '../../src/type/phantom.ts'
import type { Unary } from '../../src/type/value.ts'
import { refusal } from '../failing.ts'
import { difference, plain } from '../near.ts'
import { problems } from './problem.ts'

const falling = (y: Scalar): Scalar => neg(y)
const numbers = (x: unknown): ReadonlyArray<number> => phantom<ReadonlyArray<number>>([phantom(plain(x))].flat())
/** A report's fields as JavaScript has them. */
const told = (report: OdeReport<unknown>): unknown => plain(report)

describe('solutions', () => {
  it('have the same bits however the way back is stored', () => {
    const times = Float64Array.of(0, 0.5, 2)
    const of = (checkpoint: 'none' | 'sqrt' | 3) => plain(evaluate((y: Scalar) => odeint(falling, y, times, { checkpoint }))(1.5))
    expect(of('none')).toEqual(of('sqrt'))
    expect(of('none')).toEqual(of(3))
    expect(difference(of('none'), [1.5, 1.5 * Math.exp(-0.5), 1.5 * Math.exp(-2)], 1e-7)).toBeNull()
  })

  it.each(problems)('of $name', ({ f, point, value }) => {
    for (const [tolerance, within] of [
      [1e-6, 2e-4],
      [1e-9, 1e-6],
      [1e-12, 1e-9],
    ] as const) {
      const options = { relative: tolerance, absolute: tolerance * 1e-2, maxSteps: 10_000 }
      expect(difference(numbers(evaluate(f(options))(...phantom<ReadonlyArray<Scalar>>(point)))[0], value, within)).toBeNull()
    }
  })
  it('have the structure of the state, a row per time, the first of them the state itself', () => {
    const turning = tensor([
      [0, 1],
      [-1, 0],
    ])
    const state = { a: 2, deep: [Float64Array.of(1, 0), tensor([[3], [4]])] as const }
    const found = odeint(({ a, deep: [v, w] }) => ({ a: mul(0, a), deep: [matmul(turning, phantom<Vector<2>>(v)), neg(w)] }), state, Float64Array.of(0, 0.5, 1))
    expect(
      difference(
        found,
        {
          a: [2, 2, 2],
          deep: [
            [1, 0, Math.cos(0.5), -Math.sin(0.5), Math.cos(1), -Math.sin(1)],
            [3, 4, 3 * Math.exp(-0.5), 4 * Math.exp(-0.5), 3 * Math.exp(-1), 4 * Math.exp(-1)],
          ].map((all, i) => (i === 0 ? [all.slice(0, 2), all.slice(2, 4), all.slice(4)] : [0, 2, 4].map((k) => [[all[k]], [all[k + 1]]]))),
        },
        1e-7,
      ),
    ).toBeNull()
    expect(plain(found.a)).toEqual([2, 2, 2])
  })
  it('go backwards in time', () => {
    const back = odeint(falling, 1, Float64Array.of(2, 1, -1))
    expect(
      difference(
        back,
        [0, 1, 3].map((t) => Math.exp(t)),
        1e-7,
      ),
    ).toBeNull()
  })
  it('at one time, at equal times, of an empty state, of a state that stands still', () => {
    expect(plain(odeint(falling, 3, Float64Array.of(7)))).toEqual([3])
    expect(plain(odeint(falling, 3, Float64Array.of(7, 7, 7)))).toEqual([3, 3, 3])
    const [a, b, c] = numbers(odeint(falling, 1, Float64Array.of(0, 1, 1)))
    expect([a, c]).toEqual([1, b])
    const none = evaluate(() => odeint((y: Vector) => neg(y), new Float64Array(0), Float64Array.of(0, 1)))()
    expect([isTensor(none), none.shape]).toEqual([true, [2, 0]])
    expect(plain(odeint(() => 0, 5, Float64Array.of(0, 1, 1e6)))).toEqual([5, 5, 5])
    expect(plain(odeint((y: Scalar) => neg(y), 0, Float64Array.of(0, 1)))).toEqual([0, 0])
  })
  it('do not depend on what the first step was to be, beyond the tolerance', () => {
    for (const initialStep of [1e-6, 0.1, 100])
      expect(difference(odeint(falling, 1, Float64Array.of(0, 1), { initialStep }), [1, Math.exp(-1)], 1e-7)).toBeNull()
  })
  it('are those of each row under vmap, each in steps of its own', () => {
    const rates = Float64Array.of(0.1, 1, 30, Number.NaN)
    const of = (k: Scalar) => odeintReport((y: Scalar) => neg(mul(k, square(y))), 1, Float64Array.of(0, 1, 3))
    const all = phantom<OdeReport<unknown>>(phantom(vmap(of)(rates)))
    const each = [...rates].map((k) => plain(evaluate(of)(k)))
    const rows = phantom<ReadonlyArray<Readonly<Record<string, unknown>>>>(each)
    for (const field of ['value', 'accepted', 'rejected', 'steps', 'converged'] as const)
      expect(
        difference(
          all[field],
          rows.map((row) => row[field]),
          1e-13,
        ),
      ).toBeNull()
    expect(new Set(rows.map((row) => row['accepted'])).size).toBe(4)
  })
})

describe('the method', () => {
  const wave = (y: Vector, t: Scalar): Vector => mul(y, cos(t))
  /** The error at 2 of n equal steps on ẏ = y cos t, and of the estimate of the first. */
  const fixed = (n: number): readonly [number, number] => {
    const h = 2 / n
    let [y, t]: readonly [Vector, number] = [phantom(Float64Array.of(1)), 0]
    let estimate = 0
    for (let i = 0; i < n; i++) {
      const reached = stride(wave, y, wave(y, phantom(t)), phantom(t), phantom(h))
      if (i === 0) estimate = Math.abs(numbers(reached.error)[0] ?? 0)
      ;[y, t] = [reached.y, t + h]
    }
    return [Math.abs((numbers(y)[0] ?? 0) - Math.exp(Math.sin(2))), estimate]
  }
  it('is of order 5, and estimates the error of one step to order 5', () => {
    for (const n of [10, 20, 40]) {
      const [[coarse, first], [fine, second]] = [fixed(n), fixed(2 * n)]
      expect(Math.log2(coarse / fine)).toBeGreaterThan(4.7)
      expect(Math.log2(coarse / fine)).toBeLessThan(5.5)
      expect(Math.log2(first / second)).toBeGreaterThan(4.5)
    }
  })
  it('takes steps in proportion to the fifth root of the tolerance, and errs in proportion to it', () => {
    const at = (relative: number): readonly [number, number] => {
      const { value, accepted } = odeintReport((y: Scalar, t: Scalar) => mul(y, cos(t)), 1, Float64Array.of(0, 10), { relative, absolute: relative })
      return [numbers(accepted)[0] ?? 0, Math.abs((numbers(value)[1] ?? 0) - Math.exp(Math.sin(10)))]
    }
    const [[few, coarse], [many, fine]] = [at(1e-5), at(1e-10)]
    // 10⁵ to the fifth root is 10.
    expect(many / few).toBeGreaterThan(6)
    expect(many / few).toBeLessThan(12)
    expect(fine).toBeLessThan(coarse * 1e-3)
    expect([coarse < 1e-4, fine < 1e-9]).toEqual([true, true])
  })
  it('asks for six slopes a step, and two before the first', () => {
    let asked = 0
    const counting: Unary = ofOne(
      elementwise({
        name: 'counting',
        scalar: (x = Number.NaN) => {
          asked++
          return x
        },
        derivative: { _tag: 'Constant' },
        domains: [everywhere],
      }),
    )
    const slope = (y: Scalar): Scalar => neg(counting(y))
    const { accepted, rejected } = phantom<{ readonly accepted: never; readonly rejected: never }>(odeintReport(slope, 1, Float64Array.of(0, 1, 5)))
    expect([plain(rejected), asked]).toEqual([0, 2 + 6 * Number(plain(accepted))])
    asked = 0
    const given = odeintReport(slope, 1, Float64Array.of(0, 1, 5), { initialStep: 0.1 })
    expect(asked).toBe(1 + 6 * Number(plain(given.steps)))
  })
})

describe('what cannot be solved', () => {
  const pole = (y: Scalar): Scalar => mul(y, y)
  it('is NaN where it was not reached, with derivatives that are NaN, and a report that says so', () => {
    const ts = Float64Array.of(0, 0.5, 2)
    const found = odeintReport(pole, 1, ts)
    expect(difference(found.value, [1, 2, Number.NaN], 1e-7)).toBeNull()
    expect(found.converged).toBe(false)
    expect(Number(plain(found.steps))).toBeLessThan(1003)
    const end = (y: Scalar): Scalar => sum(odeint(pole, y, ts))
    expect([grad(end)(1), jvp(end, [1], [1])[1]]).toEqual([Number.NaN, Number.NaN])
    expect(difference(jvp((y: Scalar) => odeint(pole, y, ts), [1], [1])[1], [1, 4, Number.NaN], 1e-6)).toBeNull()
    expect(grad((y: Scalar) => sum(odeint(pole, y, ts, { adjoint: 'continuous' })))(1)).toBeNaN()
  })
  it('stops where the steps are spent', () => {
    expect(told(odeintReport(falling, 1, Float64Array.of(0, 1, 2), { maxSteps: 3 }))).toEqual({
      value: [1, Number.NaN, Number.NaN],
      steps: 3,
      accepted: 3,
      rejected: 0,
      converged: false,
    })
    const all = odeintReport(falling, 1, Float64Array.of(0, 1, 2))
    const steps = Number(plain(all.steps))
    expect(told(odeintReport(falling, 1, Float64Array.of(0, 1, 2), { maxSteps: steps }))).toEqual(told(all))
    expect(odeintReport(falling, 1, Float64Array.of(0, 1, 2), { maxSteps: steps - 1 }).converged).toBe(false)
  })
  it('is a state or a time that is not a number', () => {
    const none = { steps: 0, accepted: 0, rejected: 0, converged: false }
    expect(told(odeintReport(falling, Number.NaN, Float64Array.of(0, 1)))).toEqual({ ...none, value: [Number.NaN, Number.NaN] })
    expect(told(odeintReport(falling, Number.POSITIVE_INFINITY, Float64Array.of(0, 1)))).toEqual({ ...none, value: [Number.POSITIVE_INFINITY, Number.NaN] })
    expect(told(odeintReport(falling, 1, Float64Array.of(Number.NaN, 1)))).toEqual({ ...none, value: [1, Number.NaN] })
    expect(plain(odeint(falling, 1, Float64Array.of(0, Number.NaN, 1)))).toEqual([1, Number.NaN, Number.NaN])
    expect(odeintReport(falling, 1, Float64Array.of(0, Number.POSITIVE_INFINITY)).converged).toBe(false)
    expect(plain(odeint(() => Number.NaN, 1, Float64Array.of(0, 1)))).toEqual([1, Number.NaN])
  })
  it('are times, not known when it is traced, that turn back', () => {
    const { value, converged } = evaluate((ts: Vector) => odeintReport(falling, 1, ts))(Float64Array.of(0, 1, 0.5, 2))
    expect(difference(value, [1, Math.exp(-1), Number.NaN, Number.NaN], 1e-7)).toBeNull()
    expect(converged).toBe(false)
  })
})

describe('odeint refuses', () => {
  const ts = Float64Array.of(0, 1)
  const record = { a: 1, b: Float64Array.of(1, 2) }
  it.each<[string, () => unknown, string]>([
    [
      'a slope of another structure',
      () => odeint(({ a }) => a, record, ts),
      'Structure: odeint: at the slope expected { a: number, b: Float64Array }, got Expr',
    ],
    [
      'a slope of another shape',
      // @ts-expect-error refused by the compiler too
      () => odeint(({ a }) => ({ a, b: a }), record, ts),
      'Structure: odeint: at y.b expected f64[2], got f64; f answers with ẏ, of the structure and the shapes of y',
    ],
    ['a state without a leaf', () => odeint((y) => y, {}, ts), 'Argument: odeint: there is no state: y0 has no leaf'],
    [
      'a state of integers',
      () => odeint((y) => y, { n: tensor(1, 'int32') }, ts),
      'NotDifferentiable: odeint: y.n has dtype int32, which has no tangent; a state is float64; capture what is not',
    ],
    // @ts-expect-error refused by the compiler too
    ['one time', () => odeint(falling, 1, 2), 'Argument: odeint: the times have the shape []; they are a vector: use Float64Array.from(ts)'],
    [
      'a matrix of times',
      // @ts-expect-error refused by the compiler too
      () => odeint(falling, 1, phantom<Matrix>(tensor([[1, 2]]))),
      'Argument: odeint: the times have the shape [1,2]; they are a vector: use Float64Array.from(ts)',
    ],
    [
      'integers for times',
      () => odeint(falling, 1, phantom<Vector>(tensor(Int32Array.of(1, 2), [2]))),
      'DType: odeint: int32: the times are float64; convert them with toFloat',
    ],
    ['no times', () => odeint(falling, 1, new Float64Array(0)), 'Argument: odeint: there are no times; the first of them is that of y0'],
    [
      'times that turn back',
      () => odeintReport(falling, 1, Float64Array.of(0, 2, 1, 3)),
      'Argument: odeintReport: time 2 is 1 and the one before it 2; times increase from the first to the last, or decrease',
    ],
    [
      'times that come back',
      () => odeint(falling, 1, Float64Array.of(1, 2, 1)),
      'Argument: odeint: time 1 is 2 and the one before it 1; times increase from the first to the last, or decrease',
    ],
    ['no tolerance', () => odeint(falling, 1, ts, { relative: 0 }), 'Argument: odeint: the relative tolerance 0 is not a number above 0'],
    ['a negative tolerance', () => odeint(falling, 1, ts, { absolute: -1 }), 'Argument: odeint: the absolute tolerance -1 is not a number above 0'],
    ['a tolerance of NaN', () => odeint(falling, 1, ts, { relative: Number.NaN }), 'Argument: odeint: the relative tolerance NaN is not a number above 0'],
    ['no steps', () => odeint(falling, 1, ts, { maxSteps: 0 }), 'Argument: odeint: the number of steps 0 is not a whole number from 1'],
    ['no first step', () => odeint(falling, 1, ts, { initialStep: 0 }), 'Argument: odeint: the first step 0 is not a number above 0'],
    ['no runs', () => odeint(falling, 1, ts, { checkpoint: 0 }), 'Argument: odeint: the number of runs 0 is not a whole number from 1'],
  ])('%s', (_, thunk, message) => expect(refusal(thunk)).toBe(message))
  it('nothing that it does not know yet', () => {
    expect(plain(evaluate((y: Scalar) => odeint((x: Scalar) => sub(x, y), y, ts))(2))).toEqual([2, 2])
  })
})
