/**
 * References to values, one object for each value however often it is used: in programs of millions of
 * equations they would otherwise be a third of the memory.
 */
import type { Atom } from './model.ts'

/** A maker of references for one program. */
export const references = (): ((index: number) => Atom) => {
  const known: Array<Atom | undefined> = []
  return (index) => {
    const hit = known[index]
    if (hit !== undefined) return hit
    const made: Atom = { _tag: 'Ref', index }
    known[index] = made
    return made
  }
}
