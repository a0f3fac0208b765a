/**
 * A crew of the same threads that shares out every loop that may be, however little there is to do.
 */
import type { Crew } from '../../../src/compile/crew.ts'
import { shared } from '../../../src/compile/threads/share.ts'

export const eager = (crew: Crew): Crew => ({ ...crew, shared: (kernel, axis) => shared(kernel, axis, crew.count, 0) })
