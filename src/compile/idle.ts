/**
 * Which elements of buffers come to nothing: nobody reads them, or only to put them where nobody reads, as the gradient of
 * what a triangular matrix has above its diagonal.
 */
import { entry } from '../entry.ts'
import type { Around } from './access.ts'
import type { Census } from './census.ts'
import type { Place, Register } from './loop.ts'
import { depth, type Pattern, patternOf, patterns, type Turns } from './pattern.ts'
import type { Zeros } from './zeros.ts'

/** Whether what is put in a place comes to nothing whatever the inputs are. */
export const idleIn = ({ kernel, users, readers }: Census, { valueOf, indexOf }: Zeros): ((place: Place, turns: Turns) => boolean) => {
  const outputs = new Set(kernel.outputs.map(({ buffer }) => buffer))

  /** Whether it is not the one that a `select` takes, where that is known. */
  const isPassedOver = (register: Register, [test = -1, yes = -1, no = -1]: ReadonlyArray<Register>, turns: Turns): boolean => {
    const chosen = test === register ? null : valueOf(test, turns)
    return chosen !== null && (chosen === 1 ? yes : no) !== register
  }

  /** Whether all that a register goes into comes to nothing. */
  const isLost = (register: Register, around: Around | null, turns: Turns, hops = depth): boolean =>
    hops > 0 &&
    (users.get(register) ?? []).every(({ statement: s, around: there }) => {
      if (there !== around) return false
      if (s._tag === 'Apply') return (s.machine.name.endsWith('.select') && isPassedOver(register, s.args, turns)) || isLost(s.to, around, turns, hops - 1)
      const isPut = s._tag === 'Store' || (s._tag === 'Accumulate' && s.lanes === null)
      return isPut && s.to.computed?.index !== register && isIdle(s.to, turns)
    })

  const idleOf = patterns((buffer): Pattern | null => {
    const { role, size } = entry(kernel.buffers, buffer)
    if (role !== 'made' || outputs.has(buffer)) return null
    const sites = readers.get(buffer) ?? []
    const loads = sites.flatMap(({ statement, around, steady }) =>
      steady && statement._tag === 'Load' ? [{ load: statement, place: statement.from, around }] : [],
    )
    if (loads.length < sites.length) return null
    return patternOf(loads, size, ({ period, certain }) => {
      certain.fill(1)
      return ({ load, around }, turns) => {
        const index = indexOf(load.from, turns, period)
        if (index !== null && certain[index] === 1 && !isLost(load.to, around, turns)) certain[index] = 0
        return index !== null
      }
    })
  })

  const isIdle = (place: Place, turns: Turns): boolean => {
    const pattern = idleOf(place.buffer)
    const index = pattern === null ? null : indexOf(place, turns, pattern.period)
    return index !== null && pattern?.certain[index] === 1
  }
  return isIdle
}
