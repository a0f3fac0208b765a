/**
 * Comparisons, and `where`, the only way to choose between traced values.
 *
 * Masks have no tangent. In reverse mode a cotangent that came through `where` remembers the mask,
 * so that the arm not taken contributes exactly zero even where its own derivative is NaN.
 */
import { sameShape, showShape, sizeOf } from '../array/shape.ts'
import { dataOf, seal } from '../array/tensor.ts'
import { dtypes } from '../array/dtype.ts'
import { raise } from '../failure.ts'
import { applyLowered, composed, dimsOf, pointwise, stretched } from '../program/operate.ts'
import type { Mask, PatternRule, Primitive, Expr } from '../program/model.ts'
import type { Broadcast, Shape, ShowShape } from '../type/shape.ts'
import type { Comparison, Lift, Lift2, MaskOperand, MixedDType, NumericOperand, ShapeOf } from '../type/value.ts'
import { stretch } from './broadcast.ts'
import { anyNumber, elementwise, everywhere, infix, none, primitive } from './declare.ts'
import { choice, rule } from './law.ts'
import { andPrimitive, not, notPrimitive, orPrimitive } from './logic.ts'
import { broadcastShapes } from '../array/shape.ts'
import { phantom } from '../type/phantom.ts'

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

/** Operands: a mask and two arms, of one shape. */
export const wherePrimitive: Primitive = /*#__PURE__*/ primitive({
  _tag: 'Primitive',
  name: 'where',
  lowering: 'where',
  infer: (_, operands) => {
    const [mask, x, y] = operands
    if (mask === undefined || x === undefined || y === undefined || operands.length > 3)
      return raise({ _tag: 'Arity', operation: 'where', expected: 'a mask and two arms', got: operands.length })
    if (mask.dtype !== 'bool')
      return raise({ _tag: 'DType', operation: 'where', dtypes: [mask.dtype], reason: 'the first argument must be a mask', hint: 'compare with lt, gt, eq, …' })
    if (x.dtype !== y.dtype)
      return raise({ _tag: 'DType', operation: 'where', dtypes: [x.dtype, y.dtype], reason: 'the arms do not mix', hint: 'convert with toFloat or toInt' })
    if (!sameShape(mask.shape, x.shape) || !sameShape(x.shape, y.shape)) {
      return raise({ _tag: 'Shape', operation: 'where', shapes: operands.map((of) => showShape(of.shape)), reason: 'differ' })
    }
    return [x]
  },
  evaluate: ({ results }, args) =>
    results.map((of) => {
      const [mask, x, y] = args.map(dataOf)
      const data = dtypes[of.dtype].buffer(sizeOf(of.shape))
      for (let i = 0; i < data.length; i++) data[i] = (mask?.[i] === 1 ? x?.[i] : y?.[i]) ?? 0
      return seal(of, data)
    }),
  derivative: { _tag: 'Select' },
  batching: { _tag: 'Pointwise' },
  notation: { _tag: 'Template', text: 'where($0, $1, $2)', latex: '\\begin{cases} $1 & $0 \\\\ $2 & \\text{otherwise} \\end{cases}' },
  commutative: false,
  convention: 'the arm not taken contributes exactly 0, whatever its own derivative',
  domains: [],
  scalar: null,
  // biome-ignore format: one law per line
  laws: () => [
    choice('where(m, x, x) = x', (m, x) => where(m, x, x), (_, x) => x),
    choice('where(¬m, x, y) = where(m, y, x)', (m, x, y) => where(not(m), x, y), (m, x, y) => where(m, y, x)),
    choice('where(m, where(m, x, y), z) = where(m, x, z)', (m, x, y, z) => where(m, where(m, x, y), z), (m, x, _, z) => where(m, x, z)),
    choice('where(m, x, where(m, y, z)) = where(m, x, z)', (m, x, y, z) => where(m, x, where(m, y, z)), (m, x, _, z) => where(m, x, z)),
    rule('where(true, x, y) = x', (x, y) => where(true, x, y), (x) => x),
    rule('where(false, x, y) = y', (x, y) => where(false, x, y), (_, y) => y),
  ],
})

type Arms<M, X, Y> = [Broadcast<ShapeOf<M>, Broadcast<ShapeOf<X>, ShapeOf<Y>>>] extends [never]
  ? `where: shapes [${ShowShape<ShapeOf<M>>}], [${ShowShape<ShapeOf<X>>}] and [${ShowShape<ShapeOf<Y>>}] do not broadcast`
  : unknown

type Chosen<M, X, Y> = Lift2<X, Y, Broadcast<ShapeOf<M>, Broadcast<ShapeOf<X>, ShapeOf<Y>>>, MixedDType<X, Y>>

interface Where {
  <S extends Shape>(mask: Mask<S>, x: Expr<NoInfer<S>> | Expr<[]> | number, y: Expr<NoInfer<S>> | Expr<[]> | number): Expr<S>
  <M extends MaskOperand, X extends NumericOperand, Y extends NumericOperand>(
    mask: M,
    x: X & Arms<M, X, 0>,
    y: Y & Arms<M, X, Y>,
  ): M extends Mask
    ? Chosen<M, X, Y> extends infer R
      ? R extends { readonly _tag: 'Expr' }
        ? R
        : Expr<Broadcast<ShapeOf<M>, Broadcast<ShapeOf<X>, ShapeOf<Y>>>>
      : never
    : Chosen<M, X, Y>
}

/**
 * x where the mask holds, y elsewhere, with broadcasting. Both arms are computed; derivatives flow
 * only through the one taken, so a NaN or ∞ in the other never leaks.
 *
 * @example
 * where(gt(2, 1), 10, 20)   // 10
 * @category comparisons
 */
export const where: Where = /*#__PURE__*/ phantom((mask: unknown, x: unknown, y: unknown) =>
  composed(
    'where',
    [mask, x, y],
    (...args) => {
      const shape = args.map(dimsOf).reduce((a, b) => broadcastShapes('where', a, b), [])
      return applyLowered(wherePrimitive, none, stretched(stretch, args, shape))
    },
    [x, y],
  ),
)

export const toFloatPrimitive: Primitive = /*#__PURE__*/ elementwise({
  name: 'toFloat',
  lowering: 'toFloat',
  scalar: (x = 0) => x,
  derivative: { _tag: 'Constant' },
  domains: [everywhere],
  dtypes: ['int32', 'bool'],
  result: 'float64',
})

export const toIntPrimitive: Primitive = /*#__PURE__*/ elementwise({
  name: 'toInt',
  lowering: 'toInt',
  scalar: (x = 0) => Math.trunc(x),
  derivative: { _tag: 'Constant' },
  domains: [everywhere],
  dtypes: ['float64', 'bool'],
  result: 'int32',
  convention: 'an integer has no tangent, so nothing flows through',
})

/**
 * Integers or booleans as float64; true is 1.
 *
 * @example
 * sum(toFloat(gt(tensor([1, 2, 3]), 1)))   // 2: counting
 * @category conversions
 */
export const toFloat = <X extends NumericOperand | MaskOperand>(x: X): Lift<X, ShapeOf<X>> =>
  composed('toFloat', [x], (value) => (value.dtype === 'float64' ? value : applyLowered(toFloatPrimitive, none, [value])))

/**
 * Truncated towards zero, as int32; no derivative flows through it.
 *
 * @example
 * toArray(toInt(-2.7))   // -2
 * @category conversions
 */
export const toInt = <X extends NumericOperand | MaskOperand>(x: X): Lift<X, ShapeOf<X>, 'int32'> =>
  composed('toInt', [x], (value) => (value.dtype === 'int32' ? value : applyLowered(toIntPrimitive, none, [value])))

export const choices: ReadonlyArray<Primitive> = [
  ltPrimitive,
  lePrimitive,
  gtPrimitive,
  gePrimitive,
  eqPrimitive,
  nePrimitive,
  andPrimitive,
  orPrimitive,
  notPrimitive,
  wherePrimitive,
  toFloatPrimitive,
  toIntPrimitive,
]
