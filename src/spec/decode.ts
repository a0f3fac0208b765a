/**
 * A document, or anything else that JSON can hold, to a program or to all that is wrong with it.
 *
 * Nothing in a document is trusted, and the work is in proportion to its length. The input is a value
 * as `JSON.parse` gives it.
 */
import { either as E, function as F } from 'fp-ts'
import * as t from 'io-ts'
import { type Failure, raise } from '../failure.ts'
import { describe } from '../program/describe.ts'
import type { Primitive, Program } from '../program/model.ts'
import { headCodec, type ProgramDocument } from './document.ts'
import { encode } from './encode.ts'
import { ledger, type Mistake, toErrors, toFailures } from './mistake.ts'
import { type Earlier, read, readConstant, readTable } from './table.ts'
import { isListOf, isRecord } from '../program/given.ts'

const decodeMistakes =
  (vocabulary: ReadonlyMap<string, Primitive>) =>
  (json: unknown): E.Either<ReadonlyArray<Mistake>, Program> => {
    const book = ledger()
    const head = read(headCodec, json, [], book)
    if (head === null) return E.left(book.mistakes())
    const constants = head.constants.map((value, i) => (book.full() ? null : readConstant(value, ['constants', i], book)))
    const earlier: Array<Earlier> = []
    for (let i = 0; i < head.programs.length && !book.full(); i++)
      earlier.push(readTable({ vocabulary, constants, earlier, book }, head.programs[i], ['programs', i]))
    const main = earlier[head.main]
    if (main === undefined) book.note(['main'], `there is no program ${head.main} (of ${head.programs.length})`)
    const mistakes = book.mistakes()
    return mistakes.length > 0 || main === undefined || main.program === null ? E.left(mistakes) : E.right(main.program)
  }

/** Primitives by name; two of one name would make documents ambiguous. */
const named = (operation: string, vocabulary: ReadonlyArray<Primitive>): ReadonlyMap<string, Primitive> => {
  if (!isListOf(isRecord)(vocabulary))
    return raise({ _tag: 'Argument', operation, reason: `takes a list of primitives, got ${describe(vocabulary)}`, hint: `${operation}(vocabulary)` })
  const names = new Map<string, Primitive>()
  for (const primitive of vocabulary) {
    const known = names.get(primitive.name)
    if (known !== undefined && known !== primitive)
      raise({ _tag: 'Argument', operation, reason: `the vocabulary has two primitives called '${primitive.name}'` })
    names.set(primitive.name, primitive)
  }
  return names
}

/** What is no JSON may have properties that throw when they are read: that is a mistake of the document too. */
const guarded = (operation: string, vocabulary: ReadonlyArray<Primitive>): ((json: unknown) => E.Either<ReadonlyArray<Mistake>, Program>) => {
  const run = decodeMistakes(named(operation, vocabulary))
  return (json) =>
    F.pipe(
      E.tryCatch(
        () => run(json),
        (thrown) => (thrown instanceof Error ? thrown.message : 'it throws'),
      ),
      E.mapLeft((thrown): ReadonlyArray<Mistake> => [{ path: [], reason: `it cannot be read: ${thrown}` }]),
      E.flatten,
    )
}

/**
 * The program in a document, or up to 100 failures with their paths. Only the primitives given can occur.
 *
 * @example
 * pipe(JSON.parse('{ "version": 2 }'), decode(vocabulary), E.mapLeft((failures) => failures.map(showFailure)))
 * // Left(['at version: expected 1, got 2', …])
 * @category codecs
 */
export const decode = (vocabulary: ReadonlyArray<Primitive>): ((json: unknown) => E.Either<ReadonlyArray<Failure>, Program>) => {
  const run = guarded('decode', vocabulary)
  return (json) => E.mapLeft(toFailures)(run(json))
}

const lists = ['inputs', 'names', 'equations', 'outputs', 'outputNames'] as const

const isProgram = (value: unknown): value is Program =>
  typeof value === 'object' && value !== null && '_tag' in value && value._tag === 'Program' && lists.every((key) => Array.isArray(Reflect.get(value, key)))

/**
 * Programs as an io-ts codec, to stand inside codecs of one's own: `decode(encode(p))` is p again, with
 * equal structure and bits.
 *
 * @example
 * const saved = t.type({ name: t.string, model: programCodec(vocabulary) })
 * saved.is({ name: 'sine', model: trace((x: Scalar) => sin(x))(0) })   // true
 * @category codecs
 */
export const programCodec = (vocabulary: ReadonlyArray<Primitive>): t.Type<Program, ProgramDocument, unknown> => {
  const run = guarded('programCodec', vocabulary)
  return new t.Type<Program, ProgramDocument, unknown>(
    'Program',
    isProgram,
    (json, context) => E.mapLeft((mistakes: ReadonlyArray<Mistake>) => toErrors(context, json, mistakes))(run(json)),
    encode,
  )
}
