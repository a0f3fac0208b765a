/**
 * Functions that are none, that answer with nothing, and sizes that no array has: what untyped code hands over.
 */
import { describe, expect, it } from 'vitest'
import * as W from '../../src/index.ts'
import { phantom } from '../../src/type/phantom.ts'
import { refusal } from '../failing.ts'
import type { Table } from '../table.ts'

const { compile, encode, evaluate, expressionSize, formula, grad, graph, jacobian, latex, mul, operations, polynomial, print, run, simplify, trace } = W
const { valueAndGrad, vmap } = W
const square = (x: W.Scalar): W.Scalar => mul(x, x)

const untyped = (f: unknown, ...args: ReadonlyArray<unknown>): unknown => Reflect.apply(phantom<(...xs: ReadonlyArray<unknown>) => unknown>(f), undefined, args)

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
  it.each(Object.entries<unknown>({ grad, valueAndGrad, evaluate, compile, jacobian, vmap, trace }))(
    'is refused by %s at once, not when it is called',
    (_, transform) => {
      expect(refusal(() => untyped(transform))).toContain('got undefined')
    },
  )
})

describe('what is no program', () => {
  it.each(Object.entries<unknown>({ print, formula, latex, graph, simplify, operations, expressionSize, polynomial, encode, run, toC: W.toC }))(
    'is refused by %s',
    (operation, use) => {
      expect(refusal(() => untyped(use, square))).toBe(
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
    for (const third of [3, undefined, { axes: 0 }])
      expect(refusal(() => Reflect.apply(W.max, undefined, [1, 2, third]))).toBe(
        'Arity: max: expected 2 operands, or one array of them as in max(stack([x, y, z])), got 3',
      )
    expect(refusal(() => Reflect.apply(W.min, undefined, [3, 2, 1]))).toContain('as in min(stack([x, y, z])), got 3')
    expect([1, 5, 3].reduce(phantom<(a: number, b: number) => number>(W.max))).toBe(5)
    expect([1, 5, 3].map((x) => W.max(x))).toEqual([1, 5, 3])
    expect(refusal(() => Reflect.apply(W.clip, undefined, [1, 0]))).toContain('for one bound use max(x, low) or min(x, high)')
    expect([1, 2, 3].reduce(phantom<(a: number, b: number) => number>(W.add))).toBe(6)
  })
})

describe('entries that an argument does not have', () => {
  type P = { readonly a: W.Scalar; readonly b: W.Scalar; readonly c?: W.Scalar }
  const product = (p: P): W.Scalar => mul(p.c ?? 1, mul(p.a, p.b))
  const wrappers: Table<readonly [string, unknown]> = [
    ['grad', W.grad],
    ['valueAndGrad', W.valueAndGrad],
    ['evaluate', W.evaluate],
    ['compile', W.compile],
    ['jacobian', W.jacobian],
    ['hessian', W.hessian],
  ]
  it.each(wrappers)('are named by %s, at the first call and after many', (operation, transform) => {
    const wrap = (f: (p: P) => W.Scalar): unknown => untyped(transform, f)
    const once = (given: unknown): string =>
      refusal(() =>
        untyped(
          wrap((p) => product(p)),
          given,
        ),
      )
    const many = wrap(product)
    for (let i = 0; i < 1500; i++) untyped(many, { a: 1, b: 2 })
    const named = `Structure: ${operation}: at x.b expected a value, got nothing`
    for (const given of [{ a: 1 }, { a: 1, B: 2 }, { a: 1, b: undefined }, { c: 1, a: 1 }]) {
      expect(once(given)).toBe(named)
      expect(refusal(() => untyped(many, given))).toBe(named)
    }
    expect(untyped(many, { a: 1, b: 2 })).toEqual(
      untyped(
        wrap((p) => product(p)),
        { a: 1, b: 2 },
      ),
    )
  })
  it('are named wherever they are missing, and with the error of the function itself', () => {
    const deep = (p: { readonly w: readonly [{ readonly v: W.Scalar }] }, x: W.Scalar): W.Scalar => mul(p.w[0].v, x)
    expect(refusal(() => untyped(untyped(W.grad, deep), { w: [{}] }, 1))).toContain('at x1.w[0].v expected a value, got nothing')
    expect(refusal(() => untyped(untyped(W.grad, deep), { w: [] }, 1))).toMatch(/at x1\.w\[0\] expected a value, got nothing; TypeError: .*undefined/)
    expect(refusal(() => untyped(untyped(W.grad, deep), undefined, 1))).toContain('at x1 expected a value, got nothing; TypeError')
    expect(
      refusal(() =>
        untyped(
          untyped(W.grad, (p: P) => p.a),
          {},
        ),
      ),
    ).toBe(
      'Structure: grad: at x.a expected numbers, arrays or expressions, got undefined; the function returns nothing: write return, or leave the braces of the arrow function out',
    )
  })
  it('do not take the blame for what the function does by itself', () => {
    const own = new TypeError('of its own')
    const failing = (): never => {
      throw own
    }
    expect(() => untyped(untyped(W.grad, failing), { a: 1 })).toThrow(own)
    expect(() =>
      untyped(
        untyped(W.grad, (p: P) => mul(p.a, failing())),
        { a: 1 },
      ),
    ).toThrow(own)
    expect(
      refusal(() =>
        untyped(
          untyped(
            W.grad,
            phantom<never>((p: P) => void p.c),
          ),
          { a: 1 },
        ),
      ),
    ).toContain('the function returns nothing')
    expect(
      refusal(() =>
        untyped(
          untyped(W.grad, (p: P) => mul(p.a, phantom<W.Scalar>(undefined))),
          { a: 1 },
        ),
      ),
    ).toContain('mul: expected an expression')
  })
})

describe('an argument that is no number', () => {
  it.each<[string, unknown, string]>([
    ['a string', 'a', 'got a string'],
    ['a function', square, 'got a function'],
    ['nothing', undefined, 'got undefined'],
  ])('is blamed, not the result: %s', (_, given, text) => {
    const found = (f: unknown, x: unknown): string => refusal(() => untyped(untyped(W.grad, f), x))
    expect(found((x: unknown) => x, given)).toContain(`grad: at x expected numbers, arrays or expressions, ${text}`)
    expect(found((p: { readonly k: readonly [unknown] }) => p.k[0], { k: [given] })).toContain(
      `grad: at x.k[0] expected numbers, arrays or expressions, ${text}`,
    )
  })
})

describe('sizes that no array has', () => {
  const v = Float64Array.of(1, 2, 3)
  const cases: Table<readonly [string, () => unknown, string]> = [
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
    ['slice', () => W.slice(v, phantom<never>(0), phantom<never>(2)), 'slice: start, stop and step are lists'],
  ]
  it.each(cases)('are refused: %s', (_, use, text) => {
    expect(refusal(use)).toContain(text)
  })
})

describe('other slips', () => {
  const v = Float64Array.of(1, 2, 3)
  const two = W.tensor([
    [1, 2],
    [3, 4],
  ])
  const program = trace(square)(2)
  const scale = W.trace((x: W.Vector<3>) => mul(x, 2))(v)
  const traced = (use: (x: W.Scalar) => unknown): unknown => evaluate(phantom<(x: W.Scalar) => W.Scalar>(use))(1)
  const cases: Table<readonly [string, () => unknown, string]> = [
    ['a program where a function belongs', () => untyped(W.grad(phantom<never>(square)), program), 'an object with keys'],
    ['a program to be compiled', () => untyped(compile, program), 'compile: takes a function, got a program; run a program with run(program'],
    ['an array of other numbers', () => mul(phantom<number>(new Float32Array(2)), 2), 'got a Float32Array; copy it with Float64Array.from(xs)'],
    ['an instance of a class', () => mul(phantom<number>(new Map()), 2), 'got a Map'],
    ['a shape in words', () => W.reshape(v, phantom<never>('3')), "the shape '3' is no list of sizes"],
    ['a shape beside nested lists', () => untyped(W.tensor, [[1, 2]], [2]), 'the shape [2] is given beside nested lists, whose shape is [1,2]'],
    ['a number beside nested lists', () => untyped(W.tensor, [[1, 2]], 2), 'something that is no dtype is given beside nested lists'],
    ['a list for a tensor', () => untyped(W.toArray, [1, 2]), 'expected a Tensor, got an array of 2'],
    ['an array for a tensor', () => untyped(W.showTensor, new Uint8Array(2)), 'expected a Tensor, got a Uint8Array'],
    ['an expression for a tensor', () => traced((x) => untyped(W.toArray, x)), 'a traced expression, which has no value yet'],
    ['an object for a tensor', () => untyped(W.toArray, {}), 'expected a Tensor, got an object'],
    ['what imitates a tensor', () => untyped(W.toArray, { _tag: 'Tensor' }), 'an object that only looks like a Tensor'],
    ['names of a trace in a word', () => W.trace(square, { names: phantom<never>('x') }), 'trace: the names are'],
    ['outputs in a word', () => run(program, { x: 2 }, phantom<never>('y')), 'run: the outputs asked for are'],
    ['hvp by another argument', () => untyped(W.hvp, square, { argnums: [0] }), 'hvp: '],
    ['hvp of a program of arrays', () => untyped(W.hvp, scale), 'hvp'],
    ['a derivative of an order in words', () => untyped(W.derivative, square, 'two'), 'the order'],
    ['a derivative by nothing', () => untyped(W.derivative(phantom<typeof square>(() => 1)), []), 'derivative: at x expected a scalar, got a structure'],
    ['a tangent of another structure', () => untyped(W.jvp, (x: unknown) => x, [{ a: 1 }], [[]]), 'jvp: '],
    ['series in a word', () => untyped(W.jet, square, [2], 'x'), 'jet: the series are'],
    ['a transpose by an option it has not', () => untyped(W.linearTranspose, scale, { argnum: 0 }), "linearTranspose: there is no option 'argnum'"],
    ['attention of a scalar', () => untyped(W.attention, 1, two, two), 'attention: shapes [] have no axes'],
    ['cross entropy of a scalar', () => untyped(W.crossEntropy, 1, W.tensor(0, 'int32')), 'crossEntropy: shapes [] have no classes'],
    ['a pool without a window', () => untyped(W.maxPool, two), 'maxPool: it has no window'],
    ['rules that are missing', () => untyped(untyped(W.customVjp, square), 2), 'the rule fwd is missing'],
    [
      'a loop without an end',
      () =>
        W.whileLoop(
          () => true,
          (x: W.Scalar) => x,
          1,
        ),
      'the condition is true whatever the carry',
    ],
    ['a running sum of a mask', () => untyped(W.cumsum, W.tensor([true, false])), 'booleans are not added'],
    ['rules that are no list', () => untyped(simplify, program, 'all'), 'simplify: '],
    ['bytes of what is no pair', () => untyped(W.residualBytes, 3), 'residualBytes: '],
    ['outAxes of a scalar', () => W.vmap((x: W.Scalar) => x, phantom<object>({ outAxes: 3 }))(v), 'outAxes out of range'],
    ['inAxes with a gap', () => W.vmap((x: W.Scalar, y: W.Scalar) => mul(x, y), { inAxes: phantom<never>([0, undefined]) })(v, v), 'inAxes of argument 1'],
    [
      'inAxes for parts that are none',
      () => W.vmap((p: { readonly a: W.Scalar }) => p.a, { inAxes: phantom<never>([{ b: 0 }]) })({ a: v }),
      'expected an axis, null, or axes for',
    ],
    ['pad with -0 in whole numbers', () => untyped(W.pad, W.tensor(Int32Array.of(1)), [[1, 1]], -0), 'it cannot hold -0 exactly'],
    ['full of -0 in whole numbers', () => untyped(W.full, [2], -0, 'int32'), 'it cannot hold -0 exactly'],
    ['a target that is too small', () => untyped(W.into(square), new Float64Array(2), 2), 'expected a Float64Array of 1, got one of 2'],
    ['a target that is a number', () => untyped(W.into(square), 3, 2), 'got number'],
    [
      'writing what is not known yet',
      () =>
        traced((x) =>
          untyped(
            W.into((y: W.Scalar) => mul(x, y)),
            new Float64Array(1),
            2,
          ),
        ),
      'of an outer function',
    ],
  ]
  it.each(cases)('are named: %s', (_, use, text) => {
    expect(refusal(use)).toContain(text)
  })

  it('map(sort) passes an index in place of options, and that is none', () => {
    expect([Float64Array.of(2, 1)].map(phantom<(x: Float64Array) => unknown>(W.sort))).toEqual([Float64Array.of(1, 2)])
  })
})

describe('numbers of a traced function where one to count with is wanted', () => {
  const known = 'a traced expression, which has no value yet (as fixed(3) in the call it has)'
  const v = Float64Array.of(1, 2, 3, 4)
  const m = W.tensor([
    [1, 2],
    [3, 4],
  ])
  const cases: Table<readonly [string, (x: never, n: never) => unknown, unknown, string]> = [
    ['a power', (x, n) => untyped(W.matrixPower, x, n), m, `matrixPower: the power ${known} is not a whole number`],
    ['a size', (_, n) => untyped(W.zeros, [n]), 1, `zeros: shapes [a traced expression, which has no value yet] have the size ${known}`],
    [
      'a size among others',
      (x, n) => untyped(W.reshape, x, [n, 2]),
      v,
      `reshape: shapes [a traced expression, which has no value yet,2] have the size ${known}`,
    ],
    ['an axis', (x, n) => untyped(W.sum, x, { axes: [n] }), v, `sum: shapes [4] have no axis ${known}`],
    ['a shift', (x, n) => untyped(W.roll, x, n), v, `roll: the shift ${known} is not a whole number`],
    ['a count', (x, n) => untyped(W.repeat, x, n), v, `repeat: the count ${known} is not a whole number from 0`],
    ['a number of turns', (x, n) => untyped(W.fori, n, x, (c: W.Scalar) => c), 1, `fori: the count ${known} is not a whole number from 0`],
    ['a start', (x, n) => untyped(W.slice, x, [n], [4]), v, 'an entry for each axis, and one is a traced expression; write slice'],
    ['an index', (x, n) => untyped(W.take, x, n), v, 'take: float64: indices are int32; convert with toInt, or call the function with fixed(3) and write [i]'],
    ['a place', (x, n) => untyped(W.scatterAdd, x, n, 1), v, 'scatterAdd: float64: indices are int32; convert with toInt'],
    [
      'a list of indices',
      (x, n) => untyped(W.take, x, [0, n]),
      v,
      `take: index 1 of the list is ${known}; computed indices are one int32 expression: toInt(stack([i, j]))`,
    ],
  ]
  it.each(cases)('are refused with the way out: %s', (_, f, x, text) => {
    expect(refusal(() => untyped(untyped(W.evaluate, f), x, 2))).toContain(text)
  })
  it('and the ways out are ways out', () => {
    const call = (f: (x: never, n: never) => unknown, ...args: ReadonlyArray<unknown>): unknown => untyped(untyped(W.evaluate, f), ...args)
    expect(call((x, n) => untyped(W.besselJ, n, x), 0, W.fixed(0))).toBe(1)
    expect(call((x, n) => untyped(W.take, x, [n]), v, W.fixed(2))).toEqual(Float64Array.of(3))
    expect(call((x, n) => untyped(W.take, x, untyped(W.toInt, n)), v, 2)).toBe(3)
    expect(call((x, n) => untyped(W.take, x, untyped(W.toInt, untyped(W.stack, [n, n]))), v, 2)).toEqual(Float64Array.of(3, 3))
  })
  it('one index is no list of them', () => {
    expect(refusal(() => untyped(W.take, v, 0))).toBe('Argument: take: the indices are a number; one entry is at(x, 0), and a list of one [0]')
    expect(refusal(() => untyped(W.take, m, 1, 1))).toContain("one entry is at(x, ':', 1), and a list of one [1]")
    expect(refusal(() => untyped(W.scatterAdd, v, 0, 1))).toContain('the indices are a number; one of them is a list too: [3]')
  })
})

describe('a tensor that was sent to another thread', () => {
  it('is told from one, with the way to send it', () => {
    expect(refusal(() => W.toArray(structuredClone(W.tensor([[1, 2]]))))).toContain('a copy by structuredClone loses its entries: send toArray(x)')
  })
})

describe('how many there are', () => {
  it('is said in words that fit the number', () => {
    const v = Float64Array.of(1, 2)
    expect(refusal(() => untyped(W.at, v, 0, 0))).toContain('have 1 axis, and 2 subscripts were given')
    expect(refusal(() => untyped(W.at, phantom<Float64Array>(3), 0))).toContain('have 0 axes, and 1 subscript was given')
    expect(refusal(() => untyped(W.pad, W.tensor([[1]]), [[1, 1]]))).toContain('have 2 axes, and 1 margin was given')
    expect(refusal(() => untyped(W.tensordot, v, v, [[0], []]))).toContain('1 axis of the first and 0 of the second were given')
    expect(refusal(() => untyped(untyped(grad, square, { argnums: 1 }), 1))).toContain('argnums names argument 1, but 1 was given')
    expect(refusal(() => untyped(W.jet, square, [1], [[1]], { order: 0 }))).toContain('1 coefficient was given for a jet of order 0')
  })
})
