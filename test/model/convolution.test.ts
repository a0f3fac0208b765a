/**
 * Convolutions against loops over every place, under the laws, and what they refuse.
 */
import { describe, expect, it } from 'vitest'
import type { Dims } from '../../src/array/shape.ts'
import { type Nested, type Tensor, tensor, toArray } from '../../src/array/tensor.ts'
import { sum } from '../../src/basis/broadcast.ts'
import { grad } from '../../src/call/gradient.ts'
import { vmap } from '../../src/call/vectorised.ts'
import { conv1d, conv2d, type ConvolutionOptions } from '../../src/model/convolution.ts'
import { flip } from '../../src/primitive/arrange.ts'
import { reshape } from '../../src/primitive/shape.ts'
import type { Expr } from '../../src/program/model.ts'
import { phantom } from '../../src/type/phantom.ts'
import { refusal } from '../failing.ts'
import { expression, ints, kind, lawful, random } from '../primitive/operation.ts'
import { convolution, whole } from './place.ts'
import { exactly } from '../type/exactly.ts'

const { NaN: nan } = Number

/** Options as given, and what they mean in numbers. */
interface Form {
  readonly x: Dims
  readonly w: Dims
  readonly options: ConvolutionOptions
  readonly stride?: Dims
  readonly dilation?: Dims
  readonly before?: Dims
  readonly after?: Dims
}

const lines: ReadonlyArray<Form> = [
  { x: [2, 3, 7], w: [4, 3, 3], options: {} },
  { x: [1, 1, 1], w: [1, 1, 1], options: {} },
  { x: [2, 3, 3], w: [4, 3, 3], options: { padding: 'valid' } },
  { x: [2, 2, 8], w: [3, 2, 3], options: { stride: 2 }, stride: [2] },
  { x: [2, 2, 8], w: [3, 2, 3], options: { stride: [3], dilation: [2], padding: [1, 2] }, stride: [3], dilation: [2], before: [1], after: [2] },
  { x: [1, 2, 5], w: [3, 2, 2], options: { padding: 3 }, before: [3], after: [3] },
  { x: [1, 2, 5], w: [3, 2, 2], options: { padding: [[0, 4]] }, before: [0], after: [4] },
  { x: [1, 2, 5], w: [3, 2, 2], options: { padding: [2] }, before: [2], after: [2] },
  { x: [1, 2, 5], w: [3, 2, 4], options: { padding: 'same' }, before: [1], after: [2] },
  { x: [1, 2, 6], w: [3, 2, 4], options: { padding: 'same', stride: 4 }, stride: [4], before: [1], after: [1] },
  { x: [1, 2, 6], w: [3, 2, 1], options: { padding: 'same', stride: 5 }, stride: [5] },
  { x: [2, 6, 5], w: [4, 3, 2], options: { groups: 2 } },
  { x: [2, 3, 5], w: [6, 1, 2], options: { groups: 3, padding: 1, stride: 2, dilation: 2 }, stride: [2], dilation: [2], before: [1], after: [1] },
  { x: [0, 3, 5], w: [4, 3, 2], options: {} },
  { x: [2, 0, 5], w: [4, 0, 2], options: {} },
  { x: [2, 3, 5], w: [0, 3, 2], options: {} },
]

const images: ReadonlyArray<Form> = [
  { x: [2, 3, 5, 6], w: [4, 3, 3, 2], options: {} },
  {
    x: [1, 2, 5, 6],
    w: [2, 2, 3, 2],
    options: { stride: [2, 1], dilation: [1, 3], padding: 'same' },
    stride: [2, 1],
    dilation: [1, 3],
    before: [1, 1],
    after: [1, 2],
  },
  { x: [1, 2, 4, 3], w: [2, 2, 2, 2], options: { padding: [1, [0, 2]], stride: 2 }, stride: [2, 2], before: [1, 0], after: [1, 2] },
  { x: [1, 2, 4, 3], w: [2, 2, 2, 2], options: { padding: [1, 2] }, before: [1, 2], after: [1, 2] },
  { x: [1, 4, 3, 3], w: [4, 2, 2, 3], options: { groups: 2, padding: 1 }, before: [1, 1], after: [1, 1] },
  { x: [1, 1, 1, 1], w: [1, 1, 1, 1], options: {} },
]

const ones = (form: Form): Dims => form.w.slice(2).map(() => 1)
const zeros = (form: Form): Dims => form.w.slice(2).map(() => 0)

const expected = (form: Form, x = whole(...form.x), w = whole(...form.w)): Nested =>
  convolution(
    x,
    w,
    {
      size: form.w.slice(2),
      stride: form.stride ?? ones(form),
      dilation: form.dilation ?? ones(form),
      before: form.before ?? zeros(form),
      after: form.after ?? zeros(form),
    },
    form.options.groups ?? 1,
  )

type Plain = (x: unknown, w: unknown, options: ConvolutionOptions) => Tensor

describe.each([
  ['conv1d', phantom<Plain>(conv1d), lines],
  ['conv2d', phantom<Plain>(conv2d), images],
] as const)('%s', (_, conv, forms) => {
  it.each(forms.map((form) => [JSON.stringify(form), form] as const))('is a loop over places: %s', (__, form) => {
    expect(toArray(conv(whole(...form.x), whole(...form.w), form.options))).toEqual(expected(form))
  })
  it.each(forms.map((form) => [JSON.stringify(form), form] as const))('of one input without a batch axis: %s', (__, form) => {
    const [batch = 0, ...rest] = form.x
    const all = conv(whole(...form.x), whole(...form.w), form.options)
    if (batch === 0) return expect(conv(whole(...rest), whole(...form.w), form.options).shape).toEqual(all.shape.slice(1))
    const first = tensor(
      Float64Array.from(
        phantom<ReadonlyArray<number>>(
          [toArray(whole(...form.x))].flat(9).slice(
            0,
            rest.reduce((a, b) => a * b, 1),
          ),
        ),
      ),
      rest,
    )
    return expect([toArray(conv(first, whole(...form.w), form.options))]).toEqual([phantom<ReadonlyArray<Nested>>(toArray(all))[0]])
  })
  it.each(forms.filter(({ x, w }) => ![...x, ...w].includes(0)).map((form) => [JSON.stringify(form), form] as const))('is lawful: %s', (__, form) => {
    lawful((x: Expr, w: Expr) => phantom(conv(x, w, form.options)), [form.x, form.w])
  })
})

describe('conv1d', () => {
  it('does not turn the kernel round', () => {
    const x = tensor([[1, 0, 0, 0]])
    const w = tensor([[[1, 2, 3]]])
    expect(toArray(conv1d(x, w, { padding: 2 }))).toEqual([[3, 2, 1, 0, 0, 0]])
    expect(toArray(conv1d(x, flip(w, -1), { padding: 2 }))).toEqual([[1, 2, 3, 0, 0, 0]])
  })
  it("padded to the same size has a window for every stride'th entry", () => {
    for (const n of [0, 1, 2, 3, 7, 8])
      for (const size of [1, 2, 3, 5])
        for (const stride of [1, 2, 3])
          for (const dilation of [1, 2])
            expect(conv1d(whole(1, n), whole(1, 1, size), { padding: 'same', stride, dilation }).shape).toEqual([1, Math.ceil(n / stride)])
  })
  it('spreads NaN over the windows it is in, through weights of 0 too', () => {
    expect(toArray(conv1d(tensor([[1, nan, 2, 3, 4]]), tensor([[[1, 0]]])))).toEqual([[nan, nan, 2, 3]])
  })
  it('has the gradients of correlations', () => {
    const [x, w] = [tensor([[[1, 2, 4, 8]]]), tensor([[[3, 5]]])]
    expect(toArray(grad((k: Expr<[1, 1, 2]>) => sum(conv1d(x, k)))(w))).toEqual([[[1 + 2 + 4, 2 + 4 + 8]]])
    expect(toArray(grad((y: Expr<[1, 1, 4]>) => sum(conv1d(y, w)))(x))).toEqual([[[3, 8, 8, 5]]])
    expect(toArray(grad((y: Expr<[1, 1, 4]>) => sum(conv1d(y, w, { stride: 2, padding: [1, 0] })))(x))).toEqual([[[5, 3, 5, 0]]])
  })
  it('maps over inputs, kernels and both', () => {
    const [xs, ws] = [random(3, 2, 2, 5), random(3, 4, 2, 2)]
    const rows = (f: (i: number) => Nested): Nested => [0, 1, 2].map(f)
    const [x, w] = [random(2, 2, 5), random(4, 2, 2)]
    expect(toArray(vmap((y: Expr<[2, 2, 5]>) => conv1d(y, w))(xs))).toEqual(rows((i) => toArray(conv1d(row(xs, i), w))))
    expect(toArray(vmap((k: Expr<[4, 2, 2]>) => conv1d(x, k))(ws))).toEqual(rows((i) => toArray(conv1d(x, row(ws, i)))))
    expect(toArray(vmap((y: Expr<[2, 2, 5]>, k: Expr<[4, 2, 2]>) => conv1d(y, k))(xs, ws))).toEqual(rows((i) => toArray(conv1d(row(xs, i), row(ws, i)))))
  })
})

const flat = (x: Tensor): ReadonlyArray<number> => phantom([toArray(x)].flat(9))
const row = (x: Tensor, i: number): Tensor<[number, number, number]> => {
  const rest = x.shape.slice(1).map(Number)
  const size = rest.reduce((a, b) => a * b, 1)
  return phantom(reshape(Float64Array.from(flat(x).slice(i * size, (i + 1) * size)), rest))
}

describe('mistakes', () => {
  const x = random(2, 4, 5)
  const w = random(6, 4, 3)
  const bad = (a: unknown, b: unknown, options: ConvolutionOptions = {}): string => refusal(() => phantom<Plain>(conv1d)(a, b, options))
  it('in ranks', () => {
    expect(bad(random(5), w)).toBe(
      'Shape: conv1d: shapes [5] and [6,4,3] are not an input and a kernel; the input is [N,C,L] or [C,L], the kernel [O,C/groups,K]',
    )
    expect(bad(x, random(4, 3))).toContain('are not an input and a kernel')
    expect(bad(random(1, 2, 4, 5), w)).toContain('are not an input and a kernel')
    expect(refusal(() => conv2d(phantom<Expr>(x), phantom<never>(w)))).toBe(
      'Shape: conv2d: shapes [2,4,5] and [6,4,3] are not an input and a kernel; the input is [N,C,H,W] or [C,H,W], the kernel [O,C/groups,KH,KW]',
    )
    expect(bad(3, w)).toContain('shapes [] and [6,4,3] are not an input and a kernel')
  })
  it('in channels and groups', () => {
    expect(bad(x, random(6, 3, 3))).toBe(
      'Shape: conv1d: shapes [2,4,5] and [6,3,3] do not fit: the input has 4 channels, and the kernel meets 3 in 1 group; the kernel is [O, C/groups, …]',
    )
    expect(bad(x, w, { groups: 2 })).toBe(
      'Shape: conv1d: shapes [2,4,5] and [6,4,3] do not fit: the input has 4 channels, and the kernel meets 4 in 2 groups; the kernel is [O, C/groups, …]',
    )
    expect(bad(x, random(6, 1, 3), { groups: 4 })).toBe(
      'Shape: conv1d: shapes [2,4,5] and [6,1,3] do not fit: 6 filters are no whole number in each of 4 groups; give a multiple',
    )
    for (const groups of [0, -1, 1.5]) expect(bad(x, w, { groups })).toBe(`Argument: conv1d: the number of groups ${groups} is not a whole number from 1`)
  })
  it('in sizes', () => {
    expect(bad(x, random(6, 4, 6))).toBe(
      "Shape: conv1d: shapes [2,4,5] have no room for a window along axis 2: it reaches over 6 entries, and there are 5 with padding; pad by more, take padding: 'same', or a smaller window or dilation",
    )
    expect(bad(x, w, { dilation: 3, padding: [0, 1] })).toContain('it reaches over 7 entries, and there are 6 with padding')
    expect(bad(random(2, 4, 0), random(6, 4, 1))).toContain('it reaches over 1 entries, and there are 0 with padding')
    expect(bad(x, random(6, 4, 0))).toBe(
      'Shape: conv1d: shapes [2,4,5] and [6,4,0] do not fit: the kernel is empty; a kernel has a size from 1 along each axis',
    )
  })
  it('in strides, dilations and padding', () => {
    expect(bad(x, w, { stride: 0 })).toBe('Argument: conv1d: the stride 0 is not a whole number from 1')
    expect(bad(x, w, { dilation: [0] })).toBe('Argument: conv1d: the dilation 0 is not a whole number from 1')
    expect(bad(x, w, { stride: [1, 1] })).toBe('Argument: conv1d: the stride [1,1] has 2 entries for 1 axes; give one number, or one for each axis')
    expect(bad(x, w, { padding: -1 })).toBe('Argument: conv1d: the padding -1 is not a whole number from 0; take entries away with slice')
    expect(bad(x, w, { padding: [0.5, 1] })).toContain('the padding 0.5 is not a whole number from 0')
    expect(bad(x, w, { padding: [1, 2, 3] })).toBe(
      "Argument: conv1d: the padding [1,2,3] does not fit 1 axis; give 'valid', 'same', a number, or [before, after]",
    )
    expect(bad(x, w, { padding: phantom('full') })).toBe("Argument: conv1d: there is no padding 'full'; the words are 'valid' and 'same'")
    expect(refusal(() => conv2d(random(1, 1, 5, 5), random(1, 1, 2, 2), { padding: phantom<number>([[1, 1]]) }))).toBe(
      "Argument: conv2d: the padding [[1,1]] does not fit 2 axes; give 'valid', 'same', a number, or for each axis a number or [before, after]",
    )
    expect(refusal(() => conv2d(random(1, 1, 5, 5), random(1, 1, 2, 2), { padding: phantom<[number, number]>([[1, 1, 1], 0]) }))).toContain(
      'does not fit 2 axes',
    )
  })
  it('in dtypes', () => {
    expect(bad(ints([1, 1, 2], 1, 2), w)).toBe('DType: conv1d: int32: it takes float64; convert with toFloat')
    expect(bad(x, ints([1, 1, 2], 1, 2))).toBe('DType: conv1d: int32: it takes float64; convert with toFloat')
    expect(bad([1], w)).toContain('Operand: conv1d: expected an expression')
  })
})

describe('types', () => {
  it('copy the sizes of batch and filters', () => {
    exactly<Expr<[2, 4, number]>>()(conv1d(expression(2, 3, 9), expression(4, 3, 5)))
    exactly<Expr<[4, number]>>()(conv1d(expression(3, 9), expression(4, 3, 5)))
    exactly<Expr<[2, 4, number]>>()(conv1d(expression(2, 4, 9), expression(4, 2, 5), { groups: 2 }))
    exactly<Expr<[2, 4, number, number]>>()(conv2d(expression(2, 3, 9, 9), expression(4, 3, 5, 5), { stride: 2 }))
    exactly<Tensor<[4, number, number]>>()(conv2d(random(3, 9, 9), random(4, 3, 5, 5)))
    exactly<Expr<[2, 4, number, number]>>()(conv2d(random(2, 3, 9, 9), expression(4, 3, 5, 5)))
    exactly<Expr>()(conv2d(phantom<Expr>(expression(2, 3, 9, 9)), expression(4, 3, 5, 5)))
  })
  it('are generic in sizes', () => {
    const layer = <N extends number, C extends number>(x: Expr<[N, C, 28, 28]>, w: Expr<[8, C, 3, 3]>): Expr<[N, 8, number, number]> =>
      conv2d(x, w, { padding: 'same' })
    expect(layer(expression(2, 3, 28, 28), expression(8, 3, 3, 3)).shape).toEqual([2, 8, 28, 28])
    expect(kind(conv1d(tensor([[[1, 2]]]), tensor([[[3]]])))).toBe('f64[1,1,2] 3 6')
  })
})
