/**
 * A program to its document. Each constant and each inner program is written once, however often it is
 * referred to, and inner programs stand before those that hold them.
 */
import { isInnerProgram, isList } from '../program/param.ts'
import { entry, valueAt } from '../entry.ts'
import type { Aval } from '../array/aval.ts'
import { type AnyTensor, avalOf, elementOf } from '../array/tensor.ts'
import { raise } from '../failure.ts'
import type { Atom, Param, Params, Primitive, Program } from '../program/model.ts'
import { constantDocument } from './constant.ts'
import {
  type ConstantDocument,
  deepest,
  mostShared,
  type ParamDocument,
  type ParamsDocument,
  parseType,
  type ProgramDocument,
  type ProgramTable,
  weightOfText,
} from './document.ts'
import { writeNumber } from './number.ts'
import { checkProgram } from '../program/given.ts'

const refuse = (reason: string): never => raise({ _tag: 'Argument', operation: 'encode', reason })

/** A growing list of distinct entries, each found again by its key. */
interface Index<K, V> {
  readonly list: ReadonlyArray<V>
  readonly at: (key: K, make: () => V) => number
}

const index = <K, V>(): Index<K, V> => {
  const known = new Map<K, number>()
  const list: Array<V> = []
  const at = (key: K, make: () => V): number => {
    const hit = known.get(key)
    if (hit !== undefined) return hit
    const made = make()
    known.set(key, list.length)
    return list.push(made) - 1
  }
  return { list, at }
}

/** The text of a type, if a document can name it. */
const typeText = ({ text }: { readonly text: string }): string => {
  const parsed = parseType(text)
  return typeof parsed === 'string' ? refuse(parsed) : text
}

// Scalars are told apart by value, so that a thousand zeros are one constant; arrays by identity. A key
// of float64 is the number itself, since making a text of each takes long.
const constantKey = (value: AnyTensor): unknown => {
  if (value.shape.length > 0) return value
  const element = elementOf(value)
  return value.dtype === 'float64' && !Object.is(element, -0) ? element : `${value.dtype} ${Object.is(element, -0) ? '-0' : element}`
}

const numberDocument = (value: number): ParamDocument => {
  const written = writeNumber(value)
  return typeof written === 'string' ? { number: written } : written
}

const weightOf = (param: ParamDocument): number => {
  if (Array.isArray(param)) return param.reduce((sum, entry) => sum + weightOf(entry), 1)
  return typeof param === 'string' ? weightOfText(param) : 1
}

/** What is shared by all programs of one document. */
interface Writer {
  readonly constants: Index<unknown, ConstantDocument>
  readonly programs: Index<Program, ProgramTable>
  readonly heights: Map<ProgramTable, number>
  readonly primitives: Map<string, Primitive>
}

const paramDocument = (param: Param, program: (inner: Program) => number, depth = 0): ParamDocument => {
  if (depth > deepest) return refuse(`a parameter nests lists deeper than ${deepest}`)
  if (typeof param === 'number') return numberDocument(param)
  if (isInnerProgram(param)) return { program: program(param) }
  return isList(param) ? param.map((entry) => paramDocument(entry, program, depth + 1)) : param
}

const writeParams = (program: (inner: Program) => number): { readonly list: ReadonlyArray<ParamsDocument>; readonly at: (params: Params) => number } => {
  const known = new Map<Params, number>()
  const texts = index<unknown, ParamsDocument>()
  const at = (params: Params): number => {
    if (Object.keys(params).length === 0) return texts.at('{}', () => ({}))
    const hit = known.get(params)
    if (hit !== undefined) return hit
    const document: ParamsDocument = Object.fromEntries(Object.entries(params).map(([name, param]) => [name, paramDocument(param, program)]))
    const small = Object.values(document).reduce<number>((sum, param) => sum + weightOf(param), 0) <= mostShared
    const made = texts.at(small ? JSON.stringify(document) : {}, () => document)
    if (small) known.set(params, made)
    return made
  }
  return { list: texts.list, at }
}

const writeProgram = (writer: Writer, program: Program, depth: number): ProgramTable => {
  if (depth > deepest) return refuse(`programs nest deeper than ${deepest}`)
  let height = 0
  const inner = (held: Program): number => {
    const at = writer.programs.at(held, () => writeProgram(writer, held, depth + 1))
    height = Math.max(height, 1 + valueAt(writer.heights, entry(writer.programs.list, at)))
    return at
  }
  const types = index<string, string>()
  const names = index<string, string>()
  const params = writeParams(inner)
  const typeAt = (of: Aval): number => types.at(of.text, () => typeText(of))
  const constant = (value: AnyTensor): ConstantDocument => {
    if (value.shape.length > 0) typeText(avalOf(value))
    return constantDocument(value)
  }
  const atom = (of: Atom): number => (of._tag === 'Ref' ? of.index : -1 - writer.constants.at(constantKey(of.value), () => constant(of.value)))
  const primitiveAt = (primitive: Primitive): number => {
    const { name } = primitive
    const known = writer.primitives.get(name)
    // A document knows primitives by name only.
    if (known !== undefined && known !== primitive) return refuse(`two different primitives are called '${name}'; give one of them another name`)
    if (known === undefined) writer.primitives.set(name, primitive)
    return names.at(name, () => name)
  }
  const { equations } = program
  const inputs = program.inputs.map(typeAt)
  const args: Array<number> = []
  const results: Array<number> = []
  for (const equation of equations) {
    for (const arg of equation.args) args.push(atom(arg))
    for (const result of equation.results) results.push(typeAt(result))
  }
  const table: ProgramTable = {
    inputs,
    names: program.names,
    equations: {
      primitive: equations.map((equation) => primitiveAt(equation.primitive)),
      params: equations.map((equation) => params.at(equation.params)),
      arities: equations.map((equation) => equation.args.length),
      args,
      counts: equations.map((equation) => equation.results.length),
      results,
    },
    outputs: program.outputs.map(atom),
    outputNames: program.outputNames,
    types: types.list,
    primitives: names.list,
    params: params.list,
  }
  if (height > deepest) return refuse(`programs nest deeper than ${deepest}`)
  writer.heights.set(table, height)
  return table
}

/**
 * The data form of a program, safe for `JSON.stringify`; `decode` is its inverse.
 *
 * @example
 * JSON.stringify(encode(trace((x: Scalar) => sin(x))(0)))   // '{"version":1,…}'
 * @category codecs
 */
export const encode = (program: Program): ProgramDocument => {
  checkProgram('encode', program)
  const writer: Writer = { constants: index(), programs: index(), heights: new Map(), primitives: new Map() }
  const main = writer.programs.at(program, () => writeProgram(writer, program, 0))
  return { version: 1, constants: writer.constants.list, programs: writer.programs.list, main }
}
