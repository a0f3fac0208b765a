/**
 * What a kernel does to memory beside the arithmetic: how much it clears, and what it copies only to look at it.
 */
import { describe, expect, it } from 'vitest'
import { sizeOf } from '../../src/array/shape.ts'
import { type AnyTensor, sameTensor } from '../../src/array/tensor.ts'
import { assemble } from '../../src/compile/assemble.ts'
import { compileProgram } from '../../src/compile/kernel.ts'
import { layoutOf } from '../../src/compile/lifetime.ts'
import type { Block, Statement } from '../../src/compile/loop.ts'
import { entry } from '../../src/entry.ts'
import {
  einsum,
  exp,
  full,
  type IntExpr,
  type Matrix,
  matmul,
  mul,
  type Program,
  type Tensor,
  scatterAdd,
  take,
  tensor,
  trace,
  type Vector,
  vmap,
} from '../../src/index.ts'
import { evaluation } from '../../src/interpret/evaluate.ts'
import { fold } from '../../src/program/fold.ts'
import { simplify } from '../../src/simplify/simplify.ts'

const statements = (block: Block): ReadonlyArray<Statement> =>
  block.flatMap((s) => {
    if (s._tag === 'Loop') return [s, ...statements(s.body)]
    if (s._tag === 'Choose') return [s, ...statements(s.yes), ...statements(s.no)]
    return s._tag === 'While' ? [s, ...statements(s.condition), ...statements(s.body)] : [s]
  })

/** How many entries each clearing is of, and the sizes of the buffers that the kernel makes. */
const memoryOf = (program: Program): { readonly cleared: ReadonlyArray<number>; readonly made: ReadonlyArray<number> } => {
  const { body, buffers } = assemble(program)
  const used = new Set(
    statements(body).flatMap((s) =>
      s._tag === 'Load' ? [s.from.buffer] : s._tag === 'Store' || s._tag === 'Accumulate' || s._tag === 'Fill' ? [s.to.buffer] : [],
    ),
  )
  return {
    cleared: statements(body).flatMap((s) => (s._tag === 'Fill' ? [s.count] : [])),
    made: buffers.flatMap(({ role, size }, i) => (role === 'made' && used.has(i) ? [size] : [])),
  }
}

const numbers = <const S extends ReadonlyArray<number>>(shape: S): Tensor<S> =>
  tensor(
    Float64Array.from({ length: sizeOf(shape) }, (_, i) => Math.sin(i + 1)),
    shape,
  )

const agrees = (program: Program, inputs: ReadonlyArray<AnyTensor>): void => {
  const wanted = fold(evaluation)(program)(inputs)
  for (const backend of ['webassembly', 'javascript'] as const) {
    const compiled = compileProgram(program, backend)
    // Twice, since a kernel's memory remembers.
    for (const got of [compiled?.run(inputs), compiled?.run(inputs)]) expect(wanted.every((y, j) => sameTensor(y, entry(got ?? [], j)))).toBe(true)
  }
}

describe('clearing', () => {
  it('of what one turn of a loop adds to is done in that turn, on a buffer of that size', () => {
    const program = simplify(trace((a: Matrix<50, 9>, b: Matrix<9, 6>) => exp(matmul(a, b)))(numbers([50, 9]), numbers([9, 6])))
    const { cleared, made } = memoryOf(program)
    expect(Math.max(...cleared)).toBeLessThanOrEqual(6)
    expect(Math.max(...made.filter((size) => size < 300))).toBeLessThanOrEqual(6)
    agrees(program, [numbers([50, 9]), numbers([9, 6])])
  })

  it('is not needed where the sum has one term: four products at once', () => {
    const program = simplify(trace((a: Matrix<30, 4>, b: Matrix<4, 6>) => matmul(a, b))(numbers([30, 4]), numbers([4, 6])))
    expect(memoryOf(program).cleared).toEqual([])
    agrees(program, [numbers([30, 4]), numbers([4, 6])])
  })

  it('leaves −0 as the interpreter has it', () => {
    const minus = tensor([[-0, 0, 0, 0]])
    const program = simplify(trace((a: Matrix<1, 4>, b: Matrix<4, 1>) => matmul(a, b))(minus, tensor([[1], [-1], [-1], [-1]])))
    agrees(program, [minus, tensor([[1], [-1], [-1], [-1]])])
  })

  it('of what rows scatter into is done row by row', () => {
    const into = vmap((row: Vector<8>, at: IntExpr<[8]>) => scatterAdd(full([5], 0), at, mul(row, row)))
    const indices = tensor(
      Int32Array.from({ length: 320 }, (_, i) => (i * 7) % 5),
      [40, 8],
    )
    const program = simplify(trace((x: Matrix<40, 8>) => into(x, indices))(numbers([40, 8])))
    expect(memoryOf(program).cleared).toEqual([5])
    agrees(program, [numbers([40, 8])])
  })
})

describe('places in memory', () => {
  it('are left to others once nobody looks any more', () => {
    const steps = 40
    const chain = (x: Matrix<20, 20>): Matrix<20, 20> => Array.from({ length: steps }).reduce((y: Matrix<20, 20>) => matmul(x, mul(y, 0.5)), x)
    const program = simplify(trace(chain)(numbers([20, 20])))
    const { buffers } = assemble(program)
    const bytes = 20 * 20 * 8
    const made = buffers.filter(({ size, role }) => size === 400 && role === 'made').length
    expect(made).toBeGreaterThan(steps)
    // The argument, the result, and what is on its way from one product to the next.
    expect(layoutOf(assemble(program)).size).toBeLessThan(7 * bytes)
    agrees(program, [numbers([20, 20])])
  })

  it('are kept by results and constants', () => {
    const f = (x: Matrix<6, 6>): readonly [Matrix<6, 6>, Matrix<6, 6>] => {
      const once = matmul(x, numbers([6, 6]))
      return [once, matmul(matmul(matmul(once, x), once), numbers([6, 6]))]
    }
    agrees(simplify(trace(f)(numbers([6, 6]))), [numbers([6, 6])])
  })
})

describe('rows picked by an index', () => {
  const indices = tensor(Int32Array.from({ length: 60 }, (_, i) => (i * 7) % 11))
  const picked = trace((x: Matrix<11, 24>, w: Matrix<60, 24>) => einsum('nk,nk->n', take(x, indices), w))

  it('are read where they lie', () => {
    const program = simplify(picked(numbers([11, 24]), numbers([60, 24])))
    expect(memoryOf(program).made.filter((size) => size === 24 || size === 60 * 24)).toEqual([])
    agrees(program, [numbers([11, 24]), numbers([60, 24])])
  })

  it('are copied where what they are picked from changes meanwhile', () => {
    const program = simplify(
      trace((x: Vector<6>) => {
        const once = scatterAdd(full([4], 0), [0, 1, 2, 3, 0, 1], x)
        return scatterAdd(mul(take(once, [3, 2, 1, 0]), 2), [1, 1], Float64Array.of(1, 2))
      })(numbers([6])),
    )
    agrees(program, [numbers([6])])
  })
})
