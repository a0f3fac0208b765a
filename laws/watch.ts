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

/** A run of an equation; what a loop holds runs at each turn. */
export interface Event {
  readonly site: Site
  /** How often it had run before. */
  readonly run: number
  readonly operands: ReadonlyArray<AnyTensor>
}

const mapped = (param: Param, change: (program: Program) => Program): Param => {
  if (isInnerProgram(param)) return change(param)
  return Array.isArray(param) ? param.map((one: Param) => mapped(one, change)) : param
}

/** The program with every equation reporting what it is applied to; recursion over the nesting of programs only. */
const watched = (program: Program, within: Site['within'], report: (site: Site, operands: ReadonlyArray<AnyTensor>) => void): Program => ({
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
          report(site, operands)
          return results
        },
      },
    }
  }),
})

// Of a long loop the first turns are enough to see what is wrong in it, nearly always.
const mostRuns = 16

/**
 * The equations that run on some inputs, by where they are and how often they ran before, in the order in which they
 * were done: what a loop holds stands before the loop. Of what runs again and again the first runs are kept.
 */
export const eventsOf = (program: Program): ((inputs: ReadonlyArray<AnyTensor>) => ReadonlyMap<string, Event>) => {
  const found: { events: Map<string, Event>; runs: Map<string, number> } = { events: new Map(), runs: new Map() }
  const report = (site: Site, operands: ReadonlyArray<AnyTensor>): void => {
    const path = pathOf(site)
    const run = found.runs.get(path) ?? 0
    found.runs.set(path, run + 1)
    if (run < mostRuns) found.events.set(`${path} run ${run}`, { site, run, operands })
  }
  const watching = fold(evaluation)(watched(program, null, report))
  return (inputs) => {
    found.events = new Map()
    found.runs = new Map()
    watching(inputs)
    return found.events
  }
}

/** Where a site is: the same in every run. */
export const pathOf = ({ index, within }: Site): string => (within === null ? String(index) : `${pathOf(within.site)} ${within.key} ${index}`)
