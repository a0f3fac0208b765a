/**
 * The cross product of vectors in space.
 */
import { showShape } from '../array/shape.ts'
import { mul } from '../basis/arithmetic.ts'
import { raise } from '../failure.ts'
import type { Expr } from '../program/model.ts'
import { composed, dimsOf, lowerOne } from '../program/operate.ts'
import { phantom } from '../type/phantom.ts'
import type { Judged, Refused } from '../type/reason.ts'
import type { LastOf, SameSize, ShowShape } from '../type/shape.ts'
import type { Broadcast2, Lift2, Operand, ShapeOf } from '../type/value.ts'
import { sub } from './arithmetic.ts'
import { roll } from './arrange.ts'

/** Whether the last axis may have three entries; a number has no axis. */
type InSpace<X> = ShapeOf<X> extends readonly [] ? false : SameSize<LastOf<ShapeOf<X>>, 3>

/** `unknown` if two operands are vectors of three entries that broadcast, else a sentence. */
type Crosses<X, Y> = Judged<
  Y,
  X | ShapeOf<X> | ShapeOf<Y>,
  [Broadcast2<X, Y>] extends [infer _ extends never]
    ? Refused<`cross: shapes [${ShowShape<ShapeOf<X>>}] and [${ShowShape<ShapeOf<Y>>}] do not broadcast`>
    : false extends InSpace<X> | InSpace<Y>
      ? Refused<`cross: shapes [${ShowShape<ShapeOf<X>>}] and [${ShowShape<ShapeOf<Y>>}] need 3 entries in their last axis`>
      : unknown
>

/**
 * The cross product of vectors of three entries, in the last axis of both; the axes before it broadcast.
 *
 * @example
 * cross(Float64Array.of(1, 0, 0), Float64Array.of(0, 1, 0))   // Float64Array [0, 0, 1]
 * @formula x \times y = (x_2 y_3 - x_3 y_2,\; x_3 y_1 - x_1 y_3,\; x_1 y_2 - x_2 y_1)
 * @category contractions
 */
export const cross = <X extends Operand, Y extends Operand>(x: X, y: Y & Crosses<X, Y>): Lift2<X, Y, Broadcast2<X, Y>> =>
  composed('cross', [x, y], (...args) => {
    const shapes = args.map(dimsOf)
    if (shapes.some((shape) => shape[shape.length - 1] !== 3))
      return raise({ _tag: 'Shape', operation: 'cross', shapes: shapes.map(showShape), reason: 'need 3 entries in their last axis' })
    const [a = 0, b = 0] = args.map((arg) => phantom<Expr>(arg))
    const turned = (v: Expr | number, by: number): Expr => phantom(roll(v, by, -1))
    return lowerOne('cross', sub(mul(turned(a, -1), turned(b, -2)), mul(turned(a, -2), turned(b, -1))))
  })
