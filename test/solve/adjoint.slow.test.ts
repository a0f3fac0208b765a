/**
 * Derivatives of solutions, in both modes, both adjoints and to second order, beside closed forms, numbers
 * of high precision and differences; with what they keep, and what may not spoil them.
 */
import { describe, expect, it } from 'vitest'
import { add, mul } from '../../src/basis/arithmetic.ts'
import { sum } from '../../src/basis/broadcast.ts'
import { toInt } from '../../src/basis/choice.ts'
import { gt } from '../../src/basis/comparison.ts'
import { jvp, vjp } from '../../src/call/directional.ts'
import { grad } from '../../src/call/gradient.ts'
import { trace } from '../../src/call/program.ts'
import { evaluate, vmap } from '../../src/call/vectorised.ts'
import { neg, sqrt, square, sub } from '../../src/primitive/arithmetic.ts'
import { at } from '../../src/primitive/at.ts'
import { matmul } from '../../src/primitive/contraction.ts'
import { cond } from '../../src/primitive/control.ts'
import { eye, linspace } from '../../src/primitive/construct.ts'
import { residualBytes } from '../../src/program/count.ts'
import type { Matrix, Scalar, Vector } from '../../src/program/model.ts'
import { type OdeOptions, odeint } from '../../src/solve/odeint.ts'
import { phantom } from '../../src/type/phantom.ts'
import { at as valueAt, byForward, byReverse, type ScalarFunction } from '../modes.ts'
import { difference, plain } from '../near.ts'
import { adjoints, close, continuous, discrete, type Known, patience, problems } from './problem.ts'

/** What the adjoint is asked of: not van der Pol's equation, which backwards leaves its cycle. */
const asked = ({ adjoint }: OdeOptions): ReadonlyArray<Known> => problems.filter(({ name }) => adjoint !== 'continuous' || !name.includes('Pol'))

/** A problem as a function of one list. */
const listed =
  ({ f }: Known, options: OdeOptions) =>
  (xs: ReadonlyArray<Scalar>): Scalar =>
    f({ ...close, ...options })(...xs)

describe.each(adjoints)('the gradient, %s,', patience, (_, adjoint) => {
  it.each(asked(adjoint))('of $name', (known) => {
    const found = grad(listed(known, adjoint))([...known.point])
    expect(difference(found, known.gradient, 1e-7 * Math.max(...known.gradient.map(Math.abs), 1))).toBeNull()
  })
  it('with respect to every time, of which the first moves all states', () => {
    const weights = Float64Array.of(3, 2, 1, 5)
    const ts = Float64Array.of(0, 0.5, 1, 2)
    const total = (ts: Vector): Scalar =>
      sum(
        mul(
          odeint((y: Scalar) => neg(y), 1, ts, adjoint),
          weights,
        ),
      )
    const slopes = [...ts].map((t, i) => -(weights[i] ?? 0) * Math.exp(-t))
    const wanted = [-slopes.slice(1).reduce((a, b) => a + b), ...slopes.slice(1)]
    expect(difference(grad(total)(ts), wanted, 1e-7)).toBeNull()
  })
  it('backwards in time, at one time, of an empty state', () => {
    const back = (y: Scalar): Scalar => sum(odeint((y: Scalar) => neg(y), y, Float64Array.of(2, 1, -1), adjoint))
    expect(difference(grad(back)(1), 1 + Math.exp(1) + Math.exp(3), 1e-6)).toBeNull()
    const one = (y: Scalar, ts: Vector): Scalar => sum(odeint((y: Scalar) => neg(y), y, ts, adjoint))
    expect(plain(grad(one, { argnums: [0, 1] })(3, Float64Array.of(7)))).toEqual([1, [0]])
    const none = (y: Vector): Scalar => sum(odeint((y: Vector) => neg(y), y, Float64Array.of(0, 1), adjoint))
    expect(plain(grad(none)(new Float64Array(0)))).toEqual([])
  })
  it('of rows is the row of gradients', () => {
    const rates = Float64Array.of(0.3, 1, 4)
    const of = (k: Scalar): Scalar =>
      at(
        odeint((y: Scalar) => neg(mul(k, square(y))), 1, Float64Array.of(0, 1), adjoint),
        1,
      )
    // 1/(1 + k), of derivative −1/(1 + k)².
    const wanted = [...rates].map((k) => -1 / (1 + k) ** 2)
    expect(difference(vmap(grad(of))(rates), wanted, 1e-6)).toBeNull()
    expect(difference(grad((ks: Vector) => sum(vmap(of)(ks)))(rates), wanted, 1e-6)).toBeNull()
  })
  it('is not spoiled by a step that left the domain and was rejected', () => {
    // ẏ = −k√y: √y = √y₀ − kt/2; the first step goes far below 0.
    const of = (k: Scalar, y: Scalar): Scalar =>
      at(
        odeint((y: Scalar) => neg(mul(k, sqrt(y))), y, Float64Array.of(0, 1.9), { ...adjoint, initialStep: 8 }),
        1,
      )
    expect(difference(grad(of, { argnums: [0, 1] })(1, 1), [-1.9 * 0.05, 0.05], 1e-4)).toBeNull()
    const rows = vmap(grad(of))(Float64Array.of(1, 0.5), Float64Array.of(1, 1))
    expect(difference(rows, [-1.9 * 0.05, -1.9 * 0.525], 1e-4)).toBeNull()
  })
  it('goes to an integer nowhere, and past it to what stands beside it', () => {
    const of = (k: Scalar): Scalar => {
      // A whole number that the field captures.
      const lesser = toInt(add(k, 3))
      return at(
        odeint(
          (y: Scalar) =>
            cond(
              gt(lesser, 2),
              () => mul(k, y),
              () => y,
            ),
          1,
          Float64Array.of(0, 1),
          adjoint,
        ),
        1,
      )
    }
    expect(difference(grad(of)(0.5), Math.exp(0.5), 1e-7)).toBeNull()
  })
})

describe.each(problems)('forward mode, of $name', patience, (known) => {
  it.each([discrete, continuous])('in every direction, %o', (adjoint) => {
    const unit = (k: number): ReadonlyArray<number> => known.point.map((_, i) => (i === k ? 1 : 0))
    const found = known.point.map((_, k) => jvp(listed(known, adjoint), [[...known.point]], [[...unit(k)]])[1])
    expect(difference(found, known.gradient, 1e-7 * Math.max(...known.gradient.map(Math.abs), 1))).toBeNull()
  })
  it('and differences', () => {
    const value = evaluate(listed(known, {}))
    const moved = (k: number, by: number): number => value(known.point.map((x, i) => (i === k ? x + by : x)))
    const h = 2e-3
    const found = known.point.map((_, k) => (8 * (moved(k, h) - moved(k, -h)) - (moved(k, 2 * h) - moved(k, -2 * h))) / (12 * h))
    expect(difference(found, known.gradient, 1e-6 * Math.max(...known.gradient.map(Math.abs), 1))).toBeNull()
  })
})

describe('an equation that forgets where it began', patience, () => {
  /** The last of n + 1 states of van der Pol's equation up to 8. */
  const cycle = (n: number, mu: Scalar): Scalar =>
    at(
      odeint(
        ({ x, v }: { readonly x: Scalar; readonly v: Scalar }) => ({ x: v, v: sub(mul(mul(mu, sub(1, square(x))), v), x) }),
        { x: 2, v: 0 },
        linspace(0, 8, n + 1),
        { ...close, ...continuous },
      ).x,
      n,
    )
  it('has an adjoint where there are times enough in between', () => {
    const wanted = 0.37586449750642
    expect(Math.abs(grad((mu: Scalar) => cycle(1, mu))(2) - wanted)).toBeGreaterThan(1e-4)
    expect(difference(grad((mu: Scalar) => cycle(16, mu))(2), wanted, 1e-7)).toBeNull()
  })
})

describe('what reverse mode keeps', patience, () => {
  const n = 20
  const bytes = (options: OdeOptions): number =>
    residualBytes(
      vjp(
        trace((a: Matrix, y: Vector) => sum(odeint((y: Vector) => matmul(a, y), y, Float64Array.of(0, 1), options)))(
          phantom<Matrix>(eye(n)),
          phantom<Vector>(new Float64Array(n).fill(1)),
        ),
      ),
    )
  it('is where each run begins, and the parameters once; a step costs its state where all are stored', () => {
    const [parameters, state] = [8 * n * n, 8 * n]
    for (const maxSteps of [100, 400, 1600]) {
      const runs = Math.sqrt(maxSteps)
      const divided = bytes({ maxSteps })
      expect(divided).toBeLessThan(parameters + runs * 4 * state + 40 * runs + 6 * state)
      expect(bytes({ maxSteps, checkpoint: 'none' })).toBeGreaterThan(parameters + maxSteps * 2 * state)
      expect(bytes({ maxSteps, checkpoint: 4 })).toBeLessThan(divided)
      // The adjoint equation needs the states at the times, and no step.
      expect(bytes({ maxSteps, ...continuous })).toBe(bytes({ maxSteps: 1, ...continuous }))
    }
    expect(bytes(continuous)).toBeLessThan(parameters + 6 * state)
  })
  it('changes no gradient', () => {
    const of = (options: OdeOptions) =>
      grad((k: Scalar): Scalar => sum(odeint((y: Scalar) => mul(k, square(y)), 1, Float64Array.of(0, 0.5, 1), options)))(phantom<never>(0.4))
    const all = of({ checkpoint: 'none' })
    for (const checkpoint of [1, 2, 7, 'sqrt', 5000] as const) expect(difference(of({ checkpoint }), all, 1e-14)).toBeNull()
  })
  it('has no way back without steps enough', () => {
    const few: ScalarFunction = (k) =>
      at(
        odeint((y: Scalar) => mul(k, y), 1, Float64Array.of(0, 1), { maxSteps: 2 }),
        1,
      )
    expect([valueAt(byForward(few), 1), valueAt(byReverse(few), 1)]).toEqual([Number.NaN, Number.NaN])
  })
})
