/**
 * Forms of control flow, of equations solved, and of functions with rules of their own.
 */
import * as w from '../../src/index.ts'
import type { Expr, Scalar, Vector } from '../../src/program/model.ts'
import { phantom } from '../../src/type/phantom.ts'
import { any, between, fixed, type Form, gives, refused, smooth } from './form.ts'

const vector = (x: Expr): Vector => phantom(x)
const scalar = (x: Expr): Scalar => phantom(x)

/** The same function in a vector of each size, and of none. */
const ruled = (f: (x: Vector) => unknown): ReadonlyArray<Form> => [
  smooth((x: Expr) => f(vector(x)), any(3)),
  smooth((x: Expr) => f(vector(x)), any(1)),
  gives('Float64Array', (x: Expr) => f(vector(x)), any(0)),
]

/** x³ by a rule of each kind that is equal to the automatic one. */
const cube = (x: Vector): Vector => w.mul(x, w.square(x))
const cubed = {
  jvp: w.customJvp(cube, ([x], [dx]) => [cube(x), w.mul(w.mul(3, w.square(x)), dx)]),
  vjp: w.customVjp(
    cube,
    (x: Vector) => [cube(x), x] as const,
    (x: Vector, y: Vector) => [w.mul(w.mul(3, w.square(x)), y)],
  ),
  both: w.customRules(cube, {
    jvp: ([x], [dx]) => [cube(x), w.mul(w.mul(3, w.square(x)), dx)],
    fwd: (x) => [cube(x), x],
    bwd: (x: Vector, y) => [w.mul(w.mul(3, w.square(x)), y)],
  }),
  again: w.checkpoint((x: Vector) => w.exp(w.sin(cube(x)))),
}

/** Doubled, with k, until the sum is above 5. */
const doubled =
  (k: Expr) =>
  (x: Expr): unknown =>
    w.whileLoop(
      (c: Vector) => w.lt(w.sum(c), 5),
      (c: Vector) => w.add(w.mul(c, 1.5), w.mul(c, w.square(scalar(k)))),
      vector(x),
      { maxSteps: 12 },
    )

// Runs of so few steps that several are gone through: what one hands on to the next has a derivative too.
const inRuns: w.OdeOptions = { relative: 1e-10, maxSteps: 64, checkpoint: 8 }

/** Fields that read k, in states of any size, solved up to 0.5 in one way or the other. */
const solvedBy =
  (adjoint: 'discrete' | 'continuous') =>
  (k: Expr, x: Expr): unknown =>
    w.odeint((y: Vector, t: Scalar) => w.sub(w.sin(w.mul(y, scalar(k))), w.mul(t, y)), vector(x), Float64Array.of(0, 0.2, 0.5), { ...inRuns, adjoint })

/** x = cos(a x)/2 + b, entry by entry, and the square root of a. */
const balanced = (a: Expr, b: Expr): unknown =>
  w.fixedPoint((x: Vector) => w.add(w.mul(0.5, w.cos(w.mul(x, vector(a)))), vector(b)), phantom<Vector>(w.toFloat(w.eq(a, a))), { tolerance: 1e-15 })
const rooted = (a: Expr): unknown => w.root((x: Vector) => w.sub(w.square(x), vector(a)), phantom<Vector>(w.toFloat(w.eq(a, a))), { tolerance: 1e-15 })

const step = (c: Scalar, x: Scalar): readonly [Scalar, Scalar] => [w.add(w.mul(w.sin(c), x), 0.3), w.mul(c, x)]
const scanned =
  (reverse: boolean) =>
  (c: Scalar, xs: Vector): ReadonlyArray<unknown> => [...w.scan(step, phantom<number>(c), phantom<Float64Array>(xs), { reverse })]

export const controlForms: Readonly<Record<string, ReadonlyArray<Form>>> = {
  scan: [
    smooth(scanned(false), any(), any(4)),
    smooth(scanned(true), any(), any(3)),
    // A variable from outside is read in the body.
    smooth(
      (k: Scalar, start: Vector<2>, xs: Expr<[3, 2]>) =>
        w.scan(
          (c: Vector<2>, x: Vector<2>) => [w.add(w.mul(c, phantom<Scalar>(k)), w.sin(x)), w.square(c)],
          phantom<Vector<2>>(start),
          phantom<Expr<[3, 2]>>(xs),
        )[1],
      any(),
      any(2),
      any(3, 2),
    ),
    smooth(scanned(false), any(), any(1)),
    gives('number 0.5 | Float64Array', scanned(false), fixed([], 0.5), any(0)),
  ],
  fori: [
    smooth((x: Expr) => w.fori(3, phantom<Vector<2>>(x), (c) => w.sin(w.mul(c, 1.5))), any(2)),
    smooth((x: Expr) => w.fori(1, phantom<Vector<1>>(x), (c) => w.exp(c)), any(1)),
    gives('Float64Array 0.5', (x: Expr) => w.fori(0, phantom<Vector<1>>(x), (c) => w.exp(c)), fixed([1], 0.5)),
    gives('Float64Array', (x: Expr) => w.fori(2, phantom<Vector<0>>(x), (c) => w.exp(c)), any(0)),
    refused('fori: the count -1 is not a whole number from 0', (x: Expr) => w.fori(phantom<number>(-1), phantom<Vector<1>>(x), (c) => w.exp(c)), any(1)),
  ],
  cond: [
    smooth(
      (x: Expr, y: Expr) =>
        w.cond(
          w.gt(w.sum(x), -9),
          (a: Vector<2>) => w.mul(w.sin(a), phantom<Vector<2>>(y)),
          (a: Vector<2>) => w.exp(a),
          phantom<Vector<2>>(x),
        ),
      any(2),
      any(2),
    ),
    smooth(
      (x: Expr) =>
        w.cond(
          w.gt(w.sum(x), 9),
          (a: Vector<2>) => w.square(a),
          (a: Vector<2>) => w.exp(a),
          phantom<Vector<2>>(x),
        ),
      any(2),
    ),
    gives(
      'Float64Array',
      (x: Expr) =>
        w.cond(
          w.gt(w.sum(x), -1),
          (a: Vector<0>) => w.square(a),
          (a: Vector<0>) => w.exp(a),
          phantom<Vector<0>>(x),
        ),
      any(0),
    ),
    gives(
      'Float64Array 0.25',
      (x: Expr) =>
        w.cond(
          w.gt(w.sum(x), 0),
          (a: Vector<1>) => w.square(a),
          (a: Vector<1>) => w.exp(a),
          phantom<Vector<1>>(x),
        ),
      fixed([1], 0.5),
    ),
  ],
  mapRows: [
    smooth((k: Expr, xs: Expr) => w.mapRows((x: Vector<2>) => w.sin(w.mul(x, scalar(k))), phantom<Expr<[3, 2]>>(xs)), any(), any(3, 2)),
    smooth((xs: Expr) => w.mapRows((x: Scalar) => w.square(x), phantom<Vector<1>>(xs)), any(1)),
    gives('Float64Array', (xs: Expr) => w.mapRows((x: Scalar) => w.square(x), phantom<Vector<0>>(xs)), any(0)),
  ],
  reduceRows: [
    smooth(
      (c: Expr, xs: Expr) =>
        w.reduceRows((a: Vector<2>, x: Vector<2>) => w.sin(w.add(w.mul(a, x), 0.3)), phantom<Vector<2>>(c), phantom<Expr<[3, 2]>>(xs), { reverse: true }),
      any(2),
      any(3, 2),
    ),
    smooth((c: Expr, xs: Expr) => w.reduceRows((a: Scalar, x: Scalar) => w.mul(a, x), scalar(c), phantom<Vector<1>>(xs)), any(), any(1)),
    gives('number 0.5', (c: Expr, xs: Expr) => w.reduceRows((a: Scalar, x: Scalar) => w.mul(a, x), scalar(c), phantom<Vector<0>>(xs)), fixed([], 0.5), any(0)),
  ],
  whileLoop: [
    smooth((k: Expr, x: Expr) => doubled(k)(x), between(0.5, 0.8), between(0.4, 0.5, 2)),
    smooth((k: Expr, x: Expr) => doubled(k)(x), between(0.5, 0.8), fixed([1], 7)),
    gives('Float64Array', (k: Expr, x: Expr) => doubled(k)(x), between(0.5, 0.8), any(0)),
    refused(
      'whileLoop: the bound -1 on the steps is not a whole number from 0',
      (x: Expr) =>
        w.whileLoop(
          (c: Vector) => w.lt(w.sum(c), 5),
          (c: Vector) => c,
          vector(x),
          { maxSteps: -1 },
        ),
      any(1),
    ),
  ],
  fixedPoint: [
    smooth((a: Expr, b: Expr) => balanced(a, b), between(0.2, 1, 2), any(2)),
    smooth((a: Expr, b: Expr) => balanced(a, b), between(0.2, 1, 1), any(1)),
    refused('fixedPoint: there is nothing to solve for', (a: Expr, b: Expr) => balanced(a, b), any(0), any(0)),
  ],
  root: [
    smooth((a: Expr) => rooted(a), between(0.5, 3, 2)),
    smooth((a: Expr) => rooted(a), between(0.5, 3, 1)),
    refused('root: there is nothing to solve for', (a: Expr) => rooted(a), any(0)),
  ],
  odeint: [
    smooth(solvedBy('discrete'), any(), any(2)),
    smooth(solvedBy('continuous'), any(), any(1)),
    smooth((ts: Expr) => w.odeint((y: Scalar, t: Scalar) => w.mul(y, w.cos(t)), 1, vector(ts), inRuns), {
      shape: [3],
      draw: (k: number) => [0, 0.7, 1.5].map((t, i) => t + 0.1 * Math.sin(i + k)),
    }),
    gives('f64[3,0] ', solvedBy('discrete'), any(), any(0)),
    refused('odeint: there are no times; the first of them is that of y0', (ts: Expr) => w.odeint((y: Scalar) => y, 1, vector(ts)), any(0)),
  ],
  checkpoint: ruled((x) => cubed.again(x)),
  customJvp: ruled((x) => cubed.jvp(x)),
  customVjp: ruled((x) => cubed.vjp(x)),
  customRules: ruled((x) => cubed.both(x)),
}
