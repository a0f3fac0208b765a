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
  gt,
  type Interval,
  interval,
  intervals,
  log,
  mul,
  type Scalar,
  sin,
  sqrt,
  square,
  sub,
  trace,
  where,
} from '../../src/index.ts'
import { elementOf } from '../../src/array/tensor.ts'
import type { Algebra, Operation } from '../../src/program/model.ts'
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
