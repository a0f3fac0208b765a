/**
 * Rearrangements made of reshapes, permutations, slices, joins and gathers: nothing here is a primitive.
 */
import { axesOf, axisOf, type Dims, showShape, sizeOf } from '../array/shape.ts'
import { stretch, reshapePrimitive } from '../basis/broadcast.ts'
import { dtypes } from '../array/dtype.ts'
import { scalarTensor } from '../array/tensor.ts'
import { entry } from '../entry.ts'
import { raise } from '../failure.ts'
import { constant, isExpr } from '../program/expr.ts'
import { applyLowered, composed, dimsOf, type Lowered, lowerOne, presentAs } from '../program/operate.ts'
import { phantom } from '../type/phantom.ts'
import type { Axed, Single } from '../type/axis.ts'
import type { Margins, Repeats } from '../type/count.ts'
import type { Cuttable } from '../type/part.ts'
import type { NoScalar } from '../type/rank.ts'
import type { Moved, Padded, Resized, Shape, Squeezed, Tiled, Without } from '../type/shape.ts'
import type { DTypeOf, Lift, NumericOperand, ShapeOf } from '../type/value.ts'
import type { Count, Integral } from '../type/whole.ts'
import { concatenatePrimitive } from './join.ts'
import { flipPrimitive } from './flip.ts'
import { transposePrimitive } from './shape.ts'
import { padPrimitive, slicePrimitive } from './slice.ts'
import { counted, isWholes, listOf, said } from '../array/list.ts'

const range = (n: number): Dims => Array.from({ length: n }, (_, i) => i)

const reshaped = (x: Lowered, shape: Dims): Lowered => applyLowered(reshapePrimitive, { shape }, [x])

const partOf = (x: Lowered, axis: number, from: number, to: number): Lowered => {
  const shape = dimsOf(x)
  return applyLowered(
    slicePrimitive,
    { start: shape.map((_, i) => (i === axis ? from : 0)), stop: shape.map((n, i) => (i === axis ? to : n)), step: shape.map(() => 1) },
    [x],
  )
}

/**
 * One axis moved to another position, the others kept in order; negative positions count
 * from the end, and one out of range is refused.
 *
 * @example
 * toArray(moveaxis(tensor([[1, 2], [3, 4]]), 0, 1))   // [[1, 3], [2, 4]]
 * @category shape
 */
export const moveaxis = <X extends NumericOperand, const A extends number, const B extends number>(
  x: X,
  source: A & Axed<ShapeOf<X>, A>,
  destination: B & Axed<ShapeOf<X>, B>,
): Lift<X, Moved<ShapeOf<X>, A, B>, DTypeOf<X>> =>
  composed('moveaxis', [x], (value) => {
    const shape = dimsOf(value)
    const [from, to] = [axisOf('moveaxis', shape, source), axisOf('moveaxis', shape, destination)]
    const rest = range(shape.length).filter((axis) => axis !== from)
    return from === to ? value : applyLowered(transposePrimitive, { order: [...rest.slice(0, to), from, ...rest.slice(to)] }, [value])
  })

/**
 * Without the axes of size 1, or without the one named, which must have size 1.
 *
 * @example
 * squeeze(tensor([[1, 2, 3]]))     // a Tensor of shape [3]: 1 2 3
 * @category shape
 */
export const squeeze = <X extends NumericOperand, const A extends number | undefined = undefined>(
  x: X & Single<X, A>,
  axis?: A,
): Lift<X, A extends number ? Without<ShapeOf<X>, A> : Squeezed<ShapeOf<X>>, DTypeOf<X>> =>
  composed('squeeze', [x], (value) => {
    const shape = dimsOf(value)
    if (axis === undefined)
      return reshaped(
        value,
        shape.filter((n) => n !== 1),
      )
    const at = axisOf('squeeze', shape, axis)
    if (shape[at] !== 1)
      return raise({
        _tag: 'Shape',
        operation: 'squeeze',
        shapes: [showShape(shape)],
        reason: `have size ${shape[at]} at axis ${axis}`,
        hint: 'only an axis of size 1 can be dropped',
      })
    return reshaped(
      value,
      shape.filter((_, i) => i !== at),
    )
  })

/**
 * The entries in reverse order along the axes named, or along all; an axis out of range
 * is refused.
 *
 * @example
 * flip(Float64Array.of(1, 2, 3))   // Float64Array [3, 2, 1]
 * @category shape
 */
export const flip = <X extends NumericOperand, const A extends number | Dims | undefined = undefined>(
  x: X,
  axes?: A & Axed<ShapeOf<X>, A>,
): Lift<X, ShapeOf<X>, DTypeOf<X>> =>
  composed('flip', [x], (value) => {
    const shape = dimsOf(value)
    return applyLowered(flipPrimitive, { axes: axes === undefined ? range(shape.length) : axesOf('flip', shape, axes) }, [value])
  })

/**
 * The entries moved along an axis by `shift` places; those that leave one end enter at the other.
 * Without an axis the array is rolled as if it were flat.
 *
 * @example
 * roll(Float64Array.of(1, 2, 3, 4), 1)   // Float64Array [4, 1, 2, 3]
 * @category shape
 */
export const roll = <X extends NumericOperand, const A extends number | undefined = undefined, N extends number = number>(
  x: X,
  shift: N & Integral<N, never, 'roll: the shift', 'is not a whole number'>,
  axis?: A & Axed<ShapeOf<X>, A>,
): Lift<X, ShapeOf<X>, DTypeOf<X>> =>
  composed('roll', [x], (value) => {
    const shape = dimsOf(value)
    const flat = axis === undefined ? reshaped(value, [sizeOf(shape)]) : value
    const at = axis === undefined ? 0 : axisOf('roll', shape, axis)
    const n = entry(dimsOf(flat), at)
    if (!Number.isInteger(shift)) return raise({ _tag: 'Argument', operation: 'roll', reason: `the shift ${said(shift)} is not a whole number` })
    const by = n === 0 ? 0 : ((shift % n) + n) % n
    return by === 0 ? value : reshaped(applyLowered(concatenatePrimitive, { axis: at }, [partOf(flat, at, n - by, n), partOf(flat, at, 0, n - by)]), shape)
  })

type Piece<X, A extends number> = Lift<X, Resized<ShapeOf<X>, A, number>, DTypeOf<X>>

type Pieces<X, N, A extends number> = N extends number ? Tuple<Piece<X, A>, N> : N extends Dims ? Tuple<Piece<X, A>, ([...N, 0] & Dims)['length']> : never

/** N things of one type; a list where N is not known, or large. */
export type Tuple<T, N extends number, R extends ReadonlyArray<T> = readonly []> = number extends N
  ? ReadonlyArray<T>
  : R['length'] extends N
    ? R
    : R['length'] extends 64
      ? ReadonlyArray<T>
      : Tuple<T, N, readonly [...R, T]>

/**
 * An array cut along an axis (the first where none is named): into `parts` equal pieces, or at the
 * positions given. Parts that are not whole, and positions that do not ascend, are refused.
 *
 * @example
 * split(Float64Array.of(1, 2, 3, 4), 2)        // [Float64Array [1, 2], Float64Array [3, 4]]
 * split(Float64Array.of(1, 2, 3, 4), [1])      // [Float64Array [1], Float64Array [2, 3, 4]]
 * @category shape
 */
export const split = <X extends NumericOperand, const N extends number | Dims, const A extends number = 0>(
  x: X,
  parts: N & Cuttable<ShapeOf<X>, N, A>,
  axis?: A & Axed<ShapeOf<X>, A>,
): Pieces<X, N, A> => {
  const value = lowerOne('split', x)
  const shape = dimsOf(value)
  const at = axisOf('split', shape, axis ?? 0)
  const size = entry(shape, at)
  const pieces: number | Dims = parts
  const counted = typeof pieces === 'number'
  if (counted ? !(pieces > 0 && size % pieces === 0) : !isWholes(pieces, 0) || !pieces.every((cut, i) => cut >= (pieces[i - 1] ?? 0) && cut <= size)) {
    return raise({
      _tag: 'Shape',
      operation: 'split',
      shapes: [showShape(shape)],
      reason: `cannot be cut at axis ${axis ?? 0} ${counted ? `into ${pieces} equal parts` : `at ${said(pieces)}`}`,
      hint: 'give a divisor of the size, or ascending positions within it',
    })
  }
  const cuts = counted ? range(pieces).map((i) => (i * size) / pieces) : [0, ...pieces]
  return phantom(cuts.map((from, i) => presentAs(partOf(value, at, from, cuts[i + 1] ?? size), [x])))
}

type Rows<X, S extends Shape> = S extends readonly [infer N, ...infer T extends Shape]
  ? N extends number
    ? Tuple<Lift<X, T, DTypeOf<X>>, N>
    : ReadonlyArray<Lift<X, T, DTypeOf<X>>>
  : ReadonlyArray<Lift<X, Shape, DTypeOf<X>>>

/**
 * The rows of an array, as a tuple: `const [x, y] = unstack(v)`. A scalar has none and is refused.
 *
 * @example
 * unstack(Float64Array.of(1, 2))   // [1, 2]
 * @category shape
 */
export const unstack = <X extends NumericOperand>(x: X & NoScalar<X, 'unstack: shape [] has no rows'>): Rows<X, ShapeOf<X>> => {
  const value = lowerOne('unstack', x)
  const shape = dimsOf(value)
  const size = shape[0] ?? raise({ _tag: 'Shape', operation: 'unstack', shapes: ['[]'], reason: 'have no rows' })
  return phantom(range(size).map((i) => presentAs(reshaped(partOf(value, 0, i, i + 1), shape.slice(1)), [x])))
}

/**
 * The array repeated whole, `repeats` times along each axis: one whole number from 0 per axis.
 *
 * @example
 * tile(Float64Array.of(1, 2), [2])   // Float64Array [1, 2, 1, 2]
 * @category shape
 */
export const tile = <X extends NumericOperand, const N extends Dims>(x: X, repeats: N & Repeats<ShapeOf<X>, N>): Lift<X, Tiled<ShapeOf<X>, N>, DTypeOf<X>> =>
  composed('tile', [x], (value) => {
    const shape = dimsOf(value)
    if (!isWholes(repeats, 0) || repeats.length !== shape.length)
      return raise({
        _tag: 'Shape',
        operation: 'tile',
        shapes: [showShape(shape)],
        reason: `cannot be repeated ${said(repeats)} times`,
        hint: 'give a whole number from 0 per axis',
      })
    const wide = stretch(
      reshaped(
        value,
        shape.flatMap((n) => [1, n]),
      ),
      shape.flatMap((n, i) => [entry(repeats, i), n]),
    )
    return reshaped(
      wide,
      shape.map((n, i) => n * entry(repeats, i)),
    )
  })

/**
 * Every entry of an axis (the first where none is named) repeated `count` times in place, a whole number from 0.
 *
 * @example
 * repeat(Float64Array.of(1, 2), 2)   // Float64Array [1, 1, 2, 2]
 * @category shape
 */
export const repeat = <X extends NumericOperand, const A extends number = 0, N extends number = number>(
  x: X,
  count: N & Count<N, 'repeat: the count'>,
  axis?: A & Axed<ShapeOf<X>, A>,
): Lift<X, Resized<ShapeOf<X>, A, number>, DTypeOf<X>> =>
  composed('repeat', [x], (value) => {
    const shape = dimsOf(value)
    const at = axisOf('repeat', shape, axis ?? 0)
    if (!Number.isInteger(count) || count < 0)
      return raise({ _tag: 'Argument', operation: 'repeat', reason: `the count ${said(count)} is not a whole number from 0` })
    const [head, tail] = [shape.slice(0, at + 1), shape.slice(at + 1)]
    const wide = stretch(reshaped(value, [...head, 1, ...tail]), [...head, count, ...tail])
    return reshaped(
      wide,
      shape.map((n, i) => (i === at ? n * count : n)),
    )
  })

/**
 * Margins of a constant value (0 where none is given): `[before, after]` per axis, whole numbers
 * from 0; to cut, use `slice`.
 *
 * @example
 * pad(Float64Array.of(1, 2), [[1, 2]])   // Float64Array [0, 1, 2, 0, 0]
 * @category shape
 */
export const pad = <X extends NumericOperand, const M extends ReadonlyArray<readonly [number, number]>>(
  x: X,
  margins: M & Margins<ShapeOf<X>, M>,
  value = 0,
): Lift<X, Padded<ShapeOf<X>, M>, DTypeOf<X>> =>
  composed('pad', [x], (given) => {
    const shape = dimsOf(given)
    const pairs = 'they are [before, after] for each axis, as [[1, 2]]'
    for (const margin of listOf('pad', 'the margins are', margins, pairs)) listOf('pad', 'a margin is', margin, pairs)
    if (margins.length !== shape.length)
      return raise({
        _tag: 'Shape',
        operation: 'pad',
        shapes: [showShape(shape)],
        reason: `have ${counted(shape.length, 'axis', 'axes')}, and ${counted(margins.length, 'margin was', 'margins were')} given`,
      })
    if (!margins.every((margin) => margin.length === 2 && isWholes(margin, 0)))
      return raise({
        _tag: 'Shape',
        operation: 'pad',
        shapes: [showShape(shape)],
        reason: `cannot be padded by ${margins.map((margin) => said(margin)).join(', ')}`,
        hint: 'a margin is a whole number from 0',
      })
    if (typeof value !== 'number' || !dtypes[given.dtype].holds(value))
      return raise({ _tag: 'DType', operation: 'pad', dtypes: [given.dtype], reason: `it cannot hold ${said(value)} exactly` })
    const params = { low: margins.map(([low]) => low), high: margins.map(([, high]) => high), interior: margins.map(() => 0) }
    if (Object.is(value, 0)) return applyLowered(padPrimitive, params, [given])
    // Zeros cannot be told from entries, so a constant is laid along each axis in turn.
    const fill = scalarTensor(value, given.dtype)
    const block = (of: Dims): Lowered => stretch(isExpr(given) ? constant(fill) : fill, of)
    return margins.reduce<Lowered>((x, [low, high], axis) => {
      const side = (n: number): ReadonlyArray<Lowered> => (n === 0 ? [] : [block(dimsOf(x).map((m, i) => (i === axis ? n : m)))])
      return low === 0 && high === 0 ? x : applyLowered(concatenatePrimitive, { axis }, [...side(low), x, ...side(high)])
    }, given)
  })
