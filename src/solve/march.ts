/**
 * The loop of steps from the first time to the last. Each step is as long as its error allows, or ends
 * at the next time asked for: there the state is that of a step, of order 5, and so is its derivative.
 */
import { entry } from '../entry.ts'
import { scalarTensor } from '../array/tensor.ts'
import { add, mul } from '../basis/arithmetic.ts'
import { toInt, where } from '../basis/choice.ts'
import { eq, ge, gt, le, lt } from '../basis/comparison.ts'
import { and, not } from '../basis/logic.ts'
import { abs, sub } from '../primitive/arithmetic.ts'
import { max } from '../primitive/extremum.ts'
import { iota } from '../primitive/construct.ts'
import { scatterAdd } from '../primitive/at.ts'
import { checkpoint } from '../primitive/checkpoint.ts'
import { stopGradient } from '../primitive/custom.ts'
import { take } from '../primitive/gather.ts'
import { whileLoop } from '../primitive/iteration.ts'
import { concatenate } from '../primitive/join.ts'
import { expandDims } from '../primitive/shape.ts'
import { slice } from '../primitive/slice.ts'
import { constant, float, number } from '../program/expr.ts'
import type { IntExpr, Mask, Matrix, Scalar, Vector } from '../program/model.ts'
import { zeros } from '../transform/pick.ts'
import { phantom } from '../type/phantom.ts'
import { errorSize, firstLength, type Memory, nextLength, type Tolerances, unused } from './pace.ts'
import { type Slope, stride } from './tableau.ts'

/** How to go, and how far at most. */
export interface Pace extends Tolerances {
  /** The most steps, whether accepted or not. */
  readonly maxSteps: number
  /** The length of the first step; null where it is to be found. */
  readonly initialStep: number | null
  /** In how many runs reverse mode goes through the steps; null for one that it stores. */
  readonly runs: number | null
}

/** A way from the first time to the last. */
export interface March {
  /** A state per time; NaN where none was reached. */
  readonly states: Matrix
  readonly accepted: IntExpr<[]>
  readonly rejected: IntExpr<[]>
  readonly converged: Mask<[]>
}

/** What is carried from step to step. */
interface Carry {
  readonly y: Vector
  readonly slope: Vector
  readonly t: Scalar
  readonly length: Scalar
  readonly memory: Memory
  readonly accepted: IntExpr<[]>
  readonly rejected: IntExpr<[]>
  /** How many times after the first were reached, and the states there. */
  readonly reached: IntExpr<[]>
  readonly states: Matrix
}

// Hairer's bound: a step of ten units in the last place of the time leads nowhere.
const vanishing = 10 * 2 ** -52

const whole = (value: number): IntExpr<[]> => phantom(constant(scalarTensor(value, 'int32')))

/**
 * Steps until there are none to go. Reverse mode stores the carries between runs of steps and goes
 * through each run again, so that of n steps in √n runs it never holds more than 2√n; runs that are not
 * needed cost nothing.
 */
const repeated = (going: (carry: Carry) => Mask<[]>, turn: (carry: Carry) => Carry, start: Carry, { maxSteps, runs }: Pace): Carry => {
  const allowed = (carry: Carry): Mask<[]> => and(going(carry), lt(add(carry.accepted, carry.rejected), maxSteps))
  const loop = (body: (carry: Carry) => Carry, from: Carry, bound: number): Carry =>
    phantom(whileLoop<Carry, Carry>(phantom(allowed), phantom(body), from, { maxSteps: bound }))
  if (runs === null) return loop(turn, start, maxSteps)
  const run = checkpoint((carry: Carry) => loop(turn, carry, Math.ceil(maxSteps / runs)))
  return loop(run, start, runs)
}

/** The states at the times from the state at the first of them, at least one. */
export const march = (slope: Slope, start: Vector, times: Vector, pace: Pace): March => {
  const [n, m] = [entry(start.aval.shape, 0), entry(times.aval.shape, 0)]
  const none = whole(0)
  const t0 = take(times, none)
  const alone: Matrix = expandDims(start, 0)
  if (m === 1) return { states: alone, accepted: none, rejected: none, converged: eq(none, none) }
  const later = phantom<Vector>(slice(times, [1], [m]))
  const direction = where(ge(stopGradient(take(times, whole(m - 1))), stopGradient(t0)), 1, -1)
  const first = slope(start, t0)
  const turn = ({ y, slope: along, t, length, memory, accepted, rejected, reached, states }: Carry): Carry => {
    const target = take(later, reached)
    const left = stopGradient(mul(direction, sub(target, t)))
    // A little more is better than a crumb left over.
    const arriving = le(left, mul(1.01, length))
    const trial = stride(slope, y, along, t, where(arriving, sub(target, t), mul(direction, length)))
    const error = errorSize(pace, trial.error, y, trial.y)
    const good = le(error, 1)
    const [next, remembered] = nextLength(good, error, where(arriving, left, length), memory)
    // A step cut short by much says little of how long one may be.
    const cut = and(good, lt(left, mul(0.5, length)))
    const there = and(good, arriving)
    // A choice, so that nothing of a step that left the field's domain comes into a derivative.
    return {
      y: where(good, trial.y, y),
      slope: where(good, trial.slope, along),
      t: where(good, where(arriving, target, add(t, mul(direction, length))), t),
      length: where(cut, max(next, length), next),
      memory: remembered,
      accepted: add(accepted, toInt(good)),
      rejected: add(rejected, toInt(not(good))),
      reached: add(reached, toInt(there)),
      states: scatterAdd(states, reached, where(there, trial.y, 0)),
    }
  }
  // A length of NaN, times that turn back and the end of the list each end the loop.
  const going = ({ t, length, reached }: Carry): Mask<[]> => {
    const ahead = ge(mul(direction, sub(take(later, reached), t)), 0)
    return and(and(lt(reached, m - 1), ahead), gt(length, mul(vanishing, abs(t))))
  }
  const carry: Carry = {
    y: start,
    slope: first,
    t: t0,
    length: pace.initialStep === null ? firstLength(pace, slope, start, first, t0, direction) : phantom(number(pace.initialStep)),
    memory: { before: phantom(number(unused.before)), growth: phantom(number(unused.growth)) },
    accepted: none,
    rejected: none,
    reached: none,
    states: phantom(zeros(float(m - 1, n))),
  }
  const end = repeated(going, turn, carry, pace)
  // What was not reached is made of where it ended, so that its derivatives are NaN too.
  const found = lt(expandDims(iota(m - 1), 1), end.reached)
  const states = where(found, end.states, mul(end.y, Number.NaN))
  return { states: concatenate([alone, states]), accepted: end.accepted, rejected: end.rejected, converged: eq(end.reached, m - 1) }
}
