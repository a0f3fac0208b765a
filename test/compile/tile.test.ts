/**
 * Loops over rows and the contractions behind them become one loop over tiles: with the same bits whatever is left over,
 * and without arrays of something for every row.
 */
import { describe, expect, it } from 'vitest'
import { sizeOf } from '../../src/array/shape.ts'
import { type AnyTensor, avalOf, sameTensor, tensor } from '../../src/array/tensor.ts'
import { add, mul } from '../../src/basis/arithmetic.ts'
import { sum } from '../../src/basis/broadcast.ts'
import { grad } from '../../src/call/gradient.ts'
import { assemble } from '../../src/compile/assemble.ts'
import { compileProgram } from '../../src/compile/kernel.ts'
import { evaluation } from '../../src/interpret/evaluate.ts'
import { square, sub } from '../../src/primitive/arithmetic.ts'
import { matmul } from '../../src/primitive/contraction.ts'
import { fori } from '../../src/primitive/control.ts'
import { einsum } from '../../src/primitive/einsum.ts'
import { tanh } from '../../src/primitive/logistic.ts'
import { logsumexp } from '../../src/primitive/reduction.ts'
import { expandDims } from '../../src/primitive/shape.ts'
import { fold } from '../../src/program/fold.ts'
import type { AnyExpr, Expr, Matrix, Program, Scalar } from '../../src/program/model.ts'
import { close } from '../../src/program/trace.ts'
import { optimised } from '../../src/simplify/optimise.ts'
import { phantom } from '../../src/type/phantom.ts'
import { part } from '../share.ts'

const wave = (...shape: ReadonlyArray<number>): AnyTensor =>
  tensor(
    Float64Array.from({ length: sizeOf(shape) }, (_, i) => 1.7 * Math.sin(12.9898 * i)),
    shape,
  )

/** The gradient of a loss over so many rows, and at what. */
interface Case {
  readonly program: Program
  readonly at: ReadonlyArray<AnyTensor>
}

/** A function of arrays whose sizes no compiler knows. */
const made = (f: (...xs: ReadonlyArray<Matrix>) => Matrix | Scalar, ...at: ReadonlyArray<AnyTensor>): Case => ({
  program: close(at.map(avalOf), (xs) => [phantom<AnyExpr>(f(...phantom<ReadonlyArray<Matrix>>(xs)))]),
  at,
})
const gradient = ({ program, at }: Case): Case => ({ program: grad(program, { argnums: at.map((_, i) => i) }), at })

const width = 40
const weights = wave(width, width)
const bias = phantom<Matrix>(wave(1, width))

const loss = (x: Matrix, w: Matrix): Scalar => sum(square(sub(sum(tanh(add(matmul(x, w), bias)), { axes: 1 }), 1)))

/** Each row passes on `width` numbers at least. */
const cases: { readonly [name: string]: (n: number) => Case } = {
  'a layer': (n) => {
    const x = phantom<Matrix>(wave(n, width))
    return gradient(made((w = x) => loss(x, w), weights))
  },
  'two layers': (n) => {
    const x = phantom<Matrix>(wave(n, width))
    return gradient(made((w = x, v = x) => loss(tanh(matmul(x, w)), v), weights, weights))
  },
  'a mixture': (n) => {
    const x = phantom<Matrix>(wave(n, 8))
    const f = (q = x, m = x): Scalar =>
      sum(logsumexp(sum(square(einsum('kij,nkj->nki', phantom<Expr<[5, 8, 8]>>(q), sub(expandDims(x, 1), m))), { axes: 2 }), { axes: 1 }))
    return gradient(made(f, wave(5, 8, 8), wave(5, 8)))
  },
  'steps of a descent': (n) => {
    const x = phantom<Matrix>(wave(n, width))
    const slope = grad((w: Matrix) => loss(x, w))
    return made((w = x) => fori(3, w, (at) => sub(at, mul(1e-3, slope(at)))), weights)
  },
}

// Enough rows that what they pass on would leave the cache, and all that may be left of eight.
const rows = 424
const counts = [rows + 7, rows, rows + 3, rows + 4, 17]

describe.each(Object.entries(cases))('%s', (_, of) => {
  it.each(part(counts, 4))('has the bits of the interpreter with %i rows', (n) => {
    const { program, at } = of(n)
    const p = optimised(program)
    const wanted = fold(evaluation)(p)(at)
    for (const backend of ['webassembly', 'javascript'] as const) {
      const got = compileProgram(p, backend)?.run(at) ?? []
      expect(wanted.map((tensor, j) => got[j] !== undefined && sameTensor(tensor, got[j]))).toEqual(wanted.map(() => true))
    }
  })

  it('makes no array of what every row passes on', () => {
    for (const n of [rows, rows + 7]) {
      const { program } = of(n)
      const sizes = assemble(optimised(program)).buffers.flatMap(({ role, size }) => (role === 'made' ? [size] : []))
      expect(Math.max(...sizes)).toBeLessThan((n * width) / 2)
    }
  })
})
