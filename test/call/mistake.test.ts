/**
 * Functions that are none, that answer with nothing, and sizes that no array has: what untyped code hands over.
 */
import { describe, expect, it } from 'vitest'
import * as W from '../../src/index.ts'
import { phantom } from '../../src/type/phantom.ts'
import { refusal } from '../failing.ts'

const { compile, encode, evaluate, expressionSize, formula, grad, graph, jacobian, latex, mul, operations, polynomial, print, run, simplify, trace } = W
const { valueAndGrad, vmap } = W
const square = (x: W.Scalar): W.Scalar => mul(x, x)

/** What takes a function first, and what calls what it makes. */
const transforms: { readonly [operation: string]: (f: never) => unknown } = {
  grad: (f) => phantom<(x: number) => unknown>(W.grad(f))(2),
  valueAndGrad: (f) => phantom<(x: number) => unknown>(W.valueAndGrad(f))(2),
  evaluate: (f) => phantom<(x: number) => unknown>(W.evaluate(f))(2),
  compile: (f) => phantom<(x: number) => unknown>(W.compile(f))(2),
  explain: (f) => phantom<(x: number) => unknown>(W.explain(f))(2),
  jacobian: (f) => phantom<(x: number) => unknown>(W.jacobian(f))(2),
  hessian: (f) => phantom<(x: number) => unknown>(W.hessian(f))(2),
  derivative: (f) => phantom<(x: number) => unknown>(W.derivative(f))(2),
  trace: (f) => phantom<(x: number) => unknown>(W.trace(f))(2),
  vmap: (f) => phantom<(x: Float64Array) => unknown>(W.vmap(f))(Float64Array.of(1, 2)),
  jvp: (f) => W.jvp(f, phantom<never>([2]), phantom<never>([1])),
  vjp: (f) => W.vjp(f, phantom<never>([2])),
  linearize: (f) => W.linearize(f, phantom<never>([2])),
  jet: (f) => W.jet(f, phantom<never>([2]), phantom<never>([[1]])),
}

describe('what is no function', () => {
  it.each(Object.entries(transforms))('is refused by %s', (operation, use) => {
    expect(refusal(() => use(phantom(3)))).toContain(`Argument: ${operation}: takes a function, got a number; pass the function itself`)
    expect(refusal(() => use(phantom(null)))).toContain(`${operation}: takes a function, got null`)
  })
  it.each(Object.entries({ grad, valueAndGrad, evaluate, compile, jacobian, vmap, trace }))(
    'is refused by %s at once, not when it is called',
    (_, transform) => {
      expect(refusal(() => Reflect.apply(transform, undefined, []))).toContain('got undefined')
    },
  )
})

describe('what is no program', () => {
  it.each(Object.entries({ print, formula, latex, graph, simplify, operations, expressionSize, polynomial, encode, run, toC: W.toC }))(
    'is refused by %s',
    (operation, use) => {
      expect(refusal(() => Reflect.apply(use, undefined, [square]))).toBe(
        `Argument: ${operation}: takes a program, got a function; make one with trace: ${operation}(trace(f)(…)), with arguments like those of f`,
      )
    },
  )
})

describe('what is no vocabulary', () => {
  it('is refused by decode before a document is', () => {
    expect(refusal(() => W.decode(phantom({})))).toContain('decode: takes a list of primitives, got an object')
  })
})

describe('a function that answers with nothing', () => {
  it.each(Object.entries(transforms))('is refused by %s', (operation, use) => {
    expect(refusal(() => use(phantom((x: W.Scalar) => void mul(x, x))))).toBe(
      `Structure: ${operation}: at the result expected numbers, arrays or expressions, got undefined; the function returns nothing: write return, or leave the braces of the arrow function out`,
    )
    expect(refusal(() => use(phantom(() => square)))).toContain('got a function; call it')
    expect(refusal(() => use(phantom(() => 'x')))).toContain('got a string')
    expect(refusal(() => use(phantom(async (x: unknown) => x)))).toContain('got a Promise; a traced function is not async: await first')
  })
  it('or has nothing somewhere in its answer', () => {
    expect(refusal(() => W.evaluate((x: W.Scalar) => ({ a: x, b: [x, undefined] }))(1))).toContain('at the result.b[1] expected a value, got undefined')
    const handedOn = W.evaluate((p: { readonly w: W.Scalar; readonly b: undefined }) => p)
    expect(handedOn(phantom<never>({ w: 1, b: undefined }))).toEqual({ w: 1, b: undefined })
  })
})

describe('arguments that are missing', () => {
  it('are counted where the function fails for the lack of them', () => {
    expect(
      refusal(() =>
        Reflect.apply(
          W.grad((x: W.Scalar, y: W.Scalar) => mul(x, y)),
          undefined,
          [2],
        ),
      ),
    ).toBe('Arity: grad: expected 2 arguments, as many as the function has, got 1')
    expect(W.evaluate((x: W.Scalar, y?: W.Scalar) => (y === undefined ? x : mul(x, y)))(2)).toBe(2)
  })
  it('are no third operand', () => {
    expect(refusal(() => Reflect.apply(W.add, undefined, [1, 2, 3]))).toContain('expected 2 operands, or a list of them as in add([x, y, z]), got 3')
    expect(refusal(() => Reflect.apply(W.clip, undefined, [1, 0]))).toContain('for one bound use max(x, low) or min(x, high)')
    expect([1, 2, 3].reduce(phantom<(a: number, b: number) => number>(W.add))).toBe(6)
  })
})

describe('sizes that no array has', () => {
  const v = Float64Array.of(1, 2, 3)
  const cases: ReadonlyArray<readonly [string, () => unknown, string]> = [
    ['full', () => W.full([1e12], 0), 'full: shapes [1000000000000] have 1000000000000 entries, which no array can hold'],
    ['full of a number', () => W.full(phantom<never>(3), 0), 'full: the shape 3 is no list of sizes'],
    ['full of nothing', () => W.full([2], phantom(undefined)), 'full: the value is undefined'],
    ['full of no dtype', () => W.full([2], 1, phantom('float32')), "full: there is no dtype 'float32'"],
    ['eye', () => W.eye(1e6), 'eye: shapes [1000000,1000000] have 1000000000000 entries'],
    ['iota', () => W.iota(1e12), 'iota: shapes [1000000000000]'],
    ['linspace', () => W.linspace(0, 1, 1e12), 'linspace: shapes [1000000000000]'],
    ['broadcastTo', () => W.broadcastTo(1, [1e12]), 'broadcastTo: shapes [1000000000000]'],
    ['reshape', () => W.reshape(v, phantom<never>(3)), 'reshape: the shape 3 is no list of sizes'],
    ['random', () => W.random.normal(W.random.key(0), [1e12]), 'random: shapes [1000000000000]'],
    ['random without a shape', () => W.random.normal(W.random.key(0), phantom<never>(undefined)), 'random: the shape undefined is no list of sizes'],
    ['repeat', () => W.repeat(v, 1e12), 'shapes [3,1000000000000] have 3000000000000 entries'],
    ['slice', () => W.slice(v, phantom(0), phantom(2)), 'slice: start, stop and step are lists'],
  ]
  it.each(cases)('are refused: %s', (_, use, text) => {
    expect(refusal(use)).toContain(text)
  })
})
