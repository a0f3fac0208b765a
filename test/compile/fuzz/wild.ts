/**
 * What is far from tame: numbers among which are NaN, infinities, −0, subnormal and huge ones, and productions
 * that put anything into anything.
 */
import * as fc from 'fast-check'
import type { Aval } from '../../../src/array/aval.ts'
import { sizeOf } from '../../../src/array/shape.ts'
import { type AnyTensor, seal } from '../../../src/array/tensor.ts'
import type { Production } from '../../../laws/production.ts'

/** Where bits are most easily lost. */
const corners: ReadonlyArray<number> = [
  0,
  -0,
  1,
  -1,
  0.5,
  -3,
  Math.PI,
  710,
  -745,
  1e200,
  -1e-200,
  2 ** 52 + 0.5,
  2 ** 31,
  Number.MAX_VALUE,
  -Number.MAX_VALUE,
  Number.MIN_VALUE,
  -Number.MIN_VALUE,
  2.2250738585072014e-308,
  1.5e-310,
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
  Number.NaN,
]

// Evenly spread in [−4, 4]: doubles drawn by their bits would nearly all be next to 0.
const tame = fc.noBias(fc.integer({ min: -(2 ** 30), max: 2 ** 30 })).map((k) => k / 2 ** 28)

/** Numbers of which a third are corners. */
export const wild: fc.Arbitrary<number> = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...corners) },
  { weight: 2, arbitrary: fc.double() },
  { weight: 4, arbitrary: tame },
)

/** Tame numbers, at which programs get furthest before all is NaN. */
export const calm: fc.Arbitrary<number> = fc.oneof({ weight: 9, arbitrary: tame }, { weight: 1, arbitrary: fc.constantFrom(0, -0, 1, 2, -1) })

/** A production whose operands pass for values of every domain, so that none is brought into it. */
export const unbounded = ({ name, make }: Production): Production => ({
  name,
  make: (site) => make({ ...site, value: (n, fits) => ({ ...site.value(n, fits), low: Number.POSITIVE_INFINITY, high: Number.NEGATIVE_INFINITY }) }),
})

const whole = (x: number): number => (Math.abs(x) < 2 ** 31 ? Math.round(x) : Object.is(x, 2 ** 31) ? 2 ** 31 - 1 : 0)

const elements = (of: Aval, at: (i: number) => number): AnyTensor => {
  const length = sizeOf(of.shape)
  if (of.dtype === 'float64')
    return seal(
      of,
      Float64Array.from({ length }, (_, i) => at(i)),
    )
  if (of.dtype === 'int32')
    return seal(
      of,
      Int32Array.from({ length }, (_, i) => whole(at(i))),
    )
  return seal(
    of,
    Uint8Array.from({ length }, (_, i) => (at(i) > 0 ? 1 : 0)),
  )
}

/** Values for inputs, from a few numbers over and over; whole numbers and masks from the same. */
export const operandsOf = (inputs: ReadonlyArray<Aval>, numbers: ReadonlyArray<number>): ReadonlyArray<AnyTensor> => {
  let from = 0
  return inputs.map((of) => {
    const start = from
    from += sizeOf(of.shape)
    return elements(of, (i) => numbers[(start + i) % numbers.length] ?? 0)
  })
}
