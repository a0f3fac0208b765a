/**
 * The laws of an elementwise primitive, sampled where it says that it may be: the suite to run over
 * one's own primitives, as the library runs it over its vocabulary.
 */
import * as fc from 'fast-check'
import { scalarTensor, elementOf } from '../src/array/tensor.ts'
import { sameAval } from '../src/array/aval.ts'
import { none } from '../src/basis/declare.ts'
import { entry } from '../src/entry.ts'
import { applyTo, float, operationOf } from '../src/program/expr.ts'
import type { Params, Primitive, Program } from '../src/program/model.ts'
import type { Domain } from '../src/program/domain.ts'
import { close } from '../src/program/trace.ts'
import { batch } from '../src/transform/batch.ts'
import { identical, type Numbers } from './closeness.ts'
import { isSteppable } from './complex-step.ts'
import { anyDerivative, byComplexStep } from './derivative.ts'
import { about, type Law, law } from './law.ts'
import { library, mapOf, type Modes } from './mapping.ts'
import type { Sample } from './program.ts'

const takesFloats = (primitive: Primitive): boolean => {
  try {
    return sameAval(
      entry(
        primitive.infer(
          none,
          primitive.domains.map(() => float()),
        ),
        0,
      ),
      float(),
    )
  } catch {
    return false
  }
}

/** Whether a primitive is an elementwise function from float64 numbers to one. */
export const isElementwise = (primitive: Primitive): boolean => primitive.scalar !== null && primitive.domains.length > 0 && takesFloats(primitive)

/** Whether such a primitive has derivatives to test, rather than none by definition. */
export const isDifferentiable = (primitive: Primitive): boolean => isElementwise(primitive) && primitive.derivative._tag !== 'Constant'

/** The program that applies a primitive to scalars; the member of a family that its parameters name. */
export const applicationOf = (primitive: Primitive, params: Params = none): Program =>
  close(
    primitive.domains.map(() => float()),
    (xs) => applyTo(primitive, params, xs),
  )

/** The distance from x to the edges of its domain and to the points it avoids. */
const room = ({ from, to, avoid = [] }: Domain, x: number): number => Math.min(x - from, to - x, ...avoid.map((point) => Math.abs(x - point)))

const denominator = 1000

/** A point of an interval off its edges and any grid; it shrinks towards the middle. */
const pointOf = (domain: Domain, index: number): fc.Arbitrary<number> => {
  const [middle, half] = [(domain.from + domain.to) / 2, (domain.to - domain.from) / 2]
  return fc
    .noBias(fc.integer({ min: -denominator + 40, max: denominator - 40 }))
    .map((k) => middle + (half * (k + 0.137 * (index + 1))) / denominator)
    .filter((x) => room(domain, x) > half * 0.01)
}

const direction = (length: number): fc.Arbitrary<Float64Array> =>
  fc
    .noBias(fc.array(fc.integer({ min: 1, max: 20 }), { minLength: length, maxLength: length }))
    .map((ks) => Float64Array.from(ks, (k, i) => (i % 2 === 0 ? 1 : -1) * (k / 20)))

/**
 * Applications of a primitive at points of its domain, with room for differences around them.
 *
 * @example
 * const sine = vocabulary.filter(({ name }) => name === 'sin')
 * refuted(check(sine.flatMap((primitive) => byDifferences(applications(primitive))), { runs: 5 }))   // []
 * @category arbitraries
 */
export const applications = (primitive: Primitive, params: Params = none): fc.Arbitrary<Sample> => {
  const program = applicationOf(primitive, params)
  const { domains, scalar, name } = primitive
  const value = scalar === null ? mapOf(program) : (x: Numbers): Numbers => [scalar(...Array.from(x))]
  return fc.tuple(fc.tuple(...domains.map(pointOf)), direction(domains.length), direction(domains.length)).map(([point, u, v]) => {
    // Both operands move by at most `reach`; in step with the width of the domain, as its curvature is.
    const widest = Math.min(...domains.map((domain) => (domain.to - domain.from) / 40))
    const reach = Math.min(widest, ...domains.map((domain, i) => room(domain, entry(point, i)) * 0.9))
    const sample: Sample = { program, value, point: Float64Array.from(point), u, v, w: Float64Array.of(1), reach }
    return Object.defineProperty(sample, fc.toStringMethod, {
      value: () => `${name}(${point.join(', ')}) along (${Array.from(v).join(', ')})`,
      enumerable: false,
    })
  })
}

// values -----------------------------------------------------------------------------------

const special: ReadonlyArray<number> = [0, -0, 1, -1, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 5e-324, 1e308, -1e-300]

const anything = (count: number): fc.Arbitrary<ReadonlyArray<number>> =>
  fc.array(fc.oneof(fc.double(), fc.constantFrom(...special)), { minLength: count, maxLength: count })

const rows = 3

/** Laws of the values of an elementwise float64 primitive: its scalar function, its symmetry, its batch. */
export const values = (primitive: Primitive): ReadonlyArray<Law> => {
  const { domains, scalar } = primitive
  if (scalar === null) return []
  const floats = domains.map(() => float())
  const operation = operationOf(primitive, none, floats)
  const apply = (xs: ReadonlyArray<number>): number =>
    elementOf(
      entry(
        primitive.evaluate(
          operation,
          xs.map((x) => scalarTensor(x)),
        ),
        0,
      ),
    )
  return [
    law('evaluation is the scalar function', anything(domains.length), (xs) => identical([apply(xs)], [scalar(...xs)])),
    ...(primitive.commutative
      ? [law('its operands may be exchanged', anything(domains.length), (xs) => identical([apply(xs)], [apply([...xs].reverse())]))]
      : []),
    law('batched, it is itself row by row', anything(rows * domains.length), (xs) => {
      const wide = batch(
        applicationOf(primitive),
        domains.map(() => true),
        rows,
      ).program
      const wanted = Array.from({ length: rows }, (_, row) => scalar(...domains.map((__, i) => entry(xs, i * rows + row))))
      return identical(mapOf(wide)(xs), wanted)
    }),
  ]
}

/**
 * Every law of an elementwise primitive: its values, and its derivatives of first and second order
 * in each mode. A complex step is an oracle only for primitives whose complex function is known.
 *
 * @example
 * const sine = vocabulary.filter(({ name }) => name === 'sin')
 * refuted(check(sine.flatMap((primitive) => elementwise(primitive)), { runs: 5 }))   // []
 * @category laws
 */
export const elementwise = (primitive: Primitive, modes: Modes = library): ReadonlyArray<Law> => {
  const samples = applications(primitive)
  const derivatives = isDifferentiable(primitive) ? [...anyDerivative(samples, modes), ...(isSteppable(primitive) ? byComplexStep(samples, modes) : [])] : []
  return about(primitive.name, [...values(primitive), ...derivatives])
}

/**
 * The same for a member of a family, such as `polygamma` at n = 2: its derivatives of first and second order in each
 * mode, and its batch.
 *
 * @example
 * const bessel = vocabulary.filter(({ name }) => name === 'besselJ')
 * refuted(check(bessel.flatMap((primitive) => member(primitive, { n: 2 })), { runs: 5 }))   // []
 * @category laws
 */
export const member = (primitive: Primitive, params: Params, modes: Modes = library): ReadonlyArray<Law> => {
  const samples = applications(primitive, params)
  const program = applicationOf(primitive, params)
  const apart = mapOf(program)
  const { domains } = primitive
  const batched = law('batched, it is itself row by row', anything(rows * domains.length), (xs) => {
    const wide = batch(
      program,
      domains.map(() => true),
      rows,
    ).program
    const wanted = Array.from({ length: rows }, (_, row) => apart(domains.map((__, i) => entry(xs, i * rows + row)))[0] ?? Number.NaN)
    return identical(mapOf(wide)(xs), wanted)
  })
  return about(`${primitive.name} of ${JSON.stringify(params)}`, [
    batched,
    ...anyDerivative(samples, modes),
    ...(isSteppable(primitive) ? byComplexStep(samples, modes) : []),
  ])
}
