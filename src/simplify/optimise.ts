/**
 * What is done to a program before it runs.
 */
import type { Program } from '../program/model.ts'
import { arithmeticLaws } from './arithmetic.ts'
import { factors } from './factor.ts'
import { withCarried } from './pattern.ts'
import { simplifiedBy } from './simplify.ts'
import { afterPass } from './passing.ts'

const laws = /*#__PURE__*/ [arithmeticLaws, factors].flat()

/**
 * A program simplified, with common factors taken out of sums, sums moved inwards, and simplified again if any were. That
 * is the distributive law, which floating point keeps only up to rounding; so it stands apart from `simplify`.
 */
export const optimised = (program: Program): Program => {
  const index = withCarried(laws)
  const simple = simplifiedBy(program, index)
  const moved = afterPass(simple, ({ summed }) => summed)
  return moved === simple ? simple : simplifiedBy(moved, index)
}
