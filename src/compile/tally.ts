/**
 * How many loops and operations on numbers there are in statements.
 */
import type { Block, Statement } from './loop.ts'

export interface Count {
  readonly loops: number
  readonly operations: number
}

const none: Count = { loops: 0, operations: 0 }
const plus = (a: Count, b: Count): Count => ({ loops: a.loops + b.loops, operations: a.operations + b.operations })

const countOf = (statement: Statement): Count => {
  switch (statement._tag) {
    case 'Apply':
    case 'Accumulate':
      return { loops: 0, operations: 1 }
    case 'Loop': {
      const inner = countAll(statement.body)
      return { loops: 1 + inner.loops, operations: statement.extent * inner.operations }
    }
    case 'While': {
      // How often it runs is not known: one turn is counted.
      const inner = plus(countAll(statement.condition), countAll(statement.body))
      return { loops: 1 + inner.loops, operations: inner.operations }
    }
    case 'Choose': {
      const [yes, no] = [countAll(statement.yes), countAll(statement.no)]
      return { loops: yes.loops + no.loops, operations: Math.max(yes.operations, no.operations) }
    }
    case 'Part':
      return countAll(statement.body)
    default:
      return none
  }
}

/** Of all statements of a block, in one run. */
export const countAll = (block: Block): Count => block.reduce((total, statement) => plus(total, countOf(statement)), none)
