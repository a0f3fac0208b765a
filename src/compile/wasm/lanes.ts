/**
 * The operations of straight-line arithmetic as instructions, on one lane (f64; a mask is an i32, 0 or 1) and on
 * two (f64x2; a mask is all ones or all zeros in each lane). An operation is a template: operands by
 * their number, constants, and instructions, in the order in which they are pushed. Both columns of a row give
 * the same bits, which a test holds.
 */
import type { Operation } from '../../elementary/term.ts'
import { type Instruction, int, long, type Plain, plainly, type ValueType } from './instruction.ts'

export type Lanes = 1 | 2

export type Part =
  | { readonly _tag: 'Operand'; readonly index: number }
  | { readonly _tag: 'Constant'; readonly value: number }
  | { readonly _tag: 'Push'; readonly instruction: Instruction }

export type Template = ReadonlyArray<Part>

/** A number is an operand, a name an instruction. */
type Short = number | Plain | Part

const operand = (index: number): Part => ({ _tag: 'Operand', index })
const constant = (value: number): Part => ({ _tag: 'Constant', value })
const push = (instruction: Instruction): Part => ({ _tag: 'Push', instruction })
const template = (...parts: ReadonlyArray<Short>): Template =>
  parts.map((part) => (typeof part === 'number' ? operand(part) : typeof part === 'string' ? push(plainly(part)) : part))

type Row = readonly [one: Template, two: Template]

const unary = (one: Plain, two: Plain): Row => [template(0, one), template(0, two)]
const binary = (one: Plain, two: Plain): Row => [template(0, 1, one), template(0, 1, two)]

/** Bits as floats, since constants are floats: none of them is a NaN, and no arithmetic is done with them. */
const signBit = constant(-0)
const lowestBit = constant(2 ** -1074)
/** The bits of 1 less those of the upper word of √½. */
const rootHalfToOne = 0x95f62
const toOne = constant(rootHalfToOne * 2 ** -1042)
/** Those bits of √½ themselves, and the places behind the exponent. */
const rootHalf = 0x3fe6a09e
const rootHalfBits = constant((1 + (rootHalf & 0xfffff) * 2 ** -20) / 2)
const places = constant((2 ** 52 - 1) * 2 ** -1074)
/** The bits of 2⁵², which make a float of the whole number in the last places, and by what it is then too large. */
const wholeBits = constant(2 ** 52)
const bias = 1023

/** Where the exponent stands, and the bit for the second place of a count moved to the sign. */
const toExponent = 52
const toSign = 62

const asLong: Plain = 'i64.reinterpret_f64'
const asFloat: Plain = 'f64.reinterpret_i64'

const rows: { readonly [name in Exclude<Operation, 'choose'>]: Row } = {
  neg: unary('f64.neg', 'f64x2.neg'),
  abs: unary('f64.abs', 'f64x2.abs'),
  sqrt: unary('f64.sqrt', 'f64x2.sqrt'),
  floor: unary('f64.floor', 'f64x2.floor'),
  ceil: unary('f64.ceil', 'f64x2.ceil'),
  trunc: unary('f64.trunc', 'f64x2.trunc'),
  nearest: unary('f64.nearest', 'f64x2.nearest'),
  add: binary('f64.add', 'f64x2.add'),
  sub: binary('f64.sub', 'f64x2.sub'),
  mul: binary('f64.mul', 'f64x2.mul'),
  div: binary('f64.div', 'f64x2.div'),
  min: binary('f64.min', 'f64x2.min'),
  max: binary('f64.max', 'f64x2.max'),
  smaller: [template(1, 0, 1, 0, 'f64.lt', 'select'), template(0, 1, 'f64x2.pmin')],
  larger: [template(1, 0, 0, 1, 'f64.lt', 'select'), template(0, 1, 'f64x2.pmax')],
  copysign: [template(0, 1, 'f64.copysign'), template(1, 0, signBit, 'v128.bitselect')],
  lt: binary('f64.lt', 'f64x2.lt'),
  le: binary('f64.le', 'f64x2.le'),
  gt: binary('f64.gt', 'f64x2.gt'),
  ge: binary('f64.ge', 'f64x2.ge'),
  eq: binary('f64.eq', 'f64x2.eq'),
  ne: binary('f64.ne', 'f64x2.ne'),
  and: binary('i32.and', 'v128.and'),
  or: binary('i32.or', 'v128.or'),
  not: unary('i32.eqz', 'v128.not'),
  select: [template(1, 2, 0, 'select'), template(1, 2, 0, 'v128.bitselect')],
  exponent: [
    template(0, asLong, push(long(BigInt(rootHalfToOne) << 32n)), 'i64.add', push(long(52n)), 'i64.shr_u', 'f64.convert_i64_u', constant(bias), 'f64.sub'),
    template(0, toOne, 'i64x2.add', push(int(toExponent)), 'i64x2.shr_u', wholeBits, 'v128.or', constant(2 ** 52 + bias), 'f64x2.sub'),
  ],
  // The places of the exponent are cleared, and those of √½ put in.
  significand: [
    template(
      0,
      asLong,
      push(long(BigInt(rootHalfToOne) << 32n)),
      'i64.add',
      push(long((1n << 52n) - 1n)),
      'i64.and',
      push(long(BigInt(rootHalf) << 32n)),
      'i64.add',
      asFloat,
    ),
    template(0, toOne, 'i64x2.add', places, 'v128.and', rootHalfBits, 'i64x2.add'),
  ],
  lift: [template(0, asLong, 1, asLong, push(long(52n)), 'i64.shl', 'i64.add', asFloat), template(0, 1, push(int(toExponent)), 'i64x2.shl', 'i64x2.add')],
  odd: [template(0, asLong, 'i32.wrap_i64', push(int(1)), 'i32.and'), template(0, lowestBit, 'v128.and', lowestBit, 'i64x2.eq')],
  turn: [
    template(0, asLong, 1, asLong, push(long(62n)), 'i64.shl', push(long(1n << 63n)), 'i64.and', 'i64.xor', asFloat),
    template(0, 1, push(int(toSign)), 'i64x2.shl', signBit, 'v128.and', 'v128.xor'),
  ],
}

export const templateOf = (operation: Exclude<Operation, 'choose'>, lanes: Lanes): Template => rows[operation][lanes === 1 ? 0 : 1]

/** What a local that holds a float, or a mask, is. */
export const floatType = (lanes: Lanes): ValueType => (lanes === 1 ? 'f64' : 'v128')
export const maskType = (lanes: Lanes): ValueType => (lanes === 1 ? 'i32' : 'v128')

/** From a mask to an i32 that says whether it fails in some lane. */
export const failsSomewhere = (lanes: Lanes): ReadonlyArray<Instruction> =>
  lanes === 1 ? [plainly('i32.eqz')] : [plainly('i64x2.bitmask'), int(3), plainly('i32.ne')]
