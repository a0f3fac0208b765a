/**
 * Steps and corners: signs, rounding to whole numbers, rectification and clipping.
 */
import { where } from '../basis/choice.ts'
import { gt, le } from '../basis/comparison.ts'
import { elementwise, everywhere, exceptZero, unary } from '../basis/declare.ts'
import { nearest } from '../elementary/bits.ts'
import { ofOne } from '../basis/operation.ts'
import type { Lowering } from '../program/lowering.ts'
import type { Primitive } from '../program/model.ts'
import type { Domain } from '../program/domain.ts'
import type { Notation } from '../program/notation.ts'
import { phantom } from '../type/phantom.ts'
import type { Broadcast3, DTypeOf, Lift3, Meet3, MixedDType, NumericOperand, Unary } from '../type/value.ts'
import { max, min } from './extremum.ts'
import { raise } from '../failure.ts'

const steps: Domain = {
  ...everywhere,
  avoid: [-8, -7, -6, -5, -4, -3, -2, -1, 0, 1, 2, 3, 4, 5, 6, 7, 8, -7.5, -6.5, -5.5, -4.5, -3.5, -2.5, -1.5, -0.5, 0.5, 1.5, 2.5, 3.5, 4.5, 5.5, 6.5, 7.5],
}

/** A piecewise constant function: derivative 0, at the steps too. */
const step = (name: Extract<Lowering, 'sign' | 'floor' | 'ceil' | 'round'>, scalar: (x: number) => number, notation: Notation): Primitive =>
  elementwise({
    name,
    lowering: name,
    scalar: (x = Number.NaN) => scalar(x),
    derivative: { _tag: 'Constant' },
    domains: [steps],
    notation,
    convention: 'the derivative is 0, at the steps too',
  })

export const signPrimitive: Primitive = /*#__PURE__*/ step('sign', Math.sign, { _tag: 'Call', text: 'sign', latex: '\\operatorname{sgn}' })

/**
 * −1, 0 or 1 by the sign, ±0 and NaN as they are; the derivative is 0 everywhere.
 *
 * @example
 * sign(-3)   // -1
 * @category rounding
 */
export const sign: Unary = /*#__PURE__*/ ofOne(signPrimitive)

export const floorPrimitive: Primitive = /*#__PURE__*/ step('floor', Math.floor, { _tag: 'Template', text: '⌊$0⌋', latex: '\\lfloor $0 \\rfloor' })

/**
 * The largest whole number not above x; the derivative is 0 everywhere.
 *
 * @example
 * floor(-1.5)   // -2
 * @category rounding
 */
export const floor: Unary = /*#__PURE__*/ ofOne(floorPrimitive)

export const ceilPrimitive: Primitive = /*#__PURE__*/ step('ceil', Math.ceil, { _tag: 'Template', text: '⌈$0⌉', latex: '\\lceil $0 \\rceil' })

/**
 * The smallest whole number not below x; the derivative is 0 everywhere.
 *
 * @example
 * ceil(1.5)   // 2
 * @category rounding
 */
export const ceil: Unary = /*#__PURE__*/ ofOne(ceilPrimitive)

export const roundPrimitive: Primitive = /*#__PURE__*/ step('round', nearest, { _tag: 'Call', text: 'round', latex: '\\operatorname{round}' })

/**
 * The nearest whole number, halves to the even one; the derivative is 0 everywhere.
 *
 * @example
 * round(2.5)   // 2
 * @category rounding
 */
export const round: Unary = /*#__PURE__*/ ofOne(roundPrimitive)

export const reluPrimitive: Primitive = /*#__PURE__*/ unary({
  name: 'relu',
  lowering: 'relu',
  scalar: (x) => (x > 0 || Number.isNaN(x) ? x : 0),
  partial: (x) => where(gt(x, 0), 1, where(le(x, 0), 0, Number.NaN)),
  domain: exceptZero,
  convention: 'the derivative at 0 is 0, the minimum-norm subgradient',
})

/**
 * x where it is positive, else 0; the derivative at 0 is 0.
 *
 * @example
 * relu(-2)   // 0
 * @category rounding
 */
export const relu: Unary = /*#__PURE__*/ ofOne(reluPrimitive)

type Clipped<X, A, B> = Lift3<X, A, B, Broadcast3<X, A, B>, X extends number ? MixedDType<A, B> : DTypeOf<X>>

/**
 * x held between two bounds, with broadcasting; NaN where one of the three is. At a bound x and the bound get half the derivative each.
 *
 * @example
 * clip(5, 0, 1)   // 1
 * @category rounding
 */
export const clip = <X extends NumericOperand, A extends NumericOperand, B extends NumericOperand>(
  x: X,
  low: A,
  high: B & Meet3<'clip', X, A, B>,
): Clipped<X, A, B> => {
  const bounds: ReadonlyArray<unknown> = [low, high]
  if (bounds.includes(undefined))
    return raise({ _tag: 'Argument', operation: 'clip', reason: 'it takes two bounds, got one or none', hint: 'for one bound use max(x, low) or min(x, high)' })
  return phantom(min(phantom<number>(max(phantom<number>(x), phantom<number>(low))), phantom<number>(high)))
}

export const rounding: ReadonlyArray<Primitive> = [signPrimitive, floorPrimitive, ceilPrimitive, roundPrimitive, reluPrimitive]
