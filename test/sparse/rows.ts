/**
 * Patterns as lists of columns, row by row, for tests to compare.
 */
import { dataOf } from '../../src/array/tensor.ts'
import type { Sparsity } from '../../src/sparse/matrix.ts'

export const rowsIn = ({ shape, rows, columns }: Sparsity): ReadonlyArray<ReadonlyArray<number>> => {
  const js = dataOf(columns)
  const found = Array.from({ length: shape[0] }, (): Array<number> => [])
  dataOf(rows).forEach((row: number, k: number) => {
    found[row]?.push(js[k] ?? -1)
  })
  return found
}
