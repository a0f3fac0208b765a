/**
 * Four ways to differentiate, side by side: by hand, by finite differences, by symbols, and by
 * automatic differentiation forward and in reverse; what each gets right and what it costs.
 */
import { expressionSize, grad, jvp, mul, operations, type Program, run, type Scalar, showTable, trace, valueAndGrad } from 'wengert'
import { centralDifference, type Difference, differences, forwardDifference, value } from './difference.ts'
import { point, program } from './gradient.ts'
import { type Block, type Chapter, figure, rough, show, text } from './page.ts'
import { derivativeOf, swell } from './swell.ts'

const [x1, x2] = point

// side by side -----------------------------------------------------------------------------

type Pair = readonly [number, number]

/** ∂f/∂x₁ = 1/x₁ + x₂ and ∂f/∂x₂ = x₁ − cos x₂. */
const byHand: Pair = [1 / x1 + x2, x1 - Math.cos(x2)]

const byDifference = (difference: Difference, h: number): Pair => [difference((x) => value(x, x2), x1, h), difference((x) => value(x1, x), x2, h)]

const feeds = { x1, x2 }

const only = (values: ReadonlyArray<unknown>): number => Number(values[0])

/** The derivative along a direction, by one run of a forward program. */
const along = (dx1: number, dx2: number): number => Number(run(jvp(program), { ...feeds, dx1, dx2 })[1])

const row = (way: string, [a, b]: Pair, cost: string): ReadonlyArray<string> => {
  const error = Math.max(Math.abs(a - byHand[0]), Math.abs(b - byHand[1]))
  return [way, show(a), show(b), rough(error), cost]
}

function* comparison(): Iterable<Block> {
  const formulas = [derivativeOf(program, 0), derivativeOf(program, 1)] as const
  const count = operations(program)
  yield text(
    `There are four ways to get a derivative. Here are both partial derivatives of f at (2, 5) by all of them, the larger error, and the operations it took (f itself takes ${count}):`,
  )
  yield figure(
    showTable(
      {
        head: ['way', '∂f/∂x₁', '∂f/∂x₂', 'error', 'operations'],
        rows: [
          row('by hand', byHand, '4, and your time'),
          row('forward differences', byDifference(forwardDifference, 1e-8), `3 runs of f: ${3 * count}`),
          row('central differences', byDifference(centralDifference, 1e-5), `4 runs of f: ${4 * count}`),
          row(
            'symbolic',
            [only(run(formulas[0], feeds)), only(run(formulas[1], feeds))],
            `2 formulas: ${operations(formulas[0])} + ${operations(formulas[1])}`,
          ),
          row('forward AD', [along(1, 0), along(0, 1)], `2 runs, with f: ${2 * operations(jvp(program))}`),
          row(
            'reverse AD',
            [only(run(valueAndGrad(program), feeds, ['∂x1'])), only(run(valueAndGrad(program), feeds, ['∂x2']))],
            `1 run, with f: ${operations(valueAndGrad(program))}`,
          ),
        ],
      },
      'text',
    ),
  )
}

// many inputs ------------------------------------------------------------------------------

/** x₁·x₂·…·xₙ, the example of Speelpenning (1980). */
const product = (n: number): Program => trace((...xs: ReadonlyArray<Scalar>) => xs.reduce((a, b) => mul(a, b)))(...Array.from({ length: n }, () => 1))

function* inputs(): Iterable<Block> {
  yield text(`With two inputs it hardly matters. With n it does: differences and forward mode run once per input, and formulas that share nothing repeat each other.
    Reverse mode runs once. Operations for the whole gradient of x₁·x₂·…·xₙ:`)
  const rows = [4, 16, 64, 256].map((n) => {
    const p = product(n)
    const f = operations(p)
    const reverse = operations(valueAndGrad(p))
    return [n, f, (n + 1) * f, expressionSize(grad(p)), n * operations(jvp(p)), reverse, (reverse / f).toFixed(2)].map(String)
  })
  yield figure(showTable({ head: ['n', 'f alone', 'differences', 'written-out formulas', 'forward AD', 'reverse AD', 'reverse ÷ f'], rows }, 'text'))
  yield text(
    'A gradient by reverse mode costs a small multiple of the function, however many inputs it has. This is the cheap gradient principle, and it is counted here, not timed.',
  )
}

function* body(): Iterable<Block> {
  yield* comparison()
  yield* differences()
  yield* swell()
  yield* inputs()
}

export const ways: Chapter = { title: 'Four ways to differentiate', body }
