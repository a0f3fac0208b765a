/**
 * Threads beside the caller's that compiled code may run on. They are a value that is passed where they are wanted, so that
 * bundles have them only if they use them.
 */
import type { Numeric } from './emit/host.ts'
import type { Pass } from './loop.ts'

/** What a module was made into. */
export interface Made {
  readonly module: object
  readonly memory: { readonly buffer: { readonly byteLength: number } }
  /** What it imports as `host.f0`, `host.f1`, … */
  readonly functions: ReadonlyArray<Numeric>
  readonly exports: { readonly [name: string]: (at: number) => void }
}

/** The threads as one kernel has them. */
export interface Team {
  /** Runs a loop, by its number, of so many shares. */
  readonly fork: (loop: number, shares: number) => number
  readonly begin: (made: Made) => void
}

/**
 * Threads that compiled code may run on: `threads` makes them.
 *
 * @category compiler
 */
export interface Crew {
  /** How many threads there are, the caller's own among them. */
  readonly count: number
  /** Why no other thread than the caller's computes; null where others do. */
  readonly alone: () => string | null
  /** Tells crews apart. */
  readonly id: number
  /** Has the other threads stop. Whatever was compiled for them goes on with the caller's alone. */
  readonly end: () => void
  /** A kernel with loops in shares, if any is worth it. */
  readonly shared: Pass
  readonly team: () => Team
  /** How many shares each thread has run so far, the caller's first. */
  readonly taken: () => ReadonlyArray<number>
}
