/**
 * Circular functions and their inverses; angles in radians.
 */
import { add, mul } from '../basis/arithmetic.ts'
import { binary, call, elementwise, everywhere, none, primitive, unary } from '../basis/declare.ts'
import { ofOne, ofTwo } from '../basis/operation.ts'
import { dataOf, seal } from '../array/tensor.ts'
import { raise } from '../failure.ts'
import type { Domain, Expr, Notation, Primitive } from '../program/model.ts'
import { operateAll } from '../program/operate.ts'
import type { Binary, Operand, Same, Unary } from '../type/value.ts'
import { div, neg, reciprocal, sqrt, square, sub } from './arithmetic.ts'
import { hypot } from './power.ts'

const inside: Domain = { from: -0.875, to: 0.875 }
const named = (text: string, latex: string): Notation => ({ _tag: 'Call', text, latex })

export const sinPrimitive: Primitive = /*#__PURE__*/ unary({
  name: 'sin',
  scalar: Math.sin,
  partial: (x) => cos(x),
  domain: everywhere,
  notation: named('sin', '\\sin'),
})

/**
 * The sine of an angle in radians; NaN at ±∞.
 *
 * @example
 * sin(0)         // 0
 * grad(sin)(0)   // 1
 * @category trigonometry
 */
export const sin: Unary = /*#__PURE__*/ ofOne(sinPrimitive)

export const cosPrimitive: Primitive = /*#__PURE__*/ unary({
  name: 'cos',
  scalar: Math.cos,
  partial: (x) => neg(sin(x)),
  domain: everywhere,
  notation: named('cos', '\\cos'),
})

/**
 * The cosine of an angle in radians; NaN at ±∞.
 *
 * @example
 * cos(0)   // 1
 * @category trigonometry
 */
export const cos: Unary = /*#__PURE__*/ ofOne(cosPrimitive)

export const tanPrimitive: Primitive = /*#__PURE__*/ unary({
  name: 'tan',
  scalar: Math.tan,
  partial: (_, z) => add(1, square(z)),
  domain: { from: -1.25, to: 1.25 },
  notation: named('tan', '\\tan'),
})

/**
 * The tangent of an angle in radians; NaN at ±∞.
 *
 * @example
 * tan(0)   // 0
 * @category trigonometry
 */
export const tan: Unary = /*#__PURE__*/ ofOne(tanPrimitive)

// (1 − x)(1 + x) keeps the digits that 1 − x² loses near ±1.
const semicircle = (x: Expr): Expr => sqrt(mul(sub(1, x), add(1, x)))

export const asinPrimitive: Primitive = /*#__PURE__*/ unary({
  name: 'asin',
  scalar: Math.asin,
  partial: (x) => reciprocal(semicircle(x)),
  domain: inside,
  notation: named('asin', '\\arcsin'),
  convention: 'the derivative at ±1 is +∞ by continuity',
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
  scalar: Math.acos,
  partial: (x) => neg(reciprocal(semicircle(x))),
  domain: inside,
  notation: named('acos', '\\arccos'),
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
  name: 'atan',
  scalar: Math.atan,
  partial: (x) => reciprocal(add(1, square(x))),
  domain: everywhere,
  notation: named('atan', '\\arctan'),
})

/**
 * The inverse tangent, in (−π/2, π/2).
 *
 * @example
 * atan(1)   // 0.7853981633974483
 * @category trigonometry
 */
export const atan: Unary = /*#__PURE__*/ ofOne(atanPrimitive)

// Divided twice by the length, not once by its square, which overflows or underflows first.
const overSquare = (x: Expr, h: Expr): Expr => div(div(x, h), h)

export const atan2Primitive: Primitive = /*#__PURE__*/ binary({
  name: 'atan2',
  scalar: Math.atan2,
  partials: (y, x) => {
    const h = hypot(x, y)
    return [overSquare(x, h), neg(overSquare(y, h))]
  },
  domains: [{ from: 0.25, to: 8 }, everywhere],
  convention: 'no derivative at (0, 0): NaN',
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

export const sincosPrimitive: Primitive = /*#__PURE__*/ primitive({
  ...elementwise({
    name: 'sincos',
    scalar: Math.sin,
    derivative: { _tag: 'Partials', partials: (_, [s, c]) => (s === undefined || c === undefined ? [] : [[c], [neg(s)]]) },
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
  evaluate: ({ results }, [x]) =>
    results.map((of, j) => seal(of, x === undefined ? new Float64Array(0) : Float64Array.from(dataOf(x), j === 0 ? Math.sin : Math.cos))),
  scalar: null,
})

/**
 * Sine and cosine of one angle at once, as a pair.
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
  sincosPrimitive,
]
