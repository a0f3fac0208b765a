/**
 * The elementary functions by name, and the parts of them that the host calls.
 */
import { type Definition, several, three, two } from './definition.ts'
import {
  acos,
  asin,
  atan,
  cos,
  cosh,
  exp,
  exp2,
  expm1,
  log,
  log10,
  log1p,
  log2,
  pow,
  powByBase,
  powByBaseTwice,
  powByBoth,
  powByExponent,
  powByExponentTwice,
  sechSquared,
  sigmoid,
  sin,
  sinh,
  softplus,
  tan,
  tanh,
} from './definitions.ts'
import { log10Scaled, log2Scaled, logPair, logScaled } from './logarithm.ts'
import { powFar, powScaled } from './power.ts'
import { sinOf, tanOf } from './trigonometric.ts'

/** What the host's functions for rare arguments are made of. */
export const scaledLogarithms: ReadonlyArray<Definition> = /*#__PURE__*/ [
  two('logScaled', logScaled),
  two('log2Scaled', log2Scaled),
  two('log10Scaled', log10Scaled),
  two('logHigh', (x, n) => logPair(x, n).high),
  two('logLow', (x, n) => logPair(x, n).low),
]
export const reducedParts: ReadonlyArray<Definition> = /*#__PURE__*/ [
  three('sinOf', (quarters, high, excess) => sinOf(quarters, { high, excess })),
  three('tanOf', (quarters, high, excess) => tanOf(quarters, { high, excess })),
  three('powFar', powFar),
  several('powScaled', 6, (at) => powScaled(at(0), at(1), at(2), at(3), at(4), at(5))),
]

export const exponentials: ReadonlyArray<Definition> = [exp, expm1, exp2]
export const logarithms: ReadonlyArray<Definition> = [log, log1p, log2, log10]
export const trigonometrics: ReadonlyArray<Definition> = [sin, cos, tan]
export const hyperbolics: ReadonlyArray<Definition> = [sinh, cosh, tanh]
export const logistics: ReadonlyArray<Definition> = [sigmoid, softplus]
export const slopes: ReadonlyArray<Definition> = [sechSquared]
export const powers: ReadonlyArray<Definition> = [pow]
export const powerSlopes: ReadonlyArray<Definition> = [powByBase, powByExponent]
export const powerCurves: ReadonlyArray<Definition> = [powByBaseTwice, powByExponentTwice]
export const powerTwists: ReadonlyArray<Definition> = [powByBoth]
export const inverses: ReadonlyArray<Definition> = [asin, acos, atan]

/** Every elementary function by name. */
export const elementary: ReadonlyMap<string, Definition> = /*#__PURE__*/ new Map(
  [
    ...exponentials,
    ...logarithms,
    ...trigonometrics,
    ...hyperbolics,
    ...logistics,
    ...slopes,
    ...powers,
    ...powerSlopes,
    ...powerCurves,
    ...powerTwists,
    ...inverses,
  ].map((definition) => [definition.name, definition]),
)
