/**
 * Arbitraries of random programs: scalar ones and ones of small arrays, with sharing, choices and
 * broadcasting. They shrink by dropping lines and simplifying operands, and print as a function that
 * can be pasted and run.
 */
import * as fc from 'fast-check'
import type { Dims } from '../src/array/shape.ts'
import { sizeOf } from '../src/array/shape.ts'
import { entry } from '../src/entry.ts'
import type { Program } from '../src/program/model.ts'
import { sizesOf } from './mapping.ts'
import { arrayProductions, fieldProductions, type Production, scalarProductions, type Site, smoothProductions, type Value } from './production.ts'
import { vocabularyProductions } from './production-array.ts'
import { call, programOf, showArguments, showSnippet, type Snippet, value, valuesOf } from './snippet.ts'

/** A program, its function on plain numbers, a point and directions there: what a law of differentiation samples. */
export interface Sample {
  readonly program: Program
  /** The function itself, evaluated without the program. */
  readonly value: (x: ArrayLike<number>) => ArrayLike<number>
  readonly point: Float64Array
  /** Two directions at the point, and a weight per result. */
  readonly u: Float64Array
  readonly v: Float64Array
  readonly w: Float64Array
  /** How far along u and v the function is still smooth. */
  readonly reach: number
}

/** What may be asked of a random program. */
export interface ProgramOptions {
  readonly productions?: ReadonlyArray<Production>
  /** Shapes an input may have. */
  readonly shapes?: ReadonlyArray<Dims>
  /** The largest number of inputs, and the smallest. */
  readonly inputs?: number
  readonly fewest?: number
  readonly lines?: number
  /** Add up the last value where it is an array. */
  readonly scalarResult?: boolean
}

// raw choices ------------------------------------------------------------------------------

/** The random choices of one line: any list of them means some program, so any list may be shrunk. */
interface Choices {
  readonly production: number
  readonly values: ReadonlyArray<number>
  readonly choices: ReadonlyArray<number>
  readonly number: number
}

const choices: fc.Arbitrary<Choices> = /*#__PURE__*/ fc.record({
  production: fc.nat(9999),
  // Recent values are chosen more often, so that chains grow; older ones make sharing.
  values: fc.array(fc.oneof({ weight: 3, arbitrary: fc.nat(2) }, { weight: 1, arbitrary: fc.nat(12) }), { minLength: 4, maxLength: 4 }),
  choices: fc.array(fc.nat(11), { minLength: 4, maxLength: 4 }),
  number: fc.constantFrom(1, 2, 0.5, -1, 1.5, -0.75, 3),
})

const siteOf = (pool: ReadonlyArray<Value>, line: Choices): Site => ({
  value: (n, fits = () => true) => {
    const from = entry(line.values, n)
    const order = pool.map((_, i) => entry(pool, pool.length - 1 - ((from + i) % pool.length)))
    return order.find(fits) ?? entry(order, 0)
  },
  choice: (n, of) => entry(line.choices, n % line.choices.length) % of,
  number: line.number,
})

/** Where inputs are sampled, and a margin around it in which programs stay tame. */
const sampled = 1.5
const margin = 0.5

/** The snippet that a list of choices means. */
const snippetOf = (shapes: ReadonlyArray<Dims>, raw: ReadonlyArray<Choices>, productions: ReadonlyArray<Production>, scalarResult: boolean): Snippet => {
  const pool: Array<Value> = shapes.map((shape, index) => ({ term: value(index), shape, low: -sampled - margin, high: sampled + margin }))
  const lines: Array<Snippet['lines'][number]> = []
  for (const line of raw) {
    const next = entry(productions, line.production % productions.length).make(siteOf(pool, line))
    if (next === null || next.term._tag !== 'Call') continue
    lines.push(next.term)
    pool.push({ ...next, term: value(pool.length) })
  }
  const last = entry(pool, pool.length - 1)
  return { shapes, lines, answer: scalarResult && last.shape.length > 0 ? call('sum', last.term) : last.term }
}

// arbitraries ------------------------------------------------------------------------------

const someShapes: ReadonlyArray<Dims> = [[], [3], [2, 3], [1, 3], [2, 1], [3, 2], [2, 2]]

/**
 * Random snippets: programs as the calls that a person would write.
 *
 * @example
 * fc.sample(snippets(), 3).length   // 3
 * @category arbitraries
 */
export const snippets = ({
  productions = arrayProductions,
  shapes = someShapes,
  inputs = 3,
  fewest = 1,
  lines = 8,
  scalarResult = false,
}: ProgramOptions = {}): fc.Arbitrary<Snippet> =>
  fc
    .tuple(fc.array(fc.constantFrom(...shapes), { minLength: fewest, maxLength: inputs }), fc.array(choices, { minLength: 1, maxLength: lines, size: 'max' }))
    .map(([of, raw]) => snippetOf(of, raw, productions, scalarResult))
    .map((snippet) => Object.defineProperty(snippet, fc.toStringMethod, { value: () => showSnippet(snippet), enumerable: false }))

/** So many coordinates off any grid, so that two of them never tie by accident; they shrink towards 0. */
export const coordinates = (length: number): fc.Arbitrary<Float64Array> =>
  fc
    .noBias(fc.array(fc.integer({ min: -500, max: 500 }), { minLength: length, maxLength: length }))
    .map((ks) => Float64Array.from(ks, (k, i) => (k + ((0.618 * (i + 1)) % 0.9)) / 501))

const taken = (from: Float64Array, length: number): Float64Array => Float64Array.from({ length }, (_, i) => entry([...from], i % from.length))

const coordinatesKept = 18

/**
 * Random snippets as samples: with a point in their domain, and directions.
 *
 * @example
 * fc.sample(samplesOf(snippets()), 3).length   // 3
 * @category arbitraries
 */
export const samplesOf = (of: fc.Arbitrary<Snippet>): fc.Arbitrary<Sample> =>
  fc
    .tuple(of, coordinates(coordinatesKept), coordinates(coordinatesKept), coordinates(coordinatesKept), coordinates(coordinatesKept))
    .map(([snippet, at, u, v, w]) => {
      const n = snippet.shapes.reduce((total, shape) => total + sizeOf(shape), 0)
      const program = programOf(snippet)
      const m = sizesOf(program).outputs
      const point = taken(at, n).map((x) => sampled * x)
      const sample: Sample = {
        program,
        value: valuesOf(snippet),
        point,
        u: taken(u, n),
        v: taken(v, n),
        w: taken(w, m).map((x) => x + 1.25),
        reach: margin / 2,
      }
      const text = (): string => `${showSnippet(snippet)}\nf(${showArguments(snippet, point)})   // along ${showArguments(snippet, sample.v)}`
      return Object.defineProperty(sample, fc.toStringMethod, { value: text, enumerable: false })
    })

/**
 * Programs of scalars, with sharing, kinks and `where`, at a point of their domain.
 *
 * @example
 * fc.sample(scalarPrograms(), 3).length   // 3
 * @category arbitraries
 */
export const scalarPrograms = (options: ProgramOptions = {}): fc.Arbitrary<Sample> =>
  samplesOf(snippets({ productions: scalarProductions, shapes: [[]], ...options }))

/**
 * Programs of scalars that are smooth everywhere.
 *
 * @example
 * fc.sample(smoothPrograms(), 3).length   // 3
 * @category arbitraries
 */
export const smoothPrograms = (options: ProgramOptions = {}): fc.Arbitrary<Sample> =>
  samplesOf(snippets({ productions: smoothProductions, shapes: [[]], ...options }))

/**
 * Programs of small arrays, with broadcasting, reductions, products, slices, `take`, `concatenate`
 * and `where`, at a point of their domain.
 *
 * @example
 * fc.sample(arrayPrograms({ lines: 4 }), 3).length   // 3
 * @category arbitraries
 */
export const arrayPrograms = (options: ProgramOptions = {}): fc.Arbitrary<Sample> => samplesOf(snippets(options))

/**
 * Programs of the whole vocabulary: orders, places by index, running sums, linear algebra on matrices far
 * from singular, special functions, loops and branches besides.
 *
 * @example
 * fc.sample(vocabularyPrograms({ lines: 4 }), 3).length   // 3
 * @category arbitraries
 */
export const vocabularyPrograms = (options: ProgramOptions = {}): fc.Arbitrary<Sample> =>
  samplesOf(snippets({ productions: vocabularyProductions, shapes: [...someShapes, [2, 2], [3, 3]], ...options }))

/**
 * Programs of + − × ÷, neg, square, sqrt, exp, log, sin, cos: those of the cost law.
 *
 * @example
 * fc.sample(fieldPrograms(), 3).length   // 3
 * @category arbitraries
 */
export const fieldPrograms = (options: ProgramOptions = {}): fc.Arbitrary<Sample> =>
  samplesOf(snippets({ productions: fieldProductions, shapes: [[]], lines: 14, ...options }))
