/**
 * Calls that repeat: once a program is compiled, arguments like those of the last call go straight into the
 * code that was made for such calls, and results straight out of it. Everything else, mistakes above all, goes the
 * long way.
 */
import type { Aval } from '../array/aval.ts'
import { swiftCall } from '#compiler'
import { type Answer, type Call, missed } from '../compile/answer.ts'
import { outputAvals } from '../program/avals.ts'
import type { Argument } from './arguments.ts'
import type { Plan } from './source.ts'

/** A call like the last one, answered by code; `missed` where it is not like it. */
export type Quick = Call

/** Such calls of a compiled plan, or null as long as it is not compiled; a name tells the answers of one plan apart. */
export const quickly = (name: string, plan: Plan, args: ReadonlyArray<Argument>, answer: () => Answer): Quick | null =>
  plan.settled ? swiftCall(plan.program, name, () => ({ args, answer: answer(), into: false })) : null

/** How a plan answers whose outputs are the leaves of its result, in order. */
const plainly = (plan: Plan): Answer => {
  const avals = outputAvals(plan.program)
  return { layout: plan.source.output, leaves: avals.map((_, output) => ({ output, tensor: false })), avals }
}

/** Such calls of a plan whose outputs are the leaves of its result, in order. */
export const quicklyPlain = (plan: Plan, args: ReadonlyArray<Argument>): Quick | null => quickly('plain', plan, args, () => plainly(plan))

/** Calls whose first argument takes the results. */
export const quicklyInto = (plan: Plan, args: ReadonlyArray<Argument>, avals: ReadonlyArray<Aval>): Quick | null =>
  plan.settled && avals.every((of) => of.dtype === 'float64') ? swiftCall(plan.program, 'into', () => ({ args, answer: plainly(plan), into: true })) : null

/** An answer, and what answers the next call like this one. */
export interface Called {
  readonly answer: unknown
  readonly quick: Quick | null
}

/** The answer to a call: the quick one where there is one already. */
export const answered = (quick: Quick | null, given: ReadonlyArray<unknown>, long: () => unknown): Called => {
  const known = quick === null ? missed : quick(...given)
  return { answer: known === missed ? long() : known, quick }
}

/** A function that goes the long way until a quick one is known. */
export const repeating = (call: (given: ReadonlyArray<unknown>) => Called): ((...given: ReadonlyArray<unknown>) => unknown) => {
  const last: { quick: Quick | null } = { quick: null }
  const long = (...given: ReadonlyArray<unknown>): unknown => {
    const { answer, quick } = call(given)
    if (quick !== null) last.quick = quick
    return answer
  }
  // The arguments are only handed on, so that engines make no list of them.
  return (...given) => {
    const known = last.quick === null ? missed : last.quick(...given)
    return known === missed ? long(...given) : known
  }
}
