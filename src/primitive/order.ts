/**
 * Sorting, and what is read off a sorted axis. Only the permutation is found by a primitive; the values
 * are gathered by it, so derivatives follow the entries to their places.
 */
import { said } from '../array/list.ts'
import { aval } from '../array/aval.ts'
import { axisOf, type Dims, showShape, sizeOf } from '../array/shape.ts'
import { avalOf, dataOf, scalarTensor, seal } from '../array/tensor.ts'
import { rowsOver } from '../array/kernel.ts'
import { reshapePrimitive, stretch, sumPrimitive } from '../basis/broadcast.ts'
import { wherePrimitive } from '../basis/choice.ts'
import { eqPrimitive } from '../basis/comparison.ts'
import { none, structural } from '../basis/declare.ts'
import { flag } from '../basis/params.ts'
import { entry } from '../entry.ts'
import { raise } from '../failure.ts'
import { applyTo, constant, isExpr } from '../program/expr.ts'
import type { Primitive } from '../program/model.ts'
import { applyLowered, composed, dimsOf, type Lowered, lowerOne, presentAs } from '../program/operate.ts'
import { phantom } from '../type/phantom.ts'
import type { Axed } from '../type/axis.ts'
import type { IsLess } from '../type/numeral.ts'
import type { Axial } from '../type/rank.ts'
import type { Reason } from '../type/reason.ts'
import type { LastOf, Resized, Shape, ShowShape, Without } from '../type/shape.ts'
import type { DTypeOf, Lift, NumericOperand, Operand, ShapeOf } from '../type/value.ts'
import type { Negative, Unwhole } from '../type/whole.ts'
import { divPrimitive } from './arithmetic.ts'
import { gatherPrimitive } from './gather.ts'
import { transposePrimitive } from './shape.ts'
import { slicePrimitive } from './slice.ts'
import { checkOptions, truth } from '../program/option.ts'

/** NaN after everything; −0 and 0 are equal. */
const compare = (x: number, y: number): number => (Number.isNaN(x) ? (Number.isNaN(y) ? 0 : 1) : Number.isNaN(y) ? -1 : x - y || 0)

/** Along the last axis. params: `descending`. Stable: equal entries keep their order. */
export const argsortPrimitive: Primitive = /*#__PURE__*/ structural({
  name: 'argsort',
  arity: 1,
  infer: (params, operands) => {
    const { shape } = entry(operands, 0)
    flag('argsort', params, 'descending')
    return shape.length === 0 ? raise({ _tag: 'Shape', operation: 'argsort', shapes: ['[]'], reason: 'have no axis to sort along' }) : [aval('int32', shape)]
  },
  evaluate: ({ params, results }, args) =>
    results.flatMap((of) =>
      args.map((x) => {
        const sign = flag('argsort', params, 'descending') ? -1 : 1
        const { data, length } = rowsOver(x.dtype, dataOf(x), avalOf(x).shape, [of.shape.length - 1])
        const out = new Int32Array(data.length)
        for (let from = 0; from < data.length; from += length) {
          const order = Array.from({ length }, (_, i) => i).sort((a, b) => sign * compare(data[from + a] ?? 0, data[from + b] ?? 0))
          out.set(order, from)
        }
        return seal(of, out)
      }),
    ),
  derivative: { _tag: 'Constant' },
  batch: ({ params }, args) => ({ results: applyTo(argsortPrimitive, params, args), batched: [true] }),
  convention: 'an index has no tangent; NaN sorts last (first when descending)',
})

/** The axis brought to the back, a change made there, and the axis put back. */
const alongLast = (value: Lowered, axis: number, change: (last: Lowered) => Lowered): Lowered => {
  const rank = dimsOf(value).length
  if (axis === rank - 1) return change(value)
  const order: Dims = [...Array.from({ length: rank }, (_, i) => i).filter((i) => i !== axis), axis]
  return applyLowered(transposePrimitive, { order: order.map((_, i) => order.indexOf(i)) }, [change(applyLowered(transposePrimitive, { order }, [value]))])
}

const orderOf = (last: Lowered, descending: boolean): Lowered => applyLowered(argsortPrimitive, { descending }, [last])

/** Entries along the last axis at indices given row by row. */
const picked = (last: Lowered, indices: Lowered): Lowered => {
  const axis = dimsOf(last).length - 1
  return applyLowered(gatherPrimitive, { axis, batch: axis }, [last, indices])
}

const firsts = (last: Lowered, from: number, to: number): Lowered => {
  const shape = dimsOf(last)
  const end = shape.length - 1
  return applyLowered(
    slicePrimitive,
    { start: shape.map((_, i) => (i === end ? from : 0)), stop: shape.map((n, i) => (i === end ? to : n)), step: shape.map(() => 1) },
    [last],
  )
}

/** Along which axis, and which way. */
export interface SortOptions<A extends number = number> {
  readonly axis?: A
  readonly descending?: boolean
}

/** The options in full; `map(sort)` passes an index in their place, and a list after it. */
const choices = (operation: string, options: SortOptions | undefined, more: ReadonlyArray<unknown>): Required<SortOptions> => {
  if (more.length === 0) checkOptions<SortOptions>(operation, options, { axis: null, descending: truth })
  return { axis: options?.axis ?? -1, descending: options?.descending ?? false }
}

type Argsort = <X extends NumericOperand, const A extends number = -1>(
  x: X & Axial<'argsort', X, A>,
  options?: SortOptions<A> & Axed<ShapeOf<X>, A>,
) => Lift<X, ShapeOf<X>, 'int32'>
type Sort = <X extends NumericOperand, const A extends number = -1>(
  x: X & Axial<'sort', X, A>,
  options?: SortOptions<A> & Axed<ShapeOf<X>, A>,
) => Lift<X, ShapeOf<X>, DTypeOf<X>>

/**
 * The entries in ascending order along an axis, the last where none is named; NaN last. The derivative
 * of each goes where it goes.
 *
 * @example
 * sort(Float64Array.of(3, 1, 2))   // Float64Array [1, 2, 3]
 * @category sorting
 */
export const sort: Sort = (x, options, ...more: ReadonlyArray<unknown>) => {
  const { axis, descending } = choices('sort', options, more)
  return composed('sort', [x], (value) => alongLast(value, axisOf('sort', dimsOf(value), axis), (last) => picked(last, orderOf(last, descending))))
}

/**
 * The indices that sort an axis, the last where none is named; equal entries keep their order.
 *
 * @example
 * argsort(Float64Array.of(3, 1, 2))   // an int32 Tensor of shape [3]: 1 2 0
 * @category sorting
 */
export const argsort: Argsort = (x, options, ...more: ReadonlyArray<unknown>) => {
  const { axis, descending } = choices('argsort', options, more)
  return composed('argsort', [x], (value) => alongLast(value, axisOf('argsort', dimsOf(value), axis), (last) => orderOf(last, descending)))
}

/** `unknown` where the last axis may have K entries, else a sentence. */
type Holds<S extends Shape, K extends number> = Reason<
  K,
  LastOf<S>,
  true extends IsLess<`${LastOf<S>}`, `${K}`> | ([Unwhole<readonly [K], Negative>] extends [never] ? false : true)
    ? `topK: shape [${ShowShape<S>}] has no ${K} largest entries along the last axis`
    : null
>

/**
 * The k largest entries of the last axis in descending order, and their indices; NaN counts as largest.
 *
 * @example
 * topK(Float64Array.of(3, 1, 2), 2)   // [Float64Array [3, 2], an int32 Tensor of shape [2]: 0 2]
 * @category sorting
 */
export const topK = <X extends NumericOperand, const K extends number>(
  x: X & Axial<'topK', X, -1>,
  k: K & Holds<ShapeOf<X>, K>,
): readonly [Lift<X, Resized<ShapeOf<X>, -1, K>, DTypeOf<X>>, Lift<X, Resized<ShapeOf<X>, -1, K>, 'int32'>] => {
  const value = lowerOne('topK', x)
  const shape = dimsOf(value)
  const n = entry(shape, axisOf('topK', shape, -1))
  if (!Number.isInteger(k) || k < 0 || k > n)
    return raise({ _tag: 'Shape', operation: 'topK', shapes: [showShape(shape)], reason: `have no ${said(k)} largest entries along the last axis` })
  const indices = firsts(orderOf(value, true), 0, k)
  return phantom([presentAs(picked(value, indices), [x]), presentAs(indices, [x])])
}

const middle = (value: Lowered, axis: number | undefined): Lowered => {
  const flat = axis === undefined ? applyLowered(reshapePrimitive, { shape: [sizeOf(dimsOf(value))] }, [value]) : value
  const shape = dimsOf(flat)
  const at = axis === undefined ? 0 : axisOf('median', shape, axis)
  const order = [...shape.map((_, i) => i).filter((i) => i !== at), at]
  const last = order.every((a, i) => a === i) ? flat : applyLowered(transposePrimitive, { order }, [flat])
  const n = entry(shape, at)
  const end = shape.length - 1
  const sorted = picked(last, orderOf(last, false))
  // Entries (n − 1)/2 and n/2 of the sorted row, which are the same where n is odd; of none the mean is NaN.
  const two = firsts(sorted, Math.max(0, Math.ceil(n / 2) - 1), Math.floor(n / 2) + (n === 0 ? 0 : 1))
  const sum = applyLowered(sumPrimitive, { axes: [end] }, [two])
  const count = scalarTensor(entry(dimsOf(two), end))
  const average = applyLowered(divPrimitive, none, [sum, stretch(isExpr(sum) ? constant(count) : count, dimsOf(sum))])
  if (n === 0) return average
  // A NaN is sorted last: if there is one, that is the answer.
  const largest = applyLowered(reshapePrimitive, { shape: dimsOf(average) }, [firsts(sorted, n - 1, n)])
  return applyLowered(wherePrimitive, none, [applyLowered(eqPrimitive, none, [largest, largest]), average, largest])
}

/**
 * The middle entry of an axis (of all entries where none is named); the mean of the middle two where
 * their number is even. NaN if there is one, and of nothing.
 *
 * @example
 * median(Float64Array.of(5, 1, 2, 4))   // 3
 * @category sorting
 */
export const median = <X extends Operand, const A extends number | undefined = undefined>(
  x: X,
  axis?: A & Axed<ShapeOf<X>, A>,
): Lift<X, A extends number ? Without<ShapeOf<X>, A> : []> =>
  composed('median', [x], (value) =>
    value.dtype === 'float64'
      ? middle(value, axis)
      : raise({ _tag: 'DType', operation: 'median', dtypes: [value.dtype], reason: 'it takes float64', hint: 'convert with toFloat' }),
  )

export const ordering: ReadonlyArray<Primitive> = [argsortPrimitive]
