/**
 * Taylor coefficients against a table of derivatives computed with hundreds of digits: k!·cₖ = f⁽ᵏ⁾, along
 * either argument and along both.
 */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { ofOne, ofTwo } from '../../src/basis/operation.ts'
import { jet, type Scalar, vocabulary } from '../../src/index.ts'
import type { Row } from './row.ts'

const tables: { readonly unary: ReadonlyArray<Row>; readonly binary: ReadonlyArray<Row> } = JSON.parse(
  readFileSync(new URL('../data/derivative_tables.json', import.meta.url), 'utf8'),
)

const primitives = new Map(vocabulary.map((primitive) => [primitive.name, primitive]))
/** The table's names where ours differ. */
const names: { readonly [fn: string]: string } = { besselj0: 'besselJ0', besselj1: 'besselJ1', lambertw: 'lambertW' }
const find = (fn: string) => primitives.get(names[fn] ?? fn)

const factorials = [1, 1, 2, 6, 24]
const factorial = (k: number): number => factorials[k] ?? Number.NaN

/** Below 10⁻³²² numbers have no digits; the division by k! comes before the comparison, since afterwards it would multiply what was lost. */
const close = (got: number, row: Row, key: string, k: number): boolean => {
  const want = Number(row.d[key]) / factorial(k)
  if (Object.is(got, want) || got === want || (Number.isNaN(got) && Number.isNaN(want))) return true
  const size = row.special === true ? Math.max(Math.abs(want), Number(row.s?.[key] ?? 0) / factorial(k)) : Math.abs(want)
  return Math.abs(got - want) <= Math.max(2e-323, want === 0 ? (row.zero_atol?.[key] ?? 0) : (row.tol[key] ?? 0) * size)
}

const wrong = (row: Row, coefficients: ReadonlyArray<number>, keyOf: (k: number) => string): ReadonlyArray<string> =>
  coefficients.flatMap((c, k) => {
    const key = keyOf(k)
    if (row.grade[key] !== 'A' || close(c, row, key, k)) return []
    return [`${row.fn}(${row.x}${row.y === undefined ? '' : `, ${row.y}`}) order ${key}: ${c * factorial(k)}, not ${row.d[key]}`]
  })

describe('functions of one argument', () => {
  const rows = tables.unary.filter(({ fn }) => find(fn)?.domains.length === 1)

  it('are known for nearly all of the table', () => expect(rows.length).toBeGreaterThan(250))

  it.each([...new Set(rows.map(({ fn }) => fn))])('%s', (fn) => {
    const primitive = find(fn)
    if (primitive === undefined) throw new Error(fn)
    const f = ofOne<(x: Scalar) => Scalar>(primitive)
    const found = rows
      .filter((row) => row.fn === fn)
      .flatMap((row) => {
        const [y, ys] = jet((x: Scalar) => f(x), [Number(row.x)], [[1]], { order: 4 })
        return wrong(row, [y, ...ys], String)
      })
    expect(found).toEqual([])
  })
})

describe('functions of two arguments', () => {
  const rows = tables.binary.filter(({ fn }) => find(fn)?.domains.length === 2)

  it('are known for nearly all of the table', () => expect(rows.length).toBeGreaterThan(30))

  it.each([...new Set(rows.map(({ fn }) => fn))])('%s', (fn) => {
    const primitive = find(fn)
    if (primitive === undefined) throw new Error(fn)
    const f = ofTwo<(x: Scalar, y: Scalar) => Scalar>(primitive)
    const found = rows
      .filter((row) => row.fn === fn)
      .flatMap((row) => {
        const order = Math.max(...Object.keys(row.d).map((key) => Number(key.split(',')[0])))
        const along = (series: readonly [ReadonlyArray<number>, ReadonlyArray<number>]): ReadonlyArray<number> => {
          const [z, zs] = jet((x: Scalar, y: Scalar) => f(x, y), [Number(row.x), Number(row.y)], series, { order })
          return [z, ...zs]
        }
        const diagonal = along([[1], [1]]).flatMap((c, k) => {
          const keys = Array.from({ length: k + 1 }, (_, i) => `${i},${k - i}`)
          if (!keys.every((key) => row.grade[key] === 'A')) return []
          const terms = keys.map((key, i) => Number(row.d[key]) / factorial(i) / factorial(k - i))
          const [want, size] = [terms.reduce((a, b) => a + b, 0), terms.reduce((a, b) => a + Math.abs(b), 0)]
          return Object.is(c, want) || !Number.isFinite(want) || Math.abs(c - want) <= 1e-11 * size + 1e-300
            ? []
            : [`${fn}(${row.x}, ${row.y}) along both, order ${k}: ${c}, not ${want}`]
        })
        return [...wrong(row, along([[1], []]), (k) => `${k},0`), ...wrong(row, along([[], [1]]), (k) => `0,${k}`), ...diagonal]
      })
    expect(found).toEqual([])
  })
})
