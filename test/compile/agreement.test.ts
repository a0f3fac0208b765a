/**
 * A compiled program gives the bits of the reference interpreter: every primitive in every form its
 * parameters take, with its derivatives, and random programs.
 */
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type AnyTensor, avalOf, filled, isTensor, sameTensor } from '../../src/array/tensor.ts'
import { directCall } from '../../src/compile/direct.ts'
import { showStraight } from '../../src/compile/show.ts'
import { straight } from '../../src/compile/straight.ts'
import { evaluation } from '../../src/interpret/evaluate.ts'
import { reverse } from '../../src/interpret/tape.ts'
import { outputAvals } from '../../src/program/avals.ts'
import { fold } from '../../src/program/fold.ts'
import type { Program } from '../../src/program/model.ts'
import { print } from '../../src/program/print.ts'
import type { Layout } from '../../src/program/tree.ts'
import { simplify } from '../../src/simplify/simplify.ts'
import { derivative } from '../../src/transform/gradient.ts'
import { differentiable } from '../../src/transform/pick.ts'
import { phantom } from '../../src/type/phantom.ts'
import { cases } from '../primitive/cases.ts'
import { points, programs } from '../simplify/random.ts'
import { part, samples } from '../share.ts'
import { difference } from './difference.ts'

const agree = (program: Program, operands: ReadonlyArray<AnyTensor>): void => {
  expect(difference(program, operands)).toBe('')
  agreeInOne(program, operands)
}

/** Programs that can be written out, as a call on tensors that answers with tensors. */
const agreeInOne = (program: Program, operands: ReadonlyArray<AnyTensor>): void => {
  const written = straight(program)
  if (written === null) return
  const avals = outputAvals(program)
  const leaf: Layout = { _tag: 'Leaf', kind: 'Tensor' }
  const call = directCall(program, written, 'tensors', () => ({
    args: program.inputs.map((of) => ({ layout: leaf, avals: [of] })),
    answer: { layout: { _tag: 'Tuple', items: avals.map(() => leaf) }, leaves: avals.map((_, output) => ({ output, tensor: true })), avals },
    into: false,
  }))
  const got = phantom<ReadonlyArray<AnyTensor>>(call?.(...operands))
  const wanted = fold(evaluation)(program)(operands)
  const same = wanted.every((tensor, j) => isTensor(got[j]) && sameTensor(tensor, got[j]))
  if (!same) expect(`${print(program)}\n${showStraight(written)}\n${got.map(String)}`).toBe(`${wanted.map(String)}`)
}

describe('every primitive, compiled', () => {
  it.each(part(cases, 5).map((c) => [c.name, c] as const))('%s', (_, { program, operands }) => {
    agree(program, operands)
  })
})

describe('written out', () => {
  it('are most of them, so that it is no empty claim that they agree', () => {
    expect(cases.filter(({ program }) => straight(program) !== null).length).toBeGreaterThan((2 / 3) * cases.length)
  })
})

describe('derivatives, compiled', () => {
  const smooth = cases.filter(({ program }) => program.inputs.some(differentiable))
  it.each(part(smooth, 5).map((c) => [c.name, c] as const))('%s', (_, { program, operands }) => {
    const marks = program.inputs.map(differentiable)
    const tangents = operands.filter((_, i) => marks[i])
    agree(simplify(derivative(program)), [...operands, ...tangents])
    const { forward, pullback } = reverse(program, marks)
    agree(simplify(forward), operands)
    const saved = fold(evaluation)(forward)(operands)
    const outputs = saved.slice(0, program.outputs.length)
    const cotangents = outputs.map((y) => (differentiable(avalOf(y)) ? filled(avalOf(y), 0.75) : filled(avalOf(y), 0)))
    agree(simplify(pullback), [...saved.slice(outputs.length), ...cotangents])
  })
})

describe('random programs, compiled', () => {
  it('as they are, simplified, and their derivatives', () => {
    fc.assert(
      fc.property(programs, points, (program, operands) => {
        agree(program, operands)
        agree(simplify(program), operands)
      }),
      { numRuns: samples(150) },
    )
  }, 30_000)
})
