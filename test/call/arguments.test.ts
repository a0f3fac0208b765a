import { describe, expect, it } from 'vitest'
import { scalarTensor, tensor } from '../../src/array/tensor.ts'
import { argument, argumentsOf, callKey, chosen, matching, mirrored, pathsOf, presented } from '../../src/call/arguments.ts'
import { float, variable } from '../../src/program/expr.ts'
import { refusal } from '../failing.ts'

const keyOf = (...args: ReadonlyArray<unknown>): string => callKey(argumentsOf('f', args))

describe('arguments', () => {
  it('are lists of leaves with kinds, avals and paths', () => {
    const [only] = argumentsOf('f', [{ a: 1, b: [Float64Array.of(1, 2), tensor([1], 'int32'), variable(float(3))] }])
    expect(only?.kinds).toEqual(['number', 'Float64Array', 'Tensor', 'Expr'])
    expect(only?.avals.map(({ text }) => text)).toEqual(['f64', 'f64[2]', 'i32[1]', 'f64[3]'])
    expect(only?.paths).toEqual(['x.a', 'x.b[0]', 'x.b[1]', 'x.b[2]'])
    expect(pathsOf(argumentsOf('f', [1, [2]]))).toEqual(['x1', 'x2[0]'])
  })
  it('have one key per structure, shapes, dtypes and static leaves', () => {
    const calls: ReadonlyArray<ReadonlyArray<unknown>> = [
      [1],
      [1, 1],
      [[1, 1]],
      [[1], 1],
      [Float64Array.of(1)],
      [Float64Array.of(1, 2)],
      [tensor([1])],
      [tensor([1], 'int32')],
      [tensor([[1]])],
      ['a'],
      ['a', 1],
      ['a;nf64'],
      [],
      [{}],
      [[]],
      [true],
      [{ a: 1 }],
    ]
    expect(new Set(calls.map((args) => keyOf(...args))).size).toBe(calls.length)
    expect(keyOf(1, Float64Array.of(1, 2))).toBe(keyOf(5, Float64Array.of(3, 4)))
  })
  it('are chosen by number, and must have tangents', () => {
    const args = argumentsOf('grad', [[1, 2], tensor([1], 'int32'), 3])
    expect(chosen('grad', args, [0])).toEqual([true, true, false, false])
    expect(chosen('grad', args, [2, 0])).toEqual([true, true, false, true])
    expect(refusal(() => chosen('grad', args, [1]))).toMatch(/^NotDifferentiable: grad: x2 has dtype int32/)
    expect(refusal(() => chosen('grad', args, [3]))).toContain('argnums names argument 3, but 3 were given')
    expect(refusal(() => chosen('grad', args, [0.5]))).toContain('argnums names argument 0.5')
  })
  it('match or say where they do not', () => {
    const wanted = argument('jvp', { a: 1, b: Float64Array.of(1) }, 'x')
    expect(matching('jvp', argument('jvp', { a: tensor(1), b: tensor([2]) }, 'v'), wanted.layout, wanted.avals)).toBeUndefined()
    expect(refusal(() => matching('jvp', argument('jvp', { a: 1, b: 2 }, 'v'), wanted.layout, wanted.avals))).toBe(
      'Structure: jvp: at v.b expected f64[1], got f64; a tangent or cotangent has the shape of its value',
    )
  })
})

describe('results', () => {
  it('are presented as users see them', () => {
    expect([presented(scalarTensor(2)), presented(tensor(true)), presented(tensor([1, 2]))]).toEqual([2, true, Float64Array.of(1, 2)])
    const [matrix, int, mask] = [tensor([[1]]), tensor(1, 'int32'), tensor([true])]
    expect([presented(matrix), presented(int), presented(mask)]).toEqual([matrix, int, mask])
  })
  it('mirror the kind of a leaf', () => {
    const two = scalarTensor(2)
    expect([mirrored(two, 'number'), mirrored(two, 'Tensor')]).toEqual([2, two])
    expect(mirrored(tensor([1]), 'Float64Array')).toEqual(Float64Array.of(1))
  })
})
