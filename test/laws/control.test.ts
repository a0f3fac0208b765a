import { describe, expect, it } from 'vitest'
import { functionsOf } from '../../laws/calculus.ts'
import { branches, customs, scans, stopping } from '../../laws/control.ts'
import { byDifferences, linearity, secondOrder } from '../../laws/derivative.ts'
import { scalarProductions } from '../../laws/production.ts'
import { snippets } from '../../laws/program.ts'
import { add, grad, mul, scan, type Scalar } from '../../src/index.ts'
import { obey } from './suite.ts'

for (const [name, samples, deep] of [
  ['scan is the unrolled loop', scans(), 8],
  ['cond is the branch taken', branches(), 12],
  ['a custom rule equal to the automatic one changes nothing', customs(), 15],
] as const) {
  describe(name, () => {
    obey([...byDifferences(samples), ...linearity(samples)], 30)
    obey(secondOrder(samples), deep)
  })
}

describe('stopGradient', () =>
  obey(stopping(functionsOf(snippets({ productions: scalarProductions, shapes: [[]], inputs: 1, lines: 5 })), { from: -1.5, to: 1.5 }), 40))

describe('a scan of no rows', () => {
  const last = (x: Scalar): Scalar => scan((carry: Scalar, row: Scalar) => [mul(carry, add(row, x)), row], x, Float64Array.of())[0]

  it('is the carry, with derivative 1', () => {
    expect(last(3 as never)).toBe(3)
    expect(grad(last)(3)).toBe(1)
  })
})
