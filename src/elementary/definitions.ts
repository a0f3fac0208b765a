/**
 * What the elementary functions are to the compiler, each by itself, so that a bundle holds those of the primitives in
 * it. Primitives know them as `#elementary`, which package.json maps to this file, or to `absent.ts` under the condition
 * `interpreted`.
 */
import { type Definition, one, two } from './definition.ts'
import * as exponential from './exponential.ts'
import * as hyperbolic from './hyperbolic.ts'
import * as inverse from './inverse.ts'
import * as logarithm from './logarithm.ts'
import * as logistic from './logistic.ts'
import * as power from './power.ts'
import * as trigonometric from './trigonometric.ts'

export const exp: Definition = /*#__PURE__*/ one('exp', exponential.exp)
export const exp2: Definition = /*#__PURE__*/ one('exp2', exponential.exp2)
export const expm1: Definition = /*#__PURE__*/ one('expm1', exponential.expm1)
export const cosh: Definition = /*#__PURE__*/ one('cosh', hyperbolic.cosh)
/** The derivative of tanh and, half as wide, of the logistic function: it shares their exponentials. */
export const sechSquared: Definition = /*#__PURE__*/ one('sechSquared', hyperbolic.sechSquared)
export const sinh: Definition = /*#__PURE__*/ one('sinh', hyperbolic.sinh)
export const tanh: Definition = /*#__PURE__*/ one('tanh', hyperbolic.tanh)
export const acos: Definition = /*#__PURE__*/ one('acos', inverse.acos)
export const asin: Definition = /*#__PURE__*/ one('asin', inverse.asin)
export const atan: Definition = /*#__PURE__*/ one('atan', inverse.atan)
export const log: Definition = /*#__PURE__*/ one('log', logarithm.log)
export const log10: Definition = /*#__PURE__*/ one('log10', logarithm.log10)
export const log1p: Definition = /*#__PURE__*/ one('log1p', logarithm.log1p)
export const log2: Definition = /*#__PURE__*/ one('log2', logarithm.log2)
export const sigmoid: Definition = /*#__PURE__*/ one('sigmoid', logistic.sigmoid)
export const softplus: Definition = /*#__PURE__*/ one('softplus', logistic.softplus)
export const pow: Definition = /*#__PURE__*/ two('pow', power.pow)
export const powByBase: Definition = /*#__PURE__*/ two('powByBase', power.powByBase)
export const powByBaseTwice: Definition = /*#__PURE__*/ two('powByBaseTwice', power.powByBaseTwice)
export const powByBoth: Definition = /*#__PURE__*/ two('powByBoth', power.powByBoth)
export const powByExponent: Definition = /*#__PURE__*/ two('powByExponent', power.powByExponent)
export const powByExponentTwice: Definition = /*#__PURE__*/ two('powByExponentTwice', power.powByExponentTwice)
export const cos: Definition = /*#__PURE__*/ one('cos', trigonometric.cos)
export const sin: Definition = /*#__PURE__*/ one('sin', trigonometric.sin)
export const tan: Definition = /*#__PURE__*/ one('tan', trigonometric.tan)
