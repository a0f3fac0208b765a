import { describe, expect, it } from 'vitest'
import { enclosure } from '../../laws/interval.ts'
import { arrayPrograms, scalarPrograms } from '../../laws/program.ts'
import { scalarTensor, tensor } from '../../src/array/tensor.ts'
import {
  cos,
  div,
  dual,
  dualOf,
  evaluate,
  fold,
  gamma,
  grad,
  gt,
  type Interval,
  interval,
  intervals,
  log,
  mul,
  ne,
  pow,
  type Scalar,
  sin,
  sqrt,
  square,
  sub,
  toFloat,
  toInt,
  trace,
  where,
} from '../../src/index.ts'
import { elementOf } from '../../src/array/tensor.ts'
import type { Algebra, Operation } from '../../src/program/model.ts'
import { phantom } from '../../src/type/phantom.ts'
import { obey } from './suite.ts'

describe('intervals on scalar programs', () => obey(enclosure(scalarPrograms()), 100))
describe('intervals on array programs', () => obey(enclosure(arrayPrograms()), 60))

const box = (low: number, high: number): Interval => interval(tensor(low), tensor(high))
const ends = (range: Interval | undefined): ReadonlyArray<number> => (range === undefined ? [] : [elementOf(range.low), elementOf(range.high)])
const rangeOf = (f: (x: Scalar) => Scalar | number, low: number, high: number): ReadonlyArray<number> => ends(fold(intervals)(trace(f)(1))([box(low, high)])[0])
const near = (found: ReadonlyArray<number>, low: number, high: number): void => {
  expect(found[0]).toBeCloseTo(low, 12)
  expect(found[1]).toBeCloseTo(high, 12)
}

describe('the range of', () => {
  /** Every value at points of a box must lie in the range that is claimed for the box. */
  const encloses = (f: (x: Scalar) => Scalar | number, low: number, high: number): ReadonlyArray<number> => {
    const [least = Number.NaN, most = Number.NaN] = rangeOf(f, low, high)
    for (let k = 0; k <= 64; k++) {
      const y = phantom<(x: number) => number>(evaluate(f))(low + ((high - low) * k) / 64)
      if (!Number.isNaN(y)) expect(least <= y && y <= most).toBe(true)
    }
    return [least, most]
  }
  it('a power of what may be negative, which is not known', () => {
    expect(encloses((x) => pow(x, 3), -1, 2)).toEqual([-Infinity, Infinity])
    near(
      encloses((x) => pow(x, -2), 0.5, 2),
      0.25,
      4,
    )
  })
  it('the slopes of a power', () => {
    const byBase = encloses((x) => phantom<Scalar>(grad((t: Scalar) => pow(t, 4))(x)), 0.5, 2)
    near(byBase, 0.5, 32)
    // A sum of what it is at each end.
    encloses((x) => phantom<Scalar>(grad((t: Scalar) => pow(t, t))(x)), 0.5, 2)
    near(
      encloses((y) => phantom<Scalar>(grad((t: Scalar) => pow(2, t))(y)), 1, 3),
      2 * Math.LN2,
      8 * Math.LN2,
    )
  })
  it('a function of which nothing is known, but at one point', () => {
    expect(encloses((x) => gamma(x), 1, 3)).toEqual([-Infinity, Infinity])
    near(
      encloses((x) => gamma(x), 4, 4),
      6,
      6,
    )
  })
  it('whole numbers and masks, at one point and over a range', () => {
    expect(encloses((x) => toFloat(toInt(x)), 2.7, 2.7)).toEqual([2, 2])
    expect(encloses((x) => toFloat(toInt(x)), 1, 3)).toEqual([-(2 ** 31), 2 ** 31 - 1])
    expect(encloses((x) => toFloat(ne(x, 2)), 2, 2)).toEqual([0, 0])
    expect(encloses((x) => toFloat(ne(x, 2)), 1, 3)).toEqual([0, 1])
  })
  it('a square around 0', () =>
    near(
      rangeOf((x) => square(x), -1, 2),
      0,
      4,
    ))
  it('a product, which does not know that its factors are one', () =>
    near(
      rangeOf((x) => mul(x, x), -1, 2),
      -2,
      4,
    ))
  it('a sine over a crest and over a trough', () => {
    near(
      rangeOf((x) => sin(x), 1, 2),
      Math.sin(1),
      1,
    )
    near(
      rangeOf((x) => cos(x), 3, 4),
      -1,
      Math.cos(4),
    )
    near(
      rangeOf((x) => sin(x), 0, 7),
      -1,
      1,
    )
  })
  it('a quotient by what may be 0 is the whole line', () =>
    expect(rangeOf((x) => div(1, x), -1, 1)).toEqual([Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]))
  it('what leaves its domain is the whole line', () => expect(rangeOf((x) => log(x), -1, 1)).toEqual([Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]))
  it('a choice that is certain, and one that is not', () => {
    const f = (x: Scalar): Scalar => where(gt(x, 0), sqrt(x), sub(0, square(x)))
    near(rangeOf(f, 1, 4), 1, 2)
    near(rangeOf(f, -2, -1), -4, -1)
    expect(rangeOf(f, -1, 4)[0]).toBe(Number.NEGATIVE_INFINITY)
  })
  it('a derivative, by dual numbers: x² on [1, 2]', () => {
    const [out] = fold(dual(intervals))(trace((x: Scalar) => square(x))(1))([dualOf(box(1, 2), box(1, 1))])
    expect(out?.tangent._tag).toBe('Some')
    near(out?.tangent._tag === 'Some' ? ends(out.tangent.value) : [], 2, 4)
  })
  it('a point is a point, and its error', () => {
    const [low = 0, high = 0] = rangeOf((x) => sin(x), 0.5, 0.5)
    expect(high - low).toBeLessThan(1e-14)
  })
})

describe('a fault is seen', () => {
  const faulty = (name: string, change: (operation: Operation, args: ReadonlyArray<Interval>) => ReadonlyArray<Interval>): Algebra<Interval> => ({
    literal: intervals.literal,
    apply: (operation, args) => (operation.primitive.name === name ? change(operation, args) : intervals.apply(operation, args)),
  })
  const apart = ({ low }: Interval): Interval => ({ low, high: low })
  it.each<readonly [string, Algebra<Interval>]>([
    ['a product of the lower ends', faulty('mul', (operation, args) => intervals.apply(operation, args.map(apart)))],
    ['a sum of the lower ends', faulty('add', (operation, args) => intervals.apply(operation, args.map(apart)))],
    [
      'a difference end by end',
      faulty('sub', (operation, args) =>
        intervals.apply(operation, args).map(({ low }) =>
          interval(
            low,
            evaluate.apply(
              operation,
              args.map((arg) => arg.high),
            )[0] ?? scalarTensor(0),
          ),
        ),
      ),
    ],
    [
      'a sine of the ends',
      faulty('sin', (operation, args) => {
        const [a, b] = [args.map((x) => x.low), args.map((x) => x.high)].map((x) => evaluate.apply(operation, x)[0] ?? scalarTensor(0))
        return a === undefined || b === undefined ? [] : [elementOf(a) < elementOf(b) ? interval(a, b) : interval(b, a)]
      }),
    ],
  ])(
    '%s',
    (_, algebra) => {
      expect(enclosure(scalarPrograms(), algebra).some((law) => law.check({ runs: 300, shrink: false })._tag === 'Failed')).toBe(true)
    },
    30_000,
  )
})
