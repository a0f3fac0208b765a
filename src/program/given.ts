/**
 * What callers hand over where a function or a program is wanted; untyped code may hand over anything.
 */
import { raise } from '../failure.ts'
import type { Program } from './model.ts'
import { describe } from './describe.ts'

const hasTag = (value: unknown): value is { readonly _tag: unknown } => typeof value === 'object' && value !== null && '_tag' in value

/** Whether a value is a program, whatever it may be. */
export const isProgram = (value: unknown): value is Program => hasTag(value) && value._tag === 'Program' && 'equations' in value

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
