/**
 * Compiled random programs over the whole vocabulary, with loops, branches and linear algebra, their
 * derivatives in both modes and their batches, give the bits of the reference interpreter.
 */
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Sample, vocabularyPrograms } from '../../laws/program.ts'
import { type AnyTensor, avalOf, tensor, toFloat64Array } from '../../src/array/tensor.ts'
import { simplify } from '../../src/simplify/simplify.ts'
import { batch } from '../../src/transform/batch.ts'
import { derivative, gradient } from '../../src/transform/gradient.ts'
import { add, mul } from '../../src/basis/arithmetic.ts'
import { sum } from '../../src/basis/broadcast.ts'
import { close, inline } from '../../src/program/trace.ts'
import { phantom } from '../../src/type/phantom.ts'
import type { AnyExpr, Expr, Scalar } from '../../src/program/model.ts'
import { samples } from '../share.ts'
import { difference } from './difference.ts'

const like = (sample: Sample, values: Float64Array): ReadonlyArray<AnyTensor> => {
  let from = 0
  return sample.program.inputs.map((of) => {
    const size = of.shape.reduce((a, b) => a * b, 1)
    return tensor(values.slice(from, (from += size)), of.shape)
  })
}

const rows = (xs: ReadonlyArray<AnyTensor>, ys: ReadonlyArray<AnyTensor>): ReadonlyArray<AnyTensor> =>
  xs.map((x, i) => tensor(Float64Array.from([...toFloat64Array(x), ...toFloat64Array(ys[i] ?? x)]), [2, ...avalOf(x).shape]))

/** One number of all results that carry derivatives. */
const total = (results: ReadonlyArray<AnyExpr>): AnyExpr =>
  phantom(
    results
      .filter((y) => y.dtype === 'float64')
      .map((y): Scalar => sum(mul(phantom<Expr>(y), 0.75)))
      .reduce((a, b) => add(a, b)),
  )

const runs = samples(60)

describe('random programs of the vocabulary, compiled', () => {
  it('agree with the interpreter', () => {
    fc.assert(
      fc.property(vocabularyPrograms({ lines: 8 }), (sample) => {
        expect(difference(sample.program, like(sample, sample.point))).toBe('')
        expect(difference(simplify(sample.program), like(sample, sample.point))).toBe('')
      }),
      { numRuns: runs },
    )
  }, 60_000)

  it('so do their derivatives, batched and not', () => {
    fc.assert(
      fc.property(vocabularyPrograms({ lines: 6 }), (sample) => {
        const at = [...like(sample, sample.point), ...like(sample, sample.u)]
        const moved = simplify(derivative(sample.program))
        expect(difference(moved, at)).toBe('')
        const wide = batch(
          moved,
          moved.inputs.map(() => true),
          2,
        ).program
        expect(difference(simplify(wide), rows(at, [...like(sample, sample.point), ...like(sample, sample.v)]))).toBe('')
      }),
      { numRuns: runs },
    )
  }, 60_000)

  it('and their gradients', () => {
    fc.assert(
      fc.property(vocabularyPrograms({ lines: 6 }), (sample) => {
        const { program } = sample
        const summed = close(program.inputs, (xs) => [total(inline(program)(xs))])
        expect(
          difference(
            simplify(
              gradient(
                summed,
                summed.inputs.map(() => true),
              ),
            ),
            like(sample, sample.point),
          ),
        ).toBe('')
      }),
      { numRuns: runs },
    )
  }, 60_000)
})
