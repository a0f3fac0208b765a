/**
 * The words in memory by which the threads of a crew agree. Each that is written often has a line of the cache to itself.
 */

// In words of four bytes.
const line = 32

/** Where each word is. */
export const words = {
  /** Rises whenever there is something to look at: those who have nothing to do wait for it. */
  bell: 0,
  /** How many messages were posted to every worker. */
  mail: 1,
  closed: 2,
  /** What is shared out: the kernel, which of its loops, and how many shares that has. */
  job: 3,
  loop: 4,
  shares: 5,
  /** Workers that have started. */
  ready: 6,
  /** Whether one of them has failed. */
  failed: 7,
  /** Whether shares may be taken: the first of those that begin a line each. */
  open: 32,
  /** The next share. */
  next: 64,
  /** Workers that may hold a share. */
  active: 96,
  /** Rises when a worker has something to say to the caller. */
  signal: 128,
} as const

const first = 5 * line

/** The words of each worker begin here: a question to the caller, which function it is of, and how many shares it took so far. */
export const slotOf = (worker: number): number => first + worker * line

export const question = { state: 0, which: 1, taken: 2 } as const

/** No question, one that is asked, one that is answered. */
export const states = { none: 0, asked: 1, answered: 2 } as const

/** The two arguments and the answer, in numbers of eight bytes from the slot on. */
export const numbersAt = (worker: number): number => slotOf(worker) / 2 + 4

/** The bytes for so many workers. */
export const bytesFor = (workers: number): number => 4 * slotOf(workers)
