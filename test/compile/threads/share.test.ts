/**
 * Loops in shares: no share touches what another writes, and whatever order they come in the bits are those of the interpreter.
 */
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type AnyTensor, dataOf, sameTensor } from '../../../src/array/tensor.ts'
import { assemble } from '../../../src/compile/assemble.ts'
import type { Crew } from '../../../src/compile/crew.ts'
import { compileProgram } from '../../../src/compile/kernel.ts'
import type { Kernel } from '../../../src/compile/loop.ts'
import { showKernel } from '../../../src/compile/show.ts'
import { shared } from '../../../src/compile/threads/share.ts'
import { evaluation } from '../../../src/interpret/evaluate.ts'
import { fold } from '../../../src/program/fold.ts'
import type { Program } from '../../../src/program/model.ts'
import { print } from '../../../src/program/print.ts'
import { samples } from '../../share.ts'
import { trials } from '../fuzz/trial.ts'
import { everything } from './eager.ts'
import { backwards } from './order.ts'
import { walk } from './walk.ts'

const kernelFor = (program: Program, threads: number): Kernel => assemble(program, (kernel, axis) => shared(kernel, axis, threads, everything))

/** Code cut into functions of a few statements. */
const inParts = { javascript: { code: 7, body: 3 }, webassembly: { code: 7, body: 3 } }

const sameNumbers = (tensor: AnyTensor, xs: ReadonlyArray<number>): boolean => {
  const wanted = dataOf(tensor)
  return wanted.length === xs.length && wanted.every((x, i) => Object.is(x, xs[i]))
}

describe('random programs', () => {
  it('in shares of their own elements', () => {
    const count = { shares: 0, programs: 0 }
    fc.assert(
      fc.property(trials, fc.constantFrom(2, 3, 5), ({ program, points: [operands = []] }, threads) => {
        const kernel = kernelFor(program, threads)
        if (kernel.hosts.length > 0 || kernel.shared === undefined) return
        const { outputs, shares, clashes } = walk(kernel, operands)
        const wanted = fold(evaluation)(program)(operands)
        count.shares += shares
        count.programs++
        if (clashes.length > 0) expect(`${clashes.slice(0, 3).join('\n')}\n${print(program)}\n${showKernel(kernel)}`).toBe('')
        if (!wanted.every((tensor, j) => sameNumbers(tensor, outputs[j] ?? [])))
          expect(`${print(program)}\n${showKernel(kernel)}\n${outputs.join('\n')}`).toBe(wanted.join('\n'))
      }),
      { numRuns: samples(400, 100) },
    )
    expect(count.programs).toBeGreaterThan(samples(100, 25))
    expect(count.shares).toBeGreaterThan(samples(400, 100))
  }, 60_000)

  it('with the same bits, the last share first', () => {
    const count = { shares: 0 }
    fc.assert(
      fc.property(trials, fc.constantFrom(2, 3, 5), fc.constantFrom(undefined, inParts), ({ program, points }, threads, limits) => {
        const crew: Crew = backwards(threads, (shares) => {
          count.shares += shares
        })
        const compiled = compileProgram(program, 'webassembly', limits, undefined, crew)
        for (const operands of [...points, ...points.slice(0, 1)]) {
          const got = compiled?.run(operands) ?? []
          const wanted = fold(evaluation)(program)(operands)
          const same = wanted.every((tensor, j) => got[j] !== undefined && sameTensor(tensor, got[j]))
          if (!same)
            expect(`${print(program)}\n${compiled === null ? '' : showKernel(compiled.kernel)}\n${got.map(String).join('\n')}`).toBe(
              wanted.map(String).join('\n'),
            )
        }
      }),
      { numRuns: samples(300, 100) },
    )
    expect(count.shares).toBeGreaterThan(samples(400, 130))
  }, 60_000)
})
