/**
 * The logarithm of the odds, which undoes the sigmoid.
 */
import { mul } from '../basis/arithmetic.ts'
import { where } from '../basis/choice.ts'
import { lt } from '../basis/comparison.ts'
import type { Expr } from '../program/model.ts'
import { composed, lowerOne } from '../program/operate.ts'
import { phantom } from '../type/phantom.ts'
import type { Unary } from '../type/value.ts'
import { abs, neg, sub } from './arithmetic.ts'
import { log, log1p } from './exponential.ts'
import { atanh } from './hyperbolic.ts'

const expr = (x: unknown): Expr => phantom(x)

/**
 * log(p/(1 − p)), the inverse of `sigmoid`, accurate at both ends and in the middle: −∞ at 0, ∞ at 1 and NaN outside. The
 * derivative at both ends is ∞.
 *
 * @example
 * logit(0.5)                // 0
 * logit(sigmoid(3))         // 3 ± 1e-14
 * grad(logit)(0.5)          // 4
 * @formula \ln \frac{p}{1 - p}
 * @category exponentials
 */
export const logit: Unary = /*#__PURE__*/ phantom((p: unknown) =>
  composed('logit', [p], (value) => {
    const x = expr(value)
    // In the middle the logarithms nearly cancel, and 2p − 1 is exact.
    const middle = expr(sub(expr(mul(2, x)), 1))
    const [inside, outside] = [mul(2, expr(atanh(middle))), sub(expr(log(x)), expr(log1p(expr(neg(x)))))]
    return lowerOne('logit', where(lt(expr(abs(middle)), 0.5), expr(inside), expr(outside)))
  }),
)
