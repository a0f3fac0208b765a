/**
 * Watching an evaluation: which equations ran, those inside loops, branches and custom functions too, and
 * on which operands.
 */
import type { AnyTensor } from '../src/array/tensor.ts'
import { evaluation } from '../src/interpret/evaluate.ts'
import { fold } from '../src/program/fold.ts'
import type { Equation, Param, Params, Program } from '../src/program/model.ts'
import { isInnerProgram } from '../src/program/param.ts'

/** An equation in its program, and the equation whose parameters hold that program, if any. */
export interface Site {
  readonly program: Program
  readonly index: number
  readonly equation: Equation
  /** The parameter that holds the program. */
  readonly within: { readonly site: Site; readonly key: string } | null
}

/** An equation when it ran first. */
export interface Event {
  readonly site: Site
  readonly operands: ReadonlyArray<AnyTensor>
}

const mapped = (param: Param, change: (program: Program) => Program): Param => {
  if (isInnerProgram(param)) return change(param)
  return Array.isArray(param) ? param.map((one: Param) => mapped(one, change)) : param
}

/** The program with every equation reporting what it is applied to; recursion over the nesting of programs only. */
const watched = (program: Program, within: Site['within'], report: (event: Event) => void): Program => ({
  ...program,
  equations: program.equations.map((equation, index): Equation => {
    const site: Site = { program, index, equation, within }
    const { primitive } = equation
    const params: Params = Object.fromEntries(
      Object.entries(equation.params).map(([key, param]) => [key, mapped(param, (inner) => watched(inner, { site, key }, report))]),
    )
    return {
      ...equation,
      params,
      primitive: {
        ...primitive,
        evaluate: (operation, operands) => {
          const results = primitive.evaluate(operation, operands)
          report({ site, operands })
          return results
        },
      },
    }
  }),
})

/** The equations that run on some inputs, each once and when it was done: what a loop holds stands before the loop. */
export const eventsOf = (program: Program): ((inputs: ReadonlyArray<AnyTensor>) => ReadonlyMap<string, Event>) => {
  const found: { events: Map<string, Event> } = { events: new Map() }
  const report = (event: Event): void => {
    const key = pathOf(event.site)
    if (!found.events.has(key)) found.events.set(key, event)
  }
  const watching = fold(evaluation)(watched(program, null, report))
  return (inputs) => {
    found.events = new Map()
    watching(inputs)
    return found.events
  }
}

/** Where a site is: the same in every run. */
export const pathOf = ({ index, within }: Site): string => (within === null ? String(index) : `${pathOf(within.site)} ${within.key} ${index}`)
