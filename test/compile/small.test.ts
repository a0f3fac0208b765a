/**
 * Small matrices are factored by loops of the compiled code, with the bits of the kernels that larger ones are handed to: also
 * where a pivot is zero, where two are equal in size, and where an entry is none or infinite.
 */
import { describe, expect, it } from 'vitest'
import { type Dims, sizeOf } from '../../src/array/shape.ts'
import { type AnyTensor, avalOf, sameTensor, tensor } from '../../src/array/tensor.ts'
import { none } from '../../src/basis/declare.ts'
import { assemble } from '../../src/compile/assemble.ts'
import { compileProgram } from '../../src/compile/kernel.ts'
import { evaluation } from '../../src/interpret/evaluate.ts'
import { choleskyPrimitive } from '../../src/primitive/linear-cholesky.ts'
import { detPrimitive, slogdetPrimitive, solvePrimitive } from '../../src/primitive/linear-solve.ts'
import { lowerSolvePrimitive, upperSolvePrimitive } from '../../src/primitive/linear-triangular.ts'
import { applyTo } from '../../src/program/expr.ts'
import { fold } from '../../src/program/fold.ts'
import type { Primitive, Program } from '../../src/program/model.ts'
import { close } from '../../src/program/trace.ts'
import type { Table } from '../table.ts'

const programOf = (primitive: Primitive, shapes: ReadonlyArray<Dims>): Program =>
  close(
    shapes.map((shape) => avalOf(tensor(new Float64Array(sizeOf(shape)), shape))),
    (args) => applyTo(primitive, none, args),
  )

type Run = (at: ReadonlyArray<AnyTensor>) => ReadonlyArray<AnyTensor> | undefined

/** The interpreter, and the kernels of both backends. */
const made = (program: Program): ReadonlyArray<Run> => [
  fold(evaluation)(program),
  ...(['webassembly', 'javascript'] as const).map((backend): Run => {
    const compiled = compileProgram(program, backend)
    return (at) => compiled?.run(at)
  }),
]

/** Each program is made once, for matrices of every kind. */
const known = new Map<string, ReadonlyArray<Run>>()
const runsOf = (primitive: Primitive, shapes: ReadonlyArray<Dims>): ReadonlyArray<Run> => {
  const key = `${primitive.name} ${JSON.stringify(shapes)}`
  const runs = known.get(key) ?? made(programOf(primitive, shapes))
  known.set(key, runs)
  return runs
}

const agree = ([interpreted, ...kernels]: ReadonlyArray<Run>, at: ReadonlyArray<AnyTensor>): void => {
  const wanted = interpreted?.(at) ?? expect.fail('nothing interprets')
  for (const run of kernels) {
    const found = run(at)
    expect(wanted.map((of, j) => found?.[j] !== undefined && sameTensor(of, found[j]))).toEqual(wanted.map(() => true))
  }
}

type Fill = (i: number, j: number, seed: number) => number

const wave: Fill = (i, j, seed) => Math.sin(12.9898 * (i + 1) * (seed + 1) + 78.233 * j)

const odd =
  (value: number): Fill =>
  (i, j, seed) =>
    (i + 2 * j + seed) % 5 === 0 ? value : wave(i, j, seed)

const fills: { readonly [name: string]: Fill } = {
  'of any entries': wave,
  'that are symmetric and positive': (i, j, seed) => (i === j ? 3 + wave(i, i, seed) : 0.3 * (wave(i, j, seed) + wave(j, i, seed))),
  'of one row': (_, j, seed) => wave(0, j, seed),
  'of equal pivots of both signs': (i, j, seed) => ((i * j + seed) % 2 === 0 ? 1 : -1),
  'of small whole numbers': (i, j, seed) => ((5 * i + 3 * j + 2 * i * j + seed) % 5) - 2,
  'of zeros': (i, j) => ((i + j) % 2 === 0 ? 0 : -0),
  'of zeros in a column': (i, j, seed) => (j === seed % 2 ? -0 : wave(i, j, seed)),
  'with NaN': odd(Number.NaN),
  'with an infinity': odd(Number.POSITIVE_INFINITY),
  'with its negative': odd(Number.NEGATIVE_INFINITY),
}

const filled = (fill: Fill, [batch, m, n]: readonly [number, number, number], seed: number): AnyTensor =>
  tensor(
    Float64Array.from({ length: batch * m * n }, (_, at) => fill(Math.floor(at / n) % m, at % n, seed + Math.floor(at / (m * n)))),
    [batch, m, n],
  )

const alone: Table<readonly [string, Primitive]> = [
  ['cholesky', choleskyPrimitive],
  ['det', detPrimitive],
  ['slogdet', slogdetPrimitive],
]

const acting: Table<readonly [string, Primitive]> = [
  ['solve', solvePrimitive],
  ['lowerSolve', lowerSolvePrimitive],
  ['upperSolve', upperSolvePrimitive],
]

describe.each(Object.entries(fills))('matrices %s', (_, fill) => {
  it.each(alone)('%s has the bits of its kernel', (__, primitive) => {
    for (const n of [0, 1, 2, 3, 4, 5, 6]) for (const batch of [0, 1, 3]) agree(runsOf(primitive, [[batch, n, n]]), [filled(fill, [batch, n, n], n)])
  })

  it.each(acting)('%s has the bits of its kernel', (__, primitive) => {
    for (const n of [0, 1, 2, 3, 4, 5])
      for (const [batch, k] of [
        [1, 1],
        [3, n],
        [2, 0],
        [0, 2],
      ] as const) {
        const shapes: ReadonlyArray<readonly [number, number, number]> = [
          [batch, n, n],
          [batch, n, k],
        ]
        for (const right of [wave, fill]) agree(runsOf(primitive, shapes), [filled(fill, [batch, n, n], n), filled(right, [batch, n, k], n + 1)])
      }
  })
})

describe('the compiled code', () => {
  it.each([...alone, ...acting])('calls out for no small matrix, and for large ones: %s', (_, primitive) => {
    const calls = (n: number): number => {
      const shapes = acting.some(([, one]) => one === primitive)
        ? [
            [n, n],
            [n, 1],
          ]
        : [[n, n]]
      return assemble(programOf(primitive, shapes)).hosts.length
    }
    expect([1, 2, 3, 4, 5].map(calls)).toEqual([0, 0, 0, 0, 0])
    expect(calls(30)).toBe(1)
  })
})
