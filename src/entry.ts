/**
 * An entry that is known to be there. Programs are built so that their indices are valid; where that
 * is broken by hand-made data, the failure says so instead of passing `undefined` on.
 */
import { raise } from './failure.ts'
import { phantom } from './type/phantom.ts'

export const entry = <T>(list: ReadonlyArray<T>, index: number): T => {
  const found = list[index]
  return found === undefined && !(index in list)
    ? raise({ _tag: 'Argument', operation: 'program', reason: `entry ${index} of ${list.length} does not exist` })
    : phantom(found)
}
