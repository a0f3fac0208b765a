/**
 * Documents spoilt on purpose: a good one, as JSON, with a few of its places changed. Some changes keep to
 * the form (a number moved by one, an entry doubled, a part of another document), so that what they spoil is
 * found late; others put there what does not belong, or change the text itself.
 */
import type { Chance } from './chance.ts'

export type Json = null | boolean | number | string | ReadonlyArray<Json> | { readonly [key: string]: Json }

/** Values that something somewhere might stumble over. */
const hostile: ReadonlyArray<Json> = [
  null,
  true,
  '',
  'add',
  'f64',
  'f64[3]',
  'f64[0]',
  'f64[9007199254740991]',
  'bool[2]',
  '__proto__',
  'constructor',
  ');globalThis.escaped = true;(',
  '`+(globalThis.escaped = true)+`',
  '\u0000\ud800',
  0,
  -0,
  1,
  -1,
  2,
  0.5,
  256,
  2 ** 31,
  2 ** 32,
  2 ** 53 - 1,
  1e308,
  [],
  [[0]],
  {},
  { program: 0 },
  { program: -1 },
  { program: 1e9 },
  { number: 'NaN' },
  { number: '-0' },
  { toString: 0, valueOf: 0, length: -1 },
]

const names = ['__proto__', 'constructor', 'toString', 'then', 'length', 'axis', 'axes', 'shape', 'sizes', 'program', 'n']

interface Place {
  readonly holder: Array<Json> | { [key: string]: Json }
  readonly key: string | number
}

const isList = (json: Json): json is Array<Json> => Array.isArray(json)

const isRecord = (json: Json): json is { [key: string]: Json } => typeof json === 'object' && json !== null && !isList(json)

const at = ({ holder, key }: Place): Json => (isList(holder) ? holder[Number(key)] : holder[key]) ?? null

const copy = (json: Json): Json => JSON.parse(JSON.stringify(json))

/** What is put is a copy, so that a document stays a tree, as JSON is. */
const put = ({ holder, key }: Place, given: Json): void => {
  const value = copy(given)
  if (isList(holder)) holder[Number(key)] = value
  else Object.defineProperty(holder, key, { value, enumerable: true, configurable: true, writable: true })
}

/** All places of a document, by a loop: it may be deep. */
const placesOf = (root: Json): ReadonlyArray<Place> => {
  const places: Array<Place> = []
  const open: Array<Json> = [root]
  for (let json = open.pop(); json !== undefined; json = open.pop()) {
    const holder = json
    if (isList(holder))
      holder.forEach((value, key) => {
        places.push({ holder, key })
        open.push(value)
      })
    else if (isRecord(holder))
      for (const [key, value] of Object.entries(holder)) {
        places.push({ holder, key })
        open.push(value)
      }
  }
  return places
}

/** A place as likely in a short list as in a long one: half of the choices go down from the root, level by level. */
const placeIn = (root: Json, { below, one }: Chance): Place | undefined => {
  if (below(2) === 0) {
    const all = placesOf(root)
    return all.length === 0 ? undefined : one(all)
  }
  let place: Place | undefined
  for (let json = root; (isList(json) || isRecord(json)) && Object.keys(json).length > 0; json = at(place)) {
    place = { holder: json, key: one(Object.keys(json)) }
    if (below(6) === 0) break
  }
  return place
}

const otherNumber = (x: number, { below, one }: Chance): number => one([x + 1, x - 1, -x, -1 - x, 2 * x, x + 0.5, x + 2 ** 32, below(8), -1 - below(4)])

const otherText = (text: string, { below, one }: Chance): string => {
  const from = below(text.length + 1)
  const to = from + below(3)
  return text.slice(0, from) + one(['', '', '0', '1', '9', ',', '[', ']', 'A', '=', 'x', text.slice(0, 4)]) + text.slice(to)
}

const nested = (value: Json, depth: number): Json => {
  let json = value
  for (let i = 0; i < depth; i++) json = [json]
  return json
}

/** One change at one place, in the document itself. */
const spoil = (root: Json, corpus: ReadonlyArray<Json>, dice: Chance): void => {
  const { below, one } = dice
  const place = placeIn(root, dice)
  if (place === undefined) return
  const value = at(place)
  const elsewhere = placeIn(below(3) === 0 ? one(corpus) : root, dice)
  switch (below(9)) {
    case 0:
      return put(place, one(hostile))
    case 1:
    case 2:
    case 3: {
      if (typeof value === 'number') return put(place, otherNumber(value, dice))
      if (typeof value === 'string') return put(place, otherText(value, dice))
      if (typeof value === 'boolean') return put(place, !value)
      if (isList(value) && value.length > 0) {
        const entry = below(value.length)
        return put(place, one([value.slice(1), value.slice(0, entry), [...value, value[entry] ?? 0], value.toReversed(), value.with(entry, value[0] ?? 0)]))
      }
      return isRecord(value) ? put({ holder: value, key: one(names) }, one(hostile)) : undefined
    }
    case 4:
      if (isList(place.holder)) place.holder.splice(Number(place.key), 1)
      else delete place.holder[place.key]
      return
    case 5:
    case 6:
      return elsewhere === undefined ? undefined : put(place, at(elsewhere))
    case 7:
      return isList(value) && below(4) === 0 ? put(place, Array.from({ length: 40 }, () => value).flat()) : put(place, one(hostile))
    default:
      return put(place, nested(value, below(8) === 0 ? 300 : 1))
  }
}

const spoiltText = (text: string, { below, one }: Chance): string => {
  const from = below(text.length)
  const part = text.slice(from, from + below(30))
  return text.slice(0, from) + one(['', part + part, one([...'0123456789-.eE"[]{},:']), 'null', '1e999', '"\\ud800"']) + text.slice(from + below(4))
}

/** A good document, spoilt in one to four places; undefined where the text of it is no longer JSON. */
export const mutant = (corpus: ReadonlyArray<Json>, dice: Chance): unknown => {
  const text = JSON.stringify(dice.one(corpus))
  if (dice.below(8) === 0) {
    try {
      return JSON.parse(spoiltText(text, dice))
    } catch {
      return undefined
    }
  }
  const root: Json = [JSON.parse(text)]
  for (let left = dice.one([1, 1, 2, 3, 4]); left > 0; left--) spoil(root, corpus, dice)
  return root[0]
}
