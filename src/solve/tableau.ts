/**
 * The Runge–Kutta pair of Dormand and Prince, order 5 with an error estimate of order 4, as data, and one
 * step by it. The seventh slope is the first of the next step, so that a step costs six evaluations.
 *
 * J. R. Dormand and P. J. Prince, A family of embedded Runge–Kutta formulae, J. Comput. Appl. Math. 6
 * (1980); Table 5.2 in E. Hairer, S. P. Nørsett and G. Wanner, Solving Ordinary Differential Equations I.
 */
import { add, mul } from '../basis/arithmetic.ts'
import { entry } from '../entry.ts'
import type { Scalar, Vector } from '../program/model.ts'

/** A vector field: ẏ at a state and a time. */
export type Slope = (y: Vector, t: Scalar) => Vector

/** How far along the step each further slope is taken, and the weights of those before it. */
const stages: ReadonlyArray<readonly [node: number, weights: ReadonlyArray<number>]> = [
  [1 / 5, [1 / 5]],
  [3 / 10, [3 / 40, 9 / 40]],
  [4 / 5, [44 / 45, -56 / 15, 32 / 9]],
  [8 / 9, [19372 / 6561, -25360 / 2187, 64448 / 6561, -212 / 729]],
  [1, [9017 / 3168, -355 / 33, 46732 / 5247, 49 / 176, -5103 / 18656]],
]

/** The weights of order 5. */
const fifth: ReadonlyArray<number> = [35 / 384, 0, 500 / 1113, 125 / 192, -2187 / 6784, 11 / 84]

/** What the weights of order 5 exceed those of order 4 by. */
const excess: ReadonlyArray<number> = [71 / 57600, 0, -71 / 16695, 71 / 1920, -17253 / 339200, 22 / 525, -1 / 40]

const combined = (weights: ReadonlyArray<number>, slopes: ReadonlyArray<Vector>): Vector =>
  weights.flatMap((weight, j) => (weight === 0 ? [] : [mul(weight, entry(slopes, j))])).reduce((a, b) => add(a, b))

/** Where a step leads. */
export interface Reached {
  readonly y: Vector
  /** The slope there. */
  readonly slope: Vector
  /** What the two orders differ by. */
  readonly error: Vector
}

/** The step from y at t over dt; `first` is the slope at its beginning. */
export const stride = (slope: Slope, y: Vector, first: Vector, t: Scalar, dt: Scalar): Reached => {
  const along = (weights: ReadonlyArray<number>, slopes: ReadonlyArray<Vector>): Vector => add(y, mul(dt, combined(weights, slopes)))
  const slopes = [first]
  for (const [node, weights] of stages) slopes.push(slope(along(weights, slopes), add(t, mul(node, dt))))
  const end = along(fifth, slopes)
  const last = slope(end, add(t, dt))
  return { y: end, slope: last, error: mul(dt, combined(excess, [...slopes, last])) }
}
