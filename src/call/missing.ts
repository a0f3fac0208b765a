/**
 * What the arguments of a call do not hold: where a function failed for the lack of something, it is run
 * once more on arguments that notice what is read of them and is not there.
 */
import { isRecord, type Layout } from '../program/tree.ts'
import type { Argument } from './arguments.ts'

// places -----------------------------------------------------------------------------------

/** The argument as messages call it. */
export const nameOf = (args: ReadonlyArray<unknown>, index: number): string => (args.length === 1 ? 'x' : `x${index + 1}`)

export const isUndefined = (value: unknown): boolean => value === undefined

/** The path to the first static value in a layout of which something is so. Layouts nest a few levels, so this recursion is shallow. */
export const pathTo = (layout: Layout, path: string, is: (value: unknown) => boolean): string | null => {
  if (layout._tag === 'Static') return is(layout.value) ? path : null
  if (layout._tag === 'Leaf') return null
  for (const [i, item] of layout.items.entries()) {
    const place = layout._tag === 'Tuple' ? `${path}[${i}]` : `${path}.${layout.keys[i]}`
    // A list may have gaps.
    const found = item === undefined ? place : pathTo(item, place, is)
    if (found !== null) return found
  }
  return null
}

/** The same in the arguments of a call. */
export const pathIn = (args: ReadonlyArray<Argument>, is: (value: unknown) => boolean): string | null => {
  for (const [i, arg] of args.entries()) {
    const found = pathTo(arg.layout, nameOf(args, i), is)
    if (found !== null) return found
  }
  return null
}

// reads ------------------------------------------------------------------------------------

/** Told of something that is read and not there, by its path. */
export type Watch = (path: string) => void

/** A structure that tells of each entry that is read and that it does not have. Structures nest a few levels, so this recursion is shallow. */
export const watched = (structure: unknown, path: string, watch: Watch): unknown => {
  if (structure === undefined) watch(path)
  if (!isRecord(structure) && !Array.isArray(structure)) return structure
  const place = (key: string): string => (Array.isArray(structure) && /^\d+$/.test(key) ? `${path}[${key}]` : `${path}.${key}`)
  return new Proxy(structure, {
    get: (from, key, receiver) => {
      const value: unknown = Reflect.get(from, key, receiver)
      return typeof key === 'string' ? watched(value, place(key), watch) : value
    },
  })
}

/** The last entry that a run misses; null if it misses none. */
export const missed = (run: (watch: Watch) => unknown): string | null => {
  const last: { path: string | null } = { path: null }
  try {
    run((path) => {
      last.path = path
    })
  } catch {
    // It failed before, and is run again for what it reads.
  }
  return last.path
}
