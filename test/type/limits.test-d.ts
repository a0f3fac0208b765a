/**
 * What TypeScript cannot refuse, so that the run time and `checkGradient` must: these compile. When one
 * of them no longer does, the limit is gone and the documentation may say so. And what it refuses though
 * it would run.
 */
import { exp, flow, grad, gt, type Scalar, sin } from 'wengert'
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

/** A chain of `flow` keeps its first function generic, which then may be too much for a gradient behind it; a parameter with a type settles it. */
export const chains = (): void => {
  // @ts-expect-error what `sin` and `exp` answer with is not known to be a scalar
  exactly<number>()(grad(flow(sin, exp, grad(sin)))(1))
  exactly<number>()(grad(flow((x: Scalar) => sin(x), exp, grad(sin)))(1))
}
