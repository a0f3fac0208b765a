/**
 * Arrays joined along an axis.
 */
import * as loops from '#loops'
import { entry } from '../entry.ts'
import { withShape } from '../array/aval.ts'
import { dtypes } from '../array/dtype.ts'
import { axisOf, type Dims, sameShape, showShape, sizeOf } from '../array/shape.ts'
import { avalOf, dataOf, seal } from '../array/tensor.ts'
import { reshapePrimitive, stretch } from '../basis/broadcast.ts'
import { structural } from '../basis/declare.ts'
import { motionLaw } from '../basis/motion.ts'
import { whole } from '../basis/params.ts'
import { raise } from '../failure.ts'
import { applyTo } from '../program/expr.ts'
import type { Primitive, StructuralRule } from '../program/model.ts'
import { describe } from '../program/describe.ts'
import { applyLowered, composed, dimsOf } from '../program/operate.ts'
import { withBatch } from '../transform/batch.ts'
import type { Axed } from '../type/axis.ts'
import type { Judged, Refused } from '../type/reason.ts'
import type { Conform, Inserted, Of, Resized, Shape, ShowShape } from '../type/shape.ts'
import type { DTypeOf, Lift, NumericOperand, ShapeOf, Traced } from '../type/value.ts'
import { part } from './slice.ts'

const replace = (shape: Dims, axis: number, size: number): Dims => shape.map((n, i) => (i === axis ? size : n))

/** Any number of operands. params: `axis`. */
export const concatenatePrimitive: Primitive = /*#__PURE__*/ structural({
  name: 'concatenate',
  lowering: 'concatenate',
  loops: loops.concatenate,
  arity: null,
  infer: (params, operands) => {
    const [first] = operands
    const axis = whole('concatenate', params, 'axis')
    if (first === undefined) return raise({ _tag: 'Arity', operation: 'concatenate', expected: 'at least 1 operand', got: 0 })
    for (const other of operands) {
      if (other.dtype !== first.dtype)
        return raise({
          _tag: 'DType',
          operation: 'concatenate',
          dtypes: [first.dtype, other.dtype],
          reason: 'do not mix',
          hint: 'convert with toFloat or toInt',
        })
      if (axis < 0 || axis >= first.shape.length || !sameShape(replace(other.shape, axis, 0), replace(first.shape, axis, 0))) {
        return raise({
          _tag: 'Shape',
          operation: 'concatenate',
          shapes: [showShape(first.shape), showShape(other.shape)],
          reason: `do not join along axis ${axis}`,
          hint: 'all other sizes must agree',
        })
      }
    }
    return [
      withShape(
        first,
        replace(
          first.shape,
          axis,
          operands.reduce((total, of) => total + entry(of.shape, axis), 0),
        ),
      ),
    ]
  },
  evaluate: ({ params, results }, args) =>
    results.map((of) => {
      const axis = whole('concatenate', params, 'axis')
      const out = dtypes[of.dtype].buffer(sizeOf(of.shape))
      const rows = sizeOf(of.shape.slice(0, axis))
      const width = sizeOf(of.shape.slice(axis))
      let offset = 0
      for (const arg of args) {
        const data = dataOf(arg)
        const piece = sizeOf(avalOf(arg).shape.slice(axis))
        for (let row = 0; row < rows; row++) out.set(data.subarray(row * piece, (row + 1) * piece), row * width + offset)
        offset += piece
      }
      return seal(of, out)
    }),
  derivative: {
    _tag: 'Linear',
    linear: (_, operands) => operands.map(() => true),
    transpose: (params, cotangent, operands) => {
      const axis = whole('concatenate', params, 'axis')
      const shape = cotangent.aval.shape
      let from = 0
      return operands.map((of) => {
        const start = replace(
          shape.map(() => 0),
          axis,
          from,
        )
        from += entry(of.shape, axis)
        return part(cotangent, start, replace(shape, axis, from))
      })
    },
  },
  batch: ({ params }, args, batched, size) => ({
    results: applyTo(
      concatenatePrimitive,
      { axis: whole('concatenate', params, 'axis') + 1 },
      args.map((value, i) => withBatch(size, { value, batched: entry(batched, i) })),
    ),
    batched: [true],
  }),
  laws: () => [motionLaw('concatenate ∘ concatenate along one axis is one concatenate', concatenatePrimitive, flattened)],
})

// One that joins what was joined again and again would name each part once for every time.
const most = 16

/** Parts that were joined along the same axis stand beside the others. */
const flattened: StructuralRule['rewrite'] = ({ operation, args, producer }) => {
  const { primitive, params } = operation
  const partsOf = (arg: number): ReadonlyArray<number> | null => {
    const made = producer(arg)
    return made !== null && made.operation.primitive === primitive && made.operation.params['axis'] === params['axis'] ? made.args : null
  }
  const parts = args.map(partsOf)
  const all = args.flatMap((arg, i) => parts[i] ?? [arg])
  return parts.every((part) => part === null) || all.length > most ? null : { _tag: 'Apply', primitive, params, args: all }
}

/** The operands, if they came in a list. */
const listed = (operation: string, xs: unknown): ReadonlyArray<unknown> =>
  Array.isArray(xs)
    ? xs
    : raise({ _tag: 'Structure', operation, path: 'the first argument', expected: 'a list of arrays', got: describe(xs), hint: `write ${operation}([x, y])` })

type Kind<XS extends ReadonlyArray<unknown>> = Extract<XS[number], Traced> extends never ? XS[number] : Extract<XS[number], Traced>

/** `unknown` if arrays agree in all sizes but that of an axis, which a join gives; else a sentence about the first that does not. */
type Joins<XS extends ReadonlyArray<unknown>, A extends number> = Judged<
  XS,
  A | XS[number] | ShapeOf<XS[number]>,
  XS extends readonly [infer H, ...infer T]
    ? ShapeOf<H> extends readonly []
      ? Refused<`concatenate: shape [] has no axis ${A}; a scalar has no axes`>
      : [Kinds<XS[number]>] extends [never]
        ? Ends<ShapeOf<H>, T, A>
        : Refused<`concatenate: ${Kinds<XS[number]>}`>
    : unknown
>

/** What is wrong with the dtypes of arrays in one; `never` if nothing is. A number takes that of the others. */
type Kinds<X> =
  'int32' extends DTypeOf<X>
    ? [Exclude<DTypeOf<Exclude<X, number>>, 'int32'>] extends [never]
      ? never
      : 'float64 and int32 do not mix; convert with toFloat or toInt'
    : never

type Ends<S extends Shape, T extends ReadonlyArray<unknown>, A extends number> = T extends readonly [infer G, ...infer U]
  ? Of<ShapeOf<G>> extends Of<S>
    ? Ends<S, U, A>
    : Conform<Resized<S, A, 1>, Resized<ShapeOf<G>, A, 1>> extends true
      ? Ends<S, U, A>
      : Refused<`concatenate: shapes [${ShowShape<S>}] and [${ShowShape<ShapeOf<G>>}] do not join at axis ${A}`>
  : unknown

/** Likewise of one shape. */
type Stacks<XS extends ReadonlyArray<unknown>> = Judged<
  XS,
  XS[number] | ShapeOf<XS[number]>,
  XS extends readonly [infer H, ...infer T] ? ([Kinds<XS[number]>] extends [never] ? Layers<ShapeOf<H>, T> : Refused<`stack: ${Kinds<XS[number]>}`>) : unknown
>

type Layers<S extends Shape, T extends ReadonlyArray<unknown>> = T extends readonly [infer G, ...infer U]
  ? Of<ShapeOf<G>> extends Of<S>
    ? Layers<S, U>
    : Conform<S, ShapeOf<G>> extends true
      ? Layers<S, U>
      : Refused<`stack: shapes [${ShowShape<S>}] and [${ShowShape<ShapeOf<G>>}] differ`>
  : unknown

/**
 * Arrays end to end along an axis (the first where none is named); all other sizes and
 * the dtypes must agree.
 *
 * @example
 * concatenate([Float64Array.of(1, 2), Float64Array.of(3)])   // Float64Array [1, 2, 3]
 * @category shape
 */
export const concatenate = <const XS extends ReadonlyArray<NumericOperand>, const A extends number = 0>(
  xs: XS & Joins<XS, A>,
  axis?: A & Axed<ShapeOf<XS[0]>, A>,
): Lift<Kind<XS>, Resized<ShapeOf<XS[0]>, A, number>, DTypeOf<Kind<XS>>> =>
  composed('concatenate', listed('concatenate', xs), (...args) => {
    const first = args[0] ?? raise({ _tag: 'Arity', operation: 'concatenate', expected: 'at least 1 operand', got: 0 })
    return applyLowered(concatenatePrimitive, { axis: axisOf('concatenate', dimsOf(first), axis ?? 0) }, args)
  })

type Stacked<XS extends ReadonlyArray<unknown>, A extends number> = Inserted<
  XS extends readonly [infer H, ...ReadonlyArray<unknown>] ? ShapeOf<Extract<XS[number], Traced> extends never ? H : Kind<XS>> : ShapeOf<XS[number]>,
  A,
  XS['length']
>

/**
 * Arrays of one shape along a new axis (the first where none is named); numbers make a vector.
 *
 * @example
 * stack([1, 2, 3])                                                          // Float64Array [1, 2, 3]
 * toArray(stack([Float64Array.of(1, 2), Float64Array.of(3, 4)], 1))         // [[1, 3], [2, 4]]
 * @category shape
 */
export const stack = <const XS extends ReadonlyArray<NumericOperand>, const A extends number = 0>(
  xs: XS & Stacks<XS>,
  axis?: A & Axed<[...ShapeOf<XS[0]>, 1], A>,
): Lift<Kind<XS>, Stacked<XS, A>, DTypeOf<Kind<XS>>> =>
  composed('stack', listed('stack', xs), (...args) => {
    const shape = dimsOf(args[0] ?? raise({ _tag: 'Arity', operation: 'stack', expected: 'at least 1 operand', got: 0 }))
    const at = axisOf('stack', [...shape, 1], axis ?? 0)
    const wide = args.map((arg) => {
      if (!sameShape(dimsOf(arg), shape))
        return raise({
          _tag: 'Shape',
          operation: 'stack',
          shapes: [showShape(shape), showShape(dimsOf(arg))],
          reason: 'differ',
          hint: 'stack takes arrays of one shape',
        })
      return applyLowered(reshapePrimitive, { shape: [...shape.slice(0, at), 1, ...shape.slice(at)] }, [stretch(arg, shape)])
    })
    return applyLowered(concatenatePrimitive, { axis: at }, wide)
  })

export const joining: ReadonlyArray<Primitive> = [concatenatePrimitive]
