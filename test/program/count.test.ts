import { describe, expect, it } from 'vitest'
import { mul } from '../../src/basis/arithmetic.ts'
import { cond, fori } from '../../src/primitive/control.ts'
import { gt } from '../../src/basis/comparison.ts'
import { outputAvals, valueAvals } from '../../src/program/avals.ts'
import { sin, sincos } from '../../src/primitive/trigonometric.ts'
import { expressionSize, innerPrograms, operations } from '../../src/program/count.ts'
import { float } from '../../src/program/expr.ts'
import type { AnyExpr, Program, Scalar } from '../../src/program/model.ts'
import { close } from '../../src/program/trace.ts'
import { phantom } from '../../src/type/phantom.ts'

const of = (body: (x: Scalar) => ReadonlyArray<AnyExpr>): Program => close([float()], ([x]) => body(phantom(x)))
const squarings = (n: number): Program => of((x) => [Array.from({ length: n }).reduce<Scalar>((y) => mul(y, y), x)])

describe('operations', () => {
  it('counts equations, those of inner programs once', () => {
    expect(operations(of((x) => [x]))).toBe(0)
    expect(operations(squarings(60))).toBe(60)
    expect(operations(of((x) => [phantom<Scalar>(fori(100, x, (c) => sin(sin(c))))]))).toBe(3)
    expect(operations(of((x) => [phantom<Scalar>(fori(2, x, (c) => fori(3, c, (d) => sin(d))))]))).toBe(3)
    const branches = of((x) => [
      phantom<Scalar>(
        cond(
          gt(x, 0),
          () => sin(x),
          () => mul(x, sin(x)),
        ),
      ),
    ])
    expect(operations(branches)).toBe(5)
    expect(branches.equations.flatMap(({ params }) => innerPrograms(params)).length).toBe(2)
  })
})

describe('expressionSize', () => {
  it('writes shared values out', () => {
    expect(expressionSize(of((x) => [x]))).toBe(1)
    expect(expressionSize(of((x) => [mul(sin(x), 2)]))).toBe(4)
    // s(0) = 1, s(n + 1) = 2·s(n) + 1.
    expect(expressionSize(squarings(10))).toBe(2 ** 11 - 1)
    expect(expressionSize(squarings(2000))).toBe(Number.POSITIVE_INFINITY)
    expect(expressionSize(of((x) => [sin(x), sin(x)]))).toBe(4)
  })
})

describe('avals', () => {
  it('are read off inputs, results and literals', () => {
    const program = close([float(2)], ([x]) => [...sincos(phantom<Scalar>(x)), phantom<AnyExpr>(x)])
    expect(valueAvals(program).map(({ text }) => text)).toEqual(['f64[2]', 'f64[2]', 'f64[2]'])
    expect(outputAvals(program).map(({ text }) => text)).toEqual(['f64[2]', 'f64[2]', 'f64[2]'])
  })
})
