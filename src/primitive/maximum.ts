/**
 * The larger and smaller of two operands under the names that NumPy has for them: never a reduction.
 */
import { broadcastShapes } from '../array/shape.ts'
import { none } from '../basis/declare.ts'
import { stretch } from '../basis/broadcast.ts'
import { raise } from '../failure.ts'
import type { Primitive } from '../program/model.ts'
import { applyLowered, composed, dimsOf, stretched } from '../program/operate.ts'
import { phantom } from '../type/phantom.ts'
import type { NumericBinary } from '../type/value.ts'
import { maxPrimitive, minPrimitive } from './arithmetic.ts'

const pairOf = <Name extends string>(name: Name, primitive: Primitive): NumericBinary<Name> =>
  phantom((x: unknown, y: unknown, ...more: ReadonlyArray<unknown>) => {
    // `reduce` passes an index and its list after the operands; a third operand would be lost.
    if (more.length === 1 && !Array.isArray(more[0])) raise({ _tag: 'Arity', operation: name, expected: '2 operands', got: 3 })
    return composed(name, [x, y], (...args) => {
      const shape = args.map(dimsOf).reduce((a, b) => broadcastShapes(name, a, b), [])
      return applyLowered(primitive, none, stretched(stretch, args, shape))
    })
  })

/**
 * The larger of x and y, elementwise with broadcasting, as `max` of two; NaN if either is. Where they tie they share
 * the derivative evenly.
 *
 * @example
 * maximum(Float64Array.of(1, 5), 3)              // Float64Array [3, 5]
 * grad((x: Scalar) => maximum(x, 0))(0)          // 0.5
 * @category arithmetic
 */
export const maximum: NumericBinary<'maximum'> = /*#__PURE__*/ pairOf('maximum', maxPrimitive)

/**
 * The smaller of x and y, elementwise with broadcasting, as `min` of two; NaN if either is. Where they tie they share
 * the derivative evenly.
 *
 * @example
 * minimum(Float64Array.of(1, 5), 3)              // Float64Array [1, 3]
 * grad((x: Scalar) => minimum(x, 0))(0)          // 0.5
 * @category arithmetic
 */
export const minimum: NumericBinary<'minimum'> = /*#__PURE__*/ pairOf('minimum', minPrimitive)
