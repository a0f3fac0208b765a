/**
 * Words that are not known, and those that may have been meant.
 */
import { entry } from '../entry.ts'

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

/** A question by the word most like it, if any is. */
export const suggestion = (word: string, known: ReadonlyArray<string>): string => {
  const near = nearest(word, known)
  return near === null ? '' : `did you mean ${near}? `
}
