/**
 * Beside each instruction stands a function of numbers, by which what is made of numbers alone is computed as a
 * program is written out: it must give the bits of the instruction, in either code.
 */
import { describe, expect, it } from 'vitest'
import { type AnyTensor, avalOf, elementOf, scalarTensor, tensor } from '../../src/array/tensor.ts'
import { codeOf } from '../../src/compile/code.ts'
import type { Machine } from '../../src/compile/loop.ts'
import { clamp, isScalar, select } from '../../src/compile/machine.ts'
import { writer } from '../../src/compile/operator.ts'
import { straight } from '../../src/compile/straight.ts'
import { entry } from '../../src/entry.ts'
import { evaluation } from '../../src/interpret/evaluate.ts'
import { gatherPrimitive } from '../../src/primitive/gather.ts'
import { vocabulary } from '../../src/primitive/vocabulary.ts'
import { applyTo, constant, operationOf } from '../../src/program/expr.ts'
import { fold } from '../../src/program/fold.ts'
import type { Operation, Primitive } from '../../src/program/model.ts'
import { close } from '../../src/program/trace.ts'
import { difference } from './difference.ts'

const floats = [0, -0, 1, -2.5, 3, 0.25, 1e300, Infinity, -Infinity, NaN].map((x) => scalarTensor(x))
const wholes = [0, 1, -7, 5, 2 ** 31 - 1, -(2 ** 31)].map((x) => scalarTensor(x, 'int32'))
const masks = [0, 1].map((x) => scalarTensor(x, 'bool'))

const tuples = (pools: ReadonlyArray<ReadonlyArray<AnyTensor>>): ReadonlyArray<ReadonlyArray<AnyTensor>> =>
  pools.reduce<ReadonlyArray<ReadonlyArray<AnyTensor>>>((found, pool) => found.flatMap((head) => pool.map((x) => [...head, x])), [[]])

const pools = [floats, wholes, masks]
const choices = (n: number): ReadonlyArray<ReadonlyArray<ReadonlyArray<AnyTensor>>> =>
  Array.from({ length: n }).reduce<ReadonlyArray<ReadonlyArray<ReadonlyArray<AnyTensor>>>>(
    (found) => found.flatMap((head) => pools.map((pool) => [...head, pool])),
    [[]],
  )

const operationFor = (primitive: Primitive, operands: ReadonlyArray<AnyTensor>): Operation | null => {
  try {
    const operation = operationOf(primitive, {}, operands.map(avalOf))
    return isScalar(operation) ? operation : null
  } catch {
    return null
  }
}

/** Every operation on scalars, with every dtype that it takes, on values of those. */
const operations = vocabulary
  .filter(({ batching }) => batching._tag === 'Pointwise')
  .flatMap((primitive) =>
    [1, 2, 3].flatMap(choices).flatMap((own) => {
      const samples = tuples(own)
      const operation = operationFor(primitive, entry(samples, 0))
      return operation === null ? [] : [{ name: `${primitive.name} of ${operation.operands.map((of) => of.dtype).join(', ')}`, primitive, samples, operation }]
    }),
  )

describe('numbers alone', () => {
  it('are met in operations of every dtype', () => {
    expect(operations.length).toBeGreaterThan(60)
    expect(operations.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['where of bool, int32, int32', 'neg of int32', 'abs of int32', 'toFloat of bool', 'max of int32, int32', 'not of bool']),
    )
  })

  it.each(operations)('$name', ({ primitive, samples, operation }) => {
    const program = close([], () => samples.flatMap((operands) => applyTo(primitive, {}, operands.map(constant))))
    const wanted = samples.map((operands) => entry(evaluation.apply(operation, operands), 0))
    expect(difference(program, [])).toBe('')
    // Written out nothing is left to do but to name the numbers.
    const written = straight(program)
    expect(written?.steps).toEqual([])
    const numbers = written?.outputs.map(([register = -1]) => written.literals.get(register)) ?? []
    expect(wanted.filter((y, i) => !Object.is(elementOf(y), numbers[i]))).toEqual([])
  })

  it('may be an index, which is moved to the nearest end', () => {
    const x = tensor([1.5, 2.5, 3.5])
    const program = close([avalOf(x)], (xs) =>
      [-5, 0, 2, 9].flatMap((at) => applyTo(gatherPrimitive, { axis: 0, batch: 0 }, [...xs, constant(scalarTensor(at, 'int32'))])),
    )
    expect(fold(evaluation)(program)([x]).map((y) => elementOf(y))).toEqual([1.5, 1.5, 3.5, 3.5])
    expect(difference(program, [x])).toBe('')
  })
})

describe('what only loops do', () => {
  it.each<[string, Machine, ReadonlyArray<ReadonlyArray<number>>]>([
    ['clamp', clamp, [-3, 0, 2, 4, 5, 9].map((index) => [index, 5])],
    ['select', select('f64'), [0, 1].map((mask) => [mask, -0, 2.5])],
  ])('%s: the function is what its text says', (_, machine, samples) => {
    const names = machine.args.map((__, i) => `x${i}`)
    const text = codeOf<Machine['run']>(names, `return ${writer().applied(machine, names)}`)
    const found = samples.map((xs) => machine.run(...xs))
    expect(found).toEqual(samples.map((xs) => text?.(...xs)))
    expect(new Set(found).size).toBeGreaterThan(1)
  })
})
