/**
 * What is done to a program before it runs.
 */
import type { Program } from '../program/model.ts'
import { simplify } from './simplify.ts'
import { wherever } from './wherever.ts'

/**
 * A program simplified, its sums moved inwards, and simplified again if any were. That is the distributive law, which
 * floating point keeps only up to rounding; so it stands apart from `simplify`, and is applied once.
 */
export const optimised = (program: Program): Program => {
  const simple = simplify(program)
  const moved = wherever(simple, ({ summed }) => summed)
  return moved === simple ? simple : simplify(moved)
}
