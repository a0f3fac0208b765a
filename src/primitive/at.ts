/**
 * Indexing with one subscript per axis, and putting entries back at computed places.
 */
import { type Aval, withShape } from '../array/aval.ts'
import { axisOf, broadcastShapes, type Dims, sameShape, showShape } from '../array/shape.ts'
import { avalOf, dataOf, isTensor, scalarTensor, tensor } from '../array/tensor.ts'
import { addPrimitive } from '../basis/arithmetic.ts'
import { reshapePrimitive, stretch } from '../basis/broadcast.ts'
import { wherePrimitive } from '../basis/choice.ts'
import { gtPrimitive } from '../basis/comparison.ts'
import { none } from '../basis/declare.ts'
import { entry } from '../entry.ts'
import { raise } from '../failure.ts'
import { constant, isExpr } from '../program/expr.ts'
import type { IntExpr } from '../program/model.ts'
import { applyLowered, composed, dimsOf, type Lowered } from '../program/operate.ts'
import type { Axed } from '../type/axis.ts'
import type { Axial } from '../type/rank.ts'
import type { Judged, Reason, Refused } from '../type/reason.ts'
import type { Indexed, Outside } from '../type/count.ts'
import type { Broadcast, Shape, ShowShape, Size, Substituted } from '../type/shape.ts'
import type { DTypeOf, ExprOf, Lift, Lift2, NumericOperand, ShapeOf } from '../type/value.ts'
import { gatherPrimitive, type Indices, type IndexShape, knownIndices, scatterPrimitive } from './gather.ts'
import { flipPrimitive } from './flip.ts'
import { slicePrimitive } from './slice.ts'
import { counted, listOf, said } from '../array/list.ts'

/** One axis: a position (the axis goes), `':'` (all of it), or `[from, to]` and `[from, to, step]`, where null means the end. */
export type Subscript = number | ':' | readonly [number | null, number | null] | readonly [number | null, number | null, number]

/** What subscripts leave of a shape; `never` if there are too many. */
type Left<S extends Shape, I extends ReadonlyArray<unknown>> = number extends S['length'] | I['length'] ? Shape : Cut<S, I>

type Cut<S extends Shape, I, R extends Shape = []> = I extends readonly [infer H, ...infer J]
  ? S extends readonly [infer N extends Size, ...infer T extends Shape]
    ? Cut<T, J, H extends number ? R : [...R, H extends ':' ? N : number]>
    : never
  : [...R, ...S]

/** Subscripts that any axis with entries has. */
type Plain = 0 | -1 | ':' | ReadonlyArray<unknown>

/** What is wrong with the subscripts of a shape; `null` if nothing is known to be. */
type SubscriptFault<S extends Shape, I extends ReadonlyArray<unknown>> = [Left<S, I>] extends [never]
  ? `at: shape [${ShowShape<S>}] has ${S['length'] extends 1 ? '1 axis' : `${S['length']} axes`}, and ${I['length']} subscripts were given`
  : I extends ReadonlyArray<Plain>
    ? null
    : IndexFault<S, I>

/** The first index beyond its axis, K axes having been looked at. */
type IndexFault<S, I, K extends ReadonlyArray<unknown> = []> = I extends readonly [infer H, ...infer J]
  ? S extends readonly [infer N, ...infer T]
    ? [Outside<H, N>] extends [never]
      ? IndexFault<T, J, [...K, H]>
      : `at: index ${Outside<H, N>} is outside axis ${K['length']} of size ${N & Size}`
    : null
  : null

/** `unknown` where an array may have a part under such subscripts, else a sentence. */
type Subscripted<S extends Shape, I extends ReadonlyArray<unknown>> = Reason<I, S | S[number], SubscriptFault<S, I>>

interface Range {
  readonly start: number
  readonly stop: number
  readonly step: number
  readonly flip: boolean
}

const computed = 'read at computed indices with take(x, i)'

const clampTo = (n: number, at: number): number => Math.min(n, Math.max(0, at < 0 ? at + n : at))

const rangeOf = (subscript: Subscript, n: number, axis: number): Range => {
  if (subscript === ':') return { start: 0, stop: n, step: 1, flip: false }
  if (typeof subscript === 'number') {
    if (!Number.isInteger(subscript) || subscript < -n || subscript >= n)
      return raise({
        _tag: 'Argument',
        operation: 'at',
        reason: `index ${subscript} is outside axis ${axis} of size ${n}`,
        hint: n === 0 ? 'the axis is empty' : `indices run from ${-n} to ${n - 1}`,
      })
    const start = subscript < 0 ? subscript + n : subscript
    return { start, stop: start + 1, step: 1, flip: false }
  }
  // Seen in untyped code only: indices that are an array, or not known before the program runs.
  const indices = isExpr(subscript) || isTensor(subscript) || ArrayBuffer.isView(subscript)
  const range = `${indices ? `${computed}; ` : ''}it is a number, ':', [from, to] or [from, to, step]`
  listOf<number | null | undefined>('at', `the subscript of axis ${axis} is`, subscript, range)
  const [from, to, step = 1] = subscript
  for (const end of [from, to])
    if (end !== null && !Number.isInteger(end))
      return raise({
        _tag: 'Argument',
        operation: 'at',
        reason: `the end ${isExpr(end) ? 'that is a traced expression' : said(end)} of the range of axis ${axis} is not a whole number`,
        hint: isExpr(end) ? `the size of a part is known before the program runs; ${computed}` : 'null stands for the end of the axis',
      })
  if (!Number.isInteger(step) || step === 0)
    return raise({ _tag: 'Argument', operation: 'at', reason: `the step ${step} of axis ${axis} is not a whole number other than 0` })
  if (step > 0) {
    const start = clampTo(n, from ?? 0)
    return { start, stop: Math.max(start, clampTo(n, to ?? n)), step, flip: false }
  }
  // Backwards from `from` down to, but not including, `to`: forwards from the last one met, then reversed.
  const high = from === null ? n - 1 : Math.min(n - 1, from < 0 ? from + n : from)
  const low = to === null ? -1 : Math.max(-1, to < 0 ? to + n : to)
  const count = Math.max(0, Math.ceil((high - low) / -step))
  const start = count === 0 ? 0 : high + (count - 1) * step
  return { start, stop: count === 0 ? 0 : high + 1, step: -step, flip: true }
}

/**
 * A part of an array by one subscript per axis, as `x[0, :, 1:3]` in NumPy: a number picks and drops
 * the axis, `':'` keeps it whole, `[from, to]` and `[from, to, step]` keep a range, null standing for
 * the end. Negative positions count from the end; steps may be negative; axes left out are whole.
 *
 * @example
 * at(tensor([[1, 2, 3], [4, 5, 6]]), 0, [1, 3])             // a Tensor of shape [2]: 2 3
 * at(tensor([[1, 2, 3], [4, 5, 6]]), ':', -1)               // a Tensor of shape [2]: 3 6
 * at(Float64Array.of(1, 2, 3), [null, null, -1])            // Float64Array [3, 2, 1]
 * @category indexing
 */
export const at = <X extends NumericOperand, const I extends ReadonlyArray<Subscript>>(
  x: X & Subscripted<ShapeOf<X>, I>,
  ...subscripts: I
): Lift<X, Left<ShapeOf<X>, I>, DTypeOf<X>> =>
  composed('at', [x], (value) => {
    const shape = dimsOf(value)
    if (subscripts.length > shape.length)
      return raise({
        _tag: 'Shape',
        operation: 'at',
        shapes: [showShape(shape)],
        reason: `have ${counted(shape.length, 'axis', 'axes')}, and ${counted(subscripts.length, 'subscript was', 'subscripts were')} given`,
      })
    const ranges = shape.map((n, axis) => rangeOf(subscripts[axis] ?? ':', n, axis))
    const part = applyLowered(slicePrimitive, { start: ranges.map((r) => r.start), stop: ranges.map((r) => r.stop), step: ranges.map((r) => r.step) }, [value])
    const back = ranges.map((_, axis) => axis).filter((axis) => entry(ranges, axis).flip)
    const turned = back.length === 0 ? part : applyLowered(flipPrimitive, { axes: back }, [part])
    const kept = dimsOf(turned).filter((_, axis) => typeof subscripts[axis] !== 'number')
    return applyLowered(reshapePrimitive, { shape: kept }, [turned])
  })

interface Placed {
  readonly x: Lowered
  readonly indices: Lowered
  readonly updates: Lowered
  readonly params: { readonly axis: number; readonly batch: number; readonly size: number }
}

const placed = (operation: string, x: Lowered, given: Indices, update: Lowered, axis: number): Placed => {
  const shape = dimsOf(x)
  const at = axisOf(operation, shape, axis)
  const size = entry(shape, at)
  const indices = knownIndices(operation, given, size)
  const count: Dims = isExpr(indices) ? indices.aval.shape : avalOf(indices).shape
  const places = [...shape.slice(0, at), ...count, ...shape.slice(at + 1)]
  if (!sameShape(broadcastShapes(operation, dimsOf(update), places), places))
    raise({
      _tag: 'Shape',
      operation,
      shapes: [showShape(dimsOf(update)), showShape(places)],
      reason: 'differ: the updates are larger than the places for them',
    })
  return { x, indices, updates: stretch(update, places), params: { axis: at, batch: 0, size } }
}

/** The updates where they are to stand, and anything elsewhere. Known places pick their update, sign of a zero included; to computed ones it is added. */
const spreadOut = ({ indices, updates, params: { axis, batch, size } }: Placed): Lowered => {
  const count = isTensor(indices) ? dataOf(indices).length : 0
  if (!isTensor(indices) || count === 0) return applyLowered(scatterPrimitive, { axis, batch, size }, [indices, updates])
  const source = new Int32Array(size)
  dataOf(indices).forEach((place, i) => {
    source[place] = i
  })
  const shape = dimsOf(updates)
  const row = [...shape.slice(0, axis), count, ...shape.slice(axis + avalOf(indices).shape.length)]
  return applyLowered(gatherPrimitive, { axis, batch }, [applyLowered(reshapePrimitive, { shape: row }, [updates]), tensor(source, [size])])
}

const asLike = (like: Lowered, value: Lowered): Lowered => (isExpr(like) && !isExpr(value) ? constant(value) : value)

/** `unknown` if updates broadcast to the places, else a sentence that says why not. */
type Fills<Name extends string, X, I, U, A extends number> = Judged<
  U,
  A | I | X | ShapeOf<X> | ShapeOf<U>,
  Substituted<ShapeOf<X>, A, IndexShape<I>> extends infer P extends Shape
    ? [Broadcast<P, ShapeOf<U>>] extends [infer _ extends never]
      ? Refused<`${Name}: updates of shape [${ShowShape<ShapeOf<U>>}] do not broadcast to [${ShowShape<P>}]`>
      : unknown
    : unknown
>

/** Computed places make an expression of the result, whatever the operands are. */
type Scattered<X, I, U> = I extends IntExpr ? ExprOf<ShapeOf<X>, DTypeOf<X>> : Lift2<X, U, ShapeOf<X>, DTypeOf<X>>

const isZeros = (x: Lowered): boolean => isTensor(x) && dataOf(x).every((entry) => Object.is(entry, 0))

/**
 * x with the updates added at the indices along an axis, the first where none is named. An index that
 * stands twice adds twice; updates broadcast. Known indices are checked, computed ones clamped.
 *
 * @example
 * scatterAdd(Float64Array.of(0, 0, 0), [2, 2], Float64Array.of(1, 5))   // Float64Array [0, 0, 6]
 * @category indexing
 */
export const scatterAdd = <X extends NumericOperand, const I extends Indices, U extends NumericOperand, const A extends number = 0>(
  x: X & Axial<'scatterAdd', X, A>,
  indices: I & Indexed<'scatterAdd', ShapeOf<X>, I, A>,
  updates: U & Fills<'scatterAdd', X, I, U, A>,
  axis?: A & Axed<ShapeOf<X>, A>,
): Scattered<X, I, U> =>
  composed('scatterAdd', [x, updates], (...args) => {
    const all = placed('scatterAdd', entry(args, 0), indices, entry(args, 1), axis ?? 0)
    const scattered = applyLowered(scatterPrimitive, all.params, [all.indices, all.updates])
    // A sum that begins with 0 is not −0, so that zeros add nothing to it.
    return isZeros(all.x) ? scattered : applyLowered(addPrimitive, none, [all.x, scattered])
  })

/**
 * x with the entries at the indices replaced by the updates. An index that stands twice is refused
 * where it is known and has no defined winner where it is computed: the two updates are added. There an
 * update of −0 becomes 0.
 *
 * @example
 * scatterSet(Float64Array.of(1, 2, 3), [0, 2], Float64Array.of(7, 9))   // Float64Array [7, 2, 9]
 * @category indexing
 */
export const scatterSet = <X extends NumericOperand, const I extends Indices, U extends NumericOperand, const A extends number = 0>(
  x: X & Axial<'scatterSet', X, A>,
  indices: I & Indexed<'scatterSet', ShapeOf<X>, I, A>,
  updates: U & Fills<'scatterSet', X, I, U, A>,
  axis?: A & Axed<ShapeOf<X>, A>,
): Scattered<X, I, U> =>
  composed('scatterSet', [x, updates], (...args) => {
    const all = placed('scatterSet', entry(args, 0), indices, entry(args, 1), axis ?? 0)
    if (isTensor(all.indices) && new Set(dataOf(all.indices)).size !== dataOf(all.indices).length) {
      return raise({
        _tag: 'Argument',
        operation: 'scatterSet',
        reason: 'an index stands twice, so which update wins is not defined',
        hint: 'use scatterAdd, or make the indices unique',
      })
    }
    const of: Aval = withShape(isExpr(all.updates) ? all.updates.aval : avalOf(all.updates), dimsOf(all.updates))
    const fill = (value: number, shape: Dims): Lowered => stretch(asLike(all.x, scalarTensor(value, of.dtype)), shape)
    const hits = applyLowered(scatterPrimitive, all.params, [all.indices, fill(1, of.shape)])
    const mask = applyLowered(gtPrimitive, none, [hits, fill(0, dimsOf(all.x))])
    return applyLowered(wherePrimitive, none, [mask, spreadOut(all), all.x])
  })
