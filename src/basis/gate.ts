/**
 * Masks that cotangents carry. A cotangent that came through a choice is 0 where its arm was not taken, whatever
 * the pullbacks behind the choice make of that place (0 · ∞ is NaN): a gate remembers where it is open. Gates come
 * from the primitive that chooses, so reverse mode knows of masks only where something is chosen.
 */
import { type Aval, aval, withDType, withShape } from '../array/aval.ts'
import { entry } from '../entry.ts'
import type { Algebra, Gate, Operation, Primitive } from '../program/model.ts'
import { sumPrimitive } from './broadcast.ts'
import { gtPrimitive } from './comparison.ts'
import { none } from './declare.ts'
import { emit, emitter, repeated } from './emit.ts'
import { andPrimitive, notPrimitive, orPrimitive } from './logic.ts'

/** Masks of arrays, in an algebra. */
export interface Masks<A> {
  /** x where the mask holds, 0 elsewhere. */
  readonly keep: (of: Aval, mask: A, x: A) => A
  readonly and: (of: Aval, x: A, y: A) => A
  readonly or: (of: Aval, x: A, y: A) => A
  readonly not: (of: Aval, x: A) => A
  /** A mask as numbers, 1 where it holds. */
  readonly ones: (of: Aval, mask: A) => A
  /** The mask of what is positive. */
  readonly positive: (of: Aval, x: A) => A
  /** Whether a mask holds anywhere, as a scalar mask. */
  readonly some: (of: Aval, mask: A) => A
  /** A scalar mask repeated. */
  readonly everywhere: (of: Aval, mask: A) => A
}

/** Masks by the primitive that chooses with them. */
export const masks = <A>(algebra: Algebra<A>, choice: Primitive): Masks<A> => {
  const { fill } = emitter(algebra)
  const bools = (of: Aval): Aval => withDType(of, 'bool')
  const choose = (of: Aval, mask: A, x: A, y: A): A => emit(algebra, choice, none, [bools(of), of, of], [mask, x, y])
  const ones = (of: Aval, mask: A): A => choose(of, mask, fill(of, 1), fill(of, 0))
  const positive = (of: Aval, x: A): A => emit(algebra, gtPrimitive, none, [of, of], [x, fill(of, 0)])
  return {
    ones,
    positive,
    keep: (of, mask, x) => choose(of, mask, x, fill(of, 0)),
    and: (of, x, y) => emit(algebra, andPrimitive, none, [bools(of), bools(of)], [x, y]),
    or: (of, x, y) => emit(algebra, orPrimitive, none, [bools(of), bools(of)], [x, y]),
    not: (of, x) => emit(algebra, notPrimitive, none, [bools(of)], [x]),
    some: (of, mask) =>
      of.shape.length === 0 ? mask : positive(withShape(of, []), emit(algebra, sumPrimitive, { axes: of.shape.map((_, i) => i) }, [of], [ones(of, mask)])),
    everywhere: (of, mask) => repeated(algebra, bools(of), mask),
  }
}

const gateOf = <A>(on: Masks<A>, of: Aval, open: A): Gate<A> => ({
  of,
  open,
  keep: (x) => on.keep(of, open, x),
  and: (other) => gateOf(on, of, on.and(of, open, other.open)),
  or: (other) => gateOf(on, of, on.or(of, open, other.open)),
  // A linear map moves and adds entries, so it takes the mask itself along; of the others it is known only
  // that nothing arrives where nothing was kept at all.
  back: ({ primitive }, others, asked, pull) => {
    const all = [{ of, open }, ...others]
    if (primitive.derivative._tag === 'Linear') return pull(on.ones(of, open)).map((ones, k) => gateOf(on, entry(asked, k), on.positive(entry(asked, k), ones)))
    if (primitive.batching._tag === 'Pointwise') {
      const either = gateOf(
        on,
        of,
        all.map((gate) => gate.open).reduce((a, b) => on.or(of, a, b)),
      )
      return asked.map(() => either)
    }
    const anything = all.map((gate) => on.some(gate.of, gate.open)).reduce((a, b) => on.or(aval('bool', []), a, b))
    return asked.map((to) => gateOf(on, to, on.everywhere(to, anything)))
  },
})

/** The gate of an arm, by its operand: open where the mask holds for the first arm, and elsewhere for the second. */
export const gate = <A>(algebra: Algebra<A>, { primitive, results }: Operation, mask: A, operand: number): Gate<A> => {
  const of = entry(results, 0)
  const on = masks(algebra, primitive)
  return gateOf(on, of, operand === 1 ? mask : on.not(of, mask))
}
