/**
 * Dropout: entries set to 0 at random, the others made larger, so that the mean stays what it was.
 *
 * N. Srivastava, G. Hinton, A. Krizhevsky, I. Sutskever, R. Salakhutdinov, "Dropout" (2014).
 */
import { where } from '../basis/choice.ts'
import { raise } from '../failure.ts'
import { div } from '../primitive/arithmetic.ts'
import type { Expr, IntExpr, Mask } from '../program/model.ts'
import { dimsOf, lowerOne, type Lowered, presentAs } from '../program/operate.ts'
import { bernoulli, type Key } from '../random/sample.ts'
import { phantom } from '../type/phantom.ts'
import type { Operand, Same, ShapeOf } from '../type/value.ts'
import { floating } from './spatial.ts'
import { said } from '../array/list.ts'

/**
 * x with each entry set to 0 with probability `rate`, and the others divided by 1 − rate. The choice is a
 * pure function of the key: the same key drops the same entries. The derivative is 1/(1 − rate) where an
 * entry stays and 0 where it is dropped, NaN or not. Rate 0 is the identity and rate 1 gives zeros. Split
 * the key for every layer and step; under `vmap` a key that is not mapped drops the same entries of each row.
 *
 * @example
 * dropout(random.key(0), 0, Float64Array.of(1, 2))                                                    // Float64Array [1, 2]
 * dropout(random.key(0), 1, Float64Array.of(1, 2))                                                    // Float64Array [0, 0]
 * dropout(random.key(0), 0.5, new Float64Array(100).fill(1)).every((x) => x === 0 || x === 2)         // true
 * @category neural networks
 */
export const dropout = <K extends Key, X extends Operand>(key: K, rate: number, x: X): K extends IntExpr ? Expr<ShapeOf<X>> : Same<X> => {
  if (!(typeof rate === 'number' && rate >= 0 && rate <= 1))
    return raise({
      _tag: 'Argument',
      operation: 'dropout',
      reason: `the rate ${said(rate)} is no probability`,
      hint: 'it is the share of entries to drop, from 0 to 1',
    })
  const value = floating('dropout', lowerOne('dropout', x))
  const kept = phantom<Mask>(bernoulli(phantom<Key>(key), 1 - rate, dimsOf(value)))
  // Where everything is dropped there is nothing to divide by 0.
  const larger = rate === 0 || rate === 1 ? phantom<Expr>(value) : phantom<Expr>(div(phantom<Expr>(value), 1 - rate))
  return phantom(presentAs(phantom<Lowered>(where(kept, larger, 0)), [x]))
}
