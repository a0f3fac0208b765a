/**
 * Convolutions: the windows of the padded input, contracted with the kernel. As in every framework they
 * are cross-correlations: the kernel is not turned round.
 */
import { type Dims, showShape } from '../array/shape.ts'
import { reshapePrimitive } from '../basis/broadcast.ts'
import { entry } from '../entry.ts'
import { raise } from '../failure.ts'
import { contractPrimitive } from '../primitive/contraction.ts'
import { applyLowered, composed, dimsOf, type Lowered } from '../program/operate.ts'
import { phantom } from '../type/phantom.ts'
import type { Back, IsDivided, Product } from '../type/numeral.ts'
import type { FromOne, Misfit, WindowFault } from '../type/part.ts'
import type { Reason } from '../type/reason.ts'
import type { CutBack, IsWide, LastOf, SameSize, Shape, ShowShape, Size } from '../type/shape.ts'
import type { Lift2, Operand, ShapeOf } from '../type/value.ts'
import { countsOf, floating, type Padding, slideAlong, windowsOf } from './spatial.ts'
import { checkOptions } from '../program/option.ts'

/** How a kernel slides. `groups` of channels are convolved each with filters of its own. */
export interface ConvolutionOptions<
  G extends number = number,
  P extends Padding = Padding,
  L extends number | Dims = number | Dims,
  T extends number | Dims = number | Dims,
> {
  readonly stride?: T
  readonly padding?: P
  readonly dilation?: L
  readonly groups?: G
}

/** What the axes of an input and of a kernel are called after the first two. */
interface Names {
  readonly input: ReadonlyArray<string>
  readonly kernel: ReadonlyArray<string>
}

const range = (from: number, count: number): Dims => Array.from({ length: count }, (_, i) => from + i)

const reshaped = (x: Lowered, shape: Dims): Lowered => applyLowered(reshapePrimitive, { shape }, [x])

const convolved = (name: string, names: Names, x: Lowered, w: Lowered, options: ConvolutionOptions): Lowered => {
  const rank = names.input.length
  const [p, q] = [dimsOf(floating(name, x)), dimsOf(floating(name, w))]
  const refuse = (reason: string, hint: string): never => raise({ _tag: 'Shape', operation: name, shapes: [showShape(p), showShape(q)], reason, hint })
  checkOptions<ConvolutionOptions>(name, options, { stride: null, padding: null, dilation: null, groups: null })
  const { groups = 1 } = options
  if (!Number.isSafeInteger(groups) || groups < 1)
    return raise({ _tag: 'Argument', operation: name, reason: `the number of groups ${groups} is not a whole number from 1` })
  if (q.length !== rank + 2 || p.length < rank + 1 || p.length > rank + 2)
    return refuse(
      'are not an input and a kernel',
      `the input is ${showShape(['N', 'C', ...names.input])} or ${showShape(['C', ...names.input])}, the kernel ${showShape(['O', 'C/groups', ...names.kernel])}`,
    )
  // An input without a batch axis has a result without one.
  const batch = p.slice(0, p.length - rank - 1)
  const [filters, depth, channels] = [entry(q, 0), entry(q, 1), entry(p, batch.length)]
  if (channels !== depth * groups)
    return refuse(
      `do not fit: the input has ${channels} channels, and the kernel meets ${depth} in ${groups} group${groups === 1 ? '' : 's'}`,
      'the kernel is [O, C/groups, …]',
    )
  if (filters % groups !== 0) return refuse(`do not fit: ${filters} filters are no whole number in each of ${groups} groups`, 'give a multiple')
  if (q.slice(2).includes(0)) return refuse('do not fit: the kernel is empty', 'a kernel has a size from 1 along each axis')
  const slide = slideAlong(name, p, range(batch.length + 1, rank), q.slice(2), {
    stride: options.stride,
    dilation: options.dilation,
    padding: options.padding,
  })
  const laid = windowsOf(x, slide, 0)
  const counts = countsOf(p, slide)
  // Labels: 0 batch, 1 channels within a group, 2 filters within a group, 3 groups, then places, then places in the kernel.
  const [lead, places, within] = [range(0, batch.length), range(4, rank), range(4 + rank, rank)]
  if (groups === 1)
    return applyLowered(contractPrimitive, { a: [...lead, 1, ...places, ...within], b: [2, 1, ...within], out: [...lead, 2, ...places] }, [laid, w])
  const grouped = applyLowered(contractPrimitive, { a: [...lead, 3, 1, ...places, ...within], b: [3, 2, 1, ...within], out: [...lead, 3, 2, ...places] }, [
    reshaped(laid, [...batch, groups, depth, ...counts, ...q.slice(2)]),
    reshaped(w, [groups, filters / groups, ...q.slice(1)]),
  ])
  return reshaped(grouped, [...batch, filters, ...counts])
}

// types --------------------------------------------------------------------------------------

/** Axes of an input after its channels: as many as the kernel has after its own two. */
type Spatial<K extends Shape> = { -readonly [I in keyof K]: number }

type ConvolvedAs<S extends Shape, O extends Size, K extends Shape> = S extends readonly [Size, ...{ readonly [I in keyof K]: Size }]
  ? [O, ...Spatial<K>]
  : S extends readonly [infer N extends Size, Size, ...{ readonly [I in keyof K]: Size }]
    ? [N, O, ...Spatial<K>]
    : never

/** The shape of a convolution; `never` where the ranks do not fit. */
type Convolved<S extends Shape, W extends Shape, Rank extends Shape> =
  IsWide<S> extends true ? Shape : IsWide<W> extends true ? Shape : W extends readonly [infer O extends Size, Size, ...Rank] ? ConvolvedAs<S, O, Rank> : never

/** What is wrong with the channels of an input and a kernel, C and D in so many groups, and with its O filters; `null` where nothing is known to be. */
type ChannelFault<C, D, O, G> = [G] extends [1]
  ? SameSize<C, D> extends true
    ? null
    : 'differ in their channels'
  : number extends C | D | O | G
    ? null
    : [C, D, O, G] extends [infer C extends number, infer D extends number, infer O extends number, infer G extends number]
      ? Product<[D, G]> extends Back<`${C}`>
        ? IsDivided<`${O}`, `${G}`> extends false
          ? `do not fit: ${O} filters are no whole number in each of ${G} groups`
          : null
        : `do not fit: the input has ${C} channels, and the kernel meets ${D} in ${G} groups`
      : null

type KernelFault<K extends Shape> = [Extract<K[number], 0>] extends [never] ? null : 'do not fit: the kernel is empty'

/** What is wrong with an input and a kernel; `null` where nothing is known to be. */
type PairFault<S extends Shape, W extends Shape, Rank extends Shape, G> = [Convolved<S, W, Rank>] extends [never]
  ? 'are not an input and a kernel'
  : true extends IsWide<S> | IsWide<W>
    ? null
    : W extends readonly [infer O, infer D, ...infer K extends Shape]
      ? [ChannelFault<LastOf<CutBack<S, K['length']>[0]>, D, O, G>] extends [null]
        ? KernelFault<K>
        : ChannelFault<LastOf<CutBack<S, K['length']>[0]>, D, O, G>
      : null

/** What is wrong with the room of a kernel within an input that nothing is laid around; `null` where nothing is known to be. */
type RoomFault<Name extends string, S extends Shape, W extends Shape, P, L> = [P, L] extends ['valid' | 0, 1]
  ? W extends readonly [Size, Size, ...infer K extends ReadonlyArray<number>]
    ? WindowFault<Name, S, K, P>
    : null
  : null

type Sentence<Name extends string, S extends Shape, W extends Shape, Fault> = `${Name}: shapes [${ShowShape<S>}] and [${ShowShape<W>}] ${Fault & string}`

type Fits<Name extends string, X, W, Rank extends Shape, G, P, L> = Reason<
  W,
  X | ShapeOf<X> | ShapeOf<X>[number] | ShapeOf<W> | ShapeOf<W>[number] | G | P | L,
  [PairFault<ShapeOf<X>, ShapeOf<W>, Rank, G>] extends [null]
    ? RoomFault<Name, ShapeOf<X>, ShapeOf<W>, P, L>
    : Sentence<Name, ShapeOf<X>, ShapeOf<W>, PairFault<ShapeOf<X>, ShapeOf<W>, Rank, G>>
>

/** `unknown` where there may be paddings for the axes of a kernel, else a sentence. */
type Fitting<Name extends string, P, Rank extends Shape> = Reason<
  P,
  0,
  false extends Misfit<P, Rank['length']>
    ? null
    : `${Name}: a padding of ${(P & ReadonlyArray<unknown>)['length']} entries does not fit a kernel along ${Rank['length']} axes`
>

type Convolution<Name extends string, Rank extends Shape> = <
  X extends Operand,
  W extends Operand,
  const G extends number = 1,
  const P extends Padding = 'valid',
  const L extends number | Dims = 1,
  const T extends number | Dims = 1,
>(
  x: X,
  w: W & Fits<Name, X, W, Rank, G, P, L>,
  options?: ConvolutionOptions<G, P, L, T> & FromOne<Name, 'stride', T> & FromOne<Name, 'dilation', L> & Fitting<Name, P, Rank>,
) => Lift2<X, W, Convolved<ShapeOf<X>, ShapeOf<W>, Rank>>

const convolution = <Name extends string, Rank extends Shape>(name: Name, names: Names): Convolution<Name, Rank> =>
  phantom((x: unknown, w: unknown, options: ConvolutionOptions = {}) => composed(name, [x, w], (a, b) => convolved(name, names, a, b, options)))

// operations ---------------------------------------------------------------------------------

/**
 * The convolution of a signal [N, C, L] (or [C, L]) with a kernel [O, C/groups, K]: [N, O, L′] (or [O, L′]),
 * where entry l of filter o is Σ x[n, c, l·stride + k·dilation] · w[o, c, k] over c and k. It is a
 * cross-correlation, as in every framework: flip the kernel for the convolution of mathematics. Padding is
 * with zeros. A kernel that reaches beyond the padded signal is refused.
 *
 * @example
 * toArray(conv1d(tensor([[1, 2, 4, 8]]), tensor([[[1, -1]]])))                          // [[-1, -2, -4]]
 * toArray(conv1d(tensor([[1, 2, 4, 8]]), tensor([[[1, 1, 1]]]), { padding: 'same' }))   // [[3, 7, 14, 12]]
 * @formula y_{nol} = \sum_{c, k} x_{n, c, \, l s + k d} \, w_{ock}
 * @category neural networks
 */
export const conv1d: Convolution<'conv1d', [Size]> = /*#__PURE__*/ convolution('conv1d', { input: ['L'], kernel: ['K'] })

/**
 * The convolution of images [N, C, H, W] (or one, [C, H, W]) with a kernel [O, C/groups, KH, KW]:
 * [N, O, H′, W′] (or [O, H′, W′]); a cross-correlation, as `conv1d`. Strides, dilations and padding are one
 * for both axes, or [of H, of W].
 *
 * @example
 * toArray(conv2d(tensor([[[1, 2], [3, 4]]]), tensor([[[[1, 0], [0, 1]]]])))             // [[[5]]]
 * conv2d(tensor([[[1, 2], [3, 4]]]), tensor([[[[1]]]]), { stride: 2, padding: [0, [1, 0]] })   // a Tensor of shape [1, 1, 2]: 0 2
 * @formula y_{noij} = \sum_{c, k, l} x_{n, c, \, i s + k d, \, j s + l d} \, w_{ockl}
 * @category neural networks
 */
export const conv2d: Convolution<'conv2d', [Size, Size]> = /*#__PURE__*/ convolution('conv2d', { input: ['H', 'W'], kernel: ['KH', 'KW'] })
