import { describe, expect, it } from 'vitest'
import { tensor } from '../../src/array/tensor.ts'
import { float, variable } from '../../src/program/expr.ts'
import { fixed, flatten, layoutKey, sameLayout, showLayout, unflatten } from '../../src/program/tree.ts'
import { refusal } from '../failing.ts'

const layoutOf = (structure: unknown) => flatten('f', structure, 'x').layout
const key = (structure: unknown): string => layoutKey(layoutOf(structure))
const nested = (depth: number): unknown => Array.from({ length: depth }).reduce<unknown>((inner) => [inner], 1)
const f = (): number => 1
const g = (): number => 1

describe('flatten', () => {
  it('lists the leaves in order, with their paths', () => {
    const w = Float64Array.of(1, 2)
    const t = tensor([1])
    const e = variable(float())
    const { leaves } = flatten(
      'f',
      {
        layers: [
          { w, b: 3 },
          { w: t, b: e },
        ],
        rate: 0.5,
      },
      'params',
    )
    expect(leaves.map(({ path }) => path)).toEqual(['params.layers[0].w', 'params.layers[0].b', 'params.layers[1].w', 'params.layers[1].b', 'params.rate'])
    const wanted = [w, 3, t, e, 0.5]
    expect(leaves.map(({ value }, i) => Object.is(value, wanted[i]))).toEqual([true, true, true, true, true])
  })
  it('takes the keys of records in the order of a layout with the same keys', () => {
    const like = layoutOf({ a: 1, b: [{ c: 1, d: 1 }] })
    const { leaves, layout } = flatten('f', { b: [{ d: 4, c: 3 }], a: 1 }, 'x', like)
    expect(leaves.map(({ value, path }) => [path, value])).toEqual([
      ['x.a', 1],
      ['x.b[0].c', 3],
      ['x.b[0].d', 4],
    ])
    expect(sameLayout(layout, like)).toBe(true)
    // Other keys keep their own order, and are seen not to agree.
    const other = flatten('f', { c: 1, a: 2 }, 'x', like)
    expect([other.leaves.map(({ path }) => path), sameLayout(other.layout, like)]).toEqual([['x.c', 'x.a'], false])
  })
  it('leaves no root name where there is none', () => expect(flatten('f', { a: [1] }, '').leaves.map(({ path }) => path)).toEqual(['a[0]']))
  it.each<[string, unknown]>([
    ['a string', 'relu'],
    ['a boolean', true],
    ['null', null],
    ['undefined', undefined],
    ['a function', f],
    ['a fixed number', fixed(3)],
  ])('%s is static', (_, value) => {
    const { leaves, layout } = flatten('f', [value, 1], 'x')
    expect(leaves.length).toBe(1)
    expect(unflatten<unknown>(layout, [2])).toEqual([value === null || typeof value !== 'object' ? value : 3, 2])
  })
  it.each<[string, unknown]>([
    ['nothing', []],
    ['an empty record', {}],
    ['a record without a prototype', Object.assign(Object.create(null), { a: 1 })],
    ['a record with odd keys', { __proto__x: 1, constructor: 2, '': 3 }],
    ['a leaf', 4],
    ['mixed', [[], { a: [1, 'x'] }]],
  ])('unflatten inverts it on %s', (_, structure) => {
    const { leaves, layout } = flatten('f', structure, 'x')
    expect(
      unflatten<unknown>(
        layout,
        leaves.map(({ value }) => value),
      ),
    ).toEqual(structure)
  })
  it('keeps an own key __proto__ as data', () => {
    const structure: unknown = JSON.parse('{"__proto__": 1, "a": 2}')
    const { leaves, layout } = flatten('f', structure, 'x')
    const back = unflatten<object>(
      layout,
      leaves.map(({ value }) => value),
    )
    expect([Object.keys(back), Object.getPrototypeOf(back)]).toEqual([['__proto__', 'a'], Object.prototype])
  })
  it.each<[string, unknown, string]>([
    ['a Float32Array', new Float32Array(2), 'got a Float32Array; copy a typed array with Float64Array.from'],
    ['an Int32Array', new Int32Array(2), 'got a Int32Array'],
    ['a Map', new Map(), 'got a Map'],
    ['a Date', new Date(0), 'got a Date'],
    ['a Promise', Promise.resolve(1), 'got a Promise'],
    [
      'an instance',
      new (class Model {
        readonly w = 1
      })(),
      'got a Model',
    ],
    ['a bigint', 1n, 'got a bigint'],
    ['a symbol', Symbol('s'), 'got a symbol'],
  ])('refuses %s and says where', (_, value, got) => {
    const text = refusal(() => flatten('grad', { model: [1, value] }, 'x'))
    expect(text).toContain('Structure: grad: at x.model[1] expected numbers')
    expect(text).toContain(got)
  })
  it('takes 256 levels and no more', () => {
    expect(flatten('f', nested(256), 'x').leaves.length).toBe(1)
    expect(refusal(() => flatten('f', nested(257), 'x'))).toContain('Structure: f: at x expected at most 256 levels')
    expect(refusal(() => flatten('f', nested(200_000), 'x'))).toContain('256 levels')
  })
  it('refuses a structure that contains itself', () => {
    const knot: { self?: unknown } = {}
    knot.self = [knot]
    expect(refusal(() => flatten('f', knot, 'x'))).toContain('a structure that contains itself cannot be an argument')
  })
  it('takes wide structures', () =>
    expect(
      flatten(
        'f',
        Array.from({ length: 200_000 }, (_, i) => i),
        'x',
      ).leaves.length,
    ).toBe(200_000))
})

describe('unflatten', () => {
  it('makes frozen structures, shared with nobody', () => {
    const structure = { a: [1, 2] }
    const back = unflatten<{ a: ReadonlyArray<number> }>(layoutOf(structure), [3, 4])
    expect(back).toEqual({ a: [3, 4] })
    expect(Object.isFrozen(back) && Object.isFrozen(back.a)).toBe(true)
    expect(structure).toEqual({ a: [1, 2] })
  })
})

describe('keys of layouts', () => {
  const different: ReadonlyArray<unknown> = [
    1,
    Float64Array.of(1),
    tensor(1),
    variable(float()),
    [],
    [1],
    [1, 1],
    [[1], 1],
    [[1, 1]],
    {},
    { a: 1 },
    { b: 1 },
    { a: 1, b: 1 },
    { a: [1] },
    { 'a":n,"b': 1 },
    'a',
    'b',
    '',
    'n',
    true,
    false,
    'true',
    null,
    'null',
    undefined,
    'undefined',
    f,
    g,
    fixed(0),
    fixed(-0),
    fixed(1),
    '1',
    fixed(1.5),
    fixed(Number.NaN),
    ['n'],
    ['n', 1],
    ['a,b'],
    ['a', 'b'],
    ['>'],
  ]
  it('differ where the layouts do', () => expect(new Set(different.map(key)).size).toBe(different.length))
  it('and sameLayout agree, leaf kinds aside', () => {
    for (const a of different.slice(4))
      for (const b of different.slice(4)) expect([key(a), key(b), sameLayout(layoutOf(a), layoutOf(b))]).toEqual([key(a), key(b), key(a) === key(b)])
    expect(sameLayout(layoutOf([1, { a: Float64Array.of(1) }]), layoutOf([tensor(1), { a: 2 }]))).toBe(true)
    expect(sameLayout(layoutOf([1]), layoutOf({ 0: 1 }))).toBe(false)
  })
  it('do not depend on the values of the leaves', () => expect(key({ a: 1, b: [Float64Array.of(1)] })).toBe(key({ a: 2, b: [new Float64Array(9)] })))
})

describe('a layout shown', () => {
  it('reads like the structure', () => {
    expect(showLayout(layoutOf({ w: Float64Array.of(1), b: [1, tensor(1)], act: 'relu', of: f }))).toBe(
      '{ w: Float64Array, b: [number, Tensor], act: relu, of: a function }',
    )
    expect(showLayout(layoutOf(Array.from({ length: 100 }, () => 1)))).toBe('a tuple of 100')
  })
})
