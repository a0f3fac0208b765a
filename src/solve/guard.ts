/**
 * One step tried. Its way back starts from where the step began, and is gone only if the step was
 * accepted: one that was rejected may have left the domain of the field, and 0 times an infinite slope
 * is NaN. Forward mode needs no such care, since a choice leaves out what was rejected.
 */
import { le } from '../basis/choice.ts'
import { entry } from '../entry.ts'
import { reverse } from '../interpret/tape.ts'
import { cond } from '../primitive/control.ts'
import { stopGradient } from '../primitive/custom.ts'
import { float } from '../program/expr.ts'
import type { AnyExpr, Mask, Program, Scalar, Vector } from '../program/model.ts'
import { close, inline } from '../program/trace.ts'
import { cut, zeros } from '../transform/pick.ts'
import { phantom } from '../type/phantom.ts'
import { pick } from '../transform/pick.ts'
import { slopeOf } from './field.ts'
import type { Step } from './march.ts'
import { errorSize, type Tolerances } from './pace.ts'
import { floats, ruled } from './ruled.ts'
import { type Slope, stride } from './tableau.ts'

/** A step as it is, differentiated like any other function. */
export const plain =
  (slope: Slope, tolerances: Tolerances): Step =>
  (y, first, t, dt) => {
    const { y: end, slope: last, error } = stride(slope, y, first, t, dt)
    return { y: end, slope: last, error: errorSize(tolerances, error, y, end) }
  }

/** A step of a field with what it reads, guarded on its way back. */
export const guarded = (field: Program, size: number, held: ReadonlyArray<AnyExpr>, tolerances: Tolerances): Step => {
  const trial = close([...held.map((x) => x.aval), float(size), float(size), float(), float()], (z) => {
    const [outer = [], own = []] = cut(z, held.length)
    const [y, first, t, dt] = phantom<readonly [Vector, Vector, Scalar, Scalar]>(own)
    const made = plain(slopeOf(field, outer), tolerances)(y, first, t, dt)
    return [made.y, made.slope, made.error]
  })
  const marks = floats(trial)
  const step = ruled(trial, {
    kept: (inputs, results) => [...inputs, le(phantom<Scalar>(entry(results, 2)), 1)],
    back: (kept, cotangents) => {
      const [inputs = [], [accepted] = []] = cut(kept, trial.inputs.length)
      const pair = reverse(trial, marks)
      const backward = (): ReadonlyArray<AnyExpr> => inline(pair.pullback)([...inline(pair.forward)(inputs).slice(3), ...cotangents])
      const nothing = (): ReadonlyArray<AnyExpr> => pick(trial.inputs, marks).map(zeros)
      return cond(phantom<Mask<[]>>(accepted), backward, nothing)
    },
  })
  return (y, first, t, dt) => {
    const [end, last, error] = phantom<readonly [Vector, Vector, Scalar]>(step([...held, y, first, t, dt]))
    // A rule of one's own answers with a tangent of 0, where there shall be none.
    return { y: end, slope: last, error: stopGradient(error) }
  }
}
