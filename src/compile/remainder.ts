/**
 * The turns of a loop that are left when another takes the first ones: the same statements, with loops and registers of their
 * own.
 */
import { touchedBy } from './access.ts'
import type { Block, Place, Register, Statement } from './loop.ts'
import { inBlocks, restrided, rewritten } from './rewrite.ts'

type Loop = Extract<Statement, { readonly _tag: 'Loop' }>

/** What makes registers and numbers loops. */
export interface Fresh {
  readonly register: (like: Register) => Register
  readonly axis: () => number
}

export const remainder = (loop: Loop, taken: number, fresh: Fresh): Block => {
  if (loop.extent === taken) return []
  const { accesses, sets } = touchedBy(loop)
  const registers = new Map([...sets].map((register) => [register, fresh.register(register)]))
  const axes = new Map<number, number>()
  for (const { around } of accesses) for (let at = around; at !== null; at = at.outer) if (!axes.has(at.axis)) axes.set(at.axis, fresh.axis())
  const axisOf = (axis: number): number => axes.get(axis) ?? axis
  const place = (p: Place): Place => {
    const stride = p.strides.find((s) => s.axis === loop.axis)?.stride ?? 0
    return { ...p, offset: p.offset + taken * stride }
  }
  const renumbered = (s: Statement): Statement => {
    const made = inBlocks(s, (block) => block.map(renumbered))
    return made._tag === 'Loop' ? { ...made, axis: axisOf(made.axis) } : made
  }
  const body = rewritten([{ ...loop, extent: loop.extent - taken }], { place, register: (r) => registers.get(r) ?? r })
  return restrided(body, (strides) => strides.map((s) => ({ ...s, axis: axisOf(s.axis) }))).map(renumbered)
}
