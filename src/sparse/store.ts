/**
 * Sets of columns, each kept once and named by a number: what a row of a Jacobian may depend on.
 *
 * Of a large array most rows have sets of their own, but moving rows about only moves numbers, and the
 * same two sets are united once. A store belongs to one analysis and grows with it; past a limit a union
 * is the set of all columns, which claims too much and never too little.
 */
import { integerAt } from '../entry.ts'

/** The empty set. */
export const none = 0

/** All columns. */
export const every = 1

/** The set of one column. */
export const single = (column: number): number => column + 2

/** The sets of an analysis. */
export interface Store {
  readonly columns: number
  /** The union of two sets. */
  readonly pair: (a: number, b: number) => number
  /** The union of the sets at places `from` up to `to` of a list. */
  readonly unite: (ids: ArrayLike<number>, from?: number, to?: number) => number
  /** Its columns, ascending. */
  readonly members: (id: number) => Int32Array
}

// 2²⁶ columns are 256 megabytes.
const limit = 2 ** 26
const remembered = 2 ** 20

const grown = (list: Int32Array<ArrayBuffer>, length: number): Int32Array<ArrayBuffer> => {
  if (length <= list.length) return list
  const wide = new Int32Array(Math.max(length, 2 * list.length))
  wide.set(list)
  return wide
}

const hashOf = (members: Int32Array): number => {
  let hash = members.length
  for (const member of members) hash = Math.imul(hash ^ member, 0x01000193) ^ (hash >>> 15)
  return hash
}

const equal = (a: Int32Array, b: Int32Array): boolean => {
  if (a.length !== b.length) return false
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false
  return true
}

/** The sorted union of two sorted lists. */
const merged = (a: Int32Array, b: Int32Array): Int32Array => {
  const out = new Int32Array(a.length + b.length)
  let [i, j, n] = [0, 0, 0]
  while (i < a.length && j < b.length) {
    const [x, y] = [integerAt(a, i), integerAt(b, j)]
    out[n++] = Math.min(x, y)
    if (x <= y) i++
    if (y <= x) j++
  }
  while (i < a.length) out[n++] = integerAt(a, i++)
  while (j < b.length) out[n++] = integerAt(b, j++)
  return out.subarray(0, n)
}

/** A store of the sets of one column each, and what is made of them. */
export const storeOf = (columns: number): Store => {
  let items = Int32Array.from({ length: columns }, (_, column) => column)
  // Set id has the items from starts[id] to starts[id + 1]; the set of all columns is not written out.
  let starts = Int32Array.from({ length: columns + 3 }, (_, id) => Math.max(0, id - 2))
  let next = columns + 2
  const byHash = new Map<number, Array<number>>()
  const unions = new Map<number, number>()
  // When a column or a set was last met, so that nothing has to be cleared between two unions.
  const met = new Int32Array(columns)
  let seen = new Int32Array(next)
  let time = 0

  const part = (id: number): Int32Array => items.subarray(integerAt(starts, id), integerAt(starts, id + 1))

  /** Of at least two members: it is asked for unions of sets that differ and are not empty. */
  const intern = (members: Int32Array): number => {
    if (members.length === columns) return every
    const hash = hashOf(members)
    const alike = byHash.get(hash) ?? []
    for (const id of alike) if (equal(part(id), members)) return id
    const from = integerAt(starts, next)
    if (from + members.length > limit) return every
    items = grown(items, from + members.length)
    items.set(members, from)
    starts = grown(starts, next + 2)
    starts[next + 1] = from + members.length
    alike.push(next)
    if (alike.length === 1) byHash.set(hash, alike)
    return next++
  }

  const pair = (a: number, b: number): number => {
    if (a === b || b === none) return a
    if (a === none) return b
    if (a === every || b === every) return every
    const key = Math.min(a, b) * 2 ** 26 + Math.max(a, b)
    const known = unions.get(key)
    if (known !== undefined) return known
    if (unions.size >= remembered) unions.clear()
    const made = intern(merged(part(a), part(b)))
    unions.set(key, made)
    return made
  }

  const unite = (ids: ArrayLike<number>, from = 0, to = ids.length): number => {
    time++
    seen = grown(seen, next)
    let [found, first, last] = [0, none, none]
    for (let i = from; i < to; i++) {
      const id = ids[i] ?? none
      if (id === none || seen[id] === time) continue
      if (id === every) return every
      seen[id] = time
      if (found++ === 0) first = id
      last = id
    }
    if (found <= 2) return pair(first, last)
    time++
    const list: Array<number> = []
    for (let i = from; i < to; i++) {
      const id = ids[i] ?? none
      if (seen[id] === time) continue
      seen[id] = time
      for (const column of part(id))
        if (met[column] !== time) {
          met[column] = time
          list.push(column)
        }
      if (list.length === columns) return every
    }
    return intern(Int32Array.from(list).sort())
  }

  return { columns, pair, unite, members: (id) => (id === every ? Int32Array.from({ length: columns }, (_, column) => column) : part(id).slice()) }
}
