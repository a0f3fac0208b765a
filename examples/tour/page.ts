/**
 * A page of the tour: chapters are blocks of text, code, figures and facts, and this is how a block
 * becomes lines. Nothing is printed here.
 */
import { type AnyTensor, isTensor, showTensor } from 'wengert'

// model ------------------------------------------------------------------------------------

export type Block =
  | { readonly _tag: 'Text'; readonly text: string }
  | { readonly _tag: 'Code'; readonly text: string }
  /** A table or a chart: printed as it is. */
  | { readonly _tag: 'Figure'; readonly text: string }
  | { readonly _tag: 'Facts'; readonly rows: ReadonlyArray<readonly [string, string, string]> }
  /** Where a long computation stands: one line that is written over, or only its milestones. */
  | { readonly _tag: 'Progress'; readonly text: string; readonly milestone: boolean }

export interface Chapter {
  readonly title: string
  /** Computed block by block, so that a reader sees each as soon as it is known. */
  readonly body: (columns: number) => Iterable<Block>
}

/** How marks are made: with colours on a terminal that has them, else plainly. */
export interface Ink {
  readonly strong: (text: string) => string
  readonly code: (text: string) => string
  readonly value: (text: string) => string
  readonly faint: (text: string) => string
}

// constructors -----------------------------------------------------------------------------

/** A paragraph; line breaks in it are spaces. */
export const text = (words: string): Block => ({ _tag: 'Text', text: words.replace(/\s+/g, ' ').trim() })

/** Lines with the indentation of the first taken off all of them. */
const flush = (lines: string): string => {
  const bare = lines.replace(/^\n+|\s+$/g, '')
  const [indent = ''] = /^ */.exec(bare) ?? []
  return bare
    .split('\n')
    .map((line) => (line.startsWith(indent) ? line.slice(indent.length) : line))
    .join('\n')
}

export const code = (lines: string): Block => ({ _tag: 'Code', text: flush(lines) })

export const figure = (lines: string): Block => ({ _tag: 'Figure', text: lines })

/** Lines of prose that may be long: they are wrapped, and go on at their own indentation. */
export const report = (lines: string): Block =>
  figure(
    lines
      .split('\n')
      .flatMap((line) => {
        const [indent = ''] = /^ */.exec(line) ?? []
        return wrap(line.slice(indent.length), 92).map((part) => (width(line) > 92 ? indent + part : line))
      })
      .join('\n'),
  )

/** What was computed, its value beside it, and a note after that where there is one. */
export const facts = (...rows: ReadonlyArray<readonly [string, unknown, string?]>): Block => ({
  _tag: 'Facts',
  rows: rows.map(([what, value, note = '']) => [what, typeof value === 'string' ? value : show(value), note]),
})

export const progress = (line: string, milestone: boolean): Block => ({ _tag: 'Progress', text: line, milestone })

// combinators ------------------------------------------------------------------------------

/** A value as JavaScript writes it, with nothing rounded off. */
export const show = (value: unknown): string => {
  if (typeof value === 'number') return Object.is(value, -0) ? '-0' : String(value)
  if (value instanceof Float64Array) return `[${Array.from(value, show).join(', ')}]`
  if (Array.isArray(value)) return `[${value.map(show).join(', ')}]`
  if (isTensor(value)) return showTensor(value)
  if (typeof value === 'object' && value !== null)
    return `{ ${Object.entries(value)
      .map(([key, item]) => `${key}: ${show(item)}`)
      .join(', ')} }`
  return String(value)
}

/** The number in a tensor of one. */
export const numberOf = (value: AnyTensor | undefined): string => (value === undefined ? 'none' : showTensor(value).replace(/^f64 /, ''))

const superscripts = '⁰¹²³⁴⁵⁶⁷⁸⁹'

const raised = (exponent: number): string => `${exponent < 0 ? '⁻' : ''}${[...String(Math.abs(exponent))].map((digit) => superscripts[Number(digit)]).join('')}`

/** A power of ten. */
export const power = (exponent: number): string => `10${raised(exponent)}`

/** A size or an error to two digits: 3.1·10⁻⁸. */
export const rough = (value: number): string => {
  if (value === 0 || !Number.isFinite(value)) return String(value)
  const [mantissa = '', exponent = ''] = value.toExponential(1).split('e')
  return Number(exponent) >= -2 && Number(exponent) < 4 ? String(Number(value.toPrecision(2))) : `${mantissa}·${power(Number(exponent))}`
}

/** The columns that a text takes: marks over letters take none. */
const width = (line: string): number => line.normalize('NFC').replace(/\p{Mn}/gu, '').length

const pad = (cell: string, columns: number): string => cell + ' '.repeat(Math.max(0, columns - width(cell)))

const wrap = (words: string, columns: number): ReadonlyArray<string> => {
  const lines: Array<string> = []
  for (const word of words.split(' ')) {
    const last = lines.at(-1)
    if (last !== undefined && width(last) + 1 + width(word) <= columns) lines[lines.length - 1] = `${last} ${word}`
    else lines.push(word)
  }
  return lines
}

// destructors ------------------------------------------------------------------------------

const measure = 80

/** Marks what stands between backquotes. */
const marked = (line: string, ink: Ink): string => line.replace(/`([^`]+)`/g, (quoted, inner: string) => (ink.code(inner) === inner ? quoted : ink.code(inner)))

const indented = (lines: string, ink: (line: string) => string): string =>
  lines
    .split('\n')
    .map((line) => (line === '' ? '' : `    ${ink(line)}`))
    .join('\n')

/** A block as lines, an empty one after them. */
export const render = (block: Block, ink: Ink, columns: number): string => {
  switch (block._tag) {
    case 'Text':
      return `${wrap(block.text, Math.min(measure, columns - 4))
        .map((line) => `  ${marked(line, ink)}`)
        .join('\n')}\n`
    case 'Code':
      return `${indented(block.text, ink.code)}\n`
    case 'Figure':
      return `${indented(block.text, (line) => (/^[─┄]+$/.test(line) ? ink.faint(line) : line))}\n`
    case 'Facts': {
      const [first = 0, second = 0] = [0, 1].map((i) => Math.max(...block.rows.map((row) => width(row[i] ?? ''))))
      const room = Math.max(40, columns - first - 8)
      const line = ([what, value, note]: readonly [string, string, string]): string => {
        const [start = '', ...rest] = note === '' ? wrap(value, room) : [pad(value, second)]
        const more = rest.map((part) => `\n${' '.repeat(first + 7)}${ink.value(part)}`).join('')
        return `    ${ink.code(pad(what, first))}   ${ink.value(start)}${more}${note === '' ? '' : `   ${ink.faint(note)}`}`
      }
      return `${block.rows.map(line).join('\n')}\n`
    }
    case 'Progress':
      return `    ${block.text}`
  }
}

/** A title, numbered where the chapter is one of several. */
export const heading = (title: string, ink: Ink, columns: number): string =>
  `\n${ink.strong(`  ${title}`)}\n${ink.faint(`  ${'━'.repeat(Math.min(measure, columns - 4))}`)}\n`
