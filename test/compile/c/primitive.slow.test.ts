/**
 * Every primitive as C, in every form its parameters take, with its derivatives, agrees with the interpreter; gcc has
 * nothing to warn of.
 */
import { describe, expect, it } from 'vitest'
import { avalOf, filled } from '../../../src/array/tensor.ts'
import { evaluation } from '../../../src/interpret/evaluate.ts'
import { reverse } from '../../../src/interpret/tape.ts'
import { fold } from '../../../src/program/fold.ts'
import { simplify } from '../../../src/simplify/simplify.ts'
import { derivative } from '../../../src/transform/gradient.ts'
import { differentiable } from '../../../src/transform/pick.ts'
import { type Case, cases } from '../../primitive/cases.ts'
import { disagreements, isCarried } from './agreement.ts'
import { hasGcc, hasGpp, type Run } from './machine.ts'

const carried = (runs: ReadonlyArray<Run>): ReadonlyArray<Run> => runs.filter(isCarried)

const forward = ({ program, operands }: Case): Run => ({
  program: simplify(derivative(program)),
  operands: [...operands, ...operands.filter((_, i) => program.inputs[i] !== undefined && differentiable(program.inputs[i]))],
})

const backward = ({ program, operands }: Case): Run => {
  const made = reverse(program, program.inputs.map(differentiable))
  const saved = fold(evaluation)(made.forward)(operands)
  const cotangents = saved.slice(0, program.outputs.length).map((y) => filled(avalOf(y), differentiable(avalOf(y)) ? 0.75 : 0))
  return { program: simplify(made.pullback), operands: [...saved.slice(program.outputs.length), ...cotangents] }
}

const smooth = cases.filter(({ program }) => program.inputs.some(differentiable))

describe.skipIf(!hasGcc)('compiled by gcc (skipped where there is none)', () => {
  it('every primitive', () => {
    const runs = carried(cases)
    expect(runs.length).toBeGreaterThan(0.85 * cases.length)
    expect(disagreements(runs)).toEqual([])
  })

  it('in functions of a few statements', () => {
    expect(disagreements(carried(cases.slice(-100)), { length: 3 })).toEqual([])
  })

  it('derivatives forwards', () => {
    const runs = carried(smooth.map(forward))
    expect(runs.length).toBeGreaterThan(0.8 * smooth.length)
    expect(disagreements(runs)).toEqual([])
  })

  it('derivatives backwards', () => {
    const runs = carried(smooth.map(backward))
    expect(runs.length).toBeGreaterThan(0.8 * smooth.length)
    expect(disagreements(runs)).toEqual([])
  })

  it.skipIf(!hasGpp)('every primitive as C++ (skipped where there is no g++)', () => {
    expect(disagreements(carried(cases), { compiler: 'g++' })).toEqual([])
  })
})
