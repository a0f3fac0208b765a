import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { tensor } from '../../src/array/tensor.ts'
import { add, mul } from '../../src/basis/arithmetic.ts'
import { sum } from '../../src/basis/broadcast.ts'
import { where } from '../../src/basis/choice.ts'
import { gt, lt } from '../../src/basis/comparison.ts'
import { and, not } from '../../src/basis/logic.ts'
import { formula, formulaParts } from '../../src/draw/formula.ts'
import { latex } from '../../src/draw/latex.ts'
import { abs, div, neg, reciprocal, sqrt, square, sub } from '../../src/primitive/arithmetic.ts'
import { checkpoint } from '../../src/primitive/checkpoint.ts'
import { cumsumPrimitive } from '../../src/primitive/cumulative.ts'
import { max } from '../../src/primitive/extremum.ts'
import { exp, log, log1p } from '../../src/primitive/exponential.ts'
import { sigmoid } from '../../src/primitive/logistic.ts'
import { pow } from '../../src/primitive/power.ts'
import { sin, sincos, sinPrimitive } from '../../src/primitive/trigonometric.ts'
import { applyTo, float } from '../../src/program/expr.ts'
import type { Expr, Mask, Program, Scalar } from '../../src/program/model.ts'
import { close } from '../../src/program/trace.ts'
import { phantom } from '../../src/type/phantom.ts'
import { evaluatePrinted, exactPrograms, generalPrograms, run, scalarProgram } from './oracle.ts'
import type { Table } from '../table.ts'
import { chain } from './chain.ts'

const both = (body: (x: Scalar, y: Scalar) => Scalar | ReadonlyArray<Scalar>): readonly [string, string] => {
  const program = scalarProgram(['x', 'y'], (x, y) => body(x as Scalar, y as Scalar))
  return [formula(program), latex(program)]
}

// Reviewed by hand.
const table: Table<readonly [(x: Scalar, y: Scalar) => Scalar | ReadonlyArray<Scalar>, string, string]> = [
  [(x, y) => sub(add(log(x), mul(x, y)), sin(y)), 'ln x + x·y − sin y', '\\ln x + x\\,y - \\sin y'],
  [(x, y) => mul(add(x, y), x), '(x + y)·x', '\\left(x + y\\right)\\,x'],
  [(x, y) => sub(x, sub(y, x)), 'x − (y − x)', 'x - \\left(y - x\\right)'],
  [(x, y) => sub(sub(x, y), x), 'x − y − x', 'x - y - x'],
  [(x, y) => add(x, add(y, x)), 'x + y + x', 'x + y + x'],
  [(x, y) => div(x, mul(y, x)), 'x/(y·x)', '\\frac{x}{y\\,x}'],
  [(x, y) => div(div(x, y), x), 'x/y/x', '\\frac{\\frac{x}{y}}{x}'],
  [(x, y) => mul(sin(x), y), 'sin(x)·y', '\\sin\\left(x\\right)\\,y'],
  [(x, y) => mul(y, sin(x)), 'y·sin x', 'y\\,\\sin x'],
  [(x, y) => mul(mul(y, sin(x)), y), 'y·sin(x)·y', 'y\\,\\sin\\left(x\\right)\\,y'],
  [(x, y) => sin(add(x, y)), 'sin(x + y)', '\\sin\\left(x + y\\right)'],
  [(x) => square(sin(x)), '(sin x)²', '\\left(\\sin x\\right)^{2}'],
  [(x) => square(square(x)), '(x²)²', '\\left(x^{2}\\right)^{2}'],
  [(x) => neg(square(x)), '−x²', '-x^{2}'],
  [(x) => square(neg(x)), '(−x)²', '\\left(-x\\right)^{2}'],
  [(x) => neg(neg(x)), '−(−x)', '-\\left(-x\\right)'],
  [(x, y) => neg(add(x, y)), '−(x + y)', '-\\left(x + y\\right)'],
  [(x, y) => sub(x, neg(y)), 'x − (−y)', 'x - \\left(-y\\right)'],
  [(x, y) => add(x, mul(neg(y), x)), 'x + (−y)·x', 'x + \\left(-y\\right)\\,x'],
  [(x, y) => pow(pow(x, y), x), '(x^y)^x', '\\left(x^{y}\\right)^{x}'],
  [(x, y) => pow(x, pow(y, x)), 'x^(y^x)', 'x^{y^{x}}'],
  [(x) => sub(add(x, -2), -0.5), 'x + (−2) − (−0.5)', 'x + \\left(-2\\right) - \\left(-0.5\\right)'],
  [(x) => pow(-2, x), '(−2)^x', '\\left(-2\\right)^{x}'],
  [(x) => pow(x, -2), 'x^(−2)', 'x^{-2}'],
  [(x) => mul(4, mul(x, sub(1, x))), '4·x·(1 − x)', '4\\,x\\,\\left(1 - x\\right)'],
  [(x) => mul(x, 4), 'x·4', 'x \\cdot 4'],
  [(x) => mul(2e-30, x), '2e−30·x', '2 \\cdot 10^{-30}\\,x'],
  [(x, y) => sqrt(add(square(x), square(y))), '√(x² + y²)', '\\sqrt{x^{2} + y^{2}}'],
  [(x, y) => mul(sqrt(x), sqrt(sin(y))), '√x·√(sin y)', '\\sqrt{x}\\,\\sqrt{\\sin y}'],
  [(x) => reciprocal(add(1, exp(neg(x)))), '1/(1 + exp(−x))', '\\frac{1}{1 + \\exp\\left(-x\\right)}'],
  [(x, y) => mul(y, reciprocal(x)), 'y·(1/x)', 'y\\,\\frac{1}{x}'],
  [(x, y) => square(abs(sub(x, abs(y)))), '|x − |y||²', '\\left|x - \\left|y\\right|\\right|^{2}'],
  [(x, y) => add(1, where(gt(x, 0), x, mul(2, y))), '1 + where(x > 0, x, 2·y)', '1 + \\begin{cases} x & x > 0 \\\\ 2\\,y & \\text{otherwise} \\end{cases}'],
  [
    (x, y) => where(and(gt(x, 0), not(lt(y, 1))), x, y),
    'where((x > 0) ∧ ¬(y < 1), x, y)',
    '\\begin{cases} x & \\left(x > 0\\right) \\land \\lnot \\left(y < 1\\right) \\\\ y & \\text{otherwise} \\end{cases}',
  ],
  [
    (x, y) => [max(x, y), log1p(x), sigmoid(add(x, y))],
    '(max(x, y), log1p x, sigmoid(x + y))',
    '\\left(\\operatorname{max}\\left(x, y\\right), \\operatorname{log1p} x, \\sigma\\left(x + y\\right)\\right)',
  ],
  [(x) => sincos(x), '(sincos(x)[0], sincos(x)[1])', '\\left(\\operatorname{sincos}\\left(x\\right)_{0}, \\operatorname{sincos}\\left(x\\right)_{1}\\right)'],
]

describe('formula and latex', () => {
  it.each(table)('%#', (body, text, tex) => expect(both(body)).toEqual([text, tex]))

  it('writes names with an index as LaTeX does, and numbers what has no name', () => {
    const body = (...[x, y]: Array<Scalar>): Scalar => mul(x as Scalar, y as Scalar)
    expect(latex(scalarProgram(['x1', 'learning_rate'], body))).toBe('x_{1}\\,\\mathrm{learning\\_rate}')
    expect(formula(scalarProgram(['', ''], body))).toBe('v₋₁·v₀')
    expect(latex(scalarProgram(['', ''], body))).toBe('v_{-1}\\,v_{0}')
    expect(formula(scalarProgram(['a', 'a'], body))).toBe('v₋₁·v₀')
    expect(formula(scalarProgram(['v1', 'b'], body))).toBe('v₋₁·b')
  })

  it('shows parameters and constants of array programs', () => {
    const program = close(
      [float(2, 2)],
      ([w]) => {
        const x = phantom<Expr<[2, 2]>>(w)
        return [
          mul(
            2,
            sum(
              sum(
                add(
                  x,
                  tensor([
                    [1, -2],
                    [Number.NaN, -0],
                  ]),
                ),
                { axes: 0 },
              ),
            ),
          ),
        ]
      },
      ['w'],
    )
    expect(formula(program)).toBe('2·sum(sum(w + [[1, −2], [NaN, −0]], [0]), [0])')
    expect(latex(program)).toBe('2\\,\\sum_{0} \\left(\\sum_{0} \\left(w + \\begin{bmatrix} 1 & -2 \\\\ \\mathrm{NaN} & -0 \\end{bmatrix}\\right)\\right)')
  })

  it('writes constants of every kind: masks, vectors, and by their type what has more axes than two', () => {
    const chosen = close([float(2)], ([x]) => [phantom<Expr>(where(tensor([true, false]), phantom<Expr<[2]>>(x), tensor([1, 2])))], ['w'])
    expect(latex(chosen)).toContain('\\begin{bmatrix} \\text{true} \\\\ \\text{false} \\end{bmatrix}')
    expect(latex(chosen)).toContain('\\begin{bmatrix} 1 \\\\ 2 \\end{bmatrix}')
    const stacked = close([float(1, 1, 2)], ([x]) => [phantom<Expr>(add(phantom<Expr<[1, 1, 2]>>(x), tensor([[[1, 2]]])))], ['w'])
    expect(latex(stacked)).toMatch(/^w \+ \\mathrm\{[^{}]+\}$/)
    const always = close([float()], ([x]) => [phantom<Expr>(where(phantom<Mask<[]>>(tensor(true)), phantom<Expr<[]>>(x), 0))], ['x'])
    expect(latex(always)).toBe('\\begin{cases} x & \\text{true} \\\\ 0 & \\text{otherwise} \\end{cases}')
  })

  it('writes parameters: numbers, words, and programs as such', () => {
    const running = close([float(3)], ([x]) => applyTo(cumsumPrimitive, { axis: 0, reverse: true }, x === undefined ? [] : [x]), ['x'])
    expect(latex(running)).toBe('\\operatorname{cumsum}\\left(x, \\text{axis} = 0, \\text{reverse} = \\text{true}\\right)')
    const again = close([float()], ([x]) => [phantom<Expr>(checkpoint((z: Scalar) => sin(z))(phantom<Scalar>(x)))], ['x'])
    expect(latex(again)).toBe('\\operatorname{checkpoint}\\left(x, \\text{body} = \\text{program}\\right)')
  })

  it('evaluates, as JavaScript reads it, to what the program does: exact arithmetic in any nesting', () => {
    const point = fc.tuple(fc.integer({ min: -3, max: 3 }), fc.integer({ min: -3, max: 3 }), fc.integer({ min: -3, max: 3 }))
    fc.assert(
      fc.property(exactPrograms, point, fc.constantFrom('bind' as const, 'inline' as const), (program, at, sharing) => {
        const { bindings, outputs } = formulaParts(program, { sharing, limit: 1e6 })
        expect(evaluatePrinted(bindings, outputs[0] ?? '', at)).toSatisfy(
          (got: number) => Object.is(got + 0, (run(program, at)[0] ?? 0) + 0) || Math.abs(got) > 2 ** 53,
        )
      }),
      { numRuns: 400 },
    )
  })

  it('evaluates to the same bits with functions, quotients and powers', () => {
    const coordinate = fc.double({ min: -3, max: 3, noNaN: true })
    fc.assert(
      fc.property(
        generalPrograms,
        fc.tuple(coordinate, coordinate, coordinate),
        fc.constantFrom('bind' as const, 'inline' as const),
        (program, at, sharing) => {
          const { bindings, outputs } = formulaParts(program, { sharing, limit: 1e6 })
          expect(evaluatePrinted(bindings, outputs[0] ?? '', at)).toBe(run(program, at)[0])
        },
      ),
      { numRuns: 400 },
    )
  })
})

const squarings = (n: number): Program =>
  scalarProgram(['x'], (x) => {
    let y = x as Scalar
    for (let i = 0; i < n; i++) y = mul(y, y)
    return y
  })

describe('sharing and length', () => {
  it('names what is used more than once', () => {
    const program = scalarProgram(['x', 'y'], (x, y) => {
      const p = mul(x as Scalar, y as Scalar)
      return add(p, sin(p))
    })
    expect(formula(program)).toBe('v₁ = x·y\nv₁ + sin v₁')
    expect(formula(program, { sharing: 'inline' })).toBe('x·y + sin(x·y)')
    expect(latex(program)).toBe('\\begin{aligned} v_{1} &= x\\,y \\\\ & v_{1} + \\sin v_{1} \\end{aligned}')
  })

  it('counts what it leaves out, also where that is more than any list could hold', () => {
    expect(formula(squarings(4), { sharing: 'inline', limit: 3 })).toBe('…·…·…·… … (12 more nodes)')
    expect(formula(squarings(60), { sharing: 'inline', limit: 1 })).toBe('…·… … (about 1.2·10^18 more nodes)')
    expect(formula(squarings(60), { limit: 2 })).toBe('… (58 more nodes)\nv₅₉ = v₅₈·v₅₈\nv₅₉·v₅₉')
    expect(formula(chain(12_346, sinPrimitive, []), { limit: 1 })).toBe('sin(…) … (12,345 more nodes)')
    expect(latex(chain(3, sinPrimitive, []), { limit: 1 })).toBe('\\sin\\left(\\dots\\right) \\quad \\text{(2 more nodes)}')
  })
})
