/**
 * Windows and their overlapped sums against loops over every place, against each other as transposes, and
 * under the laws; what the primitives refuse.
 */
import { describe, expect, it } from 'vitest'
import { type AnyTensor, avalOf, dataOf, elementOf, tensor, toFloat64Array } from '../../src/array/tensor.ts'
import { type Dims, sizeOf } from '../../src/array/shape.ts'
import { mul } from '../../src/basis/arithmetic.ts'
import { evaluation } from '../../src/interpret/evaluate.ts'
import { countOf, extentOf, overlapAddPrimitive, windowing, windowsPrimitive } from '../../src/primitive/window.ts'
import { applyTo, float, variable } from '../../src/program/expr.ts'
import { fold } from '../../src/program/fold.ts'
import type { AnyExpr, Expr, Params, Primitive } from '../../src/program/model.ts'
import { applyLowered } from '../../src/program/operate.ts'
import { close } from '../../src/program/trace.ts'
import { aval } from '../../src/array/aval.ts'
import { phantom } from '../../src/type/phantom.ts'
import { refusal } from '../failing.ts'
import { indicesOf, kind, lawful, random, scattered } from './operation.ts'

interface Form {
  readonly shape: Dims
  readonly axes: Dims
  readonly size: Dims
  readonly stride: Dims
  readonly dilation: Dims
}

const forms: ReadonlyArray<Form> = [
  { shape: [5], axes: [0], size: [2], stride: [1], dilation: [1] },
  { shape: [5], axes: [0], size: [5], stride: [1], dilation: [1] },
  { shape: [5], axes: [0], size: [6], stride: [1], dilation: [1] },
  { shape: [7], axes: [0], size: [3], stride: [2], dilation: [2] },
  { shape: [8], axes: [0], size: [2], stride: [3], dilation: [1] },
  { shape: [9], axes: [0], size: [1], stride: [4], dilation: [7] },
  { shape: [1], axes: [0], size: [1], stride: [1], dilation: [1] },
  { shape: [0], axes: [0], size: [2], stride: [1], dilation: [1] },
  { shape: [2, 5, 3], axes: [1], size: [3], stride: [1], dilation: [1] },
  { shape: [5, 2, 6], axes: [0, 2], size: [2, 3], stride: [2, 1], dilation: [1, 2] },
  { shape: [4, 0, 3], axes: [0], size: [2], stride: [1], dilation: [1] },
  { shape: [3, 4, 5], axes: [0, 1, 2], size: [2, 2, 2], stride: [1, 2, 1], dilation: [2, 1, 3] },
  { shape: [2, 3], axes: [], size: [], stride: [], dilation: [] },
]

/** The count by trying every start, not by dividing. */
const counted = (n: number, size: number, stride: number, dilation: number): number => {
  let count = 0
  while (count * stride + (size - 1) * dilation < n) count++
  return count
}

const outside = ({ shape, axes, size, stride, dilation }: Form): Dims =>
  shape.map((n, axis) => {
    const i = axes.indexOf(axis)
    return i < 0 ? n : counted(n, Number(size[i]), Number(stride[i]), Number(dilation[i]))
  })

const flat = (shape: Dims, index: Dims): number => index.reduce((at, i, axis) => at * Number(shape[axis]) + i, 0)

/** For each entry of the windows, in order, which entry of x it is: a loop over all places. */
const sources = (form: Form): ReadonlyArray<number> => {
  const { shape, axes, stride, dilation, size } = form
  const places = outside(form)
  return indicesOf([...places, ...size]).map((index) =>
    flat(
      shape,
      shape.map((_, axis) => {
        const i = axes.indexOf(axis)
        const at = Number(index[axis])
        return i < 0 ? at : at * Number(stride[i]) + Number(index[shape.length + i]) * Number(dilation[i])
      }),
    ),
  )
}

const paramsOf = ({ axes, size, stride, dilation }: Form): Params => ({ axes, size, stride, dilation })
const backOf = ({ shape, axes, stride, dilation }: Form): Params => ({ axes, length: axes.map((axis) => Number(shape[axis])), stride, dilation })

const run = (primitive: Primitive, params: Params, x: AnyTensor): AnyTensor =>
  phantom(fold(evaluation)(close([avalOf(x)], (xs) => applyTo(primitive, params, xs)))([x])[0])

const filled = (shape: Dims, from = 1): AnyTensor => tensor(Float64Array.from(scattered(sizeOf(shape), from)), shape)

const inner = (x: AnyTensor, y: AnyTensor): number => toFloat64Array(phantom(x)).reduce((total, v, i) => total + v * elementOf(y, i), 0)

describe.each(forms.map((form) => [JSON.stringify(form), form] as const))('of %s', (_, form) => {
  const x = filled(form.shape)
  const laid = run(windowsPrimitive, paramsOf(form), x)
  const y = filled(avalOf(laid).shape, 5)
  const added = run(overlapAddPrimitive, backOf(form), y)
  const from = sources(form)

  it('windows hold the entries that a loop finds', () => {
    expect(avalOf(laid).shape).toEqual([...outside(form), ...form.size])
    expect([...dataOf(laid)]).toEqual(from.map((i) => elementOf(x, i)))
  })
  it('overlapAdd adds each entry where it came from', () => {
    const sums = new Float64Array(sizeOf(form.shape))
    from.forEach((at, i) => {
      sums[at] = Number(sums[at]) + elementOf(y, i)
    })
    expect(avalOf(added).shape).toEqual(form.shape)
    expect([...dataOf(added)]).toEqual([...sums])
  })
  it('each is the transpose of the other', () => {
    expect(inner(laid, y)).toBeCloseTo(inner(x, added), 12)
  })
  it('overlapAdd of windows counts in how many an entry is', () => {
    const times = run(overlapAddPrimitive, backOf(form), laid)
    const expected = Array.from(dataOf(x), (v, i) => v * from.filter((at) => at === i).length)
    Array.from(dataOf(times)).forEach((v, i) => expect(v).toBeCloseTo(Number(expected[i]), 12))
  })
})

describe('the laws', () => {
  it.each(forms.map((form) => [JSON.stringify(form), form] as const))('hold for %s', (_, form) => {
    const windows = (x: AnyExpr): Expr => phantom(applyLowered(windowsPrimitive, paramsOf(form), [x]))
    const sums = (y: AnyExpr): Expr => phantom(applyLowered(overlapAddPrimitive, backOf(form), [y]))
    // A square, so that there is a second derivative.
    lawful((x: Expr) => mul(windows(x), windows(x)), [form.shape])
    lawful((y: Expr) => mul(sums(y), sums(y)), [[...outside(form), ...form.size]])
  })
})

describe('entries', () => {
  it('keep NaN, ∞ and −0, and their dtype', () => {
    const params = { axes: [0], size: [1], stride: [2], dilation: [1] }
    expect(kind(run(windowsPrimitive, params, tensor([-0, 1, Number.NaN, 2, Number.NEGATIVE_INFINITY])))).toBe('f64[3,1] -0 NaN -Infinity')
    expect(kind(run(windowsPrimitive, { ...params, stride: [1] }, tensor([true, false])))).toBe('bool[2,1] 1 0')
    expect(kind(run(windowsPrimitive, params, tensor(Int32Array.of(7, 8, 9))))).toBe('i32[2,1] 7 9')
  })
  it('spread NaN to the sums they are in, and no further', () => {
    const params = { axes: [0], length: [4], stride: [1], dilation: [1] }
    const y = tensor([
      [1, 2],
      [Number.NaN, 4],
      [5, 6],
    ])
    expect(kind(run(overlapAddPrimitive, params, y))).toBe('f64[4] 1 NaN 9 6')
  })
  it('of int32 wrap as sums do', () => {
    const y = tensor(Int32Array.of(0, 2 ** 31 - 1, 1, 0), [2, 2])
    expect(kind(run(overlapAddPrimitive, { axes: [0], length: [3], stride: [1], dilation: [1] }, y))).toBe(`i32[3] 0 ${-(2 ** 31)} 0`)
  })
  it('that no window holds have gradient 0', () => {
    const y = random(2, 1)
    expect(kind(run(overlapAddPrimitive, { axes: [0], length: [4], stride: [2], dilation: [1] }, y))).toBe(`f64[4] ${dataOf(y)[0]} 0 ${dataOf(y)[1]} 0`)
  })
})

it('extents and counts', () => {
  expect([extentOf(1, 9), extentOf(3, 1), extentOf(3, 2)]).toEqual([1, 3, 5])
  for (const n of [0, 1, 2, 5, 6, 11])
    for (const size of [1, 2, 3])
      for (const stride of [1, 2, 3]) for (const dilation of [1, 2, 4]) expect(countOf(n, size, stride, dilation)).toBe(counted(n, size, stride, dilation))
})

describe('mistakes', () => {
  const x = variable(float(2, 5))
  const good = { axes: [1], size: [2], stride: [1], dilation: [1] }
  const none = 'give ascending axes, and for each a size, a stride and a dilation from 1'
  it.each<[string, Params, string]>([
    ['size 0', { ...good, size: [0] }, `Shape: windows: shapes [2,5] have no windows of [0] by stride [1] and dilation [1] along axes [1]; ${none}`],
    ['stride 0', { ...good, stride: [0] }, `Shape: windows: shapes [2,5] have no windows of [2] by stride [0] and dilation [1] along axes [1]; ${none}`],
    ['dilation 0', { ...good, dilation: [0] }, `Shape: windows: shapes [2,5] have no windows of [2] by stride [1] and dilation [0] along axes [1]; ${none}`],
    ['an axis beyond', { ...good, axes: [2] }, `Shape: windows: shapes [2,5] have no windows of [2] by stride [1] and dilation [1] along axes [2]; ${none}`],
    ['an axis before', { ...good, axes: [-1] }, `Shape: windows: shapes [2,5] have no windows of [2] by stride [1] and dilation [1] along axes [-1]; ${none}`],
    [
      'lists of other lengths',
      { ...good, size: [2, 2] },
      `Shape: windows: shapes [2,5] have no windows of [2,2] by stride [1] and dilation [1] along axes [1]; ${none}`,
    ],
    ['no list', { ...good, axes: 1 }, "Argument: windows: its parameter 'axes' must be a list of whole numbers"],
  ])('windows: %s', (_, params, message) => expect(refusal(() => applyTo(windowsPrimitive, params, [x]))).toBe(message))
  it('windows: axes that do not ascend', () => {
    for (const axes of [
      [1, 0],
      [1, 1],
    ])
      expect(refusal(() => applyTo(windowsPrimitive, { axes, size: [1, 1], stride: [1, 1], dilation: [1, 1] }, [x]))).toContain('give ascending axes')
  })
  const back = { axes: [0], length: [6], stride: [1], dilation: [1] }
  it.each<[string, Params, string]>([
    [
      'another length',
      { ...back, length: [7] },
      'Shape: overlapAdd: shapes [2,5] are not the windows of [7] entries by stride [1] and dilation [1] along axes [0]; the length of an axis is that of the array whose windows these are, and such an array has windows [3,5]',
    ],
    [
      'no such length',
      { ...back, length: [-6] },
      'Shape: overlapAdd: shapes [2,5] are not the windows of [-6] entries by stride [1] and dilation [1] along axes [0]; the length of an axis is that of the array whose windows these are',
    ],
    [
      'no length',
      { ...back, length: [] },
      'Shape: overlapAdd: shapes [2,5] are not the windows of [] entries by stride [1] and dilation [1] along axes [0]; the length of an axis is that of the array whose windows these are',
    ],
    [
      'an axis of the places',
      { ...back, axes: [1] },
      `Shape: overlapAdd: shapes [2,5] have no windows of [5] by stride [1] and dilation [1] along axes [1]; ${none}`,
    ],
    [
      'too many axes',
      { axes: [0, 1, 2], length: [1, 1, 1], stride: [1, 1, 1], dilation: [1, 1, 1] },
      `Shape: overlapAdd: shapes [2,5] have no windows of [2,5] by stride [1,1,1] and dilation [1,1,1] along axes [0,1,2]; ${none}`,
    ],
  ])('overlapAdd: %s', (_, params, message) => expect(refusal(() => applyTo(overlapAddPrimitive, params, [x]))).toBe(message))
  it('overlapAdd takes what can be added', () => {
    expect(refusal(() => applyTo(overlapAddPrimitive, back, [variable(aval('bool', [5, 2]))]))).toBe(
      'DType: overlapAdd: bool: booleans are not added; convert with toFloat',
    )
  })
  it('both take one operand', () => {
    for (const primitive of windowing) expect(refusal(() => applyTo(primitive, good, [x, x]))).toBe(`Arity: ${primitive.name}: expected 1 operand, got 2`)
  })
})
