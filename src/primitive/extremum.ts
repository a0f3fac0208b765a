/**
 * The larger and smaller of two operands, the largest and smallest entries over axes, and where they are.
 */
import * as loops from '#loops'
import { byTangents } from '../interpret/tangents.ts'
import { type Aval, aval, withShape } from '../array/aval.ts'
import { rowsOver } from '../array/kernel.ts'
import { axisOf, type Dims, showShape, sizeOf } from '../array/shape.ts'
import { avalOf, dataOf, isTensor, seal, tensor } from '../array/tensor.ts'
import { dtypes } from '../array/dtype.ts'
import { mul } from '../basis/arithmetic.ts'
import { broadcastToPrimitive, reductionOf, type ReduceOptions, reshapePrimitive, stretch, sumPrimitive } from '../basis/broadcast.ts'
import { toFloat, toFloatPrimitive, toIntPrimitive, wherePrimitive } from '../basis/choice.ts'
import { eq, eqPrimitive, nePrimitive } from '../basis/comparison.ts'
import { none, structural } from '../basis/declare.ts'
import { orPrimitive } from '../basis/logic.ts'
import { axesIn, axisIn, dims, whole } from '../basis/params.ts'
import { entry } from '../entry.ts'
import { raise } from '../failure.ts'
import { applyTo, constant, isExpr, number } from '../program/expr.ts'
import type { AnyExpr, Expr, Operation, Params, Primitive } from '../program/model.ts'
import { applyLowered, composed, dimsOf, type Lowered, pointwise } from '../program/operate.ts'
import { phantom } from '../type/phantom.ts'
import type { Axed } from '../type/axis.ts'
import type { Reduced, Shape, Without } from '../type/shape.ts'
import type { Broadcast2, DTypeOf, Lift, Lift2, Meets, MixedDType, NumericOperand, ShapeOf } from '../type/value.ts'
import { div, maxPrimitive, minPrimitive } from './arithmetic.ts'
import type { Known } from '../program/option.ts'

const kept = (rank: number, axes: Dims): Dims => Array.from({ length: rank }, (_, i) => i).filter((axis) => !axes.includes(axis))

const reducedAval = (operation: string, name: string, params: Params, x: Aval): Aval => {
  if (x.dtype === 'bool') return raise({ _tag: 'DType', operation, dtypes: [x.dtype], reason: 'booleans have no order', hint: 'use any or all' })
  return withShape(
    x,
    kept(x.shape.length, axesIn(name, params, x.shape)).map((axis) => entry(x.shape, axis)),
  )
}

const spread = (x: Expr, shape: Dims, axes: Dims): Expr => phantom(entry(applyTo(broadcastToPrimitive, { shape, axes: kept(shape.length, axes) }, [x]), 0))
const total = (x: Expr, axes: Dims): Expr => phantom(entry(applyTo(sumPrimitive, { axes }, [x]), 0))

const extremum = (operation: 'max' | 'min', better: (x: number, y: number) => number, start: number): Primitive => {
  const name = `${operation}Over`
  const made: Primitive = structural({
    name,
    lowering: `${operation}Over`,
    loops: operation === 'max' ? loops.maxOver : loops.minOver,
    arity: 1,
    infer: (params, operands) => {
      const x = entry(operands, 0)
      const of = reducedAval(operation, name, params, x)
      if (x.dtype === 'int32' && sizeOf(x.shape) === 0 && sizeOf(of.shape) > 0)
        raise({ _tag: 'Shape', operation, shapes: [showShape(x.shape)], reason: 'have no entries, and int32 has no infinity' })
      return [of]
    },
    evaluate: ({ params, results }, args) =>
      results.flatMap((of) =>
        args.map((x) => {
          const { data, length } = rowsOver(of.dtype, dataOf(x), avalOf(x).shape, dims(name, params, 'axes'))
          const out = dtypes[of.dtype].buffer(sizeOf(of.shape))
          for (let i = 0; i < out.length; i++) {
            let best = length > 0 ? (data[i * length] ?? start) : start
            for (let k = 1; k < length; k++) best = better(best, data[i * length + k] ?? start)
            out[i] = best
          }
          return seal(of, out)
        }),
      ),
    derivative: byTangents({
      jvp: (params, [x], [z], [dx]) => {
        if (x === undefined || z === undefined || dx == null) return [null]
        const axes = dims(name, params, 'axes')
        const { shape } = x.aval
        // Where the answer is NaN no entry equals it, so every weight is 0/0.
        const hit = toFloat(eq(x, spread(z, shape, axes)))
        return [total(mul(div(hit, spread(total(hit, axes), shape, axes)), dx), axes)]
      },
    }),
    batch: ({ params }, args) => ({ results: applyTo(made, { axes: dims(name, params, 'axes').map((axis) => axis + 1) }, args), batched: [true] }),
    convention: 'entries that tie share the derivative evenly; of nothing the answer is the infinity that loses',
  })
  return made
}

export const maxOverPrimitive: Primitive = /*#__PURE__*/ extremum('max', Math.max, Number.NEGATIVE_INFINITY)
export const minOverPrimitive: Primitive = /*#__PURE__*/ extremum('min', Math.min, Number.POSITIVE_INFINITY)

/** A reduction by one of these primitives on operands already lowered. */
export const reduceWith = (name: string, primitive: Primitive, value: Lowered, options: ReduceOptions | undefined, own: Known<object> = {}): Lowered => {
  const { axes, kept: shape, keepdims } = reductionOf(name, dimsOf(value), options, own)
  const reduced = applyLowered(primitive, { axes }, [value])
  return keepdims ? applyLowered(reshapePrimitive, { shape }, [reduced]) : reduced
}

/** A second operand that does not meet the first is refused here, by the last overload that takes one, so that the compiler says why. */
type Refused<Name extends string, X, Y> = Y extends NumericOperand ? Y & Meets<Name, X, Y> : never

/** Of two operands, with broadcasting, or of the entries of one over axes. */
export interface Extremum<Name extends string> {
  (x: number, y: number): number
  <S extends Shape>(x: Expr<S>, y: Expr<NoInfer<S>> | Expr<[]> | number): Expr<S>
  <S extends Shape>(x: Expr<[]> | number, y: Expr<S>): Expr<S>
  <X extends NumericOperand, Y extends NumericOperand>(x: X, y: Y & Meets<Name, X, Y>): Lift2<X, Y, Broadcast2<X, Y>, MixedDType<X, Y>>
  <X extends NumericOperand, const Axes extends Dims | number | undefined = undefined, Keep extends boolean = false, Y = never>(
    x: X,
    options?: (ReduceOptions<Axes, Keep> & Axed<ShapeOf<X>, Axes>) | Refused<Name, X, Y>,
  ): Lift<X, Reduced<ShapeOf<X>, Axes, Keep>, DTypeOf<X>>
  /** What `flow`, `pipe` and `vmap` read. */
  (x: Expr): Expr<[]>
}

const isOptions = (y: unknown): y is ReduceOptions | undefined =>
  y === undefined || (typeof y === 'object' && y !== null && !isExpr(y) && !isTensor(y) && !Array.isArray(y) && !ArrayBuffer.isView(y))

const extremumOf = <Name extends string>(name: Name, pair: Primitive, over: Primitive): Extremum<Name> =>
  phantom((x: unknown, y?: unknown, ...more: ReadonlyArray<unknown>) => {
    // `map` and `reduce` pass an index or their list after the operands; a third operand would be lost.
    if (more.length === 1 && !Array.isArray(more[0]))
      raise({ _tag: 'Arity', operation: name, expected: `2 operands, or one array of them as in ${name}(stack([x, y, z]))`, got: 3 })
    return isOptions(y) ? composed(name, [x], (value) => reduceWith(name, over, value, y)) : pointwise(pair, stretch, [x, y])
  })

/**
 * The larger of x and y, with broadcasting; of one operand the largest entry, over `axes` (all of them
 * where none is named), −∞ over nothing. A second operand is never an axis: `max(x, 1)` is 1 or more in every
 * entry, and along axis 1 it is `max(x, { axes: 1 })`. NaN if there is one. Where entries tie they share the
 * derivative evenly. In `map`, whose index would be taken for y, write `xs.map((x) => max(x))`.
 *
 * @example
 * max(2, 3)                                          // 3
 * grad((x: Scalar) => max(x, 0))(0)                  // 0.5
 * max(Float64Array.of(3, 1, 2))                      // 3
 * max(tensor([[1, 2], [4, 3]]), { axes: 1 })         // a Tensor of shape [2]: 2 4
 * max(tensor([[1, 2], [4, 3]]), 2)                   // a Tensor of shape [2, 2]: 2 2 4 3
 * @category arithmetic
 */
export const max: Extremum<'max'> = /*#__PURE__*/ extremumOf('max', maxPrimitive, maxOverPrimitive)

/**
 * The smaller of x and y, with broadcasting; of one operand the smallest entry, over `axes` (all of
 * them where none is named), ∞ over nothing. A second operand is never an axis: `min(x, 1)` is 1 or less in every
 * entry, and along axis 1 it is `min(x, { axes: 1 })`. NaN if there is one. Where entries tie they share the
 * derivative evenly. In `map`, whose index would be taken for y, write `xs.map((x) => min(x))`.
 *
 * @example
 * min(2, 3)                                          // 2
 * grad((x: Scalar) => min(x, 0))(0)                  // 0.5
 * min(Float64Array.of(3, 1, 2))                      // 1
 * min(tensor([[1, 2], [4, 3]]), { axes: 1 })         // a Tensor of shape [2]: 1 3
 * min(tensor([[1, 2], [4, 3]]), 2)                   // a Tensor of shape [2, 2]: 1 2 2 2
 * @category arithmetic
 */
export const min: Extremum<'min'> = /*#__PURE__*/ extremumOf('min', minPrimitive, minOverPrimitive)

/** The first place of what is greatest, or of NaN, as a composition. */
const places = (name: string, over: Primitive, { params }: Operation, args: ReadonlyArray<AnyExpr>): ReadonlyArray<AnyExpr> => {
  const one = (primitive: Primitive, own: Params, ...operands: ReadonlyArray<AnyExpr>): AnyExpr => entry(applyTo(primitive, own, operands), 0)
  const axis = whole(name, params, 'axis')
  const given = entry(args, 0)
  const x = given.aval.dtype === 'float64' ? given : one(toFloatPrimitive, none, given)
  const { shape } = x.aval
  const wide = (value: AnyExpr, axes: Dims): AnyExpr => one(broadcastToPrimitive, { shape, axes }, value)
  const n = entry(shape, axis)
  const first = wide(one(over, { axes: [axis] }, x), kept(shape.length, [axis]))
  const isFirst = one(orPrimitive, none, one(eqPrimitive, none, x, first), one(nePrimitive, none, x, x))
  const order = wide(constant(tensor(Float64Array.from({ length: n }, (_, i) => i))), [axis])
  return [one(toIntPrimitive, none, one(minOverPrimitive, { axes: [axis] }, one(wherePrimitive, none, isFirst, order, wide(number(n), []))))]
}

const position = (name: string, over: Primitive, wins: (x: number, y: number) => boolean): Primitive => {
  const made: Primitive = structural({
    name,
    expansion: (operation, args) => places(name, over, operation, args),
    arity: 1,
    infer: (params, operands) => {
      const { shape } = entry(operands, 0)
      const axis = axisIn(name, params, shape)
      if (shape[axis] === 0) raise({ _tag: 'Shape', operation: name, shapes: [showShape(shape)], reason: `have no entries along axis ${axis}` })
      return [
        aval(
          'int32',
          shape.filter((_, i) => i !== axis),
        ),
      ]
    },
    evaluate: ({ params, results }, args) =>
      results.flatMap((of) =>
        args.map((x) => {
          const { data, length } = rowsOver(x.dtype, dataOf(x), avalOf(x).shape, [whole(name, params, 'axis')])
          return seal(
            of,
            Int32Array.from({ length: sizeOf(of.shape) }, (_, i) => {
              let best = 0
              for (let k = 1; k < length; k++) {
                const [challenger, holder] = [data[i * length + k] ?? 0, data[i * length + best] ?? 0]
                // The first NaN wins, as in NumPy.
                if (!Number.isNaN(holder) && (Number.isNaN(challenger) || wins(challenger, holder))) best = k
              }
              return best
            }),
          )
        }),
      ),
    derivative: { _tag: 'Constant' },
    batch: ({ params }, args) => ({ results: applyTo(made, { axis: whole(name, params, 'axis') + 1 }, args), batched: [true] }),
    convention: 'an index has no tangent; of equal entries the first counts',
  })
  return made
}

export const argmaxPrimitive: Primitive = /*#__PURE__*/ position('argmax', maxOverPrimitive, (x, y) => x > y)
export const argminPrimitive: Primitive = /*#__PURE__*/ position('argmin', minOverPrimitive, (x, y) => x < y)

/** The index of an entry along an axis; of the flat array where none is named. */
export type Position = <X extends NumericOperand, const A extends number | undefined = undefined>(
  x: X,
  axis?: A & Axed<ShapeOf<X>, A>,
) => Lift<X, A extends number ? Without<ShapeOf<X>, A> : [], 'int32'>

const positionOf =
  (primitive: Primitive): Position =>
  (x, axis) =>
    composed(primitive.name, [x], (value) =>
      axis === undefined
        ? applyLowered(primitive, { axis: 0 }, [applyLowered(reshapePrimitive, { shape: [sizeOf(dimsOf(value))] }, [value])])
        : applyLowered(primitive, { axis: axisOf(primitive.name, dimsOf(value), axis) }, [value]),
    )

/**
 * The index of the largest entry, the first of equals, the first NaN if there is one; int32. Of plain data, too, it is a tensor,
 * of rank 0 where no axis is named, as every int32 result is: a number would forget its dtype. `toArray` makes a number of it.
 *
 * @example
 * argmax(Float64Array.of(1, 3, 2))            // an int32 Tensor of shape []: 1
 * toArray(argmax(Float64Array.of(1, 3, 2)))   // 1
 * @category reductions
 */
export const argmax: Position = /*#__PURE__*/ positionOf(argmaxPrimitive)

/**
 * The index of the smallest entry, the first of equals, the first NaN if there is one; int32. Of plain data, too, it is a tensor,
 * of rank 0 where no axis is named, as every int32 result is: a number would forget its dtype. `toArray` makes a number of it.
 *
 * @example
 * argmin(Float64Array.of(1, 3, 2))            // an int32 Tensor of shape []: 0
 * toArray(argmin(Float64Array.of(1, 3, 2)))   // 0
 * @category reductions
 */
export const argmin: Position = /*#__PURE__*/ positionOf(argminPrimitive)

export const extrema: ReadonlyArray<Primitive> = [maxOverPrimitive, minOverPrimitive, argmaxPrimitive, argminPrimitive]
