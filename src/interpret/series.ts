/**
 * Taylor mode: truncated power series x₀ + x₁t + x₂t² + … over any algebra.
 *
 * An operation on series is solved among lazy series that live as long as that takes, order by order; what
 * follows it sees finished coefficients. So a program may be as long as memory allows, and recursion
 * goes no deeper than the rules of one primitive.
 */
import { entry } from '../entry.ts'
import { expressions } from '../program/expr.ts'
import { fold } from '../program/fold.ts'
import type { Algebra, AnyExpr, Nonzero, Operation, Primitive, Program } from '../program/model.ts'
import { close } from '../program/trace.ts'
import { paramsText } from './application.ts'
import { emitter } from '../basis/emit.ts'
import { moving } from './form.ts'
import type { Lazy } from './lazy.ts'
import { type Series, seriesOf } from './power-series.ts'
import { prolonged, recurrences } from './recurrence.ts'
import { checkAlgebra } from '../program/given.ts'
import { isWholes, said } from '../array/list.ts'
import { raise } from '../failure.ts'

const ordersTo = (order: number): ReadonlyArray<number> => Array.from({ length: order }, (_, k) => k + 1)

const isSteady = <A>(series: Series<A>, order: number): boolean => {
  for (let k = 1; k <= order; k++) if ((series[k] ?? null) !== null) return false
  return true
}

/** The coefficients of the results of one operation, order after order, solved among lazy series. */
const solve = <A>(base: Algebra<A>, operation: Operation, args: ReadonlyArray<Series<A>>, order: number): ReadonlyArray<Series<A>> => {
  const emit = emitter(base)
  const known = new Map<Series<A>, Lazy<A>>()
  const inputs = args.map((arg, i): Lazy<A> => {
    const made = known.get(arg) ?? {
      id: -1 - known.size,
      of: entry(operation.operands, i),
      first: 0,
      steady: () => isSteady(arg, order),
      at: (k) => arg[k] ?? null,
    }
    known.set(arg, made)
    return made
  })
  const results = recurrences(base, emit).apply(operation, inputs)
  return results.map((result) => seriesOf(result.at(0) ?? emit.fill(result.of, 0), ...ordersTo(order).map((k) => result.at(k))))
}

// memory -----------------------------------------------------------------------------------

/** A recurrence as a program of the coefficients that are there, and which coefficients it gives. */
interface Recurrence {
  readonly program: Program
  readonly rows: ReadonlyArray<Nonzero>
}

const present = <A>(series: Series<A>, order: number): Nonzero => ordersTo(order).map((k) => (series[k] ?? null) !== null)

const recurrence = (operation: Operation, args: ReadonlyArray<number>, marks: ReadonlyArray<Nonzero>, order: number): Recurrence => {
  let rows: ReadonlyArray<Nonzero> = []
  const inputs = marks.flatMap((row, i) =>
    [true, ...row].flatMap((there) => (there && args.indexOf(entry(args, i)) === i ? [entry(operation.operands, i)] : [])),
  )
  const program = close(inputs, (xs) => {
    let next = 0
    const taken: Array<Series<AnyExpr>> = []
    marks.forEach((row, i) => {
      const first = args.indexOf(entry(args, i))
      taken.push(first < i ? entry(taken, first) : seriesOf(entry(xs, next++), ...row.map((there) => (there ? entry(xs, next++) : null))))
    })
    const results = solve(expressions, operation, taken, order)
    rows = results.map((result) => present(result, order))
    return results.flatMap((result) => result.filter((coefficient) => coefficient !== null))
  })
  return { program, rows }
}

// A recurrence depends on the primitive, the shapes, and on which coefficients there are. The memo forgets when full.
const capacity = 256
const recurrencesOf = /*#__PURE__*/ new WeakMap<Primitive, Map<string, Recurrence>>()

const remembered = <A>(operation: Operation, args: ReadonlyArray<Series<A>>, order: number): Recurrence => {
  const marks = args.map((arg) => present(arg, order))
  const same = args.map((arg) => args.indexOf(arg))
  const key = operation.operands
    .map(
      (of, i) =>
        `${of.text}${same[i]}${entry(marks, i)
          .map((there) => (there ? "'" : ','))
          .join('')}`,
    )
    .join(' ')
  const known = recurrencesOf.get(operation.primitive) ?? new Map<string, Recurrence>()
  const hit = known.get(key)
  if (hit !== undefined) return hit
  if (known.size === 0) recurrencesOf.set(operation.primitive, known)
  if (known.size >= capacity) known.clear()
  const made = recurrence(operation, same, marks, order)
  known.set(key, made)
  return made
}

const replayed = <A>(base: Algebra<A>, operation: Operation, args: ReadonlyArray<Series<A>>, order: number): ReadonlyArray<Series<A>> => {
  const { program, rows } = remembered(operation, args, order)
  const inputs = args.flatMap((arg, i) => (args.indexOf(arg) === i ? arg.slice(0, order + 1).filter((coefficient) => coefficient !== null) : []))
  const out = fold(base)(program)(inputs)
  let next = 0
  return rows.map((row) => seriesOf(entry(out, next++), ...row.map((there) => (there ? entry(out, next++) : null))))
}

/**
 * The algebra of power series to an order, over any carrier. Laws: forgetting the coefficients is a homomorphism
 * onto the algebra beneath; at order 1 it is `dual`; the series of g∘f are those of g at those of f.
 *
 * @example
 * const program = trace((x: Scalar) => exp(x))(1)
 * fold(series(evaluate, 2))(program)([seriesOf(tensor(0), tensor(1))])
 * // [[a Tensor of shape []: 1, a Tensor of shape []: 1, a Tensor of shape []: 0.5]]
 * @category interpreters
 */
export const series = <A>(base: Algebra<A>, order: number): Algebra<Series<A>> => {
  checkAlgebra('series', base)
  if (!isWholes([order], 0)) return raise({ _tag: 'Argument', operation: 'series', reason: `the order ${said(order)} is not a whole number from 0` })
  const emit = emitter(base)
  return {
    literal: (value) => [base.literal(value)],
    apply: (operation, args) => {
      const { operands, primitive, params } = operation
      const marks = moving(operands).map((moves, i) => moves && !isSteady(entry(args, i), order))
      if (!marks.includes(true))
        return base
          .apply(
            operation,
            args.map(([value]) => value),
          )
          .map((value) => [value])
      const rule = primitive.derivative
      if (rule._tag === 'Holder' && rule.jet !== undefined) {
        const at = (i: number, k: number): A => entry(args, i)[k] ?? emit.fill(entry(operands, i), 0)
        return prolonged(base, rule.jet(operation, marks, order), marks, order, at)
      }
      return paramsText(params) === '' ? replayed(base, operation, args, order) : solve(base, operation, args, order)
    },
  }
}
