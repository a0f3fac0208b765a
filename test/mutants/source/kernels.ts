/**
 * The programs of those functions, at points of their own.
 */
import * as fc from 'fast-check'
import { mapOf, sizesOf } from '../../../laws/mapping.ts'
import type { Sample } from '../../../laws/program.ts'
import { print } from '../../../src/index.ts'
import { float } from '../../../src/program/expr.ts'
import { toExpr } from '../../../src/program/operate.ts'
import { close } from '../../../src/program/trace.ts'
import { phantom } from '../../../src/type/phantom.ts'
import { builds } from './functions.ts'

const sampleOf = (at: number, seed: number): Sample => {
  const [shapes, build] = builds[at % builds.length] ?? [[], () => 0]
  const avals = shapes.map((shape) => float(...shape))
  const program = close(avals, (xs) => {
    const answer = build(...phantom<ReadonlyArray<never>>(xs))
    return (Array.isArray(answer) ? answer : [answer]).map((one) => toExpr('kernel', one))
  })
  const n = shapes.reduce((total, shape) => total + shape.reduce((a, b) => a * b, 1), 0)
  const m = sizesOf(program).outputs
  const wave = (k: number, length: number): Float64Array => Float64Array.from({ length }, (_, i) => Math.sin(seed + 17.3 * k + 1.7 * i + 0.01 * i * i))
  const sample: Sample = { program, value: mapOf(program), point: wave(1, n), u: wave(2, n), v: wave(3, n), w: wave(4, m), reach: 0.1 }
  return Object.defineProperty(sample, fc.toStringMethod, { value: () => print(program), enumerable: false })
}

/** Every one of them in turn. */
export const kernels: fc.Arbitrary<Sample> = fc.tuple(fc.noBias(fc.nat(builds.length - 1)), fc.nat(99)).map(([at, seed]) => sampleOf(at, seed))

/** The same, where a number or two of the point is none or infinite. */
export const oddKernels: fc.Arbitrary<Sample> = fc
  .tuple(kernels, fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY), fc.nat(), fc.nat())
  .map(([sample, odd, first, second]) => {
    const places = [first % sample.point.length, second % sample.point.length]
    const odds = { ...sample, point: Float64Array.from(sample.point, (x, i) => (places.includes(i) ? odd : x)) }
    return Object.defineProperty(odds, fc.toStringMethod, { value: () => print(sample.program), enumerable: false })
  })
