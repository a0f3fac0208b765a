/** The notation of expected values: what it accepts, what it tells apart, and what it refuses to read. */
import { either as E, option as O } from 'fp-ts'
import { describe, expect, it } from 'vitest'
import { tensor } from '../../src/index.ts'
import { matches, parse, show } from './expected.ts'
import type { Table } from '../table.ts'

const same = (notation: string, value: unknown): boolean => matches(parse(notation), value)

const row = tensor([3, 7])
const flags = tensor([true, false])

// Each notation, a value it means, and values close to that which it does not.
const cases: Table<readonly [string, unknown, ReadonlyArray<unknown>]> = [
  ['3', 3, [3.0000000000000004, '3', true, [3], O.some(3), tensor(3)]],
  ['-0', -0, [0]],
  ['0', 0, [-0, false, null]],
  ['1e-20', 1e-20, [0]],
  ['-Infinity', Number.NEGATIVE_INFINITY, [Number.POSITIVE_INFINITY]],
  ['NaN', Number.NaN, [undefined, 0]],
  ['1.41…', Math.SQRT2, [1.4, 1.41, 1.5, '1.414', Number.NaN]],
  ['1 ± 1e-12', 1 + 1e-13, [1 + 1e-11, Number.NaN, '1']],
  ['12: gradients of gradients', 12, [13]],
  ['true', true, [false, 1]],
  ['null', null, [undefined, 0]],
  ["'a'", 'a', ['b', 'a ', ['a']]],
  ["'a…z'", 'a to z', ['az.', 'z to a', 'a']],
  ["'a…b…c'", 'abc', ['acb', 'ac', 'bc']],
  ["'a\\\\b\\nc'", 'a\\b\nc', ['a\\\\b\\nc']],
  ['[1, [2, 3]]', [1, [2, 3]], [[1, 2, 3], [1, [2, 3], 4], [1], Float64Array.of(1, 2)]],
  ['[]', [], [[undefined], {}]],
  ['[1, …, 3]', [1, 2, 2, 3], [[1, 2], [2, 3], [1], [3]]],
  ['[1, …, 1]', [1, 1], [[1]]],
  ['{ w: [1], b: 2 }', { w: [1], b: 2 }, [{ w: [1] }, { w: [1], b: 2, c: 3 }, { w: [1], b: 3 }, [1, 2]]],
  ["{ '∂ y': 1 }", { '∂ y': 1 }, [{ y: 1 }]],
  ['Float64Array [1, 2]', Float64Array.of(1, 2), [[1, 2], Float64Array.of(1, 2, 3), Float32Array.of(1, 2), tensor([1, 2])]],
  ['{ b: Float64Array }', { b: Float64Array.of(1) }, [{ b: [1] }, { b: tensor([1]) }]],
  ['Tensor<[2]>', row, [tensor([1]), tensor([[1, 2]]), flags, Float64Array.of(3, 7), tensor([3, 7], 'int32')]],
  ["Tensor<[2], 'bool'>", flags, [row]],
  ['a Tensor of shape [2]: 3 7', row, [tensor([3, 8]), tensor([[3], [7]]), tensor([3, 7], 'int32')]],
  ['an int32 Tensor of shape [2]: 3 7', tensor([3, 7], 'int32'), [row, tensor([3, 8], 'int32')]],
  ['a bool Tensor of shape [2]: 1 0', flags, [tensor([1, 0]), tensor([true, true])]],
  ['a Tensor of shape [2]', row, [tensor([3])]],
  ['a Tensor of shape []: 5', tensor(5), [5, tensor([5])]],
  ['Right([1])', E.right([1]), [E.left([1]), [1], E.right([2])]],
  ['Left(…)', E.left(1), [E.right(1)]],
  ['Some(1)', O.some(1), [O.none, 1]],
  ['None', O.none, [O.some(1), null]],
]

describe('a notation', () => {
  it.each(cases)('%s', (notation, value, others) => {
    expect(same(notation, value)).toBe(true)
    expect(others.filter((other) => same(notation, other))).toEqual([])
  })

  it.each([
    '',
    'words',
    'a digraph',
    '3, and 2 after',
    '3 words',
    '3 : words',
    '[1',
    '[1 2]',
    '{ w 1 }',
    'Right',
    'Right: n is 3',
    '…',
    'Tensor<2>',
    "'open",
    '1..2',
    'Float32Array [1]',
    'a Tensor of shape [2]: words',
    'Expr<[2]> in a body',
  ])('is not %j', (text) => {
    expect(() => parse(text)).toThrow('not in the notation')
  })

  it('is what a value is shown in', () => {
    const values = [1, -0, "it's\n\\", [1, [true]], { a: null, 'b c': undefined }, Float64Array.of(1, -0), row, flags, E.right(O.some(1)), E.left(O.none)]
    expect(values.filter((value) => !same(show(value), value))).toEqual([])
  })
})
