/**
 * A chart of characters: one column per step, one row per power of ten.
 */
import { power } from './page.ts'

/** A series of values above 0, one per column, and the mark that stands for it. */
export interface Series {
  readonly mark: string
  readonly values: ReadonlyArray<number>
}

export interface Axes {
  /** Exponents of ten, largest first. */
  readonly rows: ReadonlyArray<number>
  readonly columns: ReadonlyArray<string>
  readonly label: string
}

const cell = 4

const nearest = (rows: ReadonlyArray<number>, value: number): number => {
  const exponent = Math.log10(value)
  return rows.reduce((best, row, i) => (Math.abs(row - exponent) < Math.abs((rows[best] ?? Infinity) - exponent) ? i : best), 0)
}

/** Where series meet, `both` stands. A value of 0 lies below every row and is not drawn. */
export const logChart = (series: ReadonlyArray<Series>, both: string, { rows, columns, label }: Axes): string => {
  const markAt = (row: number, column: number): string => {
    const found = series.filter(({ values }) => (values[column] ?? 0) > 0 && nearest(rows, values[column] ?? 0) === row)
    return found.length > 1 ? both : (found[0]?.mark ?? ' ')
  }
  const lines = rows.map((exponent, row) =>
    `${power(exponent).padStart(5)} ┤${columns.map((_, column) => markAt(row, column).padStart(cell)).join('')}`.trimEnd(),
  )
  // Every second name, so that none touches the next.
  const names = columns.map((name, column) => (column % 2 === 0 ? ' '.repeat(cell - 1) + name : '').padEnd(column % 2 === 0 ? 2 * cell : 0)).join('')
  return [label, ...lines, `      └${'─'.repeat(cell * columns.length + 2)}`, `       ${names}`.trimEnd()].join('\n')
}
