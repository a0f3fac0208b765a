/**
 * The elementary functions against arbitrary-precision values: within one unit in the last place, over the
 * whole range.
 */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { names, twin } from './twins.ts'

interface Row {
  readonly xs: ReadonlyArray<number>
  readonly value: number
  /** What the value lacks of the true one, in units of its last place. */
  readonly off: number
}

const double = (hex: string): number => {
  const view = new DataView(new ArrayBuffer(8))
  view.setBigUint64(0, BigInt(`0x${hex}`))
  return view.getFloat64(0)
}

const rowOf = (line: string): Row => {
  const parts = line.split(' ')
  const numbers = parts.slice(0, -1).map(double)
  return { xs: numbers.slice(0, -1), value: numbers.at(-1) ?? Number.NaN, off: Number(parts.at(-1)) / 1024 }
}

const read = (): { readonly [name: string]: string } => JSON.parse(readFileSync(new URL('../data/elementary.json', import.meta.url), 'utf8'))
const table = Object.entries(read()).map(([name, text]) => ({ name, rows: text.split('\n').map(rowOf) }))

/** The last place of a float. */
const unit = (x: number): number => {
  const a = Math.abs(x)
  let u = 2 ** -1074
  while (u * 2 ** 53 <= a) u *= 2
  return u
}

/** The error in units in the last place. */
const error = (got: number, { value, off }: Row): number => (Object.is(got, value) ? Math.abs(off) : Math.abs((got - value) / unit(value) - off))

/** Derivatives, which share the exponential of their function or multiply it, are not among the functions themselves. */
const coarser: { readonly [name: string]: number } = { sechSquared: 4, powByBase: 2, powByExponent: 2, powByBaseTwice: 2, powByBoth: 2, powByExponentTwice: 3 }

describe('the elementary functions', () => {
  it('are all in the table', () => {
    expect(table.map(({ name }) => name).sort()).toEqual([...names].sort())
    expect(table.every(({ rows }) => rows.length > 150)).toBe(true)
  })

  it.each(table)('$name is within a unit in the last place, or as many as it says', ({ name, rows }) => {
    const f = twin(name)
    const worst = Math.max(...rows.map((row) => error(f(row.xs[0] ?? 0, row.xs[1] ?? 0), row)))
    expect(worst).toBeLessThan(coarser[name] ?? 1)
  })

  it('are measured by a measure that sees a unit', () => {
    const row: Row = { xs: [0], value: 1, off: 0.25 }
    expect(error(1, row)).toBe(0.25)
    expect(error(1 + 2 ** -52, row)).toBe(0.75)
    expect(error(1 - 2 ** -53, row)).toBe(0.75)
    expect(error(Number.NaN, row)).toBeNaN()
    expect(unit(2 ** -1074)).toBe(2 ** -1074)
    expect(unit(-3)).toBe(2 ** -51)
  })
})
