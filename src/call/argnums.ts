/**
 * Which arguments a derivative is taken by: the first unless said otherwise, one, or several.
 */
import { entry } from '../entry.ts'
import { raise } from '../failure.ts'
import type { Nonzero, Program } from '../program/model.ts'
import { delivered, type Layout, type LeafKind } from '../program/tree.ts'
import type { Aval } from '../array/aval.ts'
import { differentiable } from '../transform/pick.ts'
import type { Argument } from './arguments.ts'
import { checkFunction, isProgram } from '../program/given.ts'
import { checkOption } from '../program/option.ts'
import { listOf } from '../array/list.ts'

export interface Options {
  readonly argnums?: number | ReadonlyArray<number>
}

/** Refuse what is neither a function nor a program, and options that are not understood. */
export const checkAsked = (operation: string, f: unknown, options: unknown): void => {
  if (!isProgram(f)) checkFunction(operation, f)
  checkOption<Options>(operation, options, 'argnums')
}

/** The numbers of the arguments asked for: of the first where none are named. */
export const numbersOf = (argnums: Options['argnums']): ReadonlyArray<number> =>
  typeof argnums === 'number' ? [argnums] : argnums === undefined ? [0] : argnums

/** The structure of a derivative: that of one argument, or a tuple of several. */
const layoutOf = (args: ReadonlyArray<Argument>, argnums: Options['argnums']): Layout => {
  const layouts = numbersOf(argnums).map((n) => entry(args, n).layout)
  return typeof argnums === 'object' ? { _tag: 'Tuple', items: layouts } : entry(layouts, 0)
}

/** The inputs of a program that are marked: those named, or all that have a tangent. */
export const marksOf = (operation: string, program: Program, argnums: Options['argnums']): Nonzero => {
  const list = argnums === undefined ? program.inputs.map((_, i) => i).filter((i) => differentiable(entry(program.inputs, i))) : numbersOf(argnums)
  for (const n of listOf(operation, 'argnums are', list))
    if (!(n in program.inputs)) raise({ _tag: 'Argument', operation, reason: `argnums names input ${n} of ${program.inputs.length}` })
  return program.inputs.map(
    (of, i) =>
      list.includes(i) && (differentiable(of) || raise({ _tag: 'NotDifferentiable', operation, path: program.names[i] || `input ${i}`, dtype: of.dtype })),
  )
}

/** A leaf of the arguments chosen: its place among them all, in the order of the arguments. */
export interface Chosen {
  readonly place: number
  readonly kind: LeafKind
  readonly aval: Aval
}

/** The leaves of the arguments chosen, in the order of the arguments. */
const chosenLeaves = (args: ReadonlyArray<Argument>, argnums: ReadonlyArray<number>): ReadonlyArray<ReadonlyArray<Chosen>> => {
  let place = 0
  return args.map((arg, i) => (argnums.includes(i) ? arg.kinds.map((kind, k) => ({ place: place++, kind, aval: entry(arg.avals, k) })) : []))
}

/** The structure of a derivative and its leaves, in order. */
export const structure = (args: ReadonlyArray<Argument>, argnums: Options['argnums']): { readonly layout: Layout; readonly leaves: ReadonlyArray<Chosen> } => {
  const list = numbersOf(argnums)
  const leaves = chosenLeaves(args, list)
  return { layout: layoutOf(args, argnums), leaves: list.flatMap((n) => entry(leaves, n)) }
}

/** Something for each leaf of the arguments chosen, in their structure. */
export const structured = (args: ReadonlyArray<Argument>, argnums: Options['argnums'], leaf: (chosen: Chosen) => unknown): unknown => {
  const { layout, leaves } = structure(args, argnums)
  return delivered(layout, leaves.map(leaf))
}
