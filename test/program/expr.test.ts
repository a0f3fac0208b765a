import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { evaluate } from '../../src/call/vectorised.ts'
import { add, mul } from '../../src/basis/arithmetic.ts'
import { gt } from '../../src/basis/comparison.ts'
import { tensor } from '../../src/array/tensor.ts'
import { sin, sincos } from '../../src/primitive/trigonometric.ts'
import { constant, float, isExpr, showExpr, stampOf, variable } from '../../src/program/expr.ts'
import { phantom } from '../../src/type/phantom.ts'
import type { AnyExpr, Expr, Scalar } from '../../src/program/model.ts'
import { failing, refusal } from '../failing.ts'
import type { Table } from '../table.ts'

/** What untyped code sees: JavaScript's own syntax on a value of no known type. */
const untyped = (x: unknown): number => phantom(x)

const matrix: Expr<[3, 4]> = phantom(variable(float(3, 4), 'w'))

describe('JavaScript syntax on an expression', () => {
  const syntaxes: Table<readonly [string, (x: unknown) => unknown]> = [
    ['x * 2', (x) => untyped(x) * 2],
    ['2 - x', (x) => 2 - untyped(x)],
    ['x ** 2', (x) => untyped(x) ** 2],
    ['-x', (x) => -untyped(x)],
    ['x + 1', (x) => untyped(x) + 1],
    ['x > 0', (x) => untyped(x) > 0],
    ['x <= x', (x) => untyped(x) <= untyped(x)],
    ['x == 1', (x) => untyped(x) == 1],
    ['template', (x) => `${untyped(x)}`],
    ['String(x)', (x) => String(x)],
    ['Number(x)', (x) => Number(x)],
    ['Math.sin(x)', (x) => Math.sin(untyped(x))],
    ['Math.max(x, 0)', (x) => Math.max(untyped(x), 0)],
    ['isNaN(x)', (x) => isNaN(untyped(x))],
    ['[x].join()', (x) => [x].join()],
    ['new Date(x)', (x) => new Date(untyped(x))],
    ['new Float64Array([x])', (x) => new Float64Array([untyped(x)])],
    ['{}[x]', (x) => Object.freeze({})[phantom<never>(x)]],
  ]
  it.each(syntaxes)('%s names the shape and the way out', (_, use) => {
    const text = refusal(() => use(add(matrix, 1)))
    expect(text).toMatch(/^HostSyntax: .* was used on the traced expression Expr<\[3,4\]> add\(…\)/)
    expect(text).toContain('use the operations of wengert instead: add, sub, mul')
  })
  it('says which syntax it was', () => {
    const syntax = (use: (x: unknown) => unknown): string => {
      const failure = failing(() => use(matrix))
      return failure._tag === 'HostSyntax' ? failure.syntax : ''
    }
    expect(syntax((x) => untyped(x) * 2)).toContain('arithmetic')
    expect(syntax((x) => `${untyped(x)}`)).toContain('template string')
    expect(syntax((x) => untyped(x) + 1)).toContain('+')
  })
  it('is refused on masks, and inside a function being traced', () => {
    expect(refusal(() => untyped(gt(matrix, 0)) + 1)).toContain('Expr<[3,4], bool> gt(…)')
    expect(refusal(() => evaluate((x: Scalar) => phantom<Scalar>(untyped(x) * 2))(3))).toContain('Expr<[]> x')
  })
  const reading: Table<readonly [string, (x: ReadonlyArray<number>) => unknown, string]> = [
    [
      'const [a] = x',
      ([a]) => a,
      'Destructuring, spreading or for … of was used on the traced expression Expr<[3,4]> w, which has no value yet; take the rows with unstack(x)',
    ],
    ['[...x]', (x) => [...x], 'take the rows with unstack(x), or one of them with at(x, i)'],
    [
      'for … of',
      (x) => {
        for (const _ of x) return 1
        return 0
      },
      'take the rows with unstack(x)',
    ],
    ['Float64Array.from(x)', (x) => Float64Array.from(x), 'take the rows with unstack(x)'],
    ['x[0]', (x) => x[0], 'x[0] was used on the traced expression Expr<[3,4]> w, which has no value yet; write at(x, 0), or take all rows with unstack(x)'],
    ['x[1] = 2', (x) => Object.assign(x, { 1: 2 }), 'x[1] was used'],
    ['x.length', (x) => x.length, 'its sizes are x.shape, as in x.shape[0]'],
    ['x.map(…)', (x) => x.map((y) => y), 'row by row with vmap or mapRows'],
    ['x.toString()', (x) => x.toString(), 'print the program with print(trace(f)(…))'],
  ]
  it.each(reading)('of lists, %s, names what to write', (_, use, text) => {
    expect(refusal(() => use(phantom(matrix)))).toContain(text)
  })
  it('as JSON is one line, however large the graph', () => {
    expect(JSON.stringify({ x: matrix })).toBe('{"x":"Expr<[3,4]> w"}')
  })
  it('leaves identity and typeof alone', () => {
    expect([untyped(matrix) === untyped(matrix), typeof matrix]).toEqual([true, 'object'])
  })
})

describe('an expression shown', () => {
  it('is one line that names what made it', () => {
    expect(showExpr(matrix)).toBe('Expr<[3,4]> w')
    expect(showExpr(variable(float()))).toBe('Expr<[]> input')
    expect(showExpr(constant(tensor([1, 2], 'int32')))).toBe('Expr<[2], int32> constant')
    expect(sincos(matrix).map((x) => showExpr(x))).toEqual(['Expr<[3,4]> sincos(…)[0]', 'Expr<[3,4]> sincos(…)[1]'])
    expect(inspect(sin(matrix))).toBe('Expr<[3,4]> sin(…)')
    expect(inspect({ w: [matrix] })).toBe('{ w: [ Expr<[3,4]> w ] }')
  })
  it('is one line at any depth', () => {
    let x: Scalar = phantom(variable(float()))
    for (let i = 0; i < 100_000; i++) x = mul(x, x)
    expect(inspect(x, { depth: null })).toBe('Expr<[]> mul(…)')
  })
})

describe('nodes', () => {
  it('are frozen', () => {
    const x = sin(matrix)
    expect(Object.isFrozen(x) && Object.isFrozen(x.origin)).toBe(true)
    expect(() => Object.assign(x, { shape: [1] })).toThrow(TypeError)
  })
  it('bear stamps in order of creation, constants none', () => {
    const x = variable(float())
    const y: AnyExpr = sin(phantom<Scalar>(x))
    expect(stampOf(y)).toBeGreaterThan(stampOf(x))
    expect(stampOf(constant(tensor(1)))).toBe(Number.POSITIVE_INFINITY)
  })
  it('are told from other things', () => {
    expect([isExpr(matrix), isExpr(1), isExpr(null), isExpr(tensor(1)), isExpr({ _tag: 'Expr' })]).toEqual([true, false, false, false, false])
  })
})
