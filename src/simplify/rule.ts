/**
 * Rewrite rules as data. A pattern rule is a law with its two sides written in the user's own
 * language; the sides are traced, once and lazily, into small programs on scalars and hold for
 * elementwise operations at any shape. A structural rule looks at parameters, so it is a function.
 */
import { type Aval, aval } from '../array/aval.ts'
import { scalarTensor } from '../array/tensor.ts'
import { constant, isExpr, variable } from '../program/expr.ts'
import type { AnyExpr, Mask, Operation, Params, Primitive, Program, Scalar } from '../program/model.ts'
import { close } from '../program/trace.ts'
import { phantom } from '../type/phantom.ts'
import type { Definition, Id } from './store.ts'

/** What a variable of a law stands for: any float64 value, any mask, or a float64 constant (a number, or one number repeated). */
export type Kind = 'float' | 'mask' | 'constant'

/** One side of a law. */
export type Side = (xs: ReadonlyArray<AnyExpr>) => AnyExpr | number | boolean

/** left = right, read from left to right. */
export interface PatternRule {
  readonly _tag: 'Pattern'
  /** The law in words of algebra. */
  readonly law: string
  readonly kinds: ReadonlyArray<Kind>
  readonly left: Side
  readonly right: Side
}

/** What a structural rule sees: one operation about to be made, and how its operands were made. */
export interface Site {
  readonly operation: Operation
  readonly args: ReadonlyArray<Id>
  readonly producer: (id: Id) => Definition | null
}

/** What stands in its place: a value that exists, or one other operation. */
export type Answer =
  | { readonly _tag: 'Same'; readonly id: Id }
  | { readonly _tag: 'Apply'; readonly primitive: Primitive; readonly params: Params; readonly args: ReadonlyArray<Id> }

export interface StructuralRule {
  readonly _tag: 'Structural'
  readonly law: string
  /** The primitive it rewrites. */
  readonly primitive: Primitive
  /** null where the law does not apply. */
  readonly rewrite: (site: Site) => Answer | null
}

export type Rule = PatternRule | StructuralRule

// constructors -----------------------------------------------------------------------------

type Term = AnyExpr | number | boolean
type Function<X> = (...xs: ReadonlyArray<X>) => Term
type OnMask = (m: Mask<[]>, ...xs: ReadonlyArray<Scalar>) => Term

const pattern = (law: string, kinds: ReadonlyArray<Kind>, left: unknown, right: unknown): PatternRule => {
  const side =
    (of: unknown): Side =>
    (xs) =>
      phantom<Function<AnyExpr>>(of)(...xs)
  return { _tag: 'Pattern', law, kinds, left: side(left), right: side(right) }
}

const repeat = (kind: Kind, times: number): ReadonlyArray<Kind> => Array.from({ length: times }, () => kind)

/**
 * A law on float64 values.
 *
 * @example
 * const unit = rule('x · 1 = x', (x) => mul(x, 1), (x) => x)
 * operations(simplify(trace((x: Scalar) => mul(x, 1))(1), [unit]))   // 0
 * @category constructors
 */
export const rule = (law: string, left: Function<Scalar>, right: Function<Scalar>): PatternRule => pattern(law, repeat('float', left.length), left, right)

/** A law whose first variables, so many of them, stand for constants. @category constructors */
export const collect = (count: number, law: string, left: Function<Scalar>, right: Function<Scalar>): PatternRule =>
  pattern(law, [...repeat('constant', count), ...repeat('float', left.length - count)], left, right)

/** A law whose first variable is a mask. @category constructors */
export const choice = (law: string, left: OnMask, right: OnMask): PatternRule => pattern(law, ['mask', ...repeat('float', left.length - 1)], left, right)

/** A law on masks. @category constructors */
export const logic = (law: string, left: Function<Mask<[]>>, right: Function<Mask<[]>>): PatternRule => pattern(law, repeat('mask', left.length), left, right)

/** A law about parameters. @category constructors */
export const structural = (law: string, primitive: Primitive, rewrite: StructuralRule['rewrite']): StructuralRule => ({
  _tag: 'Structural',
  law,
  primitive,
  rewrite,
})

// destructors ------------------------------------------------------------------------------

const toTerm = (term: Term): AnyExpr => (isExpr(term) ? term : constant(typeof term === 'number' ? scalarTensor(term) : scalarTensor(term ? 1 : 0, 'bool')))

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
