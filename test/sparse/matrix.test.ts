import { describe, expect, it } from 'vitest'
import { toArray } from '../../src/array/tensor.ts'
import { sum } from '../../src/basis/broadcast.ts'
import { grad } from '../../src/call/gradient.ts'
import { evaluate } from '../../src/call/vectorised.ts'
import type { Vector } from '../../src/program/model.ts'
import { square } from '../../src/primitive/arithmetic.ts'
import { colouring, patternOf, type SparseMatrix, toCsr, toDense } from '../../src/sparse/matrix.ts'
import { refusal } from '../failing.ts'
import { entries } from './graphs.ts'

const of = <V>(shape: readonly [number, number], at: ReadonlyArray<readonly [number, number]>, values: V): SparseMatrix<V> => ({
  ...entries(shape, at),
  values,
  passes: 1,
  direction: 'forward',
})

const some = of(
  [3, 2],
  [
    [0, 0],
    [2, 0],
    [2, 1],
  ],
  Float64Array.of(1, 2, 3),
)
const empty = of([0, 0], [], new Float64Array(0))

describe('toCsr', () => {
  it('counts the entries of the rows', () => {
    const { shape, starts, columns, values } = toCsr(some)
    expect([shape, toArray(starts), toArray(columns), values]).toEqual([[3, 2], [0, 1, 1, 3], [0, 0, 1], Float64Array.of(1, 2, 3)])
  })
  it('of nothing has a start', () => expect(toArray(toCsr(empty).starts)).toEqual([0]))
})

describe('toDense', () => {
  it('puts zeros between the entries', () =>
    expect(toArray(toDense(some))).toEqual([
      [1, 0],
      [0, 0],
      [2, 3],
    ]))
  it('of nothing is empty', () => {
    expect(toDense(empty).shape).toEqual([0, 0])
    expect(toArray(toDense(of([2, 3], [], new Float64Array(0))))).toEqual([
      [0, 0, 0],
      [0, 0, 0],
    ])
  })
  it('of expressions is one, and has a derivative', () => {
    const f = (values: Vector<3>) =>
      toDense(
        of(
          [3, 2],
          [
            [0, 0],
            [2, 0],
            [2, 1],
          ],
          values,
        ),
      )
    expect(toArray(evaluate(f)(Float64Array.of(4, 5, 6)))).toEqual([
      [4, 0],
      [0, 0],
      [5, 6],
    ])
    expect(grad((x: Vector<3>) => sum(square(f(x))))(Float64Array.of(4, 5, 6))).toEqual(Float64Array.of(8, 10, 12))
  })
  it('is refused where it would not fit', () =>
    expect(refusal(() => toDense(of([100_000, 100_000], [], new Float64Array(0))))).toBe(
      'Argument: toDense: 100000 × 100000 numbers are too many; work with rows, columns and values',
    ))
})

describe('a pattern made by hand', () => {
  it('may have its entries in any order', () => {
    const { starts, columns } = patternOf(
      'test',
      entries(
        [2, 3],
        [
          [1, 2],
          [0, 1],
          [1, 0],
        ],
      ),
    )
    expect([[...starts], [...columns]]).toEqual([
      [0, 1, 3],
      [1, 0, 2],
    ])
  })
  it('must have them inside, and as many rows as columns', () => {
    expect(refusal(() => colouring(entries([2, 2], [[0, 2]])))).toBe('Argument: colouring: the entry (0, 2) is outside of 2 × 2')
    expect(refusal(() => colouring(entries([2, 2], [[-1, 0]])))).toBe('Argument: colouring: the entry (-1, 0) is outside of 2 × 2')
    expect(refusal(() => colouring({ ...entries([2, 2], [[0, 0]]), columns: entries([2, 2], []).columns }))).toBe(
      'Argument: colouring: there are 1 rows and 0 columns',
    )
  })
})
