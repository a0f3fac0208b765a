/**
 * Sliding windows laid out along axes of their own, and the sum of windows where they overlap, which are
 * each other's transposes. Convolutions and pools are made of them.
 *
 * The windows stand where the axes stood that they slide along, and the places within a window follow at
 * the end, in the same order: x of shape [n, c, h, w] becomes [n, c, h′, w′, kh, kw], and entry (…, i, k) is
 * x at i·stride + k·dilation. So a kernel meets the last axes, and a convolution is one contraction.
 */
import { viewOf } from '../array/view.ts'
import * as loops from '#loops'
import { type Aval, withShape } from '../array/aval.ts'
import { dtypes } from '../array/dtype.ts'
import { strided } from '../array/kernel.ts'
import { type Dims, showShape, sizeOf, stridesOf } from '../array/shape.ts'
import { avalOf, dataOf, seal } from '../array/tensor.ts'
import { structural } from '../basis/declare.ts'
import { dims } from '../basis/params.ts'
import { entry } from '../entry.ts'
import { raise } from '../failure.ts'
import { applyTo } from '../program/expr.ts'
import type { AnyExpr, Params, Primitive } from '../program/model.ts'

// the arithmetic of one axis -----------------------------------------------------------------

/** From the first entry of a window to its last, both counted. */
export const extentOf = (size: number, dilation: number): number => (size - 1) * dilation + 1

/** How many windows there are in n entries; none where not even one fits. */
export const countOf = (n: number, size: number, stride: number, dilation: number): number =>
  Math.max(0, Math.floor((n - extentOf(size, dilation)) / stride) + 1)

// parameters ---------------------------------------------------------------------------------

interface Slide {
  readonly axes: Dims
  readonly size: Dims
  readonly stride: Dims
  readonly dilation: Dims
}

/** Parameters that fit an array of so many axes, or a failure that names them. */
const checked = (operation: string, shape: Dims, rank: number, { axes, size, stride, dilation }: Slide): Slide => {
  const fits =
    [size, stride, dilation].every((list) => list.length === axes.length && list.every((n) => n >= 1)) &&
    axes.every((axis, i) => axis < rank && axis > (axes[i - 1] ?? -1))
  return fits
    ? { axes, size, stride, dilation }
    : raise({
        _tag: 'Shape',
        operation,
        shapes: [showShape(shape)],
        reason: `have no windows of ${showShape(size)} by stride ${showShape(stride)} and dilation ${showShape(dilation)} along axes ${showShape(axes)}`,
        hint: 'give ascending axes, and for each a size, a stride and a dilation from 1',
      })
}

const slideOf = (params: Params, x: Aval): Slide =>
  checked('windows', x.shape, x.shape.length, {
    axes: dims('windows', params, 'axes'),
    size: dims('windows', params, 'size'),
    stride: dims('windows', params, 'stride'),
    dilation: dims('windows', params, 'dilation'),
  })

/** The shape of the windows of an array. */
const laidOut = (shape: Dims, { axes, size, stride, dilation }: Slide): Dims => [
  ...shape.map((n, axis) => {
    const i = axes.indexOf(axis)
    return i < 0 ? n : countOf(n, entry(size, i), entry(stride, i), entry(dilation, i))
  }),
  ...size,
]

/** How far apart in an array of this shape neighbours among its windows are. */
const steps = (shape: Dims, { axes, stride, dilation }: Slide): Dims => {
  const apart = stridesOf(shape)
  return [
    ...apart.map((s, axis) => s * (axes.includes(axis) ? entry(stride, axes.indexOf(axis)) : 1)),
    ...axes.map((axis, i) => entry(apart, axis) * entry(dilation, i)),
  ]
}

const deeper = (axes: Dims): Dims => axes.map((axis) => axis + 1)

// primitives ---------------------------------------------------------------------------------

/** params: `axes`, ascending, and for each of them the `size`, `stride` and `dilation` of its windows, from 1. */
export const windowsPrimitive: Primitive = /*#__PURE__*/ structural({
  name: 'windows',
  lowering: 'windows',
  loops: loops.windows,
  arity: 1,
  infer: (params, operands) => {
    const x = entry(operands, 0)
    return [withShape(x, laidOut(x.shape, slideOf(params, x)))]
  },
  evaluate: ({ params, results }, args) =>
    results.flatMap((of) =>
      args.map((x) => {
        const { shape } = avalOf(x)
        return viewOf(of, x, steps(shape, slideOf(params, avalOf(x))))
      }),
    ),
  derivative: {
    _tag: 'Linear',
    linear: () => [true],
    transpose: (params, cotangent, operands) => {
      const { axes, stride, dilation } = slideOf(params, entry(operands, 0))
      const { shape } = entry(operands, 0)
      return [added(cotangent, { axes, length: axes.map((axis) => entry(shape, axis)), stride, dilation })]
    },
  },
  batch: ({ params, operands }, args) => {
    const { axes, size, stride, dilation } = slideOf(params, entry(operands, 0))
    return { results: args.map((x) => entry(applyTo(windowsPrimitive, { axes: deeper(axes), size, stride, dilation }, [x]), 0)), batched: [true] }
  },
  notation: { _tag: 'Template', text: 'windows($0, $axes, $size, $stride, $dilation)', latex: '\\operatorname{windows}\\left($0\\right)' },
})

interface Overlap {
  readonly axes: Dims
  readonly length: Dims
  readonly stride: Dims
  readonly dilation: Dims
}

const added = (x: AnyExpr, { axes, length, stride, dilation }: Overlap): AnyExpr =>
  entry(applyTo(overlapAddPrimitive, { axes, length, stride, dilation }, [x]), 0)

/** The windows that come in, and the shape of what they add up to. */
const overlapOf = (params: Params, x: Aval): { readonly slide: Slide; readonly length: Dims; readonly whole: Dims } => {
  const [axes, length] = [dims('overlapAdd', params, 'axes'), dims('overlapAdd', params, 'length')]
  const rank = x.shape.length - axes.length
  const slide = checked('overlapAdd', x.shape, rank, {
    axes,
    size: x.shape.slice(Math.max(0, rank)),
    stride: dims('overlapAdd', params, 'stride'),
    dilation: dims('overlapAdd', params, 'dilation'),
  })
  const whole = x.shape.slice(0, rank).map((n, axis) => (axes.includes(axis) ? (length[axes.indexOf(axis)] ?? -1) : n))
  const counts = whole.every((n) => n >= 0) && length.length === axes.length ? laidOut(whole, slide) : []
  if (!x.shape.every((n, i) => n === counts[i]))
    raise({
      _tag: 'Shape',
      operation: 'overlapAdd',
      shapes: [showShape(x.shape)],
      reason: `are not the windows of ${showShape(length)} entries by stride ${showShape(slide.stride)} and dilation ${showShape(slide.dilation)} along axes ${showShape(axes)}`,
      hint: `the length of an axis is that of the array whose windows these are${counts.length === 0 ? '' : `, and such an array has windows ${showShape(counts)}`}`,
    })
  return { slide, length, whole }
}

/** params: `axes`, ascending, and for each of them the `length` of the result, and the `stride` and `dilation` of the windows. */
export const overlapAddPrimitive: Primitive = /*#__PURE__*/ structural({
  name: 'overlapAdd',
  lowering: 'overlapAdd',
  loops: loops.overlapAdd,
  arity: 1,
  infer: (params, operands) => {
    const x = entry(operands, 0)
    if (x.dtype === 'bool')
      return raise({ _tag: 'DType', operation: 'overlapAdd', dtypes: [x.dtype], reason: 'booleans are not added', hint: 'convert with toFloat' })
    return [withShape(x, overlapOf(params, x).whole)]
  },
  evaluate: ({ params, results }, args) =>
    results.flatMap((of) =>
      args.map((x) => {
        const source = dataOf(x)
        const out = dtypes[of.dtype].buffer(sizeOf(of.shape))
        // Where each entry of the windows came from: the windows of the positions themselves.
        const positions = Float64Array.from({ length: out.length }, (_, i) => i)
        const into = strided('float64', positions, avalOf(x).shape, steps(of.shape, overlapOf(params, avalOf(x)).slide))
        for (let i = 0; i < source.length; i++) {
          const at = into[i] ?? 0
          out[at] = (out[at] ?? 0) + (source[i] ?? 0)
        }
        return seal(of, out)
      }),
    ),
  derivative: {
    _tag: 'Linear',
    linear: () => [true],
    transpose: (params, cotangent, operands) => {
      const { axes, size, stride, dilation } = overlapOf(params, entry(operands, 0)).slide
      return applyTo(windowsPrimitive, { axes, size, stride, dilation }, [cotangent])
    },
  },
  batch: ({ params, operands }, args) => {
    const { slide, length } = overlapOf(params, entry(operands, 0))
    return { results: args.map((x) => added(x, { ...slide, axes: deeper(slide.axes), length })), batched: [true] }
  },
  notation: { _tag: 'Template', text: 'overlapAdd($0, $axes, $length, $stride, $dilation)', latex: '\\operatorname{overlapAdd}\\left($0\\right)' },
})

export const windowing: ReadonlyArray<Primitive> = [windowsPrimitive, overlapAddPrimitive]
