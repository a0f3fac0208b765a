/**
 * Short loops within long ones, written out: what they pass on through small buffers then stays in registers,
 * and the long loop, innermost now, can take two turns at once.
 */
import type { Block, Kernel, Kind, Place, Register, Statement, Stride } from './loop.ts'

type Loop = Extract<Statement, { readonly _tag: 'Loop' }>

// A loop of few turns, whose copies are no more statements than this, within a loop of many.
const turns = 16
const copies = 900
const many = 8

const lengthOf = (block: Block): number => block.reduce((total, s) => total + (s._tag === 'Loop' ? lengthOf(s.body) * Math.min(s.extent, turns) : 1), 0)

/** Loads, stores and arithmetic only: sums are better off in a loop of their own. */
const isStraight = (block: Block): boolean => block.every((s) => s._tag === 'Literal' || s._tag === 'Apply' || s._tag === 'Load' || s._tag === 'Store')

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
        default:
          return s
      }
    }
    return loop.body.map(copy)
  }).flat()

/** A kernel with such loops written out. */
export const unrolled = (kernel: Kernel): Kernel => {
  const registers: Array<Kind> = [...kernel.registers]
  const fresh = (like: Register): Register => registers.push(registers[like] ?? 'f64') - 1
  const visit = (block: Block, around: number): Block =>
    block.flatMap((s): Block => {
      if (s._tag === 'Choose') return [{ ...s, yes: visit(s.yes, around), no: visit(s.no, around) }]
      if (s._tag === 'While') return [{ ...s, condition: visit(s.condition, around), body: visit(s.body, around) }]
      if (s._tag !== 'Loop') return [s]
      const loop = { ...s, body: visit(s.body, Math.max(around, s.extent)) }
      const short = around >= many && s.extent <= turns && s.extent * lengthOf(loop.body) <= (s.extent <= 4 ? copies : copies / 8)
      return short && isStraight(loop.body) ? written(loop, fresh) : [loop]
    })
  /** Only where the loop around ends up without any loop in it: else vectors along the short ones are worth more. */
  const worthwhile = (s: Statement): Statement => {
    if (s._tag !== 'Loop' || s.extent < many) return s
    const body = visit(s.body, s.extent)
    return isStraight(body) ? { ...s, body } : s
  }
  const body = kernel.body.map(worthwhile)
  return { ...kernel, registers, body }
}
