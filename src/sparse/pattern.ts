/**
 * Patterns: where a matrix may have entries that are not zero, row by row with ascending columns; and the
 * patterns of the Jacobian and the Hessian of a program.
 *
 * The pattern is that of the pushforward at an unknown point, or of the pullback where a function has no
 * forward rule. It may hold entries that are zero, and lacks none that is not.
 */
import { integerAt } from '../entry.ts'
import { option as O } from 'fp-ts'
import type { Aval } from '../array/aval.ts'
import { sizeOf } from '../array/shape.ts'
import { failureOf, raise } from '../failure.ts'
import { reverse } from '../interpret/tape.ts'
import { outputAvals } from '../program/avals.ts'
import { fold } from '../program/fold.ts'
import type { Nonzero, Program } from '../program/model.ts'
import { forward } from '../transform/forward.ts'
import { pick, spread } from '../transform/pick.ts'
import { reaches } from './dependence.ts'
import { type Reach, steady } from './reach.ts'
import { single, type Store, storeOf } from './store.ts'

/** Row i has the columns columns[starts[i]] up to columns[starts[i + 1]], ascending. */
export interface Pattern {
  readonly height: number
  readonly width: number
  readonly starts: Int32Array
  readonly columns: Int32Array
}

/** How many numbers arrays of these avals hold. */
export const total = (avals: ReadonlyArray<Aval>): number => avals.reduce((n, of) => n + sizeOf(of.shape), 0)

// constructors -----------------------------------------------------------------------------

// Beyond this a pattern is no sparse one, and its columns take gigabytes.
const limit = 2 ** 27

/** A pattern from a count per row and what writes the columns of each. */
const written = (height: number, width: number, count: (row: number) => number, write: (row: number, columns: Int32Array, from: number) => void): Pattern => {
  const starts = new Int32Array(height + 1)
  let entries = 0
  for (let row = 0; row < height; row++) {
    entries += count(row)
    if (entries > limit)
      return raise({
        _tag: 'Argument',
        operation: 'sparsity',
        reason: `the pattern of ${height} × ${width} has more than ${limit} entries: it is not sparse`,
        hint: 'take products with jvp, vjp or hvp instead',
      })
    starts[row + 1] = entries
  }
  const columns = new Int32Array(entries)
  for (let row = 0; row < height; row++) write(row, columns, integerAt(starts, row))
  return { height, width, starts, columns }
}

const ofSets = (store: Store, ids: Int32Array): Pattern => {
  const known = new Map<number, Int32Array>()
  const members = (id: number): Int32Array => {
    const hit = known.get(id)
    if (hit !== undefined) return hit
    const made = store.members(id)
    known.set(id, made)
    return made
  }
  return written(
    ids.length,
    store.columns,
    (row) => members(integerAt(ids, row)).length,
    (row, columns, from) => columns.set(members(integerAt(ids, row)), from),
  )
}

/** The pattern of the transposed matrix. */
export const transposed = ({ height, width, starts, columns }: Pattern): Pattern => {
  const next = new Int32Array(width + 1)
  for (const column of columns) next[column + 1] = integerAt(next, column + 1) + 1
  for (let column = 0; column < width; column++) next[column + 1] = integerAt(next, column + 1) + integerAt(next, column)
  const turned = { height: width, width: height, starts: next.slice(), columns: new Int32Array(columns.length) }
  for (let row = 0; row < height; row++)
    for (let k = integerAt(starts, row); k < integerAt(starts, row + 1); k++) {
      const column = integerAt(columns, k)
      const at = integerAt(next, column)
      turned.columns[at] = row
      next[column] = at + 1
    }
  return turned
}

/** The entries that stand in both of two patterns of one shape. */
const common = (a: Pattern, b: Pattern): Pattern => {
  const both = (row: number, meet: (column: number) => void): void => {
    let [i, j] = [integerAt(a.starts, row), integerAt(b.starts, row)]
    while (i < integerAt(a.starts, row + 1) && j < integerAt(b.starts, row + 1)) {
      const [x, y] = [integerAt(a.columns, i), integerAt(b.columns, j)]
      if (x === y) meet(x)
      if (x <= y) i++
      if (y <= x) j++
    }
  }
  const count = (row: number): number => {
    let n = 0
    both(row, () => n++)
    return n
  }
  return written(a.height, a.width, count, (row, columns, from) => {
    let at = from
    both(row, (column) => {
      columns[at++] = column
    })
  })
}

// of programs ------------------------------------------------------------------------------

/** Entries of several arrays, one after another, each with a set of its own. */
const seeds = (avals: ReadonlyArray<Aval>): ReadonlyArray<Reach> => {
  let next = 0
  return avals.map((of) => ({ known: null, ids: Int32Array.from({ length: sizeOf(of.shape) }, () => single(next++)) }))
}

/** The sets of several arrays, one after another. */
const idsOf = (avals: ReadonlyArray<Aval>, values: ReadonlyArray<Reach | null>): Int32Array => {
  const all = new Int32Array(total(avals))
  let from = 0
  avals.forEach((of, j) => {
    const ids = values[j]?.ids ?? null
    if (ids !== null) all.set(ids, from)
    from += sizeOf(of.shape)
  })
  return all
}

const ahead = (program: Program, marks: Nonzero): Pattern => {
  const moving = pick(program.inputs, marks)
  const outs = outputAvals(program)
  const store = storeOf(total(moving))
  const pushed = forward(program, marks)
  const found = fold(reaches(store))(pushed.program)([...program.inputs.map(() => steady), ...seeds(moving)])
  return ofSets(store, idsOf(outs, spread(pushed.nonzero, found.slice(outs.length))))
}

const backward = (program: Program, marks: Nonzero): Pattern => {
  const outs = outputAvals(program)
  const store = storeOf(total(outs))
  const { pullback } = reverse(program, marks)
  const residuals = pullback.inputs.slice(0, pullback.inputs.length - outs.length).map(() => steady)
  return transposed(ofSets(store, idsOf(pick(program.inputs, marks), fold(reaches(store))(pullback)([...residuals, ...seeds(outs)]))))
}

/** A pattern, and whether it was found in reverse, since the function has no forward rule. */
export interface Found {
  readonly pattern: Pattern
  readonly reverseOnly: boolean
}

/** Where the Jacobian of a program may have entries: rows are the entries of all outputs, columns those of the inputs marked. */
export const jacobianPattern = (program: Program, marks: Nonzero): Found => {
  try {
    return { pattern: ahead(program, marks), reverseOnly: false }
  } catch (error) {
    const failure = failureOf(error)
    if (O.isSome(failure) && failure.value._tag === 'NoRule') return { pattern: backward(program, marks), reverseOnly: true }
    throw error
  }
}

/** Where the Hessian of a scalar program may have entries, given its gradient: no more than its transpose allows, since it is symmetric. */
export const hessianPattern = (gradient: Program, marks: Nonzero): Pattern => {
  const { pattern } = jacobianPattern(gradient, marks)
  return common(pattern, transposed(pattern))
}

/** The rows of the entries, in the order of the columns. */
export const rowsOf = ({ height, starts, columns }: Pattern): Int32Array => {
  const rows = new Int32Array(columns.length)
  for (let row = 0; row < height; row++) rows.fill(row, starts[row], starts[row + 1])
  return rows
}
