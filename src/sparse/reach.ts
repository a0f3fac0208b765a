/**
 * What is known of a value: on which entries of the inputs asked about each of its entries may depend.
 */
import { integerAt } from '../entry.ts'
import type { AnyTensor } from '../array/tensor.ts'
import { none, type Store } from './store.ts'

/** The value itself where it is made of numbers alone, and the set of each entry, null where all are empty. */
export interface Reach {
  readonly known: AnyTensor | null
  readonly ids: Int32Array | null
}

/** A value of which nothing is known, except that it does not depend on what is asked about. */
export const steady: Reach = { known: null, ids: null }

/** A value whose entries have the sets given. */
export const reaching = (ids: Int32Array): Reach => (ids.every((id) => id === none) ? steady : { known: null, ids })

/** Entry by entry, what any of the values depends on. */
export const together = (store: Store, args: ReadonlyArray<Int32Array | null>): Int32Array | null => {
  let [sum = null, ...rest] = args.filter((ids) => ids !== null)
  for (const ids of rest) if (sum !== null && ids !== sum) sum = sum.map((id, i) => store.pair(id, integerAt(ids, i)))
  return sum
}
