import { describe, expect, it } from 'vitest'
import { tensor } from '../../src/array/tensor.ts'
import { add, mul } from '../../src/basis/arithmetic.ts'
import { sum } from '../../src/basis/broadcast.ts'
import { fori } from '../../src/primitive/control.ts'
import { cos, sin, sincos } from '../../src/primitive/trigonometric.ts'
import { sameParams, sameProgram } from '../../src/program/equal.ts'
import { float } from '../../src/program/expr.ts'
import type { AnyExpr, Expr, Program, Scalar } from '../../src/program/model.ts'
import { close } from '../../src/program/trace.ts'
import { phantom } from '../../src/type/phantom.ts'

const of = (body: (x: Scalar, y: Scalar) => AnyExpr, names: ReadonlyArray<string> = []): Program =>
  close([float(), float()], ([x, y]) => [body(phantom(x), phantom(y))], names)
const array = (body: (x: Expr<[2, 3]>) => AnyExpr): Program => close([float(2, 3)], ([x]) => [body(phantom(x))])

describe('sameProgram', () => {
  it.each<[string, Program, Program, number | null]>([
    ['the same equations', of((x, y) => mul(sin(x), y)), of((x, y) => mul(sin(x), y)), null],
    ['other names', of((x, y) => mul(x, y), ['a', 'b']), of((x, y) => mul(x, y)), null],
    ['another operation', of((x, y) => mul(sin(x), y)), of((x, y) => mul(cos(x), y)), 0],
    ['another operation further on', of((x, y) => mul(sin(x), y)), of((x, y) => add(sin(x), y)), 1],
    ['operands exchanged', of((x, y) => mul(x, y)), of((x, y) => mul(y, x)), 0],
    ['another literal', of((x) => mul(x, 2)), of((x) => mul(x, 3)), 0],
    ['0 and −0', of((x) => mul(x, 0)), of((x) => mul(x, -0)), 0],
    ['NaN and NaN', of((x) => mul(x, Number.NaN)), of((x) => mul(x, Number.NaN)), null],
    ['literals of other values', array((x) => mul(x, tensor([1, 1, 1]))), array((x) => mul(x, tensor([1, 1, 2]))), 0],
    ['a literal for a reference', of((x) => mul(x, 2)), of((x, y) => mul(x, y)), 0],
    ['other parameters', array((x) => sum(x, { axes: [0] })), array((x) => sum(x, { axes: [1] })), 0],
    ['another result of one node', of((x) => sincos(x)[0]), of((x) => sincos(x)[1]), 1],
    ['another output', of((x) => x), of((_, y) => y), 0],
    ['one that goes on', of((x) => sin(x)), of((x) => sin(sin(x))), 1],
    ['other inputs', of((x) => x), array((x) => x), 0],
    ['another body of a loop', of((x) => phantom(fori(3, x, (c) => sin(c)))), of((x) => phantom(fori(3, x, (c) => cos(c)))), 0],
    ['another length of a loop', of((x) => phantom(fori(3, x, (c) => sin(c)))), of((x) => phantom(fori(4, x, (c) => sin(c)))), 0],
    ['equal loops', of((x) => phantom(fori(3, x, (c) => sin(c)))), of((x) => phantom(fori(3, x, (c) => sin(c)))), null],
  ])('%s', (_, a, b, at) => {
    expect(sameProgram(a, b)).toBe(at)
    expect(sameProgram(b, a)).toBe(at)
  })
})

describe('sameParams', () => {
  it('compares keys and values', () => {
    expect(sameParams({ a: [1, 2], b: true }, { b: true, a: [1, 2] })).toBe(true)
    expect(sameParams({ a: [1, 2] }, { a: [1] })).toBe(false)
    expect(sameParams({ a: 1 }, { b: 1 })).toBe(false)
    expect(sameParams({ a: 1 }, { a: '1' })).toBe(false)
    expect(sameParams({}, { a: 1 })).toBe(false)
    expect(sameParams({ a: 0 }, { a: -0 })).toBe(false)
    expect(sameParams({ a: [[1], []] }, { a: [[1], []] })).toBe(true)
  })
})
