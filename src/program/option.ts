/**
 * Options as users write them: a record of a few names, some of which take one of a few words. Untyped
 * code may write anything there, and what is not understood would do nothing at all.
 */
import { entry } from '../entry.ts'
import { raise } from '../failure.ts'
import { describe } from './describe.ts'

/** Every option by its name: the words it takes, or null where it takes something else, which is checked where it is used. */
export type Known<O> = { readonly [Name in keyof Required<O>]: ReadonlyArray<string | boolean> | null }

/** What an option takes that is on or off: a word or a number would be either, without a word. */
export const truth: ReadonlyArray<boolean> = [true, false]

const plain = (word: string): string => word.toLowerCase().replace(/[^a-z0-9]/g, '')

/** How many letters to insert, drop or replace (Levenshtein, 1966). */
const distance = (a: string, b: string): number => {
  let above = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) row.push(Math.min(entry(above, j) + 1, entry(row, j - 1) + 1, entry(above, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1)))
    above = row
  }
  return entry(above, b.length)
}

/** Whether the letters of a word stand in another in their order, as those of wasm do in webassembly. */
const shortens = (short: string, long: string): boolean => {
  let next = 0
  for (const letter of long) if (letter === short[next]) next++
  return short.length > 1 && next === short.length
}

/** The word most like one that is not known, if any is like it at all. */
export const nearest = (word: string, known: ReadonlyArray<string>): string | null => {
  const far = known.map((other) => {
    const [a, b] = [plain(word), plain(other)]
    const away = distance(a, b)
    return away <= Math.max(a.length, b.length) / 3 ? away : shortens(a, b) ? b.length : Number.POSITIVE_INFINITY
  })
  const least = Math.min(...far)
  return least < Number.POSITIVE_INFINITY ? entry(known, far.indexOf(least)) : null
}

const suggestion = (word: string, known: ReadonlyArray<string>): string => {
  const near = nearest(word, known)
  return near === null ? '' : `did you mean ${near}? `
}

const quoted = (names: ReadonlyArray<string>): string => (names.length === 1 ? `the only option is ${names.join()}` : `the options are ${names.join(', ')}`)

/** Refuse options that an operation does not have, and words that an option does not take. */
export const checkOptions = <O>(operation: string, given: unknown, known: Known<O>): void => {
  if (given === undefined) return
  const names = Object.keys(known)
  if (typeof given !== 'object' || given === null || Array.isArray(given) || ArrayBuffer.isView(given))
    return raise({
      _tag: 'Argument',
      operation,
      reason: `its options are a record, got ${describe(given)}`,
      hint: `write { ${names[0]}: … }; ${quoted(names)}`,
    })
  const choices: { readonly [name: string]: ReadonlyArray<unknown> | null } = known
  for (const [name, value] of Object.entries(given)) {
    if (!names.includes(name))
      raise({ _tag: 'Argument', operation, reason: `there is no option '${name}'`, hint: `${suggestion(name, names)}${quoted(names)}` })
    const words = choices[name] ?? null
    if (words !== null && value !== undefined && !words.includes(value))
      raise({
        _tag: 'Argument',
        operation,
        reason: `the ${name} ${typeof value === 'string' ? `'${value}'` : describe(value)} is unknown`,
        hint: `${typeof value === 'string' ? suggestion(value, words.map(String)) : ''}it is ${words.join(' or ')}`,
      })
  }
}
