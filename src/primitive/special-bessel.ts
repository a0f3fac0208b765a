/**
 * Bessel functions of the first kind and of whole order, and `sinc`, the first of the spherical ones.
 */
import { mul } from '../basis/arithmetic.ts'
import { everywhere, unary } from '../basis/declare.ts'
import { ofOne } from '../basis/operation.ts'
import type { Expr, Primitive } from '../program/model.ts'
import { besselJ0 as zeroOf, besselJ1 as oneOf } from '../special/bessel.ts'
import { besselJ as besselOf, sinc as sincOf, sphericalJ as sphericalOf } from '../special/order.ts'
import type { Operand, Same, Unary } from '../type/value.ts'
import { neg, sub } from './arithmetic.ts'
import { atOrder, ordered } from './special-order.ts'

export const besselJPrimitive: Primitive = /*#__PURE__*/ ordered({
  name: 'besselJ',
  scalar: besselOf,
  least: -1_000_000,
  partials: (n, x) => [mul(0.5, sub(besselJ(n - 1, x), besselJ(n + 1, x)))],
  domains: [everywhere],
  notation: { _tag: 'Template', text: 'besselJ($n, $0)', latex: 'J_{$n}\\left($0\\right)' },
})

/**
 * The Bessel function Jₙ(x) for a whole n; 0 at ±∞. Smooth everywhere.
 *
 * @example
 * besselJ(2, 0)     // 0
 * @category special functions
 */
export const besselJ = <X extends Operand>(n: number, x: X): Same<X> => (n === 0 ? besselJ0(x) : n === 1 ? besselJ1(x) : atOrder(besselJPrimitive, n, [x]))

export const besselJ0Primitive: Primitive = /*#__PURE__*/ unary({
  name: 'besselJ0',
  scalar: zeroOf,
  partial: (x) => neg(besselJ1(x)),
  domain: everywhere,
  notation: { _tag: 'Call', text: 'besselJ0', latex: 'J_0' },
})

/**
 * The Bessel function J₀(x); 0 at ±∞. Smooth everywhere.
 *
 * @example
 * besselJ0(0)       // 1
 * @category special functions
 */
export const besselJ0: Unary = /*#__PURE__*/ ofOne(besselJ0Primitive)

export const besselJ1Primitive: Primitive = /*#__PURE__*/ unary({
  // Not J₀ − J₁/x, which is 0/0 at 0.
  name: 'besselJ1',
  scalar: oneOf,
  partial: (x) => mul(0.5, sub(besselJ0(x), besselJ(2, x))),
  domain: everywhere,
  notation: { _tag: 'Call', text: 'besselJ1', latex: 'J_1' },
})

/**
 * The Bessel function J₁(x); 0 at ±∞. Smooth everywhere.
 *
 * @example
 * besselJ1(1)       // 0.4400505857449335
 * @category special functions
 */
export const besselJ1: Unary = /*#__PURE__*/ ofOne(besselJ1Primitive)

/** params: `n`. The spherical Bessel function jₙ(πx), of which the derivatives of sinc are made; accurate at 0, where their quotients by x are not. */
export const sphericalPrimitive: Primitive = /*#__PURE__*/ ordered({
  name: 'sphericalJ',
  scalar: sphericalOf,
  least: 0,
  // DLMF 10.51.2
  partials: (n, x) => [mul(Math.PI / (2 * n + 1), sub(mul(n, spherical(n - 1, x)), mul(n + 1, spherical(n + 1, x))))],
  domains: [everywhere],
  notation: { _tag: 'Template', text: 'sphericalJ($n, $0)', latex: 'j_{$n}\\left(\\pi $0\\right)' },
})

const spherical = (n: number, x: Expr): Expr => (n === 0 ? sinc(x) : atOrder(sphericalPrimitive, n, [x]))

export const sincPrimitive: Primitive = /*#__PURE__*/ unary({
  name: 'sinc',
  scalar: sincOf,
  partial: (x) => mul(-Math.PI, spherical(1, x)),
  domain: everywhere,
})

/**
 * sin(πx)/(πx) as in NumPy, 1 at 0 and exactly 0 at the other whole numbers; 0 at ±∞. Smooth everywhere.
 *
 * @example
 * sinc(0)           // 1
 * @category special functions
 */
export const sinc: Unary = /*#__PURE__*/ ofOne(sincPrimitive)
