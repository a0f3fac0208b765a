/**
 * Options as users write them: a record of a few names, some of which take one of a few words. Untyped
 * code may write anything there, and what is not understood would do nothing at all.
 */
import { raise } from '../failure.ts'
import { describe } from './describe.ts'
import { suggestion } from './spelling.ts'

/** Every option by its name: the words or truth values it takes, or null where it takes something else, which is checked where it is used. */
export type Known<O> = { readonly [Name in keyof Required<O>]: ReadonlyArray<string | boolean> | null }

/** What an option takes that is on or off; a word or a number there would pass for one of them, and say nothing. */
export const truth: ReadonlyArray<boolean> = [true, false]

/** The options given, if they are a record. */
const optionsOf = (operation: string, given: unknown, name: string | undefined, known: string): ReadonlyArray<readonly [string, unknown]> =>
  typeof given !== 'object' || given === null || Array.isArray(given) || ArrayBuffer.isView(given)
    ? raise({ _tag: 'Argument', operation, reason: `its options are a record, got ${describe(given)}`, hint: `write { ${name}: … }; ${known}` })
    : Object.entries(given)

const unknownOption = (operation: string, name: string, hint: string): never =>
  raise({ _tag: 'Argument', operation, reason: `there is no option '${name}'`, hint })

/** Refuse options that an operation does not have which has only one. */
export const checkOption = <O>(operation: string, given: unknown, only: keyof O & string): void => {
  if (given === undefined) return
  const known = `the only option is ${only}`
  for (const [name] of optionsOf(operation, given, only, known)) if (name !== only) unknownOption(operation, name, known)
}

/** Refuse options that an operation of several does not have, and words that an option does not take. */
export const checkOptions = <O>(operation: string, given: unknown, known: Known<O>): void => {
  if (given === undefined) return
  const names = Object.keys(known)
  const all = `the options are ${names.join(', ')}`
  const choices: { readonly [name: string]: ReadonlyArray<unknown> | null } = known
  for (const [name, value] of optionsOf(operation, given, names[0], all)) {
    if (!names.includes(name)) unknownOption(operation, name, `${suggestion(name, names)}${all}`)
    const words = choices[name] ?? null
    if (words !== null && value !== undefined && !words.some((word) => word === value))
      raise({
        _tag: 'Argument',
        operation,
        reason: `the option ${name} cannot be ${typeof value === 'string' ? `'${value}'` : describe(value)}`,
        hint: `${typeof value === 'string' ? suggestion(value, words.map(String)) : ''}it is ${words.join(' or ')}`,
      })
  }
}
