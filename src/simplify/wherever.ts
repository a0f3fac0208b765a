/**
 * Passes that come with the primitives they are for.
 */
import type { Primitive, Program } from '../program/model.ts'
import type { Passing } from '../program/trait.ts'

/** The program after a pass, which some primitive in it brings; itself where none does. */
export const wherever = (program: Program, of: (primitive: Primitive) => Passing<Program, unknown> | undefined): Program => {
  for (const { primitive } of program.equations) {
    const passing = of(primitive)
    if (passing !== undefined) return passing.pass(program)
  }
  return program
}
