import { describe, expect, it } from 'vitest'
import { sizeOf } from '../../src/array/shape.ts'
import { type AnyTensor, dataOf, seal, tensor } from '../../src/array/tensor.ts'
import { aval } from '../../src/array/aval.ts'
import { cumsumPrimitive } from '../../src/primitive/cumulative.ts'
import { gatherPrimitive } from '../../src/primitive/gather.ts'
import { concatenatePrimitive } from '../../src/primitive/join.ts'
import { slicePrimitive } from '../../src/primitive/slice.ts'
import { sumPrimitive } from '../../src/basis/broadcast.ts'
import { float, operationOf } from '../../src/program/expr.ts'
import type { Nonzero, Operation, Program } from '../../src/program/model.ts'
import { type Structure, structureOf } from '../../src/sparse/structure.ts'
import { cases } from '../primitive/cases.ts'

/** The places each entry of the result is made of, as a structure has them. */
const rowsIn = (structure: Structure, size: number): ReadonlyArray<ReadonlyArray<number>> | null => {
  switch (structure._tag) {
    case 'Moves':
      return Array.from(structure.from, (place) => (place < 0 ? [] : [place]))
    case 'Collects':
      return Array.from({ length: size }, (_, i) => [...structure.to.keys()].filter((place) => structure.to[place] === i))
    case 'Mixes':
      return Array.from({ length: size }, (_, i) => [...structure.places.subarray(structure.starts[i], structure.starts[i + 1])])
    case 'Unknown':
      return null
  }
}

/** The same, by a unit vector for each place. */
const rowsByUnits = (operation: Operation, known: ReadonlyArray<AnyTensor | null>, marks: Nonzero): ReadonlyArray<ReadonlyArray<number>> => {
  const sizes = operation.operands.map((of, i) => (marks[i] ? sizeOf(of.shape) : 0))
  const count = sizes.reduce((a, b) => a + b, 0)
  const rows = Array.from({ length: sizeOf(operation.results[0]?.shape ?? []) }, (): Array<number> => [])
  for (let place = 0; place < count; place++) {
    let from = 0
    const args = operation.operands.map((of, i) => {
      const start = from
      from += sizes[i] ?? 0
      return marks[i]
        ? seal(
            of,
            Float64Array.from({ length: from - start }, (_, k) => (start + k === place ? 1 : 0)),
          )
        : (known[i] ?? tensor(0))
    })
    const [out] = operation.primitive.evaluate(operation, args)
    dataOf(out ?? tensor(0)).forEach((x: number, i: number) => {
      if (x !== 0) rows[i]?.push(place)
    })
  }
  return rows
}

const linear = cases.flatMap(
  ({ name, program, operands }: { readonly name: string; readonly program: Program; readonly operands: ReadonlyArray<AnyTensor> }) => {
    const [operation] = program.equations
    const rule = operation?.primitive.derivative
    if (operation === undefined || program.equations.length > 1 || rule?._tag !== 'Linear' || operation.results[0]?.dtype !== 'float64') return []
    const marks = rule.linear(operation.params, operation.operands)
    return [{ name, operation, known: operands.map((x, i) => (marks[i] ? null : x)), marks }]
  },
)

describe('the structure of a linear primitive', () => {
  it('is asked of many', () => expect(linear.length).toBeGreaterThan(25))

  it.each(linear)('$name is what unit vectors say', ({ operation, known, marks }) => {
    expect(rowsIn(structureOf(operation, known, marks), sizeOf(operation.results[0]?.shape ?? []))).toEqual(rowsByUnits(operation, known, marks))
  })

  const tagOf = (operation: Operation, marks: Nonzero = operation.operands.map(() => true), known: ReadonlyArray<AnyTensor | null> = marks.map(() => null)) =>
    structureOf(operation, known, marks)._tag

  it('is found without trying every unit vector where entries are moved or added up', () => {
    expect(tagOf(operationOf(slicePrimitive, { start: [1], stop: [100_000], step: [1] }, [float(100_000)]))).toBe('Moves')
    expect(tagOf(operationOf(concatenatePrimitive, { axis: 0 }, [float(50_000), float(50_000)]))).toBe('Moves')
    expect(tagOf(operationOf(sumPrimitive, { axes: [0] }, [float(3, 50_000)]))).toBe('Collects')
    expect(tagOf(operationOf(cumsumPrimitive, { axis: 0, reverse: false }, [float(5)]))).toBe('Mixes')
  })

  it('is found row by row where the rows are apart, and given up where there are too many unit vectors', () => {
    const wide = structureOf(operationOf(cumsumPrimitive, { axis: 1, reverse: false }, [float(10_000, 2)]), [null], [true])
    expect(rowsIn(wide, 20_000)?.slice(19_998)).toEqual([[19_998], [19_998, 19_999]])
    expect(tagOf(operationOf(cumsumPrimitive, { axis: 0, reverse: false }, [float(10_000, 2)]))).toBe('Unknown')
  })

  it('is not known where an index is not', () => {
    const picks = operationOf(gatherPrimitive, { axis: 0, batch: 0 }, [float(3), aval('int32', [2])])
    expect(tagOf(picks, [true, false])).toBe('Unknown')
    expect(tagOf(picks, [true, false], [null, tensor(Int32Array.of(2, 0))])).toBe('Moves')
  })
})
