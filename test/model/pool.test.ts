/**
 * Pools against loops over every window, under the laws, at ties and in padding, and what they refuse.
 */
import { describe, expect, it } from 'vitest'
import type { Dims } from '../../src/array/shape.ts'
import { type Tensor, tensor, toArray } from '../../src/array/tensor.ts'
import { mul } from '../../src/basis/arithmetic.ts'
import { sum } from '../../src/basis/broadcast.ts'
import { jvp } from '../../src/call/directional.ts'
import { grad } from '../../src/call/gradient.ts'
import { vmap } from '../../src/call/vectorised.ts'
import { avgPool, type AvgPoolOptions, maxPool } from '../../src/model/pool.ts'
import type { Expr, Matrix, Vector } from '../../src/program/model.ts'
import { phantom } from '../../src/type/phantom.ts'
import { refusal } from '../failing.ts'
import { difference } from '../near.ts'
import { expression, ints, kind, lawful, random } from '../primitive/operation.ts'
import { part } from '../share.ts'
import { pool } from './place.ts'
import { exactly } from '../type/exactly.ts'

const { NaN: nan, POSITIVE_INFINITY: inf } = Number

interface Form {
  readonly shape: Dims
  readonly options: AvgPoolOptions
  readonly stride: Dims
  readonly before?: Dims
  readonly after?: Dims
}

const forms: ReadonlyArray<Form> = [
  { shape: [7], options: { window: 2 }, stride: [2] },
  { shape: [7], options: { window: [3], stride: 1 }, stride: [1] },
  { shape: [1], options: { window: 1 }, stride: [1] },
  { shape: [7], options: { window: 7 }, stride: [7] },
  { shape: [7], options: { window: 2, stride: 4 }, stride: [4] },
  { shape: [7], options: { window: 3, padding: 'same' }, stride: [3], before: [1], after: [1] },
  { shape: [7], options: { window: 3, padding: 'same', stride: 2 }, stride: [2], before: [1], after: [1] },
  { shape: [2, 7], options: { window: 3, padding: [2, 1], stride: 1 }, stride: [1], before: [2], after: [1] },
  { shape: [2, 3, 4, 6], options: { window: [2, 2] }, stride: [2, 2] },
  { shape: [2, 5, 6], options: { window: [2, 3], stride: [1, 2], padding: [1, [2, 0]] }, stride: [1, 2], before: [1, 2], after: [1, 0] },
  { shape: [3, 4, 5], options: { window: [2, 3, 2], stride: 1, padding: 'same' }, stride: [1, 1, 1], before: [0, 1, 0], after: [1, 1, 1] },
  { shape: [2, 0, 4], options: { window: 2 }, stride: [2] },
  { shape: [0], options: { window: 2, padding: 'same' }, stride: [2] },
  { shape: [2, 3], options: { window: [] }, stride: [] },
]

const slideOf = ({ options, stride, before, after }: Form) => {
  const size = typeof options.window === 'number' ? [options.window] : options.window
  const [zeros, ones] = [size.map(() => 0), size.map(() => 1)]
  return { size, stride, dilation: ones, before: before ?? zeros, after: after ?? zeros }
}

const mean = (xs: ReadonlyArray<number>): number => xs.reduce((a, b) => a + b, 0) / xs.length

const titled = forms.map((form) => [JSON.stringify(form), form] as const)

describe.each(titled)('of %s', (_, form) => {
  const x = phantom<Tensor<[number]>>(random(...form.shape))
  const slide = slideOf(form)
  const area = slide.size.reduce((a, b) => a * b, 1)
  it('maxPool takes the largest of each window', () => {
    expect(toArray(maxPool(x, form.options))).toEqual(pool(x, slide, (xs) => Math.max(...xs)))
  })
  it('avgPool takes the mean of what each window holds', () => {
    expect(difference(toArray(avgPool(x, form.options)), pool(x, slide, mean), 1e-15)).toBeNull()
    expect(difference(toArray(avgPool(x, { ...form.options, countPadding: false })), pool(x, slide, mean), 1e-15)).toBeNull()
  })
  it('avgPool may count padding', () => {
    expect(
      difference(
        toArray(avgPool(x, { ...form.options, countPadding: true })),
        pool(x, slide, (xs) => xs.reduce((a, b) => a + b, 0) / area),
        1e-15,
      ),
    ).toBeNull()
  })
})

describe.each(part(titled, 3))('of %s', (_, form) => {
  it('they are lawful', () => {
    lawful((y: Expr) => mul(maxPool(y, form.options), maxPool(y, form.options)), [form.shape], 0.005)
    lawful((y: Expr) => mul(avgPool(y, form.options), avgPool(y, { ...form.options, countPadding: true })), [form.shape])
  })
})

describe('maxPool', () => {
  it('shares the derivative between entries that tie', () => {
    const g = grad((y: Vector<4>) => sum(maxPool(y, { window: 2 })))
    expect(g(Float64Array.of(3, 3, 1, 2))).toEqual(Float64Array.of(0.5, 0.5, 0, 1))
    expect(g(Float64Array.of(-inf, -inf, 0, -0))).toEqual(Float64Array.of(0.5, 0.5, 0.5, 0.5))
    expect(jvp((y: Vector<4>) => maxPool(y, { window: 2 }), [Float64Array.of(3, 3, 1, 2)], [Float64Array.of(1, 5, 7, 9)])[1]).toEqual(Float64Array.of(3, 9))
  })
  it('adds up the derivatives of windows that overlap', () => {
    expect(grad((y: Vector<4>) => sum(mul(maxPool(y, { window: 2, stride: 1 }), Float64Array.of(1, 10, 100))))(Float64Array.of(1, 5, 3, 2))).toEqual(
      Float64Array.of(0, 11, 100, 0),
    )
  })
  it('has no derivative with respect to padding, below which nothing is', () => {
    expect(maxPool(Float64Array.of(-7, -9), { window: 2, stride: 1, padding: 1 })).toEqual(Float64Array.of(-7, -7, -9))
    expect(grad((y: Vector<2>) => sum(maxPool(y, { window: 2, stride: 1, padding: 1 })))(Float64Array.of(-7, -9))).toEqual(Float64Array.of(2, 1))
  })
  it('spreads NaN over the windows it is in', () => {
    expect(maxPool(Float64Array.of(1, nan, 2, 3, inf, 0), { window: 2 })).toEqual(Float64Array.of(nan, 3, inf))
  })
})

describe('avgPool', () => {
  it('spreads the cotangent over what a window holds', () => {
    const cotangent = Float64Array.of(6, 12)
    const g = (countPadding: boolean) =>
      grad((y: Vector<3>) => sum(mul(avgPool(y, { window: 2, padding: [1, 0], countPadding }), cotangent)))(Float64Array.of(1, 2, 3))
    expect(g(false)).toEqual(Float64Array.of(6, 6, 6))
    expect(g(true)).toEqual(Float64Array.of(3, 6, 6))
  })
  it('spreads NaN over the windows it is in', () => {
    expect(avgPool(Float64Array.of(1, nan, 2, 4), { window: 2 })).toEqual(Float64Array.of(nan, 3))
  })
  it('of a window without entries is NaN, as maxPool is −∞', () => {
    const options = { window: 3, stride: 1, padding: [1, 2] } as const
    expect(avgPool(new Float64Array(0), options)).toEqual(Float64Array.of(nan))
    expect(maxPool(new Float64Array(0), options)).toEqual(Float64Array.of(-inf))
  })
})

describe('both', () => {
  it('keep kinds and map over rows', () => {
    expect(kind(maxPool(tensor([1, 2]), { window: 2 }))).toBe('f64[1] 2')
    expect(kind(avgPool(Float64Array.of(1, 2), { window: 2 }))).toBe('Float64Array 1.5')
    const xs = random(3, 4, 4)
    expect(toArray(vmap((y: Matrix<4, 4>) => maxPool(y, { window: [2, 2] }))(xs))).toEqual(toArray(maxPool(xs, { window: [2, 2] })))
    const padded = { window: [2, 3], padding: 'same' } as const
    expect(toArray(vmap((y: Matrix<4, 4>) => avgPool(y, padded), { inAxes: 1 })(random(4, 3, 4)))).toEqual(
      toArray(vmap((y: Matrix<4, 4>) => avgPool(y, padded))(phantom<Tensor<[3, 4, 4]>>(vmap((y: Matrix<4, 4>) => y, { inAxes: 1 })(random(4, 3, 4))))),
    )
  })
  it.each([
    ['maxPool', maxPool],
    ['avgPool', phantom<typeof maxPool>(avgPool)],
  ] as const)('refuse what gives no windows: %s', (name, f) => {
    const x = random(2, 5)
    expect(refusal(() => f(x, { window: phantom<number>(0) }))).toBe(`Argument: ${name}: the window 0 is not a whole number from 1`)
    // @ts-expect-error refused by the compiler too
    expect(refusal(() => f(x, { window: [2, 2, 2] }))).toBe(
      `Shape: ${name}: shapes [2,5] have too few axes for the window [2,2,2]; a window has a size for each of the last axes`,
    )
    // @ts-expect-error refused by the compiler too
    expect(refusal(() => f(x, { window: 6 }))).toBe(
      `Shape: ${name}: shapes [2,5] have no room for a window along axis 1: it reaches over 6 entries, and there are 5 with padding; pad by more, take padding: 'same', or a smaller window or dilation`,
    )
    expect(refusal(() => f(x, { window: 2, stride: phantom<number>(0) }))).toBe(`Argument: ${name}: the stride 0 is not a whole number from 1`)
    expect(refusal(() => f(x, { window: 2, padding: -1 }))).toBe(`Argument: ${name}: the padding -1 is not a whole number from 0; take entries away with slice`)
    expect(refusal(() => f(x, { window: 2, padding: [0, 2] }))).toBe(
      `Argument: ${name}: the padding [0,2] may fill the window [2] along axis 1; pad by less than the window`,
    )
    expect(refusal(() => f(x, { window: [2, 3], padding: [1, 3] }))).toContain('the padding [3,3] may fill the window [2,3] along axis 1')
    expect(refusal(() => f(phantom<Tensor>(ints([2], 1, 2)), { window: 2 }))).toBe(`DType: ${name}: int32: it takes float64; convert with toFloat`)
  })
  it('have shapes in types', () => {
    exactly<Expr<[2, 3, number, number]>>()(maxPool(expression(2, 3, 8, 8), { window: [2, 2] }))
    exactly<Expr<[2, 3, number]>>()(avgPool(expression(2, 3, 8), { window: 2, countPadding: true }))
    exactly<Float64Array<ArrayBuffer>>()(maxPool(Float64Array.of(1), { window: 1 }))
    exactly<Tensor<[2, number]>>()(maxPool(random(2, 3), { window: 1 }))
    const some: Dims = [1]
    exactly<Matrix<number, number>>()(maxPool(expression(2, 3), { window: some }))
    const generic = <N extends number>(x: Expr<[N, 3, 8, 8]>): Expr<[N, 3, number, number]> => maxPool(x, { window: [2, 2] })
    expect(generic(expression(2, 3, 8, 8)).shape).toEqual([2, 3, 4, 4])
  })
})
