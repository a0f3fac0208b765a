/**
 * The functions that rise like an S: tanh and sigmoid, which are one up to scale, the bell that is the
 * derivative of both, and softplus, which they are the derivative of.
 */
import * as elementary from '#elementary'
import { tanh as tanhOf } from '../elementary/twin/hyperbolic.ts'
import { sigmoid as sigmoidOf, softplus as softplusOf } from '../elementary/twin/logistic.ts'
import { sechSquared as sechSquaredOf } from '../elementary/twin/slope.ts'
import { mul } from '../basis/arithmetic.ts'
import { everywhere, unary } from '../basis/declare.ts'
import { rule } from '../basis/law.ts'
import { ofOne } from '../basis/operation.ts'
import type { Primitive } from '../program/model.ts'
import type { Unary } from '../type/value.ts'
import { neg } from './arithmetic.ts'

/**
 * 1/cosh²x. Neither 1 − tanh²x, which is noise once tanh x rounds to ±1, nor 4 σ(2x) σ(−2x), whose own derivatives
 * cancel near 0: of a function by itself the derivatives of every order are accurate at both ends.
 */
export const sechSquaredPrimitive: Primitive = /*#__PURE__*/ unary({
  name: 'sechSquared',
  scalar: sechSquaredOf,
  lowering: elementary.sechSquared,
  partial: (x, z) => mul(mul(-2, tanh(x)), z),
  domain: everywhere,
  notation: { _tag: 'Call', text: 'sech²', latex: '\\operatorname{sech}^{2}' },
})

export const sechSquared: Unary = /*#__PURE__*/ ofOne(sechSquaredPrimitive)

export const tanhPrimitive: Primitive = /*#__PURE__*/ unary({
  name: 'tanh',
  scalar: tanhOf,
  lowering: elementary.tanh,
  partial: (x) => sechSquared(x),
  domain: everywhere,
  notation: { _tag: 'Call', text: 'tanh', latex: '\\tanh' },
  // biome-ignore format: one law per line
  laws: () => [
    rule('tanh(−x) = −tanh x', (x) => tanh(neg(x)), (x) => neg(tanh(x))),
  ],
})

/**
 * The hyperbolic tangent, in [−1, 1], the ends at ±∞. Smooth everywhere.
 *
 * @example
 * tanh(1000)   // 1
 * @category hyperbolic
 */
export const tanh: Unary = /*#__PURE__*/ ofOne(tanhPrimitive)

export const sigmoidPrimitive: Primitive = /*#__PURE__*/ unary({
  name: 'sigmoid',
  scalar: sigmoidOf,
  lowering: elementary.sigmoid,
  partial: (x) => mul(0.25, sechSquared(mul(0.5, x))),
  domain: everywhere,
  notation: { _tag: 'Call', text: 'sigmoid', latex: '\\sigma' },
})

/**
 * 1/(1 + e⁻ˣ), finite and accurate at both ends: 0 at −∞ and 1 at ∞. Smooth everywhere.
 *
 * @example
 * sigmoid(0)      // 0.5
 * sigmoid(-800)   // 0
 * @category exponentials
 */
export const sigmoid: Unary = /*#__PURE__*/ ofOne(sigmoidPrimitive)

export const softplusPrimitive: Primitive = /*#__PURE__*/ unary({
  name: 'softplus',
  scalar: softplusOf,
  lowering: elementary.softplus,
  partial: (x) => sigmoid(x),
  domain: everywhere,
})

/**
 * log(1 + eˣ) without overflow; its derivative is the sigmoid; 0 at −∞ and ∞ at ∞. Smooth everywhere.
 *
 * @example
 * softplus(1000)      // 1000
 * grad(softplus)(0)   // 0.5
 * @category exponentials
 */
export const softplus: Unary = /*#__PURE__*/ ofOne(softplusPrimitive)

export const logistics: ReadonlyArray<Primitive> = [tanhPrimitive, sechSquaredPrimitive, sigmoidPrimitive, softplusPrimitive]
