/**
 * How a system of equations is solved: steps until they are small, as a program that holds a while
 * loop. It is never differentiated; the root primitive says what its answer's derivative is.
 */
import { aval } from '../array/aval.ts'
import { scalarTensor } from '../array/tensor.ts'
import { add, mul } from '../basis/arithmetic.ts'
import { where } from '../basis/choice.ts'
import { gt, le, lt } from '../basis/comparison.ts'
import { and } from '../basis/logic.ts'
import { applyTo, constant, number } from '../program/expr.ts'
import type { AnyExpr, IntExpr, Program, Scalar, Vector } from '../program/model.ts'
import { close } from '../program/trace.ts'
import { cut } from '../transform/pick.ts'
import { phantom } from '../type/phantom.ts'
import { abs, neg } from './arithmetic.ts'
import { jacobianIn, raveled, unknownsOf, unraveled, valueOf } from './equation.ts'
import { max } from './extremum.ts'
import { solve } from './linear-solve.ts'
import { whileParams } from '../basis/loop.ts'
import { whilePrimitive } from './while.ts'

/** When a solver stops, and how far it dares to go. */
export interface Stopping {
  readonly tolerance: number
  readonly maxSteps: number
  /** The share of each step that is not taken. */
  readonly damping: number
}

/** The step to take from x, as a vector. */
export type Direction = (equation: Program, theta: ReadonlyArray<AnyExpr>, x: ReadonlyArray<AnyExpr>) => Vector

/** Newton's step −gₓ⁻¹ g; none where g is 0, whatever the Jacobian there. */
export const newton: Direction = (equation, theta, x) => {
  const value = valueOf(equation, theta, x)
  const step = neg(solve(phantom<never>(jacobianIn(equation, theta, x)), phantom<never>(value)))
  return where(gt(largest(value), 0), phantom<Vector>(step), 0)
}

/** The step of plain iteration x ← f(x), where g(x) = f(x) − x. */
export const iteration: Direction = valueOf

const largest = (x: Vector): Scalar => max(abs(x))

/** θ ++ first guess to x ++ residual, steps, whether it converged. */
export const solverOf = (equation: Program, direction: Direction, { tolerance, maxSteps, damping }: Stopping): Program => {
  const avals = unknownsOf(equation)
  const p = equation.inputs.length - avals.length
  const held = equation.inputs.slice(0, p)
  const small = (x: Vector): Scalar => mul(tolerance, add(1, largest(x)))
  return close(equation.inputs, (z) => {
    const [theta = [], guess = []] = cut(z, p)
    const first = raveled(guess)
    // What is carried: the unknowns, the size of the last step, and their number.
    const inputs = [...held, first.aval, aval('float64', []), aval('int32', [])]
    const parts = (xs: ReadonlyArray<AnyExpr>): readonly [ReadonlyArray<AnyExpr>, Vector, Scalar, IntExpr<[]>] => phantom([xs.slice(0, p), ...xs.slice(p)])
    const condition = close(inputs, (xs) => {
      const [, x, change, steps] = parts(xs)
      return [and(gt(change, small(x)), lt(steps, maxSteps))]
    })
    const body = close(inputs, (xs) => {
      const [held, x, , steps] = parts(xs)
      const step = direction(equation, held, unraveled(x, avals))
      // A step out of the world is not taken, so that what is left of g stays to be seen, and NaN ends the loop.
      const sound = lt(largest(step), Number.POSITIVE_INFINITY)
      const share = damping === 0 ? step : mul(1 - damping, step)
      return [add(x, where(sound, share, 0)), where(sound, largest(step), Number.NaN), add(steps, 1)]
    })
    const out = applyTo(whilePrimitive, whileParams({ condition, body, consts: p, maxSteps: null, checkpoint: 0 }), [
      ...theta,
      first,
      number(Number.POSITIVE_INFINITY),
      constant(scalarTensor(0, 'int32')),
    ])
    const [, x, change, steps] = parts([...theta, ...out])
    const found = unraveled(x, avals)
    const residual = largest(valueOf(equation, theta, found))
    return [...found, residual, steps, and(le(change, small(x)), lt(residual, Number.POSITIVE_INFINITY))]
  })
}
