/**
 * Random programs of the whole vocabulary: which primitives they reach, that they stay tame and print as
 * text that runs, and every law of differentiation, vectorisation and simplification on them.
 */
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { vectorisation } from '../../laws/batch.ts'
import { byDifferences, linearity, secondOrder } from '../../laws/derivative.ts'
import { mapOf } from '../../laws/mapping.ts'
import type { Production } from '../../laws/production.ts'
import { vocabularyProductions } from '../../laws/production-array.ts'
import { type Sample, snippets, vocabularyPrograms } from '../../laws/program.ts'
import { simplification, wildly } from '../../laws/simplification.ts'
import { programOf } from '../../laws/snippet.ts'
import * as wengert from '../../src/index.ts'
import { innerPrograms } from '../../src/program/count.ts'
import type { Program } from '../../src/program/model.ts'
import { sameProgram } from '../../src/program/equal.ts'
import { lowerOne, toExpr } from '../../src/program/operate.ts'
import { close } from '../../src/program/trace.ts'
import { samples } from '../share.ts'
import { obey } from './suite.ts'

// A busy machine is slow.
const patience = { timeout: 60_000 }

type Printed = (...xs: ReadonlyArray<unknown>) => unknown

/** The text of a sample, run: its function, and what it answers with. The text is TypeScript; without its types it is JavaScript. */
const ran = (sample: Sample): { readonly f: Printed; readonly answer: unknown } => {
  const [body = '', call = ''] = fc
    .stringify(sample)
    .replaceAll(/: (Scalar|Vector<\d+>|Expr<\[[\d, ]+\]>)/g, '')
    .split('\nf(')
  const run = new Function(...Object.keys(wengert), `${body}\nreturn { f, answer: f(${call.replace(/\)( *\/\/.*)?$/, '')}) }`)
  const { f, answer } = run(...Object.values(wengert))
  return { f, answer: lowerOne('test', answer) }
}

const namesIn = (program: Program): ReadonlyArray<string> =>
  program.equations.flatMap(({ primitive, params }) => [primitive.name, ...innerPrograms(params).flatMap(namesIn)])

const enough = 8

/** What a production makes of some inputs; one that seldom finds any that fit is tried more often. */
const programsOf = (production: Production, tries = 20): ReadonlyArray<Program> => {
  const made = fc
    .sample(snippets({ productions: [production], shapes: [[2, 2], [3], [3, 3], []], inputs: 4, fewest: 3, lines: 4 }), tries)
    .filter(({ lines }) => lines.length > 0)
  return made.length >= enough || tries > 1000 ? made.map(programOf) : programsOf(production, 4 * tries)
}

describe('random programs of the vocabulary', patience, () => {
  it('reach every primitive', () => {
    const made = vocabularyProductions.map((production) => [production.name, programsOf(production)] as const)
    expect(made.filter(([, programs]) => programs.length === 0).map(([name]) => name)).toEqual([])
    const seen = new Set(made.flatMap(([, programs]) => programs.flatMap(namesIn)))
    const names = wengert.vocabulary.map(({ name }) => name)
    expect(names.filter((name) => !seen.has(name))).toEqual([])
    expect(seen.size).toBe(names.length)
  })

  it('stay tame, and are the same traced and evaluated directly', () => {
    fc.assert(
      fc.property(vocabularyPrograms({ lines: 10 }), ({ program, value, point }) => {
        const [traced, direct] = [mapOf(program)(point), value(point)]
        return traced.length === direct.length && traced.every((y, i) => Object.is(y, direct[i]) && Math.abs(y) < 1e3)
      }),
      { numRuns: samples(100) },
    )
  })

  it('print as functions that run, and are the same program', () => {
    fc.assert(
      fc.property(vocabularyPrograms(), (sample) => {
        const { f, answer } = ran(sample)
        const wanted = sample.value(sample.point)
        const again = close(sample.program.inputs, (xs) => [toExpr('test', f(...xs))], sample.program.names)
        expect(wengert.print(again)).toBe(wengert.print(sample.program))
        expect(sameProgram(again, sample.program)).toBeNull()
        return wengert.isTensor(answer) && wengert.toFloat64Array(answer).every((y, i) => Object.is(y, wanted[i]))
      }),
      { numRuns: samples(60) },
    )
  })

  it('shrink to the lines that matter', () => {
    const sizes = [1, 2, 3].map(() => {
      const found = fc.check(
        fc.property(snippets({ productions: vocabularyProductions, lines: 10 }), (snippet) => !namesIn(programOf(snippet)).includes('argsort')),
        { numRuns: 2000 },
      )
      expect(found.failed).toBe(true)
      return found.counterexample?.[0].lines.length ?? Number.POSITIVE_INFINITY
    })
    expect(sizes.sort((a, b) => a - b)[1]).toBeLessThanOrEqual(2)
  })
})

describe('their laws of differentiation', () => {
  obey([...byDifferences(vocabularyPrograms({ lines: 6 })), ...linearity(vocabularyPrograms({ lines: 6 }))], 25)
  obey(secondOrder(vocabularyPrograms({ lines: 5 })), 12)
})

describe('their laws of vectorisation', () => obey(vectorisation(vocabularyPrograms({ lines: 6 })), 15))

describe('their laws of simplification', () => obey(simplification(wengert.simplify, wildly(vocabularyPrograms({ lines: 6 }))), 15))
