/**
 * Residuals of a pair: one product in the place of several factors, where that leaves fewer behind.
 */
import { describe, expect, it } from 'vitest'
import { scalarTensor, toFloat64Array } from '../../src/array/tensor.ts'
import { exp, grad, scan, tanh, trace } from '../../src/index.ts'
import { evaluation } from '../../src/interpret/evaluate.ts'
import { reverse } from '../../src/interpret/tape.ts'
import { add, mul } from '../../src/basis/arithmetic.ts'
import { sin } from '../../src/primitive/trigonometric.ts'
import { fold } from '../../src/program/fold.ts'
import type { Pair, Program, Scalar } from '../../src/program/model.ts'
import { withProducts } from '../../src/transform/residuals.ts'
import { samples } from '../share.ts'

const pairOf = (f: (x: Scalar, y: Scalar) => Scalar): Pair => reverse(trace(f)(1, 1), [true, true])

const residuals = ({ forward }: Pair): number => forward.outputs.length - 1

/** Value and gradient by a pair. */
const at = ({ forward, pullback }: Pair, x: number, y: number): ReadonlyArray<number> => {
  const [z, ...left] = fold(evaluation)(forward)([scalarTensor(x), scalarTensor(y)])
  const back = fold(evaluation)(pullback)([...left, scalarTensor(1)])
  return [...(z === undefined ? [] : [z]), ...back].map((value) => toFloat64Array(value)[0] ?? Number.NaN)
}

const everything = (pair: Pair): Pair => withProducts(pair, 1, () => true)

/** The results of the first scan of a program: what it carries and every array it stacks. */
const scanned = ({ equations }: Program): number => equations.find(({ primitive }) => primitive.name === 'scan')?.results.length ?? 0

describe('withProducts', () => {
  it('leaves one product of a chain of factors', () => {
    const pair = pairOf((x, y) => mul(sin(exp(tanh(x))), y))
    const fewer = everything(pair)
    // cos e, e, sech² x and y make one; sin e stays for ∂y.
    expect([residuals(pair), residuals(fewer)]).toEqual([5, 2])
    const [x, y] = [0.3, -2]
    const e = Math.exp(Math.tanh(x))
    const want = [Math.sin(e) * y, Math.cos(e) * e * (1 - Math.tanh(x) ** 2) * y, Math.sin(e)]
    at(fewer, x, y).forEach((value, i) => {
      expect(value).toBeCloseTo(want[i] ?? Number.NaN, 14)
    })
  })

  it('keeps factors that are read elsewhere, each of them', () => {
    const pair = pairOf((x, y) => add(mul(x, y), mul(mul(x, y), x)))
    expect(residuals(everything(pair))).toBeLessThanOrEqual(residuals(pair))
    // x y + x² y
    expect(at(everything(pair), 3, 5)).toEqual([60, 35, 12])
  })

  it('takes linear room on a chain as long as one writes out', () => {
    const pair = pairOf((x, y) =>
      mul(
        Array.from({ length: samples(30_000, 5000) }).reduce((c: Scalar) => sin(c), x),
        y,
      ),
    )
    expect(residuals(everything(pair))).toBe(2)
  })

  it('moves nothing that is not stored', () => {
    const pair = pairOf((x, y) => mul(sin(exp(x)), y))
    expect(withProducts(pair, 1, () => false)).toBe(pair)
  })

  it('is what a loop stores', () => {
    const f = (x: Scalar): Scalar => scan((c: Scalar) => [sin(exp(tanh(c))), null], x, null, { length: 9 })[0]
    // The carry, and one array.
    expect(scanned(grad(trace(f)(0.1)))).toBe(2)
  })
})
