/**
 * Patterns with known colourings.
 */
import { aval } from '../../src/array/aval.ts'
import { seal } from '../../src/array/tensor.ts'
import type { Sparsity } from '../../src/sparse/matrix.ts'
import { phantom } from '../../src/type/phantom.ts'

const integers = (data: ReadonlyArray<number>) => phantom<Sparsity['rows']>(seal(aval('int32', [data.length]), Int32Array.from(data)))

/** A pattern of the entries given. */
export const entries = (shape: readonly [number, number], at: ReadonlyArray<readonly [number, number]>): Sparsity => ({
  shape,
  rows: integers(at.map(([i]) => i)),
  columns: integers(at.map(([, j]) => j)),
})

/** Every entry that a predicate names. */
export const where = (m: number, n: number, holds: (i: number, j: number) => boolean): Sparsity =>
  entries(
    [m, n],
    Array.from({ length: m * n }, (_, k) => [Math.floor(k / n), k % n] as const).filter(([i, j]) => holds(i, j)),
  )

export const banded = (n: number, width: number): Sparsity => where(n, n, (i, j) => Math.abs(i - j) <= width)

export const arrow = (n: number): Sparsity => where(n, n, (i, j) => i === j || i === 0 || j === 0)

/** The symmetric pattern of a graph on n vertices, with a diagonal. */
export const graph = (n: number, edges: ReadonlyArray<readonly [number, number]>): Sparsity =>
  where(n, n, (i, j) => i === j || edges.some(([a, b]) => (a === i && b === j) || (a === j && b === i)))

export const cycle = (n: number): Sparsity =>
  graph(
    n,
    Array.from({ length: n }, (_, i) => [i, (i + 1) % n] as const),
  )

/** The five-point stencil on a grid. */
export const grid = (m: number, n: number): Sparsity =>
  where(m * n, m * n, (i, j) => Math.abs(Math.floor(i / n) - Math.floor(j / n)) + Math.abs((i % n) - (j % n)) <= 1)
