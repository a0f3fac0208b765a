/**
 * Power series over numbers and over other carriers: against closed forms, by count, and where coefficients
 * are structural zeros.
 */
import { option as O } from 'fp-ts'
import { describe, expect, it } from 'vitest'
import { relativeError } from '../../laws/closeness.ts'
import { type AnyTensor, dataOf, elementOf, scalarTensor, tensor } from '../../src/array/tensor.ts'
import {
  abs,
  add,
  asin,
  atan,
  besselJ0,
  besselJ1,
  cbrt,
  concatenate,
  cos,
  cosh,
  div,
  erf,
  exp,
  expm1,
  type Expr,
  floor,
  gt,
  hypot,
  lambertW,
  log,
  log1p,
  logsumexp,
  max,
  mul,
  neg,
  norm,
  pow,
  reciprocal,
  relu,
  type Scalar,
  sigmoid,
  sin,
  sinh,
  solve,
  sqrt,
  square,
  stack,
  stopGradient,
  sub,
  sum,
  tan,
  tanh,
  type Vector,
  where,
} from '../../src/index.ts'
import { dual, dualOf, steady } from '../../src/interpret/dual.ts'
import { evaluation } from '../../src/interpret/evaluate.ts'
import { type Series, seriesOf } from '../../src/interpret/power-series.ts'
import { series } from '../../src/interpret/series.ts'
import { mulPrimitive } from '../../src/basis/arithmetic.ts'
import { operations } from '../../src/program/count.ts'
import { fold } from '../../src/program/fold.ts'
import type { Program } from '../../src/program/model.ts'
import { float } from '../../src/program/expr.ts'
import { close } from '../../src/program/trace.ts'
import { simplify } from '../../src/simplify/simplify.ts'
import { coefficients } from '../../src/transform/jet.ts'
import { trace } from '../../src/call/program.ts'
import { phantom } from '../../src/type/phantom.ts'
import type { Table } from '../table.ts'

type F = (x: Scalar) => Scalar

const programOf = (f: F): Program => trace(f)(1)

/** The coefficients of f(x + t). */
const expansion = (f: F, x: number, order: number): ReadonlyArray<number> => {
  const [found = [tensor(0)]] = fold(series(evaluation, order))(programOf(f))([seriesOf(scalarTensor(x), scalarTensor(1))])
  return Array.from({ length: order + 1 }, (_, k) => elementOf(found[k] ?? scalarTensor(0)))
}

const factorial = (n: number): number => (n < 2 ? 1 : n * factorial(n - 1))
const orders = (n: number, at: (k: number) => number): ReadonlyArray<number> => Array.from({ length: n + 1 }, (_, k) => at(k))
const even = (at: (m: number) => number) => (k: number) => (k % 2 === 0 ? at(k / 2) : 0)
const odd = (at: (m: number) => number) => (k: number) => (k % 2 === 1 ? at((k - 1) / 2) : 0)
const signed = (m: number): number => (m % 2 === 0 ? 1 : -1)
const binomial = (a: number, k: number): number => (k === 0 ? 1 : (binomial(a, k - 1) * (a - k + 1)) / k)

/** Tangent numbers 1, 2, 16, … (A000182), Euler numbers 1, 1, 5, … (A000364), central binomial coefficients. */
const tangentNumbers = [1, 2, 16, 272, 7936, 353792, 22368256, 1903757312]
const eulerNumbers = [1, 1, 5, 61, 1385, 50521, 2702765, 199360981]

const closed: Table<readonly [name: string, f: F, x: number, order: number, at: (k: number) => number]> = [
  ['exp(x)', exp, 0, 20, (k) => 1 / factorial(k)],
  ['exp(x) at 1', exp, 1, 20, (k) => Math.E / factorial(k)],
  ['exp(−x²)', (x) => exp(neg(square(x))), 0, 14, even((m) => signed(m) / factorial(m))],
  ['1/(1 − x)', (x) => div(1, sub(1, x)), 0, 20, () => 1],
  ['1/(1 − x) by reciprocal', (x) => reciprocal(sub(1, x)), 0, 20, () => 1],
  ['1/x at 4', reciprocal, 4, 12, (k) => signed(k) / 4 ** (k + 1)],
  ['log(1 + x)', (x) => log(add(1, x)), 0, 20, (k) => (k === 0 ? 0 : -signed(k) / k)],
  ['log1p(x)', log1p, 0, 20, (k) => (k === 0 ? 0 : -signed(k) / k)],
  ['expm1(x)', expm1, 0, 15, (k) => (k === 0 ? 0 : 1 / factorial(k))],
  ['sin(x)', sin, 0, 15, odd((m) => signed(m) / factorial(2 * m + 1))],
  ['cos(x)', cos, 0, 15, even((m) => signed(m) / factorial(2 * m))],
  ['sinh(x)', sinh, 0, 15, odd((m) => 1 / factorial(2 * m + 1))],
  ['cosh(x)', cosh, 0, 15, even((m) => 1 / factorial(2 * m))],
  ['tan(x)', tan, 0, 15, odd((m) => (tangentNumbers[m] ?? Number.NaN) / factorial(2 * m + 1))],
  ['tanh(x)', tanh, 0, 15, odd((m) => (signed(m) * (tangentNumbers[m] ?? Number.NaN)) / factorial(2 * m + 1))],
  ['1/cos(x)', (x) => reciprocal(cos(x)), 0, 14, even((m) => (eulerNumbers[m] ?? Number.NaN) / factorial(2 * m))],
  ['atan(x)', atan, 0, 15, odd((m) => signed(m) / (2 * m + 1))],
  ['asin(x)', asin, 0, 15, odd((m) => binomial(2 * m, m) / 4 ** m / (2 * m + 1))],
  ['√(1 + x)', (x) => sqrt(add(1, x)), 0, 15, (k) => binomial(0.5, k)],
  ['∛(1 + x)', (x) => cbrt(add(1, x)), 0, 15, (k) => binomial(1 / 3, k)],
  ['(1 + x)^2.5', (x) => pow(add(1, x), 2.5), 0, 12, (k) => binomial(2.5, k)],
  ['(1 + x)^−3', (x) => pow(add(1, x), -3), 0, 12, (k) => binomial(-3, k)],
  ['x³ at 0', (x) => pow(x, 3), 0, 8, (k) => (k === 3 ? 1 : 0)],
  ['x⁰ at 0', (x) => pow(x, 0), 0, 4, (k) => (k === 0 ? 1 : 0)],
  ['x⁵ at 2', (x) => pow(x, 5), 2, 8, (k) => (k > 5 ? 0 : binomial(5, k) * 2 ** (5 - k))],
  ['2^x', (x) => pow(2, x), 0, 12, (k) => Math.LN2 ** k / factorial(k)],
  ['x^x at 1', (x) => pow(x, x), 1, 7, (k) => [1, 1, 1, 1 / 2, 1 / 3, 1 / 12, 3 / 40, -1 / 120][k] ?? Number.NaN],
  ['erf(x)', erf, 0, 13, odd((m) => ((2 / Math.sqrt(Math.PI)) * signed(m)) / factorial(m) / (2 * m + 1))],
  ['J₀(x)', besselJ0, 0, 14, even((m) => signed(m) / 4 ** m / factorial(m) ** 2)],
  ['J₁(x)', besselJ1, 0, 13, odd((m) => signed(m) / 2 ** (2 * m + 1) / factorial(m) / factorial(m + 1))],
  ['W(x)', lambertW, 0, 12, (k) => (k === 0 ? 0 : (-k) ** (k - 1) / factorial(k))],
  [
    'log Σ exp (x, −x) = log 2 cosh x',
    (x) => logsumexp(stack([x, neg(x)])),
    0,
    14,
    (k) => (k === 0 ? Math.LN2 : k % 2 === 1 ? 0 : (-signed(k / 2) * (tangentNumbers[k / 2 - 1] ?? Number.NaN)) / factorial(k - 1) / k),
  ],
  ['‖(1, x)‖ = √(1 + x²)', (x) => norm(stack([1, x])), 0, 12, even((m) => binomial(0.5, m))],
  ['hypot(1, x)', (x) => hypot(1, x), 0, 12, even((m) => binomial(0.5, m))],
  ['the logistic function', sigmoid, 0, 9, (k) => [1 / 2, 1 / 4, 0, -1 / 48, 0, 1 / 480, 0, -17 / 80640, 0, 31 / 1451520][k] ?? Number.NaN],
]

describe('closed forms', () => {
  it.each(closed)('%s', (_, f, x, order, at) => {
    const found = expansion(f, x, order)
    const wanted = orders(order, at)
    found.forEach((c, k) => {
      expect(
        relativeError(c, wanted[k] ?? Number.NaN, 1e-3 * Math.max(Math.abs(wanted[k - 1] ?? 0), Math.abs(wanted[k + 1] ?? 0))),
        `order ${k}: ${c}`,
      ).toBeLessThan(1e-12)
    })
  })

  it('of a linear system: (A + tB)x = c', () => {
    // [[1, −t], [−t, 1]] x = (1, 0) has x = (1, t)/(1 − t²).
    const f = (t: Scalar): Vector<2> => solve(stack([stack([1, neg(t)]), stack([neg(t), 1])]), tensor([1, 0]))
    const [found = [tensor(0)]] = fold(series(evaluation, 8))(close([float()], ([t]) => [f(phantom<Scalar>(t))]))([seriesOf(scalarTensor(0), scalarTensor(1))])
    expect(found.map((c) => (c === null ? [0, 0] : [...dataOf(c)].map(Math.abs)))).toEqual(orders(8, (k) => k).map((k) => (k % 2 === 0 ? [1, 0] : [0, 1])))
  })
})

describe('kinks and edges, as declared', () => {
  const infinity = Number.POSITIVE_INFINITY
  it.each<readonly [string, F, number, ReadonlyArray<number>]>([
    ['|x| at 0', abs, 0, [0, 0, 0, 0]],
    ['|x| at −2', abs, -2, [2, -1, 0, 0]],
    ['relu at 0', relu, 0, [0, 0, 0, 0]],
    ['max(x, 0) at 0', (x) => max(x, 0), 0, [0, 0.5, 0, 0]],
    ['the arm not taken', (x) => where(gt(x, 0), log(x), 0), 0, [0, 0, 0, 0]],
    ['the arm taken', (x) => where(gt(x, 1), x, square(x)), 0, [0, 0, 1, 0]],
    ['√x at 0', sqrt, 0, [0, infinity, -infinity, infinity]],
    ['√(x²) by hypot at 0', (x) => hypot(x, 0), 0, [0, 0, 0, 0]],
    ['‖(x, 0)‖ at 0', (x) => norm(stack([x, 0])), 0, [0, 0, 0, 0]],
    ['⌊x⌋', floor, 1.5, [1, 0, 0, 0]],
    ['x·⌊x⌋', (x) => mul(x, floor(x)), 2.5, [5, 2, 0, 0]],
    ['x·stopGradient(x)', (x) => mul(x, stopGradient(x)), 3, [9, 3, 0, 0]],
    ['NaN', (x) => mul(x, x), Number.NaN, [Number.NaN, Number.NaN, 1, 0]],
    ['∞', exp, infinity, [infinity, infinity, infinity, infinity]],
    ['−∞', exp, -infinity, [0, 0, 0, 0]],
    ['outside the domain', log, -1, [Number.NaN, -1, -0.5, -1 / 3]],
  ])('%s', (_, f, x, wanted) => {
    expect(expansion(f, x, 3).map((c) => (c === 0 ? 0 : c))).toEqual(wanted.map((c) => (Number.isFinite(c) ? expect.closeTo(c, 14) : c)))
  })
})

describe('structural zeros', () => {
  const lengths = (f: (x: Scalar, y: Scalar) => Expr, order: number, ...inputs: ReadonlyArray<Series<AnyTensor>>): ReadonlyArray<number> =>
    fold(series(evaluation, order))(close([float(), float()], ([x, y]) => [f(phantom<Scalar>(x), phantom<Scalar>(y))]))(inputs).map((s) => s.length)
  const [moving, still] = [seriesOf(scalarTensor(2), scalarTensor(1)), seriesOf(scalarTensor(3))]

  it('stay what they are', () => {
    expect(lengths((_, y) => sin(y), 5, moving, still)).toEqual([1])
    expect(lengths((x) => floor(x), 5, moving, still)).toEqual([1])
    expect(lengths((x, y) => where(gt(x, y), y, 1), 5, moving, still)).toEqual([1])
    expect(lengths((x, y) => add(x, y), 5, moving, still)).toEqual([2])
    expect(lengths((x, y) => mul(x, mul(x, y)), 5, moving, still)).toEqual([3])
    expect(lengths((x, y) => div(x, y), 5, moving, still)).toEqual([2])
    expect(lengths((x, y) => sub(y, x), 5, moving, still)).toEqual([2])
    expect(lengths((x, y) => sum(concatenate([stack([x]), stack([y])])), 5, moving, still)).toEqual([2])
    expect(lengths((x) => abs(x), 5, moving, still)).toEqual([2])
  })

  it('keep the untouched from what is not finite', () => {
    const [found = []] = fold(series(evaluation, 3))(programOf((x) => mul(x, Number.POSITIVE_INFINITY)))([seriesOf(scalarTensor(0), null, scalarTensor(1))])
    expect(found.map((c) => (c === null ? null : elementOf(c)))).toEqual([Number.NaN, null, Number.POSITIVE_INFINITY])
  })

  it('trail no list', () => {
    expect(seriesOf(1, null, 2, null, null)).toEqual([1, null, 2])
    expect(seriesOf(1)).toEqual([1])
  })
})

describe('cost, counted', () => {
  const multiplications = (program: Program): number => program.equations.filter(({ primitive }) => primitive === mulPrimitive).length

  it.each([0, 1, 2, 5, 12])('a product to order %i', (order) => {
    const product = close([float(), float()], ([x, y]) => [mul(phantom<Scalar>(x), phantom<Scalar>(y))])
    expect(multiplications(coefficients(product, order))).toBe(((order + 1) * (order + 2)) / 2)
  })

  const quadratic: Table<readonly [string, F]> = [
    ['exp', exp],
    ['sin', sin],
    ['cos', cos],
    ['1/x', (x) => div(1, x)],
    ['reciprocal', reciprocal],
    ['log', log],
    ['sqrt', sqrt],
    ['tan', tan],
    ['tanh', tanh],
    ['sigmoid', sigmoid],
    ['atan', atan],
    ['asin', asin],
    ['cbrt', cbrt],
  ]
  it.each(quadratic)('%s is quadratic in the order, before and after simplification', (_, f) => {
    const programs = [8, 16, 32].map((order) => coefficients(programOf(f), order))
    for (const sizes of [programs.map(operations), programs.map((program) => operations(simplify(program)))]) {
      const [eight = 0, sixteen = 0, thirtyTwo = 0] = sizes
      expect(eight).toBeGreaterThan(32)
      expect(sixteen / eight).toBeLessThan(4.5)
      expect(thirtyTwo / sixteen).toBeLessThan(4.5)
    }
  })

  it('a quotient of two series and a linear system take one division each per order', () => {
    const quotient = coefficients(
      close([float(), float()], ([x, y]) => [div(phantom<Scalar>(x), phantom<Scalar>(y))]),
      9,
    )
    expect(quotient.equations.filter(({ primitive }) => primitive.name === 'div').length).toBe(10)
    expect(multiplications(quotient)).toBeLessThanOrEqual(2 * 45)
    const system = coefficients(
      close([float(3, 3), float(3, 1)], ([a, b]) => [solve(phantom<Expr<[3, 3]>>(a), phantom<Expr<[3, 1]>>(b))]),
      9,
    )
    expect(system.equations.filter(({ primitive }) => primitive.name === 'solve').length).toBe(10)
    expect(system.equations.filter(({ primitive }) => primitive.name === 'contract').length).toBe(45)
  })
})

describe('carriers', () => {
  it('of dual numbers give the derivatives of the coefficients', () => {
    const [found = [dualOf(tensor(0), tensor(0))]] = fold(series(dual(evaluation), 3))(programOf(sin))([
      seriesOf(dualOf(scalarTensor(0.3), scalarTensor(1)), steady(scalarTensor(1))),
    ])
    const tangents = found.map((c) => (c === null || O.isNone(c.tangent) ? Number.NaN : elementOf(c.tangent.value)))
    const wanted = [Math.cos(0.3), -Math.sin(0.3), -Math.cos(0.3) / 2, Math.sin(0.3) / 6]
    wanted.forEach((w, k) => {
      expect(tangents[k]).toBeCloseTo(w, 14)
    })
  })

  it('of series give series in two variables', () => {
    // exp(s + t): the coefficient of sʲtᵏ is 1/(j!k!).
    const inner = series(evaluation, 3)
    const one = scalarTensor(1)
    const [found = [seriesOf(one)]] = fold(series(inner, 3))(programOf(exp))([seriesOf(seriesOf(scalarTensor(0), one), seriesOf(one))])
    found.forEach((row, k) => {
      row?.forEach((c, j) => {
        expect(c === null ? 0 : elementOf(c)).toBeCloseTo(1 / factorial(j) / factorial(k), 14)
      })
      expect(row?.length).toBe(4)
    })
  })

  it('are not asked for more than there is: order 0 is the value alone', () => {
    expect(fold(series(evaluation, 0))(programOf(sin))([seriesOf(scalarTensor(0), scalarTensor(1))]).map((s) => s.length)).toEqual([1])
  })
})

describe('long programs', () => {
  it('are no deeper than short ones', () => {
    const n = 20_000
    const chain = programOf((x) => {
      let y = x
      for (let i = 0; i < n; i++) y = sin(y)
      return y
    })
    const [found = [tensor(0)]] = fold(series(evaluation, 2))(chain)([seriesOf(scalarTensor(2), scalarTensor(1))])
    let [y, first, second] = [2, 1, 0]
    for (let i = 0; i < n; i++) [y, first, second] = [Math.sin(y), Math.cos(y) * first, Math.cos(y) * second - (Math.sin(y) * first * first) / 2]
    expect(found.map((c) => (c === null ? 0 : elementOf(c)))).toEqual([y, first, second].map((v) => expect.closeTo(v, 12)))
    expect(second).not.toBe(0)
  }, 60_000)
})
