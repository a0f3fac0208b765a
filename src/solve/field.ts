/**
 * The right-hand side of an equation as users write it, over any structure, as one of vectors: a program
 * of what it reads from outside, the state as one vector, and the time.
 */
import { raise } from '../failure.ts'
import { float } from '../program/expr.ts'
import type { AnyExpr, Program, Vector } from '../program/model.ts'
import { close, inline } from '../program/trace.ts'
import { sizeOf } from '../array/shape.ts'
import { unflatten } from '../program/tree.ts'
import { agree, answerOf, bodyOf, type Operands, operandsOf } from '../primitive/body.ts'
import { raveled, unraveled } from '../primitive/equation.ts'
import { cut, differentiable } from '../transform/pick.ts'
import { entry } from '../entry.ts'
import type { Slope } from './tableau.ts'
import { phantom } from '../type/phantom.ts'

/** A vector field: its program maps what it reads, a state and a time to a slope. */
export interface Field {
  readonly program: Program
  /** How many numbers a state has. */
  readonly size: number
  readonly captured: ReadonlyArray<AnyExpr>
}

/** The state where it starts, checked. */
export const stateOf = (operation: string, y0: unknown): Operands => {
  const start = operandsOf(operation, y0, 'y')
  if (start.avals.length === 0) return raise({ _tag: 'Argument', operation, reason: 'there is no state: y0 has no leaf' })
  start.avals.forEach((of, i) => {
    if (!differentiable(of))
      raise({ _tag: 'NotDifferentiable', operation, path: entry(start.paths, i), dtype: of.dtype, hint: 'a state is float64; capture what is not' })
  })
  return start
}

/** Trace f(y, t) on states like the one given. */
export const fieldOf = (operation: string, f: (y: never, t: never) => unknown, start: Operands): Field => {
  const k = start.avals.length
  const { program, captured } = bodyOf([...start.avals, float()], (xs) => {
    const answer = answerOf(operation, f(unflatten<never>(start.layout, xs), phantom<never>(entry(xs, k))), 'the slope', start.layout)
    agree(operation, start, answer, 'the slope', 'f answers with ẏ, of the structure and the shapes of y')
    return answer
  })
  const size = start.avals.reduce((total, of) => total + sizeOf(of.shape), 0)
  const held = captured.map((x) => x.aval)
  const vectors = close([...held, float(size), float()], (z) => {
    const [outer = [], state = [], time = []] = cut(z, held.length, 1)
    return [raveled(inline(program)([...outer, ...unraveled(entry(state, 0), start.avals), ...time]))]
  })
  return { program: vectors, size, captured }
}

/** The field with what it reads. */
export const slopeOf =
  (field: Program, held: ReadonlyArray<AnyExpr>): Slope =>
  (y, t) =>
    phantom<Vector>(entry(inline(field)([...held, y, t]), 0))
