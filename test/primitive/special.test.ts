/**
 * The special functions as primitives: derivatives of orders 0 to 4 in both modes against two tables of
 * arbitrary precision, the conventions at poles and edges, and the static order of the families.
 */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import * as W from '../../src/index.ts'
import { jvp } from '../../src/call/directional.ts'
import { grad } from '../../src/call/gradient.ts'
import {
  beta,
  besselJ,
  besselJ0,
  besselJ1,
  digamma,
  erf,
  erfc,
  evaluate,
  gamma,
  lambertW,
  latex,
  lgamma,
  polygamma,
  run,
  type Scalar,
  simplify,
  sinc,
  symbolic,
  tensor,
  trace,
  vmap,
} from '../../src/index.ts'
import { special } from '../../src/primitive/special.ts'
import { vocabulary } from '../../src/primitive/vocabulary.ts'
import { phantom } from '../../src/type/phantom.ts'
import { refusal } from '../failing.ts'
import { at, byForward, byReverse, type Derivative, modes, type ScalarFunction } from '../modes.ts'
import { difference, near } from '../near.ts'
import { rows, units, worst } from '../special/reference.ts'
import { part, samples } from '../share.ts'
import type { Table } from '../table.ts'

const unary: { readonly [fn: string]: (n: number) => ScalarFunction } = {
  erf: () => erf,
  erfc: () => erfc,
  lgamma: () => lgamma,
  gamma: () => gamma,
  digamma: () => digamma,
  besselJ0: () => besselJ0,
  besselJ1: () => besselJ1,
  sinc: () => sinc,
  lambertW: () => lambertW,
  polygamma: (n) => (x) => polygamma(n, x),
  besselJ: (n) => (x) => besselJ(n, x),
}

const nested = (D: Derivative, f: ScalarFunction, order: number): ScalarFunction => (order === 0 ? f : D(nested(D, f, order - 1)))

describe('the table of arbitrary precision', () => {
  // In units in the last place of |d| + |x d′|.
  const bounds: { readonly [fn: string]: number } = {
    erf: 1,
    erfc: 1,
    lgamma: 3,
    gamma: 2,
    digamma: 3,
    polygamma: 2,
    besselJ0: 2,
    besselJ1: 2,
    besselJ: 3,
    sinc: 2,
    lambertW: 2.5,
    beta: 1,
  }

  it.each(modes)('is met by the derivatives of all orders in %s mode', (_, D) => {
    const found = part(rows, 7).flatMap(({ fn, n, x: [x = 0], d, s }) => {
      const f = unary[fn]?.(n ?? 0)
      return f === undefined
        ? []
        : d.map((wanted, k) => ({ name: fn, units: units(at(nested(D, f, k), x), wanted, s[k] ?? 0), at: `order ${k} of ${fn} ${n ?? ''} at ${x}` }))
    })
    expect(found.length).toBeGreaterThan(samples(2000))
    expect([...worst(found)].filter(([fn, one]) => !(one.units <= (bounds[fn] ?? 0)))).toEqual([])
  })

  it('is met by the gradient of the beta function', () => {
    const found = rows
      .filter(({ fn }) => fn === 'beta')
      .flatMap(({ x: [a = 0, b = 0], d, s }) => {
        const got = [grad(beta, { argnums: [0, 1] })(a, b), [jvp((x: Scalar) => beta(x, b), [a], [1])[1], jvp((y: Scalar) => beta(a, y), [b], [1])[1]]]
        return got.flatMap((pair) =>
          pair.map((value, i) => ({ name: 'beta', units: units(phantom<number>(value), d[i + 1] ?? 0, s[i + 1] ?? 0), at: `${i} at ${a}, ${b}` })),
        )
      })
    expect([...worst(found)].filter(([fn, one]) => !(one.units <= (bounds[fn] ?? 0)))).toEqual([])
  })
})

// the shared table -------------------------------------------------------------------------

interface Unary {
  readonly fn: string
  readonly x: number | string
  readonly d: ReadonlyArray<number | string>
  readonly s: ReadonlyArray<number | string>
  readonly grade: string
  readonly tol: ReadonlyArray<number | null>
  readonly zero_atol?: { readonly [order: string]: number }
}

interface Binary {
  readonly fn: string
  readonly x: number
  readonly y: number
  readonly d: { readonly [orders: string]: number }
  readonly grade: { readonly [orders: string]: string }
  readonly tol: { readonly [orders: string]: number | null }
}

describe('the graded table', () => {
  const table: { readonly unary: ReadonlyArray<Unary>; readonly binary: ReadonlyArray<Binary> } = JSON.parse(
    readFileSync(new URL('../data/derivative_tables.json', import.meta.url), 'utf8'),
  )
  const names: { readonly [fn: string]: ScalarFunction } = { erf, erfc, lgamma, gamma, digamma, besselj0: besselJ0, besselj1: besselJ1, lambertw: lambertW }
  const fallback = (order: number): number => 10 ** (order - 13)

  interface Met {
    readonly grade: string
    readonly met: boolean
    readonly at: string
  }

  const unaryRows = (D: Derivative): ReadonlyArray<Met> =>
    table.unary.flatMap(({ fn, x, d, s, grade, tol, zero_atol }) => {
      const f = names[fn]
      if (f === undefined) return []
      return d.map((digits, k): Met => {
        const [got, wanted] = [at(nested(D, f, k), Number(x)), Number(digits)]
        const allowed = (tol[k] ?? fallback(k)) * Math.max(Math.abs(wanted), Number(s[k])) + 2e-323 + (wanted === 0 ? (zero_atol?.[k] ?? 0) : 0)
        return { grade: grade[k] ?? '', met: got === wanted || Math.abs(got - wanted) <= allowed, at: `order ${k} of ${fn} at ${x}: ${got}, not ${wanted}` }
      })
    })

  const binaryRows = (): ReadonlyArray<Met> =>
    table.binary
      .filter(({ fn }) => fn === 'beta')
      .flatMap(({ x, y, d, grade, tol }) =>
        Object.entries(d).map(([orders, wanted]): Met => {
          const [i = 0, j = 0] = orders.split(',').map(Number)
          const inY = (a: Scalar): ScalarFunction => nested(byReverse, (b) => beta(a, b), j)
          const got = at(
            nested(byForward, (a) => inY(a)(phantom(y)), i),
            x,
          )
          const allowed = (tol[orders] ?? fallback(i + j)) * Math.abs(wanted)
          return { grade: grade[orders] ?? '', met: Math.abs(got - wanted) <= allowed, at: `∂${orders} of beta at ${x}, ${y}: ${got}, not ${wanted}` }
        }),
      )

  const missed = (all: ReadonlyArray<Met>, grade: string): ReadonlyArray<string> => all.filter((one) => one.grade === grade && !one.met).map((one) => one.at)

  it.each(modes)('grades A, B and C of the functions of one argument, in %s mode', (_, D) => {
    const all = unaryRows(D)
    expect(all.length).toBeGreaterThan(400)
    expect(['A', 'B', 'C'].flatMap((grade) => missed(all, grade))).toEqual([])
  })

  it('grades A and B of the beta function, and C but for one that loses to cancellation', () => {
    const all = binaryRows()
    expect(all.length).toBe(75)
    expect([...missed(all, 'A'), ...missed(all, 'B')]).toEqual([])
    expect(missed(all, 'C').length).toBeLessThanOrEqual(1)
  })
})

// conventions ------------------------------------------------------------------------------

describe('conventions', () => {
  const inf = Number.POSITIVE_INFINITY
  const edge = -0.36787944117144233
  const cases: Table<readonly [string, ScalarFunction, number, number, number]> = [
    ['lgamma at 0', lgamma, 0, inf, -inf],
    ['lgamma at −0', lgamma, -0, inf, inf],
    ['lgamma at −1', lgamma, -1, inf, Number.NaN],
    ['gamma at 0', gamma, 0, inf, -inf],
    ['gamma at −0', gamma, -0, -inf, -inf],
    ['gamma at −2', gamma, -2, Number.NaN, Number.NaN],
    ['digamma at 0', digamma, 0, -inf, inf],
    ['digamma at −3', digamma, -3, Number.NaN, inf],
    ['erf at ∞', erf, inf, 1, 0],
    ['erfc at −∞', erfc, -inf, 2, -0],
    ['erf′ at ∞', (x) => byReverse(erf)(x), inf, 0, 0],
    ['besselJ0 at ∞', besselJ0, inf, 0, -0],
    ['besselJ1 at 0', besselJ1, 0, 0, 0.5],
    ['sinc at 0', sinc, 0, 1, -0],
    ['sinc at ∞', sinc, inf, 0, -0],
    ['lambertW at 0', lambertW, 0, 0, 1],
    ['lambertW at −1/e', lambertW, edge, -1, inf],
    ['lambertW below', lambertW, -1, Number.NaN, Number.NaN],
  ]

  it.each(cases)('%s', (_, f, x, value, slope) => {
    expect([at(f, x), ...modes.map(([, D]) => at(D(f), x))]).toEqual([value, slope, slope])
  })

  it('are declared where a function has poles or an edge', () => {
    const smooth = ['erf', 'erfc', 'gaussian', 'gaussianDerivative', 'besselJ0', 'besselJ1', 'besselJ', 'sphericalJ', 'sinc']
    expect(
      special
        .filter(({ convention }) => convention === '')
        .map(({ name }) => name)
        .sort(),
    ).toEqual(smooth.sort())
  })
})

// families ---------------------------------------------------------------------------------

describe('families', () => {
  it('are registered, and their first members are functions of their own', () => {
    expect(special.filter((primitive) => !vocabulary.includes(primitive))).toEqual([])
    expect([polygamma(0, 1.5), besselJ(0, 1.5), besselJ(1, 1.5)]).toEqual([digamma(1.5), besselJ0(1.5), besselJ1(1.5)])
    expect(trace((x: Scalar) => besselJ(1, x))(1).equations.map(({ primitive }) => primitive.name)).toEqual(['besselJ1'])
  })

  it('keep the kind of their operand', () => {
    expect(besselJ(2, Float64Array.of(0, 1))).toEqual(Float64Array.of(0, besselJ(2, 1)))
    expect(difference(polygamma(1, tensor([[1, 2]])), [[polygamma(1, 1), polygamma(1, 2)]])).toBeNull()
    expect(difference(evaluate((x: Scalar) => polygamma(2, x))(3), polygamma(2, 3))).toBeNull()
  })

  it('batch with their order', () => {
    const xs = Float64Array.of(0.5, 1.5, 4)
    expect(
      difference(
        vmap(grad((x: Scalar) => besselJ(3, x)))(xs),
        [...xs].map((x) => (besselJ(2, x) - besselJ(4, x)) / 2),
      ),
    ).toBeNull()
    expect(
      difference(
        vmap(grad((x: Scalar) => polygamma(1, x)))(xs),
        [...xs].map((x) => polygamma(2, x)),
      ),
    ).toBeNull()
  })

  it('tell orders apart when a program is simplified', () => {
    const f = trace((x: Scalar) => W.sub(besselJ(2, x), besselJ(3, x)))(1)
    expect(difference(run(simplify(f), { x: 2 }), [besselJ(2, 2) - besselJ(3, 2)])).toBeNull()
  })

  it('refuse an order that is not whole or does not exist', () => {
    expect(refusal(() => polygamma(-1, 1))).toBe('Argument: polygamma: its order must be from 0 to 1000000, got -1')
    expect(refusal(() => polygamma(0.5, 1))).toBe("Argument: polygamma: its parameter 'n' must be a whole number")
    expect(refusal(() => besselJ(Number.NaN, 1))).toBe("Argument: besselJ: its parameter 'n' must be a whole number")
    expect(refusal(() => besselJ(1e7, 1))).toContain('from -1000000 to 1000000')
  })

  it('derive W and ψ by one equation of any order', () => {
    const program = simplify(trace(grad(grad(grad((x: Scalar) => lambertW(x)))))(1))
    expect(program.equations.map(({ primitive, params }) => [primitive.name, params['n']])).toEqual([['lambertWDerivative', 3]])
  })
})

// notation and the book --------------------------------------------------------------------

describe('notation', () => {
  it('is the usual one', () => {
    const tex = (f: ScalarFunction): string => latex(trace(f, { names: ['x'] })(1))
    expect([gamma, digamma, besselJ0, lambertW].map(tex)).toEqual(['\\Gamma x', '\\psi x', 'J_0 x', 'W x'])
    expect(tex((x) => polygamma(2, x))).toBe('\\psi^{(2)}\\left(x\\right)')
    expect(tex((x) => byReverse(byReverse(erf))(W.add(x, 1)))).toContain('\\left.\\frac{d^{1}}{d t^{1}} e^{-t^{2}}\\right|_{t = ')
    expect(tex((x) => besselJ(3, x))).toBe('J_{3}\\left(x\\right)')
    expect(tex(erf)).toBe('\\operatorname{erf} x')
    expect(tex(byReverse(erf))).toBe('1.1283791670955126\\,e^{-x^{2}}')
    expect(latex(trace((a: Scalar, b: Scalar) => beta(a, b), { names: ['a', 'b'] })(1, 2))).toBe('\\operatorname{B}\\left(a, b\\right)')
  })
})

describe('the derivatives of the book', () => {
  const functions: Table<readonly [string, ScalarFunction]> = [
    ['erf', erf],
    ['erfc', erfc],
    ['gamma', gamma],
    ['lgamma', lgamma],
    ['digamma', digamma],
    ['polygamma 2', (x) => polygamma(2, x)],
    ['besselJ0', besselJ0],
    ['besselJ1', besselJ1],
    ['besselJ 4', (x) => besselJ(4, x)],
    ['sinc', sinc],
    ['lambertW', lambertW],
    ['beta, first', (x) => beta(x, 1.7)],
    ['beta, second', (x) => beta(1.7, x)],
    ['beta, both', (x) => beta(x, W.square(x))],
  ]

  it.each(functions)('of %s are ours', (_, f) => {
    for (const x of [0.4, 1.3, 2.6]) {
      const [book] = phantom<ReadonlyArray<number>>(run(symbolic(trace(f)(x), 0), { x }))
      for (const [, D] of modes) expect([x, near(at(D(f), x), book ?? Number.NaN, 1e-13)]).toEqual([x, true])
    }
  })
})
