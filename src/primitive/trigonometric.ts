/**
 * Circular functions and their inverses; angles in radians.
 */
import * as elementary from '#elementary'
import { acos as acosOf, asin as asinOf, atan as atanOf } from '../elementary/twin/inverse.ts'
import { cos as cosOf, sin as sinOf, tan as tanOf } from '../elementary/twin/trigonometric.ts'
import { add, mul } from '../basis/arithmetic.ts'
import { where } from '../basis/choice.ts'
import { gt } from '../basis/comparison.ts'
import { binary, call, elementwise, everywhere, none, primitive, unary } from '../basis/declare.ts'
import { rule } from '../basis/law.ts'
import { ofOne, ofTwo } from '../basis/operation.ts'
import { dataOf, seal } from '../array/tensor.ts'
import { entry } from '../entry.ts'
import { raise } from '../failure.ts'
import { atan2 as atan2Of } from '../special/plane.ts'
import type { Expr, Primitive } from '../program/model.ts'
import type { Domain } from '../program/domain.ts'
import type { Notation } from '../program/notation.ts'
import { operateAll } from '../program/operate.ts'
import type { Binary, Operand, Same, Unary } from '../type/value.ts'
import { angleDerivative, inversion as inversionOf } from '../special/polar.ts'
import { abs, neg, reciprocal, sqrt, square } from './arithmetic.ts'
import { atOrder, type Orders, twiceOrdered } from './special-order.ts'

const ahead: Domain = { from: 0.25, to: 8 }
const inside: Domain = { from: -0.875, to: 0.875 }
const named = (text: string, latex: string): Notation => ({ _tag: 'Call', text, latex })

export const sinPrimitive: Primitive = /*#__PURE__*/ unary({
  name: 'sin',
  scalar: sinOf,
  lowering: elementary.sin,
  partial: (x) => cos(x),
  domain: everywhere,
  notation: /*#__PURE__*/ named('sin', '\\sin'),
  // biome-ignore format: one law per line
  laws: () => [
    rule('sin(−x) = −sin x', (x) => sin(neg(x)), (x) => neg(sin(x))),
  ],
})

/**
 * The sine of an angle in radians; NaN at ±∞. Smooth everywhere.
 *
 * @example
 * sin(0)         // 0
 * grad(sin)(0)   // 1
 * @category trigonometry
 */
export const sin: Unary = /*#__PURE__*/ ofOne(sinPrimitive)

export const cosPrimitive: Primitive = /*#__PURE__*/ unary({
  name: 'cos',
  scalar: cosOf,
  lowering: elementary.cos,
  partial: (x) => neg(sin(x)),
  domain: everywhere,
  notation: /*#__PURE__*/ named('cos', '\\cos'),
  // biome-ignore format: one law per line
  laws: () => [
    rule('cos(−x) = cos x', (x) => cos(neg(x)), (x) => cos(x)),
  ],
})

/**
 * The cosine of an angle in radians; NaN at ±∞. Smooth everywhere.
 *
 * @example
 * cos(0)   // 1
 * @category trigonometry
 */
export const cos: Unary = /*#__PURE__*/ ofOne(cosPrimitive)

export const tanPrimitive: Primitive = /*#__PURE__*/ unary({
  name: 'tan',
  scalar: tanOf,
  lowering: elementary.tan,
  partial: (_, z) => add(1, square(z)),
  domain: { from: -1.25, to: 1.25 },
  notation: /*#__PURE__*/ named('tan', '\\tan'),
  // biome-ignore format: one law per line
  laws: () => [
    rule('tan(−x) = −tan x', (x) => tan(neg(x)), (x) => neg(tan(x))),
  ],
})

/**
 * The tangent of an angle in radians; NaN at ±∞. No float64 is a pole, so it is finite, and smooth, at every finite angle.
 *
 * @example
 * tan(0)   // 0
 * @category trigonometry
 */
export const tan: Unary = /*#__PURE__*/ ofOne(tanPrimitive)

/**
 * 1 − x². As (1 − x)(1 + x) it keeps its digits near ±1, but the product rule would then lose those of −2x near 0, and be
 * ∞ · 0 at ±1 where asin is differentiated twice.
 */
export const oneLessSquarePrimitive: Primitive = /*#__PURE__*/ unary({
  name: 'oneLessSquare',
  scalar: (x) => (1 - x) * (1 + x),
  partial: (x) => mul(-2, x),
  domain: everywhere,
  notation: { _tag: 'Template', text: '(1 − $0²)', latex: '\\left(1 - $0^{2}\\right)' },
})

export const oneLessSquare: Unary = /*#__PURE__*/ ofOne(oneLessSquarePrimitive)

const semicircle = (x: Expr): Expr => sqrt(oneLessSquare(x))

export const asinPrimitive: Primitive = /*#__PURE__*/ unary({
  name: 'asin',
  scalar: asinOf,
  lowering: elementary.asin,
  partial: (x) => reciprocal(semicircle(x)),
  domain: inside,
  notation: /*#__PURE__*/ named('asin', '\\arcsin'),
  convention: 'the derivative at ±1 is +∞ by continuity',
  // biome-ignore format: one law per line
  laws: () => [
    rule('asin(−x) = −asin x', (x) => asin(neg(x)), (x) => neg(asin(x))),
  ],
})

/**
 * The inverse sine, in [−π/2, π/2]; NaN outside [−1, 1], and the derivative at ±1 is +∞.
 *
 * @example
 * asin(1)         // 1.5707963267948966
 * grad(asin)(1)   // Infinity
 * @category trigonometry
 */
export const asin: Unary = /*#__PURE__*/ ofOne(asinPrimitive)

export const acosPrimitive: Primitive = /*#__PURE__*/ unary({
  name: 'acos',
  scalar: acosOf,
  lowering: elementary.acos,
  partial: (x) => neg(reciprocal(semicircle(x))),
  domain: inside,
  notation: /*#__PURE__*/ named('acos', '\\arccos'),
  convention: 'the derivative at ±1 is −∞ by continuity',
})

/**
 * The inverse cosine, in [0, π]; NaN outside [−1, 1], and the derivative at ±1 is −∞.
 *
 * @example
 * acos(1)   // 0
 * acos(2)   // NaN
 * @category trigonometry
 */
export const acos: Unary = /*#__PURE__*/ ofOne(acosPrimitive)

export const atanPrimitive: Primitive = /*#__PURE__*/ unary({
  // From 2²⁷ on 1 + x² is x² to the last digit, and (1/x)² neither overflows nor leaves ∞ · 0 to the second derivative.
  name: 'atan',
  scalar: atanOf,
  lowering: elementary.atan,
  partial: (x) => where(gt(abs(x), 2 ** 27), square(reciprocal(x)), reciprocal(add(1, square(x)))),
  domain: everywhere,
  notation: /*#__PURE__*/ named('atan', '\\arctan'),
  // biome-ignore format: one law per line
  laws: () => [
    rule('atan(−x) = −atan x', (x) => atan(neg(x)), (x) => neg(atan(x))),
  ],
})

/**
 * The inverse tangent, in [−π/2, π/2], the ends at ±∞. Smooth everywhere.
 *
 * @example
 * atan(1)   // 0.7853981633974483
 * @category trigonometry
 */
export const atan: Unary = /*#__PURE__*/ ofOne(atanPrimitive)

/** params: `i`, `j`. ∂ⁱ⁺ʲ atan2(y, x)/∂yⁱ∂xʲ: one fraction for each, as products of each other would over- and underflow. */
export const atan2DerivativePrimitive: Primitive = /*#__PURE__*/ twiceOrdered({
  name: 'atan2Derivative',
  scalar: ({ i, j }) => angleDerivative(i, j),
  partials: ({ i, j }, y, x) => [turn({ i: i + 1, j }, y, x), turn({ i, j: j + 1 }, y, x)],
  domains: [ahead, everywhere],
  notation: { _tag: 'Template', text: 'atan2Derivative($i, $j, $0, $1)', latex: '\\operatorname{atan2}^{($i, $j)}\\left($0, $1\\right)' },
  convention: 'at (0, 0) it is NaN',
})

const turn = (orders: Orders, y: Expr, x: Expr): Expr => atOrder(atan2DerivativePrimitive, orders, [y, x])

/** x/(x² + y²), the derivative of atan2(y, x) by y: a coordinate of the point's image in the unit circle. */
export const inversionPrimitive: Primitive = /*#__PURE__*/ binary({
  name: 'inversion',
  scalar: inversionOf,
  partials: (x, y) => [turn({ i: 1, j: 1 }, y, x), turn({ i: 2, j: 0 }, y, x)],
  domains: [everywhere, ahead],
  notation: { _tag: 'Template', text: 'inversion($0, $1)', latex: '\\frac{$0}{$0^{2} + $1^{2}}' },
  convention: 'at (0, 0) it is NaN',
})

const inversion: Binary<'inversion'> = /*#__PURE__*/ ofTwo(inversionPrimitive)

export const atan2Primitive: Primitive = /*#__PURE__*/ binary({
  name: 'atan2',
  scalar: atan2Of,
  partials: (y, x) => [inversion(x, y), neg(inversion(y, x))],
  domains: [ahead, everywhere],
  convention: 'no derivative at (0, 0): NaN',
  // biome-ignore format: one law per line
  laws: () => [
    rule('atan2(−y, x) = −atan2(y, x)', (y, x) => atan2(neg(y), x), (y, x) => neg(atan2(y, x))),
  ],
})

/**
 * The angle of the point (x, y), arguments in the order y, x, in [−π, π], with broadcasting. The gradient by
 * (y, x) is (x, −y)/(x² + y²).
 *
 * @example
 * atan2(1, -1)   // 2.356194490192345
 * @category trigonometry
 */
export const atan2: Binary<'atan2'> = /*#__PURE__*/ ofTwo(atan2Primitive)

const both = (): Primitive =>
  primitive({
    ...elementwise({
      name: 'sincos',
      scalar: sinOf,
      derivative: { _tag: 'Partials', partials: (_, answers) => [[entry(answers, 1)], [neg(entry(answers, 0))]] },
      domains: [everywhere],
      notation: call('sincos'),
    }),
    infer: (_, operands) => {
      const [x] = operands
      if (x === undefined || operands.length !== 1) return raise({ _tag: 'Arity', operation: 'sincos', expected: '1 operand', got: operands.length })
      return x.dtype === 'float64'
        ? [x, x]
        : raise({ _tag: 'DType', operation: 'sincos', dtypes: [x.dtype], reason: 'it takes float64', hint: 'convert with toFloat' })
    },
    evaluate: ({ results }, args) => results.map((of, j) => seal(of, Float64Array.from(dataOf(entry(args, 0)), j === 0 ? sinOf : cosOf))),
    scalar: null,
  })

export const sincosPrimitive: Primitive = /*#__PURE__*/ both()

/**
 * Sine and cosine of one angle in radians at once, as a pair; NaN at ±∞. Smooth everywhere.
 *
 * @example
 * sincos(0)   // [0, 1]
 * @category trigonometry
 */
export const sincos = <X extends Operand>(x: X): readonly [Same<X>, Same<X>] => operateAll(sincosPrimitive, none, [x])

export const trigonometric: ReadonlyArray<Primitive> = [
  sinPrimitive,
  cosPrimitive,
  tanPrimitive,
  asinPrimitive,
  acosPrimitive,
  atanPrimitive,
  atan2Primitive,
  inversionPrimitive,
  atan2DerivativePrimitive,
  sincosPrimitive,
  oneLessSquarePrimitive,
]
