/**
 * The laws of codecs: what is written is read back as it was, through JSON text, and what is read is
 * written as it was.
 */
import * as fc from 'fast-check'
import { either as E } from 'fp-ts'
import type * as t from 'io-ts'
import { isTensor, programCodec, type Spec, toArray, vocabulary } from '../src/index.ts'
import { evaluation } from '../src/interpret/evaluate.ts'
import { sameProgram } from '../src/program/equal.ts'
import { fold } from '../src/program/fold.ts'
import type { Program } from '../src/program/model.ts'
import { print } from '../src/program/print.ts'
import { identical } from './closeness.ts'
import { pointsOf, structureOf } from './domain.ts'
import { every, fails, type Law, law, same, that, type Verdict } from './law.ts'
import { tensorsOf, vectorOf } from './mapping.ts'
import type { Sample } from './program.ts'
import { domainOf } from './spec-domain.ts'

/** A codec of values that are written as JSON. */
export type JsonCodec<A> = Pick<t.Type<A, unknown, unknown>, 'decode' | 'encode'>

const through = (json: unknown): unknown => JSON.parse(JSON.stringify(json))

const read = <A>({ decode, encode }: JsonCodec<A>, value: A, judge: (again: A) => Verdict): Verdict => {
  const answer = decode(through(encode(value)))
  return E.isLeft(answer)
    ? fails('a value', answer.left.map(({ message }) => message ?? 'a mistake').join('; '), Number.POSITIVE_INFINITY)
    : judge(answer.right)
}

/**
 * The laws of any codec: decoding what was encoded gives an equal value, which is encoded alike.
 *
 * @example
 * refuted(check(codecs(t.number, fc.integer(), (x, y) => x === y), { runs: 5 }))   // []
 * @category laws
 */
export const codecs = <A>(codec: JsonCodec<A>, values: fc.Arbitrary<A>, equal: (x: A, y: A) => boolean): ReadonlyArray<Law> => [
  law('decode ∘ encode is the value', values, (value) =>
    read(codec, value, (again) => same(equal(value, again) ? 'equal' : fc.stringify(again), equal(value, again) ? 'equal' : fc.stringify(value))),
  ),
  law('encode ∘ decode ∘ encode = encode', values, (value) =>
    read(codec, value, (again) => same(JSON.stringify(codec.encode(again)), JSON.stringify(codec.encode(value)))),
  ),
]

/**
 * The laws of a codec of programs: besides, what is read evaluates to the same bits and prints alike.
 *
 * @example
 * refuted(check(programCodecs(scalarPrograms()), { runs: 5 }))   // []
 * @category laws
 */
export const programCodecs = (samples: fc.Arbitrary<Sample>, codec: JsonCodec<Program> = programCodec(vocabulary)): ReadonlyArray<Law> => [
  ...codecs(
    codec,
    samples.map(({ program }) => program),
    (x, y) => sameProgram(x, y) === null,
  ),
  law('a program that was read is the program that was written', samples, ({ program, point }) =>
    read(codec, program, (again) => {
      const inputs = tensorsOf(program.inputs, point)
      return every(
        () => same(print(again), print(program)),
        () => same([...again.names, ...again.outputNames].join(), [...program.names, ...program.outputNames].join()),
        () => identical(vectorOf(fold(evaluation)(again)(inputs)), vectorOf(fold(evaluation)(program)(inputs))),
      )
    }),
  ),
]

/** Values as JSON: numbers, and nested lists for arrays. Structures nest a few levels, so this recursion is shallow. */
const jsonOf = (value: unknown): unknown => {
  if (typeof value === 'number') return value
  if (isTensor(value)) return toArray(value)
  if (Array.isArray(value)) return value.map(jsonOf)
  return Object.fromEntries(Object.entries(Object(value)).map(([key, inner]) => [key, jsonOf(inner)]))
}

/**
 * The laws of a spec: what JSON says is read, and written again as it was, in the spec's own domain.
 *
 * @example
 * refuted(check(specCodecs(record({ w: tuple(scalar, matrix(2, 'n')) })), { runs: 5 }))   // []
 * @category laws
 */
export const specCodecs = <X, V>(spec: Spec<X, V>): ReadonlyArray<Law> => {
  const domain = domainOf(spec)
  const documents = pointsOf(domain).map((point) => jsonOf(structureOf(domain, point)))
  const written = (json: unknown): unknown => {
    const value = spec.decode(json)
    return E.isLeft(value) ? value.left.map(({ message }) => message) : spec.encode(value.right)
  }
  return [
    law('encode ∘ decode is the document', documents, (json) => same(JSON.stringify(written(json)), JSON.stringify(json))),
    law('a document lacking a leaf is refused', documents, (json) => {
      const lacking = Array.isArray(json) ? json.slice(1) : typeof json === 'object' ? {} : null
      return that(E.isLeft(spec.decode(lacking)), 'mistakes', `a value out of ${JSON.stringify(lacking)}`)
    }),
    law('a document with a leaf too many is refused', documents, (json) => {
      const more = Array.isArray(json) ? [...json, 0] : typeof json === 'object' ? { ...json, more: 0 } : [json, 0]
      return that(E.isLeft(spec.decode(more)), 'mistakes', `a value out of ${JSON.stringify(more)}`)
    }),
  ]
}
