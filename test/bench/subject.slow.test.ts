/**
 * One real size of each problem of ADBench, as users call it, within 10⁻⁸ of what is written by hand.
 */
import { describe, expect, it } from 'vitest'
import { derivativeOf, numbersOf, subject, worst } from './subject.ts'
import { CASES } from './yardstick/inputs.mjs'

const real = ['gmm-d10-k5', 'ba-n49-m7776-p31843', 'lstm-l2-c1024', 'hand-simple-small-N200', 'hand-complicated-small-N200', 'E', 'B100000']

describe('real sizes agree with what is written by hand', () => {
  it.each(CASES.filter(([id]) => real.includes(id)))('%s', (_, name, sizes) => {
    const both = subject(name, sizes)
    const { yardstick, objective, gradient } = both
    expect(worst(numbersOf(objective.call(0)), numbersOf(yardstick.objective(0)))).toBeLessThan(1e-8)
    expect(worst(derivativeOf(both, gradient.call(0)), yardstick.gradient(0))).toBeLessThan(1e-8)
  })

  it('are all there', () => {
    expect(CASES.filter(([id]) => real.includes(id))).toHaveLength(real.length)
  })
})
