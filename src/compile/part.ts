/**
 * Bodies of loops and branches cut into parts that become functions of their own, where they are too long for one: engines
 * refuse a function of too many locals, overflow their stack on it, or never optimise it.
 */
import { runs } from './chunk.ts'
import { lengthOfAll } from './length.ts'
import type { Block, Kernel, Statement } from './loop.ts'
import { inBlocks } from './rewrite.ts'
import { spilled } from './spill.ts'

/** The same statements, those of long bodies in parts. The condition of a loop stays with the loop, which asks for its test. */
const cut = (block: Block, axes: ReadonlyArray<number>, longest: number): Block => {
  const inside = (body: Block, within: ReadonlyArray<number>): Block => {
    const made = cut(body, within, longest)
    return lengthOfAll(made) <= longest ? made : runs(made, longest).map((part): Statement => ({ _tag: 'Part', axes: within, body: part }))
  }
  return block.map((s) => {
    if (s._tag === 'Loop') return { ...s, body: inside(s.body, [...axes, s.axis]) }
    if (s._tag === 'While') return { ...s, body: inside(s.body, axes) }
    return inBlocks(s, (body) => inside(body, axes))
  })
}

const bodiesOf = (s: Statement): ReadonlyArray<Block> => (s._tag === 'Loop' || s._tag === 'While' ? [s.body] : s._tag === 'Choose' ? [s.yes, s.no] : [])

const hasLong = (block: Block, longest: number): boolean => block.some((s) => bodiesOf(s).some((body) => lengthOfAll(body) > longest || hasLong(body, longest)))

/** The kernel with no body of a loop or a branch longer than so many statements, but for conditions. */
export const parted = (kernel: Kernel, longest: number): Kernel => (hasLong(kernel.body, longest) ? spilled(kernel, cut(kernel.body, [], longest)) : kernel)
