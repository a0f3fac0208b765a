/**
 * Lists as callers hand them over, and anything else that untyped code may hand over in their place.
 */
import { raise } from '../failure.ts'
import { describeOther } from './nested.ts'

const deepest = 2

/** Whether a value is an expression, which stands above lists. */
export const isTraced = (given: unknown): boolean => typeof given === 'object' && given !== null && '_tag' in given && given._tag === 'Expr'

/** So many of something, in words that fit: 1 axis, 2 axes. */
export const counted = (count: number, one: string, many: string = `${one}s`): string => `${count} ${count === 1 ? one : many}`

/** A value in a message: numbers, words and short lists as they are written, anything else by what it is. */
export const said = (given: unknown, depth: number = deepest): string => {
  if (typeof given === 'number' || typeof given === 'boolean') return Object.is(given, -0) ? '-0' : String(given)
  if (typeof given === 'string') return `'${given}'`
  if (Array.isArray(given) && depth > 0 && given.length <= 16) return `[${Array.from(given, (one) => said(one, depth - 1)).join()}]`
  // What an operation counts with, or makes shapes of, is known before the program runs.
  if (isTraced(given) && depth === deepest) return `${describeOther(given)} (as fixed(3) in the call it has)`
  return describeOther(given) ?? 'a Tensor'
}

/** A list of whole numbers from `least` on, without gaps. */
export const isWholes = (given: unknown, least: number = Number.NEGATIVE_INFINITY): given is ReadonlyArray<number> =>
  Array.isArray(given) && Array.from(given).every((n) => Number.isInteger(n) && n >= least)

/** What is given, if it is a list; else a failure by `what` it is: 'the axes are' a string. */
export const listOf = <T>(operation: string, what: string, given: ReadonlyArray<T>, hint: string = 'several are a list: [0, 1]'): ReadonlyArray<T> =>
  Array.isArray(given) ? given : raise({ _tag: 'Argument', operation, reason: `${what} ${describeOther(given) ?? 'a Tensor'}`, hint })
