/**
 * A crew of the same threads that shares out every loop that may be, however little there is to do.
 */
import type { Crew } from '../../../src/compile/crew.ts'
import { shared, type Worth } from '../../../src/compile/threads/share.ts'

/** Of which every loop is worth it. */
export const everything: Worth = { kernel: 0, loop: 0, turn: 0 }

export const eager = (crew: Crew): Crew => ({ ...crew, shared: (kernel, axis) => shared(kernel, axis, crew.count, everything) })
