/**
 * Which outputs of a program a derivative may reach, read off its equations: a float that is made of
 * one that is marked, by anything but an operation whose derivative is zero. Forward mode may find
 * fewer; asking this needs no rule of any primitive.
 */
import { entry } from '../entry.ts'
import type { Atom, Nonzero, Program } from '../program/model.ts'
import { differentiable } from './pick.ts'

/** Marks of the outputs that may depend, with a derivative, on the inputs marked. */
export const active = (program: Program, marks: Nonzero): Nonzero => {
  const moving: Array<boolean> = program.inputs.map((of, i) => entry(marks, i) && differentiable(of))
  const moves = (atom: Atom): boolean => atom._tag === 'Ref' && entry(moving, atom.index)
  for (const { primitive, args, results } of program.equations) {
    const any = primitive.derivative._tag !== 'Constant' && args.some(moves)
    for (const of of results) moving.push(any && differentiable(of))
  }
  return program.outputs.map(moves)
}
