/**
 * What is wrong in data from outside, and where: a list of mistakes, each a path and a reason. They are
 * shown as failures and travel through io-ts as its validation errors, in both directions.
 */
import { listOf } from '../array/list.ts'
import * as t from 'io-ts'
import type { Failure } from '../failure.ts'
import { describe } from '../program/describe.ts'

/** Keys and indices from the root to the place. */
export type Path = ReadonlyArray<string | number>

export interface Mistake {
  readonly path: Path
  readonly reason: string
}

/** So many mistakes are told; a list of a million helps nobody. */
export const enough = 100

// A reason quotes shapes and names out of the data, which may be as long as the data.
const longest = 400

const cut = (text: string): string => (text.length > longest ? `${text.slice(0, longest)}…` : text)

/** What a value is, in a few words: small ones as they are. */
export const shown = (value: unknown): string =>
  typeof value === 'string'
    ? cut(JSON.stringify(value))
    : typeof value === 'number'
      ? Object.is(value, -0)
        ? '-0'
        : String(value)
      : typeof value === 'boolean'
        ? String(value)
        : describe(value)

const identifier = /^[\p{L}_$][\p{L}\p{N}_$]*$/u

/** `programs[0].equations[3]`; the root is `$`, which is left out before a name. */
export const showPath = (path: Path): string => {
  const text = path.map((key) => (typeof key === 'number' ? `[${key}]` : identifier.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`)).join('')
  return text.startsWith('.') ? text.slice(1) : `$${text}`
}

/** Mistakes as failures. */
export const toFailures = (mistakes: ReadonlyArray<Mistake>): ReadonlyArray<Failure> =>
  mistakes.map(({ path, reason }) => ({ _tag: 'Decode', path: showPath(path), reason: cut(reason) }))

// io-ts -------------------------------------------------------------------------------------

const isIndex = /^(?:0|[1-9]\d{0,14})$/

// A record may have numerals for keys; what is not among its keys is the index of something kept as columns.
const hasKey = (value: unknown, key: string): boolean => typeof value === 'object' && value !== null && !Array.isArray(value) && Object.hasOwn(value, key)

/** The keys of a context. The members of an intersection or a union are no places in the data. */
const pathOf = (context: t.Context): Path =>
  context.flatMap(({ key }, i) => {
    const parent = context[i - 1]
    if (parent === undefined || parent.type instanceof t.IntersectionType || parent.type instanceof t.UnionType) return []
    return [isIndex.test(key) && !hasKey(parent.actual, key) ? Number(key) : key]
  })

/** The last entry of a context of ours: io-ts's reporters print its name, and we read the reason back from it. */
interface Place extends t.Decoder<unknown, unknown> {
  readonly reason: string
}

const isPlace = (type: t.Decoder<unknown, unknown>): type is Place => 'reason' in type

const place = (reason: string): Place => ({ name: reason, reason, validate: t.unknown.validate, decode: t.unknown.decode })

const reasonOf = ({ value, context, message }: t.ValidationError): string => {
  const type = context.at(-1)?.type
  if (type !== undefined && isPlace(type)) return type.reason
  return message ?? `expected ${type?.name ?? 'another value'}, got ${shown(value)}`
}

/** io-ts's validation errors as mistakes. */
export const fromErrors = (errors: ReadonlyArray<t.ValidationError>): ReadonlyArray<Mistake> =>
  errors.map((error) => ({ path: pathOf(error.context), reason: reasonOf(error) }))

/**
 * io-ts's validation errors, of specs and of any other codec, as failures with paths; the root is `$`.
 *
 * @example
 * E.mapLeft(failuresOf)(vector(3).decode([1, 2]))   // Left([{ _tag: 'Decode', path: '$', reason: 'expected 3 entries, got 2' }])
 * @category destructors
 */
export const failuresOf = (errors: t.Errors): ReadonlyArray<Failure> =>
  toFailures(fromErrors(listOf('failuresOf', 'the errors are', errors, 'they are what decode answers with on the left')))

/** Mistakes below a context as io-ts's validation errors. They carry no message, with which io-ts's reporters would drop the path. */
export const toErrors = (context: t.Context, root: unknown, mistakes: ReadonlyArray<Mistake>): t.Errors =>
  mistakes.map(({ path, reason }) => {
    const entries = [...context]
    let value = root
    for (const key of path) {
      value = childOf(value, key)
      entries.push({ key: String(key), type: t.unknown, actual: value })
    }
    const last = entries.pop()
    return { value, context: [...entries, { key: last?.key ?? '', type: place(cut(reason)), actual: value }] }
  })

// Equations are columns, so a path may lead where the data has nothing: then the value is undefined.
const childOf = (value: unknown, key: string | number): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, key) ? Object.getOwnPropertyDescriptor(value, key)?.value : undefined

// collecting ---------------------------------------------------------------------------------

/** A list of mistakes while it is being made, within one decoding. */
export interface Ledger {
  readonly note: (path: Path, reason: string) => void
  readonly full: () => boolean
  readonly mistakes: () => ReadonlyArray<Mistake>
}

export const ledger = (): Ledger => {
  const list: Array<Mistake> = []
  return {
    note: (path, reason) => {
      if (list.length < enough) list.push({ path, reason })
    },
    full: () => list.length >= enough,
    mistakes: () => list,
  }
}
