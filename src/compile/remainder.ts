/**
 * The turns of a loop that are left when another takes the first ones: the same statements, with loops and registers of their
 * own.
 */
import { touchedBy } from './access.ts'
import type { Block, Place, Register, Statement } from './loop.ts'
import { inBlocks, restrided, rewritten } from './rewrite.ts'

type Loop = Extract<Statement, { readonly _tag: 'Loop' }>

/** What makes registers and numbers loops; `buffer` makes those that are the statements' own. */
export interface Fresh {
  readonly register: (like: Register) => Register
  readonly axis: () => number
  readonly buffer?: (of: number) => number
}

/** Turns of a loop, from the first to before the last. */
export interface Range {
  readonly from: number
  readonly to: number
}

/** A loop of which, and of loops within it, only some turns are taken; what is taken once is no loop. */
export const turnsOf = (loop: Loop, taken: ReadonlyMap<number, Range>, fresh: Fresh): Block => {
  const { accesses, sets } = touchedBy(loop)
  const registers = new Map([...sets].map((register) => [register, fresh.register(register)]))
  const axes = new Map<number, number>()
  for (const { around } of accesses) for (let at = around; at !== null; at = at.outer) if (!axes.has(at.axis)) axes.set(at.axis, fresh.axis())
  const axisOf = (axis: number): number => axes.get(axis) ?? axis
  const place = (p: Place): Place => ({
    ...p,
    buffer: fresh.buffer?.(p.buffer) ?? p.buffer,
    offset: p.strides.reduce((offset, { axis, stride }) => offset + (taken.get(axis)?.from ?? 0) * stride, p.offset),
  })
  const renumbered = (s: Statement): Statement => {
    const made = inBlocks(s, (block) => block.map(renumbered))
    if (made._tag !== 'Loop') return made
    const range = taken.get(made.axis)
    return { ...made, axis: axisOf(made.axis), extent: range === undefined ? made.extent : range.to - range.from }
  }
  const body = rewritten([loop], { place, register: (r) => registers.get(r) ?? r })
  return body.map(renumbered).flatMap((s) => restrided([s], (strides) => strides.map((x) => ({ ...x, axis: axisOf(x.axis) }))))
}

/** Of the loop itself, or of one of so many turns within it. */
export const remainder = (loop: Loop, taken: number, fresh: Fresh, of: Pick<Loop, 'axis' | 'extent'> = loop): Block =>
  of.extent === taken ? [] : turnsOf(loop, new Map([[of.axis, { from: taken, to: of.extent }]]), fresh)
