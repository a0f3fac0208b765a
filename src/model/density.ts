/**
 * Log densities of distributions, elementwise and with broadcasting where not said otherwise. Outside
 * the support they are −∞.
 */
import { add, mul } from '../basis/arithmetic.ts'
import { sum } from '../basis/broadcast.ts'
import { where } from '../basis/choice.ts'
import { ge, gt, le } from '../basis/comparison.ts'
import { and } from '../basis/logic.ts'
import type { Expr, IntExpr } from '../program/model.ts'
import type { AnyTensor } from '../array/tensor.ts'
import { div, square, sub } from '../primitive/arithmetic.ts'
import { log, log1p } from '../primitive/exponential.ts'
import { softplus } from '../primitive/logistic.ts'
import { xlogy } from '../primitive/logarithm.ts'
import { lgamma } from '../primitive/special-gamma.ts'
import { phantom } from '../type/phantom.ts'
import type { Reason } from '../type/reason.ts'
import type { Broadcast, IsWide, Shape, ShowShape, Size } from '../type/shape.ts'
import type { Broadcast2, Broadcast3, Lift2, Lift3, Meet3, Meets, Operand, ShapeOf } from '../type/value.ts'
import { oneHot } from '../primitive/construct.ts'
import { dimsOf, lowerOne } from '../program/operate.ts'
import { logSoftmax } from './activation.ts'

const expr = (x: unknown): Expr => phantom(x)

const outside = Number.NEGATIVE_INFINITY

/** The density of a distribution of two parameters: an expression if any argument is one. */
type Density<X, A, B> = Lift3<X, A, B, Broadcast3<X, A, B>>

/** The shape of the classes, against logits without their last axis. */
type Classless<X, Z> = IsWide<ShapeOf<Z>> extends true ? Shape : ShapeOf<Z> extends readonly [...infer L extends Shape, Size] ? Broadcast<ShapeOf<X>, L> : Shape

/** `unknown` where there may be logits for every class, else a sentence. */
type Scores<X, Z> = Reason<
  Z,
  X | ShapeOf<X> | ShapeOf<X>[number] | ShapeOf<Z> | ShapeOf<Z>[number],
  ShapeOf<Z>['length'] extends 0
    ? 'categoricalLogDensity: shape [] has no axis -1; a scalar has no axes'
    : [Classless<X, Z>] extends [never]
      ? `categoricalLogDensity: shapes [${ShowShape<ShapeOf<X>>}] and [${ShowShape<ShapeOf<Z>>}] do not broadcast: the classes and the logits`
      : null
>

/** log 2π, as a literal: a host's own logarithm may differ in the last place. */
const logTwoPi = 1.8378770664093453

/**
 * The log density of a normal distribution of mean μ and standard deviation σ > 0. NaN for σ < 0;
 * the three broadcast.
 *
 * @example
 * normalLogDensity(0, 0, 1)   // -0.9189385332046727
 * @formula -\frac{1}{2} \left(\frac{x - \mu}{\sigma}\right)^2 - \ln \sigma - \frac{1}{2} \ln 2\pi
 * @category densities
 */
export const normalLogDensity = <X extends Operand, M extends Operand, S extends Operand>(
  x: X,
  mu: M,
  sigma: S & Meet3<'normalLogDensity', X, M, S>,
): Density<X, M, S> => phantom(sub(mul(-0.5, square(div(sub(expr(x), expr(mu)), expr(sigma)))), add(log(expr(sigma)), 0.5 * logTwoPi)))

/**
 * The log probability of success (1) or failure (0), by the logit of success; between 0 and 1 it interpolates.
 * The two broadcast.
 *
 * @example
 * bernoulliLogDensity(1, 0)   // -0.6931471805599453
 * @formula x z - \ln\left(1 + e^z\right)
 * @category densities
 */
export const bernoulliLogDensity = <X extends Operand, Z extends Operand>(x: X, logit: Z & Meets<'bernoulliLogDensity', X, Z>): Lift2<X, Z, Broadcast2<X, Z>> =>
  phantom(sub(mul(expr(x), expr(logit)), softplus(expr(logit))))

/**
 * The log probability of each class (int32) under logits with the classes along the last axis; the other
 * axes broadcast. A class that is not there gets 0.
 *
 * @example
 * categoricalLogDensity(tensor([1], 'int32'), tensor([[0, 0]]))   // a Tensor of shape [1]: -0.6931471805599453
 * @formula z_x - \ln \sum_k e^{z_k}
 * @category densities
 */
export const categoricalLogDensity = <X extends AnyTensor | IntExpr, Z extends Operand>(x: X, logits: Z & Scores<X, Z>): Lift2<X, Z, Classless<X, Z>> => {
  const shape = dimsOf(lowerOne('categoricalLogDensity', logits))
  const hot = expr(oneHot(phantom<IntExpr>(x), shape[shape.length - 1] ?? 1))
  return phantom(sum(where(gt(hot, 0), expr(logSoftmax(expr(logits))), 0), { axes: -1 }))
}

/**
 * The log probability of a count x = 0, 1, … at rate λ ≥ 0; −∞ below 0. Between whole numbers it interpolates. The two broadcast.
 *
 * @example
 * poissonLogDensity(0, 2)   // -2
 * @formula x \ln \lambda - \lambda - \ln \Gamma(x + 1)
 * @category densities
 */
export const poissonLogDensity = <X extends Operand, L extends Operand>(x: X, rate: L & Meets<'poissonLogDensity', X, L>): Lift2<X, L, Broadcast2<X, L>> =>
  phantom(where(ge(expr(x), 0), sub(sub(xlogy(expr(x), expr(rate)), expr(rate)), lgamma(add(expr(x), 1))), outside))

/**
 * The log density at x > 0 of a gamma distribution of shape α > 0 and rate β > 0; −∞ below 0. The
 * three broadcast.
 *
 * @example
 * gammaLogDensity(1, 1, 1)   // -1
 * @formula \alpha \ln \beta + (\alpha - 1) \ln x - \beta x - \ln \Gamma(\alpha)
 * @category densities
 */
export const gammaLogDensity = <X extends Operand, A extends Operand, B extends Operand>(
  x: X,
  alpha: A,
  rate: B & Meet3<'gammaLogDensity', X, A, B>,
): Density<X, A, B> => {
  const [a, b, at] = [expr(alpha), expr(rate), expr(x)]
  return phantom(where(ge(at, 0), sub(add(mul(a, log(b)), sub(xlogy(sub(a, 1), at), mul(b, at))), lgamma(a)), outside))
}

/**
 * The log density on [0, 1] of a beta distribution of shapes α > 0 and β > 0; −∞ outside. The three broadcast.
 *
 * @example
 * betaLogDensity(0.5, 1, 1)   // 0
 * @formula (\alpha - 1) \ln x + (\beta - 1) \ln(1 - x) - \ln \operatorname{B}(\alpha, \beta)
 * @category densities
 */
export const betaLogDensity = <X extends Operand, A extends Operand, B extends Operand>(
  x: X,
  alpha: A,
  beta: B & Meet3<'betaLogDensity', X, A, B>,
): Density<X, A, B> => {
  const [a, b, at] = [expr(alpha), expr(beta), expr(x)]
  const powers = add(xlogy(sub(a, 1), at), xlogy(sub(b, 1), sub(1, at)))
  return phantom(where(and(ge(at, 0), le(at, 1)), add(powers, sub(lgamma(add(a, b)), add(lgamma(a), lgamma(b)))), outside))
}

/**
 * The log density of Student's t with ν > 0 degrees of freedom; the two broadcast.
 *
 * @example
 * studentTLogDensity(0, 1)   // -1.1447298858494002
 * @formula \ln \Gamma\left(\frac{\nu + 1}{2}\right) - \ln \Gamma\left(\frac{\nu}{2}\right) - \frac{1}{2} \ln \nu\pi - \frac{\nu + 1}{2} \ln\left(1 + \frac{x^2}{\nu}\right)
 * @category densities
 */
export const studentTLogDensity = <X extends Operand, N extends Operand>(
  x: X,
  degrees: N & Meets<'studentTLogDensity', X, N>,
): Lift2<X, N, Broadcast2<X, N>> => {
  const [n, at] = [expr(degrees), expr(x)]
  const half = mul(0.5, add(n, 1))
  const scale = sub(sub(lgamma(half), lgamma(mul(0.5, n))), mul(0.5, log(mul(Math.PI, n))))
  return phantom(sub(scale, mul(half, log1p(div(square(at), n)))))
}
