/**
 * The normal distribution of vectors, by the Cholesky factor of its covariance.
 */
import { showShape } from '../array/shape.ts'
import { add, mul } from '../basis/arithmetic.ts'
import { sum } from '../basis/broadcast.ts'
import { raise } from '../failure.ts'
import { square, sub } from '../primitive/arithmetic.ts'
import { diagonal } from '../primitive/diagonal.ts'
import { log } from '../primitive/exponential.ts'
import { cholesky } from '../primitive/linear-cholesky.ts'
import { squareOf } from '../primitive/linear-matrix.ts'
import { triangularSolve } from '../primitive/linear-triangular.ts'
import { reshape } from '../primitive/shape.ts'
import type { Expr } from '../program/model.ts'
import { dimsOf, lowerOne } from '../program/operate.ts'
import { phantom } from '../type/phantom.ts'
import type { Judged, Refused } from '../type/reason.ts'
import type { Broadcast, Conform, Shape, ShowShape, Size } from '../type/shape.ts'
import type { Broadcast2, Lift3, Operand, ShapeOf } from '../type/value.ts'

const expr = (x: unknown): Expr => phantom(x)
const shapeOf = (x: unknown): ReadonlyArray<number> => dimsOf(lowerOne('multivariateNormalLogDensity', x))

/** log 2π, as a literal: a host's own logarithm may differ in the last place. */
const logTwoPi = 1.8378770664093453

/** The axes before the vectors and before the matrices, broadcast; `never` where they do not. */
type Rows<X, M, C> = [Broadcast2<X, M>] extends [never]
  ? never
  : Broadcast2<X, M> extends readonly [...infer L extends Shape, infer N extends Size]
    ? ShapeOf<C> extends readonly [...infer R extends Shape, infer P extends Size, infer Q extends Size]
      ? Conform<[N, N], [P, Q]> extends true
        ? Broadcast<L, R>
        : never
      : Shape
    : Shape

type Fits<X, M, C> = Judged<
  C,
  X | M | ShapeOf<X> | ShapeOf<M> | ShapeOf<C>,
  [Rows<X, M, C>] extends [infer _ extends never]
    ? Refused<`multivariateNormalLogDensity: shapes [${ShowShape<ShapeOf<X>>}], [${ShowShape<ShapeOf<M>>}] and [${ShowShape<ShapeOf<C>>}] do not fit`>
    : unknown
>

/** The kind of the density: an expression if any argument is one. */
type Density<X, M, C> = Lift3<X, M, C, Rows<X, M, C>>

/**
 * The log density of a normal distribution of vectors, in the last axis of x and of the mean μ, with
 * the covariance Σ in the last two axes; axes before those broadcast, and so does a mean that is one number. Σ is made
 * symmetric as `cholesky` does; NaN where it is not positive definite.
 *
 * @example
 * multivariateNormalLogDensity(Float64Array.of(1, 2), Float64Array.of(1, 2), tensor([[4, 0], [0, 1]]))   // -2.5310242469692907
 * multivariateNormalLogDensity(Float64Array.of(0, 0), 0, tensor([[4, 0], [0, 1]]))                     // -2.5310242469692907
 * @formula -\frac{1}{2} (x - \mu)^{\mathsf T} \Sigma^{-1} (x - \mu) - \frac{1}{2} \ln \det \Sigma - \frac{n}{2} \ln 2\pi
 * @category densities
 */
export const multivariateNormalLogDensity = <X extends Operand, M extends Operand, C extends Operand>(
  x: X,
  mu: M,
  covariance: C & Fits<X, M, C>,
): Density<X, M, C> => {
  const { n } = squareOf('multivariateNormalLogDensity', shapeOf(covariance))
  const given = [x, mu].map(shapeOf)
  for (const shape of given) {
    // One number stands for as many as the other has.
    if (shape.length === 0 && given.some((other) => other.length > 0)) continue
    if (shape[shape.length - 1] !== n)
      raise({
        _tag: 'Shape',
        operation: 'multivariateNormalLogDensity',
        shapes: [showShape(shape), showShape(shapeOf(covariance))],
        reason: 'do not fit',
        hint: `the vectors need ${n} entries in their last axis`,
      })
  }
  const root: Expr = phantom(cholesky(phantom<Expr<[number, number]>>(covariance)))
  const centred = expr(sub(expr(x), expr(mu)))
  // Each vector a column of its own, so that leading axes broadcast against those of the covariance.
  const whitened = expr(triangularSolve(root, expr(reshape(centred, [...shapeOf(centred), 1])), { lower: true }))
  const distance = expr(sum(square(whitened), { axes: [-2, -1] }))
  const logRoot = expr(sum(log(expr(diagonal(root))), { axes: -1 }))
  return phantom(sub(mul(-0.5, distance), add(logRoot, 0.5 * n * logTwoPi)))
}
