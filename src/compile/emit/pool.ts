/**
 * Numbers that a module's functions read from memory, behind the kernel's buffers: constants, and tables.
 */
import type { Table } from '../../elementary/table.ts'

export interface Pool {
  /** The byte at which a number lies. */
  readonly number: (value: number) => number
  /** The byte from which a table lies. */
  readonly table: (table: Table) => number
  /** All that have been asked for. */
  readonly values: () => ReadonlyArray<number>
}

export const bytesOfNumber = 8

/** A pool from a byte on. */
export const poolFrom = (start: number): Pool => {
  const values: Array<number> = []
  const places = new Map<string, number>()
  const placeOf = (key: string, numbers: () => ReadonlyArray<number>): number => {
    const known = places.get(key)
    if (known !== undefined) return known
    const made = start + bytesOfNumber * values.length
    for (const value of numbers()) values.push(value)
    places.set(key, made)
    return made
  }
  return {
    number: (value) => placeOf(Object.is(value, -0) ? '-0' : String(value), () => [value]),
    table: (table) => placeOf(`table ${table.name}`, table.values),
    values: () => values,
  }
}
