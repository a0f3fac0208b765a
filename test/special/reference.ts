/**
 * The table of special functions made by `test/data/special.py`, and the measure that it is held to.
 */
import { readFileSync } from 'node:fs'

type Digits = number | string

interface Entry {
  readonly fn: string
  readonly n: number | null
  readonly x: ReadonlyArray<number>
  readonly d: ReadonlyArray<Digits>
  readonly s: ReadonlyArray<Digits>
}

/** What a function is at a point: value and derivatives, and by how much a relative rounding of x moves each. */
export interface Row {
  readonly fn: string
  readonly n: number | null
  readonly x: ReadonlyArray<number>
  readonly d: ReadonlyArray<number>
  readonly s: ReadonlyArray<number>
}

const read = (): ReadonlyArray<Entry> => JSON.parse(readFileSync(new URL('../data/special.json', import.meta.url), 'utf8'))

export const rows: ReadonlyArray<Row> = read().map((entry) => ({ ...entry, d: entry.d.map(Number), s: entry.s.map(Number) }))

/**
 * The error in units in the last place of |d| + |x d′|, which is what one rounding of x amounts to.
 * Below the normal numbers two steps of the subnormal ones are free.
 */
export const units = (actual: number, wanted: number, scale: number): number => {
  if (Object.is(actual, wanted) || actual === wanted) return 0
  const error = Math.max(0, Math.abs(actual - wanted) - 1e-323)
  const off = error === 0 ? 0 : error / (Number.isFinite(scale) ? scale : Math.abs(wanted)) / 2 ** -52
  return Number.isNaN(off) ? Number.POSITIVE_INFINITY : off
}

/** The worst of them by name, with the point. */
export const worst = (
  found: ReadonlyArray<{ readonly name: string; readonly units: number; readonly at: string }>,
): ReadonlyMap<string, { readonly units: number; readonly at: string }> => {
  const by = new Map<string, { readonly units: number; readonly at: string }>()
  for (const { name, ...one } of found) if (one.units > (by.get(name)?.units ?? -1)) by.set(name, one)
  return by
}
