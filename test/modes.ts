/**
 * Derivatives of scalar functions in each mode, and the four ways to nest two of them.
 */
import { jvp } from '../src/call/directional.ts'
import { grad } from '../src/call/gradient.ts'
import type { Scalar } from '../src/program/model.ts'
import { phantom } from '../src/type/phantom.ts'

export type ScalarFunction = (x: Scalar) => Scalar
/** From a function to its derivative. */
export type Derivative = (f: (x: Scalar) => Scalar | number) => ScalarFunction

export const byForward: Derivative = (f) => (x) => phantom(jvp(f, [x], [1])[1])
export const byReverse: Derivative = (f) => (x) => phantom(grad(f)(x))

export const modes: ReadonlyArray<readonly [string, Derivative]> = [
  ['forward', byForward],
  ['reverse', byReverse],
]

/** Two derivatives, the outer one named first. */
export const pairs: ReadonlyArray<readonly [string, Derivative, Derivative]> = modes.flatMap(([outer, D]) =>
  modes.map(([inner, E]) => [`${outer} over ${inner}`, D, E] as const),
)

/** The value of a function over expressions at a number. */
export const at = (f: (x: Scalar) => Scalar | number, x: number): number => phantom(f(phantom(x)))
