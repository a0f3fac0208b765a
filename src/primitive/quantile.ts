/**
 * Quantiles: straight lines between neighbours of a sorted axis.
 */
import { checkAttached } from '../array/detached.ts'
import { isFloats } from '../array/floats.ts'
import { said } from '../array/list.ts'
import { type Dims, sizeOf } from '../array/shape.ts'
import { add, mul } from '../basis/arithmetic.ts'
import { byName, reductionOf, type ReduceOptions } from '../basis/broadcast.ts'
import { where } from '../basis/choice.ts'
import { lt } from '../basis/comparison.ts'
import { entry } from '../entry.ts'
import { raise } from '../failure.ts'
import type { Expr } from '../program/model.ts'
import { composed, dimsOf, type Lowered, lowerOne } from '../program/operate.ts'
import { phantom } from '../type/phantom.ts'
import type { Axed } from '../type/axis.ts'
import type { IsWide, Reduced, Shape } from '../type/shape.ts'
import type { Lift, Operand, ShapeOf } from '../type/value.ts'
import { abs, sub } from './arithmetic.ts'
import { moveaxis } from './arrange.ts'
import { isNaN } from './finite.ts'
import { take } from './gather.ts'
import { sort } from './order.ts'
import { mean } from './reduction.ts'
import { reshape, transpose } from './shape.ts'

const expr = (x: unknown): Expr => phantom(x)

type AxisList<Axes> = Axes extends number ? readonly [Axes] : Axes

/** Several quantiles stand along a new first axis. */
type Several<S extends Shape, Q> = Q extends { readonly length: infer K extends number } ? (IsWide<S> extends true ? Shape : [K, ...S]) : S

const listed = (q: unknown): ReadonlyArray<number> => {
  if (isFloats(q)) checkAttached('quantile', 'q', q)
  const list: ReadonlyArray<unknown> = Array.isArray(q) ? Array.from(q) : isFloats(q) ? [...q] : [q]
  return list.map((p) =>
    typeof p === 'number' && p >= 0 && p <= 1
      ? p
      : raise({
          _tag: 'Argument',
          operation: 'quantile',
          reason: `${said(p)} is no share from 0 to 1`,
          hint: 'the quantiles are a number or a list of numbers',
        }),
  )
}

/** The axes that are reduced as one, behind the others. */
const rowsOf = (value: Lowered, axes: Dims): Expr => {
  const shape = dimsOf(value)
  const kept = shape.map((_, i) => i).filter((i) => !axes.includes(i))
  const size = (of: Dims): Dims => of.map((i) => entry(shape, i))
  return expr(reshape(expr(transpose(expr(value), [...kept, ...axes])), [...size(kept), sizeOf(size(axes))]))
}

/** From rows of n > 0 entries the quantiles, along the last axis. */
const between = (rows: Expr, n: number, shares: ReadonlyArray<number>): Expr => {
  const sorted = expr(sort(rows))
  const places = shares.map((q) => q * (n - 1))
  const before = places.map(Math.floor)
  const after = places.map(Math.ceil)
  const parts = places.map((place, i) => place - (before[i] ?? 0))
  const pick = (indices: ReadonlyArray<number>): Expr => expr(take(sorted, indices, -1))
  const [low, high] = [pick(before), pick(after)]
  const gap = sub(high, low)
  // From the nearer of the two, so that the line is exact at both ends and leaves neither behind.
  const base = pick(parts.map((part, i) => (part < 0.5 ? before[i] : after[i]) ?? 0))
  const near = add(
    base,
    mul(
      Float64Array.from(parts, (part) => (part < 0.5 ? part : part - 1)),
      gap,
    ),
  )
  // A gap that is infinite has no such line; of an entry by itself there are two halves.
  const share = Float64Array.from(parts, (part) => (part === 0 ? 0.5 : part))
  const far = add(mul(expr(sub(1, share)), low), mul(share, high))
  const line = where(lt(abs(gap), Number.POSITIVE_INFINITY), near, far)
  // A NaN is sorted last: if there is one, that is the answer.
  const largest = pick([n - 1])
  return expr(where(isNaN(largest), largest, line))
}

/**
 * The quantiles of the entries over `axes` (all of them where none is named), for q from 0 to 1, a constant: between entries
 * i and i + 1 of n in order, counted from 0, at q (n − 1), as NumPy's method "linear". Of a list of them the results stand
 * along a new first axis. NaN if there is one, and of nothing. The derivative goes to the two entries by their shares;
 * where entries are equal, in the order they stood.
 *
 * @example
 * quantile(Float64Array.of(5, 1, 2, 4), 0.5)            // 3
 * quantile(Float64Array.of(4, 0, 1), [0, 0.25, 1])      // Float64Array [0, 0.5, 4]
 * quantile(tensor([[1, 2], [3, 6]]), 0.25, { axes: 0 }) // a Tensor of shape [2]: 1.5 3
 * @formula (1 - t) \, x_{(i)} + t \, x_{(i + 1)}, \quad i = \lfloor q (n - 1) \rfloor, \quad t = q (n - 1) - i
 * @category sorting
 */
export const quantile = <
  X extends Operand,
  const Q extends number | ReadonlyArray<number> | Float64Array,
  const Axes extends Dims | number | undefined = undefined,
  Keep extends boolean = false,
>(
  x: X,
  q: Q,
  options?: ReduceOptions<Axes, Keep> & Axed<ShapeOf<X>, Axes>,
): Lift<X, Several<Reduced<ShapeOf<X>, AxisList<Axes>, Keep>, Q>> =>
  composed('quantile', [x], (value) => {
    if (value.dtype !== 'float64')
      return raise({ _tag: 'DType', operation: 'quantile', dtypes: [value.dtype], reason: 'it takes float64', hint: 'convert with toFloat' })
    const shares = listed(q)
    const shape = dimsOf(value)
    const { axes, kept, keepdims } = reductionOf('quantile', shape, byName('quantile', options, []))
    const rest = keepdims ? kept : shape.filter((_, i) => !axes.includes(i))
    const answer: Dims = typeof q === 'number' ? rest : [shares.length, ...rest]
    const rows = rowsOf(value, axes)
    const n = sizeOf(axes.map((axis) => entry(shape, axis)))
    // Of nothing the mean is NaN, and so is all else.
    const lines = n === 0 ? mul(expr(mean(rows, { axes: -1, keepdims: true })), Float64Array.from(shares)) : between(rows, n, shares)
    return lowerOne('quantile', reshape(expr(moveaxis(expr(lines), -1, 0)), answer))
  })
