/** Sums of neighbours by eight lanes, which WebAssembly keeps in locals: the bits of the interpreter whatever is left over. */
import { describe, expect, it } from 'vitest'
import { type Dims, sizeOf } from '../../src/array/shape.ts'
import { type AnyTensor, avalOf, sameTensor, tensor } from '../../src/array/tensor.ts'
import { sum } from '../../src/basis/broadcast.ts'
import { assemble } from '../../src/compile/assemble.ts'
import { emitBlock } from '../../src/compile/emit/block.ts'
import { frame } from '../../src/compile/emit/frame.ts'
import { poolFrom } from '../../src/compile/emit/pool.ts'
import { hosts } from '../../src/compile/emit/host.ts'
import { compileProgram } from '../../src/compile/kernel.ts'
import { layoutOf } from '../../src/compile/lifetime.ts'
import { evaluation } from '../../src/interpret/evaluate.ts'
import { square } from '../../src/primitive/arithmetic.ts'
import { fold } from '../../src/program/fold.ts'
import type { AnyExpr, Program, Vector } from '../../src/program/model.ts'
import { close } from '../../src/program/trace.ts'
import { phantom } from '../../src/type/phantom.ts'
import type { Table } from '../table.ts'

const summed = (of: AnyTensor, axes: Dims): Program =>
  close([avalOf(of)], ([x]) => [phantom<AnyExpr>(sum(square(phantom<Vector>(x)), { axes })), phantom<AnyExpr>(sum(phantom<Vector>(x), { axes }))])

const wave = (shape: Dims): AnyTensor =>
  tensor(
    Float64Array.from({ length: sizeOf(shape) }, (_, i) => 10 ** (i % 7) * Math.sin(12.9898 * i)),
    shape,
  )

/** Shapes and the axes to sum: of every length modulo 8, of rows of such lengths, and over rows whose lengths are multiples of 8 or not. */
const cases: Table<readonly [Dims, Dims]> = [
  ...[7, 8, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 1003].map((n) => [[n], [0]] as const),
  ...[16, 19, 31].map((n) => [[3, n], [1]] as const),
  ...[16, 24, 25, 30].map(
    (n) =>
      [
        [3, n],
        [0, 1],
      ] as const,
  ),
  ...[16, 17].map((n) => [[5, n], [0]] as const),
  [
    [2, 24, 3],
    [0, 1],
  ],
]

describe('sums by lanes', () => {
  it.each(cases)('of %j over %j', (shape, axes) => {
    const x = wave(shape)
    const program = summed(x, axes)
    const wanted = fold(evaluation)(program)([x])
    for (const backend of ['webassembly', 'javascript'] as const) {
      const got = compileProgram(program, backend)?.run([x]) ?? []
      expect(wanted.map((tensor, j) => got[j] !== undefined && sameTensor(tensor, got[j]))).toEqual([true, true])
    }
  })

  it('store nothing while they run', () => {
    const kernel = assemble(summed(wave([1000]), [0]))
    const made = frame(kernel, layoutOf(kernel), poolFrom(0))
    emitBlock({ frame: made, hosts: hosts(), literals: new Map(), held: new Map() }, kernel.body)
    const names = made.out.map(({ op }) => op)
    const loop = names.slice(names.indexOf('loop'), names.indexOf('end'))
    expect(loop.filter((op) => op === 'f64x2.add')).toHaveLength(8)
    expect(loop.filter((op) => op.endsWith('store'))).toEqual([])
  })
})
