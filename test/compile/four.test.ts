/** Products of neighbours are added two lanes at a time, and their sum is in a local until it is whole: the bits of the interpreter. */
import { describe, expect, it } from 'vitest'
import { type Dims, sizeOf } from '../../src/array/shape.ts'
import { type AnyTensor, avalOf, sameTensor, tensor } from '../../src/array/tensor.ts'
import { assemble } from '../../src/compile/assemble.ts'
import { emitBlock } from '../../src/compile/emit/block.ts'
import { frame } from '../../src/compile/emit/frame.ts'
import { poolFrom } from '../../src/compile/emit/pool.ts'
import { hosts } from '../../src/compile/emit/host.ts'
import { compileProgram } from '../../src/compile/kernel.ts'
import { layoutOf } from '../../src/compile/lifetime.ts'
import { evaluation } from '../../src/interpret/evaluate.ts'
import { sum } from '../../src/basis/broadcast.ts'
import { square } from '../../src/primitive/arithmetic.ts'
import { dot, matmul } from '../../src/primitive/contraction.ts'
import { fold } from '../../src/program/fold.ts'
import type { AnyExpr, Matrix, Program } from '../../src/program/model.ts'
import { close } from '../../src/program/trace.ts'
import { phantom } from '../../src/type/phantom.ts'

const wave = (shape: Dims, seed: number): AnyTensor =>
  tensor(
    Float64Array.from({ length: sizeOf(shape) }, (_, i) => 10 ** (i % 5) * Math.sin(12.9898 * (i + seed))),
    shape,
  )

type Binary = (x: Matrix, y: Matrix) => unknown

const program = (f: Binary, ...given: ReadonlyArray<AnyTensor>): Program =>
  close(given.map(avalOf), ([x, y]) => [phantom<AnyExpr>(f(phantom<Matrix>(x), phantom<Matrix>(y)))])

const product = phantom<Binary>(matmul)
const inner = phantom<Binary>(dot)

const lengths = [1, 3, 4, 7, 8, 15, 16, 17, 18, 19, 20, 401]

const cases: ReadonlyArray<readonly [string, Binary, Dims, Dims]> = lengths.flatMap((n) => [
  [`dot of ${n}`, inner, [n], [n]],
  [`dot of ${n} with itself`, (x) => inner(x, x), [n], [n]],
  [`a matrix of 3 by ${n} times a vector`, product, [3, n], [n]],
  [`a vector times a matrix of ${n} by 3`, product, [n], [n, 3]],
  [`matrices of 2 by ${n} by 1`, product, [2, n], [n, 1]],
  [`five matrices of 3 by ${n} times a vector`, product, [5, 3, n], [n]],
])

describe('products of neighbours', () => {
  it.each(cases)('%s', (_, f, a, b) => {
    const operands = [wave(a, 0), wave(b, 5)]
    const of = program(f, ...operands)
    const wanted = fold(evaluation)(of)(operands)
    for (const backend of ['webassembly', 'javascript'] as const) {
      const got = compileProgram(of, backend)?.run(operands) ?? []
      expect(wanted.map((tensor, j) => got[j] !== undefined && sameTensor(tensor, got[j]))).toEqual([true])
    }
  })

  const twice: Binary = (x) => inner(x, x)
  const squares: Binary = (x) => sum(square(x))
  // What is squared is loaded once for a product, and eight products go together.
  it.each<readonly [string, Binary, Dims, ReadonlyArray<number>]>([
    ['a matrix and a vector, four', product, [3, 400], [2, 1, 0, 2]],
    ['two vectors, four', inner, [400], [2, 1, 0, 2]],
    ['one vector by itself, eight', twice, [400], [4, 3, 0, 2]],
    ['squares in a sum, eight in eight lanes', squares, [400], [4, 4, 0, 0]],
  ])('are multiplied and added two lanes at a time, and nothing is stored: of %s', (_, f, shape, counts) => {
    const kernel = assemble(program(f, wave(shape, 0), wave([400], 5)))
    const made = frame(kernel, layoutOf(kernel), poolFrom(0))
    emitBlock({ frame: made, hosts: hosts(), literals: new Map(), held: new Map() }, kernel.body)
    const names = made.out.map(({ op }) => op)
    const loop = names.slice(names.lastIndexOf('loop'), names.indexOf('end'))
    expect(['f64x2.mul', 'f64x2.add', 'f64.mul', 'f64.add'].map((name) => loop.filter((op) => op === name).length)).toEqual(counts)
    expect(loop.filter((op) => op.endsWith('store'))).toEqual([])
  })
})
