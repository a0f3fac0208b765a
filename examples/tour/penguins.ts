/**
 * The Palmer penguins (Gorman, Williams and Fraser, 2014), from the npm package vega-datasets: bills of
 * Adélie and chinstrap penguins, cleaned, split and standardised.
 */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { either as E } from 'fp-ts'
import * as t from 'io-ts'

// model ------------------------------------------------------------------------------------

export interface Penguin {
  readonly species: 'Adelie' | 'Chinstrap'
  /** In millimetres. */
  readonly length: number
  readonly depth: number
}

export interface Split {
  readonly train: ReadonlyArray<Penguin>
  readonly test: ReadonlyArray<Penguin>
}

/** Mean and standard deviation of a column. */
export interface Scale {
  readonly mean: number
  readonly deviation: number
}

// constructors -----------------------------------------------------------------------------

const measure = t.union([t.number, t.null])
const Rows = t.array(t.type({ Species: t.string, 'Beak Length (mm)': measure, 'Beak Depth (mm)': measure }))

const file = new URL('../data/penguins.json', import.meta.resolve('vega-datasets'))

const read = (): t.TypeOf<typeof Rows> => {
  const decoded = Rows.decode(JSON.parse(readFileSync(fileURLToPath(file), 'utf8')))
  if (E.isLeft(decoded)) throw new Error(`${file.pathname} is not the table of penguins expected`)
  return decoded.right
}

/** All birds of the two species whose bill was measured, and how many were not. */
export const penguins = (): { readonly birds: ReadonlyArray<Penguin>; readonly missing: number } => {
  const rows = read().filter(({ Species }) => Species !== 'Gentoo')
  const birds = rows.flatMap((row): ReadonlyArray<Penguin> => {
    const { 'Beak Length (mm)': length, 'Beak Depth (mm)': depth } = row
    return length === null || depth === null ? [] : [{ species: row.Species === 'Adelie' ? 'Adelie' : 'Chinstrap', length, depth }]
  })
  return { birds, missing: rows.length - birds.length }
}

// combinators ------------------------------------------------------------------------------

/** A whole number scrambled: the finaliser of MurmurHash3, by Austin Appleby. */
const scramble = (n: number): number => {
  const a = Math.imul(n ^ (n >>> 16), 0x85ebca6b)
  const b = Math.imul(a ^ (a >>> 13), 0xc2b2ae35)
  return (b ^ (b >>> 16)) >>> 0
}

/** The same order for the same seed: a shuffle without a state. */
export const shuffled = <A>(items: ReadonlyArray<A>, seed: number): ReadonlyArray<A> =>
  items
    .map((item, i) => ({ item, key: scramble(scramble(seed) + i) }))
    .sort((a, b) => a.key - b.key)
    .map(({ item }) => item)

/** One in five for the test, of each species. */
export const split = (birds: ReadonlyArray<Penguin>, seed: number): Split => {
  const parts = (['Adelie', 'Chinstrap'] as const).map((species): Split => {
    const own = shuffled(
      birds.filter((bird) => bird.species === species),
      seed,
    )
    const count = Math.round(own.length / 5)
    return { train: own.slice(count), test: own.slice(0, count) }
  })
  return { train: parts.flatMap((part) => part.train), test: parts.flatMap((part) => part.test) }
}

export const scaleOf = (values: ReadonlyArray<number>): Scale => {
  const mean = values.reduce((sum, x) => sum + x, 0) / values.length
  return { mean, deviation: Math.sqrt(values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / values.length) }
}

export const standardised = (value: number, { mean, deviation }: Scale): number => (value - mean) / deviation
