/**
 * Laws made ready for matching: the left side as a small tree in every order of its commutative
 * operands, the right side as a small program with its price, and all of them found by the
 * primitive at the root.
 */
import type { AnyTensor } from '../array/tensor.ts'
import { entry } from '../entry.ts'
import { raise } from '../failure.ts'
import type { Atom, Primitive, Program } from '../program/model.ts'
import { type Kind, type PatternRule, type Rule, type StructuralRule, sides } from './rule.ts'

/** The left side of a law. */
export type Pattern =
  | { readonly _tag: 'Variable'; readonly index: number; readonly kind: Kind }
  | { readonly _tag: 'Literal'; readonly value: AnyTensor }
  | Application

export interface Application {
  readonly _tag: 'Application'
  readonly primitive: Primitive
  readonly args: ReadonlyArray<Pattern>
}

/** The right side: a program, and which of its values are constants whatever the match. */
export interface Replacement {
  readonly program: Program
  readonly constant: (atom: Atom) => boolean
  /** How often each of its values is used. */
  readonly uses: ReadonlyArray<number>
  /** Operations that a match adds at most: on scalars, and on arrays, where each constant is repeated to the shape. */
  readonly price: { readonly scalar: number; readonly array: number }
}

/** A law with its operands in one order. */
export interface Matcher {
  readonly variables: number
  readonly pattern: Application
  readonly replacement: Replacement
}

/** What can be tried on an operation of a primitive. */
export interface Entry {
  readonly matchers: ReadonlyArray<Matcher>
  readonly structural: ReadonlyArray<StructuralRule>
  /** What some left side asks of an operand. Where no operand is one of these, a constant or a repetition, no law fits. */
  readonly heads: ReadonlySet<Primitive>
  /** Whether some left side asks nothing of its operands. */
  readonly always: boolean
}

export type Index = ReadonlyMap<Primitive, Entry>

// left sides -------------------------------------------------------------------------------

const treeOf = ({ inputs, equations, outputs }: Program, kinds: ReadonlyArray<Kind>): Pattern => {
  const values: Array<Pattern> = inputs.map((_, index) => ({ _tag: 'Variable', index, kind: entry(kinds, index) }))
  const at = (atom: Atom): Pattern => (atom._tag === 'Literal' ? { _tag: 'Literal', value: atom.value } : entry(values, atom.index))
  for (const { primitive, args } of equations) values.push({ _tag: 'Application', primitive, args: args.map(at) })
  return at(entry(outputs, 0))
}

/** Every order of commutative operands. Patterns are a few levels deep, so this recursion is too. */
const orders = (pattern: Pattern): ReadonlyArray<Pattern> => {
  if (pattern._tag !== 'Application') return [pattern]
  const { primitive } = pattern
  const lists = pattern.args
    .map(orders)
    .reduce<ReadonlyArray<ReadonlyArray<Pattern>>>((found, choices) => found.flatMap((args) => choices.map((arg) => [...args, arg])), [[]])
  const applied = (args: ReadonlyArray<Pattern>): Pattern => ({ _tag: 'Application', primitive, args })
  const turned = (args: ReadonlyArray<Pattern>): ReadonlyArray<Pattern> =>
    args[0] === args[1] ? [applied(args)] : [applied(args), applied([...args].reverse())]
  return primitive.commutative ? lists.flatMap(turned) : lists.map(applied)
}

// right sides ------------------------------------------------------------------------------

const replacementOf = (program: Program, kinds: ReadonlyArray<Kind>): Replacement => {
  const known: Array<boolean> = kinds.map((kind) => kind === 'constant')
  const constant = (atom: Atom): boolean => atom._tag === 'Literal' || (known[atom.index] ?? false)
  for (const { args } of program.equations) known.push(args.every(constant))
  const made = program.equations.filter((_, i) => !known[program.inputs.length + i])
  const spread = [...made.flatMap(({ args }) => args), ...program.outputs].filter(constant).length
  const atoms = [...program.equations.flatMap(({ args }) => args), ...program.outputs]
  const uses = known.map((_, i) => atoms.filter((atom) => atom._tag === 'Ref' && atom.index === i).length)
  return { program, constant, uses, price: { scalar: made.length, array: made.length + spread } }
}

const matchersOf = (rule: PatternRule): ReadonlyArray<Matcher> => {
  const { left, right } = sides(rule)
  const replacement = replacementOf(right, rule.kinds)
  return orders(treeOf(left, rule.kinds)).map((pattern) =>
    pattern._tag === 'Application'
      ? { variables: rule.kinds.length, pattern, replacement }
      : raise({ _tag: 'Argument', operation: 'simplify', reason: `the left side of '${rule.law}' is not an operation` }),
  )
}

// index ------------------------------------------------------------------------------------

const asksNothing = ({ pattern: { args } }: Matcher): boolean =>
  args.every((arg) => arg._tag === 'Variable' && arg.kind !== 'constant') &&
  new Set(args.map((arg) => (arg._tag === 'Variable' ? arg.index : arg))).size === args.length

const entryOf = (matchers: ReadonlyArray<Matcher>, structural: ReadonlyArray<StructuralRule>): Entry => ({
  matchers,
  structural,
  heads: new Set(matchers.flatMap(({ pattern }) => pattern.args.flatMap((arg) => (arg._tag === 'Application' ? [arg.primitive] : [])))),
  always: matchers.some(asksNothing),
})

const indexed = (rules: ReadonlyArray<Rule>): Index => {
  const matchers = rules.flatMap((rule) => (rule._tag === 'Pattern' ? matchersOf(rule) : []))
  const structural = rules.flatMap((rule) => (rule._tag === 'Structural' ? [rule] : []))
  const roots = new Set([...matchers.map(({ pattern }) => pattern.primitive), ...structural.map(({ primitive }) => primitive)])
  return new Map(
    [...roots].map((root) => [
      root,
      entryOf(
        matchers.filter(({ pattern }) => pattern.primitive === root),
        structural.filter(({ primitive }) => primitive === root),
      ),
    ]),
  )
}

// Tracing the laws takes some milliseconds, so a set of rules is traced once.
const known = /*#__PURE__*/ new WeakMap<ReadonlyArray<Rule>, Index>()

/** The rules by the primitive they rewrite, earlier ones first. */
export const indexOf = (rules: ReadonlyArray<Rule>): Index => {
  const hit = known.get(rules)
  if (hit !== undefined) return hit
  const made = indexed(rules)
  known.set(rules, made)
  return made
}
