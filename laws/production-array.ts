/**
 * Productions for the rest of the vocabulary: special functions, orders, places by index, running sums,
 * contractions by name, linear algebra on matrices far from singular, loops and branches.
 */
import { type Dims, sizeOf } from '../src/array/shape.ts'
import { entry } from '../src/entry.ts'
import {
  arrayProductions,
  type Bounds,
  made,
  moved,
  one,
  onArray,
  positive,
  type Production,
  reduction,
  type Site,
  two,
  type Value,
  within,
} from './production.ts'
import { holdingProductions } from './production-control.ts'
import { call, constant, lambda, list, parameter, part, type Term } from './snippet.ts'

// elementwise ------------------------------------------------------------------------------

const anywhere: Bounds = [-3, 3]

/** A function that is no primitive by itself, or whose bounds are easier to give than to find. */
const bounded = (name: string, domain: Bounds, bounds: Bounds): Production => one(name, domain, () => bounds)

const elementwise: ReadonlyArray<Production> = [
  one('cbrt', positive),
  one('rsqrt', positive),
  one('exp2', anywhere),
  one('log2', positive),
  one('log10', positive),
  one('asinh', anywhere),
  one('acosh', [1.3, 4]),
  one('atanh', [-0.8, 0.8]),
  one('relu', anywhere),
  one('sign', anywhere),
  one('floor', anywhere),
  one('ceil', anywhere),
  one('round', anywhere),
  {
    // Of whole numbers, which stand still already, so that differences see nothing else.
    name: 'stopGradient',
    make: ({ value }) => ((x) => made('stopGradient', [call('round', x.term)], x.shape, anywhere))(within(value(0), anywhere)),
  },
  one('erf', anywhere),
  one('erfc', anywhere),
  one('lambertW', [-0.1, 3]),
  one('digamma', [0.6, 3]),
  bounded('gamma', [0.6, 3], [0.8, 2]),
  bounded('lgamma', [0.6, 3], [-0.2, 0.7]),
  bounded('besselJ0', anywhere, [-0.5, 1]),
  bounded('besselJ1', anywhere, [-0.6, 0.6]),
  bounded('sinc', anywhere, [-0.3, 1]),
  {
    name: 'besselJ',
    make: ({ value, choice }) => ((x) => made('besselJ', [constant(2 + choice(0, 2)), x.term], x.shape, [-0.6, 0.6]))(within(value(0), anywhere)),
  },
  {
    name: 'polygamma',
    make: ({ value, choice }) => ((x) => made('polygamma', [constant(1 + choice(0, 2)), x.term], x.shape, [-6, 6]))(within(value(0), [0.9, 3])),
  },
  { name: 'sincos', make: ({ value, choice }) => ((x) => resultOf('sincos', x.term, choice(0, 2), x.shape, 1))(within(value(0), anywhere)) },
  two('logaddexp', anywhere, anywhere),
  two('xlogy', positive, [1.1, 3]),
  two('beta', [0.6, 3], [0.6, 3]),
]

// masks ------------------------------------------------------------------------------------

/** A mask made of two comparisons and a choice by it, which is smooth but where a comparison changes. */
const masked: Production = {
  name: 'and',
  make: ({ value, choice, number }) => {
    const x = value(0)
    const joined = entry(['and', 'or'], choice(0, 2))
    const [left, right] = [call(entry(['lt', 'ge'], choice(1, 2)), x.term, constant(number)), call(entry(['eq', 'ne'], choice(2, 2)), x.term, constant(0.25))]
    return made('mul', [call('toFloat', call('not', call(joined, left, right))), x.term], x.shape, [Math.min(0, x.low), Math.max(0, x.high)])
  },
}

/** Bits of whole numbers: constant between them. */
const bits = (operation: string): Production => ({
  name: operation,
  make: ({ value }) => {
    const x = within(value(0), anywhere)
    // Shifted to the right the sign becomes a digit, so only a few low bits are kept.
    const low = call('bitAnd', call('toInt', x.term), constant(7))
    return made('mul', [call('toFloat', call(operation, low, constant(1))), x.term], x.shape, [-45, 45])
  },
})

// places and orders ------------------------------------------------------------------------

const matrixShaped = ({ shape }: Value): boolean => shape.length === 2

/** On an array of rank 2, where there is one. */
const onMatrix = (name: string, make: (x: Value, site: Site) => Value | null): Production => ({
  name,
  make: (site) => ((x) => (matrixShaped(x) ? make(x, site) : null))(site.value(0, matrixShaped)),
})

const lastOf = (shape: Dims): number => shape[shape.length - 1] ?? 1

/** Known places along the first axis, each once. */
const placesOf = ({ choice }: Site, size: number): ReadonlyArray<number> => [...new Set([choice(0, size), choice(1, size)])]

const placed = (name: string): Production =>
  onArray(name, (x, site) => {
    const places = placesOf(site, x.shape[0] ?? 1)
    const y = site.value(1, ({ shape }) => shape.length === 0)
    if (y.shape.length > 0) return null
    return made(name, [x.term, constant(places), y.term], x.shape, [Math.min(x.low, y.low, x.low + y.low), Math.max(x.high, y.high, x.high + y.high)])
  })

/** An axis to name, among those of the shape, and the argument that names it. */
const axisOf = ({ shape }: Value, { choice }: Site): number => choice(0, shape.length)

const moving: ReadonlyArray<Production> = [
  onArray('flip', (x, site) => moved(x, 'flip', [constant(axisOf(x, site))], x.shape)),
  onArray('roll', (x, site) => moved(x, 'roll', [constant(site.choice(1, 3) - 1), constant(axisOf(x, site))], x.shape)),
  onArray('sort', (x, site) => moved(x, 'sort', [constant({ axis: axisOf(x, site), descending: site.choice(1, 2) === 1 })], x.shape)),
  onArray('median', (x, site) => {
    const axis = axisOf(x, site)
    return moved(
      x,
      'median',
      [constant(axis)],
      x.shape.filter((_, i) => i !== axis),
    )
  }),
  onArray('topK', (x, site) => {
    const k = 1 + site.choice(0, lastOf(x.shape))
    // One of two results; a minus sign makes a line of it.
    return made('neg', [part(call('topK', x.term, constant(k)), 0)], [...x.shape.slice(0, -1), k], [-x.high, -x.low])
  }),
  onArray('cummax', (x, site) => moved(x, 'cummax', [constant(axisOf(x, site))], x.shape)),
  onArray('cumsum', (given, site) => {
    const x = within(given, [-2, 2])
    const axis = axisOf(x, site)
    const n = x.shape[axis] ?? 1
    return made('cumsum', [x.term, constant(axis)], x.shape, [n * Math.min(0, x.low), n * Math.max(0, x.high)])
  }),
  onArray('cumprod', (given, site) => {
    const x = within(given, [0.8, 1.2])
    const axis = axisOf(x, site)
    const n = x.shape[axis] ?? 1
    return made('cumprod', [x.term, constant(axis)], x.shape, [Math.min(1, x.low ** n), Math.max(1, x.high ** n, x.high)])
  }),
  onArray('diff', (x) => {
    const n = lastOf(x.shape)
    return n < 2 ? null : made('diff', [x.term], [...x.shape.slice(0, -1), n - 1], [x.low - x.high, x.high - x.low])
  }),
  onArray('pad', (x, site) => {
    const margins = x.shape.map((_, i) => [site.choice(i, 2), site.choice(i + 1, 2)])
    const shape = x.shape.map((n, i) => n + (margins[i] ?? []).reduce((a, b) => a + b, 0))
    return sizeOf(shape) > 24 ? null : made('pad', [x.term, constant(margins)], shape, [Math.min(0, x.low), Math.max(0, x.high)])
  }),
  onArray('repeat', (x) => moved(x, 'repeat', [constant(2)], [2 * (x.shape[0] ?? 1), ...x.shape.slice(1)])),
  onArray('at', (x) => moved(x, 'at', [constant([null, null, -1])], x.shape)),
  onArray('argmax', (x, site) => {
    const rest = x.shape.slice(1)
    const where = call('toFloat', call(entry(['argmax', 'argmin'], site.choice(0, 2)), x.term, constant(0)))
    const bound = (x.shape[0] ?? 1) * Math.max(Math.abs(x.low), Math.abs(x.high))
    return made('mul', [where, call('mean', x.term, constant({ axes: 0 }))], rest, [-bound, bound])
  }),
  placed('scatterAdd'),
  placed('scatterSet'),
  // Places computed from another vector: several may be the same.
  onArray('takeComputed', (x, site) => {
    const n = x.shape[0] ?? 1
    const y = site.value(1, ({ shape }) => shape.length === 1)
    if (y.shape.length !== 1) return null
    const indices = call('toInt', within(y, [0.1, n - 0.1]).term)
    return moved(x, 'take', [indices], [y.shape[0] ?? 1, ...x.shape.slice(1)])
  }),
  onMatrix('tril', (x, site) => made(site.choice(0, 2) === 0 ? 'tril' : 'triu', [x.term], x.shape, [Math.min(0, x.low), Math.max(0, x.high)])),
  onMatrix('diagonal', (x) => moved(x, 'diagonal', [], [Math.min(...x.shape)])),
]

// reductions and contractions ---------------------------------------------------------------

const powers = (x: Value, n: number): Bounds => [Math.min(x.low ** n, x.low), Math.max(x.high ** n, x.high)]

const contracting: ReadonlyArray<Production> = [
  reduction('max', [-8, 8], (x) => [x.low, x.high]),
  reduction('min', [-8, 8], (x) => [x.low, x.high]),
  reduction('prod', [0.8, 1.2], powers),
  reduction('norm', [0.3, 3], (x, n) => [x.low, x.high * Math.sqrt(n)]),
  reduction('variance', [-3, 3], (x) => [0, (x.high - x.low) ** 2]),
  onMatrix('einsum', (given, site) => {
    const x = within(given, [-2, 2])
    const [m = 1, n = 1] = x.shape
    const formula = entry(['ij,ij->j', 'ij,kj->ik', 'ij,ij->', 'ij,ik->kj'], site.choice(0, 4))
    const shape: Dims = entry([[n], [m, m], [], [n, n]], site.choice(0, 4))
    return sizeOf(shape) > 24 ? null : made('einsum', [constant(formula), x.term, x.term], shape, [-4 * m * n, 4 * m * n])
  }),
  onArray('outer', (given, site) => {
    const [x, y] = [within(given, [-2, 2]), within(site.value(1), [-2, 2])]
    const shape = [...x.shape, ...y.shape]
    return sizeOf(shape) > 24 || shape.length > 3 ? null : made('outer', [x.term, y.term], shape, [-4, 4])
  }),
  onMatrix('overlapAdd', (x) => {
    const [m = 1, n = 1] = x.shape
    return made('overlapAdd', [x.term, constant(m + n - 1)], [m + n - 1], [m * Math.min(0, x.low), m * Math.max(0, x.high)])
  }),
  onArray('windows', (x) => (lastOf(x.shape) < 2 ? null : moved(x, 'windows', [constant(2)], [...x.shape.slice(0, -1), lastOf(x.shape) - 1, 2]))),
]

// linear algebra ---------------------------------------------------------------------------

const steps: ReadonlyArray<number> = [1, 3, 6]

/** diag(1, 3, 6) + 0.3·x with x in [−1, 1]: rows are dominated by their diagonal, and eigenvalues stay in discs that do not meet. */
const spaced = (given: Value): Term => {
  const x = within(given, [-1, 1])
  const n = x.shape[0] ?? 1
  return call('add', call('diag', call('stack', constant(steps.slice(0, n)))), call('mul', constant(0.3), x.term))
}

const isSmallSquare = ({ shape }: Value): boolean => shape.length === 2 && shape[0] === shape[1] && (shape[0] ?? 9) <= 3

const onSquare = (name: string, make: (a: Term, n: number, site: Site) => Value | null): Production => ({
  name,
  make: (site) => ((x) => (isSmallSquare(x) ? make(spaced(x), x.shape[0] ?? 1, site) : null))(site.value(0, isSmallSquare)),
})

/** Of several results the one at an index; a minus sign makes a line of it. */
const resultOf = (name: string, a: Term, index: number, shape: Dims, bound: number): Value => made('neg', [part(call(name, a), index)], shape, [-bound, bound])

const solved = (name: string, ...options: ReadonlyArray<Term>): Production =>
  onSquare(name, (a, n, site) => {
    const right = site.value(1, ({ shape }) => shape.length === 1 && shape[0] === n)
    if (right.shape.length !== 1 || right.shape[0] !== n) return null
    const y = within(right, [-2, 2])
    return made(name, [a, y.term, ...options], y.shape, [-20, 20])
  })

const algebra: ReadonlyArray<Production> = [
  onSquare('cholesky', (a, n) => made('cholesky', [a], [n, n], [-3, 3])),
  onSquare('inv', (a, n) => made('inv', [a], [n, n], [-10, 10])),
  onSquare('det', (a) => made('det', [a], [], [0, 60])),
  onSquare('expm', (a, n) => made('expm', [call('mul', constant(0.2), a)], [n, n], [-5, 5])),
  onSquare('eigvalsh', (a, n) => made('eigvalsh', [a], [n], [0, 8])),
  onSquare('svdvals', (a, n) => made('svdvals', [a], [n], [0, 8])),
  onSquare('pinv', (a, n) => made('pinv', [a], [n, n], [-10, 10])),
  onSquare('eigh', (a, n) => resultOf('eigh', a, 1, [n, n], 1)),
  onSquare('svd', (a, n) => resultOf('svd', a, 0, [n, n], 1)),
  onSquare('qr', (a, n, site) => resultOf('qr', a, site.choice(0, 2), [n, n], 8)),
  onSquare('lu', (a, n, site) => resultOf('lu', a, 1 + site.choice(0, 2), [n, n], 10)),
  onSquare('slogdet', (a) => resultOf('slogdet', a, 1, [], 5)),
  solved('solve'),
  ...[true, false].map((lower) => solved('triangularSolve', constant({ lower }))),
]

// control flow -----------------------------------------------------------------------------

const [c, x] = [parameter('c'), parameter('x')]

const control: ReadonlyArray<Production> = [
  onArray('scan', (given, site) => {
    const rows = within(given, [-2, 2])
    const step = lambda(['c', 'x'], list(call('sin', call('add', c, x)), call('mul', c, x)))
    const run = call('scan', step, call('at', rows.term, constant(0)), rows.term, constant({ reverse: site.choice(1, 2) === 1 }))
    return site.choice(0, 2) === 0 ? made('neg', [part(run, 0)], rows.shape.slice(1), [-2, 2]) : made('neg', [part(run, 1)], rows.shape, [-4, 4])
  }),
  onArray('cond', (given, site) => {
    const value = within(given, [-2, 2])
    const mask = call('lt', call('mean', value.term), constant(site.number))
    return made('cond', [mask, lambda(['x'], call('sin', x)), lambda(['x'], call('mul', constant(2), x)), value.term], value.shape, [-4, 4])
  }),
]

const further: ReadonlyArray<Production> = [
  ...elementwise,
  masked,
  ...['bitAnd', 'bitOr', 'bitXor', 'shiftLeft', 'shiftRight'].map(bits),
  ...moving,
  ...contracting,
  ...algebra,
  ...control,
  ...holdingProductions,
]

/**
 * What makes programs of the whole vocabulary: those of small arrays, special functions, orders, places by
 * index, linear algebra, loops and branches.
 *
 * @category arbitraries
 */
export const vocabularyProductions: ReadonlyArray<Production> = [...arrayProductions, ...further]
