/**
 * Entries that are known to be there. Programs are built so that their indices are valid; where that
 * is broken by hand-made data, the failure says so instead of passing `undefined` on.
 */
import { raise } from './failure.ts'
import { phantom } from './type/phantom.ts'

const missing = (what: string): never => raise({ _tag: 'Argument', operation: 'program', reason: `${what} does not exist` })

/** What stands at an index where there is nothing, or null; apart, so that what nearly every access needs is short. */
const nullAt = <T>(list: ArrayLike<T>, index: number): T => (index in list ? phantom(list[index]) : missing(`entry ${index} of ${list.length}`))

export const entry = <T>(list: ArrayLike<T>, index: number): T => list[index] ?? nullAt(list, index)

/** The same of whole numbers, for loops over many: a place that reads one kind of list only is a fast one. */
export const integerAt = (list: Int32Array, index: number): number => list[index] ?? missing(`entry ${index} of ${list.length}`)

/** The value of a field that is known to be in a record. */
export const fieldOf = <T>(record: Readonly<Record<string, T>>, field: string): T => {
  const found = record[field]
  return found === undefined && !(field in record) ? missing(`the field ${field}`) : phantom(found)
}

/** The value of a key that is known to be in a map. */
export const valueAt = <K, V>(map: ReadonlyMap<K, V>, key: K): V => {
  const found = map.get(key)
  return found === undefined && !map.has(key) ? missing(`the key ${String(key)}`) : phantom(found)
}
