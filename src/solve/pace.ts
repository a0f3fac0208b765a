/**
 * How long the steps are: the size of an error beside its tolerances, the first step, and the next one
 * after a step of a given error. Nothing of it is differentiated: a step is as long as it is.
 *
 * E. Hairer, S. P. Nørsett and G. Wanner, Solving Ordinary Differential Equations I, section II.4, and
 * the controller with memory of their program DOPRI5.
 */
import { entry } from '../entry.ts'
import { add, mul } from '../basis/arithmetic.ts'
import { sum } from '../basis/broadcast.ts'
import { where } from '../basis/choice.ts'
import { le, lt } from '../basis/comparison.ts'
import { and } from '../basis/logic.ts'
import { abs, div, sqrt, square, sub } from '../primitive/arithmetic.ts'
import { stopGradient } from '../primitive/custom.ts'
import { max, min } from '../primitive/extremum.ts'
import { pow } from '../primitive/power.ts'
import type { Mask, Scalar, Vector } from '../program/model.ts'
import type { Slope } from './tableau.ts'

/** What an error is measured beside. */
export interface Tolerances {
  readonly relative: number
  readonly absolute: number
}

/** The root mean square of x beside the scales; of no entries 0. */
const size = (x: Vector, scales: Vector): Scalar => sqrt(div(sum(square(div(x, scales))), Math.max(1, entry(x.aval.shape, 0))))

const scalesOf = ({ relative, absolute }: Tolerances, magnitude: Vector): Vector => add(absolute, mul(relative, magnitude))

/** How large the error of a step from one state to another is; 1 is what is tolerated, NaN where something is not finite. */
export const errorSize = (tolerances: Tolerances, error: Vector, from: Vector, to: Vector): Scalar => {
  const [e, a, b] = [stopGradient(error), stopGradient(from), stopGradient(to)]
  return size(e, scalesOf(tolerances, max(abs(a), abs(b))))
}

/** A length for the first step: one of Euler's tells how much the slope changes. NaN where state or slope is not finite. */
export const firstLength = (tolerances: Tolerances, slope: Slope, y: Vector, first: Vector, t: Scalar, direction: Scalar): Scalar => {
  const [from, along, start] = [stopGradient(y), stopGradient(first), stopGradient(t)]
  const scales = scalesOf(tolerances, abs(from))
  const [d0, d1] = [size(from, scales), size(along, scales)]
  const guess = mul(sound(d0, d1), where(and(le(1e-5, d0), le(1e-5, d1)), div(mul(0.01, d0), d1), 1e-6))
  const signed = mul(direction, guess)
  const there = stopGradient(slope(add(from, mul(signed, along)), add(start, signed)))
  const d2 = div(size(sub(there, along), scales), guess)
  const steepest = max(d1, d2)
  const second = where(le(steepest, 1e-15), max(mul(1e-3, guess), 1e-6), pow(div(0.01, steepest), 0.2))
  // Where the slope at the end of Euler's step is not finite the guess stands: the loop will shorten it.
  return where(lt(d2, Number.POSITIVE_INFINITY), min(mul(100, guess), second), guess)
}

/** 1, or NaN if one of two numbers is not finite. */
const sound = (a: Scalar, b: Scalar): Scalar => where(lt(add(a, b), Number.POSITIVE_INFINITY), 1, Number.NaN)

/** What the controller remembers from step to step. */
export interface Memory {
  /** The error of the last step accepted. */
  readonly before: Scalar
  /** The most that the next step may be longer: no longer at all after one rejected. */
  readonly growth: Scalar
}

/** What it remembers before the first step: DOPRI5's own numbers. */
export const unused = { before: 1e-4, growth: 10 } as const

/** The length to try after a step of a length and error, and what to remember; a step is never less than a fifth of the last. */
export const nextLength = (accepted: Mask<[]>, error: Scalar, length: Scalar, { before, growth }: Memory): readonly [Scalar, Memory] => {
  // Of order 5, with the memory β = 0.04; after a step rejected only its own error counts.
  const own = pow(error, 0.2 - 0.75 * 0.04)
  const wanted = div(where(accepted, div(own, pow(before, 0.04)), own), 0.9)
  const shrinking = where(lt(error, Number.POSITIVE_INFINITY), min(5, max(div(1, growth), wanted)), 5)
  return [div(length, shrinking), { before: where(accepted, max(error, unused.before), before), growth: where(accepted, unused.growth, 1) }]
}
