/**
 * Losses: compositions that are finite and accurate over the whole range of their arguments.
 */
import { mul } from '../basis/arithmetic.ts'
import { sum } from '../basis/broadcast.ts'
import { le, where } from '../basis/choice.ts'
import { raise } from '../failure.ts'
import type { Expr, IntExpr } from '../program/model.ts'
import type { AnyTensor } from '../array/tensor.ts'
import { abs, neg, square, sub } from '../primitive/arithmetic.ts'
import { oneHot } from '../primitive/construct.ts'
import { softplus } from '../primitive/exponential.ts'
import { xlogy } from '../primitive/logarithm.ts'
import { mean } from '../primitive/reduction.ts'
import { dimsOf, lowerOne } from '../program/operate.ts'
import { phantom } from '../type/phantom.ts'
import type { Lift2, Operand } from '../type/value.ts'
import { logSoftmax } from './activation.ts'

const expr = (x: unknown): Expr => phantom(x)

/** A loss of a prediction and a target: a scalar. */
export type Loss = <X extends Operand, Y extends Operand>(prediction: X, target: Y) => Lift2<X, Y, []>

/**
 * The mean squared error.
 *
 * @example
 * mse(Float64Array.of(1, 2), Float64Array.of(1, 4))   // 2
 * @category losses
 */
export const mse: Loss = (x, y) => phantom(mean(square(sub(expr(x), expr(y)))))

/**
 * Half the sum of squares, the usual penalty on weights.
 *
 * @example
 * l2(Float64Array.of(3, 4))   // 12.5
 * @category losses
 */
export const l2 = <X extends Operand>(x: X): Lift2<X, X, []> => phantom(mul(0.5, phantom<Expr>(sum(square(expr(x))))))

/**
 * The mean Huber loss: quadratic up to `delta`, linear beyond, with a continuous derivative.
 *
 * @example
 * huber(Float64Array.of(0.5, 3), Float64Array.of(0, 0))   // 1.3125
 * @category losses
 */
export const huber = <X extends Operand, Y extends Operand>(prediction: X, target: Y, delta = 1): Lift2<X, Y, []> => {
  const error = sub(expr(prediction), expr(target))
  const size = abs(error)
  return phantom(mean(where(le(size, delta), mul(0.5, square(error)), mul(delta, sub(size, 0.5 * delta)))))
}

/**
 * The mean binary cross-entropy of logits and targets in [0, 1]: softplus(z) − z·t, never infinite.
 *
 * @example
 * bceWithLogits(Float64Array.of(0), Float64Array.of(1))   // 0.6931471805599453
 * @category losses
 */
export const bceWithLogits: Loss = (logits, target) => phantom(mean(sub(softplus(expr(logits)), mul(expr(logits), expr(target)))))

/**
 * The mean cross-entropy of logits [n, k] and the class of each row (int32), or a distribution [n, k].
 *
 * @example
 * crossEntropy(tensor([[0, 0]]), tensor([1], 'int32'))   // 0.6931471805599453
 * @category losses
 */
export const crossEntropy = <X extends Operand, Y extends AnyTensor | IntExpr | Expr>(logits: X, target: Y): Lift2<X, Y, []> => {
  const shape = dimsOf(lowerOne('crossEntropy', logits))
  const classes = shape[shape.length - 1]
  if (classes === undefined) return raise({ _tag: 'Shape', operation: 'crossEntropy', shapes: ['[]'], reason: 'have no classes; logits are [n, k]' })
  const weights = target.dtype === 'int32' ? oneHot(phantom<IntExpr>(target), classes) : target
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
 * @category losses
 */
export const klDivergence: Loss = (p, q) => phantom(sum(sub(xlogy(expr(p), expr(p)), xlogy(expr(p), expr(q)))))
