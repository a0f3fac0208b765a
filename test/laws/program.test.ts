/**
 * The arbitraries of programs: they reach every primitive, stay tame, shrink to little and print as
 * text that runs.
 */
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mapOf } from '../../laws/mapping.ts'
import { arrayPrograms, scalarPrograms, snippets } from '../../laws/program.ts'
import { programOf, showArguments, showSnippet, type Snippet, valuesOf } from '../../laws/snippet.ts'
import { isTensor, toFloat64Array } from '../../src/array/tensor.ts'
import * as wengert from '../../src/index.ts'
import { lowerOne } from '../../src/program/operate.ts'
import { samples } from '../share.ts'
import { elementary } from './names.ts'

const namesIn = (snippet: Snippet): ReadonlyArray<string> => programOf(snippet).equations.map(({ primitive }) => primitive.name)

describe('random programs', () => {
  it('reach every primitive but the control flow, which has arbitraries of its own', () => {
    const seen = new Set(fc.sample(snippets({ lines: 14 }), 1500).flatMap(namesIn))
    const wanted = [
      ...elementary,
      'where',
      'lt',
      'gt',
      'le',
      'ge',
      'sum',
      'logsumexp',
      'broadcastTo',
      'reshape',
      'transpose',
      'slice',
      'gather',
      'concatenate',
      'contract',
    ]
    expect(wanted.filter((name) => !seen.has(name))).toEqual([])
  })

  it('share values', () => {
    const shared = fc.sample(scalarPrograms(), 100).filter(({ program }) => {
      const uses = program.equations.flatMap(({ args }) => args.flatMap((atom) => (atom._tag === 'Ref' ? [atom.index] : [])))
      return new Set(uses).size < uses.length
    })
    expect(shared.length).toBeGreaterThan(30)
  })

  it('stay tame, and are the same traced and evaluated directly', () => {
    fc.assert(
      fc.property(arrayPrograms({ lines: 12 }), ({ program, value, point }) => {
        const [traced, direct] = [mapOf(program)(point), value(point)]
        return traced.length === direct.length && traced.every((y, i) => Object.is(y, direct[i]) && Math.abs(y) < 1e3)
      }),
      { numRuns: samples(300) },
    )
  })

  it('shrink to the lines that matter', () => {
    // Shrinking is greedy and may end a line early on some paths, so the middle one of five searches counts.
    const sizes = [1, 2, 3, 4, 5].map(() => {
      const found = fc.check(
        fc.property(snippets({ lines: 14 }), (snippet) => !namesIn(snippet).includes('gather')),
        { numRuns: 2000 },
      )
      expect(found.failed).toBe(true)
      return found.counterexample?.[0].lines.length ?? Number.POSITIVE_INFINITY
    })
    expect(sizes.sort((a, b) => a - b)[2]).toBeLessThanOrEqual(2)
  })

  it('print as functions that run', () => {
    fc.assert(
      fc.property(arrayPrograms(), (sample) => {
        const text = fc.stringify(sample)
        // The text is TypeScript; without its types it is JavaScript.
        const [body = '', call = ''] = text.replaceAll(/: (Scalar|Vector<\d+>|Expr<\[[\d, ]+\]>)/g, '').split('\nf(')
        const names = Object.keys(wengert)
        const run = new Function(...names, `${body}\nreturn f(${call}`)
        const answer = lowerOne('test', run(...Object.values(wengert)))
        const wanted = sample.value(sample.point)
        return isTensor(answer) && toFloat64Array(answer).every((y, i) => Object.is(y, wanted[i]))
      }),
      { numRuns: samples(60) },
    )
  })

  it('print each input and the answer', () => {
    const snippet: Snippet = {
      shapes: [[], [2]],
      lines: [
        {
          _tag: 'Call',
          operation: 'mul',
          args: [
            { _tag: 'Value', index: 0 },
            { _tag: 'Value', index: 1 },
          ],
        },
      ],
      answer: { _tag: 'Value', index: 2 },
    }
    expect(showSnippet(snippet)).toBe('const f = (x1: Scalar, x2: Vector<2>) => {\n  const v1 = mul(x1, x2)\n  return v1\n}')
    expect(showArguments(snippet, [3, 4, 5])).toBe('3, tensor([4, 5])')
    expect([...valuesOf(snippet)([3, 4, 5])]).toEqual([12, 15])
  })
})
