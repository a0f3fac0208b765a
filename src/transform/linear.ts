/**
 * Turning linear programs round: the transpose of a program that is linear in some of its inputs.
 *
 * It is reverse mode at zero, since a linear map is its own derivative: nothing that reverse mode
 * keeps depends on where it was taken. Laws: (Aᵀ)ᵀ = A, (A∘B)ᵀ = Bᵀ∘Aᵀ, ⟨Ax, y⟩ = ⟨x, Aᵀy⟩.
 */
import { entry } from '../entry.ts'
import { raise } from '../failure.ts'
import { linearity } from '../interpret/linearity.ts'
import { reverse } from '../interpret/tape.ts'
import { outputAvals } from '../program/avals.ts'
import type { Nonzero, Program } from '../program/model.ts'
import { showEquation } from '../program/print.ts'
import { close, inline } from '../program/trace.ts'
import { cut, differentiable, pick, spread, zeros } from './pick.ts'
import { sealed } from '../program/seal.ts'

const not = (mask: Nonzero): Nonzero => mask.map((marked) => !marked)

/** The transpose of a program that is known to be linear in the inputs marked: (others…, ȳ…) → x̄…. */
export const turned = (program: Program, linear: Nonzero): Program => {
  const others = not(linear)
  const held = pick(program.inputs, others)
  const { forward, pullback } = reverse(program, linear)
  const made = close(
    [...held, ...outputAvals(program)],
    (xs) => {
      const [values = [], cotangents = []] = cut(xs, held.length)
      const args = spread(others, values).map((value, i) => value ?? zeros(entry(program.inputs, i)))
      return inline(pullback)([...inline(forward)(args).slice(program.outputs.length), ...cotangents])
    },
    [...pick(program.names, others), ...program.outputNames],
  )
  return sealed({ ...made, outputNames: pick(program.names, linear) })
}

/** The failure of a program that is not linear in the inputs marked; it names the first equation that is not. */
export const checkLinear = (operation: string, program: Program, marks: Nonzero): void => {
  const found = linearity(program, marks)
  const j = found.findIndex(({ dependence }) => dependence === 'Nonlinear' || dependence === 'Independent')
  if (j < 0) return
  const { equation } = entry(found, j)
  raise({
    _tag: 'Argument',
    operation,
    reason:
      equation === null
        ? `the function is not linear: result ${j} does not depend on the arguments, and is not 0`
        : `the function is not linear: ${showEquation(program, equation)}`,
    hint: 'every result must be a linear function of the arguments, and 0 where they are 0',
  })
}

/**
 * The transpose of a program that is linear in the inputs marked: from the other inputs and cotangents
 * of the outputs to cotangents of the inputs marked. A program that is not linear is refused.
 */
export const transpose = (program: Program, linear: Nonzero): Program => {
  program.inputs.forEach((of, i) => {
    if (linear[i] && !differentiable(of))
      raise({ _tag: 'NotDifferentiable', operation: 'linearTranspose', path: program.names[i] || `input ${i}`, dtype: of.dtype })
  })
  checkLinear('linearTranspose', program, linear)
  return turned(program, linear)
}
