/**
 * What callers hand over where a function or a program is wanted; untyped code may hand over anything.
 */
import { raise } from '../failure.ts'
import type { Program } from './model.ts'
import { describe } from './describe.ts'

const hasTag = (value: unknown): value is { readonly _tag: unknown } => typeof value === 'object' && value !== null && '_tag' in value

const lists = ['inputs', 'names', 'equations', 'outputs', 'outputNames']

/** Whether a value is a program, whatever it may be. */
export const isProgram = (value: unknown): value is Program =>
  hasTag(value) && value._tag === 'Program' && lists.every((name) => Array.isArray(Reflect.get(value, name)))

/** Refuse what is no function, before it is called. */
export const checkFunction = (operation: string, f: unknown, what = 'a function'): void => {
  if (typeof f === 'function') return
  raise({
    _tag: 'Argument',
    operation,
    reason: `takes ${what}, got ${isProgram(f) ? 'a program' : describe(f)}`,
    hint: isProgram(f) ? 'run a program with run(program, { … })' : `pass the function itself, as in ${operation}(f), not what it answers with`,
  })
}

/** Refuse what is no program. */
export const checkProgram = (operation: string, program: unknown): void => {
  if (isProgram(program)) return
  const got = describe(program)
  raise({
    _tag: 'Argument',
    operation,
    reason: `takes a program, got ${got}`,
    hint: `make one with trace: ${operation}(trace(f)(…)), with arguments like those of f`,
  })
}

/** Whether a part of a record is what it is to be. */
type Is = (part: unknown) => boolean

export const isFunction: Is = (part) => typeof part === 'function'
export const isNumber: Is = (part) => typeof part === 'number'
export const isText: Is = (part) => typeof part === 'string'
export const isRecord = (part: unknown): part is object => typeof part === 'object' && part !== null
export const isListOf =
  (is: Is): Is =>
  (part) =>
    Array.isArray(part) && Array.from(part).every(is)

/** What the parts of a record are to be, by their names. */
export interface Parts {
  readonly [name: string]: Is
}

/** Refuse what is no record with the parts that are used, before one of them is missed. */
export const checkRecord = (operation: string, what: string, given: unknown, parts: Parts, hint: string): void => {
  const refuse = (got: string): never => raise({ _tag: 'Argument', operation, reason: `takes ${what}, got ${got}`, hint })
  if (!isRecord(given)) return refuse(describe(given))
  for (const [name, is] of Object.entries(parts)) {
    const part: unknown = Reflect.get(given, name)
    if (!is(part)) refuse(`${describe(given)}, of which ${name} is ${describe(part)}`)
  }
}

/** Refuse what interprets nothing; `evaluate` is an algebra and a function. */
export const checkAlgebra = (operation: string, algebra: { readonly literal: unknown; readonly apply: unknown }): void => {
  if (typeof algebra?.apply !== 'function' || typeof algebra.literal !== 'function')
    raise({ _tag: 'Argument', operation, reason: `takes an algebra, got ${describe(algebra)}`, hint: 'it has literal and apply' })
}
