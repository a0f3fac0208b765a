/**
 * A small language of straight-line arithmetic on float64, as data. A term is a constant, an argument or
 * an operation on terms; there are two sorts, floats and masks (one yes or no per lane). Every operation is
 * exact or rounded once, as IEEE 754 has it, so that a term has the same bits wherever it is interpreted:
 * as a plain function of numbers (`meaning.ts`), as JavaScript text (`print.ts`), and as WebAssembly, one
 * lane or two (above, in the compiler). The elementary functions beside this file are functions from terms
 * to terms; so are the fused expressions of a loop. Nothing here may fuse a product and a sum.
 */
import { entry } from '../entry.ts'
import type { Table } from './table.ts'

/** Which operands an operation takes and what it gives; f is a float, m a mask. */
const signatures = {
  neg: 'f:f',
  abs: 'f:f',
  sqrt: 'f:f',
  floor: 'f:f',
  ceil: 'f:f',
  trunc: 'f:f',
  /** The nearest whole number, ties to even. */
  nearest: 'f:f',
  add: 'ff:f',
  sub: 'ff:f',
  mul: 'ff:f',
  div: 'ff:f',
  /** NaN if either is; −0 is below 0. */
  min: 'ff:f',
  max: 'ff:f',
  /** b where b < a, else a; and b where a < b, else a: one instruction each, unlike min and max. */
  smaller: 'ff:f',
  larger: 'ff:f',
  /** a with the sign of b. */
  copysign: 'ff:f',
  lt: 'ff:m',
  le: 'ff:m',
  gt: 'ff:m',
  ge: 'ff:m',
  eq: 'ff:m',
  ne: 'ff:m',
  and: 'mm:m',
  or: 'mm:m',
  not: 'm:m',
  /** a where the mask holds, else b. */
  select: 'mff:f',
  /** The same value, but b is meant to be rare: it is computed only when the mask fails in some lane. */
  choose: 'mff:f',
  /** For a normal positive x: the whole k that brings x/2ᵏ into [√½, √2), the lower end cut to 20 binary places. */
  exponent: 'f:f',
  /** x/2ᵏ for k = exponent x, which is the second operand. */
  significand: 'ff:f',
  /** x·2ᵏ for a count of k (see `count`), where x is normal and the result is too; x·2⁰ for every x. */
  lift: 'ff:f',
  /** Whether the count is odd. */
  odd: 'f:m',
  /** a, negated where the second bit of the count b is set: where b is 2 or 3 mod 4. */
  turn: 'ff:f',
} as const

export type Operation = keyof typeof signatures

export const operations: ReadonlyArray<Operation> = /*#__PURE__*/ Object.keys(signatures).filter((name): name is Operation => name in signatures)

export type Sort = 'float' | 'mask'

const sortOf = (letter: string | undefined): Sort => (letter === 'm' ? 'mask' : 'float')

/** The sorts of an operation's operands. */
export const operandsOf = (operation: Operation): ReadonlyArray<Sort> => [...entry(signatures[operation].split(':'), 0)].map(sortOf)

/** The sort of its result. */
export const resultOf = (operation: Operation): Sort => sortOf(signatures[operation].split(':')[1])

// model ----------------------------------------------------------------------------------

export type Hosted = (x: number, y: number) => number

export type Term<S extends Sort = Sort> =
  | { readonly _tag: 'Argument'; readonly sort: S; readonly index: number }
  | { readonly _tag: 'Constant'; readonly sort: S; readonly value: number }
  | { readonly _tag: 'Apply'; readonly sort: S; readonly operation: Operation; readonly operands: ReadonlyArray<Term> }
  /** A function of numbers that the host runs, for what is too rare or too long to be straight-line: see `rare.ts`. */
  | { readonly _tag: 'Host'; readonly sort: S; readonly name: string; readonly run: Hosted; readonly operands: ReadonlyArray<Term> }
  /** A number of a table: of the row that a count names, see `table.ts`. */
  | { readonly _tag: 'Read'; readonly sort: S; readonly table: Table; readonly column: number; readonly operands: ReadonlyArray<Term> }

export type Float = Term<'float'>
export type Mask = Term<'mask'>

/** A number stands for the constant. */
export type Number = Float | number

// constructors ---------------------------------------------------------------------------

export const constant = (value: number): Float => ({ _tag: 'Constant', sort: 'float', value })
export const argument = (index: number): Float => ({ _tag: 'Argument', sort: 'float', index })

export const floatOf = (x: Number): Float => (typeof x === 'number' ? constant(x) : x)
/** An argument that is a mask: 1 or 0 as a number and on one lane, all ones or zeros on two. */
export const maskArgument = (index: number): Mask => ({ _tag: 'Argument', sort: 'mask', index })

const gives =
  <S extends Sort>(sort: S) =>
  (operation: Operation, ...operands: ReadonlyArray<Term>): Term<S> => ({ _tag: 'Apply', sort, operation, operands })

const aFloat = /*#__PURE__*/ gives('float')
const aMask = /*#__PURE__*/ gives('mask')

type OnOne = (x: Number) => Float
type OnTwo = (x: Number, y: Number) => Float
type Comparison = (x: Number, y: Number) => Mask

const onOne =
  (operation: Operation): OnOne =>
  (x) =>
    aFloat(operation, floatOf(x))
const onTwo =
  (operation: Operation): OnTwo =>
  (x, y) =>
    aFloat(operation, floatOf(x), floatOf(y))
const comparison =
  (operation: Operation): Comparison =>
  (x, y) =>
    aMask(operation, floatOf(x), floatOf(y))

export const neg: OnOne = /*#__PURE__*/ onOne('neg')
export const abs: OnOne = /*#__PURE__*/ onOne('abs')
export const sqrt: OnOne = /*#__PURE__*/ onOne('sqrt')
export const floor: OnOne = /*#__PURE__*/ onOne('floor')
export const ceil: OnOne = /*#__PURE__*/ onOne('ceil')
export const trunc: OnOne = /*#__PURE__*/ onOne('trunc')
export const nearest: OnOne = /*#__PURE__*/ onOne('nearest')
export const add: OnTwo = /*#__PURE__*/ onTwo('add')
export const sub: OnTwo = /*#__PURE__*/ onTwo('sub')
export const mul: OnTwo = /*#__PURE__*/ onTwo('mul')
export const div: OnTwo = /*#__PURE__*/ onTwo('div')
export const min: OnTwo = /*#__PURE__*/ onTwo('min')
export const max: OnTwo = /*#__PURE__*/ onTwo('max')
export const smaller: OnTwo = /*#__PURE__*/ onTwo('smaller')
export const larger: OnTwo = /*#__PURE__*/ onTwo('larger')
export const copysign: OnTwo = /*#__PURE__*/ onTwo('copysign')
export const lt: Comparison = /*#__PURE__*/ comparison('lt')
export const le: Comparison = /*#__PURE__*/ comparison('le')
export const gt: Comparison = /*#__PURE__*/ comparison('gt')
export const ge: Comparison = /*#__PURE__*/ comparison('ge')
export const eq: Comparison = /*#__PURE__*/ comparison('eq')
export const ne: Comparison = /*#__PURE__*/ comparison('ne')
export const and = (a: Mask, b: Mask): Mask => aMask('and', a, b)
export const or = (a: Mask, b: Mask): Mask => aMask('or', a, b)
export const not = (a: Mask): Mask => aMask('not', a)
export const select = (mask: Mask, a: Number, b: Number): Float => aFloat('select', mask, floatOf(a), floatOf(b))
export const choose = (mask: Mask, usual: Number, rare: Number): Float => aFloat('choose', mask, floatOf(usual), floatOf(rare))
export const host = (name: string, run: Hosted, ...operands: ReadonlyArray<Float>): Float => ({ _tag: 'Host', sort: 'float', name, run, operands })

/**
 * A count is a whole number k, |k| < 2⁵¹, carried as 1.5·2⁵² + k: then k stands in the last bits, and adding
 * 1.5·2⁵² to any float of that size rounds it to the nearest whole number, ties to even.
 */
export const origin: number = 1.5 * 2 ** 52
export const count = (x: Number): Float => add(x, origin)
/** The whole number of a count. */
export const whole = (counted: Float): Float => sub(counted, origin)

export const read = (table: Table, column: number, counted: Float): Float => ({ _tag: 'Read', sort: 'float', table, column, operands: [counted] })

export const exponent: OnOne = /*#__PURE__*/ onOne('exponent')
export const significand: OnTwo = /*#__PURE__*/ onTwo('significand')
export const lift: OnTwo = /*#__PURE__*/ onTwo('lift')
export const odd = (counted: Number): Mask => aMask('odd', floatOf(counted))
export const turn: OnTwo = /*#__PURE__*/ onTwo('turn')
