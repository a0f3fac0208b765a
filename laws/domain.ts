/**
 * Domains: where the arguments of a function are sampled, in the structure of the arguments, and
 * points of them.
 */
import * as fc from 'fast-check'
import { said } from '../src/array/list.ts'
import { type Dims, sizeOf } from '../src/array/shape.ts'
import { seal } from '../src/array/tensor.ts'
import { raise } from '../src/failure.ts'
import { float } from '../src/program/expr.ts'

/** An interval for a number, or for every entry of an array of the shape given. */
export interface Interval {
  readonly from: number
  readonly to: number
  readonly shape?: Dims
  /** Points without a derivative, such as a kink: none is sampled, and differences do not cross them. */
  readonly avoid?: ReadonlyArray<number>
}

/** Intervals in tuples and records, nested as the argument is. */
export type Domain = Interval | ReadonlyArray<Domain> | { readonly [key: string]: Domain }

const isInterval = (domain: Domain): domain is Interval => !Array.isArray(domain) && 'from' in domain && typeof domain.from === 'number'

const isTuple = (domain: Domain): domain is ReadonlyArray<Domain> => Array.isArray(domain)

/** The intervals, in the order in which the leaves of a structure stand. Structures nest a few levels, so this recursion is shallow. */
export const leavesOf = (domain: Domain): ReadonlyArray<Interval> => {
  if (isInterval(domain)) return [domain]
  return isTuple(domain) ? domain.flatMap(leavesOf) : Object.values(domain).flatMap(leavesOf)
}

/** A structure of values in the form of a domain, from one flat vector; numbers for numbers, tensors for arrays. */
export const structureOf = (domain: Domain, flat: ArrayLike<number>): unknown => {
  let next = 0
  const build = (at: Domain): unknown => {
    if (isInterval(at)) {
      const { shape = [] } = at
      if (shape.length === 0) return flat[next++] ?? Number.NaN
      const of = float(...shape)
      return seal(
        of,
        Float64Array.from({ length: sizeOf(shape) }, () => flat[next++] ?? Number.NaN),
      )
    }
    return isTuple(at) ? at.map(build) : Object.fromEntries(Object.entries(at).map(([key, inner]) => [key, build(inner)]))
  }
  return build(domain)
}

/** Something of the right structure and shapes, to trace with. */
export const exampleOf = (domain: Domain): unknown => structureOf(domain, { length: 0 })

/** An interval for every number in a structure. */
export const intervalsOf = (domain: Domain): ReadonlyArray<Interval> =>
  leavesOf(domain).flatMap((leaf) => Array.from({ length: sizeOf(leaf.shape ?? []) }, () => leaf))

/** How far x is from the ends of its interval and from the points to avoid. */
export const roomOf = ({ from, to, avoid = [] }: Interval, x: number): number => Math.min(x - from, to - x, ...avoid.map((point) => Math.abs(x - point)))

// Points lie on a grid of so many steps over half of an interval; the last steps before its ends are left out, and what is
// nearer than that share of the half to an end or to a point to avoid.
const grid = 1000
const ends = 20
const clearance = 0.005

const pointAt = ({ from, to }: Interval, step: number): number => (from + to) / 2 + (((to - from) / 2) * step) / grid

const isClear = (interval: Interval, x: number): boolean => roomOf(interval, x) > ((interval.to - interval.from) / 2) * clearance

/** A number inside an interval, away from its ends and from what it avoids; shrinks to the middle. */
const numberIn = (interval: Interval, index: number): fc.Arbitrary<number> =>
  // A small offset of each coordinate of its own keeps them from tying, and off the middle, where kinks like to be.
  fc
    .noBias(fc.integer({ min: ends - grid, max: grid - ends }))
    .map((step) => pointAt(interval, step + 0.01 * (index % 100)))
    .filter((x) => isClear(interval, x))

/** Refuse an interval of which no point could be drawn: one would be sought for ever. */
const checkInterval = (interval: Interval): void => {
  const { from, to } = interval
  const refuse = (reason: string, hint: string): never => raise({ _tag: 'Argument', operation: 'domain', reason, hint })
  if (!Number.isFinite(from) || !Number.isFinite(to) || from >= to)
    return refuse(`there is no interval from ${said(from)} to ${said(to)}`, 'give finite ends in order: { from: -1, to: 1 }')
  const steps = Array.from({ length: 2 * (grid - ends) + 1 }, (_, k) => k + ends - grid)
  if (!steps.some((step) => isClear(interval, pointAt(interval, step))))
    return refuse(`nothing is left of the interval from ${from} to ${to}`, 'avoid fewer points')
}

/** Points of a domain as flat vectors. @category arbitraries */
export const pointsOf = (domain: Domain): fc.Arbitrary<Float64Array> => {
  leavesOf(domain).forEach(checkInterval)
  return fc.tuple(...intervalsOf(domain).map(numberIn)).map((xs) => Float64Array.from(xs))
}

/** Directions, each coordinate in proportion to the width of its interval where that is below 2; they shrink to 1s. @category arbitraries */
export const directionsOf = (domain: Domain): fc.Arbitrary<Float64Array> =>
  fc
    .tuple(
      ...intervalsOf(domain).map(({ from, to }) => fc.noBias(fc.integer({ min: 0, max: 19 })).map((k) => (1 - 2 * (k / 19)) * Math.min(1, (to - from) / 2))),
    )
    .map((xs) => Float64Array.from(xs))

/** How far one may go along directions from a point, both ways, and stay inside. */
export const reachOf = (domain: Domain, point: ArrayLike<number>, ...directions: ReadonlyArray<ArrayLike<number>>): number =>
  intervalsOf(domain).reduce((least, interval, i) => {
    const fastest = Math.max(...directions.map((v) => Math.abs(v[i] ?? 0)))
    return fastest === 0 ? least : Math.min(least, (0.9 * roomOf(interval, point[i] ?? Number.NaN)) / fastest)
  }, 0.1)
