/**
 * Ordinary differential equations for users: `odeint`, whose answer is differentiated through the steps
 * taken or by the adjoint equation, and `odeintReport`, which tells how it went.
 */
import { entry } from '../entry.ts'
import { dataOf, isTensor } from '../array/tensor.ts'
import { add } from '../basis/arithmetic.ts'
import { showShape, sizeOf } from '../array/shape.ts'
import { runProgram } from '#compiler'
import { raise } from '../failure.ts'
import { type Operands, avalOfLowered } from '../primitive/body.ts'
import { raveled } from '../primitive/equation.ts'
import { reshape } from '../primitive/shape.ts'
import { slice } from '../primitive/slice.ts'
import { constant, float, isExpr } from '../program/expr.ts'
import type { AnyExpr, IntExpr, Mask, Matrix, Program, Scalar, Vector } from '../program/model.ts'
import { lowerOne, type Lowered, presentAll } from '../program/operate.ts'
import { close, inline } from '../program/trace.ts'
import { unflatten } from '../program/tree.ts'
import { cut } from '../transform/pick.ts'
import { phantom } from '../type/phantom.ts'
import type { Alters } from '../type/carry.ts'
import type { Reason } from '../type/reason.ts'
import type { Starts } from '../type/sentence.ts'
import type { ShowShape } from '../type/shape.ts'
import type { ExprsFor, StackOf } from '../type/structure.ts'
import type { Operand, ShapeOf } from '../type/value.ts'
import { adjoint } from './adjoint.ts'
import { type Field, fieldOf, slopeOf, stateOf } from './field.ts'
import { march, type March, type Pace } from './march.ts'
import { ruled } from './ruled.ts'
import { checkFunction } from '../program/given.ts'
import { checkOptions } from '../program/option.ts'

/** How closely to solve, how long to try, and how to differentiate. */
export interface OdeOptions {
  /** What the error of a step may be beside the state, 10⁻⁸ unless said otherwise. */
  readonly relative?: number
  /** What it may be beside nothing, 10⁻¹⁰ unless said otherwise. */
  readonly absolute?: number
  /** The most steps, accepted or not, over all times: 1000 and one per time unless said otherwise. */
  readonly maxSteps?: number
  /** The length of the first step, found from the slope unless given. */
  readonly initialStep?: number
  /** Reverse mode through the steps taken, or by the adjoint equation solved backwards; the former unless said otherwise. */
  readonly adjoint?: 'discrete' | 'continuous'
  /**
   * In how many runs of equal length reverse mode divides the steps: it stores where each begins, and goes
   * through one at a time again. 'sqrt' unless said otherwise: √n runs of n steps; 'none' stores all steps.
   */
  readonly checkpoint?: number | 'sqrt' | 'none'
}

type Start<Y, E, Name extends string> = Starts<Y, E, `${Name}: y0 is no value of the state that the function takes`>

type Slope<Name extends string, E, R> = Alters<E, R, `${Name}: the function changes y`, 'it answers with ẏ, of the structure and the shapes of y'>

/** `unknown` where times may be a vector, else a sentence. */
type Times<Name extends string, T> = Reason<
  T,
  ShapeOf<T>,
  number extends ShapeOf<T>['length']
    ? null
    : ShapeOf<T>['length'] extends 1
      ? null
      : `${Name}: the times have the shape [${ShowShape<ShapeOf<T>>}]; they are a vector`
>

/** A solution, and how it was found. */
export interface OdeReport<Y> {
  /** The states at the times; NaN at those not reached. */
  readonly value: Y
  /** The steps tried: accepted and rejected. */
  readonly steps: IntExpr<[]>
  readonly accepted: IntExpr<[]>
  readonly rejected: IntExpr<[]>
  /** Whether the last time was reached. */
  readonly converged: Mask<[]>
}

// what is given ----------------------------------------------------------------------------

const timesOf = (operation: string, ts: unknown): Lowered => {
  const times = lowerOne(operation, ts)
  const of = avalOfLowered(times)
  const refused = (reason: string, hint: string): never => raise({ _tag: 'Argument', operation, reason, hint })
  if (of.shape.length !== 1) return refused(`the times have the shape ${showShape(of.shape)}`, 'they are a vector: use Float64Array.from(ts)')
  if (of.dtype !== 'float64') return raise({ _tag: 'DType', operation, dtypes: [of.dtype], reason: 'the times are float64', hint: 'convert them with toFloat' })
  if (of.shape[0] === 0) return refused('there are no times', 'the first of them is that of y0')
  const known = isTensor(times) ? [...dataOf(times)] : []
  const sign = Math.sign((known[known.length - 1] ?? 0) - (known[0] ?? 0))
  known.forEach((t, i) => {
    const before = known[i - 1] ?? t
    if ((t - before) * sign < 0 || (sign === 0 && t !== before))
      refused(`time ${i} is ${t} and the one before it ${before}`, 'times increase from the first to the last, or decrease')
  })
  return times
}

const paceOf = (operation: string, options: OdeOptions, m: number): Pace => {
  const { relative = 1e-8, absolute = 1e-10, maxSteps = 1000 + m, initialStep = null, checkpoint = 'sqrt' } = options
  const refused = (reason: string): never => raise({ _tag: 'Argument', operation, reason })
  const positive = (x: number): boolean => x > 0 && x < Number.POSITIVE_INFINITY
  if (!positive(relative)) return refused(`the relative tolerance ${relative} is not a number above 0`)
  if (!positive(absolute)) return refused(`the absolute tolerance ${absolute} is not a number above 0`)
  if (!Number.isSafeInteger(maxSteps) || maxSteps < 1) return refused(`the number of steps ${maxSteps} is not a whole number from 1`)
  if (initialStep !== null && !positive(initialStep)) return refused(`the first step ${initialStep} is not a number above 0`)
  const runs = checkpoint === 'none' ? null : checkpoint === 'sqrt' ? Math.ceil(Math.sqrt(maxSteps)) : checkpoint
  if (runs !== null && (!Number.isSafeInteger(runs) || runs < 1)) return refused(`the number of runs ${runs} is not a whole number from 1`)
  return { relative, absolute, maxSteps, initialStep, runs }
}

// how it is solved -------------------------------------------------------------------------

interface Problem {
  readonly operation: string
  readonly start: Operands
  readonly field: Field
  readonly times: Lowered
  readonly pace: Pace
  readonly continuous: boolean
}

const asList = ({ states, accepted, rejected, converged }: March): ReadonlyArray<AnyExpr> => [states, accepted, rejected, converged]

/** held ++ state ++ times → states at the times, accepted, rejected, converged; `moving` where it may be differentiated. */
const marching = ({ field: { program, size }, pace, continuous }: Problem, m: number, moving: boolean): Program => {
  const outer = program.inputs.slice(0, program.inputs.length - 2)
  const inputs = [...outer, float(size), float(m)]
  const simply = close(inputs, (z) => {
    const [held = [], rest = []] = cut(z, outer.length)
    const [start, times] = phantom<readonly [Vector, Vector]>(rest)
    return asList(march(slopeOf(program, held), start, times, pace))
  })
  return moving && continuous ? close(inputs, ruled(simply, adjoint(program, size, m, pace))) : simply
}

/** The states at the times, leaf by leaf, then the counts. */
const solved = (problem: Problem): ReadonlyArray<unknown> => {
  const { start, field, times } = problem
  const values = [...field.captured, ...start.values, times]
  const tensors = values.filter(isTensor)
  const m = entry(avalOfLowered(times).shape, 0)
  const solver = marching(problem, m, tensors.length < values.length)
  const program = close(values.map(avalOfLowered), (z) => {
    const [held = [], state = [], ts = []] = cut(z, field.captured.length, start.values.length)
    const [states, ...counts] = inline(solver)([...held, raveled(state), ...ts])
    let from = 0
    const leaves = start.avals.map(({ shape }): AnyExpr => {
      const columns = slice(phantom<Matrix>(states), [0, from], [m, (from += sizeOf(shape))])
      return reshape(columns, [m, ...shape])
    })
    return [...leaves, ...counts]
  })
  return presentAll(tensors.length === values.length ? runProgram(program, tensors) : inline(program)(values.map((x) => (isExpr(x) ? x : constant(x)))))
}

const problemOf = (operation: string, f: (y: never, t: never) => unknown, y0: unknown, ts: unknown, options: OdeOptions): Problem => {
  checkFunction(operation, f)
  checkOptions<OdeOptions>(operation, options, {
    relative: null,
    absolute: null,
    maxSteps: null,
    initialStep: null,
    adjoint: ['discrete', 'continuous'],
    checkpoint: null,
  })
  const start = stateOf(operation, y0)
  const times = timesOf(operation, ts)
  const field = fieldOf(operation, f, start)
  const pace = paceOf(operation, options, entry(avalOfLowered(times).shape, 0))
  return { operation, start, times, pace, field, continuous: options.adjoint === 'continuous' }
}

/**
 * The solution of ẏ = f(y, t) at the times `ts`, for any structure of y: y0 is the state at the first
 * time, and each leaf of the answer is a stack with one row per time. Times increase, or decrease to
 * solve backwards. By the method of Dormand and Prince (order 5 with an estimate of order 4, 1980), whose
 * steps are as long as the tolerances allow and end at every time asked for; six evaluations of f a step.
 * The root mean square of error / (absolute + relative · |y|) is at most 1 in every step. It is an
 * explicit method: a stiff equation takes it many small steps.
 *
 * Derivatives go to y0, to ts and to every outer expression that f reads, in both modes and to every
 * order. With `adjoint: 'discrete'` reverse mode goes back through the steps taken: the gradient is that of
 * the numbers computed, were the lengths of the steps given, and not of how tolerances choose them. With
 * 'continuous' it solves the adjoint equation backwards (Pontryagin; Chen et al. 2018) in steps of its
 * own: the gradient of the exact solution, up to the tolerances, in little memory however many steps. On
 * its way back it solves for the state again, from each time to the one before: an equation that soon
 * forgets where it began cannot be solved backwards far, and needs more times in between.
 * Forward mode goes along with the steps in both.
 *
 * Where `maxSteps` are spent or the steps become too small for the time to move on, the states at the
 * times not reached are NaN, and so are their derivatives: `odeintReport` tells. A state of NaN has none.
 *
 * @example
 * odeint((y) => neg(y), 1, Float64Array.of(0, 1))   // Float64Array [1, 0.3678794416367719]
 * const end = (k: Scalar) => at(odeint((y: Scalar) => mul(k, y), 1, Float64Array.of(0, 2)), 1)
 * grad(end)(0.5)   // 5.436563657 ± 1e-7: 2e
 * const orbit = ({ x, v }: { readonly x: Scalar; readonly v: Scalar }) => ({ x: v, v: neg(x) })
 * odeint(orbit, { x: 1, v: 0 }, Float64Array.of(0, Math.PI)).x   // Float64Array [1, -1 ± 1e-7]
 * @formula y(t_i) = y_0 + \int_{t_0}^{t_i} f(y(t), t) \, dt
 * @category differential equations
 */
export const odeint = <const Y, R, T extends Operand, E = ExprsFor<Y>>(
  f: (y: E, t: Scalar) => R,
  y0: Y & Start<Y, NoInfer<E>, 'odeint'> & Slope<'odeint', NoInfer<E>, NoInfer<R>>,
  ts: T & Times<'odeint', T>,
  options: OdeOptions = {},
): StackOf<NoInfer<E>> => {
  const problem = problemOf('odeint', f, y0, ts, options)
  return unflatten(problem.start.layout, solved(problem))
}

/**
 * As `odeint`, answering with { value, steps, accepted, rejected, converged }, where `converged` says
 * whether the last time was reached, and `steps` how many were tried. Only `value` has a derivative.
 *
 * @example
 * const { value, converged } = odeintReport((y) => mul(y, y), 1, Float64Array.of(0, 0.5, 2))
 * converged   // false: the solution 1/(1 − t) ends at 1
 * value       // Float64Array [1, 2 ± 1e-7, NaN]
 * @category differential equations
 */
export const odeintReport = <const Y, R, T extends Operand, E = ExprsFor<Y>>(
  f: (y: E, t: Scalar) => R,
  y0: Y & Start<Y, NoInfer<E>, 'odeintReport'> & Slope<'odeintReport', NoInfer<E>, NoInfer<R>>,
  ts: T & Times<'odeintReport', T>,
  options: OdeOptions = {},
): OdeReport<StackOf<NoInfer<E>>> => {
  const problem = problemOf('odeintReport', f, y0, ts, options)
  const results = solved(problem)
  const [accepted, rejected, converged] = phantom<readonly [IntExpr<[]>, IntExpr<[]>, Mask<[]>]>(results.slice(problem.start.values.length))
  return Object.freeze({ value: unflatten<StackOf<NoInfer<E>>>(problem.start.layout, results), steps: add(accepted, rejected), accepted, rejected, converged })
}
