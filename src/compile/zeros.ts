/**
 * What is known of numbers before a kernel runs: constants, what is copied from them, and so which elements of buffers are
 * zero, as those above the diagonal of a triangular matrix.
 */
import { dataOf } from '../array/tensor.ts'
import { entry } from '../entry.ts'
import type { Census, Site } from './census.ts'
import type { Place, Register } from './loop.ts'
import { depth, type Pattern, patternOf, patterns, type Reached, type Turns } from './pattern.ts'

export interface Zeros {
  /** The number in a register at some turns; null where it is not known. */
  readonly valueOf: (register: Register, turns: Turns) => number | null
  /** Which element a place is, of those up to a period; null where it is not known. */
  readonly indexOf: (place: Place, turns: Turns, period: number) => number | null
  /** Whether a place is zero whatever the inputs are. */
  readonly isZero: (place: Place, turns: Turns) => boolean
}

/** What a statement writes: a place, and how many elements from there on. */
interface Write extends Reached {
  readonly count: number
  /** Null where it is not a number or a register. */
  readonly value: { readonly register: Register } | number | null
}

const lanes = 8

/** Null of what may be written otherwise, or not at all. */
const writeOf = ({ statement: s, around, steady }: Site): Write | null => {
  if (!steady) return null
  switch (s._tag) {
    case 'Store':
      return { place: s.to, around, count: 1, value: { register: s.value } }
    case 'Fill':
      return { place: s.to, around, count: s.count, value: s.value }
    case 'Accumulate':
      return { place: s.to, around, count: s.lanes === null ? 1 : (lanes - 1) * s.lanes.stride + 1, value: null }
    default:
      return null
  }
}

export const zerosIn = ({ kernel, definitions, writers }: Census): Zeros => {
  const contents = new Map(kernel.constants.map(({ buffer, value }) => [buffer, dataOf(value)]))

  const indexOf = ({ offset, strides, computed }: Place, turns: Turns, period: number): number | null => {
    let index = offset
    for (const { axis, stride } of strides) {
      if (stride % period === 0) continue
      const turn = turns.get(axis)
      if (turn === undefined) return null
      index += stride * turn
    }
    if (computed === null) return index % period
    const at = valueOf(computed.index, turns)
    return at === null ? null : (index + computed.stride * at) % period
  }

  const valueOf = (register: Register, turns: Turns, hops = depth): number | null => {
    const made = hops === 0 ? undefined : definitions.get(register)
    if (made?._tag === 'Literal') return made.value
    if (made?._tag === 'Load') {
      const known = contents.get(made.from.buffer)
      if (known === undefined) return isZero(made.from, turns) ? 0 : null
      const index = indexOf(made.from, turns, known.length)
      return index === null ? null : entry(known, index)
    }
    if (made?._tag !== 'Apply') return null
    if (made.machine.name.endsWith('.select')) {
      const [test = -1, yes = -1, no = -1] = made.args
      const chosen = valueOf(test, turns, hops - 1)
      return chosen === null ? null : valueOf(chosen === 1 ? yes : no, turns, hops - 1)
    }
    const values: Array<number> = []
    for (const arg of made.args) {
      const value = valueOf(arg, turns, hops - 1)
      if (value === null) return null
      values.push(value)
    }
    return made.machine.run(...values)
  }

  /** Whether a number may be known, at a first look. */
  const mayBeKnown = (value: Write['value']): boolean => {
    if (value === null || typeof value === 'number') return value === 0
    const made = definitions.get(value.register)
    return made?._tag === 'Literal' || made?._tag === 'Load' || (made?._tag === 'Apply' && !made.machine.name.startsWith('call '))
  }

  /** Zero for certain is what is written at least once, and nothing but zeros. */
  const zerosOf = patterns((buffer): Pattern | null => {
    const { role, size } = entry(kernel.buffers, buffer)
    const writes = (writers.get(buffer) ?? []).map(writeOf)
    if (role === 'input' || !writes.some((write) => write !== null && mayBeKnown(write.value))) return null
    const all = writes.flatMap((write) => write ?? [])
    if (all.length < writes.length) return null
    return patternOf(all, size, ({ period, certain }) => {
      const isWritten = new Uint8Array(period)
      return ({ place, count, value }, turns) => {
        const from = indexOf(place, turns, period)
        if (from === null || from + count > period) return false
        const number = value === null || typeof value === 'number' ? value : valueOf(value.register, turns)
        for (let i = from; i < from + count; i++) {
          certain[i] = number === 0 && (isWritten[i] === 0 || certain[i] === 1) ? 1 : 0
          isWritten[i] = 1
        }
        return true
      }
    })
  })

  const isZero = (place: Place, turns: Turns): boolean => {
    const known = contents.get(place.buffer)
    const pattern = known === undefined ? zerosOf(place.buffer) : null
    const index = known === undefined && pattern === null ? null : indexOf(place, turns, known?.length ?? pattern?.period ?? 1)
    return index !== null && (known === undefined ? pattern?.certain[index] === 1 : known[index] === 0)
  }

  return { valueOf: (register, turns) => valueOf(register, turns), indexOf, isZero }
}
