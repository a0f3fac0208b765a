/**
 * `where`, the only way to choose between traced values, by comparisons; and conversions.
 *
 * Masks have no tangent. In reverse mode a cotangent that came through `where` remembers the mask,
 * so that the arm not taken contributes exactly zero even where its own derivative is NaN.
 */
import { sameShape, showShape, sizeOf } from '../array/shape.ts'
import { dataOf, seal } from '../array/tensor.ts'
import { dtypes } from '../array/dtype.ts'
import { raise } from '../failure.ts'
import { applyLowered, composed, dimsOf, stretched } from '../program/operate.ts'
import type { Mask, Primitive, Expr } from '../program/model.ts'
import type { Judged, Refused } from '../type/reason.ts'
import type { Broadcast, Shape, ShowShape } from '../type/shape.ts'
import type { Lift, Lift2, MaskOperand, MixedDType, NumericOperand, ShapeOf } from '../type/value.ts'
import { stretch } from './broadcast.ts'
import { eqPrimitive, gePrimitive, gtPrimitive, lePrimitive, ltPrimitive, nePrimitive } from './comparison.ts'
import { elementwise, everywhere, none, primitive } from './declare.ts'
import { gate } from './gate.ts'
import { choice, rule } from './law.ts'
import { andPrimitive, not, notPrimitive, orPrimitive } from './logic.ts'
import { broadcastShapes } from '../array/shape.ts'
import { phantom } from '../type/phantom.ts'

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
  derivative: { _tag: 'Select', gate },
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

type Arms<A, M, X, Y> = Judged<
  A,
  M | X | Y | ShapeOf<M> | ShapeOf<X> | ShapeOf<Y>,
  [Broadcast<ShapeOf<M>, Broadcast<ShapeOf<X>, ShapeOf<Y>>>] extends [infer _ extends never]
    ? Refused<`where: shapes [${ShowShape<ShapeOf<M>>}], [${ShowShape<ShapeOf<X>>}] and [${ShowShape<ShapeOf<Y>>}] do not broadcast`>
    : unknown
>

type Chosen<M, X, Y> = Lift2<X, Y, Broadcast<ShapeOf<M>, Broadcast<ShapeOf<X>, ShapeOf<Y>>>, MixedDType<X, Y>>

interface Where {
  <S extends Shape>(mask: Mask<S>, x: Expr<NoInfer<S>> | Expr<[]> | number, y: Expr<NoInfer<S>> | Expr<[]> | number): Expr<S>
  <M extends MaskOperand, X extends NumericOperand, Y extends NumericOperand>(
    mask: M,
    x: X & Arms<X, M, X, 0>,
    y: Y & Arms<Y, M, X, Y>,
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
