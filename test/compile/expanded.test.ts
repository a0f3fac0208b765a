/**
 * What the compiler takes in the place of reductions that are no sum has their bits: with NaN, infinities, zeros of both signs, ties,
 * numbers whose squares overflow or vanish, whole numbers, and no numbers at all.
 */
import { describe, expect, it } from 'vitest'
import { type Dims, sizeOf } from '../../src/array/shape.ts'
import { type AnyTensor, avalOf, sameTensor, tensor } from '../../src/array/tensor.ts'
import { assemble } from '../../src/compile/assemble.ts'
import { compileProgram } from '../../src/compile/kernel.ts'
import { evaluation } from '../../src/interpret/evaluate.ts'
import { argmaxPrimitive, argminPrimitive } from '../../src/primitive/extremum.ts'
import { logsumexpPrimitive } from '../../src/primitive/reduction.ts'
import { normPrimitive } from '../../src/primitive/statistic.ts'
import { applyTo } from '../../src/program/expr.ts'
import { fold } from '../../src/program/fold.ts'
import type { Params, Primitive } from '../../src/program/model.ts'
import { close } from '../../src/program/trace.ts'
import type { Table } from '../table.ts'

const agree = (primitive: Primitive, params: Params, x: AnyTensor): void => {
  const program = close([avalOf(x)], (args) => applyTo(primitive, params, args))
  const wanted = fold(evaluation)(program)([x])
  expect(assemble(program).hosts).toEqual([])
  for (const backend of ['webassembly', 'javascript'] as const) {
    const found = compileProgram(program, backend)?.run([x])
    expect(wanted.map((of, j) => found?.[j] !== undefined && sameTensor(of, found[j]))).toEqual([true])
  }
}

const kinds: Table<readonly [string, ReadonlyArray<number>]> = [
  ['any numbers', [0.3, -1.7, 2.5, 0.1, -0.9]],
  ['ties', [1, -1, 1, 0, -1]],
  ['zeros of both signs', [0, -0]],
  ['a NaN among others', [1, 3, Number.NaN, 2, 5, 4, 7]],
  ['infinities', [1, Number.POSITIVE_INFINITY, -2]],
  ['infinities of both signs', [Number.NEGATIVE_INFINITY, 1, Number.POSITIVE_INFINITY]],
  ['nothing but −∞', [Number.NEGATIVE_INFINITY]],
  ['numbers whose squares overflow', [1e300, -3e307, 2e200]],
  ['numbers whose squares vanish', [1e-300, -5e-324, 3e-310]],
]

const shapes: Table<readonly [Dims, ReadonlyArray<Dims>]> = [
  [[7], [[0]]],
  [[1], [[0]]],
  [[19], [[0]]],
  [
    [3, 23],
    [[0], [1], [0, 1]],
  ],
  [
    [2, 3, 9],
    [[1], [0, 2], [2]],
  ],
]

const filled = (of: ReadonlyArray<number>, shape: Dims): AnyTensor =>
  tensor(
    Float64Array.from({ length: sizeOf(shape) }, (_, i) => of[(i + Math.floor(i / 5)) % of.length] ?? 0),
    shape,
  )

describe.each(kinds)('of %s', (_, of) => {
  it.each<readonly [string, Primitive]>([
    ['norm', normPrimitive],
    ['logsumexp', logsumexpPrimitive],
  ])('%s', (__, primitive) => {
    for (const [shape, all] of shapes) for (const axes of all) agree(primitive, { axes }, filled(of, shape))
  })

  it.each<readonly [string, Primitive]>([
    ['argmax', argmaxPrimitive],
    ['argmin', argminPrimitive],
  ])('%s', (__, primitive) => {
    for (const [shape] of shapes) for (const axis of shape.keys()) agree(primitive, { axis }, filled(of, shape))
  })
})

it('of no numbers, and of whole ones', () => {
  for (const shape of [[0], [0, 3], [3, 0]])
    for (const primitive of [normPrimitive, logsumexpPrimitive]) agree(primitive, { axes: [0] }, tensor(new Float64Array(0), shape))
  const whole = tensor(Int32Array.of(2 ** 31 - 1, -(2 ** 31), 5, 2 ** 31 - 1, 2 ** 31 - 2, -(2 ** 31)), [2, 3])
  for (const primitive of [argmaxPrimitive, argminPrimitive]) for (const axis of [0, 1]) agree(primitive, { axis }, whole)
})
