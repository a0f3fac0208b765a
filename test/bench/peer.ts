/**
 * Other libraries on the same inputs, where they are installed: none is a dependency.
 */
import type { Budget } from './sample.ts'
import type { Subject } from './subject.ts'

/** A library's time over by hand, or why there is none. */
export interface PeerTime {
  readonly name: string
  readonly answer: number | string
}

export const peersOf = async (_id: string, _yardstick: Subject['yardstick'], _hand: number, _budget: Budget): Promise<ReadonlyArray<PeerTime>> => []
