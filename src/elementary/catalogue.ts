/**
 * The elementary functions by name, and the parts of them that the host calls.
 */
import { exp, exp2, expm1 } from './exponential.ts'
import { cosh, sechSquared, sinh, tanh } from './hyperbolic.ts'
import { acos, asin, atan } from './inverse.ts'
import { type Kernel, kernel } from './kernel.ts'
import { log, log10, log10Scaled, log1p, log2, log2Scaled, logScaled } from './logarithm.ts'
import { sigmoid, softplus } from './logistic.ts'
import { pow, powFar } from './power.ts'
import { constant, type Float } from './term.ts'
import { cos, sin, sinOf, tan, tanOf } from './trigonometric.ts'

/**
 * A function from terms to terms under its name. Nothing is built before it is asked for: `kernelFor` makes
 * the kernel of the function by itself, and `term` puts it into a larger expression.
 */
export interface Definition {
  readonly name: string
  readonly arity: number
  readonly term: (...xs: ReadonlyArray<Float>) => Float
}

const absent: Float = /*#__PURE__*/ constant(Number.NaN)
const one = (name: string, f: (x: Float) => Float): Definition => ({ name, arity: 1, term: (x = absent) => f(x) })
const two = (name: string, f: (x: Float, y: Float) => Float): Definition => ({ name, arity: 2, term: (x = absent, y = absent) => f(x, y) })
const three = (name: string, f: (x: Float, y: Float, z: Float) => Float): Definition => ({
  name,
  arity: 3,
  term: (x = absent, y = absent, z = absent) => f(x, y, z),
})

export const kernelFor = ({ name, arity, term }: Definition): Kernel => kernel(name, arity, term)

/** What the host's functions for rare arguments are made of. */
export const scaledLogarithms: ReadonlyArray<Definition> = /*#__PURE__*/ [
  two('logScaled', logScaled),
  two('log2Scaled', log2Scaled),
  two('log10Scaled', log10Scaled),
]
export const reducedParts: ReadonlyArray<Definition> = /*#__PURE__*/ [
  three('sinOf', (quarters, high, excess) => sinOf(quarters, { high, excess })),
  three('tanOf', (quarters, high, excess) => tanOf(quarters, { high, excess })),
  three('powFar', powFar),
]

export const exponentials: ReadonlyArray<Definition> = /*#__PURE__*/ [one('exp', exp), one('expm1', expm1), one('exp2', exp2)]
export const logarithms: ReadonlyArray<Definition> = /*#__PURE__*/ [one('log', log), one('log1p', log1p), one('log2', log2), one('log10', log10)]
export const trigonometrics: ReadonlyArray<Definition> = /*#__PURE__*/ [one('sin', sin), one('cos', cos), one('tan', tan)]
export const hyperbolics: ReadonlyArray<Definition> = /*#__PURE__*/ [one('sinh', sinh), one('cosh', cosh), one('tanh', tanh)]
export const logistics: ReadonlyArray<Definition> = /*#__PURE__*/ [one('sigmoid', sigmoid), one('softplus', softplus)]
/** The derivative of tanh and, half as wide, of the logistic function: it shares their exponentials. */
export const slopes: ReadonlyArray<Definition> = /*#__PURE__*/ [one('sechSquared', sechSquared)]
export const powers: ReadonlyArray<Definition> = /*#__PURE__*/ [two('pow', pow)]
export const inverses: ReadonlyArray<Definition> = /*#__PURE__*/ [one('asin', asin), one('acos', acos), one('atan', atan)]

/** Every elementary function by name. */
export const elementary: ReadonlyMap<string, Definition> = /*#__PURE__*/ new Map(
  [...exponentials, ...logarithms, ...trigonometrics, ...hyperbolics, ...logistics, ...slopes, ...powers, ...inverses].map((definition) => [
    definition.name,
    definition,
  ]),
)
