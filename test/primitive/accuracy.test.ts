/**
 * Every elementwise function of the vocabulary, and the scalar functions composed of them, against tables of arbitrary precision:
 * the value and the derivatives of orders 1 to 4 (all partial ones) in both modes, from the smallest number to the largest.
 *
 * A unit is the last place of the true value and what half a last place of the arguments moves it by (`units` in
 * reference.ts). Rules that lose more somewhere, because what would not costs too much everywhere, are in `losses`, with
 * where, how much and why; an entry that is no longer needed fails too.
 */
import { describe, expect, it } from 'vitest'
import { float } from '../../src/program/expr.ts'
import type { Params, Primitive } from '../../src/program/model.ts'
import { pointwise } from '../../src/program/operate.ts'
import { stretch } from '../../src/basis/broadcast.ts'
import { gelu, silu } from '../../src/model/activation.ts'
import { clip } from '../../src/primitive/rounding.ts'
import { vocabulary } from '../../src/primitive/vocabulary.ts'
import type { Scalar } from '../../src/program/model.ts'
import { phantom } from '../../src/type/phantom.ts'
import { derivativeOf, modes, type Order, type Point, points, type ScalarFunction, ulp, units } from './reference.ts'
import type { Table } from '../table.ts'

// functions --------------------------------------------------------------------------------

/** The results of a primitive on numbers; none where it does not take them. */
const resultsOf = (primitive: Primitive, params: Params): ReadonlyArray<string> => {
  try {
    return primitive
      .infer(
        params,
        primitive.domains.map(() => float()),
      )
      .map(({ text }) => text)
  } catch {
    return []
  }
}

const order: Params = { n: 2, i: 1, j: 1 }
const fromFloats = (primitive: Primitive): boolean =>
  primitive.domains.length > 0 && [{}, order].some((params) => resultsOf(primitive, params).some((text) => text === float().text))

/** What every elementwise function from float64 to float64 is called. */
const elementwise = vocabulary.filter(fromFloats).map(({ name }) => name)

/** No functions of their own: a derivative that is stopped, a pair that has the tables of both, what the tables of beta, hypot, atan2 and pow have but for their values. */
const without: ReadonlyArray<string> = [
  ...['stopGradient', 'sincos', 'betaDerivative', 'hypotDerivative', 'atan2Derivative'],
  ...['powByBase', 'powByExponent', 'powByBaseTwice', 'powByBoth', 'powByExponentTwice', 'powDerivative'],
]

const composed: { readonly [name: string]: ScalarFunction } = {
  gelu: (x) => gelu(phantom<Scalar>(x)),
  silu: (x) => silu(phantom<Scalar>(x)),
}

const functionOf = (name: string): ScalarFunction | undefined => {
  const [fn = '', n] = name.split(' ')
  const primitive = vocabulary.find((one) => one.name === fn)
  const params: Params = n === undefined ? {} : { n: Number(n) }
  return primitive === undefined ? composed[fn] : (...xs) => pointwise(primitive, stretch, xs, params)
}

// bounds -----------------------------------------------------------------------------------

/** The most units that the derivatives of orders 0 to 4 may be off, over all points of the table but the losses. */
type Bound = readonly [number, number, number, number, number]

const usual: Bound = [1, 2, 3, 4, 4]

const bounds: { readonly [fn: string]: Bound } = {
  asinh: [1, 1, 1, 3, 2],
  atan: [1, 1, 2, 3, 6],
  besselJ: [3, 3, 4, 5, 2],
  besselJ0: [3, 3, 2, 3, 2],
  besselJ1: [3, 2, 3, 2, 4],
  beta: [2, 2, 2, 2, 2],
  lambertWDerivative: [2, 4, 4, 4, 4],
  polygamma: [3, 3, 3, 3, 3],
  sphericalJ: [2, 2, 2, 3, 3],
}

interface Loss {
  readonly fn: string
  readonly at: (x: number, y: number) => boolean
  readonly from: number
  /** The worst that was found; ∞ where it is NaN, infinite, or 0 for what is not. */
  readonly units: number
  readonly why: string
}

const none = Number.POSITIVE_INFINITY

const losses: ReadonlyArray<Loss> = [
  // The n-th derivative is (n terms)/y, all −z⁽ⁿ⁻¹⁾: their sum overflows where n!·x/yⁿ does, and the quotient where n!·x/yⁿ⁺¹ does. It takes 15 operations
  // at order 4, of which 5 are divisions. ẋ/y − (z·ẏ)/y would keep it, or with (z/y)·ẏ, but every quotient in it has two of its own: 20 operations
  // and 9 divisions, 33 divisions at order 6 in place of 7, and 64 in place of 7 where y moves as a square. ẋ/y − z·(ẏ/y) would keep it with 2
  // divisions, but they are 42 operations, and at order 6 179 in place of 28; and it loses where 1/y is subnormal. That (s + s)/y is s/y + s/y would
  // make one quotient of many, but is no strict law: it fails where s + s overflows. An operation n!·x/yⁿ⁺¹ would keep it where x alone is held, but
  // is 0 for y > 1e154 before it meets a large ẏ, where (z·ẏ)/y is not.
  { fn: 'div', at: (x) => Math.abs(x) > 1e307, from: 4, units: none, why: 'in forward mode four equal terms are added before they are divided by y' },
]

const lossAt = (name: string, xs: ReadonlyArray<number>, total: number): Loss | undefined =>
  losses.find(({ fn, at, from }) => fn === name.split(' ')[0] && total >= from && at(xs[0] ?? 0, xs[1] ?? 0))

// measuring --------------------------------------------------------------------------------

interface Measured {
  readonly units: number
  readonly bound: number
  readonly loss: Loss | undefined
  readonly text: string
}

/** Some rows of a table have fewer orders. */
const longest = (rows: ReadonlyArray<Point>): Point['derivatives'] =>
  rows.reduce<Point['derivatives']>((most, { derivatives }) => (derivatives.length > most.length ? derivatives : most), [])

const totalOf = (orders: Order): number => orders.reduce((sum, k) => sum + k, 0)

const measured = (name: string, f: ScalarFunction, rows: ReadonlyArray<Point>): ReadonlyArray<Measured> => {
  const bound = bounds[name] ?? bounds[name.split(' ')[0] ?? ''] ?? usual
  return modes.flatMap(([mode, derivative]) =>
    longest(rows).flatMap(({ order: orders }, i) => {
      const total = totalOf(orders)
      const run = derivativeOf(f, orders, derivative)
      return rows.flatMap(({ at, derivatives }) => {
        const known = derivatives[i]
        if (known === undefined) return []
        const { wanted, moved } = known
        const got = run(...at)
        const off = units(got, wanted, moved)
        const text = `${name}(${at.join(', ')}), ∂${orders.join('')} in ${mode} mode: ${got} is not ${wanted}, by ${off.toPrecision(3)} units`
        return [{ units: off, bound: bound[total] ?? 0, loss: lossAt(name, at, total), text }]
      })
    }),
  )
}

const all = new Map([...points].flatMap(([name, rows]) => ((f) => (f === undefined ? [] : [[name, measured(name, f, rows)] as const]))(functionOf(name))))

describe('a last place', () => {
  it.each([
    [1, 2 ** -52],
    [1 - 2 ** -53, 2 ** -53],
    [-3, 2 ** -51],
    [0, 5e-324],
    [2 ** -1022, 5e-324],
    [2 ** -1021, 1e-323],
    [2 ** 1000, 2 ** 948],
    [2 ** 1000 - 2 ** 947, 2 ** 947],
    [Number.MAX_VALUE, 2 ** 971],
  ])('of %d', (x, wanted) => expect(ulp(x)).toBe(wanted))

  it('counts one for one', () => {
    expect(units(1 + 2 ** -51, 1, 0)).toBe(2)
    expect(units(1 + 2 ** -51, 1, 2 ** -52)).toBe(1)
    expect(units(Number.NaN, 1, 0)).toBe(Number.POSITIVE_INFINITY)
    expect(units(1, Number.POSITIVE_INFINITY, 0)).toBe(Number.POSITIVE_INFINITY)
    expect(units(Number.NaN, Number.NaN, 0)).toBe(0)
  })
})

describe('the tables', () => {
  it('have every elementwise function of float64', () => {
    const known = new Set([...points.keys()].map((name) => name.split(' ')[0]))
    expect(elementwise.length).toBeGreaterThan(60)
    expect(elementwise.filter((name) => !known.has(name) && !without.includes(name))).toEqual([])
  })

  it('have no other', () => {
    expect([...points.keys()].filter((name) => functionOf(name) === undefined)).toEqual([])
  })

  it('reach from the smallest number to the largest', () => {
    for (const name of ['sin', 'atan', 'asinh', 'cbrt', 'mul', 'hypot']) {
      const xs = (points.get(name) ?? []).flatMap(({ at }) => at.map(Math.abs))
      expect(xs).toContain(5e-324)
      expect(Math.max(...xs)).toBe(Number.MAX_VALUE)
    }
  })
})

describe('value and derivatives to order 4', () => {
  it.each([...all])('%s', (_, found) => {
    const bad = found.filter(({ units: off, bound, loss }) => !(off <= (loss?.units ?? bound)))
    expect(bad.sort((a, b) => b.units - a.units).map(({ text }) => text)).toEqual([])
  })

  it.each(losses.map((loss) => [`${loss.fn}: ${loss.why}`, loss] as const))('%s', (_, loss) => {
    const found = [...all.values()].flat().filter((one) => one.loss === loss)
    const worst = Math.max(...found.map((one) => one.units))
    expect(
      found.some((one) => one.units > one.bound),
      'it is lost no more',
    ).toBe(true)
    expect(worst).toBeGreaterThanOrEqual(loss.units / 4)
  })
})

describe('clip', () => {
  it('is one of its three operands, with their derivatives', () => {
    const f: ScalarFunction = (x) => clip(phantom<Scalar>(x), -1e300, 5e-324)
    const points: Table<readonly [number, ReadonlyArray<number>]> = [
      [-1e301, [-1e300, 0, 0, 0, 0]],
      [-1e300, [-1e300, 0.5, 0, 0, 0]],
      [-1, [-1, 1, 0, 0, 0]],
      [-0, [-0, 1, 0, 0, 0]],
      [5e-324, [5e-324, 0.5, 0, 0, 0]],
      [1, [5e-324, 0, 0, 0, 0]],
      [Number.POSITIVE_INFINITY, [5e-324, 0, 0, 0, 0]],
      [Number.NaN, [Number.NaN, Number.NaN, 0, 0, 0]],
    ]
    for (const [, derivative] of modes)
      for (const [x, wanted] of points) expect([0, 1, 2, 3, 4].map((k) => derivativeOf(f, [k], derivative)(x) + 0)).toEqual(wanted.map((one) => one + 0))
  })
})
