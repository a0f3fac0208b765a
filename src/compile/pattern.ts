/**
 * What is certain of single elements of a buffer, whatever the inputs are. Mostly a buffer is many of one kind, as a batch of
 * matrices: then it is said of one of them.
 */
import { type Around, extentIn } from './access.ts'
import type { Place } from './loop.ts'

/** Of each element up to the period whether it is certain; those behind repeat them. */
export interface Pattern {
  readonly period: number
  readonly certain: Uint8Array
}

/** At which turn a loop is, of some loops. */
export interface Turns {
  readonly get: (axis: number) => number | undefined
}

/** A place, and the loops around it. */
export interface Reached {
  readonly place: Place
  readonly around: Around | null
}

/** Looks at a place at some turns; false where it is not known which element that is. */
type Look<R> = (reached: R, turns: Turns) => boolean

/** So many elements are looked at for a pattern. */
export const limit: number = 2 ** 16

/** How far a value is followed, from register to register and from buffer to buffer. */
export const depth = 12

/** How many elements each turn of a loop has for itself, if all places step through the whole buffer by such loops; else its size. */
const periodOf = (all: ReadonlyArray<Reached>, size: number): number => {
  const longest = all.map(({ place }) => place.strides.reduce((most, { stride }) => Math.max(most, stride), 0))
  const [period = 0] = longest
  if (period === 0 || size % period !== 0 || longest.some((stride) => stride !== period)) return size
  const isWhole = ({ place, around }: Reached): boolean =>
    place.strides.some(({ axis, stride }) => stride === period && extentIn(around, axis) === size / period)
  return all.every(isWhole) ? period : size
}

/** What became of looking at the turns of all loops along a place: whether some element was not known, and whether the turns from period to period matter. */
interface Seen {
  readonly isKnown: boolean
  readonly isPeriodic: boolean
}

const seenIn = <R extends Reached>(reached: R, period: number, look: Look<R>): Seen => {
  const { place, around } = reached
  const axes = place.strides.filter(({ stride }) => stride % period !== 0).map(({ axis }) => ({ axis, extent: extentIn(around, axis) ?? Number.NaN }))
  const count = axes.reduce((product, { extent }) => product * extent, 1)
  const turns = new Map<number, number>()
  let isPeriodic = true
  const get = (axis: number): number | undefined => {
    const turn = turns.get(axis)
    if (turn === undefined && place.strides.some((s) => s.axis === axis)) isPeriodic = false
    return turn
  }
  let isKnown = count <= limit
  for (let i = 0; i < count && isKnown && isPeriodic; i++) {
    let rest = i
    for (const { axis, extent } of axes) {
      turns.set(axis, rest % extent)
      rest = Math.floor(rest / extent)
    }
    isKnown = look(reached, { get })
  }
  return { isKnown, isPeriodic }
}

/** The pattern that is made by a look at all places: of one period, unless those differ. */
export const patternOf = <R extends Reached>(all: ReadonlyArray<R>, size: number, begin: (pattern: Pattern) => Look<R>): Pattern | null => {
  for (const period of new Set([periodOf(all, size), size])) {
    if (period > limit) return null
    const pattern = { period, certain: new Uint8Array(period) }
    const look = begin(pattern)
    const seen = all.map((reached) => seenIn(reached, period, look))
    if (seen.some(({ isKnown }) => !isKnown)) return null
    if (seen.every(({ isPeriodic }) => isPeriodic)) return pattern
  }
  return null
}

/** Patterns by buffer, each found once. While one is looked for nothing of it is certain. */
export const patterns = (find: (buffer: number) => Pattern | null): ((buffer: number) => Pattern | null) => {
  const known = new Map<number, Pattern | null>()
  let level = 0
  return (buffer) => {
    const before = known.get(buffer)
    if (before !== undefined || level === depth) return before ?? null
    known.set(buffer, null)
    level++
    const pattern = find(buffer)
    level--
    known.set(buffer, pattern)
    return pattern
  }
}
