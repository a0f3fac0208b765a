import fc from 'fast-check'
import { option as O } from 'fp-ts'
import { describe, expect, it } from 'vitest'
import { dataOf, elementOf, scalarTensor } from '../../src/array/tensor.ts'
import { add, mul } from '../../src/basis/arithmetic.ts'
import { sum } from '../../src/basis/broadcast.ts'
import { where } from '../../src/basis/choice.ts'
import { gt } from '../../src/basis/comparison.ts'
import { forwardTrace, reverseTrace, showForward, showReverse } from '../../src/draw/trace.ts'
import { dual, dualOf } from '../../src/interpret/dual.ts'
import { evaluation } from '../../src/interpret/evaluate.ts'
import { reverse } from '../../src/interpret/tape.ts'
import { div, neg, reciprocal, sqrt, square, sub } from '../../src/primitive/arithmetic.ts'
import { max } from '../../src/primitive/extremum.ts'
import { exp, log } from '../../src/primitive/exponential.ts'
import { sigmoid } from '../../src/primitive/logistic.ts'
import { pow } from '../../src/primitive/power.ts'
import { cos, sin, sincos, tan } from '../../src/primitive/trigonometric.ts'
import { cond } from '../../src/primitive/control.ts'
import { applyTo, constant, float } from '../../src/program/expr.ts'
import { fold } from '../../src/program/fold.ts'
import type { Expr, Mask, Program, Scalar } from '../../src/program/model.ts'
import { close } from '../../src/program/trace.ts'
import { phantom } from '../../src/type/phantom.ts'
import { cases } from '../primitive/cases.ts'
import { samples } from '../share.ts'
import { evaluatePrinted, run, scalarProgram, smoothPrograms } from './oracle.ts'

type Body = (x: Scalar, y: Scalar) => Scalar | ReadonlyArray<Scalar>

const of = (body: Body, names: ReadonlyArray<string> = ['x1', 'x2']): Program => scalarProgram(names, (x, y) => body(x as Scalar, y as Scalar))

// ln x₁ + x₁x₂ − sin x₂, its parts in the order of the textbooks.
const seed = of((x1, x2) => {
  const logarithm = log(x1)
  const product = mul(x1, x2)
  const sine = sin(x2)
  return sub(add(logarithm, product), sine)
})

const lines = (text: string): ReadonlyArray<string> => text.split('\n').map((line) => line.trimEnd())

describe('the forward trace of ln x1 + x1 x2 − sin x2 at (2, 5) along (1, 0)', () => {
  const rows = forwardTrace(seed, [2, 5], [1, 0])

  it('is the table of the textbooks', () => {
    expect(lines(showForward(rows))).toEqual([
      'primal                                                   tangent',
      '───────────────────────────────────────────────────────────────────────────────────────────────────────',
      'v₋₁     = x₁                                = 2          v̇₋₁      = ẋ₁                            = 1',
      'v₀      = x₂                                = 5          v̇₀       = ẋ₂                            = 0',
      'v₁      = ln v₋₁   = ln 2                   = 0.693147   v̇₁       = v̇₋₁/v₋₁          = 1/2        = 0.5',
      'v₂      = v₋₁·v₀   = 2·5                    = 10         v̇₂       = v̇₋₁·v₀ + v̇₀·v₋₁  = 1·5 + 0·2  = 5',
      'v₃      = sin v₀   = sin 5                  = −0.958924  v̇₃       = v̇₀·cos v₀        = 0·cos 5    = 0',
      'v₄      = v₁ + v₂  = 0.693147 + 10          = 10.6931    v̇₄       = v̇₁ + v̇₂          = 0.5 + 5    = 5.5',
      'v₅      = v₄ − v₃  = 10.6931 − (−0.958924)  = 11.6521    v̇₅       = v̇₄ − v̇₃          = 5.5 − 0    = 5.5',
      'y       = v₅                                = 11.6521    ẏ        = v̇₅                            = 5.5',
    ])
  })

  it('holds every digit as data', () => {
    expect(rows.map(({ kind, primal, tangent }) => [kind, primal.symbol, primal.value, tangent?.symbol, tangent?.value])).toEqual([
      ['input', 'v₋₁', 2, 'v̇₋₁', 1],
      ['input', 'v₀', 5, 'v̇₀', 0],
      ['operation', 'v₁', Math.log(2), 'v̇₁', 0.5],
      ['operation', 'v₂', 10, 'v̇₂', 5],
      ['operation', 'v₃', Math.sin(5), 'v̇₃', 0],
      ['operation', 'v₄', Math.log(2) + 10, 'v̇₄', 5.5],
      ['operation', 'v₅', 11.652071455223084, 'v̇₅', 5.5],
      ['output', 'y', 11.652071455223084, 'ẏ', 5.5],
    ])
  })

  it('is valid Markdown too', () => {
    const [head, rule, first, , third] = lines(showForward(rows, 'markdown'))
    expect(head).toBe('| primal |           |                         |             | tangent |                   |             |       |')
    expect(rule).toBe('| ------ | --------- | ----------------------- | ----------- | ------- | ----------------- | ----------- | ----- |')
    expect(first).toBe('| v₋₁    | = x₁      |                         | = 2         | v̇₋₁     | = ẋ₁              |             | = 1   |')
    expect(third).toBe('| v₁     | = ln v₋₁  | = ln 2                  | = 0.693147  | v̇₁      | = v̇₋₁/v₋₁         | = 1/2       | = 0.5 |')
  })
})

describe('the reverse trace of the same', () => {
  const rows = reverseTrace(seed, [2, 5])

  it('is the table of the textbooks, with each contribution', () => {
    expect(lines(showReverse(rows))).toEqual([
      'adjoint  chain rule           rule            numbers            value',
      '────────────────────────────────────────────────────────────────────────────',
      'v̄₅       = ȳ                                                     = 1',
      'v̄₄       = v̄₅·∂v₅/∂v₄         = v̄₅            = 1                = 1',
      'v̄₃       = v̄₅·∂v₅/∂v₃         = −v̄₅           = −1               = −1',
      'v̄₁       = v̄₄·∂v₄/∂v₁         = v̄₄            = 1                = 1',
      'v̄₂       = v̄₄·∂v₄/∂v₂         = v̄₄            = 1                = 1',
      'v̄₀       = v̄₃·∂v₃/∂v₀         = v̄₃·cos v₀     = −1·cos 5         = −0.283662',
      'v̄₋₁      = v̄₂·∂v₂/∂v₋₁        = v̄₂·v₀         = 1·5              = 5',
      'v̄₀       = v̄₀ + v̄₂·∂v₂/∂v₀    = v̄₀ + v̄₂·v₋₁   = −0.283662 + 1·2  = 1.71634',
      'v̄₋₁      = v̄₋₁ + v̄₁·∂v₁/∂v₋₁  = v̄₋₁ + v̄₁/v₋₁  = 5 + 1/2          = 5.5',
      'x̄₁       = v̄₋₁                                                   = 5.5',
      'x̄₂       = v̄₀                                                    = 1.71634',
    ])
  })

  it('holds every digit as data', () => {
    expect(rows.map(({ kind, symbol, added, value }) => [kind, symbol, added, value])).toEqual([
      ['seed', 'v̄₅', 1, 1],
      ['contribution', 'v̄₄', 1, 1],
      ['contribution', 'v̄₃', -1, -1],
      ['contribution', 'v̄₁', 1, 1],
      ['contribution', 'v̄₂', 1, 1],
      ['contribution', 'v̄₀', -Math.cos(5), -Math.cos(5)],
      ['contribution', 'v̄₋₁', 5, 5],
      ['contribution', 'v̄₀', 2, 1.7163378145367738],
      ['contribution', 'v̄₋₁', 0.5, 5.5],
      ['input', 'x̄₁', 0, 5.5],
      ['input', 'x̄₂', 0, 1.7163378145367738],
    ])
  })

  it('does not repeat a slip of popular introductions', () => {
    expect(rows[5]?.value.toFixed(5)).toBe('-0.28366')
  })

  it('is linear in its seed', () => {
    expect(
      reverseTrace(seed, [2, 5], -2)
        .slice(-2)
        .map(({ value }) => value),
    ).toEqual([-11, -2 * 1.7163378145367738])
  })
})

describe('rules in symbols', () => {
  const tangent = (body: Body, at = 1): string =>
    forwardTrace(of(body), [2, 5], [1, 0]).filter(({ kind }) => kind === 'operation')[at - 1]?.tangent?.formula ?? ''

  it.each<readonly [string, Body, string]>([
    ['exp names its answer', (x) => exp(x), 'v̇₋₁·v₁'],
    ['tan', (x) => tan(x), 'v̇₋₁·(1 + v₁²)'],
    ['cos has its sign in front', (x) => cos(x), '−v̇₋₁·sin v₋₁'],
    ['square has its factor in front', (x) => square(x), '2·v̇₋₁·v₋₁'],
    ['sqrt', (x) => sqrt(x), '0.5·v̇₋₁/v₁'],
    ['reciprocal', (x) => reciprocal(x), '−v̇₋₁·v₁²'],
    ['quotient', (x, y) => div(x, y), '(v̇₋₁ − v̇₀·v₁)/v₀'],
    ['a constant exponent is folded', (x) => pow(x, 3), '3·v̇₋₁·v₋₁^2'],
    ['a constant factor', (x) => mul(-3, x), '−3·v̇₋₁'],
    ['an operand twice', (x) => mul(x, x), 'v̇₋₁·v₋₁ + v̇₋₁·v₋₁'],
    ['one of two results', (x) => sincos(x), 'v̇₋₁·v₂'],
    ['sigmoid', (x) => sigmoid(x), '0.25·v̇₋₁·sech²(0.5·v₋₁)'],
    ['an addend that is constant', (x) => add(x, 1), 'v̇₋₁'],
    ['a square as a power', (x) => pow(x, 2), '2·v̇₋₁·v₋₁'],
    ['a first power', (x) => pow(x, 1), 'v̇₋₁·v₋₁^0'],
    ['a power below 0', (x) => pow(x, -1), '−v̇₋₁·v₋₁^(−2)'],
    ['a divisor of 1', (x) => div(x, 1), 'v̇₋₁'],
    ['a number divided', (x) => div(3, x), '−v̇₋₁·v₁/v₋₁'],
    ['a choice that is made', (x) => where(phantom<Mask<[]>>(constant(scalarTensor(1, 'bool'))), x, 0), 'v̇₋₁'],
    ['a choice made against it', (x) => where(phantom<Mask<[]>>(constant(scalarTensor(0, 'bool'))), x, 0), '0'],
  ])('%s', (_, body, expected) => expect(tangent(body)).toBe(expected))

  it('puts both shares of an operand used twice in one line', () => {
    expect(
      reverseTrace(
        of((x) => mul(x, x)),
        [3, 0],
      )[1],
    ).toEqual({
      kind: 'contribution',
      symbol: 'v̄₋₁',
      contribution: 'v̄₁·∂v₁/∂v₋₁',
      formula: 'v̄₁·v₋₁ + v̄₁·v₋₁',
      numbers: '1·3 + 1·3',
      added: 6,
      value: 6,
    })
  })

  it('of a branch is left to the program it holds', () => {
    const program = of((x) =>
      cond(
        gt(x, 0),
        (z: Scalar) => square(z),
        (z: Scalar) => z,
        x,
      ),
    )
    const row = forwardTrace(program, [3, 0], [1, 0]).find(({ tangent }) => tangent?.value === 6)
    expect(row).toMatchObject({ kind: 'operation', primal: { value: 9 }, tangent: { formula: '', numbers: '' } })
    const back = reverseTrace(program, [3, 0])
    expect(back.find(({ kind }) => kind === 'contribution')).toMatchObject({ symbol: 'v̄₋₁', formula: '', value: 6 })
  })

  it('leaves out a result that nobody uses', () => {
    const rows = reverseTrace(
      of((x) => sincos(x)[0]),
      [0.5, 0],
    )
    expect(rows[1]).toMatchObject({ symbol: 'v̄₋₁', contribution: 'v̄₁·∂v₁/∂v₋₁', formula: 'v̄₁·v₂' })
    expect(rows[1]?.value).toBeCloseTo(Math.cos(0.5), 14)
  })

  it('adds up what comes through several results', () => {
    const [, , row] = reverseTrace(
      of((x) => {
        const [s, c] = sincos(x)
        return mul(s, c)
      }),
      [0.5, 0],
    ).slice(1)
    expect(row).toMatchObject({ symbol: 'v̄₋₁', contribution: 'v̄₁·∂v₁/∂v₋₁ + v̄₂·∂v₂/∂v₋₁', formula: 'v̄₁·v₂ − v̄₂·v₁' })
    expect(row?.value).toBeCloseTo(Math.cos(1), 14)
  })

  it('shows masks, and that the arm not taken contributes nothing even where its derivative is NaN', () => {
    const program = of((x) => where(gt(x, 0), sqrt(x), neg(x)))
    const rows = reverseTrace(program, [-2, 0])
    expect(rows.map(({ symbol, formula, value }) => [symbol, formula, value])).toEqual([
      ['v̄₄', '', 1],
      ['v̄₂', 'where(v₁, v̄₄, 0)', 0],
      ['v̄₃', 'where(v₁, 0, v̄₄)', 1],
      ['v̄₋₁', '−v̄₃', -1],
      ['v̄₋₁', 'v̄₋₁ + 0.5·v̄₂/v₂', -1],
      ['x̄₁', '', -1],
      ['x̄₂', '', 0],
    ])
    const mask = forwardTrace(program, [-2, 0], [1, 0])[2]
    expect([mask?.primal.formula, mask?.primal.value, mask?.tangent]).toEqual(['v₋₁ > 0', false, null])
  })
})

describe('names and edges', () => {
  it('marks short names and spells out long ones', () => {
    const rows = reverseTrace(
      of((x, y) => mul(x, y), ['y', 'rate']),
      [2, 5],
    )
    expect(rows.filter(({ kind }) => kind === 'input').map(({ symbol }) => symbol)).toEqual(['ȳ', '∂z/∂rate'])
    expect(rows[0]?.contribution).toBe('z̄')
    expect(
      forwardTrace(
        of((x, y) => mul(x, y), ['a', 'rate']),
        [2, 5],
        [1, 1],
      ).map(({ tangent }) => tangent?.formula),
    ).toEqual(['ȧ', 'd rate', 'v̇₋₁·v₀ + v̇₀·v₋₁', 'v̇₁'])
  })

  it('traces a constant, the identity and several outputs', () => {
    const constant: Program = { ...of((x) => x), outputs: [{ _tag: 'Literal', value: scalarTensor(3) }] }
    expect(reverseTrace(constant, [2, 5]).map(({ symbol, value }) => [symbol, value])).toEqual([
      ['x̄₁', 0],
      ['x̄₂', 0],
    ])
    expect(forwardTrace(constant, [2, 5], [1, 0])[2]).toMatchObject({ primal: { formula: '3', value: 3 }, tangent: { formula: '0', value: 0 } })
    expect(
      reverseTrace(
        of((x) => x),
        [2, 5],
      ).map(({ symbol, contribution, value }) => [symbol, contribution, value]),
    ).toEqual([
      ['v̄₋₁', 'ȳ', 1],
      ['x̄₁', 'v̄₋₁', 1],
      ['x̄₂', '', 0],
    ])
    expect(
      forwardTrace(
        of((x, y) => [mul(x, y), x]),
        [2, 5],
        [1, 0],
      )
        .slice(-2)
        .map(({ primal, tangent }) => [primal.symbol, primal.value, tangent?.value]),
    ).toEqual([
      ['y₁', 10, 5],
      ['y₂', 2, 1],
    ])
  })

  it('refuses what is not a table of scalars', () => {
    const array = close([float(3)], ([x]) => [sum(phantom<Expr<[3]>>(x))])
    expect(() => forwardTrace(array, [1], [1])).toThrow('forwardTrace: shapes [3] occur in the program; an evaluation trace is a table of scalars')
    expect(() =>
      reverseTrace(
        of((x, y) => [x, y]),
        [1, 2],
      ),
    ).toThrow('reverseTrace: expected a program of one output, got 2')
    expect(() => reverseTrace(seed, [1])).toThrow('reverseTrace: expected 2 numbers, one for each input, got 1')
    expect(() => forwardTrace(seed, [1, 2], [1])).toThrow('expected 2 numbers')
  })
})

describe('on random programs', () => {
  const coordinate = fc.double({ min: 0.25, max: 2, noNaN: true })
  const point = fc.tuple(coordinate, coordinate, coordinate)

  it('the values are those of evaluation and the tangents those of central differences', () => {
    const seen = { samples: 0, decided: 0 }
    fc.assert(
      fc.property(smoothPrograms, point, (program, at) => {
        const rows = forwardTrace(program, at, [1, 0, 0])
        const last = rows.at(-1)
        expect(last?.primal.value).toBe(run(program, at)[0])
        const [x, ...rest] = at
        const f = (z: number): number => run(program, [z, ...rest])[0] ?? Number.NaN
        const h = 1e-4 * x
        const slope = (8 * (f(x + h) - f(x - h)) - (f(x + 2 * h) - f(x - 2 * h))) / (12 * h)
        const coarse = (f(x + 2 * h) - f(x - 2 * h)) / (4 * h)
        const size = Math.max(1, Math.abs(slope), Math.abs(f(x)))
        // Where two step sizes disagree the differences say nothing, and where the logarithm of 0 is met on
        // the way there is no derivative, though the result may be finite again, as exp(log(y − y)) is.
        const decided =
          rows.every(({ primal }) => Number.isFinite(primal.value)) && Number.isFinite(slope) && Math.abs(slope - coarse) < 1e-5 * size && size < 1e6
        seen.samples += 1
        seen.decided += decided ? 1 : 0
        fc.pre(decided)
        expect(Math.abs(Number(last?.tangent?.value) - slope)).toBeLessThan(1e-5 * size)
      }),
      { numRuns: samples(150) },
    )
    expect(seen.decided).toBeGreaterThan(0.8 * seen.samples)
  })

  it('adjoints add up, bit for bit, to the gradient of the plain tape', () => {
    fc.assert(
      fc.property(smoothPrograms, point, (program, at) => {
        const { forward, pullback } = reverse(program, [true, true, true])
        const [, ...residuals] = fold(evaluation)(forward)(at.map((x) => scalarTensor(x)))
        const gradient = fold(evaluation)(pullback)([...residuals, scalarTensor(1)]).map((x) => elementOf(x))
        const rows = reverseTrace(program, at)
        const inputs = rows.filter(({ kind }) => kind === 'input')
        expect(inputs.map(({ value }) => value)).toEqual(gradient)
        // The last line about an input says the same.
        inputs.forEach(({ contribution, value }) => {
          if (contribution !== '') expect(rows.filter(({ kind, symbol }) => kind !== 'input' && symbol === contribution).at(-1)?.value).toBe(value)
        })
      }),
      { numRuns: samples(150) },
    )
  })

  it('the formulas in numbers, read by JavaScript, give the numbers of the interpreters', () => {
    const near = (text: string, value: number | boolean): void => {
      if (text === '' || typeof value === 'boolean') return
      const got = evaluatePrinted([], text, [0, 0, 0])
      if (Number.isFinite(value))
        expect(Math.abs(got - value)).toBeLessThanOrEqual(
          1e-12 * Math.max(1, Math.abs(value), ...(text.match(/\d[\d.]*(?:e[−+]?\d+)?/g) ?? []).map((x) => Math.abs(Number(x.replace('−', '-'))))),
        )
    }
    fc.assert(
      fc.property(smoothPrograms, point, (program, at) => {
        for (const { primal, tangent } of forwardTrace(program, at, [1, -0.5, 2], 17)) {
          near(primal.numbers, primal.value)
          if (tangent !== null) near(tangent.numbers, tangent.value)
        }
        for (const { numbers, value } of reverseTrace(program, at, 1.5, 17)) near(numbers, value)
      }),
      { numRuns: samples(150) },
    )
  })

  it('takes a chain of thousands of operations', () => {
    const length = samples(3000, 500)
    const program = of((x) => {
      let y = x
      for (let i = 0; i < length; i++) y = max(y, 1)
      return y
    })
    expect(reverseTrace(program, [2, 0]).at(-2)?.value).toBe(1)
    expect(forwardTrace(program, [2, 0], [1, 0]).at(-1)?.tangent?.value).toBe(1)
  }, 60_000)
})

describe('every primitive of scalars', () => {
  // The elementwise ones, at the first of the points they are tested at.
  const scalars = cases.flatMap(({ name, program, operands }) => {
    const [equation, ...more] = program.equations
    if (equation === undefined || more.length > 0 || equation.primitive.scalar === null || operands.some((x) => x.dtype !== 'float64')) return []
    return [
      {
        name,
        program: close(
          operands.map(() => float()),
          (xs) => applyTo(equation.primitive, equation.params, xs),
        ),
        operands: operands.map((x) => scalarTensor(dataOf(x)[0] ?? Number.NaN)),
      },
    ]
  })

  it.each(scalars.map((each) => [each.name, each] as const))('%s: a formula without gaps, and the slope of forward mode', (_, { program, operands }) => {
    const at = operands.map((x) => elementOf(x))
    const along = at.map((_, i) => 1 / (i + 2))
    const out = forwardTrace(program, at, along).at(-1)
    const wanted = fold(dual(evaluation))(program)(operands.map((x, i) => dualOf(x, scalarTensor(along[i] ?? 0))))[0]
    expect(out?.primal.value).toEqual(expect.anything())
    expect(out?.tangent?.value ?? 0).toBe(wanted !== undefined && O.isSome(wanted.tangent) ? elementOf(wanted.tangent.value) : 0)
    expect(showForward(forwardTrace(program, at, along))).not.toMatch(/undefined|\?|\[object/)
    if (program.equations.at(-1)?.results[0]?.dtype === 'float64') expect(showReverse(reverseTrace(program, at))).not.toMatch(/undefined|\?|\[object/)
  })
})
