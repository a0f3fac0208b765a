/**
 * Normalisation: entries about their mean, in units of their standard deviation, over the axes of one
 * example or over a batch. Statistics are values that go in and come out; nothing is kept between calls.
 *
 * J. L. Ba, J. R. Kiros, G. E. Hinton, "Layer normalization" (2016); S. Ioffe, C. Szegedy, "Batch
 * normalization" (2015).
 */
import { axesOf, type Dims, sameShape, showShape, sizeOf } from '../array/shape.ts'
import { add, mul } from '../basis/arithmetic.ts'
import { entry } from '../entry.ts'
import { raise } from '../failure.ts'
import { div, sqrt, square, sub } from '../primitive/arithmetic.ts'
import { mean } from '../primitive/reduction.ts'
import { reshape } from '../primitive/shape.ts'
import type { AnyExpr, Expr } from '../program/model.ts'
import { dimsOf, lowerOne, type Lowered, presentAs } from '../program/operate.ts'
import { phantom } from '../type/phantom.ts'
import type { Axed } from '../type/axis.ts'
import type { Reason } from '../type/reason.ts'
import type { Conform, IsWide, LastOf, Picked, Reduced, Shape, ShowShape, Size } from '../type/shape.ts'
import type { Lift, Operand, Same, ShapeOf } from '../type/value.ts'
import { floating } from './spatial.ts'
import { checkOptions } from '../program/option.ts'

// The bodies below are written over expressions; every operation in them takes values as well.
const expr = (x: unknown): Expr => phantom(x)

/** What the normalised entries are multiplied by, and what is added to them: a number, or an array with the sizes of some axes. */
export interface Affine {
  readonly scale?: Operand
  readonly offset?: Operand
  /** Added to the variance, so that entries that do not vary are not divided by 0: 1e-5 unless given. */
  readonly epsilon?: number
}

/** An operand by name, spread over some axes of a shape. */
const placed = (operation: string, what: string, given: Operand, shape: Dims, axes: Dims): Expr => {
  const value = floating(operation, lowerOne(operation, given))
  const sizes = axes.map((axis) => entry(shape, axis))
  if (dimsOf(value).length === 0) return expr(given)
  if (!sameShape(dimsOf(value), sizes))
    return raise({
      _tag: 'Shape',
      operation,
      shapes: [showShape(shape), showShape(dimsOf(value))],
      reason: `do not fit: the second is the ${what}`,
      hint: `it is a number, or of shape ${showShape(sizes)}`,
    })
  return expr(
    reshape(
      phantom<Expr>(value),
      shape.map((n, axis) => (axes.includes(axis) ? n : 1)),
    ),
  )
}

/** An operand, its axes, and what is said of the rest. */
const checked = (operation: string, x: unknown, axes: number | Dims | undefined, usual: (rank: number) => Dims, epsilon: number) => {
  const value = floating(operation, lowerOne(operation, x))
  const shape = dimsOf(value)
  if (!(epsilon >= 0)) return raise({ _tag: 'Argument', operation, reason: `the epsilon ${epsilon} is not a number from 0` })
  const over = axesOf(operation, shape, axes === undefined ? usual(shape.length) : axes)
  return { value, shape, over, rest: shape.map((_, axis) => axis).filter((axis) => !over.includes(axis)) }
}

const standardised = (centred: Expr, variance: Expr, epsilon: number): Expr => expr(div(centred, sqrt(add(variance, epsilon))))

/** y · scale + offset, each where it is given. */
const affine = (operation: string, y: Expr, shape: Dims, axes: Dims, { scale, offset }: Affine): Expr => {
  const scaled = scale === undefined ? y : expr(mul(y, placed(operation, 'scale', scale, shape, axes)))
  return offset === undefined ? scaled : expr(add(scaled, placed(operation, 'offset', offset, shape, axes)))
}

const present = (result: Expr, x: unknown): unknown => presentAs(phantom<Lowered>(result), [x])

type Field<O, K extends string> = O extends { readonly [P in K]: infer V } ? V : never

/** Of the kind of x, or an expression where an option is one. */
type Normalised<X, Options> = Extract<Options, AnyExpr> extends never ? Same<X> : Expr<ShapeOf<X>>

/** The sizes that are compared along an axis, the last where none is named; unknown of several. */
type Compared<S extends Shape, A> = [A] extends [never] ? [LastOf<S>] : A extends number ? (number extends A ? Shape : Picked<S, [A]>) : Shape

/** The sizes of the channels, which are axis 1; unknown where axes are named. */
type Channels<S extends Shape, A> = [A] extends [never] ? (S extends readonly [Size, infer C extends Size, ...ReadonlyArray<Size>] ? [C] : Shape) : Shape

/** What is wrong with an operand to spread over axes of sizes W; `never` if nothing is known to be. */
type SpreadFault<Name extends string, S extends Shape, W extends Shape, V, What extends string> = [V] extends [never]
  ? never
  : true extends (ShapeOf<V> extends readonly [] ? true : false) | Conform<W, ShapeOf<V>>
    ? never
    : `${Name}: shapes [${ShowShape<S>}] and [${ShowShape<ShapeOf<V>>}] do not fit: the second is the ${What}; it is a number, or of shape [${ShowShape<W>}]`

type AffineFault<Name extends string, S extends Shape, W extends Shape, O> =
  | SpreadFault<Name, S, W, Field<O, 'scale'>, 'scale'>
  | SpreadFault<Name, S, W, Field<O, 'offset'>, 'offset'>

type Parts<O> = Field<O, 'scale'> | Field<O, 'offset'>

/** `unknown` where scale and offset may be spread over axes of sizes W, else a sentence. */
type Spread<Name extends string, S extends Shape, W extends Shape, O> = [Parts<O>] extends [never]
  ? unknown
  : Reason<
      O,
      S | S[number] | Field<O, 'axes'> | ShapeOf<Parts<O>> | ShapeOf<Parts<O>>[number],
      [AffineFault<Name, S, W, O>] extends [never] ? null : AffineFault<Name, S, W, O>
    >

/** Which axes an entry is compared along (the last unless given). */
export interface LayerNormOptions extends Affine {
  readonly axes?: number | Dims
}

/**
 * (x − mean)/√(variance + ε) over `axes`, the last unless given, times `scale` plus `offset`, which are
 * numbers or have the sizes of those axes. The variance is that of the population. Entries that do not
 * vary become 0.
 *
 * @example
 * layerNorm(Float64Array.of(1, 3), { epsilon: 0 })                                                   // Float64Array [-1, 1]
 * layerNorm(Float64Array.of(1, 3), { epsilon: 0, scale: Float64Array.of(1, 10), offset: 1 })         // Float64Array [0, 11]
 * @formula \frac{x - \bar x}{\sqrt{\operatorname{var} x + \varepsilon}} \, \gamma + \beta
 * @category neural networks
 */
export const layerNorm = <X extends Operand, const O extends LayerNormOptions = Record<never, never>>(
  x: X,
  options?: O & Axed<ShapeOf<X>, Field<O, 'axes'>> & Spread<'layerNorm', ShapeOf<X>, Compared<ShapeOf<X>, Field<O, 'axes'>>, O>,
): Normalised<X, Field<O, 'scale'> | Field<O, 'offset'>> => {
  checkOptions<LayerNormOptions>('layerNorm', options, { axes: null, epsilon: null, scale: null, offset: null })
  const given: LayerNormOptions = options ?? {}
  const { epsilon = 1e-5 } = given
  const { value, shape, over } = checked('layerNorm', x, given.axes, () => [-1], epsilon)
  const centred = expr(sub(expr(value), expr(mean(expr(value), { axes: over, keepdims: true }))))
  const variance = expr(mean(square(centred), { axes: over, keepdims: true }))
  return phantom(present(affine('layerNorm', standardised(centred, variance, epsilon), shape, over, given), x))
}

/** The mean and the variance of each channel. */
export interface BatchStatistics<V = Operand> {
  readonly mean: V
  readonly variance: V
}

/** Which axes the statistics are taken over: all but axis 1, the channels, unless given. `statistics` given are used instead of the batch's. */
export interface BatchNormOptions extends Affine {
  readonly axes?: number | Dims
  readonly statistics?: BatchStatistics
}

/** The axes that have statistics of their own. */
type PerChannel<S extends Shape, A> = [A] extends [never]
  ? IsWide<S> extends true
    ? Shape
    : S extends readonly [Size, infer C extends Size, ...Shape]
      ? [C]
      : []
  : Reduced<S, A, false>

type Found<X, O> = Field<O, 'statistics'> extends never ? BatchStatistics<Lift<X, PerChannel<ShapeOf<X>, Field<O, 'axes'>>>> : Field<O, 'statistics'>

/**
 * (x − mean)/√(variance + ε) with a mean and a variance for each channel, times `scale` plus `offset`, which
 * are numbers or have the sizes of the channels. In training the statistics are those of the batch, over
 * all axes but axis 1 (or over `axes`), and come back beside the result, through which they are
 * differentiated; in use `statistics` are given, and come back as they are. Running averages are the
 * caller's: the variance is that of the population.
 *
 * @example
 * const [y, statistics] = batchNorm(tensor([[1, 0], [3, 0]]), { epsilon: 0, scale: 2 })
 * toArray(statistics.mean)       // [2, 0]
 * toArray(statistics.variance)   // [1, 0]
 * const [z] = batchNorm(tensor([[1], [3]]), { epsilon: 0, statistics: { mean: Float64Array.of(1), variance: Float64Array.of(4) } })
 * toArray(z)                     // [[0], [1]]
 * @formula \frac{x - \bar x_c}{\sqrt{\operatorname{var}_c x + \varepsilon}} \, \gamma_c + \beta_c
 * @category neural networks
 */
export const batchNorm = <X extends Operand, const O extends BatchNormOptions = Record<never, never>>(
  x: X,
  options?: O & Axed<ShapeOf<X>, Field<O, 'axes'>> & Spread<'batchNorm', ShapeOf<X>, Channels<ShapeOf<X>, Field<O, 'axes'>>, O>,
): readonly [
  Normalised<X, Field<O, 'scale'> | Field<O, 'offset'> | Field<Field<O, 'statistics'>, 'mean'> | Field<Field<O, 'statistics'>, 'variance'>>,
  Found<X, O>,
] => {
  checkOptions<BatchNormOptions>('batchNorm', options, { axes: null, epsilon: null, scale: null, offset: null, statistics: null })
  const given: BatchNormOptions = options ?? {}
  const { epsilon = 1e-5, statistics } = given
  const others = (rank: number): Dims => Array.from({ length: rank }, (_, axis) => axis).filter((axis) => axis !== 1)
  const { value, shape, over, rest } = checked('batchNorm', x, given.axes, others, epsilon)
  const finish = (centred: Expr, variance: Expr): unknown => present(affine('batchNorm', standardised(centred, variance, epsilon), shape, rest, given), x)
  checkOptions<BatchStatistics>('batchNorm: statistics', statistics, { mean: null, variance: null })
  if (statistics !== undefined) {
    const [centre, variance] = [placed('batchNorm', 'mean', statistics.mean, shape, rest), placed('batchNorm', 'variance', statistics.variance, shape, rest)]
    return phantom([finish(expr(sub(expr(value), centre)), variance), statistics])
  }
  if (sizeOf(over.map((axis) => entry(shape, axis))) === 0 && sizeOf(rest.map((axis) => entry(shape, axis))) > 0)
    return raise({
      _tag: 'Shape',
      operation: 'batchNorm',
      shapes: [showShape(shape)],
      reason: 'have nothing to take the mean of',
      hint: 'give statistics, or a batch with entries',
    })
  const centre = expr(mean(expr(value), { axes: over, keepdims: true }))
  const centred = expr(sub(expr(value), centre))
  const variance = expr(mean(square(centred), { axes: over, keepdims: true }))
  const channels = rest.map((axis) => entry(shape, axis))
  const flat = (of: Expr): unknown => present(expr(reshape(of, channels)), x)
  return phantom([finish(centred, variance), { mean: flat(centre), variance: flat(variance) }])
}
