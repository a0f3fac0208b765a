/**
 * Norms, moments and counts over axes. The Euclidean norm is a primitive, because its derivative at
 * zero is not what its formula gives; the rest are compositions.
 */
import { byTangents } from '../interpret/tangents.ts'
import { withShape } from '../array/aval.ts'
import { orderedSum, rowsOver } from '../array/kernel.ts'
import { axisOf, type Dims, sizeOf } from '../array/shape.ts'
import { avalOf, dataOf, scalarTensor, seal } from '../array/tensor.ts'
import { mul, mulPrimitive } from '../basis/arithmetic.ts'
import { byName, broadcastToPrimitive, reductionOf, type ReduceOptions, reshapePrimitive, stretch, sumPrimitive } from '../basis/broadcast.ts'
import { toFloatPrimitive, where, wherePrimitive } from '../basis/choice.ts'
import { eq, gtPrimitive, ltPrimitive } from '../basis/comparison.ts'
import { andPrimitive, notPrimitive } from '../basis/logic.ts'
import { none, structural } from '../basis/declare.ts'
import { axesIn, dims } from '../basis/params.ts'
import { entry } from '../entry.ts'
import { raise } from '../failure.ts'
import { applyTo, constant, isExpr } from '../program/expr.ts'
import type { AnyExpr, Expr, Operation, Params, Primitive } from '../program/model.ts'
import { applyLowered, composed, dimsOf, type Lowered } from '../program/operate.ts'
import { phantom } from '../type/phantom.ts'
import type { Axed } from '../type/axis.ts'
import type { Axial } from '../type/rank.ts'
import type { Reduced, Resized } from '../type/shape.ts'
import type { DTypeOf, Lift, MaskOperand, NumericOperand, Operand, ShapeOf } from '../type/value.ts'
import { absPrimitive, div, divPrimitive, maxPrimitive, sqrtPrimitive, squarePrimitive, subPrimitive } from './arithmetic.ts'
import { maxOverPrimitive, reduceWith } from './extremum.ts'
import { slicePrimitive } from './slice.ts'
import type { Known } from '../program/option.ts'
import { said } from '../array/list.ts'

const floats = (operation: string, x: Lowered): Lowered =>
  x.dtype === 'float64' ? x : raise({ _tag: 'DType', operation, dtypes: [x.dtype], reason: 'it takes float64', hint: 'convert with toFloat' })

const kept = (rank: number, axes: Dims): Dims => Array.from({ length: rank }, (_, i) => i).filter((axis) => !axes.includes(axis))

/** √Σx² scaled by the largest entry, so that squares neither overflow nor vanish. */
const length = (data: ArrayLike<number>, from: number, count: number): number => {
  let largest = 0
  for (let i = from; i < from + count; i++) largest = Math.max(largest, Math.abs(data[i] ?? 0))
  if (largest === 0 || !Number.isFinite(largest)) return largest
  const squares = Float64Array.from({ length: count }, (_, i) => {
    const part = (data[from + i] ?? 0) / largest
    return part * part
  })
  return largest * Math.sqrt(orderedSum(squares, 0, count))
}

/** The same, to the bit, as a composition over whole arrays. */
const expansion = ({ params }: Operation, args: ReadonlyArray<AnyExpr>): ReadonlyArray<AnyExpr> => {
  const x = entry(args, 0)
  const one = (primitive: Primitive, own: Params, ...operands: ReadonlyArray<AnyExpr>): AnyExpr => entry(applyTo(primitive, own, operands), 0)
  const axes = dims('norm', params, 'axes')
  const { shape } = x.aval
  const entries = one(maxOverPrimitive, { axes }, one(absPrimitive, none, x))
  const same = entries.aval.shape
  const number = (value: number): AnyExpr => one(broadcastToPrimitive, { shape: same, axes: [] }, constant(scalarTensor(value)))
  // Of no entries the largest is −∞.
  const largest = one(maxPrimitive, none, entries, number(0))
  const parts = one(divPrimitive, none, x, one(broadcastToPrimitive, { shape, axes: kept(shape.length, axes) }, largest))
  const length = one(mulPrimitive, none, largest, one(sqrtPrimitive, none, one(sumPrimitive, { axes }, one(squarePrimitive, none, parts))))
  const isOrdinary = one(andPrimitive, none, one(gtPrimitive, none, largest, number(0)), one(ltPrimitive, none, largest, number(Number.POSITIVE_INFINITY)))
  return [one(wherePrimitive, none, isOrdinary, length, largest)]
}

const spread = (x: Expr, shape: Dims, axes: Dims): Expr => phantom(entry(applyTo(broadcastToPrimitive, { shape, axes: kept(shape.length, axes) }, [x]), 0))

/** The Euclidean length over `axes`. */
export const normPrimitive: Primitive = /*#__PURE__*/ structural({
  name: 'norm',
  expansion,
  arity: 1,
  infer: (params, operands) => {
    const x = entry(operands, 0)
    if (x.dtype !== 'float64') return raise({ _tag: 'DType', operation: 'norm', dtypes: [x.dtype], reason: 'it takes float64', hint: 'convert with toFloat' })
    return [
      withShape(
        x,
        kept(x.shape.length, axesIn('norm', params, x.shape)).map((axis) => entry(x.shape, axis)),
      ),
    ]
  },
  evaluate: ({ params, results }, args) =>
    results.flatMap((of) =>
      args.map((x) => {
        const { data, length: count } = rowsOver('float64', dataOf(x), avalOf(x).shape, dims('norm', params, 'axes'))
        return seal(
          of,
          Float64Array.from({ length: sizeOf(of.shape) }, (_, i) => length(data, i * count, count)),
        )
      }),
    ),
  derivative: /*#__PURE__*/ byTangents({
    jvp: (params, [x], [z], [dx]) => {
      if (x === undefined || z === undefined || dx == null) return [null]
      const axes = dims('norm', params, 'axes')
      const wide = spread(z, x.aval.shape, axes)
      const direction = where(eq(wide, 0), 0, div(x, wide))
      return [phantom<Expr>(entry(applyTo(sumPrimitive, { axes }, [mul(direction, dx)]), 0))]
    },
  }),
  batch: ({ params }, args) => ({ results: applyTo(normPrimitive, { axes: dims('norm', params, 'axes').map((axis) => axis + 1) }, args), batched: [true] }),
  notation: { _tag: 'Template', text: '‖$0‖', latex: '\\left\\lVert $0 \\right\\rVert' },
  convention: 'the gradient at the zero vector is 0, the minimum-norm subgradient',
})

/** Which norm: 1, 2 (the Euclidean, or of a matrix the Frobenius norm) or Infinity. */
export interface NormOptions<Axes extends Dims | number | undefined, Keep extends boolean> extends ReduceOptions<Axes, Keep> {
  readonly order?: 1 | 2 | typeof Number.POSITIVE_INFINITY
}

const norms: Known<object> = { order: null }

/**
 * The norm of the entries over `axes` (all of them where none is named): Euclidean or, by `order`, the
 * sum of absolute values (1) or the largest (Infinity). Of nothing it is 0. At zero the gradient is 0.
 *
 * @example
 * norm(Float64Array.of(3, 4))                          // 5
 * norm(Float64Array.of(3, -4), { order: 1 })           // 7
 * norm(Float64Array.of(3, -4), { order: Infinity })    // 4
 * @formula \|x\|_2 = \sqrt{\sum_i x_i^2}, \quad \|x\|_1 = \sum_i |x_i|, \quad \|x\|_\infty = \max_i |x_i|
 * @derivative \frac{\partial \|x\|_2}{\partial x_i} = \frac{x_i}{\|x\|_2}
 * @category reductions
 */
export const norm = <X extends Operand, const Axes extends Dims | number | undefined = undefined, Keep extends boolean = false>(
  x: X,
  options?: NormOptions<Axes, Keep> & Axed<ShapeOf<X>, Axes>,
): Lift<X, Reduced<ShapeOf<X>, Axes, Keep>> =>
  composed('norm', [x], (given) => {
    const value = floats('norm', given)
    if (typeof options !== 'number') reductionOf('norm', dimsOf(value), options, norms)
    const { order = 2 } = options ?? {}
    if (order === 2) return reduceWith('norm', normPrimitive, value, options, norms)
    const sizes = applyLowered(absPrimitive, none, [value])
    if (order === 1) return reduceWith('norm', sumPrimitive, sizes, options, norms)
    if (order !== Number.POSITIVE_INFINITY)
      return raise({ _tag: 'Argument', operation: 'norm', reason: `there is no norm of order ${order}`, hint: 'the orders are 1, 2 and Infinity' })
    const { axes } = reductionOf('norm', dimsOf(value), options, norms)
    if (sizeOf(axes.map((axis) => entry(dimsOf(value), axis))) === 0) return reduceWith('norm', sumPrimitive, sizes, options, norms)
    return reduceWith('norm', maxOverPrimitive, sizes, options, norms)
  })

const filledLike = (like: Lowered, value: number, shape: Dims): Lowered => stretch(isExpr(like) ? constant(scalarTensor(value)) : scalarTensor(value), shape)

/** The entries about their mean, measured, and divided by a function of how many there are. */
const spreadOf = (
  name: string,
  x: Lowered,
  options: VarianceOptions<Dims | number | undefined, boolean> | undefined,
  measure: (centred: Lowered, axes: Dims) => Lowered,
  share: (n: number) => number,
): Lowered => {
  const value = floats(name, x)
  const given = typeof options === 'number' || options === undefined ? {} : options
  const shape = dimsOf(value)
  const { axes, kept: flat, keepdims } = reductionOf(name, shape, given, { correction: null })
  const count = sizeOf(axes.map((axis) => entry(shape, axis)))
  const { correction = 0 } = given
  if (!Number.isFinite(correction)) return raise({ _tag: 'Argument', operation: name, reason: `the correction ${said(correction)} is no number` })
  const over = (x: Lowered, n: number): Lowered => applyLowered(divPrimitive, none, [x, filledLike(x, n, dimsOf(x))])
  const mean = over(applyLowered(reshapePrimitive, { shape: flat }, [applyLowered(sumPrimitive, { axes }, [value])]), count)
  const centred = applyLowered(subPrimitive, none, [value, stretch(mean, shape)])
  const answer = over(measure(centred, axes), share(Math.max(0, count - correction)))
  return keepdims ? applyLowered(reshapePrimitive, { shape: flat }, [answer]) : answer
}

/** What is taken off the count: 0 for the population, 1 for a sample. */
export interface VarianceOptions<Axes extends Dims | number | undefined, Keep extends boolean> extends ReduceOptions<Axes, Keep> {
  readonly correction?: number
}

type Moment = <X extends Operand, const Axes extends Dims | number | undefined = undefined, Keep extends boolean = false>(
  x: X,
  options?: VarianceOptions<Axes, Keep> & Axed<ShapeOf<X>, Axes>,
) => Lift<X, Reduced<ShapeOf<X>, Axes, Keep>>

/**
 * NumPy's `var`, which is a reserved word here: the variance over `axes` (all of them where none is named), by two passes; `correction: 1` for the
 * unbiased estimate. NaN over nothing.
 *
 * @example
 * variance(Float64Array.of(1, 2, 3, 6))   // 3.5
 * @formula \frac{1}{n - c} \sum_i \left(x_i - \bar x\right)^2
 * @category reductions
 */
export const variance: Moment = (x, options, ...more: ReadonlyArray<unknown>) =>
  composed('variance', [x], (value) =>
    spreadOf(
      'variance',
      value,
      byName('variance', options, more),
      (centred, axes) => applyLowered(sumPrimitive, { axes }, [applyLowered(squarePrimitive, none, [centred])]),
      (n) => n,
    ),
  )

/**
 * The standard deviation, the root of the variance, as a norm: it does not overflow, and where all
 * entries are equal its gradient is 0, the minimum-norm subgradient.
 *
 * @example
 * std(Float64Array.of(1, 3))              // 1
 * @formula \sqrt{\frac{1}{n - c} \sum_i \left(x_i - \bar x\right)^2}
 * @category reductions
 */
export const std: Moment = (x, options, ...more: ReadonlyArray<unknown>) =>
  composed('std', [x], (value) =>
    spreadOf('std', value, byName('std', options, more), (centred, axes) => applyLowered(normPrimitive, { axes }, [centred]), Math.sqrt),
  )

const masks = (operation: string, x: Lowered): Lowered =>
  x.dtype === 'bool' ? x : raise({ _tag: 'DType', operation, dtypes: [x.dtype], reason: 'it takes a mask', hint: 'compare with lt, gt, eq, …' })

/** A mask counted as numbers, and the count compared with 0. */
const anyOf = (name: string, mask: Lowered, options: ReduceOptions | undefined): Lowered => {
  const count = reduceWith(name, sumPrimitive, applyLowered(toFloatPrimitive, none, [mask]), options)
  return applyLowered(gtPrimitive, none, [count, filledLike(count, 0, dimsOf(count))])
}

type Quantifier = <X extends MaskOperand, const Axes extends Dims | number | undefined = undefined, Keep extends boolean = false>(
  x: X,
  options?: ReduceOptions<Axes, Keep> & Axed<ShapeOf<X>, Axes>,
) => Lift<X, Reduced<ShapeOf<X>, Axes, Keep>, 'bool'>

/**
 * Whether the mask holds anywhere over `axes`; false over nothing.
 *
 * @example
 * any(gt(Float64Array.of(1, -1), 0))   // true
 * @category reductions
 */
export const any: Quantifier = (x, options) => composed('any', [x], (mask) => anyOf('any', masks('any', mask), options))

/**
 * Whether the mask holds everywhere over `axes`; true over nothing.
 *
 * @example
 * all(gt(Float64Array.of(1, -1), 0))   // false
 * @category reductions
 */
export const all: Quantifier = (x, options) =>
  composed('all', [x], (mask) => applyLowered(notPrimitive, none, [anyOf('all', applyLowered(notPrimitive, none, [masks('all', mask)]), options)]))

/**
 * Differences of neighbours along an axis, the last where none is named; nothing where there are none.
 *
 * @example
 * diff(Float64Array.of(1, 4, 9))   // Float64Array [3, 5]
 * @formula y_i = x_{i + 1} - x_i
 * @category reductions
 */
export const diff = <X extends NumericOperand, const A extends number = -1>(
  x: X & Axial<'diff', X, A>,
  axis?: A & Axed<ShapeOf<X>, A>,
): Lift<X, Resized<ShapeOf<X>, A, number>, DTypeOf<X>> =>
  composed('diff', [x], (value) => {
    const shape = dimsOf(value)
    const at = axisOf('diff', shape, axis ?? -1)
    const n = entry(shape, at)
    const part = (from: number, to: number): Lowered =>
      applyLowered(
        slicePrimitive,
        { start: shape.map((_, i) => (i === at ? from : 0)), stop: shape.map((m, i) => (i === at ? to : m)), step: shape.map(() => 1) },
        [value],
      )
    return applyLowered(subPrimitive, none, [part(Math.min(1, n), n), part(0, Math.max(0, n - 1))])
  })

export const statistics: ReadonlyArray<Primitive> = [normPrimitive]
