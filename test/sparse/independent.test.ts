import { describe, expect, it } from 'vitest'
import { sizeOf } from '../../src/array/shape.ts'
import { type AnyTensor, avalOf, dataOf, seal, toArray } from '../../src/array/tensor.ts'
import { withShape } from '../../src/array/aval.ts'
import { sumPrimitive } from '../../src/basis/broadcast.ts'
import { vmap } from '../../src/call/vectorised.ts'
import { contractPrimitive } from '../../src/primitive/contraction.ts'
import { cumsumPrimitive } from '../../src/primitive/cumulative.ts'
import { gatherPrimitive } from '../../src/primitive/gather.ts'
import { choleskyPrimitive } from '../../src/primitive/linear-cholesky.ts'
import { lowerSolvePrimitive } from '../../src/primitive/linear-triangular.ts'
import { float, operationOf } from '../../src/program/expr.ts'
import { aval } from '../../src/array/aval.ts'
import type { Operation, Params, Primitive } from '../../src/program/model.ts'
import { rowsOfOperation } from '../../src/sparse/independent.ts'
import { cases } from '../primitive/cases.ts'

const rowOf = (x: AnyTensor, i: number): AnyTensor => {
  const of = withShape(avalOf(x), avalOf(x).shape.slice(1))
  return seal(of, dataOf(x).slice(i * sizeOf(of.shape), (i + 1) * sizeOf(of.shape)))
}

const evaluated = (operation: Operation, args: ReadonlyArray<AnyTensor>): ReadonlyArray<AnyTensor> => operation.primitive.evaluate(operation, args)

// Batched on purpose, so that each primitive with a batching rule has rows to be apart.
const wide = cases.flatMap(({ name, program, operands }) =>
  program.equations.length !== 1
    ? []
    : [program, vmap(program, { axisSize: 3 })].flatMap((of, batched) => {
        const [operation] = of.equations
        const args = batched === 0 ? operands : operands.map((x) => seal(withShape(avalOf(x), [3, ...avalOf(x).shape]), repeated(x)))
        return operation === undefined || of.equations.length !== 1 || operation.args.some((atom, i) => atom._tag !== 'Ref' || atom.index !== i)
          ? []
          : [{ name: `${name}${batched === 0 ? '' : ', batched'}`, operation, args }]
      }),
)

function repeated(x: AnyTensor) {
  const data = dataOf(x)
  const out =
    data.constructor === Float64Array
      ? new Float64Array(3 * data.length)
      : data.constructor === Int32Array
        ? new Int32Array(3 * data.length)
        : new Uint8Array(3 * data.length)
  for (let i = 0; i < 3; i++) out.set(data, i * data.length)
  return out
}

const found = wide.filter(({ operation }) => rowsOfOperation(operation) !== null)

describe('rows apart', () => {
  it('are found for many primitives', () => {
    expect(new Set(found.map(({ operation }) => operation.primitive.name)).size).toBeGreaterThan(12)
  })

  it.each(found)('$name is its rows', ({ operation, args }) => {
    const rows = rowsOfOperation(operation)
    const whole = evaluated(operation, args)
    for (let i = 0; rows !== null && i < rows.count; i++) {
      const one = evaluated(
        rows.row,
        args.map((x) => rowOf(x, i)),
      )
      expect(one.map(toArray)).toEqual(whole.map((x) => toArray(rowOf(x, i))))
    }
  })

  const countOf = (primitive: Primitive, params: Params, ...operands: Operation['operands']): number | null =>
    rowsOfOperation(operationOf(primitive, params, operands))?.count ?? null

  it('are those of leading axes only', () => {
    expect(countOf(lowerSolvePrimitive, {}, float(5, 2, 2), float(5, 2, 1))).toBe(5)
    expect(countOf(lowerSolvePrimitive, {}, float(2, 2), float(2, 1))).toBe(null)
    expect(countOf(choleskyPrimitive, {}, float(5, 2, 2))).toBe(5)
    expect(countOf(choleskyPrimitive, {}, float(2, 2))).toBe(null)
    expect(countOf(cumsumPrimitive, { axis: 1, reverse: false }, float(5, 2))).toBe(5)
    expect(countOf(cumsumPrimitive, { axis: 0, reverse: false }, float(5, 2))).toBe(null)
    expect(countOf(gatherPrimitive, { axis: 1, batch: 1 }, float(5, 2), aval('int32', [5, 3]))).toBe(5)
    expect(countOf(gatherPrimitive, { axis: 0, batch: 0 }, float(5), aval('int32', [5]))).toBe(null)
    expect(countOf(gatherPrimitive, { axis: 1, batch: 0 }, float(5, 2), aval('int32', [5]))).toBe(null)
    expect(countOf(sumPrimitive, { axes: [0] }, float(5, 2))).toBe(null)
    expect(countOf(contractPrimitive, { a: [0, 1], b: [0, 2], out: [1, 2] }, float(5, 2), float(5, 3))).toBe(null)
  })
})
