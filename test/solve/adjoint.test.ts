/**
 * Derivatives of solutions, in both modes, both adjoints and to second order, beside closed forms, numbers
 * of high precision and differences; with what they keep, and what may not spoil them.
 */
import { describe, expect, it } from 'vitest'
import { tensor } from '../../src/array/tensor.ts'
import { add, mul } from '../../src/basis/arithmetic.ts'
import { sum } from '../../src/basis/broadcast.ts'
import { gt } from '../../src/basis/choice.ts'
import { jvp, vjp } from '../../src/call/directional.ts'
import { grad } from '../../src/call/gradient.ts'
import { hessian } from '../../src/call/jacobian.ts'
import { jet } from '../../src/call/jet.ts'
import { trace } from '../../src/call/program.ts'
import { evaluate, vmap } from '../../src/call/vectorised.ts'
import { neg, sqrt, square, sub } from '../../src/primitive/arithmetic.ts'
import { at } from '../../src/primitive/at.ts'
import { matmul } from '../../src/primitive/contraction.ts'
import { cond, fori } from '../../src/primitive/control.ts'
import { eye, linspace } from '../../src/primitive/construct.ts'
import { root } from '../../src/primitive/implicit.ts'
import { tanh } from '../../src/primitive/logistic.ts'
import { residualBytes } from '../../src/program/count.ts'
import type { Matrix, Scalar, Vector } from '../../src/program/model.ts'
import { type OdeOptions, odeint } from '../../src/solve/odeint.ts'
import { phantom } from '../../src/type/phantom.ts'
import { at as valueAt, byForward, byReverse, modes, pairs, type ScalarFunction } from '../modes.ts'
import { difference, plain } from '../near.ts'
import { type Known, problems } from './problem.ts'

const discrete: OdeOptions = {}
const continuous: OdeOptions = { adjoint: 'continuous' }
const adjoints: ReadonlyArray<readonly [string, OdeOptions]> = [
  ['discrete', discrete],
  ['discrete, all stored', { checkpoint: 'none' }],
  ['discrete, in three runs', { checkpoint: 3 }],
  ['continuous', continuous],
]
const close: OdeOptions = { relative: 1e-10, absolute: 1e-12, maxSteps: 3000 }

const patience = { timeout: 60_000 }

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
      const lesser = tensor(3, 'int32')
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

describe('second derivatives', patience, () => {
  /** 1/(1 − x) by ẏ = y², and a power of it by the rate: d²/dx² = 2/(1 − x)³. */
  const by =
    (adjoint: OdeOptions): ScalarFunction =>
    (x) =>
      at(
        odeint((y: Scalar) => mul(x, square(y)), 1, Float64Array.of(0, 1), adjoint),
        1,
      )
  const wanted = 2 / 0.6 ** 3
  it('at a standstill, where the error is 0 and so is the slope', () => {
    const f: ScalarFunction = (k) =>
      at(
        odeint((y: Scalar) => mul(k, y), 1, Float64Array.of(0, 1)),
        1,
      )
    for (const [, D] of modes) expect(difference(valueAt(D(f), 0), 1)).toBeNull()
    for (const [, D, E] of pairs) expect(difference(valueAt(D(E(f)), 0), 1)).toBeNull()
  })
  describe.each(adjoints)('%s', (_, adjoint) => {
    it.each(pairs)('%s', (__, D, E) => {
      expect(difference(valueAt(D(E(by({ ...close, ...adjoint }))), 0.4), wanted, 1e-7)).toBeNull()
    })
  })
  it('as a Hessian of rate and start', () => {
    const end = ([k, y]: readonly [Scalar, Scalar]): Scalar =>
      at(
        odeint((y: Scalar) => mul(k, y), y, Float64Array.of(0, 1), close),
        1,
      )
    const [e, y] = [Math.exp(0.3), 2]
    expect(
      difference(
        hessian(end)([0.3, y]),
        [
          [y * e, e],
          [e, 0],
        ],
        1e-8,
      ),
    ).toBeNull()
  })
  it('as Taylor coefficients', () => {
    const [, coefficients] = jet(by(close), [0.4], [[1, 0, 0]])
    expect(difference(coefficients, [0.6 ** -2, 0.6 ** -3, 0.6 ** -4], 1e-7)).toBeNull()
  })
})

describe('composition with other control flow', patience, () => {
  const grown: ScalarFunction = (k) =>
    at(
      odeint((y: Scalar) => mul(k, y), 1, Float64Array.of(0, 1)),
      1,
    )
  const cases: ReadonlyArray<readonly [string, ScalarFunction, number]> = [
    [
      'in a loop',
      (k) =>
        fori(2, k, (c: Scalar) =>
          at(
            odeint((y: Scalar) => mul(k, y), c, Float64Array.of(0, 1)),
            1,
          ),
        ),
      (1 + 2 * 0.5) * Math.exp(1),
    ],
    [
      'in a branch',
      (k) =>
        cond(
          gt(k, 0),
          () => grown(k),
          () => k,
        ),
      Math.exp(0.5),
    ],
    ['in an equation', (k) => root((x: Scalar) => sub(grown(x), k), 0), 2],
    ['of a root', (k) => grown(root((x: Scalar) => sub(mul(x, x), k), 1)), Math.exp(Math.SQRT1_2) / (2 * Math.SQRT1_2)],
    [
      'of a field that solves another',
      (k) =>
        at(
          odeint(
            (y: Scalar) =>
              mul(
                at(
                  odeint((z: Scalar) => mul(k, z), y, Float64Array.of(0, 1)),
                  1,
                ),
                0.5,
              ),
            1,
            Float64Array.of(0, 1),
          ),
          1,
        ),
      0.5 * Math.exp(0.5) * Math.exp(0.5 * Math.exp(0.5)),
    ],
  ]
  describe.each(modes)('%s', (_, D) => {
    it.each(cases)('%s', (__, f, wanted) => expect(difference(valueAt(D(f), 0.5), wanted, 1e-6)).toBeNull())
  })
  it('a network as the field, its weights in a record', () => {
    interface Net {
      readonly w: Matrix<2, 2>
      readonly b: Vector<2>
    }
    const net = {
      w: tensor([
        [0.3, -0.8],
        [0.9, 0.2],
      ]),
      b: Float64Array.of(0.1, -0.2),
    }
    const loss =
      (adjoint: OdeOptions) =>
      ({ w, b }: Net): Scalar =>
        sum(square(odeint((y: Vector<2>) => tanh(add(matmul(w, y), b)), phantom<Vector<2>>(Float64Array.of(1, 0.5)), Float64Array.of(0, 1, 2), adjoint)))
    const [one, other] = [grad(loss({ ...close, ...discrete }))(net), grad(loss({ ...close, ...continuous }))(net)]
    expect(difference(one, plain(other), 1e-8)).toBeNull()
    const h = 1e-4
    const moved = (by: number): number => evaluate(loss(close))({ ...net, b: Float64Array.of(0.1 + by, -0.2) })
    expect(difference(one.b[0], (8 * (moved(h) - moved(-h)) - (moved(2 * h) - moved(-2 * h))) / (12 * h), 1e-7)).toBeNull()
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
      expect(bytes({ maxSteps })).toBeLessThan(parameters + runs * 4 * state + 40 * runs + 6 * state)
      expect(bytes({ maxSteps, checkpoint: 'none' })).toBeGreaterThan(parameters + maxSteps * 2 * state)
      expect(bytes({ maxSteps, checkpoint: 4 })).toBeLessThan(bytes({ maxSteps }))
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
