/**
 * The laws of differentiation: each mode against oracles that know nothing of its rules, and the
 * modes against each other.
 *
 * Both modes read one table of rules, so that forward = reverse, adjointness, linearity and symmetry
 * cannot see a wrong partial derivative; differences and complex steps can.
 */
import type * as fc from 'fast-check'
import { option as O } from 'fp-ts'
import type { Program } from '../src/program/model.ts'
import { identical, innerProduct, moved, near, type Numbers, times } from './closeness.ts'
import { complexStep } from './complex-step.ts'
import { differences, type Estimate } from './difference.ts'
import { every, type Law, law, undecided, type Verdict } from './law.ts'
import { library, type Mapping, mappingOf, type Modes, secondOf } from './mapping.ts'
import type { Sample } from './program.ts'

/**
 * Relative errors allowed: between modes, and against differences of first and second order.
 *
 * @category laws
 */
export const tolerances: { readonly modes: number; readonly first: number; readonly second: number } = { modes: 1e-9, first: 1e-5, second: 1e-4 }

// Derivatives and mappings of the program just sampled: each law asks several times.
const remembered = <K extends object, V>(make: (key: K, modes: Modes) => V): ((key: K, modes: Modes) => V) => {
  const known = new WeakMap<K, Map<Modes, V>>()
  return (key, modes) => {
    const of = known.get(key) ?? new Map<Modes, V>()
    known.set(key, of)
    const hit = of.get(modes)
    if (hit !== undefined) return hit
    const made = make(key, modes)
    of.set(modes, made)
    return made
  }
}

const mapping: (program: Program, modes: Modes) => Mapping = remembered(mappingOf)

/** Against estimates: undecided where an estimate is not sure of itself to a tenth of the tolerance. */
export const nearEstimates = (found: Numbers, estimates: ReadonlyArray<Estimate>, tolerance: number, floor: number): Verdict => {
  const wanted = estimates.map((estimate) => estimate.value)
  const scale = Math.max(floor, ...wanted.map(Math.abs))
  if (!estimates.every(({ value, error }) => error <= (tolerance / 10) * Math.max(Math.abs(value), 1e-3 * scale)))
    return undecided('differences do not settle: a kink or a jump is near')
  return near(found, wanted, tolerance, 1e-3 * scale)
}

const weighted =
  (f: (x: Float64Array) => Numbers, w: Numbers) =>
  (x: Float64Array): Numbers => [innerProduct(f(x), w)]

// Entries far below the size of values and derivatives together are the rounding of larger ones.
const sizeOf = (values: Numbers): number => Math.max(1e-6, ...Array.from(values, (y) => (Number.isFinite(y) ? 1e-3 * Math.abs(y) : 0)))

// first order ------------------------------------------------------------------------------

const judged = (name: string, samples: fc.Arbitrary<Sample>, modes: Modes, judge: (sample: Sample, map: Mapping) => Verdict): Law =>
  law(name, samples, (sample) => judge(sample, mapping(sample.program, modes)))

/**
 * Laws that catch a wrong derivative: each mode against differences of the function's own values.
 *
 * @example
 * refuted(check(byDifferences(scalarPrograms()), { runs: 5 }))   // []
 * @category laws
 */
export const byDifferences = (samples: fc.Arbitrary<Sample>, modes: Modes = library): ReadonlyArray<Law> => [
  judged('the program has the value of the function', samples, modes, ({ value, point }, map) => near(map.value(point), value(point), 1e-12)),
  judged('forward mode keeps the value', samples, modes, ({ value, point }, map) => near(map.pushed(point), value(point), 1e-12)),
  judged('reverse mode keeps the value', samples, modes, ({ value, point }, map) => near(map.pulled(point), value(point), 1e-12)),
  judged('forward mode agrees with differences', samples, modes, ({ value, point, v, reach }, map) =>
    nearEstimates(map.push(point, v), differences(value, point, v, { step: reach }), tolerances.first, sizeOf(value(point))),
  ),
  judged('reverse mode agrees with differences', samples, modes, ({ value, point, v, w, reach }, map) =>
    nearEstimates([innerProduct(map.pull(point, w), v)], differences(weighted(value, w), point, v, { step: reach }), tolerances.first, sizeOf(value(point))),
  ),
]

/**
 * Laws that catch a wrong derivative to the last digits: each mode against a complex step. For programs that have one.
 *
 * @example
 * refuted(check(byComplexStep(scalarPrograms()), { runs: 5 }))   // []
 * @category laws
 */
export const byComplexStep = (samples: fc.Arbitrary<Sample>, modes: Modes = library): ReadonlyArray<Law> => [
  judged('forward mode agrees with a complex step', samples, modes, ({ program, point, v }, map) => {
    const step = complexStep(program)
    return O.isNone(step) ? undecided('no complex step') : near(map.push(point, v), step.value(point, v), tolerances.modes)
  }),
  judged('reverse mode agrees with a complex step', samples, modes, ({ program, point, v, w }, map) => {
    const step = complexStep(program)
    return O.isNone(step)
      ? undecided('no complex step')
      : near([innerProduct(map.pull(point, w), v)], [innerProduct(step.value(point, v), w)], tolerances.modes, 1e-3)
  }),
]

/** found = s·a + t·b, as near as the terms allow before they cancel. */
const additive = (found: Numbers, a: Numbers, s: number, b: Numbers, t: number): Verdict =>
  near(found, moved(times(s, a), t, b), tolerances.modes, Math.max(1e-3, ...Array.from(a, Math.abs), ...Array.from(b, Math.abs)))

/**
 * Laws that both modes owe to linear algebra.
 *
 * @example
 * refuted(check(linearity(scalarPrograms()), { runs: 5 }))   // []
 * @category laws
 */
export const linearity = (samples: fc.Arbitrary<Sample>, modes: Modes = library): ReadonlyArray<Law> => [
  judged('J(2u − 3v) = 2Ju − 3Jv', samples, modes, ({ point, u, v }, map) =>
    additive(map.push(point, moved(times(2, u), -3, v)), map.push(point, u), 2, map.push(point, v), -3),
  ),
  judged('Jᵀ(2w + w²) = 2Jᵀw + Jᵀw²', samples, modes, ({ point, w }, map) => {
    const other = Float64Array.from(w, (x) => x * x)
    return additive(map.pull(point, moved(other, 2, w)), map.pull(point, other), 1, map.pull(point, w), 2)
  }),
  judged('J0 = 0', samples, modes, ({ point, v, w }, map) =>
    every(
      () => identical(map.push(point, times(0, v)).map(Math.abs), times(0, map.push(point, v)).map(Math.abs)),
      () => identical(map.pull(point, times(0, w)).map(Math.abs), times(0, point).map(Math.abs)),
    ),
  ),
  judged('⟨Jv, w⟩ = ⟨v, Jᵀw⟩', samples, modes, ({ point, v, w }, map) =>
    near([innerProduct(map.push(point, v), w)], [innerProduct(v, map.pull(point, w))], tolerances.modes, 1e-3),
  ),
]

// second order -----------------------------------------------------------------------------

const second: (program: Program, modes: Modes) => ReturnType<typeof secondOf> = remembered(secondOf)

/**
 * Laws of second order: four nestings of the modes, symmetry, and differences of values and of derivatives.
 *
 * @example
 * refuted(check(secondOrder(scalarPrograms()), { runs: 5 }))   // []
 * @category laws
 */
export const secondOrder = (samples: fc.Arbitrary<Sample>, modes: Modes = library): ReadonlyArray<Law> => [
  law('forward∘forward = forward∘reverse = reverse∘forward = reverse∘reverse', samples, ({ program, point, u, v, w }) => {
    const found = second(program, modes)(point, u, v, w)
    const wanted = found.forwardForward
    return near(
      [found.forwardForward, found.forwardReverse, found.reverseForward, found.reverseReverse],
      [wanted, wanted, wanted, wanted],
      tolerances.modes,
      1e-2,
    )
  }),
  law('the second derivative is symmetric', samples, ({ program, point, u, v, w }) => {
    const [one, other] = [second(program, modes)(point, u, v, w), second(program, modes)(point, v, u, w)]
    return near(Object.values(one), Object.values(other), tolerances.modes, 1e-2)
  }),
  law('the second derivative agrees with second differences', samples, ({ program, value, point, v, w, reach }) => {
    const found = second(program, modes)(point, v, v, w)
    return nearEstimates([found.forwardForward], differences(weighted(value, w), point, v, { step: reach, order: 2 }), tolerances.second, 1)
  }),
  law('the derivative of the derivative agrees with its differences', samples, ({ program, point, u, v, w, reach }) => {
    const map = mapping(program, modes)
    const found = second(program, modes)(point, u, v, w)
    const [ahead, back] = [(x: Float64Array) => [innerProduct(map.push(x, v), w)], (x: Float64Array) => [innerProduct(map.pull(x, w), v)]]
    return every(
      () => nearEstimates([found.forwardForward], differences(ahead, point, u, { step: reach }), tolerances.first, 1),
      () => nearEstimates([found.reverseReverse], differences(back, point, u, { step: reach }), tolerances.first, 1),
    )
  }),
]

/**
 * Every law of differentiation that holds for loops and custom rules too, which have no complex step.
 *
 * @example
 * refuted(check(anyDerivative(scans()), { runs: 3 }))   // []
 * @category laws
 */
export const anyDerivative = (samples: fc.Arbitrary<Sample>, modes: Modes = library): ReadonlyArray<Law> => [
  ...byDifferences(samples, modes),
  ...linearity(samples, modes),
  ...secondOrder(samples, modes),
]

/**
 * Every law of differentiation, over any source of programs.
 *
 * @example
 * refuted(check(derivative(arrayPrograms()), { runs: 5 }))   // []
 * @category laws
 */
export const derivative = (samples: fc.Arbitrary<Sample>, modes: Modes = library): ReadonlyArray<Law> => [
  ...byComplexStep(samples, modes),
  ...anyDerivative(samples, modes),
]
