/**
 * Tables of text: columns aligned for a terminal, or Markdown.
 *
 * Alignment counts what is seen: a combining mark, such as the dot of v̇ or the bar of v̄, takes no
 * column, and a wide East Asian character takes two.
 */
import { entry } from '../entry.ts'
import { checkRecord, isListOf, isText } from '../program/given.ts'

/** How a table is written. */
export type Format = 'text' | 'markdown'

/** A table: every row has a cell for each column of the head. */
export interface Table {
  readonly head: ReadonlyArray<string>
  readonly rows: ReadonlyArray<ReadonlyArray<string>>
}

const mark = /^[\p{Mn}\p{Me}\p{Cf}]$/u
const wide =
  /^[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}\p{Emoji_Presentation}]$/u

/** Columns that a text takes on a terminal. */
export const widthOf = (text: string): number => {
  let width = 0
  for (const char of text) if (!mark.test(char)) width += wide.test(char) ? 2 : 1
  return width
}

const pad = (text: string, width: number): string => text + ' '.repeat(Math.max(0, width - widthOf(text)))

const widths = ({ head, rows }: Table, least: number): ReadonlyArray<number> => {
  const out = head.map((title) => Math.max(least, widthOf(title)))
  for (const row of rows)
    row.forEach((cell, i) => {
      out[i] = Math.max(entry(out, i), widthOf(cell))
    })
  return out
}

const textTable = (table: Table): string => {
  const width = widths(table, 1)
  const line = (cells: ReadonlyArray<string>): string =>
    width
      .map((w, i) => pad(entry(cells, i), w))
      .join('  ')
      .trimEnd()
  return [line(table.head), width.map((w) => '─'.repeat(w)).join('──'), ...table.rows.map(line)].join('\n')
}

const markdownTable = ({ head, rows }: Table): string => {
  const escaped = (cells: ReadonlyArray<string>): ReadonlyArray<string> => cells.map((cell) => cell.replaceAll('\\', '\\\\').replaceAll('|', '\\|'))
  const safe: Table = { head: escaped(head), rows: rows.map(escaped) }
  const width = widths(safe, 3)
  const line = (cells: ReadonlyArray<string>): string => `| ${width.map((w, i) => pad(entry(cells, i), w)).join(' | ')} |`
  return [line(safe.head), `| ${width.map((w) => '-'.repeat(w)).join(' | ')} |`, ...safe.rows.map(line)].join('\n')
}

/**
 * A table as text. Both formats hold the same cells.
 *
 * @example
 * showTable({ head: ['n', 'n²'], rows: [['10', '100']] }, 'text')
 * // n   n²
 * // ───────
 * // 10  100
 * @category drawing
 */
export const showTable = (table: Table, format: Format): string => {
  checkRecord(
    'showTable',
    'a table',
    table,
    { head: isListOf(isText), rows: isListOf(isListOf(isText)) },
    "write { head: ['x'], rows: [['1']] }, all of it text",
  )
  return format === 'markdown' ? markdownTable(table) : textTable(table)
}
