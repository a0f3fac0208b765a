/**
 * The functions that generated code may call, by name, and the order to write them in.
 */
import { elementaryText, isElementary } from './elementary.ts'
import { bits } from './library/bits.ts'
import { powers } from './library/power.ts'
import { rare } from './library/rare.ts'
import { normal } from './library/normal.ts'
import { special } from './library/special.ts'
import { gammas } from './library/gamma.ts'
import { bessels } from './library/bessel.ts'
import { polygammas } from './library/polygamma.ts'
import { arrays } from './library/array.ts'
import { factors } from './library/factor.ts'

const texts: { readonly [name: string]: string } = {
  ...bits,
  ...rare,
  ...powers,
  ...special,
  ...normal,
  ...gammas,
  ...bessels,
  ...polygammas,
  ...arrays,
  ...factors,
}

const textOf = (name: string): string | null => texts[name] ?? elementaryText(name)

/** The library by the names of its functions. */
export const library: { readonly has: (name: string) => boolean } = { has: (name) => texts[name] !== undefined || isElementary(name) }

/** Functions of the library that a text names. */
const namedIn = (text: string): ReadonlyArray<string> => [...new Set(text.match(/\bw_\w+/g) ?? [])].filter((name) => library.has(name))

/** The text of all functions that a text needs, each after those it calls itself. */
export const neededBy = (text: string): ReadonlyArray<string> => {
  const done = new Set<string>()
  const out: Array<string> = []
  // The library is ours, and no function of it calls another in a circle.
  const visit = (name: string): void => {
    const own = textOf(name)
    if (done.has(name) || own === null) return
    done.add(name)
    namedIn(own).forEach(visit)
    out.push(own)
  }
  namedIn(text).forEach(visit)
  return out
}
