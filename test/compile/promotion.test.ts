/**
 * Calls that repeat are promoted by themselves, and no bit of a result changes as they are.
 */
import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { sameTensor, tensor } from '../../src/array/tensor.ts'
import { trace } from '../../src/call/program.ts'
import { isCompiled, kernelOf, runProgram, straightOf } from '../../src/compile/tier.ts'
import { entry } from '../../src/entry.ts'
import { evaluation } from '../../src/interpret/evaluate.ts'
import { exp } from '../../src/primitive/exponential.ts'
import { sin } from '../../src/primitive/trigonometric.ts'
import { fold } from '../../src/program/fold.ts'
import type { Program, Scalar } from '../../src/program/model.ts'
import { samples } from '../share.ts'
import { trials } from './fuzz/trial.ts'

const most = 10_000

it('random programs give the same bits before, at and after their promotion', () => {
  fc.assert(
    fc.property(trials, ({ program, points }) => {
      fc.pre(program.equations.length > 0)
      const wanted = points.map(fold(evaluation)(program))
      const isRight = (i: number): boolean => {
        const at = i % points.length
        const answer = entry(wanted, at)
        return runProgram(program, entry(points, at)).every((y, j) => sameTensor(y, entry(answer, j)))
      }
      let calls = 0
      for (; kernelOf(program) === null && calls < most; calls++) if (!isRight(calls)) expect(`call ${calls} differs`).toBe('')
      expect(kernelOf(program)).not.toBeNull()
      for (let i = 0; i < 2 * points.length; i++) expect(isRight(i)).toBe(true)
    }),
    { numRuns: samples(25) },
  )
}, 60_000)

it('is when the runs have come to the price, as the guide says', () => {
  const runsUntil = (f: (x: Scalar) => Scalar, isMade: (program: Program) => boolean): number => {
    const program = trace(f)(1)
    let runs = 0
    while (!isMade(program) && runs < most) {
      runProgram(program, [tensor(Float64Array.of(1), [])])
      runs++
    }
    return runs
  }
  expect(runsUntil(sin, (program) => straightOf(program) !== null)).toBe(341)
  expect(runsUntil((x) => exp(sin(exp(x))), isCompiled)).toBe(1148)
})
