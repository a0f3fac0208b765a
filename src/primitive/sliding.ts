/**
 * Sliding windows and their overlapped sums as they are asked for: along the last axes, by steps of one,
 * unless said otherwise.
 */
import { listOf, said } from '../array/list.ts'
import { axisOf, type Dims, listedAxes, showShape } from '../array/shape.ts'
import { raise } from '../failure.ts'
import { applyLowered, composed, dimsOf } from '../program/operate.ts'
import type { IsLess } from '../type/numeral.ts'
import type { Along, Listed, Roomy } from '../type/part.ts'
import type { Held, Reason } from '../type/reason.ts'
import type { CutBack, IsWide, Shape, ShowShape, Unsized } from '../type/shape.ts'
import type { DTypeOf, Lift, NumericOperand, ShapeOf } from '../type/value.ts'
import { overlapAddPrimitive, windowsPrimitive } from './window.ts'
import { checkOptions } from '../program/option.ts'

const either = 'give one number, or one for each axis'

/** One number as a list of it, or one for each axis. */
export const sizesOf = (operation: string, what: string, given: number | Dims): Dims =>
  typeof given === 'number' ? [given] : listOf(operation, `the ${what} is`, given, either)

/** One number for every axis, or one for each; 1 where none is given. */
export const perAxis = (operation: string, what: string, given: number | Dims | undefined, count: number): Dims => {
  const list = typeof given === 'object' ? sizesOf(operation, what, given) : Array.from({ length: count }, () => given ?? 1)
  if (list.length !== count)
    return raise({
      _tag: 'Argument',
      operation,
      reason: `the ${what} ${showShape(list)} has ${list.length} entries for ${count} axes`,
      hint: either,
    })
  const wrong = list.findIndex((n) => !Number.isSafeInteger(n) || n < 1)
  return wrong < 0 ? list : raise({ _tag: 'Argument', operation, reason: `the ${what} ${said(list[wrong])} is not a whole number from 1` })
}

/** Along which axes windows slide (the last ones where none is named), and how. */
export interface WindowOptions<A extends number | Dims | undefined = number | Dims | undefined> {
  readonly axes?: A
  readonly stride?: number | Dims
  readonly dilation?: number | Dims
}

/** The axes named, ascending, or the last ones. */
const along = (operation: string, shape: Dims, count: number, axes: number | Dims | undefined): Dims =>
  axes === undefined
    ? Array.from({ length: count }, (_, i) => axisOf(operation, shape, i - count))
    : listedAxes(operation, axes).map((axis) => axisOf(operation, shape, axis))

/** The shape of windows of size N: as many axes at the end as N has sizes. */
export type Windowed<S extends Shape, N> = IsWide<S> extends true ? Shape : IsWide<Listed<N>> extends true ? Shape : [...Unsized<S>, ...Listed<N>]

/**
 * All windows of a size over some axes (the last ones where none is named), every `stride` entries, the
 * places of a window `dilation` entries apart. The windows stand where the axes stood, the places within a
 * window are new axes at the end. Windows that would reach beyond the end are left out.
 *
 * @example
 * toArray(windows(Float64Array.of(1, 2, 3, 4), 2))                                     // [[1, 2], [2, 3], [3, 4]]
 * mean(windows(Float64Array.of(1, 2, 6, 4), 3), { axes: -1 })                          // a Tensor of shape [2]: 3 4
 * toArray(windows(Float64Array.of(1, 2, 3, 4, 5), 2, { stride: 2, dilation: 2 }))      // [[1, 3], [3, 5]]
 * @formula y_{i, k} = x_{i s + k d}
 * @category shape
 */
export const windows = <X extends NumericOperand, const N extends number | Dims, const A extends number | Dims | undefined = undefined>(
  x: X & Roomy<'windows', X, N, null, 'size'>,
  size: N,
  options: WindowOptions<A> & Along<'windows', ShapeOf<X>, N, A> = {},
): Lift<X, Windowed<ShapeOf<X>, N>, DTypeOf<X>> =>
  composed('windows', [x], (value) => {
    checkOptions<WindowOptions>('windows', options, { axes: null, stride: null, dilation: null })
    const sizes = sizesOf('windows', 'size', size)
    const count = sizes.length
    return applyLowered(
      windowsPrimitive,
      {
        axes: along('windows', dimsOf(value), count, options.axes),
        size: perAxis('windows', 'size', sizes, count),
        stride: perAxis('windows', 'stride', options.stride, count),
        dilation: perAxis('windows', 'dilation', options.dilation, count),
      },
      [value],
    )
  })

type OverlapFault<S extends Shape, N extends Dims> = number extends S['length'] | N['length']
  ? null
  : IsLess<`${S['length']}`, `${[...N, ...N]['length'] & number}`> extends true
    ? `overlapAdd: shape [${ShowShape<S>}] is no windows along ${N['length']} axes`
    : null

/** `unknown` where an array may be windows along so many axes, else a sentence. */
type Laid<X, N> = Reason<X, ShapeOf<X> | N | Held<N>, OverlapFault<ShapeOf<X>, Listed<N>>>

/** The axes that windows have beside those within them. */
type Places<S extends Shape, N> = CutBack<S, Listed<N>['length']> extends readonly [infer L extends Shape, unknown] ? L : Shape

type Overlapped<S extends Shape, N> =
  Listed<N> extends readonly [unknown, ...infer R] ? (S extends readonly [...infer H extends Shape, unknown] ? Overlapped<H, R> : Shape) : Unsized<S>

/**
 * Windows added up where they overlap, into an array with `length` entries along each axis they slide
 * along: the transpose of `windows` under the same options. Entries that are in no window are 0.
 *
 * @example
 * overlapAdd(tensor([[1, 2], [10, 20], [100, 200]]), 4)   // a Tensor of shape [4]: 1 12 120 200
 * @formula x_j = \sum_{i s + k d = j} y_{i, k}
 * @category shape
 */
export const overlapAdd = <X extends NumericOperand, const N extends number | Dims, const A extends number | Dims | undefined = undefined>(
  x: X & Laid<X, N>,
  length: N,
  options: WindowOptions<A> & Along<'overlapAdd', Places<ShapeOf<X>, N>, N, A> = {},
): Lift<X, Overlapped<ShapeOf<X>, N>, DTypeOf<X>> =>
  composed('overlapAdd', [x], (value) => {
    checkOptions<WindowOptions>('overlapAdd', options, { axes: null, stride: null, dilation: null })
    const lengths = sizesOf('overlapAdd', 'length', length)
    const count = lengths.length
    const shape = dimsOf(value)
    if (shape.length < 2 * count)
      return raise({
        _tag: 'Shape',
        operation: 'overlapAdd',
        shapes: [showShape(shape)],
        reason: `are no windows along ${count} ax${count === 1 ? 'is' : 'es'}`,
        hint: 'such windows have an axis of places for each, and at the end one within the window for each',
      })
    return applyLowered(
      overlapAddPrimitive,
      {
        axes: along('overlapAdd', shape.slice(0, shape.length - count), count, options.axes),
        length: lengths,
        stride: perAxis('overlapAdd', 'stride', options.stride, count),
        dilation: perAxis('overlapAdd', 'dilation', options.dilation, count),
      },
      [value],
    )
  })
