/**
 * Reading one program's table: the walk over its equations.
 *
 * References may only point back, and each equation is inferred again and compared with what the
 * document says of its results. The walk is a loop and runs no primitive.
 */
import { entry } from '../entry.ts'
import { either as E, option as O } from 'fp-ts'
import type * as t from 'io-ts'
import { type Aval, sameAval } from '../array/aval.ts'
import { avalOf } from '../array/tensor.ts'
import { failureOf, show } from '../failure.ts'
import type { Atom, Equation, Params, Primitive, Program } from '../program/model.ts'
import { constantTensor } from './constant.ts'
import { constantCodec, deepest, mostShared, parseType, tableCodec } from './document.ts'
import { fromErrors, type Ledger, type Path, shown } from './mistake.ts'
import { decodeParams, type ParamsEntry } from './parameter.ts'
import { sealed } from '../program/seal.ts'

/** An atom and what is known of its value. */
export interface Known {
  readonly atom: Atom
  readonly aval: Aval
}

/** A program already decoded, null if it was wrong; its height counts the programs nested in it. */
export interface Earlier {
  readonly program: Program | null
  readonly height: number
}

export interface Scope {
  readonly vocabulary: ReadonlyMap<string, Primitive>
  readonly constants: ReadonlyArray<Known | null>
  readonly earlier: ReadonlyArray<Earlier>
  readonly book: Ledger
}

type Table = t.TypeOf<typeof tableCodec>

/** A value of a flat codec; its errors are noted below the path. */
export const read = <A>(codec: t.Type<A>, value: unknown, path: Path, book: Ledger): A | null => {
  const result = codec.decode(value)
  if (E.isRight(result)) return result.right
  for (const mistake of fromErrors(result.left)) book.note([...path, ...mistake.path], mistake.reason)
  return null
}

export const readConstant = (value: unknown, path: Path, book: Ledger): Known | null => {
  const document = read(constantCodec, value, path, book)
  if (document === null) return null
  const tensor = constantTensor(document)
  if (E.isRight(tensor)) return { atom: { _tag: 'Literal', value: tensor.right }, aval: avalOf(tensor.right) }
  book.note(path, tensor.left)
  return null
}

const sum = (counts: ReadonlyArray<number>): number => counts.reduce((total, count) => total + (count < 0 ? Number.NaN : count), 0)

/** Whether the columns fit each other; if not, no equation can be told from the next. */
const columnsFit = ({ equations, inputs, names, outputs, outputNames }: Table, path: Path, book: Ledger): boolean => {
  const { primitive, params, arities, args, counts, results } = equations
  const n = primitive.length
  if (params.length !== n || arities.length !== n || counts.length !== n) {
    book.note(
      [...path, 'equations'],
      `primitive, params, arities and counts must have equal lengths, got ${n}, ${params.length}, ${arities.length} and ${counts.length}`,
    )
  } else if (sum(arities) !== args.length) book.note([...path, 'equations', 'args'], `arities promise ${sum(arities)} entries, got ${args.length}`)
  else if (sum(counts) !== results.length) book.note([...path, 'equations', 'results'], `counts promise ${sum(counts)} entries, got ${results.length}`)
  else if (names.length !== inputs.length) book.note([...path, 'names'], `expected a name for each of ${inputs.length} inputs, got ${names.length}`)
  else if (outputNames.length !== outputs.length)
    book.note([...path, 'outputNames'], `expected a name for each of ${outputs.length} outputs, got ${outputNames.length}`)
  else return true
  return false
}

const list = (avals: ReadonlyArray<Aval>): string => avals.map((of) => of.text).join(', ')

/** How what is declared differs from what the primitive infers. Whatever a vocabulary's rule throws is a mistake of the document. */
const disagreement = (primitive: Primitive, params: Params, operands: ReadonlyArray<Aval>, declared: ReadonlyArray<Aval>): string | null => {
  try {
    const inferred = primitive.infer(params, operands)
    const same = declared.length === inferred.length && declared.every((of, i) => inferred[i] !== undefined && sameAval(of, inferred[i]))
    return same ? null : `its results are declared as ${list(declared)} but are ${list(inferred)}`
  } catch (error) {
    return O.match(() => `${primitive.name} does not take these operands: ${String(error)}`, show)(failureOf(error))
  }
}

/** One program of a document. Types that a result is declared with stand for it further on, so each mistake is told once. */
export const readTable = (scope: Scope, value: unknown, path: Path): Earlier => {
  const { book } = scope
  const wrong: Earlier = { program: null, height: 0 }
  const table = read(tableCodec, value, path, book)
  if (table === null || !columnsFit(table, path, book)) return wrong
  const entryOf = <T>(list: ReadonlyArray<T | null>, at: number, equation: number, field: string): T | null => {
    const found = list[at]
    if (found === undefined) book.note([...path, 'equations', equation, field], `there is no entry ${at} (of ${list.length})`)
    return found ?? null
  }
  const avals = table.types.map((text, i) => {
    const parsed = parseType(text)
    if (typeof parsed !== 'string') return parsed
    book.note([...path, 'types', i], parsed)
    return null
  })
  const primitives = table.primitives.map((name, i) => {
    const known = scope.vocabulary.get(name)
    if (known === undefined) book.note([...path, 'primitives', i], `unknown primitive ${shown(name)}; does the vocabulary hold the module that declares it?`)
    return known ?? null
  })
  const params = table.params.map((entry, i): ParamsEntry | null => (book.full() ? null : decodeParams(scope.earlier, entry, [...path, 'params', i], book)))
  // A value whose type is wrong is null, of which enough has been said.
  const values: Array<Known | null> = []
  const declare = (at: number, where: (k: number) => Path, k: number): Aval | null => {
    const of = avals[at]
    if (of === undefined) book.note([...path, ...where(k)], `there is no type ${at} (of ${avals.length})`)
    values.push(of === undefined || of === null ? null : { atom: { _tag: 'Ref', index: values.length }, aval: of })
    return of ?? null
  }
  const known = (n: number, where: (k: number) => Path, k: number): Known | null => {
    const found = n < 0 ? scope.constants[-1 - n] : values[n]
    if (found === undefined) {
      book.note(
        [...path, ...where(k)],
        n < 0 ? `there is no constant ${-1 - n} (of ${scope.constants.length})` : `refers to value ${n}, but only ${values.length} are known here`,
      )
    }
    return found ?? null
  }
  const inputs = table.inputs.map((at, i) => declare(at, (k) => ['inputs', k], i))
  const { equations: columns } = table
  const equations: Array<Equation> = []
  const used = new Set<number>()
  let height = 0
  let nextArg = 0
  let nextResult = 0
  for (let i = 0; i < columns.primitive.length && !book.full(); i++) {
    const primitive = entryOf(primitives, entry(columns.primitive, i), i, 'primitive')
    const which = entry(columns.params, i)
    const written = entryOf(params, which, i, 'params')
    const args: Array<Atom> = []
    const operands: Array<Aval> = []
    const results: Array<Aval> = []
    const arity = entry(columns.arities, i)
    const count = entry(columns.counts, i)
    const inArgs = (k: number): Path => ['equations', i, 'args', k]
    const inResults = (k: number): Path => ['equations', i, 'results', k]
    for (let k = 0; k < arity; k++) {
      const arg = known(entry(columns.args, nextArg++), inArgs, k)
      if (arg === null) continue
      args.push(arg.atom)
      operands.push(arg.aval)
    }
    for (let k = 0; k < count; k++) {
      const result = declare(entry(columns.results, nextResult++), inResults, k)
      if (result !== null) results.push(result)
    }
    if (written !== null) {
      height = Math.max(height, written.height)
      if (used.has(which))
        book.note([...path, 'equations', i, 'params'], `parameters with more than ${mostShared} values belong to one equation, entry ${which} is used twice`)
      if (written.weight > mostShared) used.add(which)
    }
    if (primitive === null || written === null || written.params === null || args.length < arity || results.length < count) continue
    const reason = disagreement(primitive, written.params, operands, results)
    if (reason !== null) book.note([...path, 'equations', i], reason)
    else equations.push({ primitive, params: written.params, operands, results, args })
  }
  const outputs = table.outputs.map((n, i) => (book.full() ? null : (known(n, (k) => ['outputs', k], i)?.atom ?? null)))
  if (height > deepest) book.note(path, `programs nest deeper than ${deepest}`)
  if (equations.length !== columns.primitive.length || !isComplete(inputs) || !isComplete(outputs)) return { program: null, height }
  const { names, outputNames } = table
  // The names are the document's own lists, which stay its owner's.
  return { program: sealed({ inputs, names: [...names], equations, outputs, outputNames: [...outputNames] }), height }
}

const isComplete = <T>(list: ReadonlyArray<T | null>): list is ReadonlyArray<T> => !list.includes(null)
