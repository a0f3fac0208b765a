/**
 * Random functions of the rows of a table, and their gradients, compiled: rows multiplied by matrices, scaled, summed and
 * picked, and matrices made of them, which are again factors. Enough rows that they go tile by tile.
 */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sizeOf } from '../../src/array/shape.ts'
import { type AnyTensor, avalOf, sameTensor, tensor } from '../../src/array/tensor.ts'
import { assemble } from '../../src/compile/assemble.ts'
import { compileProgram } from '../../src/compile/kernel.ts'
import * as w from '../../src/index.ts'
import { evaluation } from '../../src/interpret/evaluate.ts'
import { fold } from '../../src/program/fold.ts'
import { close } from '../../src/program/trace.ts'
import { optimised } from '../../src/simplify/optimise.ts'
import { phantom } from '../../src/type/phantom.ts'
import { samples } from '../share.ts'

type Table = w.Matrix
type Column = w.Vector

const width = 24

const wave = (...shape: ReadonlyArray<number>): AnyTensor =>
  tensor(
    Float64Array.from({ length: sizeOf(shape) }, (_, i) => Math.sin(12.9898 * i)),
    shape,
  )

/** All that there is so far, by its kind. */
interface Made {
  readonly tables: ReadonlyArray<Table>
  readonly squares: ReadonlyArray<Table>
  readonly columns: ReadonlyArray<Column>
  readonly rows: ReadonlyArray<Column>
}

/** Which operation, and of what. */
interface Step {
  readonly operation: number
  readonly first: number
  readonly second: number
}

const pick = <A>(list: ReadonlyArray<A>, at: number): A => phantom(list[at % list.length])

const operations: ReadonlyArray<(made: Made, first: number, second: number) => Partial<Made>> = [
  ({ tables, squares }, i, j) => ({ tables: [phantom(w.matmul(pick(tables, i), pick(squares, j)))] }),
  ({ tables, rows }, i, j) => ({ tables: [phantom(w.tanh(w.add(pick(tables, i), pick(rows, j))))] }),
  ({ tables, columns }, i, j) => ({ tables: [phantom(w.mul(pick(tables, i), w.expandDims(pick(columns, j), 1)))] }),
  ({ tables }, i, j) => ({ tables: [phantom(w.sub(pick(tables, i), pick(tables, j)))] }),
  ({ tables }, i, j) => ({ columns: [phantom(w.sum(w.mul(pick(tables, i), pick(tables, j)), { axes: 1 }))] }),
  ({ tables }, i) => ({ columns: [phantom(w.logsumexp(pick(tables, i), { axes: 1 }))] }),
  ({ tables, rows }, i, j) => ({ columns: [phantom(w.matmul(pick(tables, i), pick(rows, j)))] }),
  ({ tables }, i, j) => ({ squares: [phantom(w.mul(0.01, w.einsum('ni,nj->ij', pick(tables, i), pick(tables, j))))] }),
  ({ tables }, i) => ({ rows: [phantom(w.mean(pick(tables, i), { axes: 0 }))] }),
  ({ tables, columns }, i, j) => ({ rows: [phantom(w.mul(0.01, w.matmul(pick(columns, j), pick(tables, i))))] }),
  ({ columns }, i) => ({ columns: [phantom(w.mul(0.01, w.cumsum(pick(columns, i))))] }),
]

const grown = (made: Made, { operation, first, second }: Step): Made => {
  const { tables = [], squares = [], columns = [], rows = [] } = pick(operations, operation)(made, first, second)
  return {
    tables: [...made.tables, ...tables],
    squares: [...made.squares, ...squares],
    columns: [...made.columns, ...columns],
    rows: [...made.rows, ...rows],
  }
}

const at = [wave(width, width), wave(width)]

/** The gradient, by a square and a row, of a sum over the last of each kind. */
const programOf = (count: number, steps: ReadonlyArray<Step>): w.Program => {
  const data = phantom<Table>(wave(count, width))
  const of = close(at.map(avalOf), (xs) => {
    const [square, row] = phantom<readonly [Table, Column]>(xs)
    const start: Made = { tables: [data, phantom(w.mul(data, row))], squares: [square], columns: [phantom(wave(count))], rows: [row] }
    const { tables, squares, columns, rows } = steps.reduce(grown, start)
    const total = [tables, squares, columns, rows].map((list) => w.sum(w.tanh(phantom<Column>(list.at(-1)))))
    return [phantom(w.add(phantom<readonly [w.Scalar, w.Scalar, w.Scalar, w.Scalar]>(total)))]
  })
  return optimised(w.grad(of, { argnums: [0, 1] }))
}

const small = fc.nat(97)
const step: fc.Arbitrary<Step> = fc.record({ operation: small, first: small, second: small })

const runs = samples(15)

describe('random functions of many rows', () => {
  it('have the bits of the interpreter', () => {
    const sizes: Array<number> = []
    fc.assert(
      fc.property(fc.integer({ min: 700, max: 716 }), fc.array(step, { minLength: 3, maxLength: 10 }), (count, steps) => {
        const program = programOf(count, steps)
        const wanted = fold(evaluation)(program)(at)
        sizes.push(assemble(program).body.filter((s) => s._tag === 'Loop' && s.extent === Math.floor(count / 8)).length)
        for (const backend of ['webassembly', 'javascript'] as const) {
          const got = compileProgram(program, backend)?.run(at) ?? []
          expect(wanted.map((tensor, j) => got[j] !== undefined && sameTensor(tensor, got[j]))).toEqual([true, true])
        }
      }),
      { numRuns: runs },
    )
    // It would be an empty claim otherwise.
    expect(sizes.filter((loops) => loops > 0).length).toBeGreaterThan(runs / 3)
  })
})
