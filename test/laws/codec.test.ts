import * as fc from 'fast-check'
import { either as E } from 'fp-ts'
import { describe, expect, it } from 'vitest'
import { codecs, programCodecs, specCodecs } from '../../laws/codec.ts'
import { refuted } from '../../laws/law.ts'
import { scalarPrograms, vocabularyPrograms } from '../../laws/program.ts'
import { matrix, type Program, programCodec, record, scalar, tuple, vector, vocabulary } from '../../src/index.ts'
import { obey } from './suite.ts'

describe('programs', () => obey(programCodecs(vocabularyPrograms()), 30))

describe('specs', () => obey(specCodecs(record({ w: matrix(2, 'n'), b: tuple(scalar, vector('n')) })), 30))

describe('a codec that forgets', () => {
  it('names of inputs is refuted where programs are compared as they print', () => {
    const codec = programCodec(vocabulary)
    const forgetful = { decode: codec.decode, encode: (program: Program) => codec.encode({ ...program, names: program.names.map(() => '') }) }
    expect(refuted(programCodecs(scalarPrograms(), forgetful).map((law) => law.check({ runs: 5 }))).map(({ law }) => law)).toEqual([
      'a program that was read is the program that was written',
    ])
  })
  it('signs is refuted', () => {
    const codec = { decode: (json: unknown) => E.right(Math.abs(Number(json))), encode: (x: number) => x }
    expect(refuted(codecs(codec, fc.integer(), (x, y) => x === y).map((law) => law.check())).length).toBe(2)
  })
})
