/**
 * Activations and attention: compositions of operations, stable where the plain formula is not.
 */
import { add, mul } from '../basis/arithmetic.ts'
import { where } from '../basis/choice.ts'
import { exp, sigmoid } from '../primitive/exponential.ts'
import { logsumexp } from '../primitive/reduction.ts'
import { sub } from '../primitive/arithmetic.ts'
import { erf } from '../primitive/special.ts'
import { matmul } from '../primitive/contraction.ts'
import { moveaxis } from '../primitive/arrange.ts'
import { raise } from '../failure.ts'
import { lowerOne, dimsOf } from '../program/operate.ts'
import type { Expr } from '../program/model.ts'
import { phantom } from '../type/phantom.ts'
import type { Shape } from '../type/shape.ts'
import type { Lift2, MaskOperand, Operand, Same } from '../type/value.ts'

// The bodies below are written over expressions; every operation in them takes values as well.
const expr = (x: unknown): Expr => phantom(x)

const logSoftmaxOver = (x: Expr, axis: number): Expr => phantom(sub(x, phantom<Expr>(logsumexp(x, { axes: axis, keepdims: true }))))

/**
 * log softmax along an axis, the last where none is named, without overflow.
 *
 * @example
 * logSoftmax(Float64Array.of(0, 0))   // Float64Array [-0.6931471805599453, -0.6931471805599453]
 * @category neural networks
 */
export const logSoftmax = <X extends Operand>(x: X, axis = -1): Same<X> => phantom(logSoftmaxOver(expr(x), axis))

/**
 * eˣ/Σeˣ along an axis, the last where none is named, without overflow.
 *
 * @example
 * softmax(Float64Array.of(0, 0))   // Float64Array [0.5, 0.5]
 * @category neural networks
 */
export const softmax = <X extends Operand>(x: X, axis = -1): Same<X> => phantom(exp(logSoftmaxOver(expr(x), axis)))

/**
 * x · σ(x), also called swish.
 *
 * @example
 * silu(0)   // 0
 * @category neural networks
 */
export const silu = <X extends Operand>(x: X): Same<X> => phantom(mul(expr(x), sigmoid(expr(x))))

/**
 * x · Φ(x) with the exact normal distribution function.
 *
 * @example
 * gelu(0)   // 0
 * @category neural networks
 */
export const gelu = <X extends Operand>(x: X): Same<X> => phantom(mul(mul(expr(x), 0.5), add(1, erf(mul(expr(x), Math.SQRT1_2)))))

/** What attention may look at: a mask over [queries, keys] that holds where a key may be seen. */
export interface AttentionOptions {
  readonly mask?: MaskOperand
}

/**
 * Scaled dot-product attention: softmax(QKᵀ/√d) V for queries [n, d], keys [m, d] and values [m, e], with
 * any leading axes in common. A query that may see no key gets zeros.
 *
 * @example
 * attention(tensor([[1, 0]]), tensor([[1, 0]]), tensor([[5]]))   // a Tensor of shape [1, 1]: 5
 * @category neural networks
 */
export const attention = <Q extends Operand, K extends Operand, V extends Operand>(
  queries: Q,
  keys: K,
  values: V,
  options: AttentionOptions = {},
): Lift2<Q, V, Shape> => {
  const shape = dimsOf(lowerOne('attention', queries))
  const width = shape[shape.length - 1] ?? raise({ _tag: 'Shape', operation: 'attention', shapes: ['[]'], reason: 'have no axes; queries are [n, d]' })
  const scores = mul(expr(matmul(expr(queries), moveaxis(expr(keys), -1, -2))), 1 / Math.sqrt(width))
  if (options.mask === undefined) return phantom(matmul(softmax(expr(scores)), expr(values)))
  const seen = where(options.mask, expr(scores), Number.NEGATIVE_INFINITY)
  // A row of −∞ alone has no softmax: its weights are zeros.
  const weights = where(options.mask, softmax(expr(seen)), 0)
  return phantom(matmul(expr(weights), expr(values)))
}
