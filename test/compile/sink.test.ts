/** What is cleared and then added to once is set, wherever it lies among the numbers that a nest of loops goes through: the bits of the interpreter. */
import { describe, expect, it } from 'vitest'
import { type Dims, sizeOf } from '../../src/array/shape.ts'
import { type AnyTensor, avalOf, sameTensor, tensor } from '../../src/array/tensor.ts'
import { assemble } from '../../src/compile/assemble.ts'
import { compileProgram } from '../../src/compile/kernel.ts'
import type { Block, Statement } from '../../src/compile/loop.ts'
import { evaluation } from '../../src/interpret/evaluate.ts'
import { einsum } from '../../src/primitive/einsum.ts'
import { fold } from '../../src/program/fold.ts'
import type { AnyExpr, Program } from '../../src/program/model.ts'
import { close } from '../../src/program/trace.ts'
import { phantom } from '../../src/type/phantom.ts'

/** Among the products of its neighbours are zeros of either sign. */
const wave = (shape: Dims, seed: number): AnyTensor =>
  tensor(
    Float64Array.from({ length: sizeOf(shape) }, (_, i) => (i % 3 === 0 ? -0 : Math.sin(12.9898 * (i + seed)))),
    shape,
  )

type Contraction = (formula: string, x: AnyExpr, y: AnyExpr) => AnyExpr

const contraction = (formula: string, given: ReadonlyArray<AnyTensor>): Program =>
  close(given.map(avalOf), ([x, y]) => (x === undefined || y === undefined ? [] : [phantom<Contraction>(einsum)(formula, x, y)]))

const tagsIn = (block: Block): ReadonlyArray<Statement['_tag']> => block.flatMap((s) => (s._tag === 'Loop' ? tagsIn(s.body) : [s._tag]))

type Case = readonly [formula: string, a: Dims, b: Dims, isSet: boolean]

const cases: ReadonlyArray<Case> = [
  ['nk,nkj->jn', [7, 4], [7, 4, 3], true],
  ['nk,nkj->jn', [1, 4], [1, 4, 3], true],
  ['nk,nkj->jn', [7, 4], [7, 4, 1], true],
  ['nk,nkij->jin', [5, 4], [5, 4, 2, 3], true],
  // Two groups of four products: each number is met twice.
  ['nk,nkj->jn', [7, 8], [7, 8, 3], false],
  ['nk,nkj->jn', [7, 5], [7, 5, 3], false],
  ['nki,nkj->ijn', [9, 3, 4], [9, 3, 5], false],
]

describe('numbers that a nest adds to', () => {
  it.each(cases)('%s of %j and %j', (formula, a, b, isSet) => {
    const operands = [wave(a, 0), wave(b, 5)]
    const program = contraction(formula, operands)
    const tags = tagsIn(assemble(program).body)
    expect(tags.includes('Accumulate')).toBe(!isSet)
    if (isSet) expect(tags).not.toContain('Fill')
    const wanted = fold(evaluation)(program)(operands)
    for (const backend of ['webassembly', 'javascript'] as const) {
      // Twice, since the second finds what the first has left.
      const compiled = compileProgram(program, backend)
      for (const got of [compiled?.run(operands), compiled?.run(operands)])
        expect(wanted.map((tensor, j) => got?.[j] !== undefined && sameTensor(tensor, got[j]))).toEqual([true])
    }
  })
})
