/**
 * A hash-consed graph under construction: an operation on the same operands is made once and its
 * results are numbers, so that equality of values is equality of numbers. It lives inside one pass
 * of the simplifier, which alone sees it grow.
 */
import { isEmpty } from '../program/param.ts'
import type { Aval } from '../array/aval.ts'
import { type AnyTensor, avalOf } from '../array/tensor.ts'
import { entry } from '../entry.ts'
import { once } from '../interpret/lazy.ts'
import type { Operation, Primitive } from '../program/model.ts'
import { column, table } from './column.ts'
import { numbering, pool } from './intern.ts'

/** A value: an input or a result from 0 up, a literal below 0. */
export type Id = number

/** No value at all; a whole number, so that lists of values stay lists of whole numbers. */
export const nobody: Id = -(2 ** 30)

/** An operation on values, and the first of its results, which are consecutive. */
export interface Definition {
  readonly operation: Operation
  readonly args: ReadonlyArray<Id>
  readonly first: Id
}

export interface Store {
  /** How many operations have been made, and each of them by its number. */
  readonly made: () => number
  readonly at: (index: number) => Definition
  readonly input: (of: Aval) => Id
  readonly literal: (value: AnyTensor) => Id
  /** The literal a value is, or null. */
  readonly literalOf: (id: Id) => AnyTensor | null
  readonly avalOf: (id: Id) => Aval
  /** The operation a value is a result of; null for inputs and literals. */
  readonly definitionOf: (id: Id) => Definition | null
  readonly primitiveOf: (id: Id) => Primitive | null
  /** The first result of an operation, made if it is new. */
  readonly put: (operation: Operation, args: ReadonlyArray<Id>) => Id
  /** How often a value is used by what has been made, plus what was announced. */
  readonly usesOf: (id: Id) => number
  /** Announce uses to come, or take them back. */
  readonly announce: (id: Id, times: number) => void
  /** A value that nothing uses no longer counts as a user of its operands; found again by `put`, it does. */
  readonly release: (id: Id) => void
}

const mixed = (hash: number, next: number): number => {
  const h = Math.imul(hash ^ next, 0x9e3779b1)
  return h ^ (h >>> 15)
}

/** An empty graph. */
export const store = (): Store => {
  const literals = pool()
  // Programs of elementwise operations alone have none.
  const paramsNumber = once(numbering)
  const primitives = new Map<Primitive, number>()
  // By definition, flat: an object for each of a million is what a pass would spend its time on.
  const operations: Array<Operation> = []
  const firsts = column()
  const params = column()
  const starts = column()
  const operands = column()
  const known = table()
  // By value: what it is, the definition it is a result of (-1 for inputs), how often it is used.
  const avals: Array<Aval> = []
  const owners = column()
  const uses = column()
  // By definition: 1 where it has been released.
  const released = column()

  const grow = (of: Aval, owner: number): Id => {
    const id = avals.length
    avals.push(of)
    owners.set(id, owner)
    return id
  }
  const announce = (id: Id, times: number): void => {
    if (id >= 0) uses.set(id, uses.at(id) + times)
  }
  const argsAt = (index: number): ReadonlyArray<Id> => {
    const args: Array<Id> = []
    for (let i = starts.at(index); i < starts.at(index + 1); i++) args.push(operands.at(i))
    return args
  }
  const at = (index: number): Definition => ({ operation: entry(operations, index), args: argsAt(index), first: firsts.at(index) })
  const ownerOf = (id: Id): number => (id < 0 ? -1 : owners.at(id))
  /** Release or revive what hangs on one definition. */
  const turn = (from: number, to: 0 | 1, spread: (owner: number) => boolean): void => {
    const waiting = [from]
    for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
      if (released.at(at) === to) continue
      released.set(at, to)
      for (const arg of argsAt(at)) {
        announce(arg, to === 1 ? -1 : 1)
        if (ownerOf(arg) >= 0 && spread(ownerOf(arg))) waiting.push(ownerOf(arg))
      }
    }
  }
  const unused = (owner: number): boolean => {
    return entry(operations, owner).results.every((_, j) => uses.at(firsts.at(owner) + j) === 0)
  }
  const revive = (at: number): void => turn(at, 0, (owner) => released.at(owner) === 1)
  const release = (id: Id): void => {
    const owner = ownerOf(id)
    if (owner >= 0 && unused(owner)) turn(owner, 1, unused)
  }
  const primitiveNumber = (primitive: Primitive): number => {
    const number = primitives.get(primitive)
    if (number !== undefined) return number
    primitives.set(primitive, primitives.size)
    return primitives.size - 1
  }
  const sameArgs = (index: number, args: ReadonlyArray<Id>): boolean => {
    const start = starts.at(index)
    if (starts.at(index + 1) - start !== args.length) return false
    for (let i = 0; i < args.length; i++) if (operands.at(start + i) !== args[i]) return false
    return true
  }
  const put = (operation: Operation, args: ReadonlyArray<Id>): Id => {
    const { primitive, results } = operation
    const number = isEmpty(operation.params) ? 0 : paramsNumber()(operation.params)
    let hash = mixed(primitiveNumber(primitive), number)
    for (const arg of args) hash = mixed(hash, arg)
    for (let at = known.head(hash); at >= 0; at = known.before(at)) {
      if (known.hash(at) !== hash || params.at(at) !== number || entry(operations, at).primitive !== primitive || !sameArgs(at, args)) continue
      if (released.at(at) === 1) revive(at)
      return firsts.at(at)
    }
    const index = known.add(hash)
    const first = avals.length
    operations.push(operation)
    firsts.set(index, first)
    params.set(index, number)
    const start = starts.at(index)
    starts.set(index + 1, start + args.length)
    for (let i = 0; i < args.length; i++) {
      operands.set(start + i, entry(args, i))
      announce(entry(args, i), 1)
    }
    for (const of of results) grow(of, index)
    return first
  }
  return {
    made: () => operations.length,
    at,
    input: (of) => grow(of, -1),
    literal: literals.intern,
    literalOf: (id) => (id < 0 ? literals.at(id) : null),
    avalOf: (id) => (id < 0 ? avalOf(literals.at(id)) : entry(avals, id)),
    definitionOf: (id) => (ownerOf(id) < 0 ? null : at(ownerOf(id))),
    primitiveOf: (id) => operations[ownerOf(id)]?.primitive ?? null,
    put,
    usesOf: uses.at,
    announce,
    release,
  }
}
