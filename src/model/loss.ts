/**
 * Losses: compositions that are finite and accurate over the whole range of their arguments.
 */
import { mul } from '../basis/arithmetic.ts'
import { sum } from '../basis/broadcast.ts'
import { where } from '../basis/choice.ts'
import { le } from '../basis/comparison.ts'
import { raise } from '../failure.ts'
import type { Expr, IntExpr } from '../program/model.ts'
import type { AnyTensor, Tensor } from '../array/tensor.ts'
import { abs, neg, square, sub } from '../primitive/arithmetic.ts'
import { oneHot } from '../primitive/construct.ts'
import { softplus } from '../primitive/logistic.ts'
import { xlogy } from '../primitive/logarithm.ts'
import { mean } from '../primitive/reduction.ts'
import { dimsOf, lowerOne } from '../program/operate.ts'
import { phantom } from '../type/phantom.ts'
import type { Reason } from '../type/reason.ts'
import type { Broadcast, Shape, ShowShape, Size } from '../type/shape.ts'
import type { DTypeOf, Lift2, Meets, Operand, ShapeOf } from '../type/value.ts'
import { logSoftmax } from './activation.ts'

const expr = (x: unknown): Expr => phantom(x)

/** A loss of a prediction and a target: a scalar. */
export interface Loss<Name extends string> {
  <S extends Shape>(prediction: Expr<S>, target: Expr<NoInfer<S>> | Tensor<NoInfer<S>> | Expr<[]> | number): Expr<[]>
  <X extends Operand, Y extends Operand>(prediction: X, target: Y & Meets<Name, X, Y>): Lift2<X, Y, []>
}

/**
 * The mean squared error of two arrays that broadcast; NaN of nothing.
 *
 * @example
 * mse(Float64Array.of(1, 2), Float64Array.of(1, 4))   // 2
 * @formula \frac{1}{n} \sum_i \left(x_i - t_i\right)^2
 * @category losses
 */
export const mse: Loss<'mse'> = /*#__PURE__*/ phantom<Loss<'mse'>>((x: unknown, y: unknown) => mean(square(sub(expr(x), expr(y)))))

/**
 * Half the sum of squares, the usual penalty on weights; 0 of nothing. Smooth everywhere.
 *
 * @example
 * l2(Float64Array.of(3, 4))   // 12.5
 * @formula \frac{1}{2} \sum_i x_i^2
 * @category losses
 */
export const l2 = <X extends Operand>(x: X): Lift2<X, X, []> => phantom(mul(0.5, phantom<Expr>(sum(square(expr(x))))))

/**
 * The mean Huber loss: quadratic up to `delta`, linear beyond, with a continuous derivative. The two broadcast.
 *
 * @example
 * huber(Float64Array.of(0.5, 3), Float64Array.of(0, 0))   // 1.3125
 * @formula \frac{1}{n} \sum_i h\left(x_i - t_i\right), \quad h(e) = \begin{cases} \frac{1}{2} e^2 & |e| \le \delta \\ \delta \left(|e| - \frac{\delta}{2}\right) & \text{otherwise} \end{cases}
 * @category losses
 */
export const huber = <X extends Operand, Y extends Operand>(prediction: X, target: Y & Meets<'huber', X, Y>, delta = 1): Lift2<X, Y, []> => {
  const error = sub(expr(prediction), expr(target))
  const size = abs(error)
  return phantom(mean(where(le(size, delta), mul(0.5, square(error)), mul(delta, sub(size, 0.5 * delta)))))
}

/**
 * The mean binary cross-entropy of logits and targets in [0, 1]: softplus(z) − z·t, finite for finite logits.
 * The two broadcast.
 *
 * @example
 * bceWithLogits(Float64Array.of(0), Float64Array.of(1))   // 0.6931471805599453
 * @formula \frac{1}{n} \sum_i \left(\ln\left(1 + e^{z_i}\right) - z_i t_i\right)
 * @category losses
 */
export const bceWithLogits: Loss<'bceWithLogits'> = /*#__PURE__*/ phantom<Loss<'bceWithLogits'>>((logits: unknown, target: unknown) =>
  mean(sub(softplus(expr(logits)), mul(expr(logits), expr(target)))),
)

/** Logits against weights of classes, or without their last axis against classes. */
type Scored<S extends Shape, Y> =
  DTypeOf<Y> extends 'int32' ? (S extends readonly [...infer L extends Shape, Size] ? Broadcast<L, ShapeOf<Y>> : Shape) : Broadcast<S, ShapeOf<Y>>

/** `unknown` where there may be a target for every row of logits, else a sentence. */
type Targets<X, Y> = Reason<
  Y,
  X | ShapeOf<X> | ShapeOf<X>[number] | ShapeOf<Y> | ShapeOf<Y>[number],
  ShapeOf<X>['length'] extends 0
    ? 'crossEntropy: shape [] has no classes; logits are [n, k]'
    : [Scored<ShapeOf<X>, Y>] extends [never]
      ? `crossEntropy: shapes [${ShowShape<ShapeOf<X>>}] and [${ShowShape<ShapeOf<Y>>}] do not broadcast: the logits and the ${DTypeOf<Y> extends 'int32' ? 'classes' : 'weights'}`
      : null
>

/**
 * The mean cross-entropy of logits [n, k] and the class of each row (int32), or a distribution [n, k].
 *
 * @example
 * crossEntropy(tensor([[0, 0]]), tensor([1], 'int32'))   // 0.6931471805599453
 * @formula -\frac{1}{n} \sum_i \sum_k t_{ik} \ln \operatorname{softmax}(z_i)_k
 * @category losses
 */
export const crossEntropy = <X extends Operand, Y extends AnyTensor | IntExpr | Expr>(logits: X, target: Y & Targets<X, Y>): Lift2<X, Y, []> => {
  const shape = dimsOf(lowerOne('crossEntropy', logits))
  const classes = shape[shape.length - 1]
  if (classes === undefined) return raise({ _tag: 'Shape', operation: 'crossEntropy', shapes: ['[]'], reason: 'have no classes; logits are [n, k]' })
  const weights = lowerOne('crossEntropy', target).dtype === 'int32' ? oneHot(phantom<IntExpr>(target), classes) : target
  // Products with a weight of 0 are left out, since log softmax may be −∞ there.
  const logs = logSoftmax(expr(logits))
  const picked = where(le(abs(expr(weights)), 0), 0, mul(expr(weights), expr(logs)))
  return phantom(neg(phantom<Expr>(mean(phantom<Expr>(sum(expr(picked), { axes: -1 }))))))
}

/**
 * The Kullback–Leibler divergence Σ p log(p/q) of two distributions along the last axis, summed over
 * all others; 0·log 0 is 0.
 *
 * @example
 * klDivergence(Float64Array.of(0.5, 0.5), Float64Array.of(0.5, 0.5))   // 0
 * @formula \sum_i p_i \ln \frac{p_i}{q_i}
 * @category losses
 */
export const klDivergence: Loss<'klDivergence'> = /*#__PURE__*/ phantom<Loss<'klDivergence'>>((p: unknown, q: unknown) =>
  sum(sub(xlogy(expr(p), expr(p)), xlogy(expr(p), expr(q)))),
)
