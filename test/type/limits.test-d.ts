/**
 * What TypeScript cannot refuse, so that the run time and `checkGradient` must: these compile. When one
 * of them no longer does, the limit is gone and the documentation may say so.
 */
import { gt, type Scalar } from 'wengert'
import { exactly } from './exactly.ts'

export const conditions = (x: Scalar): void => {
  while (gt(x, 0)) break
  for (; gt(x, 0); ) break
  exactly<false>()(!gt(x, 0))
  const either = gt(x, 0) || x
  exactly<unknown>()(either as unknown)
}

/** These throw at run time, through `Symbol.toPrimitive`. */
export const coercions = (x: Scalar, y: Scalar): void => {
  exactly<string>()(`${x}`)
  exactly<number>()(-x)
  exactly<boolean>()(x < y)
}

/** This compares references. */
export const identity = (x: Scalar, y: Scalar): void => {
  exactly<boolean>()(x === y)
}
