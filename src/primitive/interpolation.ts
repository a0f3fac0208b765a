/**
 * Interpolation between the values of a function at knots on a line.
 */
import { showShape } from '../array/shape.ts'
import { dataOf, isTensor } from '../array/tensor.ts'
import { add, mul } from '../basis/arithmetic.ts'
import { sum } from '../basis/broadcast.ts'
import { toFloat, toInt, where } from '../basis/choice.ts'
import { ge, gt, lt } from '../basis/comparison.ts'
import { entry } from '../entry.ts'
import { raise } from '../failure.ts'
import type { Expr, IntExpr } from '../program/model.ts'
import { composed, dimsOf, type Lowered, lowerOne } from '../program/operate.ts'
import { phantom } from '../type/phantom.ts'
import type { Judged, Refused } from '../type/reason.ts'
import type { Conform, IsWide, Shape, ShowShape } from '../type/shape.ts'
import type { Lift3, Operand, ShapeOf } from '../type/value.ts'
import { div, sub } from './arithmetic.ts'
import { at } from './at.ts'
import { isNaN } from './finite.ts'
import { take } from './gather.ts'
import { reshape } from './shape.ts'
import { clip } from './rounding.ts'

const expr = (x: unknown): Expr => phantom(x)

type IsLine<S extends Shape> = IsWide<S> extends true ? true : S extends readonly [unknown] ? true : false

/** `unknown` if the knots and the values may be vectors of one size, else a sentence. */
type Knots<P, V> = Judged<
  V,
  P | ShapeOf<P> | ShapeOf<V>,
  IsLine<ShapeOf<P>> extends true
    ? Conform<ShapeOf<P>, ShapeOf<V>> extends true
      ? unknown
      : Refused<`interp: shapes [${ShowShape<ShapeOf<P>>}] and [${ShowShape<ShapeOf<V>>}] differ; there is a value at each knot`>
    : Refused<`interp: shape [${ShowShape<ShapeOf<P>>}] is no vector of knots`>
>

const checkKnots = (knots: Lowered, values: Lowered): number => {
  const [shape, other] = [dimsOf(knots), dimsOf(values)]
  const n = shape[0] ?? 0
  if (shape.length !== 1 || other.length !== 1 || other[0] !== n)
    return raise({
      _tag: 'Shape',
      operation: 'interp',
      shapes: [showShape(shape), showShape(other)],
      reason: 'are not those of knots and the value at each, two vectors of one size',
    })
  if (n === 0) return raise({ _tag: 'Shape', operation: 'interp', shapes: [showShape(shape)], reason: 'have no knots' })
  const known = isTensor(knots) ? dataOf(knots) : []
  for (let i = 1; i < known.length; i++)
    if (!(entry(known, i) > entry(known, i - 1)))
      return raise({ _tag: 'Argument', operation: 'interp', reason: `the knots do not increase from ${known[i - 1]} to ${known[i]}, at ${i}` })
  return n
}

/** The line through two neighbours, chosen by how many knots are not after x. */
const between = (x: Expr, knots: Expr, values: Expr, n: number): Expr => {
  const wide = expr(reshape(x, [...dimsOf(lowerOne('interp', x)), 1]))
  const passed = expr(sum(expr(toFloat(ge(wide, knots))), { axes: -1 }))
  const before = phantom<IntExpr>(toInt(expr(clip(sub(passed, 1), 0, n - 2))))
  const after = phantom<IntExpr>(add(before, 1))
  const [left, right] = [expr(take(knots, before)), expr(take(knots, after))]
  const part = div(sub(x, left), sub(right, left))
  // Weighted from both sides, so that it is exact at both.
  return add(mul(sub(1, part), expr(take(values, before))), mul(part, expr(take(values, after))))
}

/**
 * The values at the knots, joined by straight lines, at x of any shape; before the first knot the first value and behind
 * the last the last one, as in NumPy. The knots must increase, which is checked where they are known; every x is compared
 * with every knot. Differentiable by the values, and by x and the knots, where at a knot the derivative is that of the line
 * behind it, at the last that of the line before it; outside it is 0.
 *
 * @example
 * interp(1.5, Float64Array.of(0, 1, 2), Float64Array.of(0, 10, 30))                          // 20
 * interp(Float64Array.of(-1, 0.5, 9), Float64Array.of(0, 1, 2), Float64Array.of(0, 10, 30))  // Float64Array [0, 5, 30]
 * @formula y = (1 - t) f_i + t f_{i + 1}, \quad t = \frac{x - p_i}{p_{i + 1} - p_i}, \quad p_i \le x < p_{i + 1}
 * @category indexing
 */
export const interp = <X extends Operand, P extends Operand, V extends Operand>(x: X, knots: P, values: V & Knots<P, V>): Lift3<X, P, V, ShapeOf<X>> =>
  composed('interp', [x, knots, values], (...args) => {
    const n = checkKnots(entry(args, 1), entry(args, 2))
    const [y, p, f] = [expr(entry(args, 0)), expr(entry(args, 1)), expr(entry(args, 2))]
    const [first, last] = [expr(at(f, 0)), expr(at(f, n - 1))]
    const inside = n === 1 ? expr(where(isNaN(y), y, first)) : between(y, p, f, n)
    return lowerOne('interp', where(lt(y, expr(at(p, 0))), first, where(gt(y, expr(at(p, n - 1))), last, inside)))
  })
