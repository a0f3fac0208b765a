/**
 * Long programs in print: no stack, and no time beyond what their length asks for.
 */
import { describe, expect, it } from 'vitest'
import { scalarTensor } from '../../src/array/tensor.ts'
import { addPrimitive } from '../../src/basis/arithmetic.ts'
import { float } from '../../src/program/expr.ts'
import type { Equation, Program } from '../../src/program/model.ts'
import { print } from '../../src/program/print.ts'

describe('long programs', () => {
  const chain = (n: number): Program => {
    const of = float()
    const one = { _tag: 'Literal', value: scalarTensor(1) } as const
    const equations = Array.from(
      { length: n },
      (_, index): Equation => ({ primitive: addPrimitive, params: {}, operands: [of, of], results: [of], args: [{ _tag: 'Ref', index }, one] }),
    )
    return { _tag: 'Program', inputs: [of], names: ['x'], equations, outputs: [{ _tag: 'Ref', index: n }], outputNames: [''] }
  }

  it('prints a million equations', () => {
    const text = print(chain(1e6))
    expect(text.length).toBeGreaterThan(2e7)
    expect(text.endsWith('  v1000000 = v999999 + 1 : f64\n  return v1000000\n}')).toBe(true)
  }, 60_000)

  it('in time linear in their number', () => {
    const fastest = (n: number): number => {
      const program = chain(n)
      return Math.min(
        ...Array.from({ length: 4 }, () => {
          const start = performance.now()
          print(program)
          return performance.now() - start
        }),
      )
    }
    fastest(20_000)
    expect(fastest(200_000) / fastest(50_000)).toBeLessThan(2.5 ** 2)
  }, 60_000)
})
