/**
 * How long code is, in statements.
 */
import type { Block, Statement } from './loop.ts'

export const lengthOf = (statement: Statement): number => {
  switch (statement._tag) {
    case 'Loop':
      return 2 + lengthOfAll(statement.body)
    case 'While':
      return 2 + lengthOfAll(statement.condition) + lengthOfAll(statement.body)
    case 'Choose':
      return 2 + lengthOfAll(statement.yes) + lengthOfAll(statement.no)
    // A part too: it is one call, however long its function is.
    default:
      return 1
  }
}

export const lengthOfAll = (block: Block): number => {
  let total = 0
  for (const statement of block) total += lengthOf(statement)
  return total
}
