/**
 * Spy plots: the pattern of a sparse matrix as text, in dots of Braille, eight to a character.
 */
import { entry } from '../entry.ts'
import { dataOf } from '../array/tensor.ts'
import { raise } from '../failure.ts'
import { type Colouring, patternOf, type Sparsity } from '../sparse/matrix.ts'
import { checkOptions } from '../program/option.ts'

/** How a pattern is drawn. */
export interface SpyOptions {
  /** The most characters in a line; a dot stands for several entries where the matrix is wider than twice that. */
  readonly width?: number
  /** Colours to write, a digit or letter per entry, in place of dots. */
  readonly colours?: Colouring
}

/** The bit of a Braille character at each of its four rows and two columns (Unicode, U+2800 and on). */
const bits: ReadonlyArray<readonly [number, number]> = [
  [0x01, 0x08],
  [0x02, 0x10],
  [0x04, 0x20],
  [0x40, 0x80],
]

const digits = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'

const head = ([height, width]: readonly [number, number], entries: number): string => `${height} × ${width}, ${entries} ${entries === 1 ? 'entry' : 'entries'}`

const dots = (sparsity: Sparsity, most: number): ReadonlyArray<string> => {
  const { height, width, starts, columns } = patternOf('showSparsity', sparsity)
  // One scale for both directions, so that a diagonal stays a diagonal.
  const scale = Math.max(1, width / (2 * most), height / (4 * most))
  const [lines, cells] = [Math.ceil(Math.ceil(height / scale) / 4), Math.ceil(Math.ceil(width / scale) / 2)]
  const marks = new Uint8Array(lines * cells)
  for (let row = 0; row < height; row++)
    for (let k = entry(starts, row); k < entry(starts, row + 1); k++) {
      const [y, x] = [Math.floor(row / scale), Math.floor(entry(columns, k) / scale)]
      const at = Math.floor(y / 4) * cells + Math.floor(x / 2)
      marks[at] = entry(marks, at) | (bits[y % 4]?.[x % 2 === 0 ? 0 : 1] ?? 0)
    }
  return Array.from({ length: lines }, (_, line) =>
    String.fromCharCode(...Array.from(marks.subarray(line * cells, (line + 1) * cells), (mark) => 0x2800 + mark)),
  )
}

/** A character per entry: its colour, which is that of its column, or of its row. */
const coloured = (sparsity: Sparsity, { by, colours }: Colouring, colourAt: (index: number) => number): ReadonlyArray<string> => {
  const { height, width, starts, columns } = patternOf('showSparsity', sparsity)
  if (Number(colours.shape[0]) !== (by === 'rows' ? height : width))
    return raise({ _tag: 'Argument', operation: 'showSparsity', reason: `the colouring is of ${colours.shape[0]} ${by === 'rows' ? 'rows' : 'columns'}` })
  return Array.from({ length: height }, (_, row) => {
    const cells = new Array<string>(width).fill('·')
    for (let k = entry(starts, row); k < entry(starts, row + 1); k++) {
      const column = entry(columns, k)
      cells[column] = digits[colourAt(by === 'rows' ? row : column)] ?? '+'
    }
    return cells.join('')
  })
}

/**
 * A pattern, or a sparse matrix, as a picture in text: its size, then a dot of Braille for each entry, or
 * for each block that has one where it is wider than `width` characters. With `colours` each entry is
 * written as the colour of its column (or row), a digit or a letter, and + beyond 62.
 *
 * @example
 * const pattern = sparsity((x: Vector<6>) => cumsum(x))(new Float64Array(6))
 * showSparsity(pattern)
 * // 6 × 6, 21 entries
 * // ⣷⣄⠀
 * // ⠛⠛⠓
 * const band = hessianSparsity((x: Vector<4>) => sum(mul(slice(x, [1], [4]), slice(x, [0], [3]))))(new Float64Array(4))
 * showSparsity(band, { colours: colouring(band, { by: 'star' }) })
 * // 4 × 4, 6 entries
 * // ·1··
 * // 0·0·
 * // ·1·2
 * // ··0·
 * @category drawing
 */
export const showSparsity = (sparsity: Sparsity, options: SpyOptions = {}): string => {
  checkOptions<SpyOptions>('showSparsity', options, { width: null, colours: null })
  const { width = 64, colours } = options
  if (!Number.isInteger(width) || width < 1)
    return raise({ _tag: 'Argument', operation: 'showSparsity', reason: `the width ${width} is not a whole number from 1` })
  const given = colours === undefined ? null : dataOf(colours.colours)
  const lines = colours === undefined || given === null ? dots(sparsity, width) : coloured(sparsity, colours, (index) => entry(given, index))
  return [head(sparsity.shape, Number(sparsity.rows.shape[0])), ...lines].join('\n')
}
