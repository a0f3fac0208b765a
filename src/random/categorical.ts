/**
 * Draws from the categories of a distribution given by its logits.
 */
import { checkedShape, type Dims, showShape } from '../array/shape.ts'
import { where } from '../basis/choice.ts'
import { raise } from '../failure.ts'
import type { AnyExpr, Expr, IntExpr } from '../program/model.ts'
import { dimsOf, lowerOne } from '../program/operate.ts'
import { sub } from '../primitive/arithmetic.ts'
import { log } from '../primitive/exponential.ts'
import { argmax, max } from '../primitive/extremum.ts'
import { isFinite } from '../primitive/finite.ts'
import { maximum } from '../primitive/maximum.ts'
import { phantom } from '../type/phantom.ts'
import type { Operand } from '../type/value.ts'
import type { Sizes } from '../type/whole.ts'
import { exponential, type Key, type Sampled } from './sample.ts'

const expr = (x: unknown): Expr => phantom(x)

// Of 0, which is drawn once in 2⁵³ times, the logarithm would be −∞.
const least = 2 ** -54

/** Less the largest, so that beside large logits the noise keeps its digits; infinite ones stay. */
const shifted = (logits: Expr): Expr => {
  const largest = expr(max(logits, { axes: -1, keepdims: true }))
  return expr(sub(logits, expr(where(isFinite(largest), largest, 0))))
}

/** How many categories the logits have, where their other axes broadcast to the shape. */
const categories = (logits: Dims, shape: Dims): number => {
  const n = logits[logits.length - 1] ?? 0
  const missing = shape.length - (logits.length - 1)
  return n > 0 && missing >= 0 && logits.slice(0, -1).every((size, i) => size === 1 || size === shape[missing + i])
    ? n
    : raise({
        _tag: 'Shape',
        operation: 'categorical',
        shapes: [showShape(logits), showShape(shape)],
        reason: 'do not fit: logits have one or more categories in their last axis, and their other axes broadcast to the shape',
      })
}

/**
 * Numbers of categories, counted from 0, as int32: one for each place of the shape, drawn with the shares eˡ/Σeˡ of the logits l
 * along their last axis; their other axes broadcast to the shape. A logit of −∞ is never drawn, unless all are, which gives the
 * first; one of ∞ or NaN always is. It is the place of the largest l − ln E with E exponential, as −ln E has Gumbel's
 * distribution, so that logits of any size are shares. No derivative goes through a draw.
 *
 * @example
 * toArray(random.categorical(random.key(0), Float64Array.of(-Infinity, 0, -Infinity), [3]))   // [1, 1, 1]
 * @category random numbers
 */
export const categorical = <K extends Key, L extends Operand, const S extends Dims>(
  of: K,
  logits: L,
  shape: S & Sizes<'categorical', S>,
): Sampled<Extract<K | L, AnyExpr> extends never ? K : IntExpr, S, 'int32'> => {
  const given = lowerOne('categorical', logits)
  const n = categories(dimsOf(given), checkedShape('categorical', shape))
  const waits = expr(exponential(of, [...shape, n]))
  return phantom(argmax(expr(sub(shifted(expr(given)), expr(log(maximum(waits, least))))), -1))
}
