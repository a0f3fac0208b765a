/**
 * Tables by what operations are to the compiler.
 */
import type { Lowering } from '../program/lowering.ts'
import type { Primitive } from '../program/model.ts'

/** What a table has for a primitive, if anything. */
export const listed = <T>(table: { readonly [Name in Lowering]?: T }, { lowering }: Primitive): T | undefined =>
  typeof lowering === 'string' ? table[lowering] : undefined
