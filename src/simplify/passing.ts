/**
 * Passes over programs that come with the primitives they are for, so that a bundle without those is without these.
 */
import type { Primitive, Program } from '../program/model.ts'
import type { Passing } from '../program/passing.ts'

/** The program after the pass that its primitives bring for something, which is the same for all that bring one; itself where none does. */
export const afterPass = (program: Program, of: (primitive: Primitive) => Passing<Program, unknown> | undefined): Program => {
  for (const { primitive } of program.equations) {
    const passing = of(primitive)
    if (passing !== undefined) return passing.pass(program)
  }
  return program
}
