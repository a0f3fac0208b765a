/**
 * Changes of programs that are faults of the transform that made them, and whether laws see one.
 */
import type { Law } from '../../laws/law.ts'
import { flip } from '../../src/index.ts'
import type { AnyExpr, Expr, Program } from '../../src/program/model.ts'
import { close, inline } from '../../src/program/trace.ts'
import { zeros } from '../../src/transform/pick.ts'
import { phantom } from '../../src/type/phantom.ts'

export const isCaught = (laws: ReadonlyArray<Law>, runs: number): boolean =>
  [Math.min(runs, 4), runs].some((some) => laws.some((law) => law.check({ runs: some, shrink: false })._tag === 'Failed'))

/** A program with its inputs, or its outputs, changed. */
export const before = (of: Program, change: (x: AnyExpr, i: number) => AnyExpr): Program => close(of.inputs, (xs) => inline(of)(xs.map(change)))
export const after = (of: Program, change: (ys: ReadonlyArray<AnyExpr>) => ReadonlyArray<AnyExpr>): Program => close(of.inputs, (xs) => change(inline(of)(xs)))
export const none = (x: AnyExpr): AnyExpr => zeros(x.aval)
export const only =
  (which: number, change: (x: AnyExpr) => AnyExpr) =>
  (x: AnyExpr, i: number): AnyExpr =>
    i === which ? change(x) : x
export const floats = (x: AnyExpr): Expr => phantom(x)
export const reversed = (x: AnyExpr): AnyExpr => (x.aval.shape.length === 0 ? x : phantom(flip(floats(x), 0)))
