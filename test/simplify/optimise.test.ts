import { describe, expect, it } from 'vitest'
import { tensor, toFloat64Array } from '../../src/array/tensor.ts'
import { sum } from '../../src/basis/broadcast.ts'
import { float } from '../../src/program/expr.ts'
import { fold } from '../../src/program/fold.ts'
import type { AnyExpr, Expr, Program } from '../../src/program/model.ts'
import { close } from '../../src/program/trace.ts'
import { evaluation } from '../../src/interpret/evaluate.ts'
import { neg } from '../../src/primitive/arithmetic.ts'
import { einsum } from '../../src/primitive/einsum.ts'
import { optimised } from '../../src/simplify/optimise.ts'
import { rearranged } from '../../src/transform/rearrange.ts'
import { simplify } from '../../src/simplify/simplify.ts'
import { phantom } from '../../src/type/phantom.ts'
import { sizeOf } from '../../src/array/shape.ts'

const of = (shapes: ReadonlyArray<ReadonlyArray<number>>, body: (...xs: ReadonlyArray<Expr>) => unknown): Program =>
  simplify(
    close(
      shapes.map((shape) => float(...shape)),
      (xs) => [phantom<AnyExpr>(body(...phantom<ReadonlyArray<Expr>>(xs)))],
    ),
  )

const ramp = (shape: ReadonlyArray<number>, from: number) =>
  tensor(
    Float64Array.from({ length: sizeOf(shape) }, (_, i) => Math.sin(from + 0.7 * i)),
    shape,
  )

/** The products that contractions of a program take, and its values at a point. */
const products = (program: Program): number =>
  program.equations
    .filter(({ primitive }) => primitive.name === 'contract')
    .reduce((total, { operands, results }) => total + Math.sqrt([...operands, ...results].reduce((p, { shape }) => p * sizeOf(shape), 1)), 0)

const values = (program: Program): ReadonlyArray<number> =>
  fold(evaluation)(program)(program.inputs.map(({ shape }, i) => ramp(shape, i))).flatMap((y) => [...toFloat64Array(y)])

const agrees = (before: Program, after: Program): void => {
  const [x, y] = [values(before), values(after)]
  expect(y).toHaveLength(x.length)
  x.forEach((value, i) => {
    expect(Math.abs(value - (y[i] ?? Number.NaN))).toBeLessThanOrEqual(1e-13 * (1 + Math.abs(value)) * 30)
  })
}

const any = (f: unknown): ((...xs: ReadonlyArray<unknown>) => unknown) => phantom(f)

describe('sums moved inwards', () => {
  it('are of no terms where there are none: 0, also beside an infinite factor', () => {
    const moved = optimised(of([[0, 2], [2]], (x, y) => any(sum)(any(einsum)('ij,j->ij', x, y), { axes: 0 })))
    expect(fold(evaluation)(moved)([ramp([0, 2], 0), tensor([Number.POSITIVE_INFINITY, 1])]).map(String)).toEqual(['f64[2] 0 0'])
  })
  it('over an axis that one factor has: that factor is summed first', () => {
    const program = of(
      [
        [50, 3, 4],
        [3, 4, 4],
      ],
      (x, q) => any(sum)(any(einsum)('nki,kij->nkj', x, q), { axes: 0 }),
    )
    const moved = optimised(program)
    // Once for all fifty rows, not once for each.
    expect(products(moved)).toBeCloseTo(products(program) / 50, 9)
    agrees(program, moved)
  })

  it('over an axis that both have: it becomes part of the contraction', () => {
    const program = of(
      [
        [50, 3],
        [50, 4],
      ],
      (x, y) => any(sum)(any(einsum)('ni,nj->nij', x, y), { axes: 0 }),
    )
    const moved = optimised(program)
    expect(moved.equations.some(({ primitive }) => primitive.name === 'sum')).toBe(false)
    agrees(program, moved)
  })

  it('through a sign, and over several axes', () => {
    const program = of(
      [
        [6, 5, 4],
        [4, 3],
      ],
      (x, y) => any(sum)(neg(phantom<Expr>(any(einsum)('abc,cd->abd', x, y))), { axes: [0, 1] }),
    )
    const moved = optimised(program)
    expect(Math.round(products(moved))).toBe(12)
    agrees(program, moved)
  })

  it('only where nothing else reads the contraction', () => {
    const program = of(
      [
        [5, 4],
        [4, 3],
      ],
      (x, y) => {
        const z = phantom<Expr>(any(einsum)('ab,bc->ac', x, y))
        return any(sum)(phantom<Expr>(any(einsum)('ac,c->ac', z, any(sum)(z, { axes: 0 }))))
      },
    )
    agrees(program, optimised(program))
  })

  it('leaves a program without such a sum as it is', () => {
    const program = of([[5]], (x) => sum(x))
    expect(rearranged(program)).toBe(program)
  })
})
