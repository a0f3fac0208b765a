import fc from 'fast-check'
import { either as E, function as F } from 'fp-ts'
import * as t from 'io-ts'
import { PathReporter } from 'io-ts/lib/PathReporter.js'
import { describe, expect, expectTypeOf, it } from 'vitest'
import { aval } from '../../src/array/aval.ts'
import { type AnyTensor, sameTensor, type Tensor, tensor } from '../../src/array/tensor.ts'
import { show } from '../../src/failure.ts'
import { float, variable } from '../../src/program/expr.ts'
import type { Expr, IntExpr, Mask, Matrix, Scalar, Vector } from '../../src/program/model.ts'
import { bindSizes } from '../../src/spec/binding.ts'
import { leavesOf } from '../../src/spec/layout.ts'
import { failuresOf } from '../../src/spec/mistake.ts'
import {
  type AnySpec,
  array,
  avalsOf,
  boolean,
  type ExprsOf,
  integer,
  matrix,
  record,
  scalar,
  sizeNames,
  type Spec,
  tuple,
  type ValuesOf,
  vector,
  within,
} from '../../src/spec/spec.ts'
import { exactly } from '../type/exactly.ts'
import type { Table } from '../table.ts'

const problems = (codec: t.Decoder<unknown, unknown>, json: unknown): ReadonlyArray<string> =>
  F.pipe(
    codec.decode(json),
    E.match(
      (errors) => failuresOf(errors).map(show),
      () => [],
    ),
  )

describe('errors of other codecs', () => {
  it('need have no context: then the mistake is at the root', () => {
    expect(failuresOf([{ value: [1], context: [] }]).map(show)).toEqual(['at $: expected another value, got an array of 1'])
    expect(failuresOf([{ value: 1, context: [], message: 'no' }]).map(show)).toEqual(['at $: no'])
    expect(problems(t.type({ a: t.number }), { a: 'x' })).toEqual(['at a: expected number, got "x"'])
  })
  it('nor those of ours, where none is given', () => {
    const found = vector(3).validate([1, 2], [])
    expect(E.isLeft(found) ? failuresOf(found.left).map(show) : []).toEqual(['at $: expected 3 entries, got 2'])
  })
})

const model = record({
  w: vector('n'),
  layers: tuple(matrix('n', 2), array([2, 'm', 3]), array(['m'], 'int32'), array([2], 'bool')),
  b: scalar,
  k: integer,
  on: boolean,
})

const json = {
  w: [1, 'NaN', '-0'],
  layers: [
    [
      [1, 2],
      [3, 4],
      [5, 6],
    ],
    [[[1, 2, 3]], [[4, 5, 'Infinity']]],
    [7],
    [true, false],
  ],
  b: '-Infinity',
  k: -3,
  on: true,
}

describe('a spec', () => {
  it('decodes JSON to values', () => {
    const decoded = model.decode(JSON.parse(JSON.stringify(json)))
    if (E.isLeft(decoded)) return expect.fail(problems(model, json).join('\n'))
    const {
      w,
      layers: [m, a, i, mask],
      b,
      k,
      on,
    } = decoded.right
    expect([w, b, k, on]).toEqual([Float64Array.of(1, Number.NaN, -0), Number.NEGATIVE_INFINITY, -3, true])
    const expected: Table<readonly [AnyTensor, AnyTensor]> = [
      [
        m,
        tensor([
          [1, 2],
          [3, 4],
          [5, 6],
        ]),
      ],
      [a, tensor([[[1, 2, 3]], [[4, 5, Number.POSITIVE_INFINITY]]])],
      [i, tensor([7], 'int32')],
      [mask, tensor([true, false])],
    ]
    expect(expected.map(([got, wanted]) => sameTensor(got, wanted))).toEqual([true, true, true, true])
    expect(model.is(decoded.right)).toBe(true)
    expect(model.encode(decoded.right)).toEqual(json)
  })

  it('is inverse to itself through JSON', () => {
    const number = fc.oneof(fc.double(), fc.constantFrom(-0, Number.NaN, Number.POSITIVE_INFINITY))
    const sized = (n: number): fc.Arbitrary<Float64Array> => fc.array(number, { minLength: n, maxLength: n }).map((xs) => Float64Array.from(xs))
    const values = fc.tuple(fc.nat(3), fc.nat(3)).chain(([n, m]) =>
      fc.record({
        w: sized(n),
        x: sized(2 * n * m).map((xs) => tensor(xs, [n, 2, m])),
        k: fc.maxSafeInteger().map((i) => i | 0),
        b: number,
        on: fc.boolean(),
      }),
    )
    const spec = record({ w: vector('n'), x: array(['n', 2, 'm']), k: integer, b: scalar, on: boolean })
    fc.assert(
      fc.property(values, (value) => {
        const again = spec.decode(JSON.parse(JSON.stringify(spec.encode(value))))
        if (E.isLeft(again)) return expect.fail(failuresOf(again.left).map(show).join('\n'))
        const { x, ...rest } = again.right
        expect(rest).toEqual({ w: value.w, k: value.k, b: value.b, on: value.on })
        expect(sameTensor(x, value.x)).toBe(true)
      }),
    )
  })

  it('keeps named sizes behind an empty axis', () => {
    const empty = tensor(new Float64Array(0), [0, 5])
    expect(matrix('m', 'n').encode(empty)).toEqual({ shape: [0, 5], data: [] })
    expect(matrix('m', 5).encode(empty)).toEqual([])
    for (const spec of [matrix('m', 'n'), matrix('m', 5), array([0, 'n'])]) {
      const again = spec.decode(spec.encode(empty))
      expect(E.isRight(again) && again.right.shape).toEqual([0, 5])
    }
    expect(problems(matrix('m', 'n'), { shape: [2, 2], data: [1, 2, 3, 4] })).toEqual([])
    expect(problems(matrix(2, 'n'), { shape: [3, 1], data: [1, 2, 3] })).toEqual(['at shape: expected [2,n], got [3,1]'])
    expect(problems(matrix('m', 'n'), { shape: [2 ** 20, 2 ** 30], data: [] })).toEqual(['at data: expected 1125899906842624 entries, got 0'])
    expect(problems(matrix('m', 'n'), { shape: [-1, 0], data: [] })).toEqual(['at shape: expected [m,n], got [-1,0]'])
    expect(problems(matrix('m', 'n'), { shape: [1], data: [0] })[0]).toBe('at shape: expected 2 entries, got 1')
  })

  it.each<readonly [string, AnySpec, unknown, ReadonlyArray<string>]>([
    ['a string', scalar, '1', ['at $: expected a number, or "NaN", "Infinity", "-Infinity" or "-0", got "1"']],
    ['null', scalar, null, ['at $: expected a number, or "NaN", "Infinity", "-Infinity" or "-0", got null']],
    ['a fraction', integer, 1.5, ['at $: expected a whole number of 32 bits, got 1.5']],
    ['an integer of 33 bits', integer, 2 ** 32, ['at $: expected a whole number of 32 bits, got 4294967296']],
    ['the integer −0', integer, -0, ['at $: expected a whole number of 32 bits, got -0']],
    ['a number for a boolean', boolean, 1, ['at $: expected true or false, got 1']],
    ['a short vector', vector(3), [1, 2], ['at $: expected 3 entries, got 2']],
    ['a number for a vector', vector('n'), 1, ['at $: expected a list, got 1']],
    ['a wrong entry', vector(2), [1, [2]], ['at $[1]: expected a number, or "NaN", "Infinity", "-Infinity" or "-0", got an array of 1']],
    ['a ragged matrix', matrix('m', 'n'), [[1, 2], [3]], ['at $[1]: expected 2 entries, got 1']],
    ['a square that is none', matrix('n', 'n'), [[1, 2]], ['at $: expected f64[n,n] where n = 1 as at $, got f64[1,2]']],
    ['a vector for a matrix', matrix('m', 2), [1, 2], ['at $[0]: expected a list of 2, got 1', 'at $[1]: expected a list of 2, got 2']],
    ['a short tuple', tuple(scalar, scalar), [1], ['at $: expected a tuple of 2, got an array of 1']],
    ['a list for a record', record({ a: scalar }), [1], ['at $: expected a record with keys a, got an array of 1']],
    [
      'missing and further keys',
      record({ a: scalar, b: scalar }),
      { a: 1, c: 2 },
      ['at c: is not among the keys a, b', 'at b: expected a number, or "NaN", "Infinity", "-Infinity" or "-0", got undefined'],
    ],
    ['an inherited key', record({ toString: scalar }), {}, ['at toString: expected a number, or "NaN", "Infinity", "-Infinity" or "-0", got undefined']],
    [
      'two sizes for one name',
      record({ w: vector('n'), x: tuple(scalar, matrix('n', 2)) }),
      { w: [1, 2, 3], x: [1, [[1, 2]]] },
      ['at x[1]: expected f64[n,2] where n = 3 as at w, got f64[1,2]'],
    ],
  ])('refuses %s', (_, spec, value, expected) => {
    expect(problems(spec, value)).toEqual(expected)
  })

  it('tells a hundred mistakes, not a million', () => {
    expect(problems(vector('n'), new Array<string>(1_000_000).fill('x')).length).toBe(100)
    expect(problems(tuple(vector('n'), vector('n')), [new Array<string>(1000).fill('x'), ['x']]).length).toBe(100)
  })

  it('gives values that nobody else holds', () => {
    const decoded = tuple(vector(1), record({ a: scalar })).decode([[1], { a: 1 }])
    expect(E.isRight(decoded) && Object.isFrozen(decoded.right) && Object.isFrozen(decoded.right[1])).toBe(true)
  })

  it('takes __proto__ for a key like any other', () => {
    const spec = record({ ['__proto__']: scalar })
    const decoded = spec.decode(JSON.parse('{"__proto__": 3}'))
    expect(E.isRight(decoded) && Object.entries(decoded.right)).toEqual([['__proto__', 3]])
    expect(problems(record({ a: scalar }), JSON.parse('{"a": 1, "__proto__": 3}'))).toEqual(['at __proto__: is not among the keys a'])
  })

  it('knows its values', () => {
    expect([scalar.is(1), scalar.is('1'), scalar.is(true), scalar.is(tensor(1))]).toEqual([true, false, false, false])
    expect([integer.is(1), integer.is(0.5), boolean.is(true), boolean.is(1)]).toEqual([true, false, true, false])
    expect([
      vector(2).is(new Float64Array(2)),
      vector(2).is(new Float64Array(3)),
      vector(2).is([1, 2]),
      vector('n').is(new Float64Array(0)),
      vector(1).is(tensor([1])),
    ]).toEqual([true, false, false, true, false])
    expect([
      matrix('n', 'n').is(tensor([[1]])),
      matrix('n', 'n').is(tensor([[1, 2]])),
      array([1], 'int32').is(tensor([1])),
      array([1]).is(Float64Array.of(1)),
    ]).toEqual([true, false, false, false])
    expect([model.is({}), model.is(null), tuple().is([]), tuple(scalar).is([1, 2]), record({ a: scalar }).is({ a: 1, b: 2 })]).toEqual([
      false,
      false,
      true,
      false,
      false,
    ])
    expect(scalar.is(variable(float()))).toBe(false)
  })

  it('is named as it is written', () => {
    expect(model.name).toBe(
      '{ w: vector(n), layers: tuple(matrix(n, 2), array([2, m, 3]), array([m], int32), array([2], bool)), b: scalar, k: integer, on: boolean }',
    )
  })

  it('refuses sizes that are none', () => {
    expect(() => vector(-1)).toThrow('-1 is no size')
    expect(() => vector(1.5)).toThrow('1.5 is no size')
    expect(() => vector('2')).toThrow("'2' is no size")
    expect(() => array(['a b'])).toThrow("'a b' is no size")
  })
})

describe('specs among other codecs', () => {
  const saved = t.type({ name: t.string, w: vector(3) })

  it('compose with io-ts', () => {
    const decoded = saved.decode({ name: 'a', w: [1, 2, 3] })
    expect(E.isRight(decoded) && decoded.right).toEqual({ name: 'a', w: Float64Array.of(1, 2, 3) })
    expect(E.isRight(decoded) && saved.encode(decoded.right)).toEqual({ name: 'a', w: [1, 2, 3] })
    expect(problems(saved, { name: 1, w: [1, 'x', 3] })).toEqual([
      'at name: expected string, got 1',
      'at w[1]: expected a number, or "NaN", "Infinity", "-Infinity" or "-0", got "x"',
    ])
    expect(problems(t.array(saved), [{ name: '', w: [] }])).toEqual(['at $[0].w: expected 3 entries, got 0'])
  })

  it('leave members of unions and intersections out of the path', () => {
    expect(problems(t.intersection([saved, t.type({ k: integer })]), { name: '', w: [1, 2, 3], k: 'x' })).toEqual([
      'at k: expected a whole number of 32 bits, got "x"',
    ])
    expect(problems(t.union([vector(2), scalar]), 'x').every((text) => text.startsWith('at $: '))).toBe(true)
    expect(problems(t.record(t.string, scalar), { 0: 'x' })).toEqual(['at $["0"]: expected a number, or "NaN", "Infinity", "-Infinity" or "-0", got "x"'])
  })

  it('are reported with their place by io-ts itself', () => {
    expect(PathReporter.report(saved.decode({ name: '', w: [1, 2] }))[0]).toMatch(/\/w: expected 3 entries, got 2$/)
    expect(PathReporter.report(saved.decode({ name: '', w: [1, 'x', 2] }))[0]).toMatch(/^Invalid value "x" supplied to : .*\/w: .*\/1: expected a number/)
  })
})

describe('bindSizes', () => {
  const specs = [record({ w: vector('n'), k: integer }), matrix('n', 'm'), array(['m', 2])]

  it('finds the size of each name across arguments, values and expressions alike', () => {
    const sizes = bindSizes(specs, [
      { w: Float64Array.of(1, 2, 3), k: 1 },
      variable(float(3, 4)),
      tensor([
        [1, 2],
        [3, 4],
        [5, 6],
        [7, 8],
      ]),
    ])
    expect(E.isRight(sizes) && [...sizes.right]).toEqual([
      ['n', 3],
      ['m', 4],
    ])
    expect(E.isRight(bindSizes([vector('n'), scalar], [variable(float(2)), tensor(3)]))).toBe(true)
  })

  it.each<readonly [string, ReadonlyArray<AnySpec>, ReadonlyArray<unknown>, ReadonlyArray<string>]>([
    ['too few', [scalar], [], ['fn: expected 1 arguments, got 0']],
    [
      'sizes that differ',
      [vector('n'), vector('n')],
      [new Float64Array(2), new Float64Array(3)],
      ['fn: at arguments[1] expected f64[n] where n = 2 as at arguments[0], got f64[3]'],
    ],
    [
      'a list',
      [record({ w: vector(2) })],
      [{ w: [1, 2] }],
      ['fn: at arguments[0].w expected f64[2], got an array of 2; use Float64Array.from(xs) or tensor(xs)'],
    ],
    [
      'a wrong dtype',
      [vector(1), array([1], 'int32'), boolean],
      [tensor([1], 'int32'), tensor([1]), 1],
      [
        'fn: at arguments[0] expected f64[1], got i32[1]; convert with toFloat',
        'fn: at arguments[1] expected i32[1], got f64[1]; convert with toInt',
        'fn: at arguments[2] expected bool, got f64; compare with lt, gt, eq, …',
      ],
    ],
    ['a wrong rank', [matrix(2, 'n')], [tensor([1, 2])], ['fn: at arguments[0] expected f64[2,n], got f64[2]']],
    [
      'a wrong structure',
      [tuple(scalar), record({ a: scalar })],
      [{ a: 1 }, [1]],
      ['fn: at arguments[0] expected a tuple of 1, got an object with keys {a}', 'fn: at arguments[1] expected a record with keys a, got an array of 1'],
    ],
    [
      'keys missing and keys too many',
      [record({ a: scalar, b: scalar })],
      [{ a: 1, c: 2 }],
      ['fn: at arguments[0].b expected a value, got nothing', 'fn: at arguments[0].c expected nothing, got a number; the keys are a, b'],
    ],
    ['undefined', [scalar], [undefined], ['fn: at arguments[0] expected f64, got undefined']],
  ])('refuses %s', (_, specs, values, expected) => {
    const result = bindSizes(specs, values)
    expect(E.isLeft(result) && result.left.map(show)).toEqual(expected)
  })
})

describe('what a trace reads off a spec', () => {
  it('avals in the order of the leaves', () => {
    expect(
      avalsOf(
        model,
        new Map([
          ['n', 3],
          ['m', 1],
        ]),
      ),
    ).toEqual([
      aval('float64', [3]),
      aval('float64', [3, 2]),
      aval('float64', [2, 1, 3]),
      aval('int32', [1]),
      aval('bool', [2]),
      aval('float64', []),
      aval('int32', []),
      aval('bool', []),
    ])
    expect(() => avalsOf(model)).toThrow("the size 'n' of f64[n] is not known")
    expect(avalsOf(record({ b: scalar, a: vector(2) }))).toEqual([aval('float64', []), aval('float64', [2])])
    expect(sizeNames([vector('m'), model])).toEqual(['m', 'n'])
  })

  it('domains, of which the outermost counts', () => {
    const spec = within(record({ a: within(scalar, 0, 1, [0.5]), b: vector('n'), on: boolean }), -2, 2)
    const inner = record({ a: within(scalar, 0, 1, [0.5]), b: scalar })
    const domains = (of: AnySpec) => leavesOf(of.layout).map(({ path, leaf }) => [path, leaf.domain])
    expect(domains(spec)).toEqual([
      [['a'], { from: -2, to: 2, avoid: [] }],
      [['b'], { from: -2, to: 2, avoid: [] }],
      [['on'], null],
    ])
    expect(domains(inner)).toEqual([
      [['a'], { from: 0, to: 1, avoid: [0.5] }],
      [['b'], null],
    ])
    expect(problems(spec, { a: 9, b: [9], on: true })).toEqual([])
    expect(() => within(scalar, 1, 0)).toThrow('no interval from 1 to 0')
    expect(() => within(scalar, 0, Number.POSITIVE_INFINITY)).toThrow('no interval')
    exactly<Spec<Vector<'n'>, Float64Array>>()(within(vector('n'), 0, 1))
  })
})

it('types values and expressions', () => {
  exactly<Spec<Vector<3>, Float64Array>>()(vector(3))
  exactly<Expr<['n']>>()(vector('n')._E)
  exactly<Spec<Matrix<2, 'n'>, Tensor<[2, number]>>>()(matrix(2, 'n'))
  exactly<Spec<Expr<[2, 'n', 3]>, Tensor<[2, number, 3]>>>()(array([2, 'n', 3]))
  exactly<Spec<IntExpr<[4]>, Tensor<[4], 'int32'>>>()(array([4], 'int32'))
  exactly<Spec<Mask<['n']>, Tensor<[number], 'bool'>>>()(array(['n'], 'bool'))
  const both = record({ w: vector(3), p: tuple(scalar, boolean) })
  exactly<{ readonly w: Vector<3>; readonly p: readonly [Scalar, Mask<[]>] }>()(both._E)
  exactly<{ readonly w: Float64Array; readonly p: readonly [number, boolean] }>()(both._A)
  expectTypeOf<t.TypeOf<typeof both>>().toEqualTypeOf<{ readonly w: Float64Array; readonly p: readonly [number, boolean] }>()
  expectTypeOf(t.type({ name: t.string, w: vector(3) }).decode).returns.toEqualTypeOf<t.Validation<{ name: string; w: Float64Array }>>()
  // @ts-expect-error a leaf is made by a constructor, not written as a number
  expect(() => tuple(3)).toThrow()
  // @ts-expect-error there is no such dtype
  array([1], 'float16')
})

it('types the parameters of a body, as a declared function does', () => {
  const declare = <const P extends ReadonlyArray<AnySpec>, R>(_: P, body: (...xs: ExprsOf<P>) => R): ((...xs: ValuesOf<P>) => R) => body as never
  const f = declare([scalar, vector(3), record({ m: matrix('n', 2) })], (a, x, { m }) => {
    exactly<Scalar>()(a)
    exactly<Vector<3>>()(x)
    exactly<Matrix<'n', 2>>()(m)
    return x
  })
  expectTypeOf(f).parameters.toEqualTypeOf<[number, Float64Array, { readonly m: Tensor<[number, 2]> }]>()
})
