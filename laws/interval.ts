/**
 * The laws of intervals: a program on a box holds its values at every point of the box, and folded with
 * dual numbers its derivatives, which are found by other means.
 */
import * as fc from 'fast-check'
import { option as O } from 'fp-ts'
import { type AnyTensor, avalOf, dataOf, filled } from '../src/array/tensor.ts'
import { entry } from '../src/entry.ts'
import { type Dual, dual, dualOf } from '../src/interpret/dual.ts'
import { type Interval, interval, intervals } from '../src/interpret/interval.ts'
import { fold } from '../src/program/fold.ts'
import type { Algebra } from '../src/program/model.ts'
import type { Numbers } from './closeness.ts'
import { tolerances } from './derivative.ts'
import { differences } from './difference.ts'
import { type Law, law, that, type Verdict } from './law.ts'
import { library, mapOf, mappingOf, tensorsOf } from './mapping.ts'
import type { Sample } from './program.ts'

/** A place in a box: the point and a corner to either side. */
interface Box {
  readonly sample: Sample
  readonly width: number
  /** Where in the box, from 0 to 1 along every axis. */
  readonly at: number
}

const boxes = (samples: fc.Arbitrary<Sample>): fc.Arbitrary<Box> =>
  fc.record({
    sample: samples,
    width: fc.constantFrom(0, 1e-6, 0.01, 0.1, 0.5),
    at: fc.integer({ min: 0, max: 16 }).map((k) => k / 16),
  })

const flat = (tensors: ReadonlyArray<AnyTensor>): ReadonlyArray<number> => tensors.flatMap((tensor) => Array.from(dataOf(tensor)))

const within = (found: Numbers, ranges: ReadonlyArray<Interval>, slack: number): Verdict => {
  const [lows, highs] = [flat(ranges.map(({ low }) => low)), flat(ranges.map(({ high }) => high))]
  const i = Array.from(found).findIndex(
    (x, k) => !Number.isNaN(x) && !(x >= (lows[k] ?? 0) - slack * Math.abs(x) && x <= (highs[k] ?? 0) + slack * Math.abs(x)),
  )
  return that(i < 0, `a number in [${lows[i]}, ${highs[i]}]`, `${found[i]}`)
}

const box = ({ sample, width }: Box): ReadonlyArray<Interval> => {
  const [low, high] = [-1, 1].map((side) =>
    tensorsOf(
      sample.program.inputs,
      Array.from(sample.point, (x) => x + side * width),
    ),
  )
  return (low ?? []).map((tensor, i) => interval(tensor, entry(high ?? [], i)))
}

const inside = ({ sample, width, at }: Box): Float64Array => Float64Array.from(sample.point, (x) => x + width * (2 * at - 1))

const still = ({ low }: Interval): Interval => interval(filled(avalOf(low), 0), filled(avalOf(low), 0))

/**
 * Laws of the algebra of intervals.
 *
 * @example
 * refuted(check(enclosure(scalarPrograms()), { runs: 5 }))   // []
 * @category laws
 */
export const enclosure = (samples: fc.Arbitrary<Sample>, algebra: Algebra<Interval> = intervals): ReadonlyArray<Law> => {
  const cases = boxes(samples)
  const slopes = (given: Box): ReadonlyArray<Dual<Interval>> => {
    const along = tensorsOf(given.sample.program.inputs, given.sample.v)
    return fold(dual(algebra))(given.sample.program)(box(given).map((range, i) => dualOf(range, interval(entry(along, i), entry(along, i)))))
  }
  // A structural zero is a tangent of 0 everywhere.
  const moving = (given: Box): ReadonlyArray<Interval> => slopes(given).map(({ primal, tangent }) => O.getOrElse(() => still(primal))(tangent))
  return [
    law('f(x) ∈ F([a, b])', cases, (given) => within(mapOf(given.sample.program)(inside(given)), fold(algebra)(given.sample.program)(box(given)), 0)),
    law('f′(x) ∈ F′([a, b])', cases, (given) => within(mappingOf(given.sample.program, library).push(inside(given), given.sample.v), moving(given), 0)),
    law('differences of f at x ∈ F′([a, b])', cases, (given) => {
      const found = differences(given.sample.value, inside(given), given.sample.v, { step: given.sample.reach })
      return within(
        found.map(({ value, error }) => (error <= tolerances.first * 0.1 * Math.abs(value) ? value : Number.NaN)),
        moving(given),
        tolerances.first,
      )
    }),
  ]
}
