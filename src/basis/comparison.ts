/**
 * Comparisons: masks, which have no tangent.
 */
import { pointwise } from '../program/operate.ts'
import type { PatternRule, Primitive } from '../program/model.ts'
import { phantom } from '../type/phantom.ts'
import type { Comparison } from '../type/value.ts'
import { stretch } from './broadcast.ts'
import { anyNumber, elementwise, everywhere, infix } from './declare.ts'
import { rule } from './law.ts'
import { not } from './logic.ts'

const comparison = (
  name: 'lt' | 'le' | 'gt' | 'ge' | 'eq' | 'ne',
  scalar: (x: number, y: number) => boolean,
  text: string,
  latex: string,
  laws: () => ReadonlyArray<PatternRule>,
  commutative = false,
): Primitive =>
  elementwise({
    name,
    lowering: name,
    scalar: (x = Number.NaN, y = Number.NaN) => (scalar(x, y) ? 1 : 0),
    derivative: { _tag: 'Constant' },
    domains: [everywhere, everywhere],
    notation: infix(text, latex),
    dtypes: anyNumber,
    result: 'bool',
    commutative,
    laws,
  })

// biome-ignore format: a law reads on one line
export const ltPrimitive: Primitive = /*#__PURE__*/ comparison('lt', (x, y) => x < y, '<', '<', () => [rule('x < x is false', (x) => lt(x, x), () => false)])
// biome-ignore format: a law reads on one line
export const lePrimitive: Primitive = /*#__PURE__*/ comparison('le', (x, y) => x <= y, '≤', '\\le', () => [rule('x ≤ x is x = x', (x) => le(x, x), (x) => eq(x, x))])
// biome-ignore format: a law reads on one line
export const gtPrimitive: Primitive = /*#__PURE__*/ comparison('gt', (x, y) => x > y, '>', '>', () => [rule('x > x is false', (x) => gt(x, x), () => false)])
// biome-ignore format: a law reads on one line
export const gePrimitive: Primitive = /*#__PURE__*/ comparison('ge', (x, y) => x >= y, '≥', '\\ge', () => [rule('x ≥ x is x = x', (x) => ge(x, x), (x) => eq(x, x))])
// biome-ignore format: a law reads on one line
export const eqPrimitive: Primitive = /*#__PURE__*/ comparison('eq', (x, y) => x === y, '=', '=', () => [rule('¬(x = y) is x ≠ y', (x, y) => not(eq(x, y)), (x, y) => ne(x, y))], true)
// biome-ignore format: a law reads on one line
export const nePrimitive: Primitive = /*#__PURE__*/ comparison('ne', (x, y) => x !== y, '≠', '\\ne', () => [rule('¬(x ≠ y) is x = y', (x, y) => not(ne(x, y)), (x, y) => eq(x, y))], true)

const compare = <Name extends string>(primitive: Primitive): Comparison<Name> => phantom((x: unknown, y: unknown) => pointwise(primitive, stretch, [x, y]))

/**
 * x < y, elementwise with broadcasting; false where either is NaN.
 *
 * @example
 * lt(1, 2)                                  // true
 * toArray(lt(tensor([1, 2, 3]), 2))         // [true, false, false]
 * @category comparisons
 */
export const lt: Comparison<'lt'> = /*#__PURE__*/ compare(ltPrimitive)

/**
 * x ≤ y, elementwise with broadcasting; false where either is NaN.
 *
 * @example
 * le(2, 2)   // true
 * @category comparisons
 */
export const le: Comparison<'le'> = /*#__PURE__*/ compare(lePrimitive)

/**
 * x > y, elementwise with broadcasting; false where either is NaN.
 *
 * @example
 * gt(1, 2)   // false
 * @category comparisons
 */
export const gt: Comparison<'gt'> = /*#__PURE__*/ compare(gtPrimitive)

/**
 * x ≥ y, elementwise with broadcasting; false where either is NaN.
 *
 * @example
 * ge(2, 2)   // true
 * @category comparisons
 */
export const ge: Comparison<'ge'> = /*#__PURE__*/ compare(gePrimitive)

/**
 * x = y, elementwise with broadcasting; false where either is NaN, and 0 = -0.
 *
 * @example
 * eq(0, -0)       // true
 * eq(NaN, NaN)    // false
 * @category comparisons
 */
export const eq: Comparison<'eq'> = /*#__PURE__*/ compare(eqPrimitive)

/**
 * x ≠ y, elementwise with broadcasting; true where either is NaN.
 *
 * @example
 * ne(1, 2)   // true
 * @category comparisons
 */
export const ne: Comparison<'ne'> = /*#__PURE__*/ compare(nePrimitive)
