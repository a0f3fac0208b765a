/**
 * Broadcasting, summation and reshaping, which are each other's transposes.
 *
 * `broadcastTo` places each axis of its operand at an axis of the result and repeats along the
 * others; its transpose sums over those others. Nothing else in the library knows broadcasting.
 */
import { viewOf } from '../array/view.ts'
import { entry } from '../entry.ts'
import { withShape } from '../array/aval.ts'
import { orderedSum, rowsOver } from '../array/kernel.ts'
import { axesOf, broadcastShapes, checkedShape, type Dims, sameShape, showShape, sizeOf, stridesOf } from '../array/shape.ts'
import { avalOf, dataOf, filled, elementOf, seal } from '../array/tensor.ts'
import { dtypes } from '../array/dtype.ts'
import { raise } from '../failure.ts'
import { applyTo } from '../program/expr.ts'
import type { AnyExpr, Answer, Params, Primitive, Site } from '../program/model.ts'
import { applyLowered, composed, dimsOf, type Lowered, type Stretch } from '../program/operate.ts'
import type { Axed } from '../type/axis.ts'
import type { Reason } from '../type/reason.ts'
import type { Broadcast, Conform, Reduced, Shape, ShowShape } from '../type/shape.ts'
import type { DTypeOf, Lift, NumericOperand, ShapeOf } from '../type/value.ts'
import type { SizesFault } from '../type/whole.ts'
import { structural } from './declare.ts'
import { checkOptions, type Known, truth } from '../program/option.ts'
import { axesParam, fused, instead, itself, madeBy, motionLaw, operandShape, resultShape, unmoved } from './motion.ts'
import { axesIn, dims } from './params.ts'

const complement = (rank: number, axes: Dims): Dims => Array.from({ length: rank }, (_, i) => i).filter((axis) => !axes.includes(axis))

const one = (primitive: Primitive, params: Params, x: AnyExpr): AnyExpr => entry(applyTo(primitive, params, [x]), 0)

const sumOver = (x: AnyExpr, axes: Dims): AnyExpr => one(sumPrimitive, { axes }, x)
const spread = (x: AnyExpr, shape: Dims, axes: Dims): AnyExpr => one(broadcastToPrimitive, { shape, axes }, x)

/** A law: a repeated scalar is the same however its elements are moved. */
export const respread = (site: Site): Answer | null => {
  const inner = madeBy(site, broadcastToPrimitive)
  return inner !== null && axesParam(inner, 'axes').length === 0 ? instead(broadcastToPrimitive, { shape: resultShape(site), axes: [] }, inner) : null
}

/** params: `shape` of the result, `axes`: where in it each axis of the operand goes, ascending. */
export const broadcastToPrimitive: Primitive = /*#__PURE__*/ structural({
  name: 'broadcastTo',
  lowering: 'broadcastTo',
  arity: 1,
  infer: (params, [x]) => {
    const shape = checkedShape('broadcastTo', dims('broadcastTo', params, 'shape'))
    const axes = dims('broadcastTo', params, 'axes')
    if (x === undefined || axes.length !== x.shape.length)
      return raise({ _tag: 'Argument', operation: 'broadcastTo', reason: 'needs one operand and a place for each of its axes' })
    if (!axes.every((axis, i) => shape[axis] === x.shape[i] && (i === 0 || axis > entry(axes, i - 1)))) {
      return raise({
        _tag: 'Shape',
        operation: 'broadcastTo',
        shapes: [showShape(x.shape), showShape(shape)],
        reason: `do not agree at axes ${showShape(axes)}`,
      })
    }
    return [withShape(x, shape)]
  },
  evaluate: ({ params, results }, args) =>
    results.flatMap((of) =>
      args.map((x) => {
        if (x.shape.length === 0) return filled(of, elementOf(x))
        const axes = dims('broadcastTo', params, 'axes')
        const from = stridesOf(avalOf(x).shape)
        return viewOf(
          of,
          x,
          of.shape.map((_, axis) => from[axes.indexOf(axis)] ?? 0),
        )
      }),
    ),
  derivative: {
    _tag: 'Linear',
    linear: () => [true],
    transpose: (params, cotangent) => [sumOver(cotangent, complement(cotangent.shape.length, dims('broadcastTo', params, 'axes')))],
  },
  batch: ({ params }, args, _, size) => {
    const shape = [size, ...dims('broadcastTo', params, 'shape')]
    const axes = [0, ...dims('broadcastTo', params, 'axes').map((axis) => axis + 1)]
    return { results: [spread(entry(args, 0), shape, axes)], batched: [true] }
  },
  notation: { _tag: 'Template', text: 'broadcastTo($0, $shape)', latex: '\\operatorname{broadcast}\\left($0\\right)' },
  laws: () => [
    motionLaw('broadcastTo(x, shape of x) = x', broadcastToPrimitive, unmoved),
    motionLaw(
      'broadcastTo ∘ broadcastTo is one broadcastTo',
      broadcastToPrimitive,
      fused((outer, inner) => ({ shape: resultShape(outer), axes: axesParam(inner, 'axes').map((axis) => entry(axesParam(outer, 'axes'), axis)) })),
    ),
  ],
})

/** params: `axes` to sum over, ascending. */
export const sumPrimitive: Primitive = /*#__PURE__*/ structural({
  name: 'sum',
  lowering: 'sum',
  arity: 1,
  infer: (params, operands) => {
    const x = entry(operands, 0)
    if (x.dtype === 'bool')
      return raise({ _tag: 'DType', operation: 'sum', dtypes: [x.dtype], reason: 'booleans are not added', hint: 'count with sum(toFloat(mask))' })
    const axes = axesIn('sum', params, x.shape)
    return [
      withShape(
        x,
        complement(x.shape.length, axes).map((axis) => entry(x.shape, axis)),
      ),
    ]
  },
  evaluate: ({ params, results }, args) =>
    results.flatMap((of) =>
      args.map((x) => {
        const { data, length } = rowsOver(of.dtype, dataOf(x), avalOf(x).shape, dims('sum', params, 'axes'))
        const out = dtypes[of.dtype].buffer(sizeOf(of.shape))
        for (let i = 0; i < out.length; i++) out[i] = orderedSum(data, i * length, length)
        return seal(of, out)
      }),
    ),
  derivative: {
    _tag: 'Linear',
    linear: () => [true],
    transpose: (params, cotangent, operands) => {
      const { shape } = entry(operands, 0)
      return [spread(cotangent, shape, complement(shape.length, axesIn('sum', params, shape)))]
    },
  },
  batch: ({ params }, args) => ({
    results: [
      sumOver(
        entry(args, 0),
        dims('sum', params, 'axes').map((axis) => axis + 1),
      ),
    ],
    batched: [true],
  }),
  notation: { _tag: 'Template', text: 'sum($0, $axes)', latex: '\\sum_{$axes} $0' },
  laws: () => [
    motionLaw(
      'sum over no axes = x',
      sumPrimitive,
      itself((site) => axesParam(site, 'axes').length === 0),
    ),
    motionLaw('sum over axes of size 1 is a reshape', sumPrimitive, (site) =>
      axesParam(site, 'axes').every((axis) => operandShape(site)[axis] === 1) ? instead(reshapePrimitive, { shape: resultShape(site) }, site) : null,
    ),
  ],
})

/** params: `shape` of the result, of the same size. */
export const reshapePrimitive: Primitive = /*#__PURE__*/ structural({
  name: 'reshape',
  lowering: 'reshape',
  arity: 1,
  infer: (params, operands) => {
    const shape = checkedShape('reshape', dims('reshape', params, 'shape'))
    const x = entry(operands, 0)
    if (sizeOf(shape) !== sizeOf(x.shape)) {
      return raise({
        _tag: 'Shape',
        operation: 'reshape',
        shapes: [showShape(x.shape), showShape(shape)],
        reason: `hold ${sizeOf(x.shape)} and ${sizeOf(shape)} elements`,
      })
    }
    return [withShape(x, shape)]
  },
  evaluate: ({ results }, args) => results.flatMap((of) => args.map((x) => seal(of, dataOf(x)))),
  derivative: {
    _tag: 'Linear',
    linear: () => [true],
    transpose: (_, cotangent, operands) => [one(reshapePrimitive, { shape: entry(operands, 0).shape }, cotangent)],
  },
  batch: ({ params }, args, _, size) => ({
    results: [one(reshapePrimitive, { shape: [size, ...dims('reshape', params, 'shape')] }, entry(args, 0))],
    batched: [true],
  }),
  notation: { _tag: 'Template', text: 'reshape($0, $shape)', latex: '\\operatorname{reshape}\\left($0\\right)' },
  laws: () => [
    motionLaw('reshape(x, shape of x) = x', reshapePrimitive, unmoved),
    motionLaw(
      'reshape ∘ reshape is one reshape',
      reshapePrimitive,
      fused((outer) => ({ shape: resultShape(outer) })),
    ),
    motionLaw('reshape of a repeated scalar repeats it', reshapePrimitive, respread),
  ],
})

/** Stretch to a shape as NumPy does: sizes of 1 that grow are dropped, then repeated. */
export const stretch: Stretch = (x, shape) => {
  const from = dimsOf(x)
  if (sameShape(from, shape)) return x
  if (!sameShape(broadcastShapes('broadcastTo', from, shape), shape)) {
    return raise({ _tag: 'Shape', operation: 'broadcastTo', shapes: [showShape(from), showShape(shape)], reason: 'do not broadcast to the second' })
  }
  const lead = shape.length - from.length
  const kept = from.map((_, i) => i).filter((i) => from[i] === shape[i + lead])
  const squeezed: Lowered = kept.length === from.length ? x : applyLowered(reshapePrimitive, { shape: kept.map((i) => entry(from, i)) }, [x])
  return applyLowered(broadcastToPrimitive, { shape, axes: kept.map((i) => i + lead) }, [squeezed])
}

/** Which axes a reduction takes; all of them where none is named. */
export interface ReduceOptions<Axes extends Dims | number | undefined = Dims | number | undefined, Keep extends boolean = boolean> {
  readonly axes?: Axes
  readonly keepdims?: Keep
}

/** A reduction: one generic signature, so that `flow` keeps it. */
export type Reduction = <X extends NumericOperand, const Axes extends Dims | number | undefined = undefined, Keep extends boolean = false>(
  x: X,
  options?: ReduceOptions<Axes, Keep> & Axed<ShapeOf<X>, Axes>,
) => Lift<X, Reduced<ShapeOf<X>, Axes, Keep>, DTypeOf<X>>

const reducing: Known<ReduceOptions> = { axes: null, keepdims: truth }

/** An axis given as in NumPy, by its place, would be ignored; but `map(sum)` passes an index, and a list after it. */
export const byName = <O>(operation: string, options: O, more: ReadonlyArray<unknown>): O => {
  if (typeof options === 'number' && more.length === 0) checkOptions(operation, options, reducing)
  return options
}

/** The axes of `options` on a shape, and the shape with each of them 1. */
export const reductionOf = (
  operation: string,
  shape: Dims,
  options: ReduceOptions | number | undefined,
  own: Known<object> = {},
): { readonly axes: Dims; readonly kept: Dims; readonly keepdims: boolean } => {
  // As NumPy names it: unseen by the compiler in untyped code, and everything would be reduced.
  if (typeof options === 'object' && options !== null && 'axis' in options)
    raise({ _tag: 'Argument', operation, reason: "there is no option 'axis'", hint: 'one axis or a list of them is given as { axes: … }' })
  // A reduction used as `map(sum)` receives an index here; only an options record counts.
  if (typeof options !== 'number') checkOptions(operation, options, { ...reducing, ...own })
  const { axes, keepdims } = typeof options === 'object' ? options : {}
  const list = axes === undefined ? shape.map((_, i) => i) : axesOf(operation, shape, axes)
  return { axes: list, kept: shape.map((n, i) => (list.includes(i) ? 1 : n)), keepdims: keepdims ?? false }
}

/**
 * The sum over `axes` (all of them where none is named); the empty sum is 0.
 *
 * @example
 * sum(Float64Array.of(1, 2, 3))                       // 6
 * sum(tensor([[1, 2], [3, 4]]), { axes: 0 })          // a Tensor of shape [2]: 4 6
 * @formula \sum_i x_i
 * @category reductions
 */
export const sum: Reduction = (x, options, ...more: ReadonlyArray<unknown>) => {
  return composed('sum', [x], (value) => {
    const { axes, kept, keepdims } = reductionOf('sum', dimsOf(value), byName('sum', options, more))
    const total = applyLowered(sumPrimitive, { axes }, [value])
    return keepdims ? applyLowered(reshapePrimitive, { shape: kept }, [total]) : total
  })
}

/** `unknown` where a shape may be spread over another, else a sentence. */
type Spreads<S extends Shape, T extends Dims> = Reason<
  T,
  S | S[number] | T[number],
  [Broadcast<S, T>] extends [never]
    ? SpreadFault<S, T>
    : number extends S['length'] | T['length']
      ? SizesFault<'broadcastTo', T>
      : Conform<Broadcast<S, T>, T> extends true
        ? SizesFault<'broadcastTo', T>
        : SpreadFault<S, T>
>

type SpreadFault<S extends Shape, T extends Shape> = `broadcastTo: shape [${ShowShape<S>}] does not broadcast to [${ShowShape<T>}]`

/**
 * Repeat along new or size-1 axes until the shape is `shape`; refused where the array does not
 * broadcast to it.
 *
 * @example
 * broadcastTo(Float64Array.of(1, 2), [3, 2])          // a Tensor of shape [3, 2]
 * @category shape
 */
export const broadcastTo = <X extends NumericOperand, const S extends Dims>(
  x: X,
  shape: S & Spreads<ShapeOf<X>, S>,
): Lift<X, { -readonly [K in keyof S]: S[K] }, DTypeOf<X>> => composed('broadcastTo', [x], (value) => stretch(value, checkedShape('broadcastTo', shape)))

export const broadcasting: ReadonlyArray<Primitive> = [broadcastToPrimitive, sumPrimitive, reshapePrimitive]
