/**
 * Rewrite rules as data. A pattern rule is a law with its two sides written in the user's own
 * language; the sides are traced, once and lazily, into small programs on scalars and hold for
 * elementwise operations at any shape. A structural rule looks at parameters, so it is a function.
 */
import { type Aval, aval } from '../array/aval.ts'
import { scalarTensor } from '../array/tensor.ts'
import { constant, isExpr, variable } from '../program/expr.ts'
import type { AnyExpr, PatternRule, Program } from '../program/model.ts'
import { close } from '../program/trace.ts'

export type { PatternRule, Rule, Side, StructuralRule } from '../program/model.ts'
export { choice, collect, logic, rule } from '../basis/law.ts'

// destructors ------------------------------------------------------------------------------

const toTerm = (term: AnyExpr | number | boolean): AnyExpr =>
  isExpr(term) ? term : constant(typeof term === 'number' ? scalarTensor(term) : scalarTensor(term ? 1 : 0, 'bool'))

const avalsOf = ({ kinds }: PatternRule): ReadonlyArray<Aval> => kinds.map((kind) => aval(kind === 'mask' ? 'bool' : 'float64', []))

/** The left side as an expression of variables. */
export const leftSide = (of: PatternRule): { readonly variables: ReadonlyArray<AnyExpr>; readonly left: AnyExpr } => {
  const variables = avalsOf(of).map((own) => variable(own))
  return { variables, left: toTerm(of.left(variables)) }
}

/** The right side as a program on scalars, one input per variable. */
export const rightSide = (of: PatternRule): Program => close(avalsOf(of), (xs) => [toTerm(of.right(xs))])

/** Both sides as programs on scalars, one input per variable. */
export const sides = (of: PatternRule): { readonly left: Program; readonly right: Program } => ({
  left: close(avalsOf(of), (xs) => [toTerm(of.left(xs))]),
  right: rightSide(of),
})
