/**
 * A program that applies one operation to what it last gave, so many times.
 */
import { float } from '../../src/program/expr.ts'
import type { Primitive, Program } from '../../src/program/model.ts'

/** `more` are the operands beside that one. */
export const chain = (n: number, primitive: Primitive, more: Program['equations'][number]['args']): Program => {
  const of = float()
  const operands = [of, ...more.map(() => of)]
  const equations = Array.from({ length: n }, (_, index) => ({
    primitive,
    params: {},
    operands,
    results: [of],
    args: [{ _tag: 'Ref' as const, index }, ...more],
  }))
  return { _tag: 'Program', inputs: [of], names: ['x'], equations, outputs: [{ _tag: 'Ref', index: n }], outputNames: [''] }
}
