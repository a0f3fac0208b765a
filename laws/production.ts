/**
 * The grammar of random programs: each production makes one call from values that exist, or declines.
 *
 * Every value carries bounds. A production brings its operands into the domain where its operation is
 * smooth and tame (x to m + r·sin x if need be) and says what bounds the result has, so that whatever
 * is generated can be differentiated, and compared with differences, at every point sampled.
 */
import { broadcastShapes, type Dims, sizeOf } from '../src/array/shape.ts'
import { entry } from '../src/entry.ts'
import { vocabulary } from '../src/index.ts'
import { call, constant, list, type Term } from './snippet.ts'

/** A value that a later call may use. */
export interface Value {
  readonly term: Term
  readonly shape: Dims
  readonly low: number
  readonly high: number
}

/** Where a production chooses: the nth value counted backwards, the nth choice from so many, a constant. */
export interface Site {
  readonly value: (n: number, fits?: (candidate: Value) => boolean) => Value
  readonly choice: (n: number, of: number) => number
  readonly number: number
}

/** One way to make a value; null where the values chosen do not fit. */
export interface Production {
  readonly name: string
  readonly make: (site: Site) => Value | null
}

export type Bounds = readonly [low: number, high: number]

// values ------------------------------------------------------------------------------------

export const made = (operation: string, args: ReadonlyArray<Term>, shape: Dims, [low, high]: Bounds): Value => ({
  term: call(operation, ...args),
  shape,
  low,
  high,
})

// Folding by large waves again and again would make programs too wild for differences to follow.
const steepest = 1.5

/** The value within a domain: itself if it is already, else folded into it. */
export const within = (x: Value, [low, high]: Bounds): Value => {
  if (x.low >= low && x.high <= high) return x
  const [middle, radius] = [(low + high) / 2, Math.min(steepest, (high - low) / 2)]
  const sine = call('sin', x.term)
  const wave = radius === 1 ? sine : call('mul', constant(radius), sine)
  return { term: middle === 0 ? wave : call('add', constant(middle), wave), shape: x.shape, low: middle - radius, high: middle + radius }
}

const compatible = (a: Dims, b: Dims): boolean => {
  const rank = Math.max(a.length, b.length)
  for (let i = 1; i <= rank; i++) {
    const [m, n] = [a[a.length - i] ?? 1, b[b.length - i] ?? 1]
    if (m !== n && m !== 1 && n !== 1) return false
  }
  return true
}

/** Arrays stay small. */
export const largest = 24

// elementwise ------------------------------------------------------------------------------

const scalars = new Map(vocabulary.flatMap((primitive) => (primitive.scalar === null ? [] : [[primitive.name, primitive.scalar] as const])))
export const scalar = (name: string, ...xs: ReadonlyArray<number>): number => scalars.get(name)?.(...xs) ?? Number.NaN

/** Bounds of a function that rises or falls throughout. */
const monotone =
  (name: string) =>
  ({ low, high }: Value): Bounds => {
    const ends = [scalar(name, low), scalar(name, high)]
    return [Math.min(...ends), Math.max(...ends)]
  }

/** Bounds of an even function that rises from 0. */
const even =
  (name: string) =>
  ({ low, high }: Value): Bounds => [
    low <= 0 && high >= 0 ? scalar(name, 0) : Math.min(scalar(name, low), scalar(name, high)),
    Math.max(scalar(name, low), scalar(name, high)),
  ]

export const one = (name: string, domain: Bounds, bounds: (x: Value) => Bounds = monotone(name)): Production => ({
  name,
  make: ({ value }) => {
    const x = within(value(0), domain)
    return made(name, [x.term], x.shape, bounds(x))
  },
})

const waves = (): Bounds => [-1, 1]

/** Bounds from those of the corners, for what is monotone in each operand. */
const corners =
  (name: string) =>
  (x: Value, y: Value): Bounds => {
    const all = [scalar(name, x.low, y.low), scalar(name, x.low, y.high), scalar(name, x.high, y.low), scalar(name, x.high, y.high)]
    return [Math.min(...all), Math.max(...all)]
  }

export const two = (name: string, first: Bounds, second: Bounds, bounds: (x: Value, y: Value) => Bounds = corners(name)): Production => ({
  name,
  make: (site) => {
    const x = within(site.value(0), first)
    // One in four second operands is a constant.
    const literal: Value = { term: constant(site.number), shape: [], low: site.number, high: site.number }
    const usable = literal.low >= second[0] && literal.high <= second[1]
    const y =
      site.choice(0, 4) === 3 && usable
        ? literal
        : within(
            site.value(1, (candidate) => compatible(candidate.shape, x.shape)),
            second,
          )
    const shape = compatible(x.shape, y.shape) ? broadcastShapes(name, x.shape, y.shape) : null
    return shape === null || sizeOf(shape) > largest ? null : made(name, [x.term, y.term], shape, bounds(x, y))
  },
})

export const positive: Bounds = [0.4, 3]

/**
 * Arithmetic, square, sqrt, exp, log, sin and cos: the operations that the cost law counts.
 *
 * @category arbitraries
 */
export const fieldProductions: ReadonlyArray<Production> = [
  two('add', [-8, 8], [-8, 8]),
  two('mul', [-3, 3], [-3, 3]),
  two('sub', [-8, 8], [-8, 8]),
  two('div', [-4, 4], positive),
  one('neg', [-8, 8]),
  one('square', [-3, 3], even('square')),
  one('sqrt', [0.2, 8]),
  one('exp', [-3, 1.5]),
  one('log', [0.2, 8]),
  one('sin', [-6, 6], waves),
  one('cos', [-6, 6], waves),
]

const elementary: ReadonlyArray<Production> = [
  one('reciprocal', positive),
  one('expm1', [-3, 1.5]),
  one('log1p', [-0.7, 5]),
  one('sigmoid', [-6, 6]),
  one('softplus', [-6, 6]),
  one('tan', [-1, 1]),
  one('asin', [-0.8, 0.8]),
  one('acos', [-0.8, 0.8]),
  one('atan', [-6, 6]),
  one('sinh', [-2, 2]),
  one('cosh', [-2, 2], even('cosh')),
  one('tanh', [-4, 4]),
  two('pow', [0.4, 2.5], [-2, 2]),
  two('atan2', positive, [-4, 4]),
  two('hypot', [0.3, 4], [0.3, 4]),
]

// choices ----------------------------------------------------------------------------------

export const union = (x: Value, y: Value): Bounds => [Math.min(x.low, y.low), Math.max(x.high, y.high)]

const chosen: Production = {
  name: 'where',
  make: (site) => {
    const [x, y] = [site.value(2), site.value(3)]
    const fits = ({ shape }: Value): boolean => compatible(x.shape, y.shape) && compatible(shape, broadcastShapes('where', x.shape, y.shape))
    const literal: Value = { term: constant(site.number), shape: [], low: site.number, high: site.number }
    const [a, b] = [site.value(0, fits), site.choice(1, 2) === 0 ? site.value(1, fits) : literal]
    if (!compatible(x.shape, y.shape) || !fits(a) || !fits(b) || !compatible(a.shape, b.shape)) return null
    const shape = broadcastShapes('where', broadcastShapes('where', x.shape, y.shape), broadcastShapes('where', a.shape, b.shape))
    const comparison = entry(['lt', 'gt', 'le', 'ge'], site.choice(0, 4))
    return sizeOf(shape) > largest ? null : made('where', [call(comparison, a.term, b.term), x.term, y.term], shape, union(x, y))
  },
}

/** Kinks and choices: differentiable almost everywhere. */
const kinked: ReadonlyArray<Production> = [one('abs', [-8, 8], even('abs')), two('max', [-8, 8], [-8, 8]), two('min', [-8, 8], [-8, 8]), chosen]

/**
 * What makes scalar programs that are smooth everywhere they are sampled.
 *
 * @category arbitraries
 */
export const smoothProductions: ReadonlyArray<Production> = [...fieldProductions, ...elementary]

/**
 * What makes scalar programs, kinks and choices among it.
 *
 * @category arbitraries
 */
export const scalarProductions: ReadonlyArray<Production> = [...smoothProductions, ...kinked]

// arrays -----------------------------------------------------------------------------------

export const isArray = ({ shape }: Value): boolean => shape.length > 0
const array = (site: Site, n: number): Value | null => ((x) => (isArray(x) ? x : null))(site.value(n, isArray))

export const onArray = (name: string, make: (x: Value, site: Site) => Value | null): Production => ({
  name,
  make: (site) => {
    const x = array(site, 0)
    return x === null ? null : make(x, site)
  },
})

export const reduction = (name: string, domain: Bounds, bounds: (x: Value, count: number) => Bounds): Production =>
  onArray(name, (given, site) => {
    const x = within(given, domain)
    const { shape } = x
    const axis = site.choice(0, shape.length + 1)
    if (axis === shape.length) return made(name, [x.term], [], bounds(x, sizeOf(shape)))
    const keepdims = site.choice(1, 2) === 1
    const kept = shape.flatMap((n, i) => (i === axis ? (keepdims ? [1] : []) : [n]))
    return made(name, [x.term, constant(keepdims ? { axes: axis, keepdims } : { axes: axis })], kept, bounds(x, entry(shape, axis)))
  })

export const joint = (name: string, shapeOf: (x: Value, y: Value, site: Site) => readonly [Dims, number] | null): Production =>
  onArray(name, (x, site) => {
    const y = site.value(1, (candidate) => shapeOf(x, candidate, site) !== null)
    const found = shapeOf(x, y, site)
    return found === null || sizeOf(found[0]) > largest ? null : made(name, [list(x.term, y.term), constant(found[1])], found[0], union(x, y))
  })

export const same = (a: Dims, b: Dims): boolean => a.length === b.length && a.every((n, i) => n === b[i])

/** The shape of a matrix product of operands of rank 1 or 2; null where they do not multiply. */
const multiplied = (a: Dims, b: Dims): Dims | null => {
  if (a.length === 0 || b.length === 0 || a.length > 2 || b.length > 2 || a[a.length - 1] !== b[Math.max(0, b.length - 2)]) return null
  return [...a.slice(0, -1), ...b.slice(1).slice(-1)]
}

const product: Production = onArray('matmul', (given, site) => {
  const [x, y] = [given, site.value(1, (candidate) => multiplied(given.shape, candidate.shape) !== null)].map((operand) => within(operand, [-2, 2]))
  const shape = x === undefined || y === undefined ? null : multiplied(x.shape, y.shape)
  if (x === undefined || y === undefined || shape === null) return null
  const bound = 4 * (x.shape[x.shape.length - 1] ?? 1)
  return made(shape.length === 0 ? 'dot' : 'matmul', [x.term, y.term], shape, [-bound, bound])
})

export const moved = (x: Value, name: string, args: ReadonlyArray<Term>, shape: Dims): Value | null =>
  sizeOf(shape) > largest ? null : made(name, [x.term, ...args], shape, [x.low, x.high])

const structural: ReadonlyArray<Production> = [
  reduction('sum', [-3, 3], (x, n) => [n * Math.min(0, x.low), n * Math.max(0, x.high)]),
  reduction('mean', [-8, 8], (x) => [x.low, x.high]),
  reduction('logsumexp', [-4, 4], (x, n) => [x.low + Math.log(n), x.high + Math.log(n)]),
  product,
  onArray('reshape', (x) => moved(x, 'reshape', [constant([-1])], [sizeOf(x.shape)])),
  onArray('transpose', (x) => moved(x, 'transpose', [], [...x.shape].reverse())),
  onArray('expandDims', (x, site) => {
    const at = site.choice(0, x.shape.length + 1)
    return x.shape.length > 2 ? null : moved(x, 'expandDims', [constant(at)], [...x.shape.slice(0, at), 1, ...x.shape.slice(at)])
  }),
  {
    name: 'broadcastTo',
    make: (site) => ((x) => (x.shape.length > 2 ? null : moved(x, 'broadcastTo', [constant([2, ...x.shape])], [2, ...x.shape])))(site.value(0)),
  },
  onArray('slice', (x, site) => {
    const [first = 1, ...rest] = x.shape
    const from = site.choice(0, first)
    const step = site.choice(1, 2) + 1
    const to = from + 1 + site.choice(2, first - from)
    return moved(x, 'slice', [constant([from]), constant([to]), constant([step])], [Math.ceil((to - from) / step), ...rest])
  }),
  onArray('take', (x, site) => {
    const axis = site.choice(3, x.shape.length)
    const size = entry(x.shape, axis)
    const indices = Array.from({ length: 1 + site.choice(0, 3) }, (_, i) => site.choice(i, size))
    return moved(
      x,
      'take',
      [constant(indices), constant(axis)],
      x.shape.map((n, i) => (i === axis ? indices.length : n)),
    )
  }),
  joint('concatenate', (x, y, site) => {
    const axis = site.choice(0, x.shape.length)
    const fits = y.shape.length === x.shape.length && x.shape.every((n, i) => i === axis || n === y.shape[i])
    return fits ? [x.shape.map((n, i) => (i === axis ? n + (y.shape[i] ?? 0) : n)), axis] : null
  }),
  joint('stack', (x, y, site) => {
    const axis = site.choice(0, x.shape.length + 1)
    return same(x.shape, y.shape) && x.shape.length < 3 ? [[...x.shape.slice(0, axis), 2, ...x.shape.slice(axis)], axis] : null
  }),
]

/**
 * What makes programs of small arrays.
 *
 * @category arbitraries
 */
export const arrayProductions: ReadonlyArray<Production> = [...scalarProductions, ...structural, ...structural]
