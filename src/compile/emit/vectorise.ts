/**
 * Which loops take two steps at once: innermost ones whose places lie side by side or do not move.
 */
import type { Block, Kernel, Place, Register, Statement } from '../loop.ts'

type Loop = Extract<Statement, { readonly _tag: 'Loop' }>

const strideOn = (place: Place, axis: number): number => place.strides.find((s) => s.axis === axis)?.stride ?? 0

/** What the statements of a body set. */
export const setIn = (block: Block): ReadonlySet<Register> =>
  new Set(block.flatMap((s) => (s._tag === 'Literal' || s._tag === 'Apply' || s._tag === 'Load' ? [s.to] : [])))

/** Whether a place is found by an index that is computed anew at each step. */
export const isWandering = ({ computed }: Place, inside: ReadonlySet<Register>): boolean => computed !== null && inside.has(computed.index)

export const placesOf = (block: Block): ReadonlyArray<Place> =>
  block.flatMap((s) => (s._tag === 'Load' ? [s.from] : s._tag === 'Store' || s._tag === 'Accumulate' || s._tag === 'Fill' ? [s.to] : []))

/** Whether neighbouring steps add to neighbouring lanes: where each lane holds one number. */
export const isAlongLanes = ({ to, lanes }: Extract<Statement, { readonly _tag: 'Accumulate' }>, axis: number): boolean => {
  if (lanes === null || lanes.of.find((l) => l.axis === axis)?.stride !== 1) return false
  return lanes.stride === 1 && lanes.of.every((l) => l.axis === axis || l.stride % 2 === 0) && strideOn(to, axis) === 0 && to.computed === null
}

/** Whether a statement keeps its meaning when two neighbouring steps are taken together. */
const allows = (kernel: Kernel, axis: number, inside: ReadonlySet<Register>, s: Statement): boolean => {
  switch (s._tag) {
    case 'Literal':
    case 'Apply':
    case 'Load':
      return true
    case 'Store':
      // A place that does not move keeps the last value only.
      return strideOn(s.to, axis) !== 0 && !isWandering(s.to, inside) && (kernel.registers[s.value] === 'f64' || inside.has(s.value))
    case 'Accumulate':
      return kernel.registers[s.value] === 'f64'
    default:
      return false
  }
}

export const isVectorisable = (kernel: Kernel, loop: Loop): boolean => {
  if (loop.extent < 2) return false
  const inside = setIn(loop.body)
  if (!loop.body.every((s) => allows(kernel, loop.axis, inside, s))) return false
  const places = placesOf(loop.body)
  const leaping = places.filter((p) => isWandering(p, inside) || Math.abs(strideOn(p, loop.axis)) > 1 || strideOn(p, loop.axis) < 0).length
  const work = loop.body.filter((s) => s._tag === 'Apply').length
  return places.length - leaping + 2 * work >= 2 * leaping
}

/** Registers that the statements use and do not set. */
export const outer = (block: Block): ReadonlySet<Register> => {
  const set = new Set<Register>()
  const used = new Set<Register>()
  for (const s of block) {
    for (const { computed } of placesOf([s])) if (computed !== null && !set.has(computed.index)) used.add(computed.index)
    if (s._tag === 'Apply') for (const arg of s.args) if (!set.has(arg)) used.add(arg)
    if ((s._tag === 'Store' || s._tag === 'Accumulate') && !set.has(s.value)) used.add(s.value)
    if (s._tag === 'Literal' || s._tag === 'Apply' || s._tag === 'Load') set.add(s.to)
  }
  return used
}
