/**
 * Solutions inside other transforms and other control flow, and these inside solutions: second
 * derivatives in every nesting, loops, branches, equations, networks.
 */
import { describe, expect, it } from 'vitest'
import { tensor } from '../../src/array/tensor.ts'
import { add, mul } from '../../src/basis/arithmetic.ts'
import { sum } from '../../src/basis/broadcast.ts'
import { gt } from '../../src/basis/comparison.ts'
import { grad } from '../../src/call/gradient.ts'
import { hessian } from '../../src/call/jacobian.ts'
import { jet } from '../../src/call/jet.ts'
import { evaluate } from '../../src/call/vectorised.ts'
import { square, sub } from '../../src/primitive/arithmetic.ts'
import { at } from '../../src/primitive/at.ts'
import { matmul } from '../../src/primitive/contraction.ts'
import { cond, fori } from '../../src/primitive/control.ts'
import { root } from '../../src/primitive/implicit.ts'
import { tanh } from '../../src/primitive/logistic.ts'
import type { Matrix, Scalar, Vector } from '../../src/program/model.ts'
import { type OdeOptions, odeint } from '../../src/solve/odeint.ts'
import { phantom } from '../../src/type/phantom.ts'
import { at as valueAt, modes, pairs, type ScalarFunction } from '../modes.ts'
import { difference, plain } from '../near.ts'
import { adjoints, close, continuous, discrete, patience } from './problem.ts'
import type { Table } from '../table.ts'

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
  const cases: Table<readonly [string, ScalarFunction, number]> = [
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
