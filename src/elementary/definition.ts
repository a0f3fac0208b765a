/**
 * A function from terms to terms under its name.
 */
import { type Kernel, kernel } from './kernel.ts'
import { constant, type Float } from './term.ts'

/** Nothing is built before it is asked for: `kernelFor` makes the kernel of the function by itself, and `term` puts it into a larger expression. */
export interface Definition {
  readonly name: string
  readonly arity: number
  readonly term: (...xs: ReadonlyArray<Float>) => Float
}

const absent: Float = /*#__PURE__*/ constant(Number.NaN)

export const one = (name: string, f: (x: Float) => Float): Definition => ({ name, arity: 1, term: (x = absent) => f(x) })
export const two = (name: string, f: (x: Float, y: Float) => Float): Definition => ({ name, arity: 2, term: (x = absent, y = absent) => f(x, y) })
export const three = (name: string, f: (x: Float, y: Float, z: Float) => Float): Definition => ({
  name,
  arity: 3,
  term: (x = absent, y = absent, z = absent) => f(x, y, z),
})

export const several = (name: string, arity: number, f: (at: (i: number) => Float) => Float): Definition => ({
  name,
  arity,
  term: (...xs) => f((i) => xs[i] ?? absent),
})

export const kernelFor = ({ name, arity, term }: Definition): Kernel => kernel(name, arity, term)
