import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { aval } from '../../src/array/aval.ts'
import {
  elementOf,
  filled,
  isTensor,
  type Nested,
  sameTensor,
  scalarTensor,
  showTensor,
  type Tensor,
  tensor,
  toArray,
  toFloat64Array,
} from '../../src/array/tensor.ts'
import { phantom } from '../../src/type/phantom.ts'
import { refusal } from '../failing.ts'

describe('tensor', () => {
  it.each<[string, Nested, ReadonlyArray<number>]>([
    ['a number', 3, []],
    ['an empty vector', [], [0]],
    ['one number', [5], [1]],
    ['a vector', [1, 2, 3], [3]],
    [
      'a matrix',
      [
        [1, 2, 3],
        [4, 5, 6],
      ],
      [2, 3],
    ],
    ['a matrix without columns', [[], []], [2, 0]],
    [
      'a cube',
      [
        [[1], [2]],
        [[3], [4]],
      ],
      [2, 2, 1],
    ],
    ['special numbers', [Number.NaN, -0, 0, Number.POSITIVE_INFINITY, 5e-324], [5]],
    ['booleans', [[true, false]], [1, 2]],
  ])('of %s has its shape, and toArray inverts it', (_, nested, shape) => {
    const made = tensor(nested)
    expect(made.shape).toEqual(shape)
    expect(toArray(made)).toEqual(nested)
  })

  it('takes its dtype from the leaves, or as given', () => {
    expect(tensor([1]).dtype).toBe('float64')
    expect(tensor([true]).dtype).toBe('bool')
    expect(tensor([1, 0], 'bool').dtype).toBe('bool')
    expect(toArray(tensor([1, 0], 'bool'))).toEqual([true, false])
    expect(tensor([-3, 2 ** 31 - 1], 'int32').dtype).toBe('int32')
    expect(tensor(Int32Array.of(1, 2)).dtype).toBe('int32')
    expect(tensor([], 'int32').shape).toEqual([0])
  })

  it('takes a typed array and a shape', () => {
    expect(toArray(tensor(Float64Array.of(1, 2, 3, 4, 5, 6), [3, 2]))).toEqual([
      [1, 2],
      [3, 4],
      [5, 6],
    ])
    expect(toArray(tensor(Float64Array.of(7), []))).toBe(7)
    expect(toArray(tensor(new Float64Array(0), [0, 3]))).toEqual([])
    expect(refusal(() => tensor(Float64Array.of(1, 2, 3), [2, 2]))).toBe('Shape: tensor: shapes [2,2] do not hold 3 elements')
    expect(refusal(() => tensor(Float64Array.of(1, 2), [-1, -2]))).toMatch(/^Shape: tensor.*-1/)
  })

  it.each<[string, Nested, string]>([
    ['a short row', [[1, 2], [3]], 'tensor[1]'],
    ['a long row', [[1], [2, 3]], 'tensor[1]'],
    ['an empty first row', [[], [1]], 'tensor[1]'],
    ['a number for a row', [[1], 2], 'tensor[1]'],
    ['a row for a number', [1, [2]], 'tensor[1]'],
    ['a row for a number, deep', [[[1, 2]], [[3, [4]]]], 'tensor[1][0][1]'],
  ])('refuses %s and says where', (_, nested, path) => expect(refusal(() => tensor(nested))).toContain(`Structure: tensor: at ${path} expected`))

  it.each<[string, unknown, string]>([
    ['null', [1, null], 'tensor[1]'],
    ['null first', [null], 'tensor[0]'],
    ['undefined', [undefined], 'tensor[0]'],
    ['text', ['1'], 'tensor[0]'],
    ['nothing', null, 'tensor'],
    ['a record', { a: 1 }, 'tensor'],
    ['a tensor', tensor([1]), 'tensor'],
  ])('refuses %s as a number', (_, nested, path) => expect(refusal(() => tensor(phantom<Nested>(nested)))).toContain(`Structure: tensor: at ${path} expected`))

  it('refuses an array that contains itself', () => {
    const knot: Array<Nested> = []
    knot.push(knot)
    expect(refusal(() => tensor(knot))).toMatch(/^Structure: tensor: /)
  })

  it.each([
    [1.5, 'int32'],
    [2 ** 31, 'int32'],
    [Number.NaN, 'int32'],
    [-0, 'int32'],
    [2, 'bool'],
    [0.5, 'bool'],
  ] as const)('refuses %d as %s', (value, dtype) => {
    const shown = Object.is(value, -0) ? '-0' : String(value)
    expect(refusal(() => tensor([1, value], dtype))).toBe(`DType: tensor: ${dtype}: cannot hold ${shown} (element 1) exactly; leave the dtype out for float64`)
  })
})

describe('immutability', () => {
  it('of what it was made from: later changes are not seen', () => {
    const data = Float64Array.of(1, 2)
    const rows = [
      [1, 2],
      [3, 4],
    ]
    const shape = [1, 2]
    const [a, b, c] = [tensor(data), tensor(rows), tensor(data, shape)]
    data[0] = 9
    rows[0] = [9, 9]
    shape[0] = 2
    expect([toArray(a), toArray(b), toArray(c)]).toEqual([
      [1, 2],
      [
        [1, 2],
        [3, 4],
      ],
      [[1, 2]],
    ])
  })
  it('of what it hands out: changes do not come back', () => {
    const a = tensor([
      [1, 2],
      [3, 4],
    ])
    toFloat64Array(a)[0] = 9
    const rows = phantom<Array<ReadonlyArray<number>>>(toArray(a))
    rows[0] = [9, 9]
    expect(toArray(a)).toEqual([
      [1, 2],
      [3, 4],
    ])
  })
  it('of itself', () => {
    const a = tensor([1, 2])
    expect(Object.isFrozen(a) && Object.isFrozen(a.shape)).toBe(true)
    expect(() => Object.assign(a, { dtype: 'bool' })).toThrow(TypeError)
    expect(Object.keys(a).some((key) => ArrayBuffer.isView(Object.entries(a).find(([name]) => name === key)?.[1]))).toBe(false)
  })
})

describe('tensors', () => {
  it('are told from look-alikes', () => {
    expect([isTensor(tensor(1)), isTensor(1), isTensor(null), isTensor({ _tag: 'Tensor', shape: [], dtype: 'float64' })]).toEqual([true, false, false, false])
    expect(refusal(() => toArray(phantom<Tensor>({ _tag: 'Tensor', shape: [], dtype: 'float64' })))).toMatch(/^Operand: .*only looks like/)
  })
  it('are the same where shape, dtype and bits are', () => {
    expect(sameTensor(tensor([Number.NaN]), tensor([Number.NaN]))).toBe(true)
    expect(sameTensor(tensor([0]), tensor([-0]))).toBe(false)
    expect(sameTensor(tensor([1]), tensor([[1]]))).toBe(false)
    expect(sameTensor(tensor([1]), tensor([1], 'int32'))).toBe(false)
    expect(sameTensor(scalarTensor(0), scalarTensor(-0))).toBe(false)
    expect(sameTensor(tensor([[]]), tensor([[]]))).toBe(true)
  })
  it('are filled, -0 included', () => {
    expect(toArray(filled(aval('float64', [2]), -0))).toEqual([-0, -0])
    expect(toArray(filled(aval('int32', [1, 2]), 3))).toEqual([[3, 3]])
    expect(elementOf(scalarTensor(4))).toBe(4)
    expect(elementOf(tensor([1, 2]), 5)).toBeNaN()
  })
  it('print in one line, however large', () => {
    expect(showTensor(tensor([1, -0]))).toBe('f64[2] 1 -0')
    expect(inspect(tensor(new Float64Array(100_000)))).toBe('f64[100000] 0 0 0 0 0 0 …')
    expect(showTensor(tensor(2))).toBe('f64 2')
  })
})

describe('JavaScript syntax on a tensor', () => {
  const t = tensor([
    [1, 2],
    [3, 4],
  ])
  const untyped = (x: unknown): ReadonlyArray<number> & number => phantom(x)
  it('that would be NaN or undefined is refused, with the way to the entries', () => {
    const uses: ReadonlyArray<() => unknown> = [
      () => untyped(t) * 2,
      () => untyped(t) + 1,
      () => Math.sin(untyped(t)),
      () => untyped(t).length,
      () => untyped(t)[0],
      () => untyped(t).map((x) => x),
      () => Float64Array.from(untyped(t)),
    ]
    for (const use of uses) expect(refusal(use)).toMatch(/^Argument: tensor: .* was used on the Tensor f64\[2,2\] 1 2 3 4; .*toArray\(x\)/)
  })
  it('loses nothing as JSON, and shows it in text', () => {
    expect(JSON.parse(JSON.stringify({ t }))).toEqual({
      t: [
        [1, 2],
        [3, 4],
      ],
    })
    expect(`${untyped(t)}`).toBe('f64[2,2] 1 2 3 4')
  })
})

describe('what is given beside the entries', () => {
  const untyped = (...args: ReadonlyArray<unknown>): unknown => Reflect.apply(tensor, undefined, args)
  it.each([
    [
      [
        [1, 2, 3, 4],
        [2, 2],
      ],
      'the shape [2,2] is given beside nested lists, whose shape is [4]; nest the lists as the shape is, or use reshape(tensor(xs), shape)',
    ],
    [[new Float32Array(4), [2, 2]], 'tensor(Float64Array.from(xs), shape)'],
    [[[1, 2], 'float32'], "there is no dtype 'float32'; the dtypes are float64, int32, bool"],
    [[Float64Array.of(1), 'int32'], "the dtype 'int32' is given beside a typed array, which is float64"],
    [[Float64Array.of(1), 1], 'the shape 1 is no list of sizes'],
    [[[1, undefined, 3]], 'at tensor[1] expected a number, got undefined'],
    [[[tensor(1), tensor(2)]], 'use stack([x, y])'],
  ])('is refused where it says something else: %o', (args, text) => {
    expect(refusal(() => untyped(...args))).toContain(text)
  })
  it('sees a hole, which is no entry', () => {
    expect(refusal(() => untyped(Array.from({ length: 3 }).fill(1, 1)))).toContain('at tensor[0]')
  })
})
