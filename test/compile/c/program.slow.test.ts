/**
 * Whole programs as C agree with the interpreter: random ones with loops and branches and their derivatives, the
 * objectives of the examples, random numbers, and programs too long for one function.
 */
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  add,
  cholesky,
  cond,
  cumsum,
  grad,
  gt,
  hessian,
  type IntExpr,
  mul,
  random,
  type Scalar,
  scan,
  sin,
  solve,
  sort,
  square,
  sub,
  sum,
  tensor,
  trace,
  triangularSolve,
  valueAndGrad,
  type Vector,
  type Matrix,
  whileLoop,
} from 'wengert'
import { logistic, logisticMap, perceptron, rosenbrock, textbook } from '../../../examples/adbench/classic.ts'
import { type Sample, vocabularyPrograms } from '../../../laws/program.ts'
import { sizeOf } from '../../../src/array/shape.ts'
import { type AnyTensor, filled } from '../../../src/array/tensor.ts'
import type { Program } from '../../../src/program/model.ts'
import { optimised } from '../../../src/simplify/optimise.ts'
import { simplify } from '../../../src/simplify/simplify.ts'
import { batch } from '../../../src/transform/batch.ts'
import { derivative } from '../../../src/transform/gradient.ts'
import { points, programs } from '../../simplify/random.ts'
import { disagreements, isCarried } from './agreement.ts'
import { hasGcc, type Run } from './machine.ts'

const seed = 20
const like = ({ program }: Sample, values: Float64Array): ReadonlyArray<AnyTensor> => {
  let from = 0
  return program.inputs.map((of) => tensor(values.slice(from, (from += sizeOf(of.shape))), of.shape))
}

/** Numbers of both signs about 1, different in every place. */
const filling = ({ inputs }: Program): ReadonlyArray<AnyTensor> =>
  inputs.map((of, i) =>
    of.dtype === 'float64'
      ? tensor(
          Float64Array.from({ length: sizeOf(of.shape) }, (_, k) => 0.4 + 1.1 * Math.sin(7 * i + 3 * k + 1)),
          of.shape,
        )
      : filled(of, 1),
  )

const run = (program: Program): Run => ({ program: optimised(program), operands: filling(program) })
const ramp = (n: number): Float64Array => Float64Array.from({ length: n }, (_, i) => Math.sin(i + 1))
const rows = (m: number, n: number) => tensor(ramp(m * n), [m, n])

const layers = { w1: rows(4, 6), b1: ramp(6), w2: rows(6, 3), b2: ramp(3) }
const labels = tensor(
  Float64Array.from({ length: 15 }, (_, i) => (i % 3 === Math.floor(i / 3) % 3 ? 1 : 0)),
  [5, 3],
)
const matrix = tensor([
  [2, -1, 0.5],
  [0.3, 1.5, -0.7],
  [-0.2, 0.4, 1.1],
])
const spring = (stiffness: Scalar, forces: Vector): Scalar =>
  scan(({ p, v }, force) => [{ p: add(p, mul(0.1, v)), v: add(v, mul(0.1, sub(force, mul(stiffness, p)))) }, []], { p: 1, v: 0 }, forces)[0].p
const halved = (x: Scalar): Scalar =>
  whileLoop(
    (y) => gt(square(y), 0.01),
    (y) => mul(y, 0.5),
    x,
    { maxSteps: 30 },
  )
const bent = (k: Scalar, x: Scalar): Scalar =>
  cond(
    gt(x, k),
    (t) => mul(k, square(t)),
    (t) => sin(mul(k, t)),
    x,
  )
const gaussian = (a: Matrix<3, 3>, y: Vector<3>): Scalar => {
  const covariance = add(
    mul(a, 0.1),
    tensor([
      [3, 0, 0],
      [0, 4, 0],
      [0, 0, 5],
    ]),
  )
  return sum(square(triangularSolve(cholesky(covariance), y)))
}

const objectives: { readonly [name: string]: Program } = {
  textbook: trace((x: Scalar, y: Scalar) => textbook([x, y]))(2, 5),
  rosenbrock: trace(rosenbrock)(ramp(20)),
  logistic: trace(logistic(rows(30, 4), ramp(30)))(ramp(4)),
  perceptron: trace(perceptron(rows(5, 4), labels))(layers),
  spring: trace(spring)(4, ramp(20)),
  halved: trace(halved)(3),
  bent: trace(bent)(0.5, 2),
  gaussian: trace(gaussian)(matrix, ramp(3)),
  solve: trace((a: Matrix<3, 3>, b: Vector<3>) => sum(sin(solve(a, b))))(matrix, ramp(3)),
  sorted: trace((x: Vector) => sum(mul(cumsum(x), sort(x))))(ramp(9)),
}

describe.skipIf(!hasGcc)('compiled by gcc (skipped where there is none)', () => {
  it('objectives and their gradients', () => {
    const runs = Object.values(objectives).flatMap((program) => [run(program), run(valueAndGrad(program))])
    expect(disagreements(runs)).toEqual([])
    expect(disagreements(runs, { length: 10 })).toEqual([])
  })

  it('Hessians and random numbers', () => {
    const draws = trace((key: IntExpr<[2]>) => [
      random.normal(key, [40]),
      random.uniform(key, [40]),
      random.randint(key, [40], -5, 1000),
      ...random.split(key),
    ])(random.key(0))
    expect(disagreements([run(trace(hessian(rosenbrock))(ramp(5))), { program: draws, operands: [random.key(7)] }])).toEqual([])
  })

  it('a program too long for one function', () => {
    expect(disagreements([run(grad(trace(logisticMap(1000))(0.3)))])).toEqual([])
  })

  it('random programs of numbers, masks and edges', () => {
    const samples = fc.sample(fc.tuple(programs, points), { seed, numRuns: 120 })
    const runs = samples.flatMap(
      ([program, operands]): ReadonlyArray<Run> => [
        { program, operands },
        { program: simplify(program), operands },
      ],
    )
    expect(disagreements(runs.filter(isCarried))).toEqual([])
  })

  it('random programs of the vocabulary, their derivatives and batches', () => {
    const runs = fc.sample(vocabularyPrograms({ lines: 8 }), { seed, numRuns: 60 }).flatMap((sample): ReadonlyArray<Run> => {
      const moved = simplify(derivative(sample.program))
      const wide = batch(
        moved,
        moved.inputs.map(() => true),
        2,
      ).program
      return [
        { program: sample.program, operands: like(sample, sample.point) },
        { program: moved, operands: [...like(sample, sample.point), ...like(sample, sample.u)] },
        { program: simplify(wide), operands: filling(wide) },
      ]
    })
    const carried = runs.filter(isCarried)
    expect(carried.length).toBeGreaterThan(0.6 * runs.length)
    expect(disagreements(carried)).toEqual([])
  })
})
