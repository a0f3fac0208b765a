/**
 * The data form of a program: a document that survives JSON bit for bit.
 *
 * Its parts are tables. Constants and programs are listed once each and referred to by index, inner
 * programs before the programs that hold them, so a document cannot be cyclic. Equations are columns:
 * flat lists of numbers, because JSON nested as deep as a long program overflows any parser's stack.
 */
import * as t from 'io-ts'
import { type Aval, aval } from '../array/aval.ts'
import type { DType } from '../array/dtype.ts'
import { enough, shown } from './mistake.ts'

// model --------------------------------------------------------------------------------------

/** An array: `type` as in `f64[3,4]`, `data` the base64 of its little-endian bytes in row-major order. */
export interface ConstantDocument {
  readonly type: string
  readonly data: string
}

/** A parameter: numbers that JSON lacks are `{ number }`, an inner program is `{ program: its index }`. */
export type ParamDocument = number | string | boolean | { readonly program: number } | { readonly number: string } | ReadonlyArray<ParamDocument>

export interface ParamsDocument {
  readonly [name: string]: ParamDocument
}

/** A list per field, an entry per equation; `args` and `results` run on, `arities` and `counts` of them for each. */
export interface EquationColumns {
  /** Into the program's `primitives`. */
  readonly primitive: ReadonlyArray<number>
  /** Into the program's `params`. */
  readonly params: ReadonlyArray<number>
  readonly arities: ReadonlyArray<number>
  /** Atoms: n ≥ 0 is value n of the program, n < 0 is constant −1 − n of the document. */
  readonly args: ReadonlyArray<number>
  readonly counts: ReadonlyArray<number>
  /** Into the program's `types`. */
  readonly results: ReadonlyArray<number>
}

export interface ProgramTable {
  /** The types that occur, as in `f64[3,4]`. */
  readonly types: ReadonlyArray<string>
  /** The names of the primitives that occur. */
  readonly primitives: ReadonlyArray<string>
  readonly params: ReadonlyArray<ParamsDocument>
  /** Into `types`. */
  readonly inputs: ReadonlyArray<number>
  readonly names: ReadonlyArray<string>
  readonly equations: EquationColumns
  /** Atoms. */
  readonly outputs: ReadonlyArray<number>
  readonly outputNames: ReadonlyArray<string>
}

/** A program as data, safe for `JSON.stringify`. */
export interface ProgramDocument {
  readonly version: 1
  readonly constants: ReadonlyArray<ConstantDocument>
  readonly programs: ReadonlyArray<ProgramTable>
  /** Which of the programs the document is about. */
  readonly main: number
}

// limits -------------------------------------------------------------------------------------

/** How deep programs may hold programs, and parameters lists. */
export const deepest = 256

/** How many axes an array may have, as in NumPy. */
export const mostAxes = 64

/**
 * Parameters with more values than this belong to one equation; smaller ones are shared. Checking an
 * equation reads its parameters, so this bounds the work by the length of the document.
 */
export const mostShared = 64

/**
 * How many values the parameters of an equation may hold: far more than any needs. In JSON they take room, but
 * lists of lists that are one and the same object hold more values than there are atoms.
 */
export const mostParams: number = 2 ** 18

/** What a string in a parameter weighs beside a number: rules may read all of it. */
export const weightOfText = (text: string): number => 1 + (text.length >> 3)

// types --------------------------------------------------------------------------------------

const written = /^(f64|i32|bool)(?:\[(\d{1,16}(?:,\d{1,16})*)\])?$/

const dtypeOf: ReadonlyMap<string, DType> = /*#__PURE__*/ new Map<string, DType>([
  ['f64', 'float64'],
  ['i32', 'int32'],
  ['bool', 'bool'],
])

/** The type that a text such as `f64[3,4]` names, or why it names none. */
export const parseType = (text: string): Aval | string => {
  const [, short = '', sizes] = written.exec(text) ?? []
  const dtype = dtypeOf.get(short)
  if (dtype === undefined) return `expected a type such as f64[3,4], i32 or bool[2], got ${shown(text)}`
  const shape = sizes === undefined ? [] : sizes.split(',').map(Number)
  if (shape.length > mostAxes) return `an array has at most ${mostAxes} axes, this one has ${shape.length}`
  // An empty axis excuses nothing: strides are products of the other sizes.
  const elements = shape.reduce((product, size) => product * Math.max(size, 1), 1)
  if (elements > Number.MAX_SAFE_INTEGER) return `${shown(text)} has more than 2^53 elements`
  const parsed = aval(dtype, shape)
  return parsed.text === text ? parsed : `expected ${parsed.text}, got ${shown(text)}`
}

// codecs of the flat fields -------------------------------------------------------------------

/** A list of one kind of entry. Unlike `t.array` it makes no context for an entry that is right. */
const column = <T>(name: string, holds: t.Type<T>): t.Type<ReadonlyArray<T>> =>
  new t.Type<ReadonlyArray<T>, ReadonlyArray<T>, unknown>(
    name,
    (value): value is ReadonlyArray<T> => Array.isArray(value) && value.every(holds.is),
    (value, context) => {
      if (!Array.isArray(value)) return t.failure(value, context)
      const list: ReadonlyArray<unknown> = value
      const errors: t.Errors = []
      for (let i = 0; i < list.length && errors.length < enough; i++) {
        if (!holds.is(list[i])) errors.push({ value: list[i], context: t.appendContext(context, String(i), holds, list[i]) })
      }
      return errors.length > 0 ? t.failures(errors) : t.success(value)
    },
    (value) => value,
  )

const isWhole = (value: unknown): value is number => Number.isSafeInteger(value) && !Object.is(value, -0)

const whole: t.Type<number> = /*#__PURE__*/ new t.Type<number, number, unknown>(
  'a whole number',
  isWhole,
  (value, context) => (isWhole(value) ? t.success(value) : t.failure(value, context)),
  (value) => value,
)

const wholes: t.Type<ReadonlyArray<number>> = /*#__PURE__*/ column('a list of whole numbers', whole)
const texts: t.Type<ReadonlyArray<string>> = /*#__PURE__*/ column('a list of strings', t.string)
// JSON has no undefined. A list of a billion holes is a short text in JavaScript and must not be walked.
const isThere = (value: unknown): value is unknown => value !== undefined

const something: t.Type<unknown> = /*#__PURE__*/ new t.Type<unknown, unknown, unknown>(
  'an entry',
  isThere,
  (value, context) => (isThere(value) ? t.success(value) : t.failure(value, context)),
  (value) => value,
)

const anything: t.Type<ReadonlyArray<unknown>> = /*#__PURE__*/ column<unknown>('a list', something)

export const constantCodec: t.Type<ConstantDocument> = /*#__PURE__*/ t.type({ type: t.string, data: t.string }, 'a constant')

/** A table whose parameters are not looked into yet: they nest, so a walk of its own reads them. */
export const tableCodec: t.Type<Omit<ProgramTable, 'params'> & { readonly params: ReadonlyArray<unknown> }> = /*#__PURE__*/ t.type(
  {
    types: texts,
    primitives: texts,
    params: anything,
    inputs: wholes,
    names: texts,
    equations: /*#__PURE__*/ t.type({ primitive: wholes, params: wholes, arities: wholes, args: wholes, counts: wholes, results: wholes }, 'equations'),
    outputs: wholes,
    outputNames: texts,
  },
  'a program',
)

/** A document whose entries are not looked into yet. */
export const headCodec: t.Type<{
  readonly version: 1
  readonly constants: ReadonlyArray<unknown>
  readonly programs: ReadonlyArray<unknown>
  readonly main: number
}> = /*#__PURE__*/ t.type({ version: /*#__PURE__*/ t.literal(1), constants: anything, programs: anything, main: whole }, 'a program document')
