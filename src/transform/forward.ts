/**
 * Forward mode of a program, as a program: `dual` folded over expressions.
 */
import { entry } from '../entry.ts'
import { dual, dualOf, steady } from '../interpret/dual.ts'
import { expressions } from '../program/expr.ts'
import { fold } from '../program/fold.ts'
import type { Nonzero, Program, Pushforward } from '../program/model.ts'
import { close } from '../program/trace.ts'

/** Inputs: primals, then the nonzero tangents. Outputs: primals, then the tangents that are not structurally zero. */
export const forward = (program: Program, nonzero: Nonzero): Pushforward => {
  const n = program.inputs.length
  let resulting: Nonzero = []
  const pushed = close(
    [...program.inputs, ...program.inputs.filter((_, i) => nonzero[i])],
    (xs) => {
      let next = n
      const outs = fold(dual(expressions))(program)(xs.slice(0, n).map((x, i) => (nonzero[i] ? dualOf(x, entry(xs, next++)) : steady(x))))
      resulting = outs.map((out) => out.tangent._tag === 'Some')
      return [...outs.map((out) => out.primal), ...outs.flatMap((out) => (out.tangent._tag === 'Some' ? [out.tangent.value] : []))]
    },
    program.names,
  )
  return { program: pushed, nonzero: resulting }
}
