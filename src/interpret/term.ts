/**
 * What derivative rules answer with, as expressions.
 */
import type { Aval } from '../array/aval.ts'
import { add, mul } from '../basis/arithmetic.ts'
import { stretch } from '../basis/broadcast.ts'
import { raise } from '../failure.ts'
import { number } from '../program/expr.ts'
import type { AnyExpr, Expr, Operation, Term } from '../program/model.ts'
import { toExpr } from '../program/operate.ts'
import { phantom } from '../type/phantom.ts'

// Rules see float64 operands as Expr; the caller has checked that those with a tangent are.
export const floats = (xs: ReadonlyArray<AnyExpr>): ReadonlyArray<Expr> => phantom(xs)
export const float = (x: AnyExpr): Expr => phantom(x)

/** A rule's answer as an expression of the given shape. */
export const shaped = (term: Term, of: Aval): AnyExpr => (typeof term === 'number' ? toExpr('rule', stretch(number(term), of.shape)) : term)

export const zeros = (of: Aval): AnyExpr => shaped(0, of)

/** ∂ · v; a partial of 0 is a structural zero and one of 1 no multiplication. */
export const scaled = (partial: Term, v: AnyExpr): AnyExpr | null => {
  if (partial === 0) return null
  return partial === 1 ? v : mul(typeof partial === 'number' ? partial : float(partial), float(v))
}

export const total = (terms: ReadonlyArray<AnyExpr | null>): AnyExpr | null =>
  terms.reduce((sum, term) => (sum === null ? term : term === null ? sum : add(float(sum), float(term))), null)

const unanswered = (operation: Operation): never =>
  raise({ _tag: 'Argument', operation: operation.primitive.name, reason: 'its derivative rule does not answer for every result' })

/** The answer of a rule for the one result that there is. */
export const only = (operation: Operation, [y]: ReadonlyArray<AnyExpr>): Expr => float(y ?? unanswered(operation))
