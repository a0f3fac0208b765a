/**
 * Functions defined by an equation: `root` and `fixedPoint`, differentiated by the implicit function
 * theorem and not through the steps that found them.
 */
import { mul } from '../basis/arithmetic.ts'
import { where } from '../basis/choice.ts'
import { entry } from '../entry.ts'
import { raise } from '../failure.ts'
import { applyTo } from '../program/expr.ts'
import type { AnyExpr, IntExpr, Mask, Primitive, Program, Scalar } from '../program/model.ts'
import { applyAll, presentAll } from '../program/operate.ts'
import { close, inline } from '../program/trace.ts'
import { unflatten } from '../program/tree.ts'
import { differentiable } from '../transform/pick.ts'
import { phantom } from '../type/phantom.ts'
import type { Alters } from '../type/carry.ts'
import type { Starts } from '../type/sentence.ts'
import type { Ended, ExprsFor } from '../type/structure.ts'
import { subPrimitive } from './arithmetic.ts'
import { agree, answerOf, bodyOf, type Operands, operandsOf } from './body.ts'
import { rootParams, rootPrimitive } from './root.ts'
import { type Direction, iteration, newton, solverOf, type Stopping } from './solver.ts'
import { checkFunction } from '../program/given.ts'
import { checkOptions } from '../program/option.ts'

/** When to stop looking. */
export interface SolveOptions {
  /** It has converged when the largest entry of a step is at most `tolerance` · (1 + the largest entry of x). */
  readonly tolerance?: number
  /** The most steps it takes. */
  readonly maxSteps?: number
  /** The share of each step that is not taken, from 0 (all of it) to below 1. */
  readonly damping?: number
}

/** `unknown` where a function of S may answer with as many equations as there are unknowns, else a sentence. */
type Returns<Name extends string, S, R> = Alters<S, R, `${Name}: the function changes x`, 'its result has the structure, shapes and dtypes of x'>

/** A solution, and how it was found. */
export interface Solved<X> {
  /** The last x, converged or not. */
  readonly value: X
  /** The largest absolute value that is left of what should be 0. */
  readonly residual: Scalar
  readonly steps: IntExpr<[]>
  readonly converged: Mask<[]>
}

const checked = (operation: string, { tolerance, maxSteps, damping }: Stopping): Stopping => {
  const refused = (reason: string): never => raise({ _tag: 'Argument', operation, reason })
  if (!(tolerance >= 0)) return refused(`the tolerance ${tolerance} is not a number from 0`)
  if (!Number.isSafeInteger(maxSteps) || maxSteps < 1) return refused(`the number of steps ${maxSteps} is not a whole number from 1`)
  if (!(damping >= 0 && damping < 1)) return refused(`the damping ${damping} is not from 0 to below 1`)
  return { tolerance, maxSteps, damping }
}

const unknowns = (operation: string, x0: unknown): Operands => {
  const start = operandsOf(operation, x0, 'x')
  if (start.avals.every((of) => of.shape.includes(0))) return raise({ _tag: 'Argument', operation, reason: 'there is nothing to solve for' })
  start.avals.forEach((of, i) => {
    if (!differentiable(of))
      raise({ _tag: 'NotDifferentiable', operation, path: entry(start.paths, i), dtype: of.dtype, hint: 'unknowns are float64; capture what is not' })
  })
  return start
}

interface Problem {
  readonly operation: string
  readonly f: (x: never) => unknown
  readonly start: Operands
  /** From the program of f to that of what should be 0. */
  readonly equation: (program: Program) => Program
  readonly direction: Direction
  readonly stopping: Stopping
}

/** The unknowns, then residual, steps and whether it converged. */
const solved = ({ operation, f, start, equation, direction, stopping }: Problem): ReadonlyArray<unknown> => {
  const { program, captured } = bodyOf(start.avals, (xs) => {
    const answer = answerOf(operation, f(unflatten<never>(start.layout, xs)), 'the result', start.layout)
    agree(operation, start, answer, 'the result', 'it has the structure, shapes and dtypes of x: as many equations as unknowns')
    return answer
  })
  const zero = equation(program)
  const params = rootParams({ equation: zero, solver: solverOf(zero, direction, checked(operation, stopping)), levels: [] })
  return presentAll(applyAll(rootPrimitive, params, [...captured, ...start.values]))
}

const report = <X>(problem: Problem): Solved<X> => {
  const results = solved(problem)
  const [residual, steps, converged] = results.slice(problem.start.values.length)
  return phantom(Object.freeze({ value: unflatten(problem.start.layout, results), residual, steps, converged }))
}

/** The solution, or NaN where there is none; a factor and not a choice, so that its derivative is NaN too. */
const orNaN = <X>(problem: Problem): X => {
  const results = solved(problem)
  const n = problem.start.values.length
  const sound = where(phantom<Mask<[]>>(results[n + 2]), 1, Number.NaN)
  return unflatten(
    problem.start.layout,
    results.slice(0, n).map((x) => mul(phantom<Scalar>(x), sound)),
  )
}

// g(x) = 0 ---------------------------------------------------------------------------------

const checkAsked = (operation: string, f: unknown, options: unknown): void => {
  checkFunction(operation, f)
  checkOptions<SolveOptions>(operation, options, { tolerance: null, maxSteps: null, damping: null })
}

const rootOf = (operation: string, g: (x: never) => unknown, x0: unknown, options: SolveOptions): Problem => {
  checkAsked(operation, g, options)
  return {
    operation,
    f: g,
    start: unknowns(operation, x0),
    equation: (program) => program,
    direction: newton,
    stopping: { tolerance: options.tolerance ?? 1e-10, maxSteps: options.maxSteps ?? 100, damping: options.damping ?? 0 },
  }
}

/**
 * The x with g(x) = 0 that Newton's method finds from `x0`, for any structure of x; g answers with one
 * like it. Derivatives go to every outer expression that g reads, in both modes and to every order, by
 * the implicit function theorem: ẋ = −gₓ⁻¹ g_θ θ̇ at the root, whatever path led there; `x0` gets none.
 *
 * A step that is not finite ends the search. Every entry is NaN, and so are the derivatives, if it has
 * not converged: `rootReport` tells why.
 * Where gₓ is singular at the root the derivative is ±∞ or NaN.
 *
 * @example
 * root((x) => sub(mul(x, x), 9), 1)   // 3
 * grad((a: Scalar) => root((x: Scalar) => sub(mul(x, x), a), 1))(9)   // 0.16666666666666666
 * @formula g(x) = 0
 * @derivative \dot x = -\left(\partial_x g\right)^{-1} \partial_\theta g \, \dot\theta
 * @category control flow
 */
export const root = <const X, R, S = ExprsFor<X>>(
  g: (x: S) => R,
  x0: X & Starts<X, NoInfer<S>, 'root: x0 is no value of what the function takes'> & Returns<'root', NoInfer<S>, NoInfer<R>>,
  options: SolveOptions = {},
): Ended<X, NoInfer<S>> => orNaN(rootOf('root', g, x0, options))

/**
 * As `root`, answering with { value, residual, steps, converged }, where `value` is the last x whether
 * it converged or not and `residual` the largest absolute value of g there. Only `value` has a derivative.
 *
 * @example
 * const { value, residual, converged } = rootReport((x) => add(mul(x, x), 1), 1)
 * value       // 0: where Newton's step is infinite
 * residual    // 1
 * converged   // false
 * @category control flow
 */
export const rootReport = <const X, R, S = ExprsFor<X>>(
  g: (x: S) => R,
  x0: X & Starts<X, NoInfer<S>, 'rootReport: x0 is no value of what the function takes'> & Returns<'rootReport', NoInfer<S>, NoInfer<R>>,
  options: SolveOptions = {},
): Solved<Ended<X, NoInfer<S>>> => report(rootOf('rootReport', g, x0, options))

// f(x) = x ---------------------------------------------------------------------------------

const difference = (program: Program): Program => {
  const n = program.inputs.length - program.outputs.length
  return close(program.inputs, (z) => inline(program)(z).map((y, i): AnyExpr => entry(applyTo(subPrimitive, {}, [y, entry(z, n + i)]), 0)))
}

const fixedPointOf = (operation: string, f: (x: never) => unknown, x0: unknown, options: SolveOptions): Problem => {
  checkAsked(operation, f, options)
  return {
    operation,
    f,
    start: unknowns(operation, x0),
    equation: difference,
    direction: iteration,
    stopping: { tolerance: options.tolerance ?? 1e-12, maxSteps: options.maxSteps ?? 1000, damping: options.damping ?? 0 },
  }
}

/**
 * The x with f(x) = x that iteration from `x0` reaches, for any structure of x. Each step goes from x
 * to f(x), or with `damping` d to d·x + (1 − d)·f(x). Derivatives go to every outer expression that f
 * reads, in both modes and to every order, by the implicit function theorem: ẋ = (1 − fₓ)⁻¹ f_θ θ̇ at
 * the fixed point; the iteration is not differentiated, and `x0` gets no derivative.
 *
 * Every entry is NaN, and so are the derivatives, if it has not converged: `fixedPointReport` tells why.
 * Where 1 − fₓ is singular the derivative is ±∞ or NaN.
 *
 * @example
 * fixedPoint((x) => mul(0.5, add(x, div(16, x))), 1)   // 4
 * grad((a: Scalar) => fixedPoint((x: Scalar) => mul(0.5, add(x, div(a, x))), 1))(16)   // 0.125
 * @formula x = f(x)
 * @derivative \dot x = \left(I - \partial_x f\right)^{-1} \partial_\theta f \, \dot\theta
 * @category control flow
 */
export const fixedPoint = <const X, R, S = ExprsFor<X>>(
  f: (x: S) => R,
  x0: X & Starts<X, NoInfer<S>, 'fixedPoint: x0 is no value of what the function takes'> & Returns<'fixedPoint', NoInfer<S>, NoInfer<R>>,
  options: SolveOptions = {},
): Ended<X, NoInfer<S>> => orNaN(fixedPointOf('fixedPoint', f, x0, options))

/**
 * As `fixedPoint`, answering with { value, residual, steps, converged }, where `value` is the last x
 * whether it converged or not and `residual` the largest absolute value of f(x) − x there. Only `value`
 * has a derivative.
 *
 * @example
 * const { value, converged } = fixedPointReport((x) => mul(2, x), 1, { maxSteps: 10 })
 * value       // 1024
 * converged   // false
 * @category control flow
 */
export const fixedPointReport = <const X, R, S = ExprsFor<X>>(
  f: (x: S) => R,
  x0: X & Starts<X, NoInfer<S>, 'fixedPointReport: x0 is no value of what the function takes'> & Returns<'fixedPointReport', NoInfer<S>, NoInfer<R>>,
  options: SolveOptions = {},
): Solved<Ended<X, NoInfer<S>>> => report(fixedPointOf('fixedPointReport', f, x0, options))

export const implicit: ReadonlyArray<Primitive> = [rootPrimitive]
