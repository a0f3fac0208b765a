/**
 * Sums of products that share a factor, as one product: it takes fewer operations, and a cotangent that comes back two ways
 * is waited for by one product only. This is the distributive law, which floating point keeps only up to rounding (of
 * which less is left than before); so it stands with what moves sums, apart from the strict laws.
 */
import { add, mul } from '../basis/arithmetic.ts'
import { collect, rule, saving } from '../basis/law.ts'
import { sub } from '../primitive/arithmetic.ts'
import type { PatternRule } from '../program/model.ts'

// biome-ignore format: one law per line
export const factors: ReadonlyArray<PatternRule> = /*#__PURE__*/ [
  /*#__PURE__*/ rule('x · y + x · z = x · (y + z)', (x, y, z) => add(mul(x, y), mul(x, z)), (x, y, z) => mul(x, add(y, z))),
  /*#__PURE__*/ rule('x · y − x · z = x · (y − z)', (x, y, z) => sub(mul(x, y), mul(x, z)), (x, y, z) => mul(x, sub(y, z))),
  /*#__PURE__*/ collect(1, 'c · (x · y) + x · z = x · (c · y + z)', (c, x, y, z) => add(mul(c, mul(x, y)), mul(x, z)), (c, x, y, z) => mul(x, add(mul(c, y), z))),
  /*#__PURE__*/ collect(1, 'c · (x · y) − x · z = x · (c · y − z)', (c, x, y, z) => sub(mul(c, mul(x, y)), mul(x, z)), (c, x, y, z) => mul(x, sub(mul(c, y), z))),
  /*#__PURE__*/ collect(1, 'x · z − c · (x · y) = x · (z − c · y)', (c, x, y, z) => sub(mul(x, z), mul(c, mul(x, y))), (c, x, y, z) => mul(x, sub(z, mul(c, y)))),
].map(saving)
