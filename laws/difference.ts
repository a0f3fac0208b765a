/**
 * Derivatives by differences: central ones, extrapolated to a step of zero after Richardson, with an
 * estimate of their own error (C. J. F. Ridders, 1982). They ask only for values, so they are the
 * oracle that no mistake in a derivative rule can reach.
 */
import { moved, type Numbers } from './closeness.ts'

/** A derivative and how far it may be off. */
export interface Estimate {
  readonly value: number
  readonly error: number
}

/** How far the first difference reaches, and how often that is halved. */
export interface DifferenceOptions {
  readonly step?: number
  readonly levels?: number
  /** The order of the derivative. */
  readonly order?: 1 | 2
}

const rounding = 2 ** -52

/** One difference quotient per step, each step half of the one before. */
const quotients = (curve: (t: number) => Numbers, order: 1 | 2, step: number, levels: number): ReadonlyArray<ReadonlyArray<Estimate>> => {
  const middle = order === 2 ? curve(0) : []
  return Array.from({ length: levels }, (_, level) => {
    const h = step * 2 ** -level
    const [ahead, behind] = [curve(h), curve(-h)]
    return Array.from(ahead, (a, i) => {
      const b = behind[i] ?? Number.NaN
      const m = middle[i] ?? 0
      const noise = rounding * (Math.abs(a) + Math.abs(b) + 2 * Math.abs(m))
      return order === 1 ? { value: (a - b) / (2 * h), error: noise / (2 * h) } : { value: (a - 2 * m + b) / (h * h), error: noise / (h * h) }
    })
  })
}

/**
 * The best entry of the extrapolation table: the error of a central difference is a series in h². An
 * entry must agree with all three neighbours that came before it, since one may do so by chance.
 */
const extrapolated = (column: ReadonlyArray<Estimate>): Estimate => {
  let best: Estimate = { value: column[0]?.value ?? Number.NaN, error: Number.POSITIVE_INFINITY }
  let previous: ReadonlyArray<number> = []
  for (const { value, error: noise } of column) {
    const row = [value]
    for (let j = 1; j <= previous.length; j++) {
      const [here, above] = [row[j - 1] ?? Number.NaN, previous[j - 1] ?? Number.NaN]
      const next = here + (here - above) / (4 ** j - 1)
      row.push(next)
      const beside = previous[j] ?? Number.POSITIVE_INFINITY
      const error = Math.max(Math.abs(next - here), Math.abs(next - above), Math.abs(next - beside)) + noise
      if (error < best.error) best = { value: next, error }
    }
    previous = row
  }
  return best
}

/**
 * The derivative at t = 0 of a curve, entry by entry.
 *
 * @example
 * alongCurve((t) => [Math.exp(t)])[0]?.value   // 1 ± 1e-12
 * @category oracles
 */
export const alongCurve = (curve: (t: number) => Numbers, { step = 0.1, levels = 8, order = 1 }: DifferenceOptions = {}): ReadonlyArray<Estimate> => {
  const table = quotients(curve, order, step, levels)
  return Array.from(table[0] ?? [], (_, i) => extrapolated(table.map((row) => row[i] ?? { value: Number.NaN, error: Number.POSITIVE_INFINITY })))
}

/**
 * The derivative of f at x along v, by values of f alone.
 *
 * @example
 * differences(([x = 0, y = 0]) => [x * y], [2, 5], [1, 0])[0]?.value   // 5
 * @category oracles
 */
export const differences = (f: (x: Float64Array) => Numbers, x: Numbers, v: Numbers, options: DifferenceOptions = {}): ReadonlyArray<Estimate> =>
  alongCurve((t) => f(moved(x, t, v)), options)
