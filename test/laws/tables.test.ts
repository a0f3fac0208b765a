/**
 * Values and derivatives to order 4 against a table computed with hundreds of digits, in each mode.
 * Entries of grade A can be reached in double precision and must be; the others are scores.
 */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { ofOne, ofTwo } from '../../src/basis/operation.ts'
import { grad, jvp, logsumexp, type Scalar, slice, sum, type Vector, vocabulary } from '../../src/index.ts'
import { trace } from '../../src/call/program.ts'
import { mapOf } from '../../laws/mapping.ts'
import { relativeError } from '../../laws/closeness.ts'
import { simplify } from '../../src/simplify/simplify.ts'
import type { Entry, Row } from './row.ts'

interface Tables {
  readonly unary: ReadonlyArray<Row>
  readonly binary: ReadonlyArray<Row>
  readonly vector: ReadonlyArray<{
    readonly fn: string
    readonly x: ReadonlyArray<Entry>
    readonly value: Entry
    readonly grad: ReadonlyArray<Entry>
    readonly hess: ReadonlyArray<ReadonlyArray<Entry>>
    readonly required: { readonly value: boolean; readonly grad: ReadonlyArray<boolean>; readonly hess: ReadonlyArray<ReadonlyArray<boolean>> }
  }>
  readonly nonsmooth: ReadonlyArray<{ readonly [key: string]: Entry }>
  readonly edges: ReadonlyArray<
    { readonly fn: string; readonly x: Entry | ReadonlyArray<Entry>; readonly y?: Entry; readonly value: ReadonlyArray<Entry> } & {
      readonly [key: string]: unknown
    }
  >
}

const tables: Tables = JSON.parse(readFileSync(new URL('../data/derivative_tables.json', import.meta.url), 'utf8'))

type Unary = (x: Scalar) => Scalar
type Binary = (x: Scalar, y: Scalar) => Scalar

const primitives = new Map(vocabulary.map((primitive) => [primitive.name, primitive]))
/** The table's names where ours differ. */
const names: { readonly [fn: string]: string } = { besselj0: 'besselJ0', besselj1: 'besselJ1', lambertw: 'lambertW' }
const find = (fn: string) => primitives.get(names[fn] ?? fn)
const unaryOf = (fn: string): Unary | undefined => ((primitive) => (primitive?.domains.length === 1 ? ofOne<Unary>(primitive) : undefined))(find(fn))
const binaryOf = (fn: string): Binary | undefined => ((primitive) => (primitive?.domains.length === 2 ? ofTwo<Binary>(primitive) : undefined))(find(fn))

// derivatives ------------------------------------------------------------------------------

interface Mode {
  readonly name: string
  readonly unary: (f: Unary) => Unary
  /** ∂/∂x or ∂/∂y, the other held: a held argument has no tangent, not the tangent 0. */
  readonly partial: (f: Binary, which: 0 | 1) => Binary
}

const modes: ReadonlyArray<Mode> = [
  {
    name: 'forward',
    unary: (f) => (x) => jvp(f, [x], [1])[1] as Scalar,
    partial: (f, which) => (x, y) => (which === 0 ? jvp((t: Scalar) => f(t, y), [x], [1])[1] : jvp((t: Scalar) => f(x, t), [y], [1])[1]) as Scalar,
  },
  {
    name: 'reverse',
    unary: (f) => (x) => grad(f)(x),
    partial: (f, which) => (x, y) => (which === 0 ? grad((t: Scalar) => f(t, y))(x) : grad((t: Scalar) => f(x, t))(y)),
  },
]

const times = <F>(f: F, count: number, step: (f: F) => F): F => Array.from({ length: count }).reduce<F>((g) => step(g), f)

const remembered = <V>(make: (key: string) => V): ((key: string) => V) => {
  const known = new Map<string, V>()
  return (key) => {
    const made = known.get(key) ?? make(key)
    known.set(key, made)
    return made
  }
}

// judging ----------------------------------------------------------------------------------

const close = (got: number, row: Row, key: string): boolean => {
  const want = Number(row.d[key])
  if (Object.is(got, want) || got === want || (Number.isNaN(got) && Number.isNaN(want))) return true
  const size = row.special === true ? Math.max(Math.abs(want), Number(row.s?.[key] ?? 0)) : Math.abs(want)
  return Math.abs(got - want) <= Math.max(2e-323, want === 0 ? (row.zero_atol?.[key] ?? 0) : (row.tol[key] ?? 0) * size)
}

interface Judged {
  readonly order: number
  readonly grade: string
  readonly good: boolean
  readonly text: string
}

const judge = (row: Row, key: string, order: number, got: number): Judged => ({
  order,
  grade: row.grade[key] ?? '',
  good: close(got, row, key),
  text: `${row.fn}(${row.x}${row.y === undefined ? '' : `, ${row.y}`}) order ${key}: ${got}, not ${row.d[key]} (${relativeError(got, Number(row.d[key]))})`,
})

const unaryRows = ({ unary }: Mode): ReadonlyArray<Judged> => {
  const program = remembered((key) => {
    const [fn = '', order] = key.split(' ')
    const f = unaryOf(fn)
    return f === undefined ? null : mapOf(simplify(trace(times(f, Number(order), unary))(0.5)))
  })
  return tables.unary.flatMap((row) =>
    [0, 1, 2, 3, 4].flatMap((order) => {
      const run = program(`${row.fn} ${order}`)
      return run === null ? [] : [judge(row, String(order), order, run([Number(row.x)])[0] ?? Number.NaN)]
    }),
  )
}

const binaryRows = ({ partial }: Mode): ReadonlyArray<Judged> => {
  const program = remembered((key) => {
    const [fn = '', i, j] = key.split(' ')
    const f = binaryOf(fn)
    if (f === undefined) return null
    const made = times(
      times(f, Number(i), (g) => partial(g, 0)),
      Number(j),
      (g) => partial(g, 1),
    )
    return mapOf(simplify(trace(made)(0.5, 0.5)))
  })
  return tables.binary.flatMap((row) =>
    Object.keys(row.d).flatMap((key) => {
      const [i = '0', j = '0'] = key.split(',')
      const run = program(`${row.fn} ${i} ${j}`)
      return run === null ? [] : [judge(row, key, Number(i) + Number(j), run([Number(row.x), Number(row.y)])[0] ?? Number.NaN)]
    }),
  )
}

const score = (rows: ReadonlyArray<Judged>, grade: string): string => {
  const of = rows.filter((row) => row.grade === grade)
  return `${grade} ${of.filter((row) => row.good).length} of ${of.length}`
}

for (const mode of modes) {
  describe(`${mode.name} mode against the table`, () => {
    for (const [name, rows] of [
      ['one argument', unaryRows(mode)],
      ['two arguments', binaryRows(mode)],
    ] as const) {
      it.each([0, 1, 2, 3, 4])(`${name}, order %i: every entry of grade A`, (order) => {
        const of = rows.filter((row) => row.order === order)
        expect(of.length).toBeGreaterThan(40)
        expect(of.filter((row) => row.grade === 'A' && !row.good).map((row) => row.text)).toEqual([])
      })

      it(`${name}: the scores of the other grades do not sink`, () => {
        const scores = [score(rows, 'B'), score(rows, 'C')]
        console.info(`${mode.name}, ${name}: ${scores.join(', ')}`)
        expect(rows.filter((row) => row.grade === 'B' && row.good).length).toBeGreaterThan(0.85 * rows.filter((row) => row.grade === 'B').length)
      })
    }
  })
}

// vectors and edges ------------------------------------------------------------------------

describe('logsumexp against the table', () => {
  it.each(tables.vector.filter(({ fn }) => fn === 'logsumexp').map((row) => [row.x.join(', '), row] as const))(
    'at %s',
    (_, { x, value, grad: wanted, hess, required }) => {
      const at = Float64Array.from(x, Number)
      const f = (v: Vector): Scalar => logsumexp(v)
      const near = (got: number, want: Entry, tolerance: number): boolean => relativeError(got, Number(want), 1e-300) <= tolerance
      expect(near(logsumexp(at), value, 4e-15) || !required.value, `value ${logsumexp(at)}`).toBe(true)
      const first = grad(f)(at)
      wanted.forEach((want, i) => expect(near(first[i] ?? Number.NaN, want, 1e-13) || !(required.grad[i] ?? false), `∂${i} ${first[i]} ${want}`).toBe(true))
      hess.forEach((row, i) => {
        const second = grad((v: Vector) => sum(slice(grad(f)(v) as Vector, [i], [i + 1])))(at)
        row.forEach((want, j) =>
          expect(near(second[j] ?? Number.NaN, want, 1e-11) || !(required.hess[i]?.[j] ?? false), `∂${i}∂${j} ${second[j]} ${want}`).toBe(true),
        )
      })
    },
  )
})

type Allowed = Entry | { readonly between: readonly [number, number] }

const accepts = (got: number, allowed: ReadonlyArray<Allowed>): boolean =>
  allowed.some((one) => (typeof one === 'object' ? got >= one.between[0] && got <= one.between[1] : relativeError(got, Number(one), 1e-300) <= 1e-14))

describe('points where functions end or turn', () => {
  const known = tables.edges.filter(({ fn, x }) => !Array.isArray(x) && find(fn) !== undefined && find(fn)?.derivative._tag !== 'Constant')

  it('are known for many functions', () => expect(known.length).toBeGreaterThan(15))

  it.each(known.map((row) => [`${row.fn}(${row.x}${row.y === undefined ? '' : `, ${row.y}`})`, row] as const))('%s', (_, row) => {
    const [f, g] = [unaryOf(row.fn), binaryOf(row.fn)]
    const x = Number(row.x)
    for (const { name, unary, partial } of modes) {
      const check = (what: string, got: unknown, allowed: unknown): void => {
        if (Array.isArray(allowed)) expect(accepts(Number(got), allowed), `${name} ${what}: ${got}, not ${JSON.stringify(allowed)}`).toBe(true)
      }
      if (f !== undefined) {
        check('value', f(x as never), row.value)
        check('derivative', unary(f)(x as never), row['d1'])
      } else if (g !== undefined) {
        const y = Number(row.y)
        check('value', g(x as never, y as never), row.value)
        const [dx, dy] = [partial(g, 0)(x as never, y as never), partial(g, 1)(x as never, y as never)]
        check('∂x', dx, row['dx'])
        check('∂y', dy, row['dy'])
        if (row['sum_is_one'] === true) expect(Number(dx) + Number(dy)).toBe(1)
      }
    }
  })
})

describe('piecewise functions away from their kinks', () => {
  const known = tables.nonsmooth.filter(({ fn }) => find(String(fn)) !== undefined && find(String(fn))?.derivative._tag !== 'Constant')

  it.each(known.map((row) => [JSON.stringify(row), row] as const))('%s', (_, row) => {
    const [f, g] = [unaryOf(String(row['fn'])), binaryOf(String(row['fn']))]
    const [x, y] = [Number(row['x']), Number(row['y'])]
    for (const { unary, partial } of modes) {
      if (f !== undefined) {
        const found = [f(x as never), unary(f)(x as never), unary(unary(f))(x as never)]
        expect(found.map(Number)).toEqual([row['value'], row['d1'], row['d2']].map((v) => Number(v)))
      } else if (g !== undefined)
        expect([g(x as never, y as never), partial(g, 0)(x as never, y as never), partial(g, 1)(x as never, y as never)].map(Number)).toEqual(
          [row['value'], row['dx'], row['dy']].map((v) => Number(v)),
        )
    }
  })
})
