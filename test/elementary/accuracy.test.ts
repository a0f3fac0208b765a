/**
 * The elementary functions against arbitrary-precision values: within one unit in the last place, over the
 * whole range.
 */
import { describe, expect, it } from 'vitest'
import { coarser, error, type Row, table, unit } from './table.ts'
import { names, twin } from './twins.ts'

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
