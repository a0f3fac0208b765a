/**
 * Sums pass over products with what is zero whatever the inputs are, and over what comes to nothing: with the bits of the
 * interpreter, also where zero meets NaN or an infinity, and with as many products fewer.
 */
import { describe, expect, it } from 'vitest'
import { type Dims, sizeOf } from '../../src/array/shape.ts'
import { type AnyTensor, avalOf, dataOf, sameTensor, tensor } from '../../src/array/tensor.ts'
import { mul } from '../../src/basis/arithmetic.ts'
import { sum } from '../../src/basis/broadcast.ts'
import { grad } from '../../src/call/gradient.ts'
import { assemble } from '../../src/compile/assemble.ts'
import { compileProgram } from '../../src/compile/kernel.ts'
import type { Block } from '../../src/compile/loop.ts'
import { evaluation } from '../../src/interpret/evaluate.ts'
import { square } from '../../src/primitive/arithmetic.ts'
import { tril, triu } from '../../src/primitive/diagonal.ts'
import { einsum } from '../../src/primitive/einsum.ts'
import { take } from '../../src/primitive/gather.ts'
import { concatenate } from '../../src/primitive/join.ts'
import { reshape } from '../../src/primitive/shape.ts'
import { fold } from '../../src/program/fold.ts'
import type { AnyExpr, Matrix, Program, Scalar } from '../../src/program/model.ts'
import { close } from '../../src/program/trace.ts'
import { optimised } from '../../src/simplify/optimise.ts'
import { phantom } from '../../src/type/phantom.ts'
import { part } from '../share.ts'

/** Numbers of both signs, zeros among them; at some places something else. */
const wave = (shape: Dims, seed: number, places: ReadonlyArray<number> = [], odd = Number.NaN): AnyTensor =>
  tensor(
    Float64Array.from({ length: sizeOf(shape) }, (_, i) => (places.includes(i) ? odd : i % 7 === 3 ? -0 : 1.7 * Math.sin(12.9898 * (i + seed)))),
    shape,
  )

type Shaped = (w: AnyExpr) => AnyExpr

/** Matrices with zeros that no input changes, and how many of d×d numbers may not be zero. */
interface Kind {
  readonly of: (d: number) => Shaped
  readonly left: (d: number) => number
}

const half = (d: number): number => (d * (d + 1)) / 2
const lower: Shaped = (w) => phantom<AnyExpr>(tril(phantom<Matrix>(w)))
const upper: Shaped = (w) => phantom<AnyExpr>(triu(phantom<Matrix>(w)))

/** Entries of a matrix and, where they say so, zeros. */
const picked =
  (d: number, isIn: (row: number, column: number) => boolean): Shaped =>
  (w) => {
    const places = Int32Array.from({ length: d * d }, (_, i) => (isIn(Math.floor(i / d), i % d) ? i : d * d))
    const all = concatenate([reshape(phantom<Matrix>(w), [d * d]), tensor(new Float64Array(1), [1])])
    return phantom<AnyExpr>(take(all, tensor(places, [d, d])))
  }

const kinds: { readonly [name: string]: Kind } = {
  'lower triangular': { of: () => lower, left: half },
  'upper triangular': { of: () => upper, left: half },
  'strictly lower triangular': { of: () => (w) => phantom<AnyExpr>(tril(phantom<Matrix>(w), -1)), left: (d) => half(d) - d },
  banded: { of: () => (w) => phantom<AnyExpr>(triu(tril(phantom<Matrix>(w), 2), -2)), left: (d) => 5 * d },
  'of picked entries': { of: (d) => picked(d, (row, column) => row >= column), left: half },
  'of nothing but zeros in its last rows': { of: (d) => picked(d, (row) => row < d / 2), left: (d) => (d * d) / 2 },
}

type Contraction = (formula: string, x: AnyExpr, y: AnyExpr) => AnyExpr

/** The product of a matrix of such a kind with rows, or the gradient of the sum of its squares. */
const programOf = (formula: string, shaped: Shaped, given: ReadonlyArray<AnyTensor>, isGradient: boolean): Program => {
  const product = (w: AnyExpr, x: AnyExpr): AnyExpr => phantom<Contraction>(einsum)(formula, shaped(w), x)
  const loss = (w: Matrix, x: Matrix): Scalar => sum(mul(1.25, square(phantom<Matrix>(product(w, x)))))
  const made = close(given.map(avalOf), ([w, x]) => (w === undefined || x === undefined ? [] : [isGradient ? loss(phantom(w), phantom(x)) : product(w, x)]))
  return optimised(isGradient ? grad(made, { argnums: [0, 1] }) : made)
}

/** How often a kernel multiplies. */
const productsIn = (block: Block, times = 1): number =>
  block.reduce(
    (total, s) => total + (s._tag === 'Loop' ? productsIn(s.body, times * s.extent) : s._tag === 'Apply' && s.machine.name === 'f64.mul' ? times : 0),
    0,
  )

/** A program and its kernels have the same bits at each of these points. */
const agree = (program: Program, ...points: ReadonlyArray<ReadonlyArray<AnyTensor>>): void => {
  for (const backend of ['webassembly', 'javascript'] as const) {
    const compiled = compileProgram(program, backend)
    for (const at of points) {
      const wanted = fold(evaluation)(program)(at)
      // Twice, since the second finds what the first has left.
      for (const got of [compiled?.run(at), compiled?.run(at)])
        expect(wanted.map((of, j) => got?.[j] !== undefined && sameTensor(of, got[j]))).toEqual(wanted.map(() => true))
    }
  }
}

const rows = 24

describe.each(Object.entries(kinds))('a matrix %s', (_, { of, left }) => {
  it.each(part([1, 8, 2, 16, 5, 32, 11, 21], 2))('of %i rows: the bits of the interpreter, of values and gradients', (d) => {
    for (const isGradient of [false, true]) {
      const at = [wave([d, d], 0), wave([rows, d], 5)]
      agree(programOf('ij,nj->ni', of(d), at, isGradient), at)
    }
  })

  it.each(part([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY], 3))('%d where zeros meet it, and where they do not', (odd) => {
    const d = 17
    const points = [0, 1, 4, 7, 8, 15, d - 1, d * d - 1, d * (d - 1)].flatMap((place) =>
      [
        { w: [], x: [place] },
        { w: [place], x: [] },
        { w: [place], x: [place + d] },
      ].map(({ w, x }) => [wave([d, d], 0, w, odd), wave([rows, d], 5, x, odd)]),
    )
    for (const isGradient of [false, true]) agree(programOf('ij,nj->ni', of(d), [wave([d, d], 0), wave([rows, d], 5)], isGradient), ...points)
  })

  it('takes products in the proportion of what is left', () => {
    const d = 64
    const at = [wave([d, d], 0), wave([rows, d], 5)]
    const dense = productsIn(assemble(programOf('ij,nj->ni', (w) => w, at, false)).body)
    const sparse = productsIn(assemble(programOf('ij,nj->ni', of(d), at, false)).body)
    expect(dense).toBe(rows * d * d)
    // The ends of eight pieces, and each row times zero.
    expect(sparse).toBeLessThanOrEqual(rows * (left(d) + d * (d / 8 + 4) + d))
  })
})

describe('what comes to nothing', () => {
  it('is not added up: the gradient of a triangular matrix', () => {
    const d = 64
    const at = [wave([d, d], 0), wave([rows, d], 5)]
    const inGradient = (shaped: Shaped): number => productsIn(assemble(programOf('ij,nj->ni', shaped, at, true)).body)
    expect(inGradient(lower) / inGradient((w) => w)).toBeLessThan(0.66)
  })

  it('is what nobody reads, and not what somebody does', () => {
    const d = 24
    const [w, x] = [wave([d, d], 0), wave([rows, d], 5)]
    const at = [w, x]
    // All of the product is an output, and its lower part goes on.
    const program = close(at.map(avalOf), ([a, b]) => {
      if (a === undefined || b === undefined) return []
      const all = phantom<Contraction>(einsum)('ni,nj->ij', b, b)
      return [all, sum(phantom<Matrix>(lower(all)))]
    })
    agree(optimised(program), at)
    expect(dataOf(compileProgram(optimised(program))?.run(at)[0] ?? w).every((entry) => entry !== 0)).toBe(true)
  })
})

it('batches of matrices have the pattern of one', () => {
  const [k, d] = [3, 12]
  const at = [wave([k, d, d], 0), wave([rows, k, d], 5)]
  const pattern = tensor(
    Int32Array.from({ length: d * d }, (_, i) => (Math.floor(i / d) >= i % d ? i : d * d)),
    [d, d],
  )
  const shaped: Shaped = (w) => {
    const flat = concatenate([phantom<Matrix>(reshape(phantom<Matrix>(w), [k, d * d])), tensor(new Float64Array(k), [k, 1])], 1)
    return phantom<AnyExpr>(take(flat, pattern, 1))
  }
  for (const isGradient of [false, true]) agree(programOf('kij,nkj->nki', shaped, at, isGradient), at)
  const products = (of: Shaped): number => productsIn(assemble(programOf('kij,nkj->nki', of, at, true)).body)
  expect(products(shaped) / products((w) => w)).toBeLessThan(0.8)
})

it('a product with a mask passes nothing over: zero times NaN is NaN', () => {
  const d = 16
  const mask = tensor(
    Float64Array.from({ length: d * d }, (_, i) => (Math.floor(i / d) >= i % d ? 1 : 0)),
    [d, d],
  )
  const masked: Shaped = (w) => phantom<AnyExpr>(mul(phantom<Matrix>(w), mask))
  for (const odd of [Number.NaN, Number.POSITIVE_INFINITY]) {
    const at = [wave([d, d], 0, [5], odd), wave([rows, d], 5)]
    agree(programOf('ij,nj->ni', masked, at, false), at)
  }
})
