/**
 * Sparse matrices as values: coordinates and entries, row after row (COO), and what can be made of them.
 */
import { aval } from '../array/aval.ts'
import { dataOf, isTensor, seal, type Tensor } from '../array/tensor.ts'
import { raise } from '../failure.ts'
import { entry, integerAt } from '../entry.ts'
import { scatterPrimitive } from '../primitive/gather.ts'
import { reshape } from '../primitive/shape.ts'
import { applyLowered, composed } from '../program/operate.ts'
import type { Matrix, Vector } from '../program/model.ts'
import { phantom } from '../type/phantom.ts'
import { bestColours, type Ordering } from './colour.ts'
import { type Pattern, rowsOf, transposed } from './pattern.ts'
import { orderingsOf } from './plan.ts'
import { bestStars } from './star.ts'
import { checkOptions } from '../program/option.ts'
import { isWholes } from '../array/list.ts'
import { checkRecord } from '../program/given.ts'

/** Where a matrix may have entries that are not zero: coordinates, row after row, columns ascending. */
export interface Sparsity {
  readonly shape: readonly [number, number]
  readonly rows: Tensor<[number], 'int32'>
  readonly columns: Tensor<[number], 'int32'>
}

/** A sparse derivative in coordinates (COO): entry k stands at (rows[k], columns[k]). */
export interface SparseMatrix<V = Float64Array> extends Sparsity {
  readonly values: V
  /** How many products with the derivative it took. */
  readonly passes: number
  /** Whether those were pushforwards or pullbacks. */
  readonly direction: 'forward' | 'reverse'
}

/** The same by rows (CSR): row i has the entries from starts[i] up to starts[i + 1]. */
export interface CsrMatrix<V = Float64Array> {
  readonly shape: readonly [number, number]
  readonly starts: Tensor<[number], 'int32'>
  readonly columns: Tensor<[number], 'int32'>
  readonly values: V
}

/** Colours from 0 for the columns or the rows of a pattern; −1 where one has no entries. */
export interface Colouring {
  readonly by: 'columns' | 'rows' | 'star'
  readonly count: number
  readonly colours: Tensor<[number], 'int32'>
}

/** What to colour, and in which order. */
export interface ColouringOptions {
  readonly by?: Colouring['by']
  readonly ordering?: Ordering
}

const integers = (data: Int32Array): Tensor<[number], 'int32'> => phantom(seal(aval('int32', [data.length]), data))

/** A pattern as users see it. */
export const sparsityOf = (pattern: Pattern): Sparsity =>
  Object.freeze({ shape: Object.freeze([pattern.height, pattern.width] as const), rows: integers(rowsOf(pattern)), columns: integers(pattern.columns) })

const isSizes = (shape: unknown): boolean => isWholes(shape, 0) && shape.length === 2 && shape.every((n) => n < 2 ** 31)

/** Rows and columns; what has none, or has them outside of its shape, is refused. */
const placesOf = (operation: string, given: Sparsity): readonly [ArrayLike<number>, ArrayLike<number>] => {
  checkRecord(
    operation,
    'a sparse matrix or pattern',
    given,
    { shape: isSizes, rows: isTensor, columns: isTensor },
    'as sparseJacobian(f)(x) or sparsity(f)(x) answers with',
  )
  const [[height, width], is, js] = [given.shape, dataOf(given.rows), dataOf(given.columns)]
  if (is.length !== js.length) return raise({ _tag: 'Argument', operation, reason: `there are ${is.length} rows and ${js.length} columns` })
  for (let k = 0; k < is.length; k++) {
    const [i, j] = [entry(is, k), entry(js, k)]
    if (i < 0 || i >= height || j < 0 || j >= width)
      return raise({ _tag: 'Argument', operation, reason: `the entry (${i}, ${j}) is outside of ${height} × ${width}` })
  }
  return [is, js]
}

/** A pattern that users made or were given; its entries may stand in any order. */
export const patternOf = (operation: string, given: Sparsity): Pattern => {
  const [is, js] = placesOf(operation, given)
  const [height, width] = given.shape
  const starts = new Int32Array(height + 1)
  for (let k = 0; k < is.length; k++) {
    const i = entry(is, k)
    starts[i + 1] = integerAt(starts, i + 1) + 1
  }
  for (let i = 0; i < height; i++) starts[i + 1] = integerAt(starts, i + 1) + integerAt(starts, i)
  const next = starts.slice(0, height)
  const made = new Int32Array(is.length)
  for (let k = 0; k < is.length; k++) {
    const at = integerAt(next, entry(is, k))
    made[at] = entry(js, k)
    next[entry(is, k)] = at + 1
  }
  // Transposing sorts.
  return transposed(transposed({ height, width, starts, columns: made }))
}

/** Whether (i, j) is there exactly if (j, i) is. */
const isSymmetric = (pattern: Pattern): boolean => {
  const turned = transposed(pattern)
  return (
    pattern.height === pattern.width && turned.starts.every((at, i) => at === pattern.starts[i]) && turned.columns.every((at, k) => at === pattern.columns[k])
  )
}

/**
 * A greedy colouring of a pattern. By `columns` (the default) or by `rows`: lines of one colour share
 * no entry of a line across them, so that they are found together by one product (Curtis, Powell and Reid,
 * 1974). As a `star`, of a symmetric pattern: neighbours differ and every path on four vertices has three
 * colours, so that either entry of each pair is found (Coleman and Moré, 1984). The ordering is `natural`
 * or `largestFirst`; where none is given the better of both is taken.
 *
 * @example
 * const { count, colours } = colouring(sparsity((x: Vector<4>) => cumsum(x))(new Float64Array(4)))
 * count              // 4: the last row is full
 * toArray(colours)   // [0, 1, 2, 3]
 * colouring(sparsity((x: Vector<4>) => mul(x, flip(x)))(new Float64Array(4))).count   // 2
 * @category sparse derivatives
 */
export const colouring = (sparsity: Sparsity, options: ColouringOptions = {}): Colouring => {
  checkOptions<ColouringOptions>('colouring', options, { by: ['columns', 'rows', 'star'], ordering: ['natural', 'largestFirst'] })
  const { by = 'columns', ordering } = options
  const pattern = patternOf('colouring', sparsity)
  if (by === 'star' && !isSymmetric(pattern))
    return raise({ _tag: 'Argument', operation: 'colouring', reason: 'the pattern is not symmetric', hint: 'colour it by columns or by rows' })
  const turned = transposed(pattern)
  const orderings = orderingsOf(ordering)
  const found =
    by === 'star' ? bestStars(pattern, orderings) : by === 'rows' ? bestColours(turned, pattern, orderings) : bestColours(pattern, turned, orderings)
  return Object.freeze({ by, count: found.count, colours: integers(found.of) })
}

/**
 * A sparse matrix by rows (CSR): `starts` has an entry per row and one more.
 *
 * @example
 * const { starts, columns, values } = toCsr(sparseJacobian((x: Vector<3>) => mul(x, flip(x)))(Float64Array.of(1, 2, 3)))
 * toArray(starts)    // [0, 2, 3, 5]
 * toArray(columns)   // [0, 2, 1, 0, 2]
 * values             // Float64Array [3, 1, 4, 3, 1]
 * @category sparse derivatives
 */
export const toCsr = <V>(matrix: SparseMatrix<V>): CsrMatrix<V> => {
  const [is] = placesOf('toCsr', matrix)
  const { shape, columns, values } = matrix
  const starts = new Int32Array(shape[0] + 1)
  for (let k = 0; k < is.length; k++) starts[entry(is, k) + 1] = integerAt(starts, entry(is, k) + 1) + 1
  for (let i = 0; i < shape[0]; i++) starts[i + 1] = integerAt(starts, i + 1) + integerAt(starts, i)
  return Object.freeze({ shape, starts: integers(starts), columns, values })
}

// Indices are int32, and this many numbers are eight gigabytes.
const largest = 2 ** 30

/**
 * A sparse matrix with its zeros: a Tensor, or an expression if its values are one.
 *
 * @example
 * toDense(sparseJacobian((x: Vector<2>) => square(x))(Float64Array.of(1, 2)))   // a Tensor of shape [2,2]: 2 0 0 4
 * @category sparse derivatives
 */
export const toDense = <V extends Float64Array | Vector>(matrix: SparseMatrix<V>): V extends Vector ? Matrix : Tensor<[number, number]> => {
  const [is, js] = placesOf('toDense', matrix)
  const { shape, values } = matrix
  const [height, width] = shape
  if (height * width > largest)
    return raise({ _tag: 'Argument', operation: 'toDense', reason: `${height} × ${width} numbers are too many`, hint: 'work with rows, columns and values' })
  const places = integers(Int32Array.from(is, (row: number, k: number) => row * width + entry(js, k)))
  const flat = composed<Vector>('toDense', [phantom(values)], (given) =>
    applyLowered(scatterPrimitive, { axis: 0, batch: 0, size: height * width }, [entry([places], 0), given]),
  )
  return phantom(reshape(flat, [height, width]))
}
