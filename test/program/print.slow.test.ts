/**
 * Long programs in print: no stack, and no equation read more often than in short ones.
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

  it('reads every equation as often, however many there are', () => {
    // Where the time would grow faster than the program, equations would be read again and again.
    const readsPerEquation = (n: number): number => {
      const program = chain(n)
      const reads = { count: 0 }
      const counting = new Proxy(program.equations, {
        get: (equations, key) => {
          if (typeof key === 'string' && /^\d+$/.test(key)) reads.count++
          return Reflect.get(equations, key)
        },
      })
      print({ ...program, equations: counting })
      return reads.count / n
    }
    const few = readsPerEquation(1_000)
    expect(few).toBeGreaterThanOrEqual(1)
    expect(readsPerEquation(4_000)).toBeCloseTo(few, 1)
  }, 60_000)
})
