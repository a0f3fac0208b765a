/**
 * The functions that users give to control flow, as programs: structures go in and come out, and the
 * outer expressions that a function read become leading inputs of its program.
 */
import { type Aval, sameAval } from '../array/aval.ts'
import { avalOf, isTensor } from '../array/tensor.ts'
import { entry } from '../entry.ts'
import { describe } from '../program/describe.ts'
import { raise } from '../failure.ts'
import { outputAvals } from '../program/avals.ts'
import type { AnyExpr, Program } from '../program/model.ts'
import { lowerOne, type Lowered, toExpr } from '../program/operate.ts'
import { close, inline, trace, type Traced } from '../program/trace.ts'
import { flatten, type Layout, sameLayout, showLayout, unflatten } from '../program/tree.ts'

export const avalOfLowered = (x: Lowered): Aval => (isTensor(x) ? avalOf(x) : x.aval)

/** A structure given: its leaves as operands. */
export interface Operands {
  readonly layout: Layout
  readonly values: ReadonlyArray<Lowered>
  readonly avals: ReadonlyArray<Aval>
  readonly paths: ReadonlyArray<string>
}

export const operandsOf = (operation: string, structure: unknown, name: string): Operands => {
  const { leaves, layout } = flatten(operation, structure, name)
  const values = leaves.map((leaf) => lowerOne(operation, leaf.value))
  return { layout, values, avals: values.map(avalOfLowered), paths: leaves.map((leaf) => leaf.path) }
}

/** A structure answered: its leaves as expressions. */
export interface Answer {
  readonly layout: Layout
  readonly leaves: ReadonlyArray<AnyExpr>
}

export const answerOf = (operation: string, structure: unknown, name: string, like?: Layout): Answer => {
  const { leaves, layout } = flatten(operation, structure, name, like)
  return { layout, leaves: leaves.map((leaf) => toExpr(operation, leaf.value)) }
}

const holdsBoolean = (layout: Layout): boolean =>
  layout._tag === 'Static' ? typeof layout.value === 'boolean' : layout._tag !== 'Leaf' && layout.items.some(holdsBoolean)

/** What a structure must be like: that of something given before. */
export type Wanted = Pick<Operands, 'layout' | 'avals' | 'paths'>

/** Check that an answer has the structure, shapes and dtypes wanted; the leaf that has not is named. */
export const agree = (operation: string, before: Wanted, after: Answer, what: string, hint: string): void => {
  if (!sameLayout(before.layout, after.layout)) {
    const wrong = { _tag: 'Structure', operation, path: what, expected: showLayout(before.layout), got: showLayout(after.layout) } as const
    raise(holdsBoolean(before.layout) ? { ...wrong, hint: 'true and false are part of a structure, not leaves of it; for a mask give tensor(true)' } : wrong)
  }
  after.leaves.forEach((leaf, i) => {
    const wanted = entry(before.avals, i)
    if (!sameAval(leaf.aval, wanted)) raise({ _tag: 'Structure', operation, path: entry(before.paths, i), expected: wanted.text, got: leaf.aval.text, hint })
  })
}

/** A list of two, or a failure that says what was expected. */
export const pairFrom = (operation: string, given: unknown, path: string, expected: string): readonly [unknown, unknown] =>
  Array.isArray(given) && given.length === 2
    ? [given[0], given[1]]
    : raise({ _tag: 'Structure', operation, path, expected, got: Array.isArray(given) ? `${given.length} entries` : describe(given) })

/** A function traced, and the structure of what it answered. */
export interface Body extends Traced {
  readonly output: Layout
  readonly outputs: ReadonlyArray<Aval>
}

/** Trace a function whose answer may be checked before it is taken apart. */
export const bodyOf = (inputs: ReadonlyArray<Aval>, answer: (xs: ReadonlyArray<AnyExpr>) => Answer): Body => {
  const made: { output: Layout } = { output: { _tag: 'Static', value: null } }
  const traced = trace(inputs, (xs) => {
    const { leaves, layout } = answer(xs)
    made.output = layout
    return leaves
  })
  return { ...traced, output: made.output, outputs: outputAvals(traced.program) }
}

/** Trace a function of structures. */
export const functionBody = (operation: string, f: (...args: ReadonlyArray<never>) => unknown, args: Operands, name = 'the result', like?: Layout): Body =>
  bodyOf(args.avals, (xs) => answerOf(operation, Reflect.apply(f, undefined, unflatten<ReadonlyArray<unknown>>(args.layout, xs)), name, like))

/** Several programs made to read one list of captured expressions. */
export const sharing = (bodies: ReadonlyArray<Traced>): { readonly captured: ReadonlyArray<AnyExpr>; readonly programs: ReadonlyArray<Program> } => {
  const captured = [...new Set(bodies.flatMap((body) => body.captured))]
  const held = captured.map((x) => x.aval)
  const programs = bodies.map(({ program, captured: own }) =>
    own.length === captured.length && own.every((x, i) => x === captured[i])
      ? program
      : close([...held, ...program.inputs.slice(own.length)], (xs) =>
          inline(program)([...own.map((x) => entry(xs, captured.indexOf(x))), ...xs.slice(captured.length)]),
        ),
  )
  return { captured, programs }
}
