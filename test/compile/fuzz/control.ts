/**
 * Productions for every control form besides `scan` and `cond`, which the grammar of the laws has: loops that
 * nest, that end by a test or by a bound, solvers, recomputation, and rules of one's own.
 */
import { call, constant, lambda, list, parameter, part, type Term } from '../../../laws/snippet.ts'
import { type Bounds, made, onArray, type Production, type Value, within } from '../../../laws/production.ts'

const [c, d, x, y] = [parameter('c'), parameter('d'), parameter('x'), parameter('y')]

const bounds: Bounds = [-4, 4]
const near: Bounds = [-1, 1]

/** On any value, which may be an array or a number. */
const onAny = (name: string, make: (x: Value, choice: (n: number, of: number) => number, number: number) => Value): Production => ({
  name,
  make: ({ value, choice, number }) => make(within(value(0), near), choice, number),
})

/** Applied to arguments, a function that a call answers with. */
const applied = (made: Term, argument: Term): ReturnType<typeof call> => call('pipe', argument, made)

const wave = call('sin', call('add', c, constant(0.25)))
const cube = (of: Term): Term => call('mul', of, call('square', of))

/** The only element of a list of one, such as the arguments that a rule is given. */
const only = (of: Term): Term => call('at', call('stack', of), constant(0))

export const controlProductions: ReadonlyArray<Production> = [
  onAny('fori', (v, choice) => made('fori', [constant(choice(0, 5)), v.term, lambda(['c'], wave)], v.shape, bounds)),
  onAny('fori within fori', (v, choice) =>
    made(
      'fori',
      [constant(choice(0, 4)), v.term, lambda(['c'], call('fori', constant(choice(1, 4)), c, lambda(['d'], call('cos', call('mul', d, c)))))],
      v.shape,
      bounds,
    ),
  ),
  onArray('mapRows', (v) => made('mapRows', [lambda(['x'], call('mul', call('sin', x), x)), v.term], v.shape, bounds)),
  onArray('a loop of loops', (v) => {
    if (v.shape.length < 2) return null
    const inner = call('reduceRows', lambda(['c', 'y'], call('add', call('mul', constant(0.5), c), y)), constant(1), x)
    return v.shape.length > 2 ? null : made('mapRows', [lambda(['x'], inner), v.term], v.shape.slice(0, 1), bounds)
  }),
  onArray('reduceRows', (v) =>
    made('reduceRows', [lambda(['c', 'x'], call('max', call('mul', constant(0.5), c), x)), call('at', v.term, constant(0)), v.term], v.shape.slice(1), bounds),
  ),
  onArray('scan of choices', (v, { number }) => {
    const chosen = call('cond', call('lt', call('sum', x), constant(number)), lambda(['d'], call('neg', d)), lambda(['d'], call('add', d, x)), c)
    const run = call('scan', lambda(['c', 'x'], list(chosen, call('mul', c, x))), call('at', v.term, constant(0)), v.term, constant({ checkpoint: 1 }))
    return made('neg', [part(run, 1)], v.shape, bounds)
  }),
  onAny('whileLoop', (v, choice) => {
    const test = lambda(['c'], call('lt', call('sum', c), constant(2)))
    return made(
      'whileLoop',
      [test, lambda(['c'], call('add', call('mul', constant(1.5), c), constant(0.125))), v.term, constant({ maxSteps: 1 + choice(0, 6) })],
      v.shape,
      bounds,
    )
  }),
  onAny('root', (v) => made('root', [lambda(['x'], call('sub', call('add', cube(x), x), v.term)), call('mul', constant(0), v.term)], v.shape, bounds)),
  onAny('fixedPoint', (v) =>
    made('fixedPoint', [lambda(['x'], call('mul', constant(0.25), call('add', call('cos', x), v.term))), call('mul', constant(0), v.term)], v.shape, bounds),
  ),
  onAny('checkpoint', (v) => {
    const again = call('checkpoint', lambda(['x'], call('mul', call('sin', x), call('exp', call('neg', call('square', x))))))
    return made('neg', [applied(again, v.term)], v.shape, bounds)
  }),
  onAny('customJvp', (v) => {
    const rule = lambda(['x', 'd'], list(cube(only(x)), call('mul', call('mul', constant(3), call('square', only(x))), only(d))))
    return made('neg', [applied(call('customJvp', lambda(['x'], cube(x)), rule), v.term)], v.shape, bounds)
  }),
  onAny('customVjp', (v) => {
    const forth = lambda(['x'], list(cube(x), call('square', x)))
    const back = lambda(['c', 'y'], list(call('mul', call('mul', constant(3), c), y)))
    return made('neg', [applied(call('customVjp', lambda(['x'], cube(x)), forth, back), v.term)], v.shape, bounds)
  }),
  onAny('stopGradient', (v) => made('mul', [v.term, call('stopGradient', v.term)], v.shape, bounds)),
  onAny('cond of numbers', (v, choice, number) => {
    const test = call(['lt', 'ge', 'eq', 'ne'][choice(0, 4)] ?? 'lt', call('sum', v.term), constant(number))
    return made(
      'cond',
      [
        test,
        lambda(['x'], call('tanh', x)),
        lambda(
          ['x'],
          call('whileLoop', lambda(['c'], call('gt', call('sum', c), constant(1))), lambda(['c'], call('mul', c, constant(0.5))), x, constant({ maxSteps: 4 })),
        ),
        v.term,
      ],
      v.shape,
      bounds,
    )
  }),
  onArray('vmap', (v) => made('neg', [applied(call('vmap', lambda(['y'], call('mul', call('sum', y), call('cos', y)))), v.term)], v.shape, bounds)),
]
