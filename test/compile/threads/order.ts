/**
 * A crew of this thread alone, which takes the shares of a loop in an order that no other code has: the last one first.
 */
import type { Crew, Made } from '../../../src/compile/crew.ts'
import { shared } from '../../../src/compile/threads/share.ts'
import { everything } from './eager.ts'

/** Everything is shared out, however little it is; whoever wants to know is told of the shares. */
export const backwards = (count: number, taken: (shares: number) => void): Crew => ({
  count,
  alone: () => null,
  id: -1,
  end: () => {},
  shared: (kernel, axis) => shared(kernel, axis, count, everything),
  team: () => {
    const own: { made: Made | null } = { made: null }
    return {
      fork: (loop, shares) => {
        for (let share = shares - 1; share >= 0; share--) own.made?.exports[`share${loop}`]?.(8 * share)
        taken(shares)
        return 0
      },
      begin: (made) => {
        own.made = made
      },
    }
  },
  taken: () => [],
})
