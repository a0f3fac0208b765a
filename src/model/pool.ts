/**
 * Pools: the largest entry or the mean of every window along the last axes.
 */
import { type Dims, showShape, sizeOf } from '../array/shape.ts'
import { type AnyTensor, scalarTensor, tensor } from '../array/tensor.ts'
import { stretch, sumPrimitive } from '../basis/broadcast.ts'
import { none } from '../basis/declare.ts'
import { entry } from '../entry.ts'
import { raise } from '../failure.ts'
import { divPrimitive } from '../primitive/arithmetic.ts'
import { maxOverPrimitive } from '../primitive/extremum.ts'
import { perAxis, sizesOf } from '../primitive/sliding.ts'
import { constant, isExpr } from '../program/expr.ts'
import { applyLowered, composed, dimsOf, type Lowered } from '../program/operate.ts'
import type { FromOne, Roomy } from '../type/part.ts'
import type { IsWide, Shape, Size, Unsized } from '../type/shape.ts'
import type { Lift, Operand, ShapeOf } from '../type/value.ts'
import { countsOf, floating, type Padding, type Slide, slideAlong, windowsOf } from './spatial.ts'
import { checkOptions, type Known, truth } from '../program/option.ts'

/** A window over as many of the last axes as it has sizes; a number is one axis. It moves by its own size unless `stride` says otherwise. */
export interface PoolOptions<W extends number | Dims = number | Dims, P extends Padding = Padding, T extends number | Dims = number | Dims> {
  readonly window: W
  readonly stride?: T
  readonly padding?: P
}

type Trailing<S extends Shape, W extends Dims> = W extends readonly [unknown, ...infer V extends Dims]
  ? S extends readonly [...infer H extends Shape, Size]
    ? [...Trailing<H, V>, number]
    : Shape
  : S

/** The shape with the last axes pooled. */
type Pooled<S extends Shape, W> =
  IsWide<S> extends true ? Shape : W extends Dims ? (IsWide<W> extends true ? Unsized<S> : Trailing<S, W>) : Trailing<S, readonly [number]>

const pooling: Known<PoolOptions> = { window: null, stride: null, padding: null }

const slideOf = <O extends PoolOptions>(name: string, shape: Dims, options: O, known: Known<O>): Slide => {
  checkOptions(name, options, known)
  if (options?.window === undefined)
    return raise({ _tag: 'Argument', operation: name, reason: 'it has no window', hint: 'write { window: 2 }, or a size for each of the last axes' })
  const { stride, padding } = options
  const sized = sizesOf(name, 'window', options.window)
  const size = perAxis(name, 'window', sized, sized.length)
  const count = size.length
  if (count > shape.length)
    return raise({
      _tag: 'Shape',
      operation: name,
      shapes: [showShape(shape)],
      reason: `have too few axes for the window ${showShape(size)}`,
      hint: 'a window has a size for each of the last axes',
    })
  const axes = size.map((_, i) => shape.length - count + i)
  const slide = slideAlong(name, shape, axes, size, { stride: stride ?? size, dilation: 1, padding })
  const wide = slide.margins.findIndex((margin, i) => Math.max(...margin) >= entry(size, i))
  if (wide >= 0)
    return raise({
      _tag: 'Argument',
      operation: name,
      reason: `the padding ${showShape(entry(slide.margins, wide))} may fill the window ${showShape(size)} along axis ${entry(axes, wide)}`,
      hint: 'pad by less than the window',
    })
  return slide
}

/** The axes within the windows. */
const within = (x: Lowered, { axes }: Slide): Dims => axes.map((_, i) => dimsOf(x).length + i)

/**
 * The largest entry of every window along the last axes: [n, c, h, w] with `window: [2, 2]` becomes
 * [n, c, h/2, w/2], rounded down. NaN where a window holds one; entries that tie share the derivative
 * evenly, as for `max`. Padding counts as −∞ and is narrower than the window.
 *
 * @example
 * maxPool(Float64Array.of(1, 4, 3, 2, 9), { window: 2 })                            // Float64Array [4, 3]
 * maxPool(Float64Array.of(1, 4, 3, 2), { window: 2, stride: 1, padding: [0, 1] })   // Float64Array [4, 4, 3, 2]
 * @formula y_{ij} = \max_{k, l} x_{i s + k, \, j s + l}
 * @category neural networks
 */
export const maxPool = <X extends Operand, const W extends number | Dims, const P extends Padding = 'valid', const T extends number | Dims = 1>(
  x: X & Roomy<'maxPool', X, W, P>,
  options: PoolOptions<W, P, T> & FromOne<'maxPool', 'stride', T>,
): Lift<X, Pooled<ShapeOf<X>, W>> =>
  composed('maxPool', [x], (value) => {
    const slide = slideOf('maxPool', dimsOf(floating('maxPool', value)), options, pooling)
    return applyLowered(maxOverPrimitive, { axes: within(value, slide) }, [windowsOf(value, slide, Number.NEGATIVE_INFINITY)])
  })

/** The mean over a window divides by the entries it holds, or by its size. */
export interface AvgPoolOptions<W extends number | Dims = number | Dims, P extends Padding = Padding, T extends number | Dims = number | Dims>
  extends PoolOptions<W, P, T> {
  readonly countPadding?: boolean
}

/** How many entries of the array each window holds, in the shape of the windows' places. */
const held = (shape: Dims, slide: Slide): AnyTensor => {
  const counts = countsOf(shape, slide)
  const along = slide.axes.map((axis, i) => {
    const [[before], n] = [entry(slide.margins, i), entry(shape, axis)]
    const start = (k: number): number => k * entry(slide.stride, i) - before
    return Array.from({ length: entry(counts, i) }, (_, k) => Math.min(start(k) + entry(slide.size, i), n) - Math.max(start(k), 0))
  })
  const products = along.reduce<ReadonlyArray<number>>((outer, inner) => outer.flatMap((a) => inner.map((b) => a * b)), [1])
  return tensor(Float64Array.from(products), counts)
}

/**
 * The mean of every window along the last axes, as `maxPool` takes the largest entry. Padding is left out
 * of the mean: a window is divided by the entries of x it holds, or by its size with `countPadding: true`.
 *
 * @example
 * avgPool(Float64Array.of(1, 3, 5, 7), { window: 2 })                                                      // Float64Array [2, 6]
 * avgPool(Float64Array.of(1, 3, 5), { window: 2, stride: 1, padding: [1, 0] })                             // Float64Array [1, 2, 4]
 * avgPool(Float64Array.of(1, 3, 5), { window: 2, stride: 1, padding: [1, 0], countPadding: true })         // Float64Array [0.5, 2, 4]
 * @formula y_{ij} = \frac{1}{K L} \sum_{k, l} x_{i s + k, \, j s + l}
 * @category neural networks
 */
export const avgPool = <X extends Operand, const W extends number | Dims, const P extends Padding = 'valid', const T extends number | Dims = 1>(
  x: X & Roomy<'avgPool', X, W, P>,
  options: AvgPoolOptions<W, P, T> & FromOne<'avgPool', 'stride', T>,
): Lift<X, Pooled<ShapeOf<X>, W>> =>
  composed('avgPool', [x], (value) => {
    const shape = dimsOf(floating('avgPool', value))
    const slide = slideOf<AvgPoolOptions>('avgPool', shape, options, { ...pooling, countPadding: truth })
    const total = applyLowered(sumPrimitive, { axes: within(value, slide) }, [windowsOf(value, slide, 0)])
    const whole = options.countPadding === true || slide.margins.flat().every((n) => n === 0)
    const count = whole ? scalarTensor(sizeOf(slide.size)) : held(shape, slide)
    return applyLowered(divPrimitive, none, [total, stretch(isExpr(total) ? constant(count) : count, dimsOf(total))])
  })
