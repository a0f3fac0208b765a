/**
 * How long statements take, roughly: in operations on two numbers at once.
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

export const workOf = (block: Block): number => block.reduce((sum, s) => sum + workOfOne(s), 0)
