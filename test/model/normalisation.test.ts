/**
 * Normalisation against the formula written as loops, under the laws, and what it refuses.
 */
import { describe, expect, it } from 'vitest'
import type { Dims } from '../../src/array/shape.ts'
import { type AnyTensor, type Nested, type Tensor, tensor, toArray } from '../../src/array/tensor.ts'
import { mul } from '../../src/basis/arithmetic.ts'
import { sum } from '../../src/basis/broadcast.ts'
import { grad } from '../../src/call/gradient.ts'
import { vmap } from '../../src/call/vectorised.ts'
import { batchNorm, type BatchStatistics, layerNorm } from '../../src/model/normalisation.ts'
import { square } from '../../src/primitive/arithmetic.ts'
import type { Expr, Matrix, Scalar, Vector } from '../../src/program/model.ts'
import { phantom } from '../../src/type/phantom.ts'
import { refusal } from '../failing.ts'
import { difference } from '../near.ts'
import { entryOf, expression, indicesOf, ints, kind, lawful, nested, random } from '../primitive/operation.ts'
import { exactly } from '../type/exactly.ts'

const { NaN: nan } = Number

interface Moments {
  readonly mean: number
  readonly variance: number
}

/** The moments of all entries whose index agrees with one outside the axes. */
const moments = (x: AnyTensor, axes: Dims, index: Dims): Moments => {
  const shape = x.shape.map(Number)
  const xs = indicesOf(shape.map((n, axis) => (axes.includes(axis) ? n : 1))).map((part) =>
    entryOf(x, ...part.map((i, axis) => (axes.includes(axis) ? i : Number(index[axis])))),
  )
  const mean = xs.reduce((a, b) => a + b, 0) / xs.length
  return { mean, variance: xs.reduce((a, b) => a + (b - mean) ** 2, 0) / xs.length }
}

const normalised = (x: AnyTensor, axes: Dims, epsilon: number, after: (y: number, index: Dims) => number = (y) => y): Nested =>
  nested(x.shape.map(Number), (...index) => {
    const { mean, variance } = moments(x, axes, index)
    return after((entryOf(x, ...index) - mean) / Math.sqrt(variance + epsilon), index)
  })

const agree = (found: unknown, expected: Nested): void => expect(difference(found, expected, 1e-13)).toBeNull()

describe('layerNorm', () => {
  const x = random(2, 3, 4)
  it('is its formula, over the last axis or those named', () => {
    agree(layerNorm(x), normalised(x, [2], 1e-5))
    agree(layerNorm(x, { axes: 1, epsilon: 0 }), normalised(x, [1], 0))
    agree(layerNorm(x, { axes: [-1, 0], epsilon: 0.1 }), normalised(x, [0, 2], 0.1))
    agree(layerNorm(x, { axes: [0, 1, 2] }), normalised(x, [0, 1, 2], 1e-5))
    agree(
      layerNorm(x, { axes: [] }),
      nested([2, 3, 4], () => 0),
    )
  })
  it('scales and moves entries by their place along those axes', () => {
    const [scale, offset] = [random(4), Float64Array.of(1, 2, 3, 4)]
    agree(
      layerNorm(x, { scale, offset }),
      normalised(x, [2], 1e-5, (y, index) => y * entryOf(scale, Number(index[2])) + Number(offset[Number(index[2])])),
    )
    const wide = random(2, 4)
    agree(
      layerNorm(x, { axes: [2, 0], scale: wide, offset: -1 }),
      normalised(x, [0, 2], 1e-5, (y, index) => y * entryOf(wide, Number(index[0]), Number(index[2])) - 1),
    )
    agree(
      layerNorm(x, { scale: 3, offset: tensor(2) }),
      normalised(x, [2], 1e-5, (y) => 3 * y + 2),
    )
  })
  it('of entries that do not vary is 0, and its gradient finite', () => {
    expect(layerNorm(Float64Array.of(5, 5, 5))).toEqual(Float64Array.of(0, 0, 0))
    expect([...grad((y: Vector<3>) => sum(square(layerNorm(y))))(Float64Array.of(5, 5, 5))].every(Number.isFinite)).toBe(true)
    expect(layerNorm(Float64Array.of(5))).toEqual(Float64Array.of(0))
    expect(layerNorm(Float64Array.of(5, 5), { epsilon: 0 })).toEqual(Float64Array.of(nan, nan))
  })
  it('far from 0 keeps its digits', () => {
    const far = Float64Array.of(1e8 + 1, 1e8 + 2, 1e8 + 6)
    agree(layerNorm(far, { epsilon: 0 }), phantom<Nested>([...layerNorm(Float64Array.of(1, 2, 6), { epsilon: 0 })]))
  })
  it('spreads NaN over its group, and no further', () => {
    expect(
      toArray(
        layerNorm(
          tensor([
            [1, nan],
            [1, 3],
          ]),
          { epsilon: 0 },
        ),
      ),
    ).toEqual([
      [nan, nan],
      [-1, 1],
    ])
  })
  it('of no groups is nothing', () => {
    expect(layerNorm(random(0, 3)).shape).toEqual([0, 3])
    expect(layerNorm(random(2, 0)).shape).toEqual([2, 0])
  })
  it('keeps kinds and maps over rows', () => {
    expect(kind(layerNorm(tensor([1, 3]), { epsilon: 0 }))).toBe('f64[2] -1 1')
    expect(kind(layerNorm(Float64Array.of(1, 3), { epsilon: 0, scale: tensor([1, 2]) }))).toBe('Float64Array -1 2')
    const y = random(3, 4)
    expect(toArray(vmap((row: Vector<4>) => layerNorm(row))(y))).toEqual(toArray(layerNorm(y)))
  })
  it('is lawful', () => {
    lawful((y: Matrix<3, 4>, s: Vector<4>, o: Vector<4>) => layerNorm(y, { scale: s, offset: o }), [[3, 4], [4], [4]])
    lawful(
      (y: Expr<[2, 3, 2]>, s: Matrix<2, 2>) => layerNorm(y, { axes: [0, 2], scale: s, epsilon: 0.01 }),
      [
        [2, 3, 2],
        [2, 2],
      ],
    )
  })
  it('refuses what does not fit', () => {
    // @ts-expect-error refused by the compiler too
    expect(refusal(() => layerNorm(x, { scale: random(3) }))).toBe(
      'Shape: layerNorm: shapes [2,3,4] and [3] do not fit: the second is the scale; it is a number, or of shape [4]',
    )
    expect(refusal(() => layerNorm(x, { axes: [0, 1], offset: random(3, 2) }))).toBe(
      'Shape: layerNorm: shapes [2,3,4] and [3,2] do not fit: the second is the offset; it is a number, or of shape [2,3]',
    )
    // @ts-expect-error refused by the compiler too
    expect(refusal(() => layerNorm(x, { axes: 3 }))).toBe('Shape: layerNorm: shapes [2,3,4] have no axis 3; axes run from -3 to 2')
    expect(refusal(() => layerNorm(1))).toBe('Shape: layerNorm: shapes [] have no axis -1; a scalar has no axes')
    for (const epsilon of [-1, nan]) expect(refusal(() => layerNorm(x, { epsilon }))).toBe(`Argument: layerNorm: the epsilon ${epsilon} is not a number from 0`)
    expect(refusal(() => layerNorm(phantom<Tensor>(ints([2], 1, 2))))).toBe('DType: layerNorm: int32: it takes float64; convert with toFloat')
    expect(refusal(() => layerNorm(x, { scale: phantom<Tensor>(ints([4], 1, 2, 3, 4)) }))).toBe(
      'DType: layerNorm: int32: it takes float64; convert with toFloat',
    )
  })
  it('has shapes in types', () => {
    exactly<Matrix<2, 3>>()(layerNorm(expression(2, 3)))
    exactly<Float64Array<ArrayBuffer>>()(layerNorm(Float64Array.of(1)))
    exactly<Tensor<[2, 3]>>()(layerNorm(random(2, 3), { scale: random(3) }))
    exactly<Matrix<2, 3>>()(layerNorm(random(2, 3), { scale: expression(3) }))
    const generic = <N extends number>(x: Matrix<N, 3>, s: Vector<3>): Matrix<N, 3> => layerNorm(x, { scale: s })
    expect(generic(expression(2, 3), expression(3)).shape).toEqual([2, 3])
  })
})

describe('batchNorm', () => {
  const x = random(3, 2, 4)
  const others = [0, 2]
  const channel = (of: (m: Moments) => number, at: AnyTensor = x): ReadonlyArray<number> => [0, 1].map((c) => of(moments(at, others, [0, c, 0])))

  it('in training is its formula, with the statistics of the batch beside it', () => {
    const [y, { mean, variance }] = batchNorm(x)
    agree(y, normalised(x, others, 1e-5))
    agree(
      mean,
      channel((m) => m.mean),
    )
    agree(
      variance,
      channel((m) => m.variance),
    )
  })
  it('in use is the formula with the statistics given, which come back as they are', () => {
    const statistics = { mean: Float64Array.of(1, -2), variance: Float64Array.of(4, 0.25) }
    const [y, same] = batchNorm(x, { statistics, epsilon: 0 })
    agree(
      y,
      nested(
        [3, 2, 4],
        (n, c, l) => (entryOf(x, Number(n), Number(c), Number(l)) - Number(statistics.mean[Number(c)])) / Math.sqrt(Number(statistics.variance[Number(c)])),
      ),
    )
    expect(same).toBe(statistics)
    const [trained, found] = batchNorm(x)
    agree(batchNorm(x, { statistics: found })[0], phantom<Nested>(toArray(trained)))
  })
  it('scales and moves channels', () => {
    const [scale, offset] = [Float64Array.of(2, -1), random(2)]
    agree(
      batchNorm(x, { scale, offset })[0],
      normalised(x, others, 1e-5, (y, index) => y * Number(scale[Number(index[1])]) + entryOf(offset, Number(index[1]))),
    )
    agree(
      batchNorm(x, { scale: 3, offset: 1 })[0],
      normalised(x, others, 1e-5, (y) => 3 * y + 1),
    )
  })
  it('takes other axes where they are named', () => {
    const [y, { mean }] = batchNorm(x, { axes: [0, 1], scale: random(4) })
    agree(
      y,
      normalised(x, [0, 1], 1e-5, (v, index) => v * entryOf(random(4), Number(index[2]))),
    )
    expect(mean.shape).toEqual([4])
    const [z, { variance }] = batchNorm(x, { axes: 0, offset: random(2, 4) })
    agree(
      z,
      normalised(x, [0], 1e-5, (v, index) => v + entryOf(random(2, 4), Number(index[1]), Number(index[2]))),
    )
    expect(variance.shape).toEqual([2, 4])
  })
  it('of a vector has one mean and one variance', () => {
    const [y, statistics] = batchNorm(Float64Array.of(1, 3), { epsilon: 0 })
    expect(kind(y)).toBe('Float64Array -1 1')
    expect(statistics).toEqual({ mean: 2, variance: 1 })
  })
  it('is lawful in both forms, statistics and parameters included', () => {
    lawful(
      (y: Expr<[3, 2, 2]>, s: Vector<2>, o: Vector<2>) => {
        const [z, { mean, variance }] = batchNorm(y, { scale: s, offset: o })
        return [z, mul(mean, mean), variance]
      },
      [[3, 2, 2], [2], [2]],
    )
    lawful(
      (y: Matrix<3, 2>, mean: Vector<2>, variance: Vector<2>) => batchNorm(y, { statistics: { mean, variance: square(variance) }, epsilon: 0.5 })[0],
      [[3, 2], [2], [2]],
    )
  })
  it('does not see the scale and shift of its input', () => {
    const slope = grad((a: Scalar) => sum(mul(batchNorm(mul(x, a), { epsilon: 0 })[0], random(3, 2, 4))))(2)
    expect(Math.abs(slope)).toBeLessThan(1e-12)
  })
  it('maps over a stack of batches', () => {
    const xs = random(2, 3, 2)
    const f = (y: Matrix<3, 2>): Matrix<3, 2> => batchNorm(y)[0]
    const row = (r: number): Tensor<[3, 2]> =>
      tensor(
        Float64Array.from({ length: 6 }, (_, i) => entryOf(xs, r, Math.floor(i / 2), i % 2)),
        [3, 2],
      )
    expect(toArray(vmap(f)(xs))).toEqual([0, 1].map((r) => toArray(batchNorm(row(r))[0])))
  })
  it('of an empty batch is refused where there are channels', () => {
    expect(refusal(() => batchNorm(random(0, 2)))).toBe(
      'Shape: batchNorm: shapes [0,2] have nothing to take the mean of; give statistics, or a batch with entries',
    )
    const [y, { mean }] = batchNorm(random(3, 0))
    expect([y.shape, mean.shape]).toEqual([[3, 0], [0]])
    expect(batchNorm(random(0, 2), { statistics: { mean: 0, variance: 1 } })[0].shape).toEqual([0, 2])
  })
  it('refuses what does not fit', () => {
    // @ts-expect-error refused by the compiler too
    expect(refusal(() => batchNorm(x, { scale: random(4) }))).toBe(
      'Shape: batchNorm: shapes [3,2,4] and [4] do not fit: the second is the scale; it is a number, or of shape [2]',
    )
    expect(refusal(() => batchNorm(x, { statistics: { mean: random(3), variance: 1 } }))).toContain('the second is the mean; it is a number, or of shape [2]')
    expect(refusal(() => batchNorm(x, { statistics: { mean: 0, variance: random(3) } }))).toContain('the second is the variance')
    // @ts-expect-error refused by the compiler too
    expect(refusal(() => batchNorm(x, { axes: [0, 0] }))).toContain('batchNorm: shapes [3,2,4] were given axis 0 twice')
    expect(refusal(() => batchNorm(3, { epsilon: -1 }))).toBe('Argument: batchNorm: the epsilon -1 is not a number from 0')
  })
  it('has shapes in types', () => {
    exactly<readonly [Expr<[8, 3, 4, 4]>, BatchStatistics<Vector<3>>]>()(batchNorm(expression(8, 3, 4, 4)))
    exactly<BatchStatistics<Vector<8>>>()(batchNorm(expression(8, 3), { axes: 1 })[1])
    exactly<readonly [Tensor<[8, 3]>, BatchStatistics<Tensor<[3]>>]>()(batchNorm(random(8, 3)))
    const given = { mean: Float64Array.of(1), variance: 2 }
    exactly<typeof given.mean>()(batchNorm(expression(8, 1), { statistics: given })[1].mean)
    exactly<Matrix<8, 3>>()(batchNorm(random(8, 3), { statistics: { mean: expression(3), variance: 1 } })[0])
  })
})
