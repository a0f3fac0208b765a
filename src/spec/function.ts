/**
 * `fn`: a differentiable function declared from specs. TypeScript infers the body's parameters, and
 * mistakes show at the definition, not at the first call.
 */
import { either as E } from 'fp-ts'
import { isTensor, scalarTensor } from '../array/tensor.ts'
import type { Accepting } from '../call/arguments.ts'
import { evaluate } from '../call/vectorised.ts'
import { entry } from '../entry.ts'
import { raise } from '../failure.ts'
import { constant, isExpr } from '../program/expr.ts'
import { lowerOne, toExpr } from '../program/operate.ts'
import { trace } from '../program/trace.ts'
import { flatten, type Layout, unflatten } from '../program/tree.ts'
import { phantom } from '../type/phantom.ts'
import type { Answered, Given } from '../type/structure.ts'
import { bindSizes } from './binding.ts'
import { layoutAvals, layoutsOf, leavesOf, partsOf, type SpecLayout } from './layout.ts'
import { type AnySpec, type ExprsOf, sizeNames } from './spec.ts'
import { checkFunction } from '../program/given.ts'

/** What may stand for each input: its values, or its expressions. */
type Arguments<P extends ReadonlyArray<AnySpec>> = { readonly [K in keyof P]: Given<P[K]['_A'], P[K]['_E']> }

/** A declared function: called with values it answers with values, with an expression among them, with expressions. */
export interface Fn<P extends ReadonlyArray<AnySpec>, R> extends Accepting {
  <const X extends Arguments<P>>(...xs: X): Answered<X[number], R>
  readonly inputs: P
  /** For the compiler only. */
  readonly _R: R
}

/** The layout of a spec as programs see it. */
const treeOf = (layout: SpecLayout): Layout => {
  if (layout._tag === 'Leaf') return { _tag: 'Leaf', kind: 'Expr' }
  const items = partsOf(layout).map(([, part]) => treeOf(part))
  return layout._tag === 'Tuple' ? { _tag: 'Tuple', items } : { _tag: 'Record', keys: layout.keys, items }
}

/** A leaf that JavaScript would take for a float or for a static becomes what its spec says. */
const typedLeaves = (layout: SpecLayout, value: unknown): unknown => {
  if (layout._tag === 'Leaf') {
    if (typeof value === 'boolean') return scalarTensor(value ? 1 : 0, 'bool')
    return typeof value === 'number' && layout.dtype === 'int32' ? scalarTensor(value, 'int32') : value
  }
  const parts = phantom<{ readonly [key: string | number]: unknown }>(value)
  const typed = partsOf(layout).map(([key, part]) => [key, typedLeaves(part, parts[key])] as const)
  return layout._tag === 'Tuple' ? typed.map(([, part]) => part) : Object.fromEntries(typed)
}

const checked = (inputs: ReadonlyArray<AnySpec>, args: ReadonlyArray<unknown>): ReadonlyArray<unknown> => {
  const bound = bindSizes(inputs, args)
  if (E.isLeft(bound)) return raise(entry(bound.left, 0))
  return inputs.map((spec, i) => typedLeaves(spec.layout, args[i]))
}

/** Sizes for the check at the definition: two different ones, so that a mixed-up pair is noticed. */
const trialSizes = (inputs: ReadonlyArray<AnySpec>): ReadonlyMap<string, number> => new Map(sizeNames(inputs).map((name, i) => [name, 2 + (i % 2)]))

/** Trace the body once, to find its mistakes where it is written. */
const checkBody = (inputs: ReadonlyArray<AnySpec>, body: (...args: ReadonlyArray<unknown>) => unknown): void => {
  const sizes = trialSizes(inputs)
  const counts = inputs.map((spec) => leavesOf(spec.layout).length)
  trace(
    inputs.flatMap((spec) => layoutAvals(spec.layout, sizes)),
    (xs) => {
      let from = 0
      const args = inputs.map((spec, i) => unflatten<unknown>(treeOf(spec.layout), xs.slice(from, (from += entry(counts, i)))))
      return flatten('fn', body(...args), 'the result').leaves.map((leaf) => toExpr('fn', leaf.value))
    },
  )
}

/** Values among expressions become constants, so that the body sees expressions only. */
const lifted = (args: ReadonlyArray<unknown>): ReadonlyArray<unknown> =>
  args.map((arg) => {
    const { leaves, layout } = flatten('fn', arg, 'argument')
    return unflatten<unknown>(
      layout,
      leaves.map(({ value }) => {
        const lowered = lowerOne('fn', value)
        return isTensor(lowered) ? constant(lowered) : lowered
      }),
    )
  })

/**
 * Declare a differentiable function from the specs of its inputs and a body over expressions. The body
 * is traced once here, with the sizes 2 and 3 for named ones, so that shape mistakes show at once; a
 * name binds one size per call. Called with values it answers with values; with an expression among
 * its arguments, with expressions.
 *
 * @example
 * const norm = fn([vector('n')], (x) => sqrt(sum(square(x))))
 * norm(Float64Array.of(3, 4))         // 5
 * grad(norm)(Float64Array.of(0, 4))   // Float64Array [0, 1]
 * @category specs
 */
export const fn = <const P extends ReadonlyArray<AnySpec>, R>(inputs: P, body: (...args: ExprsOf<P>) => R): Fn<P, R> => {
  layoutsOf('fn', inputs)
  checkFunction('fn', body, 'specs and a function')
  const run = phantom<(...args: ReadonlyArray<unknown>) => unknown>(body)
  checkBody(inputs, run)
  const onValues = evaluate((...args: ReadonlyArray<unknown>) => run(...args))
  const call = (...given: ReadonlyArray<unknown>): unknown => {
    const args = checked(inputs, given)
    const leaves = args.flatMap((arg) => flatten('fn', arg, 'argument').leaves)
    return leaves.some((leaf) => isExpr(leaf.value)) ? run(...lifted(args)) : onValues(...phantom<ReadonlyArray<never>>(args))
  }
  return phantom(Object.freeze(Object.assign(call, { inputs, accept: (given: ReadonlyArray<unknown>) => checked(inputs, given) })))
}
