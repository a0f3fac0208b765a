/**
 * Intervals: programs on ranges of numbers, so that the result holds every value that the program has on
 * them; and folded with `dual`, every derivative (R. E. Moore, Interval Analysis, 1966).
 *
 * What is known of an operation is here in a table: where it rises, where it falls, where it moves entries.
 * Of the rest nothing is claimed: the answer is the whole line. Bounds are rounded outwards by more than
 * an operation's error, so that they hold up to underflow.
 */
import type { Aval } from '../array/aval.ts'
import { type AnyTensor, dataOf, filled, isTensor, sameTensor, seal } from '../array/tensor.ts'
import { dtypes } from '../array/dtype.ts'
import { sizeOf } from '../array/shape.ts'
import { log } from '../elementary/twin/logarithm.ts'
import { cos, sin } from '../elementary/twin/trigonometric.ts'
import { entry } from '../entry.ts'
import type { Algebra, Operation } from '../program/model.ts'
import { farSquare, farScale, scaledNormalCdf } from '../special/normal.ts'
import { checkRecord } from '../program/given.ts'

/** Every number from `low` to `high`, entry by entry; of masks, 0 to 1 is either. */
export interface Interval {
  readonly low: AnyTensor
  readonly high: AnyTensor
}

type Range = readonly [low: number, high: number]

const { POSITIVE_INFINITY: infinity } = Number
const line: Range = [-infinity, infinity]

/** The least range of some numbers; the whole line where one of them is none. */
const hull = (...xs: ReadonlyArray<number>): Range => (xs.some(Number.isNaN) ? line : [Math.min(...xs), Math.max(...xs)])

// No operation here is off by more than a few units in the last place.
const margin = 2 ** -48
const outwards = ([low, high]: Range): Range => [low - Math.abs(low === -infinity ? 0 : low) * margin, high + Math.abs(high === infinity ? 0 : high) * margin]

// the table --------------------------------------------------------------------------------

const rising: ReadonlySet<string> = new Set([
  'exp',
  'expm1',
  'log',
  'log1p',
  'sqrt',
  'cbrt',
  'tanh',
  'sigmoid',
  'softplus',
  'atan',
  'asin',
  'sinh',
  'asinh',
  'atanh',
  'acosh',
  'erf',
  'relu',
  'exp2',
  'log2',
  'log10',
  'toFloat',
])
const falling: ReadonlySet<string> = new Set(['neg', 'acos', 'erfc'])
/** Exact, so that nothing need be rounded. */
const exact: ReadonlySet<string> = new Set(['neg', 'abs', 'max', 'min', 'relu', 'toFloat', 'where', 'gt', 'ge', 'lt', 'le'])
/** Sums of entries, or entries elsewhere. */
const moving: ReadonlySet<string> = new Set(['broadcastTo', 'reshape', 'transpose', 'sum', 'slice', 'concatenate', 'flip', 'gather'])

const times = (a: number, b: number): number => (a === 0 || b === 0 ? 0 : a * b)
const product = ([a, b]: Range, [c, d]: Range): Range => hull(times(a, c), times(a, d), times(b, c), times(b, d))
const inverse = ([a, b]: Range): Range => (a > 0 || b < 0 ? [1 / b, 1 / a] : line)
const magnitude = ([a, b]: Range): Range => (a >= 0 ? [a, b] : b <= 0 ? [-b, -a] : [0, Math.max(-a, b)])

/** Whether a range holds a point of a lattice of step 2π. */
const meets = ([a, b]: Range, phase: number): boolean => Math.ceil((a - phase) / (2 * Math.PI) - 1e-9) <= Math.floor((b - phase) / (2 * Math.PI) + 1e-9)
const wave =
  (f: (x: number) => number, top: number) =>
  (x: Range): Range => {
    if (!(Math.abs(x[0]) < 1e6 && Math.abs(x[1]) < 1e6)) return [-1, 1]
    const [low, high] = hull(f(x[0]), f(x[1]))
    return [meets(x, top - Math.PI) ? -1 : low, meets(x, top) ? 1 : high]
  }

/** In either operand it rises or falls all along, where the base is positive. */
const power = ([a, b]: Range, [c, d]: Range): Range => (a > 0 ? hull(a ** c, a ** d, b ** c, b ** d) : line)
const less = ([a, b]: Range, n: number): Range => outwards([a - n, b - n])
const logarithm = ([a, b]: Range): Range => (a > 0 ? outwards([log(a), log(b)]) : line)

/** A comparison: certain where the ranges lie apart. */
const compared =
  (surely: (a: Range, b: Range) => boolean, never: (a: Range, b: Range) => boolean) =>
  (a: Range = line, b: Range = line): Range =>
    surely(a, b) ? [1, 1] : never(a, b) ? [0, 0] : [0, 1]

const table: Readonly<Record<string, (...xs: ReadonlyArray<Range>) => Range>> = {
  add: ([a, b] = line, [c, d] = line) => hull(a + c, b + d),
  sub: ([a, b] = line, [c, d] = line) => hull(a - d, b - c),
  mul: (x = line, y = line) => product(x, y),
  div: (x = line, y = line) => product(x, inverse(y)),
  reciprocal: (x = line) => inverse(x),
  abs: (x = line) => magnitude(x),
  square: (x = line) => {
    const [low, high] = magnitude(x)
    return [low * low, high * high]
  },
  max: ([a, b] = line, [c, d] = line) => [Math.max(a, c), Math.max(b, d)],
  min: ([a, b] = line, [c, d] = line) => [Math.min(a, c), Math.min(b, d)],
  sin: (x = line) => wave(sin, Math.PI / 2)(x),
  cos: (x = line) => wave(cos, 0)(x),
  pow: (x = line, y = line) => power(x, y),
  powByBase: (x = line, y = line) => product(y, power(x, less(y, 1))),
  powByExponent: (x = line, y = line) => product(power(x, y), logarithm(x)),
  // Between its jumps it rises.
  scaledNormalCdf: ([a, b] = line) => (Math.max(a * a, b * b) > farSquare ? [0, farScale] : hull(scaledNormalCdf(a), scaledNormalCdf(b))),
  where: ([a, b] = [0, 1], [c, d] = line, [e, f] = line) => (a === 1 ? [c, d] : b === 0 ? [e, f] : [Math.min(c, e), Math.max(d, f)]),
  gt: compared(
    ([a], [, d]) => a > d,
    ([, b], [c]) => b <= c,
  ),
  ge: compared(
    ([a], [, d]) => a >= d,
    ([, b], [c]) => b < c,
  ),
  lt: compared(
    ([, b], [c]) => b < c,
    ([a], [, d]) => a >= d,
  ),
  le: compared(
    ([, b], [c]) => b <= c,
    ([a], [, d]) => a > d,
  ),
}

// the algebra ------------------------------------------------------------------------------

const rangesOf = (of: Aval, range: (i: number) => Range): Interval => {
  const [low, high] = [dtypes[of.dtype].buffer(sizeOf(of.shape)), dtypes[of.dtype].buffer(sizeOf(of.shape))]
  for (let i = 0; i < low.length; i++) {
    const [least, most] = range(i)
    low[i] = least
    high[i] = most
  }
  return { low: seal(of, low), high: seal(of, high) }
}

/** Anything at all. */
const anything = (of: Aval): Interval =>
  of.dtype === 'float64'
    ? { low: filled(of, -infinity), high: filled(of, infinity) }
    : rangesOf(of, () => (of.dtype === 'bool' ? [0, 1] : [-(2 ** 31), 2 ** 31 - 1]))

const evaluated = (operation: Operation, args: ReadonlyArray<AnyTensor>): ReadonlyArray<AnyTensor> => operation.primitive.evaluate(operation, args)

const applied = (operation: Operation, args: ReadonlyArray<Interval>): ReadonlyArray<Interval> => {
  const { primitive, results } = operation
  const { name } = primitive
  const of = entry(results, 0)
  const rounded = (given: Interval): Interval =>
    exact.has(name) || of.dtype !== 'float64' ? given : rangesOf(of, (i) => outwards([entry(dataOf(given.low), i), entry(dataOf(given.high), i)]))
  const ends = (first: 'low' | 'high'): AnyTensor =>
    entry(
      evaluated(
        operation,
        args.map((arg) => arg[first]),
      ),
      0,
    )
  if (rising.has(name) || moving.has(name)) return [rounded(certain(of, ends('low'), ends('high')))]
  if (falling.has(name)) return [rounded(certain(of, ends('high'), ends('low')))]
  const rule = table[name]
  if (rule !== undefined) return [rounded(rangesOf(of, (i) => rule(...args.map(({ low, high }): Range => [entry(dataOf(low), i), entry(dataOf(high), i)]))))]
  if (!args.every(({ low, high }) => sameTensor(low, high))) return results.map(anything)
  const points = evaluated(
    operation,
    args.map(({ low }) => low),
  )
  return points.map((point, j) => {
    const to = entry(results, j)
    return to.dtype === 'float64' ? rangesOf(to, (i) => outwards(hull(entry(dataOf(point), i), entry(dataOf(point), i)))) : { low: point, high: point }
  })
}

/** Two ends, or the whole line where one of them lies outside of the domain. */
const certain = (of: Aval, low: AnyTensor, high: AnyTensor): Interval =>
  of.dtype === 'float64' ? rangesOf(of, (i) => hull(entry(dataOf(low), i), entry(dataOf(high), i))) : { low, high }

/**
 * An interval of numbers or of arrays, from its ends.
 *
 * @example
 * interval(tensor(1), tensor(2))   // { low: a Tensor of shape []: 1, high: a Tensor of shape []: 2 }
 * @category interpreters
 */
export const interval = (low: AnyTensor, high: AnyTensor): Interval => {
  const made = { low, high }
  checkRecord('interval', 'two Tensors', made, { low: isTensor, high: isTensor }, 'as interval(tensor(1), tensor(2))')
  return made
}

/**
 * The algebra of intervals. Law: f(x) ∈ F([a, b]) and, through `dual`, f′(x) ∈ F′([a, b]) for x in [a, b].
 *
 * @example
 * const program = trace((x: Scalar) => sub(mul(2, x), x))(1)
 * const [range] = fold(intervals)(program)([interval(tensor(0), tensor(1))])
 * range   // { low: a Tensor of shape []: -1.0000000000000036, high: a Tensor of shape []: 2.000000000000014 }
 * @category interpreters
 */
export const intervals: Algebra<Interval> = /*#__PURE__*/ Object.freeze<Algebra<Interval>>({
  literal: (value) => ({ low: value, high: value }),
  apply: applied,
})
