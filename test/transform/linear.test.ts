import { describe, expect, it } from 'vitest'
import { scalarTensor, tensor } from '../../src/array/tensor.ts'
import { add, mul } from '../../src/basis/arithmetic.ts'
import { sum } from '../../src/basis/broadcast.ts'
import { trace } from '../../src/call/program.ts'
import { evaluation } from '../../src/interpret/evaluate.ts'
import { square } from '../../src/primitive/arithmetic.ts'
import { matmul } from '../../src/primitive/contraction.ts'
import { sin } from '../../src/primitive/trigonometric.ts'
import { fold } from '../../src/program/fold.ts'
import type { Matrix, Program, Scalar, Vector } from '../../src/program/model.ts'
import { checkLinear, transpose, turned } from '../../src/transform/linear.ts'
import { linearize } from '../../src/transform/linearize.ts'
import { failing } from '../failing.ts'
import { plain } from '../near.ts'
import { samples } from '../share.ts'

const runOn = (program: Program, ...xs: ReadonlyArray<number | Float64Array>): unknown =>
  plain(fold(evaluation)(program)(xs.map((x) => (typeof x === 'number' ? scalarTensor(x) : tensor(x)))))

describe('transpose', () => {
  const program = trace((k: Scalar, x: Vector<2>, w: Scalar) => ({ y: mul(sin(k), x), z: add(sum(x), mul(k, w)) }), { names: ['k', 'x', 'w'] })(
    1,
    Float64Array.of(1, 2),
    3,
  )
  it('takes the inputs held first, then cotangents; it is named by what it answers', () => {
    const back = transpose(program, [false, true, true])
    expect([back.names, back.outputNames]).toEqual([
      ['k', 'y', 'z'],
      ['x', 'w'],
    ])
    expect(runOn(back, 0, Float64Array.of(5, 7), 10)).toEqual([[10, 10], 0])
  })
  it('checks, and leaves alone what is only turned', () => {
    expect(failing(() => transpose(program, [true, false, false]))).toMatchObject({
      _tag: 'Argument',
      operation: 'linearTranspose',
      reason: 'the function is not linear: v1 = sin(k) : f64',
    })
    expect(() => checkLinear('test', program, [false, true, true])).not.toThrow()
    const affine = trace((x: Scalar) => add(mul(2, x), 1))(1)
    expect(runOn(turned(affine, [true]), 5)).toEqual([10])
  })
})

describe('linearize', () => {
  const program = trace((w: Matrix<2, 2>, x: Vector<2>) => square(matmul(w, x)), { names: ['w', 'x'] })(
    tensor([
      [1, 2],
      [3, 4],
    ]),
    Float64Array.of(1, 2),
  )
  it('moves only with the inputs marked', () => {
    const { forward, pushforward } = linearize(program, [false, true])
    expect(pushforward.names.at(-1)).toBe('dx')
    expect(forward.outputNames[0]).toBe('')
    const residuals = fold(evaluation)(forward)([
      tensor([
        [1, 2],
        [3, 4],
      ]),
      tensor([1, 2]),
    ]).slice(1)
    expect(plain(fold(evaluation)(pushforward)([...residuals, tensor([1, 0])]))).toEqual([[10, 66]])
  })
  it('along nothing is 0', () => {
    const { pushforward } = linearize(program, [false, false])
    expect(pushforward.inputs).toEqual([])
    expect(runOn(pushforward)).toEqual([[0, 0]])
  })
  it('of a long program takes no stack', () => {
    const length = samples(30_000, 10_000)
    const long = trace((x: Scalar) => Array.from({ length }).reduce<Scalar>((y) => sin(y), x))(1)
    expect(linearize(long, [true]).pushforward.equations.length).toBe(length)
  }, 30_000)
})
