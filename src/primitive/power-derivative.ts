/**
 * The partial derivatives of a power but y·xʸ⁻¹, which stands with `pow`. Each is a power times a factor: a product of operations would multiply a
 * subnormal power, of which digits are gone, or y(y − 1), which may be ∞, by log 1.
 */
import * as elementary from '#elementary'
import { binary } from '../basis/declare.ts'
import { ofTwo } from '../basis/operation.ts'
import { powDerivative } from '../elementary/rare-power.ts'
import * as curve from '../elementary/twin/power-curve.ts'
import * as slope from '../elementary/twin/power-slope.ts'
import * as twist from '../elementary/twin/power-twist.ts'
import type { Expr, Primitive } from '../program/model.ts'
import type { Domain } from '../program/domain.ts'
import type { Binary } from '../type/value.ts'
import { atOrder, type Orders, twiceOrdered } from './special-order.ts'

export const base: Domain = { from: 0.25, to: 4 }
export const exponent: Domain = { from: -3, to: 3 }

const convention = 'at x = 0 those by x alone are 0 where a factor y, y − 1, … is; others are 0 for y above the order in x, and NaN to it'

/** params: `i`, `j`. ∂ⁱ⁺ʲxʸ/∂xⁱ∂yʲ. Those to the second order, which are asked for often, have kernels of their own below. */
export const powDerivativePrimitive: Primitive = /*#__PURE__*/ twiceOrdered({
  name: 'powDerivative',
  scalar:
    ({ i, j }) =>
    (x, y) =>
      powDerivative(i, j, x, y),
  partials: ({ i, j }, x, y) => [steeper({ i: i + 1, j }, x, y), steeper({ i, j: j + 1 }, x, y)],
  domains: [base, exponent],
  notation: { _tag: 'Template', text: 'powDerivative($i, $j, $0, $1)', latex: '\\operatorname{pow}^{($i, $j)}\\left($0, $1\\right)' },
  convention,
})

const steeper = (orders: Orders, x: Expr, y: Expr): Expr => atOrder(powDerivativePrimitive, orders, [x, y])

export const powByBaseTwicePrimitive: Primitive = /*#__PURE__*/ binary({
  name: 'powByBaseTwice',
  scalar: curve.powByBaseTwice,
  lowering: elementary.powByBaseTwice,
  partials: (x, y) => [steeper({ i: 3, j: 0 }, x, y), steeper({ i: 2, j: 1 }, x, y)],
  domains: [base, exponent],
  notation: { _tag: 'Template', text: '$1·($1 − 1)·$0^($1 − 2)', latex: '$1\\,\\left($1-1\\right)\\,$0^{$1-2}' },
  convention,
})

export const powByBothPrimitive: Primitive = /*#__PURE__*/ binary({
  name: 'powByBoth',
  scalar: twist.powByBoth,
  lowering: elementary.powByBoth,
  partials: (x, y) => [steeper({ i: 2, j: 1 }, x, y), steeper({ i: 1, j: 2 }, x, y)],
  domains: [base, exponent],
  notation: { _tag: 'Template', text: '$0^($1 − 1)·(1 + $1·ln $0)', latex: '$0^{$1-1}\\,\\left(1 + $1\\,\\ln $0\\right)' },
  convention,
})

export const powByExponentTwicePrimitive: Primitive = /*#__PURE__*/ binary({
  name: 'powByExponentTwice',
  scalar: curve.powByExponentTwice,
  lowering: elementary.powByExponentTwice,
  partials: (x, y) => [steeper({ i: 1, j: 2 }, x, y), steeper({ i: 0, j: 3 }, x, y)],
  domains: [base, exponent],
  notation: { _tag: 'Template', text: '$0^$1·(ln $0)²', latex: '$0^{$1}\\,\\left(\\ln $0\\right)^{2}' },
  convention,
})

export const powByExponentPrimitive: Primitive = /*#__PURE__*/ binary({
  name: 'powByExponent',
  scalar: slope.powByExponent,
  lowering: elementary.powByExponent,
  partials: (x, y) => [powByBoth(x, y), powByExponentTwice(x, y)],
  domains: [base, exponent],
  notation: { _tag: 'Template', text: '$0^$1·ln $0', latex: '$0^{$1}\\,\\ln $0' },
  convention,
})

export const powByExponent: Binary<'powByExponent'> = /*#__PURE__*/ ofTwo(powByExponentPrimitive)
export const powByBaseTwice: Binary<'powByBaseTwice'> = /*#__PURE__*/ ofTwo(powByBaseTwicePrimitive)
export const powByBoth: Binary<'powByBoth'> = /*#__PURE__*/ ofTwo(powByBothPrimitive)
const powByExponentTwice: Binary<'powByExponentTwice'> = /*#__PURE__*/ ofTwo(powByExponentTwicePrimitive)

export const powerDerivatives: ReadonlyArray<Primitive> = [
  powByExponentPrimitive,
  powByBaseTwicePrimitive,
  powByBothPrimitive,
  powByExponentTwicePrimitive,
  powDerivativePrimitive,
]
