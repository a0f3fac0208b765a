/**
 * A program of a million equations through its document and back: nothing recurses over it.
 */
import { either as E } from 'fp-ts'
import { describe, expect, it } from 'vitest'
import { vocabulary } from '../../src/primitive/vocabulary.ts'
import { decode } from '../../src/spec/decode.ts'
import type { ProgramDocument } from '../../src/spec/document.ts'
import { encode } from '../../src/spec/encode.ts'

describe('decode after encode', () => {
  it('takes a million equations', () => {
    const n = 1_000_000
    const column = (entry: (i: number) => number): ReadonlyArray<number> => Array.from({ length: n }, (_, i) => entry(i))
    const equations = {
      primitive: column((i) => i % 2),
      params: column(() => 0),
      arities: column((i) => 1 + (i % 2)),
      counts: column(() => 1),
      results: column(() => 0),
    }
    const args = equations.arities.flatMap((arity, i) => (arity === 1 ? [i] : [i, -1]))
    const table = {
      types: ['f64'],
      primitives: ['sin', 'mul'],
      params: [{}],
      inputs: [0],
      names: ['x'],
      equations: { ...equations, args },
      outputs: [n],
      outputNames: [''],
    }
    const document: ProgramDocument = { version: 1, constants: [{ type: 'f64', data: 'AAAAAAAA+D8=' }], programs: [table], main: 0 }
    const result = decode(vocabulary)(document)
    expect(E.isRight(result)).toBe(true)
    const again = E.isRight(result) ? encode(result.right) : null
    expect(JSON.stringify(again?.constants)).toBe(JSON.stringify(document.constants))
    expect(again?.programs[0]?.equations.args.every((arg, i) => arg === args[i])).toBe(true)
  }, 30_000)
})
