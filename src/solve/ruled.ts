/**
 * A program with a way back of its own: forward mode is that of the program, reverse mode is given.
 */
import { entry } from '../entry.ts'
import { customRules } from '../primitive/custom-vjp.ts'
import { outputAvals } from '../program/avals.ts'
import type { AnyExpr, Nonzero, Program } from '../program/model.ts'
import { inline } from '../program/trace.ts'
import { forward } from '../transform/forward.ts'
import { cut, differentiable, pick, spread, zeros } from '../transform/pick.ts'
import { phantom } from '../type/phantom.ts'

type Many = ReadonlyArray<AnyExpr>

/** What the way forward leaves behind beside its results, and cotangents of the inputs that have one from those of the results. */
export interface WayBack {
  readonly kept: (inputs: Many, results: Many) => Many
  readonly back: (kept: Many, cotangents: Many) => Many
}

/** Which inputs of a program have a tangent. */
export const floats = (program: Program): Nonzero => program.inputs.map(differentiable)

/** Values at the places marked, zeros of the program's inputs at the others. */
const filled = (program: Program, marks: Nonzero, values: Many): Many => spread(marks, values).map((x, i) => x ?? zeros(entry(program.inputs, i)))

/** The program as a function of its inputs. */
export const ruled = (program: Program, { kept, back }: WayBack): ((inputs: Many) => Many) => {
  const outputs = outputAvals(program)
  const marks = floats(program)
  const run = (...inputs: Many): Many => inline(program)(inputs)
  const made = customRules(run, {
    jvp: (inputs, tangents) => {
      const pushed = forward(program, marks)
      const [values = [], moved = []] = cut(inline(pushed.program)([...inputs, ...pick(tangents, marks)]), outputs.length)
      return [values, spread(pushed.nonzero, moved).map((t, j) => t ?? zeros(entry(outputs, j)))]
    },
    fwd: (...inputs) => {
      const results = run(...inputs)
      return [results, kept(inputs, results)]
    },
    bwd: (left: Many, cotangents) => phantom(filled(program, marks, back(left, cotangents))),
  })
  return (inputs) => made(...inputs)
}
