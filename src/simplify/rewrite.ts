/**
 * Making one operation in normal form: constants folded, operands of commutative operations in
 * canonical order, laws applied until none fits, and only then found in or added to the store.
 */
import { type Dims, sizeOf } from '../array/shape.ts'
import { type AnyTensor, dataOf, sameTensor, scalarTensor } from '../array/tensor.ts'
import { broadcastToPrimitive } from '../basis/broadcast.ts'
import { none } from '../basis/declare.ts'
import { entry } from '../entry.ts'
import { operationOf } from '../program/expr.ts'
import type { Atom, Operation } from '../program/model.ts'
import type { Entry, Index, Matcher, Pattern } from './pattern.ts'
import { type Id, nobody, type Store } from './store.ts'

export interface Rewriter {
  /** The results of an operation on values. */
  readonly make: (operation: Operation, args: ReadonlyArray<Id>) => ReadonlyArray<Id>
  /** Whether a law fitted but was put off, because it would have grown the program or nested too deep. */
  readonly postponed: () => boolean
}

/** A constant larger than this is never made. */
const foldable = 64
/** Nor is one computed from more than this. */
const readable = 65536
/** Laws applied within laws; beyond it they wait for the next pass. */
const deepest = 256

/** A match: what the variables stand for, and the values below the root that it went through. */
interface Match {
  readonly bindings: Array<Id>
  readonly interior: Array<{ readonly id: Id; readonly parent: Id }>
}

/** The operation at the top of a match, which has not been made. */
const root: Id = nobody

export const rewriter = (graph: Store, index: Index): Rewriter => {
  let postponed = false

  /** The number that a small array has everywhere. */
  const repeatedIn = (own: AnyTensor): { readonly id: Id; readonly value: AnyTensor } | null => {
    const data = dataOf(own)
    const [first] = data
    if (first === undefined || data.length > foldable) return null
    for (const x of data) if (!Object.is(x, first)) return null
    const value = scalarTensor(first, own.dtype)
    return { id: graph.literal(value), value }
  }

  /** The literal that a value is, or repeats. */
  const scalarOf = (id: Id): { readonly id: Id; readonly value: AnyTensor } | null => {
    const own = graph.literalOf(id)
    if (own !== null) return own.shape.length === 0 ? { id, value: own } : repeatedIn(own)
    const made = graph.primitiveOf(id) === broadcastToPrimitive ? graph.definitionOf(id) : null
    if (made === null) return null
    const from = entry(made.args, 0)
    const value = graph.literalOf(from)
    return value !== null && value.shape.length === 0 ? { id: from, value } : null
  }

  // constants ------------------------------------------------------------------------------

  const folded = (operation: Operation, args: ReadonlyArray<Id>): ReadonlyArray<Id> | null => {
    for (const id of args) if (id >= 0) return null
    const { primitive, operands, results } = operation
    if (primitive.derivative._tag === 'Holder' || args.length === 0) return null
    // A repeated number stays small, whatever its size, and laws recognise it.
    if (primitive === broadcastToPrimitive && operands[0]?.shape.length === 0) return null
    if (results.some((of) => sizeOf(of.shape) > foldable) || operands.reduce((total, of) => total + sizeOf(of.shape), 0) > readable) return null
    return primitive
      .evaluate(
        operation,
        args.flatMap((id) => graph.literalOf(id) ?? []),
      )
      .map(graph.literal)
  }

  /** A literal repeated to a shape. */
  const spread = (id: Id, shape: Dims): Id =>
    shape.length === 0 ? id : graph.put(operationOf(broadcastToPrimitive, { shape, axes: [] }, [graph.avalOf(id)]), [id])

  /** An elementwise operation on repeated numbers is a repeated number. */
  const uniform = (operation: Operation, args: ReadonlyArray<Id>): Id | null => {
    const { primitive, params, results } = operation
    const { shape } = entry(results, 0)
    if (shape.length === 0 || primitive.batching._tag !== 'Pointwise') return null
    const scalars = args.flatMap((id) => scalarOf(id)?.id ?? [])
    if (scalars.length < args.length) return null
    const [made] = folded(operationOf(primitive, params, scalars.map(graph.avalOf)), scalars) ?? []
    return made === undefined ? null : spread(made, shape)
  }

  // matching -------------------------------------------------------------------------------

  /** Whether any law can fit these operands: nearly every operation ends here. */
  const promising = ({ heads, always }: Entry, args: ReadonlyArray<Id>): boolean => {
    for (let i = 0; i < args.length; i++) {
      const id = entry(args, i)
      const primitive = graph.primitiveOf(id)
      if (id < 0 || (primitive !== null && (primitive === broadcastToPrimitive || heads.has(primitive)))) return true
      for (let j = 0; j < i; j++) if (args[j] === id) return true
    }
    return always
  }

  /** Whether the operands look right from outside. */
  const plausible = ({ pattern }: Matcher, args: ReadonlyArray<Id>): boolean => {
    for (let i = 0; i < args.length; i++) {
      const arg = pattern.args[i]
      const id = entry(args, i)
      if (arg?._tag === 'Application' ? graph.primitiveOf(id) !== arg.primitive : arg?._tag === 'Literal' && scalarOf(id) === null) return false
    }
    return true
  }

  const matches = (pattern: Pattern, id: Id, parent: Id, found: Match): boolean => {
    switch (pattern._tag) {
      case 'Variable': {
        const scalar = pattern.kind === 'constant' ? scalarOf(id) : null
        if (pattern.kind === 'constant' && scalar === null) return false
        if (graph.avalOf(id).dtype !== (pattern.kind === 'mask' ? 'bool' : 'float64')) return false
        const bound = found.bindings[pattern.index]
        const value = scalar === null ? id : scalar.id
        if (scalar !== null && id >= 0) found.interior.push({ id, parent })
        if (bound === nobody) found.bindings[pattern.index] = value
        return bound === nobody || bound === value
      }
      case 'Literal': {
        const scalar = scalarOf(id)
        if (scalar !== null && id >= 0) found.interior.push({ id, parent })
        return scalar !== null && sameTensor(scalar.value, pattern.value)
      }
      case 'Application': {
        const made = graph.primitiveOf(id) === pattern.primitive ? graph.definitionOf(id) : null
        if (made === null || made.args.length !== pattern.args.length) return false
        found.interior.push({ id, parent })
        return pattern.args.every((arg, i) => matches(arg, entry(made.args, i), id, found))
      }
    }
  }

  /** What falls away with the root: the values that nothing else uses. */
  const freed = ({ bindings, interior }: Match): ReadonlyArray<Id> => {
    const gone = new Set<Id>([root])
    for (const { id, parent } of interior) {
      if (gone.has(parent) && graph.usesOf(id) === (parent === root ? 0 : 1) && !bindings.includes(id)) gone.add(id)
    }
    return [...gone].slice(1)
  }

  /** Whether the right side takes no more operations than fall away, or fewer where it must. */
  const affordable = ({ least, replacement }: Matcher, operation: Operation, found: Match): boolean => {
    const { price } = replacement()
    const extra = (entry(operation.results, 0).shape.length === 0 ? price.scalar : price.array) - 1 + least
    if (extra <= 0) return true
    if (extra > found.interior.length) return false
    if (extra <= freed(found).length) return true
    postponed = true
    return false
  }

  /** The right side. Uses are kept exact throughout, so that laws applied within it see what is free. */
  const instance = ({ replacement }: Matcher, operation: Operation, found: Match, depth: number): Id => {
    const { program, constant, uses } = replacement()
    const { shape } = entry(operation.results, 0)
    const values: Array<Id> = []
    const give = (id: Id): void => {
      graph.announce(id, entry(uses, values.length))
      values.push(id)
    }
    const at = (atom: Atom): Id => (atom._tag === 'Literal' ? graph.literal(atom.value) : entry(values, atom.index))
    const take = (atom: Atom): Id => {
      if (constant(atom)) return spread(at(atom), shape)
      graph.announce(at(atom), -1)
      return at(atom)
    }
    found.bindings.forEach(give)
    for (const id of freed(found)) graph.release(id)
    for (const { primitive, args } of program.equations) {
      const ids = args.every(constant) ? args.map(at) : args.map(take)
      give(single(operationOf(primitive, none, ids.map(graph.avalOf)), ids, depth + 1))
    }
    const result = take(entry(program.outputs, 0))
    graph.announce(result, 1)
    found.bindings.forEach(graph.release)
    graph.announce(result, -1)
    return result
  }

  // making ---------------------------------------------------------------------------------

  const rewrittenBy = (rules: Entry | undefined, operation: Operation, args: ReadonlyArray<Id>, depth: number): Id | null => {
    if (rules === undefined) return null
    for (const matcher of promising(rules, args) ? rules.matchers : []) {
      if (!plausible(matcher, args)) continue
      const found: Match = { bindings: new Array<Id>(matcher.variables).fill(nobody), interior: [] }
      if (!matcher.pattern.args.every((arg, i) => matches(arg, entry(args, i), root, found)) || !affordable(matcher, operation, found)) continue
      if (depth < deepest) return instance(matcher, operation, found, depth)
      postponed = true
    }
    for (const { rewrite } of rules.structural) {
      const answer = rewrite({ operation, args, producer: graph.definitionOf })
      if (answer === null) continue
      if (answer._tag === 'Same') return answer.id
      if (depth < deepest) return single(operationOf(answer.primitive, answer.params, answer.args.map(graph.avalOf)), answer.args, depth + 1)
      postponed = true
    }
    return null
  }

  const rewritten = (operation: Operation, args: ReadonlyArray<Id>, depth: number): Id | null => {
    const { primitive } = operation
    const own = rewrittenBy(index.get(primitive), operation, args, depth)
    if (own !== null) return own
    for (let i = 0; i < args.length; i++) {
      const operand = graph.primitiveOf(entry(args, i))
      const made = operand === null ? null : rewrittenBy(index.under(primitive, operand), operation, args, depth)
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

  const single = (operation: Operation, given: ReadonlyArray<Id>, depth: number): Id => {
    const args = ordered(operation, given)
    const constants = folded(operation, args)
    return constants === null ? (uniform(operation, args) ?? rewritten(operation, args, depth) ?? graph.put(operation, args)) : entry(constants, 0)
  }

  const make = (operation: Operation, args: ReadonlyArray<Id>): ReadonlyArray<Id> => {
    if (operation.results.length === 1) return [single(operation, args, 0)]
    const constants = folded(operation, args)
    if (constants !== null) return constants
    const first = graph.put(operation, args)
    return operation.results.map((_, i) => first + i)
  }

  return { make, postponed: () => postponed }
}
