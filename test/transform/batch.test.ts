import { describe, expect, it } from 'vitest'
import { type AnyTensor, scalarTensor, tensor, toArray } from '../../src/array/tensor.ts'
import { add, mul } from '../../src/basis/arithmetic.ts'
import { sum } from '../../src/basis/broadcast.ts'
import { evaluation } from '../../src/interpret/evaluate.ts'
import { matmul } from '../../src/primitive/contraction.ts'
import { sin } from '../../src/primitive/trigonometric.ts'
import { float } from '../../src/program/expr.ts'
import { fold } from '../../src/program/fold.ts'
import type { AnyExpr, Matrix, Program, Scalar, Vector } from '../../src/program/model.ts'
import { close } from '../../src/program/trace.ts'
import { batch } from '../../src/transform/batch.ts'
import { gradient } from '../../src/transform/gradient.ts'
import { phantom } from '../../src/type/phantom.ts'
import { difference } from '../near.ts'

const scalar = (x: AnyExpr | undefined): Scalar => phantom(x)
const run = (program: Program, ...xs: ReadonlyArray<AnyTensor>): ReadonlyArray<AnyTensor> => fold(evaluation)(program)(xs)

describe('batch', () => {
  const program = close([float(), float()], ([x, y]) => [mul(scalar(x), scalar(y)), sin(scalar(y)), scalar(x)])
  it('adds an axis to the inputs marked and to what depends on them', () => {
    const wide = batch(program, [true, false], 3)
    expect(wide.batched).toEqual([true, false, true])
    expect(wide.program.inputs.map(({ text }) => text)).toEqual(['f64[3]', 'f64'])
    expect(difference(run(wide.program, tensor([1, 2, 3]), scalarTensor(10)), [[10, 20, 30], Math.sin(10), [1, 2, 3]])).toBeNull()
  })
  it('has as many operations as the program, whatever the size', () => {
    for (const n of [0, 1, 1000]) expect(batch(program, [true, true], n).program.equations.length).toBe(program.equations.length)
  })
  it('of no marked input is the program', () => {
    const wide = batch(program, [false, false], 3)
    expect(wide.batched).toEqual([false, false, false])
    expect(wide.program.inputs.map(({ text }) => text)).toEqual(['f64', 'f64'])
  })
  it('of size 0 gives empty arrays', () => {
    const layer = close([float(2, 3), float(3)], ([w, x]) => [sum(phantom<Vector>(matmul(phantom<Matrix<2, 3>>(w), phantom<Vector<3>>(x))))])
    const wide = batch(layer, [false, true], 0)
    expect(
      run(
        wide.program,
        tensor([
          [1, 2, 3],
          [4, 5, 6],
        ]),
        tensor(new Float64Array(0), [0, 3]),
      ).map(toArray),
    ).toEqual([[]])
  })
  it('nests: two axes are a matrix of calls', () => {
    const inner = batch(program, [true, false], 2).program
    const outer = batch(inner, [false, true], 3)
    expect(outer.batched).toEqual([true, true, false])
    expect(toArray(run(outer.program, tensor([1, 2]), tensor([10, 20, 30]))[0] ?? tensor(0))).toEqual([
      [10, 20],
      [20, 40],
      [30, 60],
    ])
  })
  it('of a gradient is the gradient of each row', () => {
    const f = close([float(2)], ([x]) => [sum(mul(phantom<Vector<2>>(x), sin(phantom<Vector<2>>(x))))])
    const wide = batch(gradient(f, [true]), [true], 3).program
    const rows = [
      [1, 2],
      [3, 4],
      [5, 6],
    ]
    expect(
      difference(
        run(wide, tensor(rows))[1],
        rows.map((row) => row.map((x) => Math.sin(x) + x * Math.cos(x))),
      ),
    ).toBeNull()
  })
  it('keeps constants as they are', () => {
    const wide = batch(
      close([float(2)], ([x]) => [add(phantom<Vector<2>>(x), Float64Array.of(1, 2))]),
      [true],
      3,
    )
    expect(
      toArray(
        run(
          wide.program,
          tensor([
            [0, 0],
            [1, 1],
            [2, 2],
          ]),
        )[0] ?? tensor(0),
      ),
    ).toEqual([
      [1, 2],
      [2, 3],
      [3, 4],
    ])
  })
})
