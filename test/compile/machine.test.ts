/**
 * What a kernel computes of numbers alone is computed as it is planned, by the function that stands beside each
 * instruction: it must give the bits of the instruction.
 */
import { describe, expect, it } from 'vitest'
import { type AnyTensor, avalOf, elementOf, sameTensor, scalarTensor, tensor } from '../../src/array/tensor.ts'
import type { Backend } from '../../src/compile/kernel.ts'
import { compileProgram } from '../../src/compile/kernel.ts'
import { isScalar } from '../../src/compile/machine.ts'
import { entry } from '../../src/entry.ts'
import { evaluation } from '../../src/interpret/evaluate.ts'
import { gatherPrimitive } from '../../src/primitive/gather.ts'
import { vocabulary } from '../../src/primitive/vocabulary.ts'
import { applyTo, constant, operationOf } from '../../src/program/expr.ts'
import { fold } from '../../src/program/fold.ts'
import type { Operation, Primitive } from '../../src/program/model.ts'
import { close } from '../../src/program/trace.ts'

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

const backends: ReadonlyArray<Backend> = ['javascript', 'webassembly']

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
    for (const backend of backends) {
      const got = compileProgram(program, backend)?.run([]) ?? []
      expect(wanted.filter((y, i) => !sameTensor(y, entry(got, i))).length, backend).toBe(0)
    }
  })

  it('may be an index, which is moved to the nearest end', () => {
    const x = tensor([1.5, 2.5, 3.5])
    const program = close([avalOf(x)], (xs) =>
      [-5, 0, 2, 9].flatMap((at) => applyTo(gatherPrimitive, { axis: 0, batch: 0 }, [...xs, constant(scalarTensor(at, 'int32'))])),
    )
    expect(fold(evaluation)(program)([x]).map((y) => elementOf(y))).toEqual([1.5, 1.5, 3.5, 3.5])
    for (const backend of backends)
      expect(
        compileProgram(program, backend)
          ?.run([x])
          .map((y) => elementOf(y)),
        backend,
      ).toEqual([1.5, 1.5, 3.5, 3.5])
  })
})
