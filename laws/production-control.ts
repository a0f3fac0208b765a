/**
 * Productions of what holds functions: loops over structures, loops without a fixed end, branches, computing again,
 * rules of one's own, implicit functions, and derivatives within programs, which bring in the primitives that only
 * derivative rules apply.
 */
import { sizeOf } from '../src/array/shape.ts'
import { entry } from '../src/entry.ts'
import { type Bounds, made, onArray, type Production, type Value, within } from './production.ts'
import { applying, call, constant, field, fields, lambda, list, parameter, part, type Term } from './snippet.ts'

const [c, x, dx, xs, dxs, y] = [parameter('c'), parameter('x'), parameter('dx'), parameter('xs'), parameter('dxs'), parameter('y')]

/** A term that is no call by itself, as a line. */
const line = (of: Term, like: Pick<Value, 'shape'>, bounds: Bounds): Value => made('mul', [constant(1), of], like.shape, bounds)

const folded = (given: Value): Value => within(given, [-2, 2])

// loops and branches -----------------------------------------------------------------------

const loops: ReadonlyArray<Production> = [
  // The carry is a record, and so are the rows.
  onArray('scan of records', (given, site) => {
    const rows = folded(given)
    const carry = fields({
      a: call('sin', call('add', field(c, 'a'), field(x, 'r'))),
      b: call('mul', constant(0.5), call('add', field(c, 'b'), field(c, 'a'))),
    })
    const step = lambda(['c', 'x'], list(carry, call('mul', field(c, 'b'), field(x, 's'))))
    const first = call('at', rows.term, constant(0))
    const options = site.choice(1, 2) === 1 ? [constant({ checkpoint: 'sqrt' })] : []
    const run = call('scan', step, fields({ a: first, b: call('cos', first) }), fields({ r: rows.term, s: call('sin', rows.term) }), ...options)
    return site.choice(0, 2) === 0 ? line(field(part(run, 0), 'b'), { shape: rows.shape.slice(1) }, [-4, 4]) : line(part(run, 1), rows, [-4, 4])
  }),
  {
    name: 'whileLoop',
    make: ({ value, number }) => {
      const start = folded(value(0))
      const going = lambda(['c'], call('lt', call('mean', call('square', c)), constant(Math.abs(number) + 2)))
      const turn = lambda(['c'], call('add', call('mul', constant(1.2), c), constant(0.5)))
      return made('whileLoop', [going, turn, start.term, constant({ maxSteps: 4 })], start.shape, [-9, 9])
    },
  },
  {
    name: 'checkpoint',
    make: ({ value }) => ((of) => line(applying(call('checkpoint', lambda(['x'], call('sin', call('mul', x, x)))), of.term), of, [-1, 1]))(folded(value(0))),
  },
]

// rules of one's own -----------------------------------------------------------------------

/** f(x) = x sin x, with a derivative given by hand. */
const waving = (of: Term): Term => call('mul', of, call('sin', of))
const slope = (of: Term): Term => call('add', call('sin', of), call('mul', of, call('cos', of)))

const rules: ReadonlyArray<Production> = [
  {
    name: 'customJvp',
    make: ({ value }) => {
      const of = folded(value(0))
      const rule = lambda(['xs', 'dxs'], list(waving(part(xs, 0)), call('mul', slope(part(xs, 0)), part(dxs, 0))))
      return line(applying(call('customJvp', lambda(['x'], waving(x)), rule), of.term), of, [-2, 2])
    },
  },
  {
    name: 'customVjp',
    make: ({ value }) => {
      const of = folded(value(0))
      const forward = lambda(['x'], list(waving(x), x))
      const backward = lambda(['x', 'dx'], list(call('mul', slope(x), dx)))
      return line(applying(call('customVjp', lambda(['x'], waving(x)), forward, backward), of.term), of, [-2, 2])
    },
  },
]

// implicit functions -----------------------------------------------------------------------

// A root is solved densely.
const unknowns = 6

const implicit: Production = {
  name: 'fixedPoint',
  make: (site) => {
    const of = folded(site.value(0, ({ shape }) => sizeOf(shape) <= unknowns))
    if (sizeOf(of.shape) > unknowns) return null
    // As a root it captures what it is solved for.
    const equation = lambda(['y'], call('sub', call('add', call('mul', constant(0.4), call('sin', y)), of.term), y))
    return made('root', [equation, of.term, constant({ tolerance: 1e-13 })], of.shape, [-2.4, 2.4])
  },
}

// derivatives within programs --------------------------------------------------------------

/** The derivative of a term in y, at another and along its cosine. */
const slopeOf = (term: Term, of: Term): Term => part(call('jvp', lambda(['y'], term), list(of), list(call('cos', of))), 1)

/** A function of one argument, where it is smooth, and a bound of its slope. */
const sloping: ReadonlyArray<readonly [name: string, of: (x: Term) => Term, domain: Bounds, most: number]> = [
  ['tanh', (of) => call('tanh', of), [-2, 2], 1],
  ['sigmoid', (of) => call('sigmoid', of), [-3, 3], 1],
  ['asinh', (of) => call('asinh', of), [-2, 2], 1],
  ['atanh', (of) => call('atanh', of), [-0.8, 0.8], 3],
  ['atan2', (of) => call('atan2', of, constant(1.5)), [-2, 2], 1],
  ['the slope of erf', (of) => slopeOf(call('erf', y), of), [-2, 2], 3],
  ['the slope of gelu', (of) => slopeOf(call('gelu', y), of), [-2, 2], 3],
  ['the slope of atan2', (of) => slopeOf(call('atan2', y, constant(1.5)), of), [-2, 2], 3],
  ['the slope of hypot', (of) => slopeOf(call('hypot', y, constant(1.5)), of), [-2, 2], 3],
  ['xˣ', (of) => call('pow', of, of), [0.4, 1.5], 3],
  ['the slope of xˣ', (of) => slopeOf(call('pow', y, y), of), [0.4, 1.5], 8],
  ['the second slope of xˣ', (of) => slopeOf(slopeOf(call('pow', y, y), y), of), [0.4, 1.5], 40],
  ['erf', (of) => call('erf', of), [-2, 2], 1.2],
  ['gelu', (of) => call('gelu', of), [-2, 2], 1.2],
  ['lambertW', (of) => call('lambertW', of), [0.1, 2], 1],
  ['digamma', (of) => call('digamma', of), [0.9, 3], 3],
  ['sinc', (of) => call('sinc', of), [-3, 3], 1],
  ['beta', (of) => call('beta', of, constant(1.5)), [0.8, 3], 4],
  ['besselJ', (of) => call('besselJ', constant(3), of), [-3, 3], 1],
]

const derivatives: ReadonlyArray<Production> = [
  ...sloping.map(
    ([name, of, domain, most]): Production => ({
      name: `jvp of ${name}`,
      make: ({ value }) => {
        const at = within(value(0), domain)
        return line(part(call('jvp', lambda(['x'], of(x)), list(at.term), list(call('cos', at.term))), 1), at, [-most, most])
      },
    }),
  ),
  onArray('grad of norm', (given) => {
    const at = within(given, [0.4, 2])
    return line(applying(call('grad', lambda(['x'], call('norm', x))), at.term), at, [-1, 1])
  }),
  onArray('grad of a scan', (given) => {
    const rows = folded(given)
    const step = lambda(['c', 'x'], list(call('sin', call('add', c, x)), call('mul', c, x)))
    const run = call('scan', step, call('at', x, constant(0)), x, constant({ checkpoint: 2 }))
    return line(applying(call('grad', lambda(['x'], call('sum', part(run, 1)))), rows.term), rows, [-9, 9])
  }),
  {
    name: 'grad of matrix functions',
    make: (site) => {
      const square = site.value(0, ({ shape }) => shape.length === 2 && shape[0] === shape[1] && (shape[0] ?? 9) <= 3)
      const [m = 0, n = 1] = square.shape
      if (square.shape.length !== 2 || m !== n || m > 3) return null
      const at = within(square, [-1, 1])
      const cofactors = applying(call('grad', lambda(['y'], call('det', y))), x)
      const functions = [call('det', x), call('sum', call('expm', call('mul', constant(0.5), x))), call('sum', call('sin', cofactors))]
      const of = entry(functions, site.choice(0, 3))
      return line(applying(call('grad', lambda(['x'], of)), at.term), at, [-9, 9])
    },
  },
]

/**
 * What makes programs that hold functions: loops over records, while loops, checkpoints, custom rules, roots, and
 * derivatives taken inside of them.
 *
 * @category arbitraries
 */
export const holdingProductions: ReadonlyArray<Production> = [...loops, ...rules, implicit, ...derivatives]
