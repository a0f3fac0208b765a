/**
 * Typed arrays whose memory was given away: to a worker by `postMessage`, or by `structuredClone`. They look empty, and
 * every method of theirs throws a bare TypeError.
 */
import { raise } from '../failure.ts'

/** A typed array, of whatever numbers. */
interface Typed extends ArrayBufferView {
  readonly length: number
  readonly at: (index: number) => unknown
}

const reads = (data: Typed): boolean => {
  try {
    data.at(0)
    return true
  } catch {
    return false
  }
}

/** Whether nothing can be read any more; only what looks empty is asked, so that others cost one comparison. */
export const isDetached = (data: Typed): boolean => data.length === 0 && !reads(data)

/** What to do instead. */
export const hintToCopy = 'transfer a copy, as in xs.slice().buffer, and keep the array'

/** Refuse such an array; `what` names it. */
export const checkAttached = (operation: string, what: string, data: Typed): void => {
  if (isDetached(data))
    raise({
      _tag: 'Argument',
      operation,
      reason: `${what} is a ${data.constructor.name} whose buffer was transferred, so that nothing is in it`,
      hint: hintToCopy,
    })
}
