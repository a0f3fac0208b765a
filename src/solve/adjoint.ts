/**
 * The gradient of a solution by the adjoint equation: state, adjoint and the integral over what the field
 * reads go back from the last time to the first, in steps of their own. From each time to the one before
 * the state starts where the solution was, so that its errors do not grow on the way back.
 *
 *     ẏ = f(y, t),   ȧ = −aᵀ f_y,   ġ = −aᵀ f_θ
 *
 * L. S. Pontryagin et al., The Mathematical Theory of Optimal Processes (1962); R. T. Q. Chen et al.,
 * Neural Ordinary Differential Equations (2018).
 */
import { add, mul } from '../basis/arithmetic.ts'
import { sum } from '../basis/broadcast.ts'
import { entry } from '../entry.ts'
import { reverse } from '../interpret/tape.ts'
import { neg } from '../primitive/arithmetic.ts'
import { scan } from '../primitive/control.ts'
import { raveled, unraveled } from '../primitive/equation.ts'
import { take } from '../primitive/gather.ts'
import { concatenate, stack } from '../primitive/join.ts'
import { expandDims } from '../primitive/shape.ts'
import { slice } from '../primitive/slice.ts'
import { constant, float } from '../program/expr.ts'
import type { AnyExpr, IntExpr, Matrix, Program, Scalar, Vector } from '../program/model.ts'
import { inline } from '../program/trace.ts'
import { cut, differentiable, pick, zeros } from '../transform/pick.ts'
import { phantom } from '../type/phantom.ts'
import { slopeOf } from './field.ts'
import { march, type Pace } from './march.ts'
import type { WayBack } from './ruled.ts'
import type { Slope } from './tableau.ts'
import { sizeOf } from '../array/shape.ts'
import { scalarTensor } from '../array/tensor.ts'
import type { StackOf } from '../type/structure.ts'

const joined = (xs: ReadonlyArray<AnyExpr>): Vector => raveled(xs)

const inner = (x: Vector, y: Vector): Scalar => sum(mul(x, y))

/** One interval on the way back. */
interface Interval {
  readonly y: Vector
  readonly cotangent: Vector
  readonly from: Scalar
  readonly to: Scalar
}

/** The way back of the program held ++ state, times → states at the times and counts. */
export const adjoint = (field: Program, size: number, m: number, pace: Pace): WayBack => {
  const outer = field.inputs.slice(0, field.inputs.length - 2)
  const marks = outer.map(differentiable)
  const moving = pick(outer, marks)
  const pair = reverse(field, [...marks, true, false])
  const total = size + moving.reduce((sizes, of) => sizes + sizeOf(of.shape), 0)
  const parts = [float(size), float(size), ...moving]
  /** State, adjoint and integral in one vector. */
  const augmented =
    (held: ReadonlyArray<AnyExpr>): Slope =>
    (z, t) => {
      const [y, a] = phantom<readonly [AnyExpr, AnyExpr]>(unraveled(z, parts))
      const [[slope] = [], left = []] = cut(inline(pair.forward)([...held, y, t]), 1)
      const back = inline(pair.pullback)([...left, a])
      const [integrand = [], rate = []] = cut(back, moving.length)
      return joined([phantom<AnyExpr>(slope), neg(phantom<Vector>(entry(rate, 0))), ...integrand.map((g) => neg(phantom<Vector>(g)))])
    }
  return {
    kept: (inputs, results) => [...inputs, entry(results, 0)],
    back: (kept, cotangents) => {
      const [held = [], rest = []] = cut(kept, outer.length)
      const [start, times, states] = phantom<readonly [Vector, Vector, Matrix]>(rest)
      const given = phantom<Matrix>(entry(cotangents, 0))
      const [slope, way] = [slopeOf(field, held), augmented(held)]
      const nothing = moving.map(zeros)
      const later = (x: Matrix): Matrix => phantom(slice(x, [1], [m]))
      const [last, moments] = scan(
        (carry: Vector, { y, cotangent, from, to }: Interval) => {
          const pushed = add(carry, joined([cotangent, ...nothing]))
          const { states: ends } = march(way, joined([y, pushed]), stack([from, to]), pace)
          return [phantom<Vector>(slice(joined([take(ends, [1])]), [size], [size + total])), inner(cotangent, slope(y, from))]
        },
        phantom<Vector>(joined([zeros(float(size)), ...nothing])),
        phantom<StackOf<Interval>>({ y: later(states), cotangent: later(given), from: slice(times, [1], [m]), to: slice(times, [0], [m - 1]) }),
        { reverse: true },
      )
      const [a = zeros(float(size)), ...integrals] = unraveled(last, [float(size), ...moving])
      const first = phantom<Vector>(a)
      const t0 = phantom<Scalar>(take(times, phantom<IntExpr<[]>>(constant(scalarTensor(0, 'int32')))))
      return [...integrals, add(first, joined([phantom<Vector>(take(given, [0]))])), concatenate([expandDims(neg(inner(first, slope(start, t0))), 0), moments])]
    },
  }
}
