/**
 * Short loops within long ones, written out: what they pass on through small buffers then stays in registers,
 * and the long loop, innermost now, can take two turns at once.
 */
import { entry } from '../entry.ts'
import type { Block, Kernel, Kind, Place, Register, Statement, Stride } from './loop.ts'
import { inBlocks } from './rewrite.ts'

type Loop = Extract<Statement, { readonly _tag: 'Loop' }>

// A loop of few turns, whose copies are no more statements than this, within a loop of many.
const turns = 16
const copies = 900
const many = 8
const lanes = 8

const lengthOf = (block: Block): number => block.reduce((total, s) => total + (s._tag === 'Loop' ? lengthOf(s.body) * Math.min(s.extent, turns) : 1), 0)

/** Loads, stores and arithmetic only. */
const isStraight = (block: Block): boolean => block.every((s) => s._tag === 'Literal' || s._tag === 'Apply' || s._tag === 'Load' || s._tag === 'Store')

/** Straight, or part of a sum of which it is known, once the axis is written out, to which entry it goes at each turn of the loop around. */
const isTerm = (s: Statement, axis: number, around: number): boolean => {
  if (s._tag === 'Fill') return s.count <= turns
  if (s._tag !== 'Accumulate') return isStraight([s])
  return s.lanes === null || (s.lanes.of.length === 1 && [axis, around].includes(s.lanes.of[0]?.axis ?? -1))
}

/** Sums are better off in a loop of their own, unless they hold up what is worth more two at a time: an elementary function. */
const isCostly = (block: Block): boolean => block.some((s) => (s._tag === 'Loop' ? isCostly(s.body) : s._tag === 'Apply' && s.machine.name.startsWith('call ')))

/** Whether every sum begins in the same turn, so that nothing of it need be in memory, or is one of those that go by lanes. */
const isOwn = (block: Block, axis: number): boolean => {
  const begun = new Set<number>()
  return block.every((s) => {
    if (s._tag === 'Fill') begun.add(s.to.buffer)
    return s._tag !== 'Accumulate' || begun.has(s.to.buffer) || s.lanes?.of[0]?.axis === axis
  })
}

/** A place at one turn of an axis. */
const placed = (place: Place, axis: number, turn: number): Place => {
  const along = place.strides.find((s: Stride) => s.axis === axis)
  return along === undefined ? place : { ...place, offset: place.offset + turn * along.stride, strides: place.strides.filter((s) => s !== along) }
}

/** The copies of a loop's body, each with registers of its own. */
const written = (loop: Loop, fresh: (like: Register) => Register): Block =>
  Array.from({ length: loop.extent }, (_, turn) => {
    const own = new Map<Register, Register>()
    const use = (register: Register): Register => own.get(register) ?? register
    const set = (register: Register): Register => {
      const made = turn === 0 ? register : fresh(register)
      own.set(register, made)
      return made
    }
    const at = (place: Place): Place => {
      const here = placed(place, loop.axis, turn)
      return here.computed === null ? here : { ...here, computed: { ...here.computed, index: use(here.computed.index) } }
    }
    const copy = (s: Statement): Statement => {
      switch (s._tag) {
        case 'Literal':
          return { ...s, to: set(s.to) }
        case 'Apply': {
          const args = s.args.map(use)
          return { ...s, args, to: set(s.to) }
        }
        case 'Load': {
          const from = at(s.from)
          return { ...s, from, to: set(s.to) }
        }
        case 'Store':
          return { ...s, to: at(s.to), value: use(s.value) }
        case 'Fill':
          return { ...s, to: at(s.to) }
        case 'Accumulate': {
          const to = at(s.to)
          const lane = s.lanes?.of.find((l) => l.axis === loop.axis)?.stride
          if (s.lanes === null || lane === undefined) return { ...s, to, value: use(s.value) }
          return { ...s, to: { ...to, offset: to.offset + ((turn * lane) % lanes) * s.lanes.stride }, value: use(s.value), lanes: null }
        }
        default:
          return s
      }
    }
    return loop.body.map(copy)
  }).flat()

/** Sums in straight code: each begins as a number and is stored with every term, for what follows to find it. */
const spelt = (s: Statement, fresh: () => Register): Block => {
  if (s._tag === 'Fill') {
    const value = fresh()
    const stores = Array.from({ length: s.count }, (_, i): Statement => ({ _tag: 'Store', to: { ...s.to, offset: s.to.offset + i }, value }))
    return [{ _tag: 'Literal', to: value, value: s.value }, ...stores]
  }
  if (s._tag !== 'Accumulate' || s.lanes !== null) return [s]
  const [before, after] = [fresh(), fresh()]
  return [
    { _tag: 'Load', to: before, from: s.to },
    { _tag: 'Apply', to: after, machine: s.machine, args: [before, s.value] },
    { _tag: 'Store', to: s.to, value: after },
  ]
}

/** A kernel with such loops written out. */
export const unrolled = (kernel: Kernel): Kernel => {
  const registers: Array<Kind> = [...kernel.registers]
  const fresh = (like: Register): Register => registers.push(entry(registers, like)) - 1
  const visit = (block: Block, around: number, within: (loop: Loop) => boolean): Block =>
    block.flatMap((s): Block => {
      const loop = inBlocks(s, (inner) => visit(inner, s._tag === 'Loop' ? Math.max(around, s.extent) : around, within))
      if (loop._tag !== 'Loop') return [loop]
      return around >= many && loop.extent <= turns && within(loop) ? written(loop, fresh) : [loop]
    })
  const float = (): Register => registers.push('f64') - 1
  /** A loop with its sums written out, where it can take two turns at once then. */
  const withSums = (loop: Loop): Loop => {
    const body = visit(
      loop.body,
      loop.extent,
      (inner) => inner.extent * lengthOf(inner.body) <= copies && inner.body.every((s) => isTerm(s, inner.axis, loop.axis)),
    )
    const mayPair = body.length <= copies && body.every((s) => isTerm(s, loop.axis, loop.axis)) && isOwn(body, loop.axis)
    return mayPair ? { ...loop, body: body.flatMap((s) => spelt(s, float)) } : loop
  }
  /** Only where the loop around ends up without any loop in it: else vectors along the short ones are worth more. */
  const worthwhile = (s: Statement): Statement => {
    if (s._tag !== 'Loop' || s.extent < many) return s
    const body = visit(s.body, s.extent, ({ extent, body: inner }) => extent * lengthOf(inner) <= (extent <= 4 ? copies : copies / 8) && isStraight(inner))
    if (isStraight(body)) return { ...s, body }
    return isCostly(s.body) ? withSums(s) : s
  }
  const body = kernel.body.map(worthwhile)
  return { ...kernel, registers, body }
}
