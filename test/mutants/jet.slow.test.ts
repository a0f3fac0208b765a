/**
 * Faults planted in Taylor mode, each of which its laws must catch.
 */
import { describe, expect, it } from 'vitest'
import { taylor, type TaylorMode } from '../../laws/jet.ts'
import { smoothPrograms } from '../../laws/program.ts'
import { mulPrimitive } from '../../src/basis/arithmetic.ts'
import { entry } from '../../src/entry.ts'
import { jet } from '../../src/index.ts'
import { type Series, seriesOf } from '../../src/interpret/power-series.ts'
import { series } from '../../src/interpret/series.ts'
import { expressions } from '../../src/program/expr.ts'
import { fold } from '../../src/program/fold.ts'
import type { Algebra, AnyExpr, Expr, Operation, Program } from '../../src/program/model.ts'
import { close } from '../../src/program/trace.ts'
import { cut, zeros } from '../../src/transform/pick.ts'
import { mul } from '../../src/basis/arithmetic.ts'
import { phantom } from '../../src/type/phantom.ts'
import type { Table } from '../table.ts'

type Change = (operation: Operation, results: ReadonlyArray<Series<AnyExpr>>) => ReadonlyArray<Series<AnyExpr>>

/** Taylor mode by an algebra whose answers are changed, and what is changed before and after. */
const by =
  (change: Change, before: (xs: Series<AnyExpr>) => Series<AnyExpr> = (xs) => xs, after: (c: AnyExpr, k: number) => AnyExpr = (c) => c): TaylorMode =>
  (program: Program, order: number) =>
    close([...program.inputs, ...Array.from({ length: order }).flatMap(() => program.inputs)], (xs) => {
      const n = program.inputs.length
      const runs = cut(xs, ...Array.from({ length: order + 1 }, () => n))
      const right = series(expressions, order)
      const algebra: Algebra<Series<AnyExpr>> = { literal: right.literal, apply: (operation, args) => change(operation, right.apply(operation, args)) }
      const given = entry(runs, 0).map((x, i) => before(seriesOf(x, ...runs.slice(1, order + 1).map((run) => entry(run, i)))))
      const outs = fold(algebra)(program)(given)
      return Array.from({ length: order + 1 }, (_, k) => outs.map((out) => after(out[k] ?? zeros(out[0].aval), k))).flat()
    })

const same: Change = (_, results) => results
const factorial = (k: number): number => (k < 2 ? 1 : k * factorial(k - 1))
const times = (factor: number, x: AnyExpr): AnyExpr => mul(factor, phantom<Expr>(x))

/** One coefficient of the products, or of everything but them, changed. */
const changed =
  (products: boolean, order: number, factor: number): Change =>
  ({ primitive }, results) =>
    (primitive === mulPrimitive) === products
      ? results.map(([value, ...rest]) => seriesOf(value, ...rest.map((c, i) => (c !== null && i === order - 1 ? times(factor, c) : c))))
      : results

const mutants: Table<readonly [string, TaylorMode]> = [
  ['derivatives instead of coefficients', by(same, undefined, (c, k) => times(factorial(k), c))],
  ['the second coefficient of products is lost', by(changed(true, 2, 0))],
  ['the first coefficient of the others is doubled', by(changed(false, 1, 2))],
  ['the fifth coefficient of the others is a little too large', by(changed(false, 5, 1.0001))],
  ['the second coefficient of the curve is ignored', by(same, ([value, first, _, ...rest]) => seriesOf(value, first ?? null, null, ...rest))],
  ['the last coefficient is left out', (program, order) => by(same, undefined, (c, k) => (k === order ? times(0, c) : c))(program, order)],
  ['an order higher is an order lower', (program, order) => by(same, (xs) => seriesOf(xs[0], ...xs.slice(2), xs[1] ?? null))(program, order)],
]

const laws = (mode?: TaylorMode) => taylor(smoothPrograms({ lines: 6 }), mode)

describe('faults in Taylor mode', () => {
  it.each(mutants)(
    '%s',
    (_, mode) => {
      const outcomes = laws(mode).map((law) => law.check({ runs: 30, shrink: false }))
      expect(outcomes.filter(({ _tag }) => _tag === 'Failed').length).toBeGreaterThan(0)
    },
    60_000,
  )

  it.each<readonly [string, TaylorMode]>([
    ['the library', (program, order) => jet(program, order)],
    ['the same without a fault', by(same)],
  ])(
    'are none in %s',
    (_, mode) => {
      const outcomes = laws(mode).map((law) => law.check({ runs: 15 }))
      expect(outcomes.map(({ _tag }) => _tag)).toEqual(outcomes.map(() => 'Passed'))
    },
    60_000,
  )
})
