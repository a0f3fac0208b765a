/**
 * Moving axes about without changing a single entry.
 */
import { withShape } from '../array/aval.ts'
import { permuted } from '../array/kernel.ts'
import { axisOf, checkedShape, type Dims, listedAxes, showShape, sizeOf } from '../array/shape.ts'
import { avalOf, dataOf, seal } from '../array/tensor.ts'
import { reshapePrimitive, respread } from '../basis/broadcast.ts'
import { structural } from '../basis/declare.ts'
import { axesParam, fused, itself, motionLaw } from '../basis/motion.ts'
import { dims } from '../basis/params.ts'
import { entry } from '../entry.ts'
import { raise } from '../failure.ts'
import { applyTo } from '../program/expr.ts'
import type { AnyExpr, Primitive } from '../program/model.ts'
import { applyLowered, composed, dimsOf } from '../program/operate.ts'
import type { Axed, Ordered } from '../type/axis.ts'
import type { Counted } from '../type/count.ts'
import type { FromFront, Inserted, IsWide, Permuted, Shape } from '../type/shape.ts'
import type { DTypeOf, Lift, NumericOperand, ShapeOf } from '../type/value.ts'

/** x with its axes in another order, as an expression. */
export const permute = (x: AnyExpr, order: Dims): AnyExpr => (order.every((axis, i) => axis === i) ? x : entry(applyTo(transposePrimitive, { order }, [x]), 0))

const inverse = (order: Dims): Dims => order.map((_, i) => order.indexOf(i))

/** params: `order`: axis i of the result is axis order[i] of the operand. */
export const transposePrimitive: Primitive = /*#__PURE__*/ structural({
  name: 'transpose',
  lowering: 'transpose',
  arity: 1,
  infer: (params, operands) => {
    const x = entry(operands, 0)
    const order = dims('transpose', params, 'order')
    if (order.length !== x.shape.length || !x.shape.every((_, axis) => order.includes(axis))) {
      return raise({
        _tag: 'Shape',
        operation: 'transpose',
        shapes: [showShape(x.shape)],
        reason: `cannot be permuted by ${showShape(order)}`,
        hint: 'name each axis once',
      })
    }
    return [
      withShape(
        x,
        order.map((axis) => entry(x.shape, axis)),
      ),
    ]
  },
  evaluate: ({ params, results }, args) =>
    results.flatMap((of) => args.map((x) => seal(of, permuted(of.dtype, dataOf(x), avalOf(x).shape, dims('transpose', params, 'order'))))),
  derivative: { _tag: 'Linear', linear: () => [true], transpose: (params, cotangent) => [permute(cotangent, inverse(dims('transpose', params, 'order')))] },
  batch: ({ params }, args) => ({ results: args.map((x) => permute(x, [0, ...dims('transpose', params, 'order').map((axis) => axis + 1)])), batched: [true] }),
  notation: { _tag: 'Template', text: 'transpose($0, $order)', latex: '{$0}^{\\mathsf T}' },
  laws: () => [
    motionLaw(
      'transpose(x, axes in order) = x',
      transposePrimitive,
      itself((site) => axesParam(site, 'order').every((axis, i) => axis === i)),
    ),
    motionLaw(
      'transpose ∘ transpose is one transpose',
      transposePrimitive,
      fused((outer, inner) => ({ order: axesParam(outer, 'order').map((axis) => entry(axesParam(inner, 'order'), axis)) })),
    ),
    motionLaw('transpose of a repeated scalar repeats it', transposePrimitive, respread),
  ],
})

/**
 * The axes in the order given, or all reversed (the matrix transpose) where none is. Every axis is named once,
 * else it is refused; negative ones count from the end.
 *
 * @example
 * toArray(transpose(tensor([[1, 2], [3, 4]])))   // [[1, 3], [2, 4]]
 * @category shape
 */
export const transpose = <X extends NumericOperand, const P extends Dims | undefined = undefined>(
  x: X,
  order?: P & Ordered<ShapeOf<X>, P>,
): Lift<X, Permuted<ShapeOf<X>, P>, DTypeOf<X>> =>
  composed('transpose', [x], (value) => {
    const shape = dimsOf(value)
    // As `map(transpose)` it receives an index here.
    const axes =
      order !== undefined && typeof order !== 'number'
        ? listedAxes('transpose', order).map((axis) => axisOf('transpose', shape, axis))
        : shape.map((_, i) => shape.length - 1 - i)
    return axes.every((axis, i) => axis === i) && axes.length === shape.length ? value : applyLowered(transposePrimitive, { order: axes }, [value])
  })

type Exchanged<S extends Shape, A extends number, B extends number> =
  IsWide<S> extends true ? Shape : number extends A | B ? Shape : Swapped<S, FromFront<S, A>, FromFront<S, B>> extends infer R extends Shape ? R : Shape

type Swapped<S extends Shape, P extends number, Q extends number> = {
  -readonly [K in keyof S]: K extends `${P}` ? S[Q] : K extends `${Q}` ? S[P] : S[K]
}

/**
 * Two axes exchanged, the others as they are; negative axes count from the end.
 *
 * @example
 * swapaxes(tensor([[[1, 2], [3, 4]]]), 0, 2).shape   // [2, 2, 1]
 * @category shape
 */
export const swapaxes = <X extends NumericOperand, const A extends number, const B extends number>(
  x: X,
  a: A & Axed<ShapeOf<X>, A>,
  b: B & Axed<ShapeOf<X>, B>,
): Lift<X, Exchanged<ShapeOf<X>, A, B>, DTypeOf<X>> =>
  composed('swapaxes', [x], (value) => {
    const shape = dimsOf(value)
    const [from, to] = [axisOf('swapaxes', shape, a), axisOf('swapaxes', shape, b)]
    const order = shape.map((_, i) => (i === from ? to : i === to ? from : i))
    return from === to ? value : applyLowered(transposePrimitive, { order }, [value])
  })

const inferred = (shape: Dims, wanted: Dims): Dims => {
  if (!Array.isArray(wanted)) return checkedShape('reshape', wanted)
  const unknown = wanted.indexOf(-1)
  if (unknown < 0) return checkedShape('reshape', wanted)
  const rest = sizeOf(wanted.filter((_, i) => i !== unknown))
  if (wanted.lastIndexOf(-1) !== unknown || rest === 0 || sizeOf(shape) % rest !== 0) {
    return raise({
      _tag: 'Shape',
      operation: 'reshape',
      shapes: [showShape(shape), showShape(wanted)],
      reason: 'leave no whole size for -1',
      hint: 'give at most one -1, and sizes that divide the number of elements',
    })
  }
  return wanted.map((n, i) => (i === unknown ? sizeOf(shape) / rest : n))
}

type Written<S extends Dims> = { -readonly [K in keyof S]: S[K] extends -1 ? number : S[K] }

/**
 * The same elements in row-major order under another shape; one size may be -1 and is worked out.
 * Refused where the number of elements differs.
 *
 * @example
 * toArray(reshape(Float64Array.of(1, 2, 3, 4), [2, 2]))   // [[1, 2], [3, 4]]
 * @category shape
 */
export const reshape = <X extends NumericOperand, const S extends Dims>(x: X, shape: S & Counted<'reshape', ShapeOf<X>, S>): Lift<X, Written<S>, DTypeOf<X>> =>
  composed('reshape', [x], (value) => applyLowered(reshapePrimitive, { shape: inferred(dimsOf(value), shape) }, [value]))

/**
 * A new axis of size 1 at the position given, counted in the result; −1 is the last.
 *
 * @example
 * toArray(expandDims(Float64Array.of(1, 2), 1))           // [[1], [2]]
 * @category shape
 */
export const expandDims = <X extends NumericOperand, const A extends number>(
  x: X,
  axis: A & Axed<[...ShapeOf<X>, 1], A>,
): Lift<X, Inserted<ShapeOf<X>, A, 1>, DTypeOf<X>> =>
  composed('expandDims', [x], (value) => {
    const shape = dimsOf(value)
    const at = axisOf('expandDims', [...shape, 1], axis)
    return applyLowered(reshapePrimitive, { shape: [...shape.slice(0, at), 1, ...shape.slice(at)] }, [value])
  })

export const shaping: ReadonlyArray<Primitive> = [transposePrimitive]
