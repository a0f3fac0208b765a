/**
 * Taylor mode of a program, as a program: `series` folded over expressions.
 */
import { entry } from '../entry.ts'
import { seriesOf } from '../interpret/power-series.ts'
import { series } from '../interpret/series.ts'
import { outputAvals } from '../program/avals.ts'
import { expressions } from '../program/expr.ts'
import { fold } from '../program/fold.ts'
import type { AnyExpr, Nonzero, Program, Pushforward } from '../program/model.ts'
import { close } from '../program/trace.ts'
import type { Push } from './orders.ts'
import { count, cut, differentiable, pick, spread, zeros } from './pick.ts'
import { sealed } from '../program/seal.ts'

const upTo = (order: number): ReadonlyArray<number> => Array.from({ length: order }, (_, k) => k + 1)

/** Values and the coefficients of those marked, order after order, as one series each. */
const seriesFrom = (marks: Nonzero, order: number, xs: ReadonlyArray<AnyExpr>) => {
  const runs = cut(xs, marks.length, ...upTo(order).map(() => count(marks)))
  const rows = upTo(order).map((k) => spread(marks, entry(runs, k)))
  return entry(runs, 0).map((value, i) => seriesOf(value, ...rows.map((row) => row[i] ?? null)))
}

/**
 * Inputs: values, then the first coefficients of the inputs marked, then their second ones, and so on to the
 * order. Outputs likewise, with coefficients of those that are not structurally constant.
 */
export const taylor = (program: Program, nonzero: Nonzero, order: number): Pushforward => {
  let resulting: Nonzero = []
  const moving = pick(program.inputs, nonzero)
  const made = close(
    [...program.inputs, ...upTo(order).flatMap(() => moving)],
    (xs) => {
      const outs = fold(series(expressions, order))(program)(seriesFrom(nonzero, order, xs))
      const avals = outputAvals(program)
      resulting = outs.map((out) => out.length > 1)
      return [
        ...outs.map(([value]) => value),
        ...upTo(order).flatMap((k) => pick(outs, resulting).map((out, j) => out[k] ?? zeros(entry(pick(avals, resulting), j)))),
      ]
    },
    program.names,
  )
  return { program: made, nonzero: resulting }
}

/** Taylor mode to an order, as a transform of programs. */
export const taylorTo =
  (order: number): Push =>
  (program, nonzero) =>
    taylor(program, nonzero, order)

const subscript = (order: number): string => [...String(order)].map((digit) => '₀₁₂₃₄₅₆₇₈₉'.charAt(Number(digit))).join('')

const named = (name: string | undefined, order: number): string => (name === undefined || name === '' ? '' : `${name}${subscript(order)}`)

/** As many coefficients for each input as it can have up to an order: none of integers and masks. */
export const all = (program: Program, order: number): ReadonlyArray<number> => program.inputs.map((of) => (differentiable(of) ? order : 0))

/**
 * (x…, x₁…, x₂…, …) → (y…, y₁…, y₂…, …), with so many coefficients of each input as `given` says, the further ones
 * structurally zero, and every coefficient of every float output, zero or not.
 */
export const coefficients = (program: Program, order: number, given: ReadonlyArray<number> = all(program, order)): Program => {
  const avals = outputAvals(program)
  const floats = avals.map(differentiable)
  const orders = upTo(order)
  const present = orders.map((k) => given.map((length) => length >= k))
  const inputs = present.flatMap((marks) => pick(program.inputs, marks))
  const names = present.flatMap((marks, i) =>
    pick(
      program.inputs.map((_, j) => named(program.names[j], i + 1)),
      marks,
    ),
  )
  const made = close(
    [...program.inputs, ...inputs],
    (xs) => {
      const [values = [], ...runs] = cut(xs, program.inputs.length, ...present.map(count))
      const rows = present.map((marks, i) => spread(marks, entry(runs, i)))
      const outs = fold(series(expressions, order))(program)(values.map((value, i) => seriesOf(value, ...rows.map((row) => row[i] ?? null))))
      return [
        ...outs.map(([value]) => value),
        ...orders.flatMap((k) =>
          pick(
            outs.map((out, j) => out[k] ?? zeros(entry(avals, j))),
            floats,
          ),
        ),
      ]
    },
    [...program.inputs.map((_, i) => entry(program.names, i)), ...names],
  )
  const outputs = avals.map((_, j) => entry(program.outputNames, j))
  const later = orders.flatMap((k) =>
    pick(
      outputs.map((name) => named(name, k)),
      floats,
    ),
  )
  return sealed({ ...made, outputNames: [...outputs, ...later] })
}
