/**
 * Log densities of distributions, elementwise and with broadcasting where not said otherwise. Outside
 * the support they are −∞.
 */
import { add, mul } from '../basis/arithmetic.ts'
import { sum } from '../basis/broadcast.ts'
import { and, ge, gt, le, where } from '../basis/choice.ts'
import type { Expr, IntExpr } from '../program/model.ts'
import type { AnyTensor } from '../array/tensor.ts'
import { div, square, sub } from '../primitive/arithmetic.ts'
import { log, log1p, softplus } from '../primitive/exponential.ts'
import { xlogy } from '../primitive/logarithm.ts'
import { lgamma } from '../primitive/special-gamma.ts'
import { phantom } from '../type/phantom.ts'
import type { Shape } from '../type/shape.ts'
import type { Lift2, Operand } from '../type/value.ts'
import { oneHot } from '../primitive/construct.ts'
import { dimsOf, lowerOne } from '../program/operate.ts'
import { logSoftmax } from './activation.ts'

const expr = (x: unknown): Expr => phantom(x)

const outside = Number.NEGATIVE_INFINITY

/** The kind of a density: an expression if any argument is one. */
type Density<X, A, B> = Lift2<X, A, Shape> extends infer L ? (L extends Expr ? L : Lift2<X, B, Shape>) : never

const logTwoPi = Math.log(2 * Math.PI)

/**
 * The log density of a normal distribution of mean μ and standard deviation σ > 0.
 *
 * @example
 * normalLogDensity(0, 0, 1)   // -0.9189385332046727
 * @category densities
 */
export const normalLogDensity = <X extends Operand, M extends Operand, S extends Operand>(x: X, mu: M, sigma: S): Density<X, M, S> =>
  phantom(sub(mul(-0.5, square(div(sub(expr(x), expr(mu)), expr(sigma)))), add(log(expr(sigma)), 0.5 * logTwoPi)))

/**
 * The log probability of success (1) or failure (0), by the logit of success.
 *
 * @example
 * bernoulliLogDensity(1, 0)   // -0.6931471805599453
 * @category densities
 */
export const bernoulliLogDensity = <X extends Operand, Z extends Operand>(x: X, logit: Z): Lift2<X, Z, Shape> =>
  phantom(sub(mul(expr(x), expr(logit)), softplus(expr(logit))))

/**
 * The log probability of each class (int32) under logits with the classes along the last axis.
 *
 * @example
 * categoricalLogDensity(tensor([1], 'int32'), tensor([[0, 0]]))   // a Tensor of shape [1]: -0.6931471805599453
 * @category densities
 */
export const categoricalLogDensity = <X extends AnyTensor | IntExpr, Z extends Operand>(x: X, logits: Z): Lift2<X, Z, Shape> => {
  const shape = dimsOf(lowerOne('categoricalLogDensity', logits))
  const hot = expr(oneHot(phantom<IntExpr>(x), shape[shape.length - 1] ?? 1))
  return phantom(sum(where(gt(hot, 0), expr(logSoftmax(expr(logits))), 0), { axes: -1 }))
}

/**
 * The log probability of a count x = 0, 1, … at rate λ ≥ 0.
 *
 * @example
 * poissonLogDensity(0, 2)   // -2
 * @category densities
 */
export const poissonLogDensity = <X extends Operand, L extends Operand>(x: X, rate: L): Lift2<X, L, Shape> =>
  phantom(where(ge(expr(x), 0), sub(sub(xlogy(expr(x), expr(rate)), expr(rate)), lgamma(add(expr(x), 1))), outside))

/**
 * The log density at x > 0 of a gamma distribution of shape α and rate β.
 *
 * @example
 * gammaLogDensity(1, 1, 1)   // -1
 * @category densities
 */
export const gammaLogDensity = <X extends Operand, A extends Operand, B extends Operand>(x: X, alpha: A, rate: B): Density<X, A, B> => {
  const [a, b, at] = [expr(alpha), expr(rate), expr(x)]
  return phantom(where(ge(at, 0), sub(add(mul(a, log(b)), sub(xlogy(sub(a, 1), at), mul(b, at))), lgamma(a)), outside))
}

/**
 * The log density on [0, 1] of a beta distribution of shapes α and β.
 *
 * @example
 * betaLogDensity(0.5, 1, 1)   // 0
 * @category densities
 */
export const betaLogDensity = <X extends Operand, A extends Operand, B extends Operand>(x: X, alpha: A, beta: B): Density<X, A, B> => {
  const [a, b, at] = [expr(alpha), expr(beta), expr(x)]
  const powers = add(xlogy(sub(a, 1), at), xlogy(sub(b, 1), sub(1, at)))
  return phantom(where(and(ge(at, 0), le(at, 1)), add(powers, sub(lgamma(add(a, b)), add(lgamma(a), lgamma(b)))), outside))
}

/**
 * The log density of Student's t with ν degrees of freedom.
 *
 * @example
 * studentTLogDensity(0, 1)   // -1.1447298858494002
 * @category densities
 */
export const studentTLogDensity = <X extends Operand, N extends Operand>(x: X, degrees: N): Lift2<X, N, Shape> => {
  const [n, at] = [expr(degrees), expr(x)]
  const half = mul(0.5, add(n, 1))
  const scale = sub(sub(lgamma(half), lgamma(mul(0.5, n))), mul(0.5, log(mul(Math.PI, n))))
  return phantom(sub(scale, mul(half, log1p(div(square(at), n)))))
}
