/**
 * The functions of numbers by the names of their kernels, and the values they take two at a time.
 */
import { exp, exp2, expm1 } from '../../src/elementary/twin/exponential.ts'
import { cosh, sinh, tanh } from '../../src/elementary/twin/hyperbolic.ts'
import { acos, asin, atan } from '../../src/elementary/twin/inverse.ts'
import { log, log10, log1p, log2 } from '../../src/elementary/twin/logarithm.ts'
import { sigmoid, softplus } from '../../src/elementary/twin/logistic.ts'
import { pow } from '../../src/elementary/twin/power.ts'
import { powByBaseTwice, powByExponentTwice } from '../../src/elementary/twin/power-curve.ts'
import { powByBase, powByExponent } from '../../src/elementary/twin/power-slope.ts'
import { powByBoth } from '../../src/elementary/twin/power-twist.ts'
import { sechSquared } from '../../src/elementary/twin/slope.ts'
import { cos, sin, tan } from '../../src/elementary/twin/trigonometric.ts'

export const twins: { readonly [name: string]: (x: number, y: number) => number } = {
  exp,
  expm1,
  exp2,
  log,
  log1p,
  log2,
  log10,
  sin,
  cos,
  tan,
  sinh,
  cosh,
  tanh,
  sechSquared,
  sigmoid,
  softplus,
  pow,
  powByBase,
  powByExponent,
  powByBaseTwice,
  powByBoth,
  powByExponentTwice,
  asin,
  acos,
  atan,
}

export const names: ReadonlyArray<string> = Object.keys(twins)

export const twin = (name: string): ((x: number, y: number) => number) => twins[name] ?? (() => Number.NaN)

/** Where two lists of floats differ in a bit, NaN being one value: the first few, and how many. */
export const differences = (
  xs: Float64Array,
  ys: Float64Array,
  wanted: (x: number, y: number) => number,
  got: (i: number) => number,
): { readonly count: number; readonly first: ReadonlyArray<string> } => {
  const first: Array<string> = []
  let count = 0
  xs.forEach((x, i) => {
    const y = ys[i] ?? 0
    const [a, b] = [wanted(x, y), got(i)]
    if (Object.is(a, b)) return
    count++
    if (first.length < 5) first.push(`(${x}, ${y}): ${a} and ${b}`)
  })
  return { count, first }
}

export const none: ReturnType<typeof differences> = { count: 0, first: [] }
