/**
 * Logic on masks.
 */
import { pointwise } from '../program/operate.ts'
import type { Mask, PatternRule, Primitive } from '../program/model.ts'
import { phantom } from '../type/phantom.ts'
import type { Shape } from '../type/shape.ts'
import type { Broadcast2, Lift, Lift2, MaskOperand, Meets, ShapeOf } from '../type/value.ts'
import { stretch } from './broadcast.ts'
import { elementwise, everywhere, infix } from './declare.ts'
import { logic } from './law.ts'

const connective = (
  name: 'and' | 'or',
  scalar: (x: number, y: number) => number,
  text: string,
  latex: string,
  laws: () => ReadonlyArray<PatternRule>,
): Primitive =>
  elementwise({
    name,
    lowering: name,
    scalar: (x = 0, y = 0) => scalar(x, y),
    derivative: { _tag: 'Constant' },
    domains: [everywhere, everywhere],
    notation: infix(text, latex),
    dtypes: ['bool'],
    commutative: true,
    laws,
  })

// biome-ignore format: a law reads on one line
export const andPrimitive: Primitive = /*#__PURE__*/ connective('and', (x, y) => x & y, '∧', '\\land', () => [
  logic('m ∧ m = m', (m) => and(m, m), (m) => m),
  logic('m ∧ true = m', (m) => and(m, true), (m) => m),
  logic('m ∧ false = false', (m) => and(m, false), () => false),
])
// biome-ignore format: a law reads on one line
export const orPrimitive: Primitive = /*#__PURE__*/ connective('or', (x, y) => x | y, '∨', '\\lor', () => [
  logic('m ∨ m = m', (m) => or(m, m), (m) => m),
  logic('m ∨ false = m', (m) => or(m, false), (m) => m),
  logic('m ∨ true = true', (m) => or(m, true), () => true),
])
export const notPrimitive: Primitive = /*#__PURE__*/ elementwise({
  name: 'not',
  lowering: 'not',
  scalar: (x = 0) => 1 - x,
  derivative: { _tag: 'Constant' },
  domains: [everywhere],
  notation: { _tag: 'Prefix', text: '¬', latex: '\\lnot ', precedence: 4 },
  dtypes: ['bool'],
  // biome-ignore format: one law per line
  laws: () => [
    logic('¬¬m = m', (m) => not(not(m)), (m) => m),
  ],
})

/** Logic on masks, with broadcasting. */
export interface Connective<Name extends string> {
  (x: boolean, y: boolean): boolean
  <S extends Shape>(x: Mask<S>, y: Mask<NoInfer<S>> | Mask<[]> | boolean): Mask<S>
  <X extends MaskOperand, Y extends MaskOperand>(x: X, y: Y & Meets<Name, X, Y>): Lift2<X, Y, Broadcast2<X, Y>, 'bool'>
}

const connect = <Name extends string>(primitive: Primitive): Connective<Name> => phantom((x: unknown, y: unknown) => pointwise(primitive, stretch, [x, y]))

/**
 * Both of two masks, elementwise with broadcasting.
 *
 * @example
 * and(gt(2, 1), lt(2, 1))   // false
 * @category comparisons
 */
export const and: Connective<'and'> = /*#__PURE__*/ connect(andPrimitive)

/**
 * Either of two masks, elementwise with broadcasting.
 *
 * @example
 * or(gt(2, 1), lt(2, 1))   // true
 * @category comparisons
 */
export const or: Connective<'or'> = /*#__PURE__*/ connect(orPrimitive)

/**
 * The opposite of a mask, elementwise.
 *
 * @example
 * not(gt(2, 1))   // false
 * @category comparisons
 */
export const not = <X extends MaskOperand>(x: X): Lift<X, ShapeOf<X>, 'bool'> => pointwise(notPrimitive, stretch, [x])
