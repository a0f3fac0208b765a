/**
 * Gradients and derivatives of programs, as programs.
 */
import { entry } from '../entry.ts'
import { raise } from '../failure.ts'
import { record } from '../interpret/tape.ts'
import { outputAvals } from '../program/avals.ts'
import { number } from '../program/expr.ts'
import type { Nonzero, Program } from '../program/model.ts'
import { close, inline } from '../program/trace.ts'
import { forward } from './forward.ts'
import { cut, differentiable, pick, spread, zeros } from './pick.ts'
import { sealed } from '../program/seal.ts'

const primed = (name: string, mark: string): string => (name === '' ? '' : `${mark}${name}`)

/** x… → (y, x̄…) of a program with one scalar output: the value, then the gradient by the inputs marked. */
export const gradient = (program: Program, nonzero: Nonzero): Program => {
  const [of] = outputAvals(program)
  if (of === undefined || program.outputs.length !== 1 || of.text !== 'f64') {
    return raise({
      _tag: 'NotScalar',
      operation: 'grad',
      shape: of === undefined || program.outputs.length !== 1 ? `${program.outputs.length} arrays` : `an array ${of.text}`,
    })
  }
  const made = close(
    program.inputs,
    (xs) => {
      const { answers, back } = record(program, nonzero, xs)
      return [...answers, ...back([number(1)])]
    },
    program.names,
  )
  return sealed({
    ...made,
    outputNames: [
      ...program.outputNames,
      ...pick(
        program.inputs.map((_, i) => primed(entry(program.names, i), '∂')),
        nonzero,
      ),
    ],
  })
}

/** (x…, ẋ…) → (y…, ẏ…), with a tangent for every input marked and every float output, zero or not. */
export const derivative = (program: Program, moving: Nonzero = program.inputs.map(differentiable)): Program => {
  const pushed = forward(program, moving)
  const avals = outputAvals(program)
  const made = close(
    pushed.program.inputs,
    (xs) => {
      const [values = [], tangents = []] = cut(inline(pushed.program)(xs), avals.length)
      const full = spread(pushed.nonzero, tangents).map((t, j) => t ?? zeros(entry(avals, j)))
      return [...values, ...pick(full, avals.map(differentiable))]
    },
    [
      ...program.names,
      ...pick(
        program.inputs.map((_, i) => primed(entry(program.names, i), 'd')),
        moving,
      ),
    ],
  )
  return sealed({
    ...made,
    outputNames: [
      ...program.outputNames,
      ...pick(
        avals.map((_, j) => primed(entry(program.outputNames, j), 'd')),
        avals.map(differentiable),
      ),
    ],
  })
}
