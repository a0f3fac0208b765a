/**
 * The axes that convolutions and pools slide along: how a call's words about strides and padding become
 * numbers, and the windows they give.
 */
import { said } from '../array/list.ts'
import { type Dims, showShape } from '../array/shape.ts'
import { entry } from '../entry.ts'
import { raise } from '../failure.ts'
import { pad } from '../primitive/arrange.ts'
import { perAxis } from '../primitive/sliding.ts'
import { countOf, extentOf, windowsPrimitive } from '../primitive/window.ts'
import type { AnyExpr, Expr } from '../program/model.ts'
import { applyLowered, dimsOf, type Lowered } from '../program/operate.ts'
import { phantom } from '../type/phantom.ts'

/**
 * What is laid around an array before windows slide along it. `'valid'`: nothing. `'same'`: as much as gives
 * one window for every `stride` entries, the odd one after the array. A number: so many entries at both
 * ends. Along one axis `[before, after]`; along several a number or such a pair for each of them.
 */
export type Padding = 'valid' | 'same' | number | ReadonlyArray<number | Margin>

/** What padding puts before and after an axis. */
export type Margin = readonly [before: number, after: number]

/** Windows along some axes, in numbers: one of each for every axis. */
export interface Slide {
  readonly axes: Dims
  readonly size: Dims
  readonly stride: Dims
  readonly dilation: Dims
  readonly margins: ReadonlyArray<Margin>
}

/** What a call says of its windows. */
export interface Asked {
  readonly stride: number | Dims | undefined
  readonly dilation: number | Dims | undefined
  readonly padding: Padding | undefined
}

/** A window for every `stride` of n entries, as TensorFlow and JAX have it. */
const same = (n: number, size: number, stride: number, dilation: number): Margin => {
  const total = Math.max(0, (Math.ceil(n / stride) - 1) * stride + extentOf(size, dilation) - n)
  return [Math.floor(total / 2), Math.ceil(total / 2)]
}

const pairOf = (given: number | Margin): Margin => (typeof given === 'number' ? [given, given] : given)

const isNumbers = (list: ReadonlyArray<number | Margin>): list is Dims => list.every((n) => typeof n === 'number')

/** The margins asked for, one for each axis. */
const listed = (operation: string, padding: number | ReadonlyArray<number | Margin>, count: number): ReadonlyArray<Margin> => {
  if (typeof padding === 'number') return Array.from({ length: count }, () => pairOf(padding))
  const pairs = Array.isArray(padding) ? Array.from<number | Margin>(padding) : []
  if (count === 1 && pairs.length === 2 && isNumbers(pairs)) return [[entry(pairs, 0), entry(pairs, 1)]]
  return pairs.length === count && pairs.every((of) => typeof of === 'number' || of?.length === 2)
    ? pairs.map(pairOf)
    : raise({
        _tag: 'Argument',
        operation,
        reason: `the padding ${said(padding)} does not fit ${count} ax${count === 1 ? 'is' : 'es'}`,
        hint:
          count === 1 ? "give 'valid', 'same', a number, or [before, after]" : "give 'valid', 'same', a number, or for each axis a number or [before, after]",
      })
}

/** The windows asked for along the axes of a shape, or a failure that says why there are none. */
export const slideAlong = (operation: string, shape: Dims, axes: Dims, size: Dims, { stride, dilation, padding = 'valid' }: Asked): Slide => {
  const [steps, gaps] = [perAxis(operation, 'stride', stride, axes.length), perAxis(operation, 'dilation', dilation, axes.length)]
  const extents = size.map((n, i) => extentOf(n, entry(gaps, i)))
  if (typeof padding === 'string' && padding !== 'valid' && padding !== 'same')
    return raise({ _tag: 'Argument', operation, reason: `there is no padding '${String(padding)}'`, hint: "the words are 'valid' and 'same'" })
  const margins =
    padding === 'same'
      ? axes.map((axis, i) => same(entry(shape, axis), entry(size, i), entry(steps, i), entry(gaps, i)))
      : listed(operation, padding === 'valid' ? 0 : padding, axes.length)
  const numbers = margins.flat()
  const wrong = numbers.findIndex((n) => !Number.isSafeInteger(n) || n < 0)
  if (wrong >= 0)
    return raise({
      _tag: 'Argument',
      operation,
      reason: `the padding ${said(numbers[wrong])} is not a whole number from 0`,
      hint: 'take entries away with slice',
    })
  axes.forEach((axis, i) => {
    const [before, after] = entry(margins, i)
    const n = before + entry(shape, axis) + after
    // Nothing padded to the same size is nothing.
    if (padding !== 'same' && n < entry(extents, i))
      raise({
        _tag: 'Shape',
        operation,
        shapes: [showShape(shape)],
        reason: `have no room for a window along axis ${axis}: it reaches over ${entry(extents, i)} entries, and there are ${n} with padding`,
        hint: "pad by more, take padding: 'same', or a smaller window or dilation",
      })
  })
  return { axes, size, stride: steps, dilation: gaps, margins }
}

/** How many windows there are along each axis. */
export const countsOf = (shape: Dims, { axes, size, stride, dilation, margins }: Slide): Dims =>
  axes.map((axis, i) => {
    const [before, after] = entry(margins, i)
    return countOf(before + entry(shape, axis) + after, entry(size, i), entry(stride, i), entry(dilation, i))
  })

/** The windows of an array padded with a value. */
export const windowsOf = (x: Lowered, { axes, size, stride, dilation, margins }: Slide, fill: number): Lowered => {
  const around = dimsOf(x).map((_, axis): Margin => (axes.includes(axis) ? entry(margins, axes.indexOf(axis)) : [0, 0]))
  const padded: Lowered = around.flat().every((n) => n === 0) ? x : phantom<AnyExpr>(pad(phantom<Expr>(x), around, fill))
  return applyLowered(windowsPrimitive, { axes, size, stride, dilation }, [padded])
}

/** An operand of float64, or a failure that names the operation. */
export const floating = (operation: string, x: Lowered): Lowered =>
  x.dtype === 'float64' ? x : raise({ _tag: 'DType', operation, dtypes: [x.dtype], reason: 'it takes float64', hint: 'convert with toFloat' })
