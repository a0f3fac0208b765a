/**
 * Activations and attention: compositions of operations, stable where the plain formula is not.
 */
import { axisOf } from '../array/shape.ts'
import { add, mul } from '../basis/arithmetic.ts'
import { sum } from '../basis/broadcast.ts'
import { where } from '../basis/choice.ts'
import { ge, gt, lt } from '../basis/comparison.ts'
import { and, or } from '../basis/logic.ts'
import { stopGradient } from '../primitive/custom.ts'
import { exp, expm1 } from '../primitive/exponential.ts'
import { sigmoid } from '../primitive/logistic.ts'
import { max } from '../primitive/extremum.ts'
import { logsumexp } from '../primitive/reduction.ts'
import { div, square, sub } from '../primitive/arithmetic.ts'
import { scaledNormalCdf } from '../primitive/special-normal.ts'
import { matmul } from '../primitive/contraction.ts'
import { moveaxis } from '../primitive/arrange.ts'
import { iota } from '../primitive/construct.ts'
import { reshape } from '../primitive/shape.ts'
import { raise } from '../failure.ts'
import { describe } from '../program/describe.ts'
import { lowerOne, dimsOf } from '../program/operate.ts'
import type { Expr, IntExpr, Mask } from '../program/model.ts'
import { farSquare, farScale } from '../special/normal.ts'
import { phantom } from '../type/phantom.ts'
import type { Axial } from '../type/rank.ts'
import type { Judged, Reason, Refused } from '../type/reason.ts'
import type { Axed } from '../type/axis.ts'
import type { Broadcast, MatMul, ShowShape, Turned } from '../type/shape.ts'
import type { Lift3, MaskOperand, Operand, Same, ShapeOf } from '../type/value.ts'
import { checkOptions, truth } from '../program/option.ts'

// The bodies below are written over expressions; every operation in them takes values as well.
const expr = (x: unknown): Expr => phantom(x)

/** x less its largest entry along an axis. What follows does not change under shifts, so no derivative goes through the largest. */
const shifted = (operation: string, x: Expr, axis: number): Expr => {
  const axes = axisOf(operation, dimsOf(lowerOne(operation, x)), axis)
  return expr(sub(x, expr(stopGradient(expr(max(x, { axes, keepdims: true }))))))
}

/** Along an axis, the last where none is named. */
type Along<Name extends string> = <X extends Operand, const A extends number = -1>(x: X & Axial<Name, X, A>, axis?: A & Axed<ShapeOf<X>, A>) => Same<X>

/**
 * log softmax along an axis, the last where none is named: accurate for entries of any size. NaN where all
 * of them are −∞, or one is ∞.
 *
 * @example
 * logSoftmax(Float64Array.of(0, 0))        // Float64Array [-0.6931471805599453, -0.6931471805599453]
 * logSoftmax(Float64Array.of(1e20, 0))     // Float64Array [0, -100000000000000000000]
 * @formula y_i = x_i - \ln \sum_j e^{x_j}
 * @derivative \frac{\partial y_i}{\partial x_j} = \delta_{ij} - e^{y_j}
 * @category neural networks
 */
export const logSoftmax: Along<'logSoftmax'> = (x, axis: number | undefined = -1) => {
  const away = shifted('logSoftmax', expr(x), axis)
  return phantom(sub(away, expr(logsumexp(away, { axes: axis, keepdims: true }))))
}

/**
 * eˣ/Σeˣ along an axis, the last where none is named: accurate for entries of any size. NaN where all of
 * them are −∞, or one is ∞.
 *
 * @example
 * softmax(Float64Array.of(0, 0))           // Float64Array [0.5, 0.5]
 * softmax(Float64Array.of(1e20, 1e20))     // Float64Array [0.5, 0.5]
 * @formula y_i = \frac{e^{x_i}}{\sum_j e^{x_j}}
 * @derivative \frac{\partial y_i}{\partial x_j} = y_i \left(\delta_{ij} - y_j\right)
 * @category neural networks
 */
export const softmax: Along<'softmax'> = (x, axis: number | undefined = -1) => {
  const powers = exp(shifted('softmax', expr(x), axis))
  return phantom(div(powers, expr(sum(powers, { axes: axis, keepdims: true }))))
}

// e⁻⁶⁴
const afar = 1.603810890548638e-28

/**
 * x · σ(x), also called swish. Smooth everywhere.
 *
 * @example
 * silu(0)   // 0
 * @formula x \, \sigma(x)
 * @category neural networks
 */
export const silu = <X extends Operand>(x: X): Same<X> => {
  // Beyond ±600 σ moves by e⁻⁶⁴ times what it does 64 nearer to 0, which is not subnormal where it meets the factor x.
  const [left, right] = [lt(expr(x), -600), gt(expr(x), 600)]
  const nearer = add(expr(x), where(left, 64, where(right, -64, 0)))
  const share = mul(mul(expr(x), sigmoid(nearer)), where(or(left, right), afar, 1))
  return phantom(add(where(right, expr(x), -0), share))
}

/**
 * x · Φ(x) with the exact normal distribution function. Smooth everywhere.
 *
 * @example
 * gelu(0)   // 0
 * @formula \frac{x}{2} \left(1 + \operatorname{erf} \frac{x}{\sqrt 2}\right)
 * @category neural networks
 */
export const gelu = <X extends Operand>(x: X): Same<X> => {
  // Beyond ±37 Φ and its derivatives come times 2⁶⁴, so that none is subnormal where it meets the factor x.
  const scale = where(gt(square(expr(x)), farSquare), 1 / farScale, 1)
  return phantom(mul(mul(expr(x), scale), scaledNormalCdf(expr(x))))
}

/** A number that untyped code may leave out or misspell. */
const factor = (operation: string, name: string, value: number): number =>
  Number.isFinite(value)
    ? value
    : raise({ _tag: 'Argument', operation, reason: `the ${name} is ${typeof value === 'number' ? value : describe(value)}`, hint: 'it is a finite number' })

/**
 * x where it is positive, else x times the slope, 0.01 unless given. The derivative at 0 is the slope.
 *
 * @example
 * leakyRelu(-2)         // -0.02
 * leakyRelu(-2, 0.5)    // -1
 * @formula y = \begin{cases} x & x > 0 \\ a x & \text{otherwise} \end{cases}
 * @category neural networks
 */
export const leakyRelu = <X extends Operand>(x: X, slope = 0.01): Same<X> =>
  phantom(where(gt(expr(x), 0), expr(x), mul(factor('leakyRelu', 'slope', slope), expr(x))))

/**
 * x where it is positive, else α (eˣ − 1), with α = 1 unless given: the value at −∞ is −α. The derivative at 0 is α.
 *
 * @example
 * elu(2)                // 2
 * elu(-1)               // -0.6321205588285577
 * @formula y = \begin{cases} x & x > 0 \\ \alpha \left(e^x - 1\right) & \text{otherwise} \end{cases}
 * @category neural networks
 */
export const elu = <X extends Operand>(x: X, alpha = 1): Same<X> => phantom(where(gt(expr(x), 0), expr(x), mul(factor('elu', 'α', alpha), expm1(expr(x)))))

type Attended<Q, K, V> = [MatMul<ShapeOf<Q>, Turned<ShapeOf<K>>>] extends [never] ? never : MatMul<MatMul<ShapeOf<Q>, Turned<ShapeOf<K>>>, ShapeOf<V>>

type Attends<Q, K, V> = Judged<
  V,
  Q | K | ShapeOf<Q> | ShapeOf<K> | ShapeOf<V>,
  [Attended<Q, K, V>] extends [infer _ extends never]
    ? Refused<`attention: shapes [${ShowShape<ShapeOf<Q>>}], [${ShowShape<ShapeOf<K>>}] and [${ShowShape<ShapeOf<V>>}] do not fit`>
    : unknown
>

/**
 * What attention may look at: a mask over [queries, keys] that holds where a key may be seen; `causal`: query i sees keys 0 … i
 * only. Of both together, what both allow.
 */
export interface AttentionOptions<M extends MaskOperand = MaskOperand> {
  readonly mask?: M
  readonly causal?: boolean
}

/** Where a key may be seen; null where every one may. */
const seenBy = ({ mask, causal = false }: AttentionOptions, scores: Expr): MaskOperand | null => {
  if (!causal) return mask ?? null
  const shape = dimsOf(lowerOne('attention', scores))
  const [n, m] = [shape[shape.length - 2], shape[shape.length - 1]]
  if (n === undefined || m === undefined)
    return raise({ _tag: 'Argument', operation: 'attention', reason: 'a single query has no place in a sequence', hint: 'causal is for queries [n, d]' })
  const past: MaskOperand = phantom(ge(phantom<IntExpr>(reshape(iota(n), [n, 1])), phantom<IntExpr>(iota(m))))
  return mask === undefined ? past : phantom(and(phantom<Mask>(past), phantom<Mask>(mask)))
}

/** `unknown` where a mask may be over queries and keys, else a sentence. */
type Over<Q, K, M> = Reason<
  M,
  Q | K | ShapeOf<Q> | ShapeOf<K> | ShapeOf<M> | ShapeOf<Q>[number] | ShapeOf<K>[number] | ShapeOf<M>[number],
  [Broadcast<MatMul<ShapeOf<Q>, Turned<ShapeOf<K>>>, ShapeOf<M>>] extends [never]
    ? `attention: shapes [${ShowShape<ShapeOf<M>>}] and [${ShowShape<MatMul<ShapeOf<Q>, Turned<ShapeOf<K>>>>}] do not broadcast: the mask and the queries by the keys`
    : null
>

/**
 * Scaled dot-product attention: softmax(QKᵀ/√d) V for queries [n, d], keys [m, d] and values [m, e], with
 * any leading axes in common. With `mask` a query sees the keys where it holds, with `causal` those of its own place and
 * before. A query that may see no key gets zeros.
 *
 * @example
 * attention(tensor([[1, 0]]), tensor([[1, 0]]), tensor([[5]]))                          // a Tensor of shape [1, 1]: 5
 * toArray(attention(eye(2), zeros([2, 2]), tensor([[5], [7]]), { causal: true }))     // [[5], [6]]
 * @formula \operatorname{softmax}\left(\frac{Q K^{\mathsf T}}{\sqrt d}\right) V
 * @category neural networks
 */
export const attention = <Q extends Operand, K extends Operand, V extends Operand, M extends MaskOperand = boolean>(
  queries: Q,
  keys: K,
  values: V & Attends<Q, K, V>,
  options?: AttentionOptions<M> & Over<Q, K, M>,
): Lift3<Q, K, V, Attended<Q, K, V>> => {
  checkOptions<AttentionOptions>('attention', options, { mask: null, causal: truth })
  const shape = dimsOf(lowerOne('attention', queries))
  const width = shape[shape.length - 1] ?? raise({ _tag: 'Shape', operation: 'attention', shapes: ['[]'], reason: 'have no axes; queries are [n, d]' })
  const scores = mul(expr(matmul(expr(queries), moveaxis(expr(keys), -1, -2))), 1 / Math.sqrt(width))
  const mask = seenBy(options ?? {}, expr(scores))
  if (mask === null) return phantom(matmul(softmax(expr(scores)), expr(values)))
  const seen = where(mask, expr(scores), Number.NEGATIVE_INFINITY)
  // A row of −∞ alone has no softmax: its weights are zeros.
  const weights = where(mask, softmax(expr(seen)), 0)
  return phantom(matmul(expr(weights), expr(values)))
}
