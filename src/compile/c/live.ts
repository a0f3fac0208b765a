/**
 * The kernel that is written as C: without what never runs and what nobody reads, of which compilers would warn.
 */
import type { Program } from '../../program/model.ts'
import { assemble } from '../assemble.ts'
import type { Block, Kernel } from '../loop.ts'
import { pruned } from '../shrink.ts'

/** The statements that run at all: not those of loops of no steps, whose names C compilers would miss. */
const running = (block: Block): Block =>
  block.flatMap((s): Block => {
    if (s._tag === 'Loop') return s.extent === 0 ? [] : [{ ...s, body: running(s.body) }]
    if (s._tag === 'While') return [{ ...s, condition: running(s.condition), body: running(s.body) }]
    if (s._tag === 'Choose') return [{ ...s, yes: running(s.yes), no: running(s.no) }]
    return s._tag === 'Fill' && s.count === 0 ? [] : [s]
  })

const countOf = (block: Block): number => block.reduce((count, s) => count + 1 + (s._tag === 'Loop' ? countOf(s.body) : 0), 0)

/** The kernel of a program without what nobody reads, of which compilers warn: what is not read is not stored, which makes other loads idle in turn. */
export const kernelOf = (program: Program): Kernel => {
  const kernel = assemble(program)
  let current: Kernel = { ...kernel, body: running(kernel.body) }
  for (let next = pruned(current); countOf(next.body) < countOf(current.body); next = pruned(current)) current = next
  return current
}
