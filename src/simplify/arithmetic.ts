/**
 * Laws of addition, multiplication and the sign: they belong to every program, as derivatives are made of these. Those
 * of other operations stand with the operations.
 */
import { add, mul } from '../basis/arithmetic.ts'
import { collect, rule } from '../basis/law.ts'
import { neg, square, sub } from '../primitive/arithmetic.ts'
import type { PatternRule } from '../program/model.ts'

export const arithmeticLaws: ReadonlyArray<PatternRule> = [
  /*#__PURE__*/ rule('x · 1 = x', (x) => mul(x, 1), (x) => x),
  /*#__PURE__*/ rule('x − 0 = x', (x) => sub(x, 0), (x) => x),
  /*#__PURE__*/ rule('x + (−0) = x', (x) => add(x, -0), (x) => x),
  /*#__PURE__*/ rule('(−0) − x = −x', (x) => sub(-0, x), (x) => neg(x)),
  /*#__PURE__*/ rule('(−1) · x = −x', (x) => mul(-1, x), (x) => neg(x)),
  /*#__PURE__*/ rule('−(−x) = x', (x) => neg(neg(x)), (x) => x),
  /*#__PURE__*/ rule('x + (−y) = x − y', (x, y) => add(x, neg(y)), (x, y) => sub(x, y)),
  /*#__PURE__*/ rule('x − (−y) = x + y', (x, y) => sub(x, neg(y)), (x, y) => add(x, y)),
  /*#__PURE__*/ rule('(−x) · (−y) = x · y', (x, y) => mul(neg(x), neg(y)), (x, y) => mul(x, y)),
  /*#__PURE__*/ collect(1, 'c · (−x) = (−c) · x', (c, x) => mul(c, neg(x)), (c, x) => mul(neg(c), x)),
  /*#__PURE__*/ collect(1, '−(c · x) = (−c) · x', (c, x) => neg(mul(c, x)), (c, x) => mul(neg(c), x)),
  /*#__PURE__*/ rule('(−x) · y = −(x · y)', (x, y) => mul(neg(x), y), (x, y) => neg(mul(x, y))),
  /*#__PURE__*/ rule('x · x = x²', (x) => mul(x, x), (x) => square(x)),
  /*#__PURE__*/ rule('x + x = 2 · x', (x) => add(x, x), (x) => mul(2, x)),
  /*#__PURE__*/ rule('(−x)² = x²', (x) => square(neg(x)), (x) => square(x)),
]
