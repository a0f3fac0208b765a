/**
 * What statements cost other threads: how long they take, roughly, in operations on two numbers at once, and whether other
 * threads can run them at all.
 */
import type { Block, Statement } from '../loop.ts'

const elementary = 30

const workOfOne = (s: Statement): number => {
  switch (s._tag) {
    case 'Literal':
      return 0
    case 'Apply':
      return s.machine.elementary === null ? 1 : elementary
    case 'Load':
    case 'Store':
    case 'Accumulate':
      return 1
    case 'Fill':
      return s.count / 8
    case 'Loop':
      return s.extent * workOf(s.body)
    case 'While':
      // How often it runs is not known: one turn is counted.
      return workOf(s.condition) + workOf(s.body)
    case 'Choose':
      return Math.max(workOf(s.yes), workOf(s.no))
    case 'Part':
      return workOf(s.body)
    case 'Host':
      return 0
  }
}

/** Whether statements call functions of JavaScript for what has no instructions, which only the caller's thread has. */
export const callsOut = (block: Block): boolean =>
  block.some((s) => {
    switch (s._tag) {
      case 'Apply':
        return s.machine.elementary === null && s.machine.name.startsWith('call ')
      case 'Loop':
      case 'Part':
        return callsOut(s.body)
      case 'While':
        return callsOut(s.condition) || callsOut(s.body)
      case 'Choose':
        return callsOut(s.yes) || callsOut(s.no)
      default:
        return false
    }
  })

export const workOf = (block: Block): number => block.reduce((sum, s) => sum + workOfOne(s), 0)
