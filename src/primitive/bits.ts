/**
 * Arithmetic on the bits of int32: what generators of random numbers are made of. Integers have no
 * tangent, so nothing here is differentiated.
 */
import { dtypes } from '../array/dtype.ts'
import { scalarTensor, type Tensor } from '../array/tensor.ts'
import { stretch } from '../basis/broadcast.ts'
import { elementwise, everywhere } from '../basis/declare.ts'
import { raise } from '../failure.ts'
import type { Lowering } from '../program/lowering.ts'
import type { IntExpr, Primitive } from '../program/model.ts'
import { pointwise } from '../program/operate.ts'
import { phantom } from '../type/phantom.ts'
import type { Shape } from '../type/shape.ts'
import type { Broadcast2, Lift2, Meets } from '../type/value.ts'

type IntOperand = number | Tensor<Shape, 'int32'> | IntExpr

/** A function of two int32 operands, with broadcasting. */
export type BitOperation = <X extends IntOperand, Y extends IntOperand>(x: X, y: Y & Meets<'bitwise', X, Y>) => Lift2<X, Y, Broadcast2<X, Y>, 'int32'>

type Name = Extract<Lowering, 'bitAnd' | 'bitOr' | 'bitXor' | 'shiftLeft' | 'shiftRight'>

const bitwise = (name: Name, scalar: (x: number, y: number) => number, text: string, commutative: boolean): Primitive =>
  elementwise({
    name,
    lowering: name,
    scalar: (x = 0, y = 0) => scalar(x, y),
    derivative: { _tag: 'Constant' },
    domains: [everywhere, everywhere],
    dtypes: ['int32'],
    commutative,
    notation: { _tag: 'Infix', text, latex: `\\mathbin{\\texttt{${text}}}`, precedence: 0, associative: false },
  })

export const bitAndPrimitive: Primitive = /*#__PURE__*/ bitwise('bitAnd', (x, y) => x & y, '&', true)
export const bitOrPrimitive: Primitive = /*#__PURE__*/ bitwise('bitOr', (x, y) => x | y, '|', true)
export const bitXorPrimitive: Primitive = /*#__PURE__*/ bitwise('bitXor', (x, y) => x ^ y, '⊕', true)
export const shiftLeftPrimitive: Primitive = /*#__PURE__*/ bitwise('shiftLeft', (x, y) => x << y, '<<', false)
export const shiftRightPrimitive: Primitive = /*#__PURE__*/ bitwise('shiftRight', (x, y) => (x >>> y) | 0, '>>>', false)

/** A number here is an int32, between two numbers too. */
const word = (operation: string, x: unknown): unknown => {
  if (typeof x !== 'number') return x
  return dtypes.int32.holds(x)
    ? scalarTensor(x, 'int32')
    : raise({ _tag: 'DType', operation, dtypes: ['int32'], reason: `it cannot hold ${Object.is(x, -0) ? '-0' : x} exactly` })
}

const operation = (primitive: Primitive): BitOperation =>
  phantom((x: unknown, y: unknown) => pointwise(primitive, stretch, [word(primitive.name, x), word(primitive.name, y)]))

/**
 * The bits set in both int32s, with broadcasting; integers have no tangent.
 *
 * @example
 * bitAnd(tensor([6], 'int32'), 3)   // an int32 Tensor of shape [1]: 2
 * @category bits
 */
export const bitAnd: BitOperation = /*#__PURE__*/ operation(bitAndPrimitive)

/**
 * The bits set in either of two int32s, with broadcasting; integers have no tangent.
 *
 * @example
 * bitOr(tensor([6], 'int32'), 3)   // an int32 Tensor of shape [1]: 7
 * @category bits
 */
export const bitOr: BitOperation = /*#__PURE__*/ operation(bitOrPrimitive)

/**
 * The bits set in one of two int32s but not in both, with broadcasting; integers have no tangent.
 *
 * @example
 * bitXor(tensor([6], 'int32'), 3)   // an int32 Tensor of shape [1]: 5
 * @category bits
 */
export const bitXor: BitOperation = /*#__PURE__*/ operation(bitXorPrimitive)

/**
 * An int32 moved left by the low five bits of y; bits that leave are lost.
 *
 * @example
 * shiftLeft(tensor([3], 'int32'), 2)   // an int32 Tensor of shape [1]: 12
 * @category bits
 */
export const shiftLeft: BitOperation = /*#__PURE__*/ operation(shiftLeftPrimitive)

/**
 * An int32 moved right by the low five bits of y, zeros entering: the word is taken as unsigned.
 *
 * @example
 * shiftRight(tensor([-1], 'int32'), 28)   // an int32 Tensor of shape [1]: 15
 * @category bits
 */
export const shiftRight: BitOperation = /*#__PURE__*/ operation(shiftRightPrimitive)

export const bits: ReadonlyArray<Primitive> = [bitAndPrimitive, bitOrPrimitive, bitXorPrimitive, shiftLeftPrimitive, shiftRightPrimitive]
