/**
 * The terminal: the only place of the tour that writes. Colour and the updating line are for a
 * terminal; a file or a pipe gets plain lines.
 */
import process from 'node:process'
import { type Chapter, heading, type Ink, render } from './page.ts'

const { stdout, env } = process
const live = stdout.isTTY === true
const coloured = live && !env['NO_COLOR'] && env['TERM'] !== 'dumb'

// A reader that has seen enough, such as head, closes the pipe.
stdout.on('error', () => process.exit(0))

const paint =
  (from: number, to: number) =>
  (text: string): string =>
    coloured ? `\u001b[${from}m${text}\u001b[${to}m` : text

export const ink: Ink = { strong: paint(1, 22), code: paint(36, 39), value: paint(1, 22), faint: paint(2, 22) }

/** Columns at hand; enough for every table where nobody counts them. */
export const columns: number = stdout.columns ?? 120

export const print = (line: string): void => {
  stdout.write(`${line}\n`)
}

// Back to the start of the line, and clear it.
const again = '\r\u001b[K'

/** Print a chapter while it is computed; with its number where it is one of several. */
export const present = (chapter: Chapter, number?: number): void => {
  print(heading(number === undefined ? chapter.title : `${number}  ${chapter.title}`, ink, columns))
  // Whether the cursor stands on a progress line.
  let open = false
  const close = (): void => {
    if (open) print('')
    open = false
  }
  let listed = false
  for (const block of chapter.body(columns)) {
    const lines = render(block, ink, columns)
    if (block._tag !== 'Progress') {
      close()
      if (listed) print('')
      listed = false
      print(lines)
    } else if (live) {
      stdout.write(again + lines.slice(0, columns - 1))
      open = true
      listed = true
    } else if (block.milestone) {
      print(lines)
      listed = true
    }
  }
  close()
}
