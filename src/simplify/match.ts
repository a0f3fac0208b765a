/**
 * Whether the left side of a law fits an operation of a graph, and what falls away if it is replaced.
 */
import { sameTensor } from '../array/tensor.ts'
import { broadcastToPrimitive } from '../basis/broadcast.ts'
import { entry } from '../entry.ts'
import { scalarOf } from './literal.ts'
import type { Entry, Matcher, Pattern, Trial } from './pattern.ts'
import { type Id, nobody, type Store } from './store.ts'

/** A match: what the variables stand for, and the values below the root that it went through. */
export interface Match {
  readonly bindings: Array<Id>
  readonly interior: Array<{ readonly id: Id; readonly parent: Id }>
}

/** The operation at the top of a match, which has not been made. */
const root: Id = nobody

/** Whether any law can fit these operands: nearly every operation ends here. */
export const promising = (graph: Store, { heads, always }: Entry, args: ReadonlyArray<Id>): boolean => {
  for (let i = 0; i < args.length; i++) {
    const id = entry(args, i)
    const primitive = graph.primitiveOf(id)
    if (primitive === null ? id < 0 : heads.has(primitive) || (primitive === broadcastToPrimitive && scalarOf(graph, id) !== null)) return true
    for (let j = 0; j < i; j++) if (args[j] === id) return true
  }
  return always
}

/** Whether a law can, by what its operands are made by: few of those that remain have their left side put in order. */
export const plausible = (graph: Store, { heads }: Trial, args: ReadonlyArray<Id>): boolean =>
  heads.every((head) => args.some((id) => graph.primitiveOf(id) === head))

const matches = (graph: Store, pattern: Pattern, id: Id, parent: Id, found: Match): boolean => {
  switch (pattern._tag) {
    case 'Variable': {
      const scalar = pattern.kind === 'constant' ? scalarOf(graph, id) : null
      if (pattern.kind === 'constant' && scalar === null) return false
      if (graph.avalOf(id).dtype !== (pattern.kind === 'mask' ? 'bool' : 'float64')) return false
      const bound = found.bindings[pattern.index]
      const value = scalar === null ? id : scalar.id
      if (scalar !== null && id >= 0) found.interior.push({ id, parent })
      if (bound === nobody) found.bindings[pattern.index] = value
      return bound === nobody || bound === value
    }
    case 'Literal': {
      const scalar = scalarOf(graph, id)
      if (scalar !== null && id >= 0) found.interior.push({ id, parent })
      return scalar !== null && sameTensor(scalar.value, pattern.value)
    }
    case 'Application': {
      const made = graph.primitiveOf(id) === pattern.primitive ? graph.definitionOf(id) : null
      if (made === null) return false
      found.interior.push({ id, parent })
      return matchAll(graph, pattern.args, made.args, id, found)
    }
  }
}

const matchAll = (graph: Store, patterns: ReadonlyArray<Pattern>, args: ReadonlyArray<Id>, parent: Id, found: Match): boolean =>
  patterns.length === args.length && patterns.every((pattern, i) => matches(graph, pattern, entry(args, i), parent, found))

/** Whether the operands look right from outside: most do not, and need no match begun. */
const looksRight = (graph: Store, patterns: ReadonlyArray<Pattern>, args: ReadonlyArray<Id>): boolean => {
  for (let i = 0; i < args.length; i++) {
    const pattern = patterns[i]
    const id = entry(args, i)
    if (pattern?._tag === 'Application' ? graph.primitiveOf(id) !== pattern.primitive : pattern?._tag === 'Literal' && scalarOf(graph, id) === null)
      return false
  }
  return true
}

/** The match of a law with an operation on these operands, if it fits. */
export const matchOf = (graph: Store, { variables, pattern }: Matcher, args: ReadonlyArray<Id>): Match | null => {
  if (!looksRight(graph, pattern.args, args)) return null
  const found: Match = { bindings: new Array<Id>(variables).fill(nobody), interior: [] }
  return matchAll(graph, pattern.args, args, root, found) ? found : null
}

/** What falls away with the root: the values that nothing else uses. */
export const freed = (graph: Store, { bindings, interior }: Match): ReadonlyArray<Id> => {
  const gone = new Set<Id>([root])
  for (const { id, parent } of interior) {
    if (gone.has(parent) && graph.usesOf(id) === (parent === root ? 0 : 1) && !bindings.includes(id)) gone.add(id)
  }
  return [...gone].slice(1)
}
