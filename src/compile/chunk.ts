/**
 * A long kernel cut into pieces, since engines stop optimising functions that are too long. Each piece is a part of the
 * code by itself.
 */
import { lengthOf, lengthOfAll } from './length.ts'
import type { Block, Kernel, Statement } from './loop.ts'
import { spilled } from './spill.ts'

/** A kernel whose body is run piece after piece. */
export interface Pieces {
  readonly kernel: Kernel
  readonly pieces: ReadonlyArray<Block>
}

/** Runs of statements of about the length wanted; a loop is never cut. */
export const runs = (body: Block, length: number): ReadonlyArray<Block> => {
  const cut: Array<Array<Statement>> = [[]]
  let filled = 0
  for (const statement of body) {
    const own = lengthOf(statement)
    if (filled > 0 && filled + own > length) {
      cut.push([])
      filled = 0
    }
    cut.at(-1)?.push(statement)
    filled += own
  }
  return cut
}

export const chunked = (kernel: Kernel, length: number): Pieces => {
  if (lengthOfAll(kernel.body) <= length) return { kernel, pieces: [kernel.body] }
  const parts = runs(kernel.body, length).map((body): Statement => ({ _tag: 'Part', axes: [], body }))
  const made = spilled(kernel, parts)
  const pieces = made.body.map((part): Block => (part._tag === 'Part' ? part.body : [part]))
  return { kernel: { ...made, body: pieces.flat() }, pieces }
}
