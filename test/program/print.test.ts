import { describe, expect, it } from 'vitest'
import { scalarTensor, tensor } from '../../src/array/tensor.ts'
import { add, mul } from '../../src/basis/arithmetic.ts'
import { sum } from '../../src/basis/broadcast.ts'
import { toFloat, where } from '../../src/basis/choice.ts'
import { gt } from '../../src/basis/comparison.ts'
import { neg, square, sqrt, sub } from '../../src/primitive/arithmetic.ts'
import { cond, fori } from '../../src/primitive/control.ts'
import { log } from '../../src/primitive/exponential.ts'
import { pow } from '../../src/primitive/power.ts'
import { sin, sincos } from '../../src/primitive/trigonometric.ts'
import { constant, float, number } from '../../src/program/expr.ts'
import type { AnyExpr, Expr, IntExpr, Program, Scalar } from '../../src/program/model.ts'
import { print, showConstant, showEquation, showNumber } from '../../src/program/print.ts'
import { close } from '../../src/program/trace.ts'
import { aval } from '../../src/array/aval.ts'
import { phantom } from '../../src/type/phantom.ts'

const scalars = (names: ReadonlyArray<string>, body: (...xs: Array<Scalar>) => ReadonlyArray<AnyExpr>): Program =>
  close(
    names.map(() => float()),
    (xs) => body(...phantom<Array<Scalar>>(xs)),
    names,
  )

const example = scalars(['x1', 'x2'], (x1, x2) => [sub(add(log(x1 as Scalar), mul(x1 as Scalar, x2 as Scalar)), sin(x2 as Scalar))])

describe('print', () => {
  it('writes one equation per line, its type in a column', () => {
    expect(print(example)).toBe(`program (x1: f64, x2: f64) {
  v1 = log(x1) : f64
  v2 = x1 · x2 : f64
  v3 = v1 + v2 : f64
  v4 = sin(x2) : f64
  v5 = v3 − v4 : f64
  return v5
}`)
  })

  it('shows parameters, several results, masks and signs', () => {
    const program = close(
      [float(3, 4), float()],
      ([w, s]) => {
        const [sine, cosine] = sincos(phantom<Scalar>(s))
        const total = sum(sum(phantom<Expr<[3, 4]>>(w), { axes: 0 }))
        return [where(gt(sine, -2), neg(total), square(cosine)), pow(-2, cosine), sub(cosine, -0.5), sqrt(sine)]
      },
      ['w', ''],
    )
    expect(print(program)).toBe(`program (w: f64[3,4], v0: f64) {
  v1, v2 = sincos(v0)        : f64, f64
  v3     = sum(w, axes=[0])  : f64[4]
  v4     = sum(v3, axes=[0]) : f64
  v5     = v1 > (−2)         : bool
  v6     = −v4               : f64
  v7     = v2²               : f64
  v8     = where(v5, v6, v7) : f64
  v9     = (−2) ^ v2         : f64
  v10    = v2 − (−0.5)       : f64
  v11    = sqrt(v1)          : f64
  return (v8, v9, v10, v11)
}`)
  })

  it('puts programs held in parameters beneath, indented', () => {
    const program = scalars(['x'], (x) => [
      fori(2, x as Scalar, (y: Scalar) =>
        cond(
          gt(y, 0),
          (a: Scalar) => mul(a, 2),
          (a: Scalar) => a,
          y,
        ),
      ),
    ])
    expect(print(program)).toBe(`program (x: f64) {
  v1 = scan(x, body=program, consts=0, carry=1, length=2, reverse=false) : f64
    body = program (v0: f64) {
      v1 = v0 > 0                                : bool
      v2 = cond(v1, v0, yes=program, no=program) : f64
        yes = program (v0: f64) {
          v1 = v0 · 2 : f64
          return v1
        }
        no = program (v0: f64) {
          return v0
        }
      return v2
    }
  return v1
}`)
  })

  it('numbers inputs whose names are missing, shared or like a number of its own', () => {
    const head = (names: ReadonlyArray<string>): string => print(scalars(names, (x) => [x as Scalar])).split('\n')[0] ?? ''
    expect(head(['', ''])).toBe('program (v-1: f64, v0: f64) {')
    expect(head(['a', 'a', 'b'])).toBe('program (v-2: f64, v-1: f64, b: f64) {')
    expect(head(['v1', 'v₋₁', 'w'])).toBe('program (v-2: f64, v-1: f64, w: f64) {')
  })

  it('names outputs that have names, and returns constants and nothing', () => {
    const named: Program = { ...scalars(['x'], (x) => [x as Scalar, number(-0)]), outputNames: ['loss', '[1]'] }
    expect(print(named).split('\n')[1]).toBe('  return (loss = x, −0)')
    expect(print(scalars(['x'], () => []))).toBe('program (x: f64) {\n  return ()\n}')
  })

  it('keeps −0, NaN and infinities apart and shows small arrays only', () => {
    expect([0, -0, Number.NaN, 1 / 0, -1 / 0, -1.5, 1e-7, -2e21].map((x) => showNumber(x))).toEqual(['0', '−0', 'NaN', '∞', '−∞', '−1.5', '1e−7', '−2e+21'])
    expect([0.123456789, -1234567, 5].map((x) => showNumber(x, 3))).toEqual(['0.123', '−1230000', '5'])
    expect(
      showConstant(
        tensor([
          [1, -0],
          [Number.NaN, 2],
        ]),
      ),
    ).toBe('[[1, −0], [NaN, 2]]')
    expect(showConstant(tensor([true, false]))).toBe('[true, false]')
    expect(showConstant(scalarTensor(1, 'bool'))).toBe('true')
    expect(showConstant(tensor(new Float64Array(0)))).toBe('[]')
    expect(showConstant(tensor(new Float64Array(0), [0, 3]))).toBe('f64[0,3]')
    expect(showConstant(tensor(new Float64Array(1_000_000), [10_000, 100]))).toBe('f64[10000,100]')
    expect(showConstant(tensor(new Int32Array(9)))).toBe('i32[9]')
    const program = close([aval('float64', [3]), aval('int32', [])], ([x, n]) => [
      add(phantom<Expr<[3]>>(x), phantom<Expr<[3]>>(constant(tensor([1, 2, 3])))),
      toFloat(phantom<IntExpr<[]>>(n)),
    ])
    expect(print(program)).toContain('v1 = v-1 + [1, 2, 3] : f64[3]')
  })

  it('keeps types in their column where one line is long', () => {
    const program = scalars(['x', 'an input whose name is longer than forty-eight characters'], (x, y) => [sin(y as Scalar), sin(x as Scalar)])
    expect(print(program).split('\n').slice(1, 3)).toEqual([
      '  v1 = sin(an input whose name is longer than forty-eight characters) : f64',
      '  v2 = sin(x) : f64',
    ])
  })
})

describe('showEquation', () => {
  it('is a line of the program by itself', () => {
    expect([0, 1, 4].map((i) => showEquation(example, i))).toEqual(['v1 = log(x1) : f64', 'v2 = x1 · x2 : f64', 'v5 = v3 − v4 : f64'])
    const several = scalars(['x'], (x) => {
      const [s, c] = sincos(x as Scalar)
      return [mul(s, c)]
    })
    expect([0, 1].map((i) => showEquation(several, i))).toEqual(['v1, v2 = sincos(x) : f64, f64', 'v3 = v1 · v2 : f64'])
    expect(() => showEquation(example, 5)).toThrow('entry 5 of 5 does not exist')
  })
})
