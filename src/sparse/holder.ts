/**
 * Sparsity through the primitives that hold programs: branches, loops, and functions called.
 *
 * A loop of known length is followed step by step, so that each row has a set of its own, as long as that
 * is no more work than running it would be; otherwise, and where the end is found on the way, the sets of
 * the carry grow to a fixed point, which claims for every step what holds for any. What is in no table is
 * left to the caller.
 */
import { cut, row } from '../transform/pick.ts'
import type { Aval } from '../array/aval.ts'
import { sizeOf } from '../array/shape.ts'
import { dataOf, elementOf, seal } from '../array/tensor.ts'
import { program } from '../basis/params.ts'
import { entry, integerAt } from '../entry.ts'
import { checkpointPrimitive } from '../primitive/checkpoint.ts'
import { condPrimitive } from '../primitive/cond.ts'
import { adjointOf, loopOf, whileOf } from '../basis/loop.ts'
import { adjointPrimitive, scanPrimitive } from '../primitive/scan.ts'
import { whilePrimitive } from '../primitive/while.ts'
import { fold } from '../program/fold.ts'
import type { Algebra, Operation, Primitive, Program } from '../program/model.ts'
import { type Reach, steady, together } from './reach.ts'
import { none, type Store } from './store.ts'

type Reaches = ReadonlyArray<Reach>
type Within = (program: Program, inputs: Reaches) => Reaches
type Held = (store: Store, within: Within, operation: Operation, args: Reaches) => Reaches | null

/** One of two values, it is not known which. */
const eitherOf = (store: Store, a: Reach, b: Reach): Reach => ({ known: a.known === b.known ? a.known : null, ids: together(store, [a.ids, b.ids]) })

const same = (a: Int32Array | null, b: Int32Array | null): boolean =>
  a === b || (a !== null && b !== null ? a.every((id, i) => id === b[i]) : (a ?? b)?.every((id) => id === none) === true)

const branch: Held = (store, within, { params }, [mask, ...rest]) => {
  if (mask === undefined || mask.ids !== null) return null
  const [yes, no] = [program('cond', params, 'yes'), program('cond', params, 'no')]
  if (mask.known !== null) return within(elementOf(mask.known) === 1 ? yes : no, rest)
  const other = within(no, rest)
  return within(yes, rest).map((of, j) => eitherOf(store, of, entry(other, j)))
}

// Sets still grow after so many turns only in long chains; then nothing is claimed to be independent.
const turns = 64

/** The carry of any turn, and what else the last turn answered; null if the sets do not settle. */
const settled = (store: Store, carry: Reaches, step: (carry: Reaches) => Reaches): Reaches | null => {
  let current: Reaches = carry.map(({ ids }) => ({ known: null, ids }))
  for (let turn = 0; turn < turns; turn++) {
    const out = step(current)
    const next: Reaches = current.map(({ ids }, i) => ({ known: null, ids: together(store, [ids, entry(out, i).ids]) }))
    if (next.every(({ ids }, i) => same(ids, entry(current, i).ids))) return [...next, ...out.slice(carry.length)]
    current = next
  }
  return null
}

/** Row i of a stack of rows of a size. */
const rowAt = ({ known, ids }: Reach, of: Aval, i: number): Reach => {
  const size = sizeOf(of.shape)
  return {
    known: known === null ? null : seal(of, dataOf(known).slice(i * size, (i + 1) * size)),
    ids: ids === null ? null : ids.subarray(i * size, (i + 1) * size),
  }
}

/** Any row of a stack. */
const anyRow = (store: Store, { ids }: Reach, size: number, length: number): Reach =>
  ids === null
    ? steady
    : { known: null, ids: Int32Array.from({ length: size }, (_, k) => store.unite(Int32Array.from({ length }, (_, i) => integerAt(ids, i * size + k)))) }

/** Rows on top of each other. */
const stackOf = (rows: Reaches, size: number): Reach => {
  if (rows.every(({ ids }) => ids === null)) return steady
  const ids = new Int32Array(rows.length * size)
  rows.forEach((each, i) => {
    if (each.ids !== null) ids.set(each.ids, i * size)
  })
  return { known: null, ids }
}

// As many sets as may be made in following a loop step by step.
const patience = 2 ** 23

/** How many sets a program makes. */
const workOf = ({ equations }: Program): number => equations.reduce((n, { results }) => n + results.reduce((m, of) => m + 1 + sizeOf(of.shape), 0), 1)

const scanned: Held = (store, within, { params, operands, results }, args) => {
  const { body, consts, carry, length, reverse } = loopOf(params)
  const held = args.slice(0, consts)
  const stacks = args.slice(consts + carry)
  const avals = operands.slice(consts + carry).map(row)
  const sizes = results.slice(carry).map((of) => sizeOf(row(of).shape))
  const start = args.slice(consts, consts + carry)
  if (length * workOf(body) > patience) {
    const rows = stacks.map((stack, j) => anyRow(store, stack, sizeOf(entry(avals, j).shape), length))
    const out = settled(store, start, (current) => within(body, [...held, ...current, ...rows]))
    if (out === null) return null
    return out.map((of, j) => (j < carry ? of : stackOf(new Array<Reach>(length).fill(of), entry(sizes, j - carry))))
  }
  const given: Array<Reaches> = new Array(length)
  let current: Reaches = start
  for (let step = 0; step < length; step++) {
    const i = reverse ? length - 1 - step : step
    const out = within(body, [...held, ...current, ...stacks.map((stack, j) => rowAt(stack, entry(avals, j), i))])
    current = out.slice(0, carry)
    given[i] = out.slice(carry)
  }
  return [
    ...current,
    ...sizes.map((size, j) =>
      stackOf(
        given.map((rows) => entry(rows, j)),
        size,
      ),
    ),
  ]
}

const repeated: Held = (store, within, { params }, args) => {
  const { condition, body, consts } = whileOf(params)
  const held = args.slice(0, consts)
  const carry = settled(store, args.slice(consts), (current) => within(body, [...held, ...current]))
  if (carry === null) return null
  const [mask] = within(condition, [...held, ...carry])
  return mask === undefined || mask.ids !== null ? null : carry
}

/** The way back through a loop whose states are computed again: ahead, keeping what is known of each state, and back. */
const returned: Held = (_, within, { params, operands, results }, args) => {
  const { forward, backward, consts, states, rows, sums, length, reverse } = adjointOf(params)
  const [held = [], first = [], stacks = [], start = [], given = []] = cut(args, consts, states, rows, sums)
  const [, , wide = [], , more = []] = cut(operands, consts, states, rows, sums)
  if (length * (workOf(forward) + workOf(backward)) > patience) return null
  const at = (of: Reaches, avals: ReadonlyArray<Aval>, i: number): Reaches => of.map((stack, j) => rowAt(stack, row(entry(avals, j)), i))
  const kept: Array<Reaches> = []
  for (let step = 0, state: Reaches = first; step < length; step++) {
    kept.push(state)
    state = within(forward, [...held, ...state, ...at(stacks, wide, reverse ? length - 1 - step : step)])
  }
  const answered: Array<Reaches> = new Array(length)
  let total: Reaches = start
  for (let step = length - 1; step >= 0; step--) {
    const i = reverse ? length - 1 - step : step
    const out = within(backward, [...held, ...entry(kept, step), ...at(stacks, wide, i), ...total, ...at(given, more, i)])
    total = out.slice(0, sums)
    answered[i] = out.slice(sums)
  }
  return [
    ...total,
    ...results.slice(sums).map((of, j) =>
      stackOf(
        answered.map((each) => entry(each, j)),
        sizeOf(row(of).shape),
      ),
    ),
  ]
}

const held: ReadonlyMap<Primitive, Held> = /*#__PURE__*/ new Map<Primitive, Held>([
  [condPrimitive, branch],
  [scanPrimitive, scanned],
  [adjointPrimitive, returned],
  [whilePrimitive, repeated],
  [checkpointPrimitive, (_, within, { params }, args) => within(program('checkpoint', params, 'body'), args)],
])

/** What the results of a primitive that holds programs depend on; null where it is not known. */
export const heldBy =
  (store: Store, algebra: Algebra<Reach>) =>
  (operation: Operation, args: Reaches): Reaches | null => {
    if (args.every((arg) => arg.ids === null)) return operation.results.map(() => steady)
    return held.get(operation.primitive)?.(store, (body, inputs) => fold(algebra)(body)(inputs), operation, args) ?? null
  }
