/**
 * Reductions over axes beyond the plain sum.
 */
import { byTangents } from '../interpret/tangents.ts'
import { exp as expOf } from '../elementary/twin/exponential.ts'
import { log as logOf } from '../elementary/twin/logarithm.ts'
import { withShape } from '../array/aval.ts'
import { orderedSum, rowsOver } from '../array/kernel.ts'
import { type Dims, sizeOf } from '../array/shape.ts'
import { avalOf, dataOf, scalarTensor, seal } from '../array/tensor.ts'
import { addPrimitive, mul } from '../basis/arithmetic.ts'
import { byName, broadcastToPrimitive, type Reduction, reductionOf, reshapePrimitive, stretch, sumPrimitive } from '../basis/broadcast.ts'
import { where, wherePrimitive } from '../basis/choice.ts'
import { eq, gtPrimitive, ltPrimitive } from '../basis/comparison.ts'
import { andPrimitive } from '../basis/logic.ts'
import { none, structural } from '../basis/declare.ts'
import { axesIn, dims } from '../basis/params.ts'
import { entry } from '../entry.ts'
import { raise } from '../failure.ts'
import { applyTo, constant, isExpr, number } from '../program/expr.ts'
import type { AnyExpr, Expr, Operation, Params, Primitive } from '../program/model.ts'
import { applyLowered, composed, dimsOf, type Lowered } from '../program/operate.ts'
import { phantom } from '../type/phantom.ts'
import { div, divPrimitive, sub, subPrimitive } from './arithmetic.ts'
import { exp, expPrimitive, logPrimitive } from './exponential.ts'
import { maxOverPrimitive } from './extremum.ts'

const kept = (rank: number, axes: Dims): Dims => Array.from({ length: rank }, (_, i) => i).filter((axis) => !axes.includes(axis))

const spread = (x: Expr, shape: Dims, axes: Dims): Expr => phantom(entry(applyTo(broadcastToPrimitive, { shape, axes: kept(shape.length, axes) }, [x]), 0))

const lse = (data: ArrayLike<number>, from: number, length: number): number => {
  let largest = Number.NEGATIVE_INFINITY
  for (let i = from; i < from + length; i++) largest = Math.max(largest, data[i] ?? 0)
  if (!Number.isFinite(largest)) return largest
  const scaled = Float64Array.from({ length }, (_, i) => expOf((data[from + i] ?? 0) - largest))
  return largest + logOf(orderedSum(scaled, 0, length))
}

/** The same, to the bit, as a composition: what `lse` does, over whole arrays. */
const expansion = ({ params }: Operation, args: ReadonlyArray<AnyExpr>): ReadonlyArray<AnyExpr> => {
  const x = entry(args, 0)
  const one = (primitive: Primitive, own: Params, ...args: ReadonlyArray<AnyExpr>): AnyExpr => entry(applyTo(primitive, own, args), 0)
  const axes = dims('logsumexp', params, 'axes')
  const { shape } = x.aval
  const largest = one(maxOverPrimitive, { axes }, x)
  const same = largest.aval.shape
  const bound = (value: number): AnyExpr => (same.length === 0 ? number(value) : one(broadcastToPrimitive, { shape: same, axes: [] }, number(value)))
  const wide = one(broadcastToPrimitive, { shape, axes: kept(shape.length, axes) }, largest)
  const total = one(sumPrimitive, { axes }, one(expPrimitive, none, one(subPrimitive, none, x, wide)))
  const above = one(gtPrimitive, none, largest, bound(Number.NEGATIVE_INFINITY))
  const finite = one(andPrimitive, none, above, one(ltPrimitive, none, largest, bound(Number.POSITIVE_INFINITY)))
  return [one(wherePrimitive, none, finite, one(addPrimitive, none, largest, one(logPrimitive, none, total)), largest)]
}

/** params: `axes`, ascending. */
export const logsumexpPrimitive: Primitive = /*#__PURE__*/ structural({
  name: 'logsumexp',
  expansion,
  arity: 1,
  infer: (params, operands) => {
    const x = entry(operands, 0)
    if (x.dtype !== 'float64')
      return raise({ _tag: 'DType', operation: 'logsumexp', dtypes: [x.dtype], reason: 'it takes float64', hint: 'convert with toFloat' })
    const axes = axesIn('logsumexp', params, x.shape)
    return [
      withShape(
        x,
        kept(x.shape.length, axes).map((axis) => entry(x.shape, axis)),
      ),
    ]
  },
  evaluate: ({ params, results }, args) =>
    results.flatMap((of) =>
      args.map((x) => {
        const { data, length } = rowsOver('float64', dataOf(x), avalOf(x).shape, dims('logsumexp', params, 'axes'))
        return seal(
          of,
          Float64Array.from({ length: sizeOf(of.shape) }, (_, i) => lse(data, i * length, length)),
        )
      }),
    ),
  derivative: /*#__PURE__*/ byTangents({
    jvp: (params, [x], [z], [dx]) => {
      if (x === undefined || z === undefined || dx == null) return [null]
      const axes = dims('logsumexp', params, 'axes')
      const wide = spread(z, x.aval.shape, axes)
      // The scores add up to 1 unless z has lost its logarithm beside large entries, so they are divided by their sum.
      // Of ∞ they are shared evenly among the entries that are ∞.
      const scores = where(eq(x, Number.POSITIVE_INFINITY), 1, exp(sub(x, wide)))
      const total = phantom<Expr>(entry(applyTo(sumPrimitive, { axes }, [scores]), 0))
      // Where all entries are −∞ their weights are 0, not 0/0.
      const weights = where(eq(wide, Number.NEGATIVE_INFINITY), 0, div(scores, spread(total, x.aval.shape, axes)))
      return [phantom<Expr>(entry(applyTo(sumPrimitive, { axes }, [mul(weights, dx)]), 0))]
    },
  }),
  batch: ({ params }, args) => ({
    results: applyTo(logsumexpPrimitive, { axes: dims('logsumexp', params, 'axes').map((axis) => axis + 1) }, args),
    batched: [true],
  }),
  convention: 'of −∞ alone, and of nothing: −∞ with gradient 0; entries that are ∞ share the derivative evenly',
})

/**
 * log Σ exp x over `axes` without overflow; −∞ for an empty axis. Its gradient is the softmax, 0 where all
 * entries are −∞.
 *
 * @example
 * logsumexp(Float64Array.of(1000, 1000))   // 1000.6931471805599
 * @formula \ln \sum_i e^{x_i}
 * @derivative \frac{\partial f}{\partial x_i} = \frac{e^{x_i}}{\sum_j e^{x_j}}
 * @category reductions
 */
export const logsumexp: Reduction = (x, options, ...more: ReadonlyArray<unknown>) =>
  composed('logsumexp', [x], (value) => {
    const { axes, kept: shape, keepdims } = reductionOf('logsumexp', dimsOf(value), byName('logsumexp', options, more))
    const total = applyLowered(logsumexpPrimitive, { axes }, [value])
    return keepdims ? applyLowered(reshapePrimitive, { shape }, [total]) : total
  })

/**
 * The mean over `axes` (all of them where none is named); NaN over nothing. float64 only.
 *
 * @example
 * mean(Float64Array.of(1, 2, 6))   // 3
 * @formula \frac{1}{n} \sum_i x_i
 * @category reductions
 */
export const mean: Reduction = (x, options, ...more: ReadonlyArray<unknown>) =>
  composed('mean', [x], (value) => {
    if (value.dtype !== 'float64')
      return raise({ _tag: 'DType', operation: 'mean', dtypes: [value.dtype], reason: 'it takes float64', hint: 'convert with toFloat' })
    const { axes, kept: shape, keepdims } = reductionOf('mean', dimsOf(value), byName('mean', options, more))
    const total = applyLowered(sumPrimitive, { axes }, [value])
    const count: Lowered = scalarTensor(sizeOf(axes.map((axis) => entry(dimsOf(value), axis))))
    const average = applyLowered(divPrimitive, none, [total, stretch(isExpr(total) ? constant(count) : count, dimsOf(total))])
    return keepdims ? applyLowered(reshapePrimitive, { shape }, [average]) : average
  })

export const reducing: ReadonlyArray<Primitive> = [logsumexpPrimitive]
