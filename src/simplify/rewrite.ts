/**
 * Making one operation in normal form: constants folded, operands of commutative operations in
 * canonical order, laws applied until none fits, and only then found in or added to the store.
 */
import { none } from '../basis/declare.ts'
import { entry } from '../entry.ts'
import { operationOf } from '../program/expr.ts'
import type { Atom, Operation } from '../program/model.ts'
import { folded, spread, uniform } from './literal.ts'
import { freed, type Match, matchOf, plausible, promising } from './match.ts'
import type { Entry, Index, Matcher } from './pattern.ts'
import type { Id, Store } from './store.ts'

export interface Rewriter {
  /** The results of an operation on values. */
  readonly make: (operation: Operation, args: ReadonlyArray<Id>) => ReadonlyArray<Id>
  /** Whether a law fitted but was put off, because it would have grown the program or nested too deep. */
  readonly postponed: () => boolean
}

/** Laws applied within laws; beyond it they wait for the next pass. */
const deepest = 256

/** The graph that is made, the laws, and a note that one of them is to wait for the next pass. */
interface Work {
  readonly graph: Store
  readonly index: Index
  readonly postpone: () => void
}

/** Whether the right side takes no more operations than fall away, or fewer where it must. */
const affordable = ({ graph, postpone }: Work, { least, replacement }: Matcher, operation: Operation, found: Match): boolean => {
  const { price } = replacement()
  const extra = (entry(operation.results, 0).shape.length === 0 ? price.scalar : price.array) - 1 + least
  if (extra <= 0) return true
  if (extra > found.interior.length) return false
  if (extra <= freed(graph, found).length) return true
  postpone()
  return false
}

/** The right side. Uses are kept exact throughout, so that laws applied within it see what is free. */
const instance = (work: Work, { replacement }: Matcher, operation: Operation, found: Match, depth: number): Id => {
  const { graph } = work
  const { program, constant, uses } = replacement()
  const { shape } = entry(operation.results, 0)
  const values: Array<Id> = []
  const give = (id: Id): void => {
    graph.announce(id, entry(uses, values.length))
    values.push(id)
  }
  const at = (atom: Atom): Id => (atom._tag === 'Literal' ? graph.literal(atom.value) : entry(values, atom.index))
  const take = (atom: Atom): Id => {
    if (constant(atom)) return spread(graph, at(atom), shape)
    graph.announce(at(atom), -1)
    return at(atom)
  }
  found.bindings.forEach(give)
  for (const id of freed(graph, found)) graph.release(id)
  for (const { primitive, args } of program.equations) {
    const ids = args.every(constant) ? args.map(at) : args.map(take)
    give(single(work, operationOf(primitive, none, ids.map(graph.avalOf)), ids, depth + 1))
  }
  const result = take(entry(program.outputs, 0))
  graph.announce(result, 1)
  found.bindings.forEach(graph.release)
  graph.announce(result, -1)
  return result
}

// making ---------------------------------------------------------------------------------

const rewrittenBy = (work: Work, rules: Entry | undefined, operation: Operation, args: ReadonlyArray<Id>, depth: number): Id | null => {
  if (rules === undefined) return null
  const { graph, postpone } = work
  for (const trial of promising(graph, rules, args) ? rules.trials : []) {
    for (const matcher of plausible(graph, trial, args) ? trial.matchers() : []) {
      const found = matchOf(graph, matcher, args)
      if (found === null || !affordable(work, matcher, operation, found)) continue
      if (depth < deepest) return instance(work, matcher, operation, found, depth)
      postpone()
    }
  }
  for (const { rewrite } of rules.structural) {
    const answer = rewrite({ operation, args, producer: graph.definitionOf })
    if (answer === null) continue
    if (answer._tag === 'Same') return answer.id
    if (depth < deepest) return single(work, operationOf(answer.primitive, answer.params, answer.args.map(graph.avalOf)), answer.args, depth + 1)
    postpone()
  }
  return null
}

const rewritten = (work: Work, operation: Operation, args: ReadonlyArray<Id>, depth: number): Id | null => {
  const { graph, index } = work
  const { primitive } = operation
  const own = rewrittenBy(work, index.get(primitive), operation, args, depth)
  if (own !== null) return own
  for (let i = 0; i < args.length; i++) {
    const operand = graph.primitiveOf(entry(args, i))
    const made = operand === null ? null : rewrittenBy(work, index.under(primitive, operand), operation, args, depth)
    if (made !== null) return made
  }
  return null
}

// Literals first, then by age; two literals stay as they are, so that the order is stable.
const ordered = (operation: Operation, args: ReadonlyArray<Id>): ReadonlyArray<Id> => {
  const [a = 0, b = 0] = args
  const { primitive, operands } = operation
  return primitive.commutative && args.length === 2 && b < a && a >= 0 && operands[0]?.text === operands[1]?.text ? [b, a] : args
}

const single = (work: Work, operation: Operation, given: ReadonlyArray<Id>, depth: number): Id => {
  const { graph } = work
  const args = ordered(operation, given)
  const constants = folded(graph, operation, args)
  return constants === null ? (uniform(graph, operation, args) ?? rewritten(work, operation, args, depth) ?? graph.put(operation, args)) : entry(constants, 0)
}

const make = (work: Work, operation: Operation, args: ReadonlyArray<Id>): ReadonlyArray<Id> => {
  const { graph } = work
  if (operation.results.length === 1) return [single(work, operation, args, 0)]
  const constants = folded(graph, operation, args)
  if (constants !== null) return constants
  const first = graph.put(operation, args)
  return operation.results.map((_, i) => first + i)
}

export const rewriter = (graph: Store, index: Index): Rewriter => {
  let postponed = false
  const postpone = (): void => {
    postponed = true
  }
  const work: Work = { graph, index, postpone }
  return { make: (operation, args) => make(work, operation, args), postponed: () => postponed }
}
