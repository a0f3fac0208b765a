/**
 * Finite differences: two ways to ask for a slope with subtraction, and what their step size costs.
 */
import { evaluate } from 'wengert'
import { logChart } from './chart.ts'
import { f, point } from './gradient.ts'
import { type Block, facts, figure, power, rough, text } from './page.ts'

type Function1 = (x: number) => number

/** A slope of a function at x, by a step h. */
export type Difference = (g: Function1, x: number, h: number) => number

export const forwardDifference: Difference = (g, x, h) => (g(x + h) - g(x)) / h

export const centralDifference: Difference = (g, x, h) => (g(x + h) - g(x - h)) / (2 * h)

export const value = evaluate(f)

/** f along x₂, with x₁ at rest. */
const along: Function1 = (x2) => value(point[0], x2)

/** ∂f/∂x₂ = x₁ − cos x₂, by hand. */
const slope: number = point[0] - Math.cos(point[1])

const exponents = Array.from({ length: 16 }, (_, i) => -(i + 1))

const errors = (method: Difference): ReadonlyArray<number> => exponents.map((exponent) => Math.abs(method(along, point[1], 10 ** exponent) - slope))

const best = (values: ReadonlyArray<number>): string => {
  const least = Math.min(...values)
  return `${rough(least)} at h = ${power(exponents[values.indexOf(least)] ?? 0)}`
}

export function* differences(): Iterable<Block> {
  const [forward, central] = [errors(forwardDifference), errors(centralDifference)]
  yield text(`The differences are the odd ones out: they need a step size h, and there is no good one. Too large, and the curve bends away from the chord (truncation);
    too small, and subtracting two nearly equal numbers leaves only their rounding. The error in ∂f/∂x₂ at (2, 5):`)
  yield figure(
    logChart(
      [
        { mark: '○', values: forward },
        { mark: '●', values: central },
      ],
      '◉',
      {
        rows: [0, -1, -2, -3, -4, -5, -6, -7, -8, -9, -10, -11],
        columns: exponents.map(power),
        label: 'error    ○ forward (f(x+h) − f(x))/h    ● central (f(x+h) − f(x−h))/2h    ◉ both',
      },
    ),
  )
  yield facts(['forward, at its best', best(forward)], ['central, at its best', best(central)])
  yield text(`On the way down each curve follows its truncation error, of order h and h²; on the way up both follow rounding, of order 10⁻¹⁵/h.
    Half of the digits are lost at the best of steps, or a third with twice the work. The other three ways have no step.`)
}
