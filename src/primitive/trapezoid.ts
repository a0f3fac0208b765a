/**
 * Integrals of sampled functions.
 */
import { said } from '../array/list.ts'
import { axisOf, showShape } from '../array/shape.ts'
import { add, mul } from '../basis/arithmetic.ts'
import { sum } from '../basis/broadcast.ts'
import { entry } from '../entry.ts'
import { raise } from '../failure.ts'
import type { Expr } from '../program/model.ts'
import { composed, dimsOf, type Lowered, lowerOne } from '../program/operate.ts'
import { checkOptions } from '../program/option.ts'
import { phantom } from '../type/phantom.ts'
import type { Axed } from '../type/axis.ts'
import type { Reason } from '../type/reason.ts'
import type { Conform, FromFront, IsWide, SameSize, Shape, ShowShape, Without } from '../type/shape.ts'
import type { Lift2, Operand, ShapeOf } from '../type/value.ts'
import { sub } from './arithmetic.ts'
import { moveaxis } from './arrange.ts'
import { at, type Subscript } from './at.ts'

/** Where the samples stand, or how far apart, 1 unless given; and along which axis, the last unless named. */
export interface TrapezoidOptions<X extends Operand = number, A extends number = -1> {
  readonly x?: X
  readonly dx?: number
  readonly axis?: A
}

type PlaceFault<S extends Shape, T extends Shape, A extends number> = T extends readonly [infer N]
  ? SameSize<N, S[FromFront<S, A>]> extends true
    ? null
    : `trapezoid: shapes [${ShowShape<S>}] and [${ShowShape<T>}] do not fit`
  : Conform<S, T> extends true
    ? null
    : `trapezoid: shapes [${ShowShape<S>}] and [${ShowShape<T>}] do not fit`

/** `unknown` where places may be one for every sample along an axis, else a sentence. */
type Placed<S extends Shape, X, A extends number> = Reason<
  X,
  A | S | S[number] | ShapeOf<X> | ShapeOf<X>[number],
  X extends number ? null : true extends IsWide<S> | (number extends A ? true : false) ? null : PlaceFault<S, ShapeOf<X>, A>
>

const expr = (x: unknown): Expr => phantom(x)

/** The entries of the last axis from one to another. */
const part = (x: Expr, from: number, to: number): Expr => {
  const rank = dimsOf(lowerOne('trapezoid', x)).length
  return expr(at(x, ...Array.from({ length: rank }, (_, i): Subscript => (i === rank - 1 ? [from, to] : ':'))))
}

/** Places as samples along the last axis: a vector of them, or one for every sample. */
const placesOf = (x: Lowered, y: Lowered, axis: number): Expr => {
  const [places, shape] = [dimsOf(x), dimsOf(y)]
  const one = places.length === 1 && places[0] === shape[axis]
  if (one || (places.length === shape.length && places.every((n, i) => n === shape[i]))) return one ? expr(x) : expr(moveaxis(expr(x), axis, -1))
  return raise({
    _tag: 'Shape',
    operation: 'trapezoid',
    shapes: [showShape(shape), showShape(places)],
    reason: 'do not fit',
    hint: `the places x are a vector of ${shape[axis]}, or one for every sample`,
  })
}

/**
 * The integral of the straight lines through samples y along an axis, the last where none is named: at places x, a vector or one
 * for every sample, else `dx` apart, 1 unless given. As NumPy's, places may go backwards, which counts as negative. Of one sample
 * or none it is 0. Differentiable by y and x.
 *
 * @example
 * trapezoid(Float64Array.of(1, 2, 4))                                      // 4.5
 * trapezoid(Float64Array.of(1, 2, 4), { dx: 0.5 })                         // 2.25
 * trapezoid(Float64Array.of(1, 2, 4), { x: Float64Array.of(0, 1, 3) })     // 7.5
 * trapezoid(tensor([[0, 1], [2, 3]]), { axis: 0 })                         // a Tensor of shape [2]: 1 2
 * @formula \sum_i \left(x_{i + 1} - x_i\right) \frac{y_i + y_{i + 1}}{2}
 * @category reductions
 */
export const trapezoid = <Y extends Operand, X extends Operand = number, const A extends number = -1>(
  y: Y,
  options?: TrapezoidOptions<X, A> & Axed<ShapeOf<Y>, A> & Placed<ShapeOf<Y>, X, A>,
): Lift2<Y, X, Without<ShapeOf<Y>, A>> => {
  // As `map(trapezoid)` it receives an index here.
  if (typeof options !== 'number') checkOptions<TrapezoidOptions>('trapezoid', options, { x: null, dx: null, axis: null })
  const given: TrapezoidOptions<X, number> = options ?? {}
  const { x, dx = 1, axis = -1 } = given
  if (x !== undefined && given.dx !== undefined)
    return raise({ _tag: 'Argument', operation: 'trapezoid', reason: 'both x and dx are given', hint: 'places x have their own distances' })
  if (!Number.isFinite(dx)) return raise({ _tag: 'Argument', operation: 'trapezoid', reason: `the distance ${said(dx)} is no number` })
  return composed('trapezoid', x === undefined ? [y] : [y, x], (...operands) => {
    const samples = entry(operands, 0)
    const shape = dimsOf(samples)
    const along = axisOf('trapezoid', shape, axis)
    for (const { dtype } of operands)
      if (dtype !== 'float64') raise({ _tag: 'DType', operation: 'trapezoid', dtypes: [dtype], reason: 'it takes float64', hint: 'convert with toFloat' })
    const n = entry(shape, along)
    const last = expr(moveaxis(expr(samples), along, -1))
    const steps = (of: Expr): readonly [before: Expr, after: Expr] => [part(of, 0, Math.max(0, n - 1)), part(of, Math.min(1, n), n)]
    const [before, after] = steps(last)
    // Halves, since a sum of two may overflow.
    const means = add(mul(0.5, before), mul(0.5, after))
    if (x === undefined) return lowerOne('trapezoid', mul(dx, expr(sum(means, { axes: -1 }))))
    const [from, to] = steps(placesOf(entry(operands, 1), samples, along))
    return lowerOne('trapezoid', sum(mul(sub(to, from), means), { axes: -1 }))
  })
}
