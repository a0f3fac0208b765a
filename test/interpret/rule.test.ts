import { describe, expect, it } from 'vitest'
import { elementOf, scalarTensor, tensor } from '../../src/array/tensor.ts'
import { addPrimitive, mulPrimitive } from '../../src/basis/arithmetic.ts'
import { wherePrimitive } from '../../src/basis/choice.ts'
import { gtPrimitive } from '../../src/basis/comparison.ts'
import { binary, everywhere, none } from '../../src/basis/declare.ts'
import { evaluation } from '../../src/interpret/evaluate.ts'
import { pairOf, pushforward } from '../../src/interpret/rule.ts'
import { divPrimitive } from '../../src/primitive/arithmetic.ts'
import { contractPrimitive } from '../../src/primitive/contraction.ts'
import { sincosPrimitive } from '../../src/primitive/trigonometric.ts'
import { aval } from '../../src/array/aval.ts'
import { float, operationOf } from '../../src/program/expr.ts'
import { fold } from '../../src/program/fold.ts'
import type { Operation, Scalar } from '../../src/program/model.ts'
import { add, mul } from '../../src/basis/arithmetic.ts'
import { sin } from '../../src/primitive/trigonometric.ts'
import { phantom } from '../../src/type/phantom.ts'
import { difference } from '../near.ts'
import { cases } from '../primitive/cases.ts'

const s = float()
const t = (x: number) => scalarTensor(x)

describe('pushforward', () => {
  it('maps primals and nonzero tangents to both, and says which results move', () => {
    const { program, nonzero } = pushforward(operationOf(mulPrimitive, none, [s, s]), [true, true])
    expect(nonzero).toEqual([true])
    expect(fold(evaluation)(program)([t(3), t(5), t(7), t(11)]).map((x) => elementOf(x))).toEqual([15, 3 * 11 + 5 * 7])
  })
  it('leaves structural zeros out', () => {
    const { program } = pushforward(operationOf(addPrimitive, none, [s, s]), [false, true])
    expect(program.inputs.length).toBe(3)
    // ẏ alone: a partial of 1 costs nothing.
    expect(program.equations.map((e) => e.primitive.name)).toEqual(['add'])
    expect(pushforward(operationOf(gtPrimitive, none, [s, s]), [true, true]).nonzero).toEqual([false])
    expect(pushforward(operationOf(wherePrimitive, none, [aval('bool', []), s, s]), [false, false, false]).nonzero).toEqual([false])
  })
  it('takes a partial of 0 for a structural zero', () => {
    const first = binary({ name: 'first', scalar: (x) => x, partials: () => [1, 0], domains: [everywhere, everywhere] })
    expect(pushforward(operationOf(first, none, [s, s]), [false, true]).nonzero).toEqual([false])
    const both = pushforward(operationOf(first, none, [s, s]), [true, true])
    expect(fold(evaluation)(both.program)([t(3), t(5), t(7), t(11)]).map((x) => elementOf(x))).toEqual([3, 7])
    expect(both.program.equations.length).toBe(1)
  })
  it('takes the answer, two results, and one tangent of two', () => {
    const quotient = pushforward(operationOf(divPrimitive, none, [s, s]), [false, true])
    expect(fold(evaluation)(quotient.program)([t(3), t(4), t(1)]).map((x) => elementOf(x))).toEqual([0.75, -3 / 16])
    const both = pushforward(operationOf(sincosPrimitive, none, [s]), [true])
    expect(both.nonzero).toEqual([true, true])
    expect(difference(fold(evaluation)(both.program)([t(0.3), t(2)]), [Math.sin(0.3), Math.cos(0.3), 2 * Math.cos(0.3), -2 * Math.sin(0.3)])).toBeNull()
  })
  it('of a bilinear map holds one operand at a time', () => {
    const { program } = pushforward(operationOf(contractPrimitive, { a: [0], b: [0], out: [] }, [float(2), float(2)]), [true, true])
    expect(
      difference(fold(evaluation)(program)([tensor([1, 2]), tensor([3, 4]), tensor([5, 6]), tensor([7, 8])]), [11, 1 * 7 + 2 * 8 + 5 * 3 + 6 * 4]),
    ).toBeNull()
  })
  it('of what does not move does not move, but where a rule of the user is believed', () => {
    const still = (operation: Operation): boolean =>
      pushforward(
        operation,
        operation.operands.map(() => false),
      ).nonzero.includes(true)
    expect(cases.flatMap(({ name, program }) => (program.equations.some(still) ? [name] : []))).toEqual([
      'customJvp',
      'customVjp',
      'customVjp with a forward rule',
    ])
  })
  it('is remembered by shapes, pattern and primitive', () => {
    const of = (shape: ReadonlyArray<number>, nonzero: ReadonlyArray<boolean>) =>
      pushforward(operationOf(mulPrimitive, none, [float(...shape), float(...shape)]), nonzero)
    expect(of([2], [true, false])).toBe(of([2], [true, false]))
    expect(of([2], [true, false])).not.toBe(of([2], [false, true]))
    expect(of([2], [true, false])).not.toBe(of([3], [true, false]))
    const contracted = (out: ReadonlyArray<number>) =>
      pushforward(operationOf(contractPrimitive, { a: [0, 1], b: [1, 0], out }, [float(2, 2), float(2, 2)]), [true, true])
    expect(contracted([0, 1]).program.outputs.length).toBe(2)
    expect(contracted([]).program.equations[0]?.results[0]?.text).toBe('f64')
  })
})

describe('pairOf', () => {
  it('hands on exactly what the way back reads', () => {
    const pair = pairOf([s, s], ([x, y]) => {
      const [a, b] = [phantom<Scalar>(x), phantom<Scalar>(y)]
      const z = sin(a)
      return { answers: [add(mul(z, b), 1)], back: ([c]) => [mul(phantom<Scalar>(c), z)] }
    })
    // One residual, sin a, although b and the product were made as well.
    expect(pair.forward.outputs.length).toBe(2)
    expect(pair.pullback.inputs.length).toBe(2)
    const [, residual] = fold(evaluation)(pair.forward)([t(0.3), t(2)])
    expect(residual === undefined ? null : elementOf(residual)).toBe(Math.sin(0.3))
  })
})
