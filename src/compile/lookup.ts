/**
 * Looking up a primitive in a table of the compiler, which goes by what the primitive says it is.
 */
import type { Lowering } from '../program/lowering.ts'
import type { Primitive } from '../program/model.ts'

/** What a table has for a primitive, if anything. */
export const lookup = <T>(table: { readonly [Name in Lowering]?: T }, { lowering }: Primitive): T | undefined =>
  typeof lowering === 'string' ? table[lowering] : undefined
