/**
 * Typed arrays whose memory was given away: to a worker by `postMessage`, or by `structuredClone`. They look empty, and
 * every method of theirs throws a bare TypeError.
 */
import { raise } from '../failure.ts'

type Typed = Float64Array | Int32Array

const reads = (data: Typed): boolean => {
  try {
    data.at(0)
    return true
  } catch {
    return false
  }
}

/** Whether a value is a Float64Array itself: a Proxy of one says that it is one, and has none of its entries. */
export const isFloats = (value: unknown): value is Float64Array => value instanceof Float64Array && ArrayBuffer.isView(value)

/** Whether nothing can be read any more; only what looks empty is asked, so that others cost one comparison. */
export const isDetached = (data: Typed): boolean => data.length === 0 && !reads(data)

/** The way out. */
export const transferred = 'transfer a copy, as in xs.slice().buffer, and keep the array'

/** Refuse such an array; `what` names it. */
export const checkAttached = (operation: string, what: string, data: Typed): void => {
  if (isDetached(data))
    raise({
      _tag: 'Argument',
      operation,
      reason: `${what} is a ${data instanceof Int32Array ? 'Int32Array' : 'Float64Array'} whose buffer was transferred, so that nothing is in it`,
      hint: transferred,
    })
}
