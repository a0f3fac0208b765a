/**
 * Laws made ready for matching: the left side as a small tree in every order of its commutative
 * operands, the right side as a small program with its price, and all of them found by the
 * primitive at the root.
 */
import type { AnyTensor } from '../array/tensor.ts'
import { entry } from '../entry.ts'
import { raise } from '../failure.ts'
import { once } from '../interpret/lazy.ts'
import type { AnyExpr, Atom, Primitive, Program } from '../program/model.ts'
import { leftSide, type PatternRule, rightSide, type Rule, type StructuralRule } from './rule.ts'
import type { Kind } from '../program/domain.ts'

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
  /** How many operations fewer there must be. */
  readonly least: number
  /** The right side, traced when the left is found for the first time. */
  readonly replacement: () => Replacement
}

/** A law that can be tried. */
export interface Trial {
  readonly _tag: 'Trial'
  /** The primitives that make its operands: where one of them makes none, the law does not fit. */
  readonly heads: ReadonlyArray<Primitive>
  /** Whether it asks nothing of its operands. */
  readonly always: boolean
  /** The left side in every order, found when the law is tried for the first time. */
  readonly matchers: () => ReadonlyArray<Matcher>
}

/** What can be tried on an operation of a primitive. */
export interface Entry {
  readonly trials: ReadonlyArray<Trial>
  readonly structural: ReadonlyArray<StructuralRule>
  /** What some left side asks of an operand. Where no operand is one of these, a constant or a repetition, no law fits. */
  readonly heads: ReadonlySet<Primitive>
  /** Whether some left side asks nothing of its operands. */
  readonly always: boolean
}

/** What can be tried, by the primitive it is tried on. */
export interface Index {
  readonly get: (primitive: Primitive) => Entry | undefined
  /** What more can be tried where this primitive makes an operand. */
  readonly under: (primitive: Primitive, operand: Primitive) => Entry | undefined
}

// left sides -------------------------------------------------------------------------------

/** The same variable is the same pattern. Left sides are a few levels deep, so this recursion is too. */
const treeOf = (rule: PatternRule): Pattern => {
  const { variables, left } = leftSide(rule)
  const own = variables.map((_, index): Pattern => ({ _tag: 'Variable', index, kind: entry(rule.kinds, index) }))
  const at = (of: AnyExpr): Pattern => {
    const { origin } = of
    if (origin._tag === 'Constant') return { _tag: 'Literal', value: origin.value }
    return origin._tag === 'Node' ? { _tag: 'Application', primitive: origin.primitive, args: origin.args.map(at) } : entry(own, variables.indexOf(of))
  }
  return at(left)
}

/** Every order of commutative operands. Patterns are a few levels deep, so this recursion is too. */
const orders = ({ primitive, args }: Application): ReadonlyArray<Application> => {
  const lists = args
    .map((arg) => (arg._tag === 'Application' ? orders(arg) : [arg]))
    .reduce<ReadonlyArray<ReadonlyArray<Pattern>>>((found, choices) => found.flatMap((args) => choices.map((arg) => [...args, arg])), [[]])
  const applied = (args: ReadonlyArray<Pattern>): Application => ({ _tag: 'Application', primitive, args })
  const turned = (args: ReadonlyArray<Pattern>): ReadonlyArray<Application> =>
    args[0] === args[1] ? [applied(args)] : [applied(args), applied([...args].reverse())]
  return primitive.commutative ? lists.flatMap(turned) : lists.map(applied)
}

// right sides ------------------------------------------------------------------------------

const replacementOf = (program: Program, kinds: ReadonlyArray<Kind>): Replacement => {
  const known = kinds.map((kind) => kind === 'constant')
  const uses = kinds.map(() => 0)
  const constant = (atom: Atom): boolean => atom._tag === 'Literal' || entry(known, atom.index)
  const use = (atom: Atom): void => {
    if (atom._tag === 'Ref') uses[atom.index] = entry(uses, atom.index) + 1
  }
  let [scalar, spread] = [0, 0]
  for (const { args } of program.equations) {
    const isKnown = args.every(constant)
    if (!isKnown) {
      scalar++
      spread += args.filter(constant).length
    }
    args.forEach(use)
    known.push(isKnown)
    uses.push(0)
  }
  program.outputs.forEach(use)
  spread += program.outputs.filter(constant).length
  return { program, constant, uses, price: { scalar, array: scalar + spread } }
}

// laws -------------------------------------------------------------------------------------

/** What can be tried, and the primitive it is tried on. */
type Law = (Trial & { readonly root: Primitive }) | { readonly _tag: 'Structural'; readonly rule: StructuralRule; readonly root: Primitive }

const lawOf = (rule: Rule): Law => {
  if (rule._tag === 'Structural') return { _tag: 'Structural', rule, root: rule.primitive }
  const { law, kinds, saves } = rule
  const left = treeOf(rule)
  if (left._tag !== 'Application') return raise({ _tag: 'Argument', operation: 'simplify', reason: `the left side of '${law}' is not an operation` })
  const { primitive, args } = left
  const replacement = once(() => replacementOf(rightSide(rule), kinds))
  return {
    _tag: 'Trial',
    root: primitive,
    heads: args.flatMap((arg) => (arg._tag === 'Application' ? [arg.primitive] : [])),
    always: new Set(args).size === args.length && args.every((arg) => arg._tag === 'Variable' && arg.kind !== 'constant'),
    matchers: once(() => orders(left).map((pattern) => ({ variables: kinds.length, pattern, least: saves === true ? 1 : 0, replacement }))),
  }
}

// index ------------------------------------------------------------------------------------

const entryOf = (laws: ReadonlyArray<Law>): Entry | undefined => {
  if (laws.length === 0) return undefined
  const trials = laws.filter((law) => law._tag === 'Trial')
  return {
    trials,
    structural: laws.flatMap((law) => (law._tag === 'Structural' ? [law.rule] : [])),
    heads: new Set(trials.flatMap(({ heads }) => heads)),
    always: trials.some(({ always }) => always),
  }
}

const remembered = <T>(make: (primitive: Primitive) => T): ((primitive: Primitive) => T) => {
  const known = new WeakMap<Primitive, { readonly made: T }>()
  return (primitive) => {
    const hit = known.get(primitive)
    if (hit !== undefined) return hit.made
    const made = make(primitive)
    known.set(primitive, { made })
    return made
  }
}

/** The laws that a primitive brings. */
type Carried = (primitive: Primitive) => ReadonlyArray<Law>

const indexed = (rules: ReadonlyArray<Rule>, carried: Carried): Index => {
  const laws = rules.map(lawOf)
  const at = (all: ReadonlyArray<Law>, root: Primitive): Entry | undefined => entryOf(all.filter((law) => law.root === root))
  const get = remembered((root) => at([...laws, ...carried(root)], root))
  const entries = remembered((operand): ReadonlyMap<Primitive, Entry | undefined> => {
    const foreign = carried(operand).filter(({ root }) => root !== operand)
    return new Map(foreign.map(({ root }) => [root, at(foreign, root)]))
  })
  return { get, under: (root, operand) => entries(operand).get(root) }
}

// Reading the laws takes time, so a set of rules is read once, and of each law no more than is asked for.
const known = /*#__PURE__*/ new WeakMap<ReadonlyArray<Rule>, Index>()

const remember = (rules: ReadonlyArray<Rule>, carried: Carried): Index => {
  const hit = known.get(rules)
  if (hit !== undefined) return hit
  const made = indexed(rules, carried)
  known.set(rules, made)
  return made
}

/** The rules by the primitive they rewrite, earlier ones first. */
export const indexOf = (rules: ReadonlyArray<Rule>): Index => remember(rules, () => [])

/** These rules and, after them, the laws that primitives carry. */
export const withCarried = (rules: ReadonlyArray<Rule>): Index =>
  remember(
    rules,
    remembered(({ laws }) => laws?.().map(lawOf) ?? []),
  )
