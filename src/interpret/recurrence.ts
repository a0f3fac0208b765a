/**
 * The power series of one operation.
 *
 * There is no table of recurrences. Sums and products of series are known, linear primitives act on each
 * coefficient, and every other primitive is the solution of the differential equation that its forward
 * rule states, y′ = ẏ(x, x′), of which each coefficient needs lower ones only. The rule is folded over
 * lazy series, y among them as far as it is known. What a rule applies to the same series again is the same
 * series again, so that sin and cos refer to each other and order k costs O(k²), not a regress of derivatives.
 */
import type { Aval } from '../array/aval.ts'
import { avalOf } from '../array/tensor.ts'
import { addPrimitive, mulPrimitive } from '../basis/arithmetic.ts'
import { entry } from '../entry.ts'
import { fold } from '../program/fold.ts'
import type { Algebra, Nonzero, Operation, Program, Pushforward } from '../program/model.ts'
import { applications } from './application.ts'
import type { Emitter } from '../basis/emit.ts'
import { type Form, formOf, isReflection, moving } from './form.ts'
import { added, differentiated, integrated, type Lazy, once, product, remembered } from './lazy.ts'
import { type Series, seriesOf } from './power-series.ts'
import { pushforward } from './rule.ts'

type Lazies<A> = ReadonlyArray<Lazy<A>>

/** Result j at an order above 0. */
type Above<A> = (j: number, order: number) => A | null

/** How a holder gives its own series. */
export type Jet = (operation: Operation, nonzero: Nonzero, order: number) => Pushforward

/** The series of the results that a holder's program of coefficients gives, from a coefficient of each operand at each order. */
export const prolonged = <A>(
  base: Algebra<A>,
  { program, nonzero }: Pushforward,
  marks: Nonzero,
  order: number,
  at: (operand: number, order: number) => A,
): ReadonlyArray<Series<A>> => {
  const orders = Array.from({ length: order }, (_, k) => k + 1)
  const out = fold(base)(program)([...marks.map((_, i) => at(i, 0)), ...orders.flatMap((k) => marks.flatMap((marked, i) => (marked ? [at(i, k)] : [])))])
  let next = nonzero.length
  const rows = orders.map(() => nonzero.map((moves) => (moves ? entry(out, next++) : null)))
  return nonzero.map((_, j) => seriesOf(entry(out, j), ...rows.map((row) => entry(row, j))))
}

/** The lazy series of one operation. Its algebra recognises what it has been applied to before, so it is made anew for each. */
export const recurrences = <A>(base: Algebra<A>, emit: Emitter<A>): Algebra<Lazy<A>> => {
  const numbered = { next: 0 }
  const lazy = (of: Aval, first: number, steady: () => boolean, at: (order: number) => A | null): Lazy<A> => ({
    id: numbered.next++,
    of,
    first,
    steady: once(steady),
    at: remembered((order) => (order < first ? null : at(order))),
  })
  const full = (x: Lazy<A>, order: number): A => x.at(order) ?? emit.fill(x.of, 0)
  const constantly = (of: Aval, value: () => A): Lazy<A> =>
    lazy(
      of,
      0,
      () => true,
      (order) => (order === 0 ? value() : null),
    )

  // x′ and x − x₀ are made once each, so that what is applied to them is recognised.
  const kept = (make: (x: Lazy<A>) => Lazy<A>): ((x: Lazy<A>) => Lazy<A>) => {
    const made = new Map<Lazy<A>, Lazy<A>>()
    return (x) => {
      const hit = made.get(x) ?? make(x)
      made.set(x, hit)
      return hit
    }
  }
  const derivative = kept((x) => lazy(x.of, Math.max(0, x.first - 1), x.steady, differentiated(emit, x)))
  const remainder = kept((x) => lazy(x.of, Math.max(1, x.first), x.steady, x.at))

  const varying = (operation: Operation, args: Lazies<A>): Nonzero => moving(operation.operands).map((moves, i) => moves && !entry(args, i).steady())
  const marked = (args: Lazies<A>, marks: Nonzero): Lazies<A> => args.filter((_, i) => marks[i])

  // what needs no equation ---------------------------------------------------------------------

  const linear = (operation: Operation, args: Lazies<A>, marks: Nonzero, steady: () => boolean): Lazies<A> => {
    const all = remembered((order) => {
      const missing = args.every((arg, i) => !marks[i] || arg.at(order) === null)
      if (missing && (order > 0 || marks.includes(true))) return null
      return base.apply(
        operation,
        args.map((arg, i) => full(arg, marks[i] ? order : 0)),
      )
    })
    return operation.results.map((of, j) => lazy(of, 0, steady, (order) => all(order)?.[j] ?? null))
  }

  /** Sums, products, and what is linear or a choice; null for the rest. */
  const direct = (operation: Operation, args: Lazies<A>): Lazies<A> | null => {
    const { primitive, params, operands } = operation
    const rule = primitive.derivative
    const steady = (): boolean => args.every((arg) => arg.steady())
    const one = (coefficients: ReadonlyArray<A>): A => entry(base.apply(operation, coefficients), 0)
    const of = entry(operation.results, 0)
    const [x, y, z] = args
    if (primitive === addPrimitive && x !== undefined && y !== undefined) return [lazy(of, Math.min(x.first, y.first), steady, added(emit, x, y))]
    if (primitive === mulPrimitive || rule._tag === 'Multilinear') {
      const first = args.reduce((total, factor) => total + factor.first, 0)
      return [lazy(of, first, steady, product(emit, of, args, one))]
    }
    if (rule._tag === 'Linear') return linear(operation, args, rule.linear(params, operands), steady)
    if (rule._tag === 'Select' && x !== undefined && y !== undefined && z !== undefined)
      return [
        lazy(of, Math.min(y.first, z.first), steady, (order) =>
          y.at(order) === null && z.at(order) === null ? null : one([full(x, 0), full(y, order), full(z, order)]),
        ),
      ]
    return null
  }

  // equations ----------------------------------------------------------------------------------

  const affine = (operation: Operation, args: Lazies<A>, program: Program): Above<A> => {
    const slopes = once(() => fold(algebra)(program)([...args, ...marked(args, moving(operation.operands))]))
    return (j, order) => entry(slopes(), j).at(order)
  }

  const solved = (operation: Operation, args: Lazies<A>, program: Program, marks: Nonzero): Above<A> => {
    const numerators = once(() => {
      const directions = args.map((x, i) => (marks[i] ? x : remainder(x)))
      return fold(algebra)(program)([...args, ...marked(directions, moving(operation.operands))])
    })
    return (j, order) => {
      const found = numerators().map((x) => x.at(order))
      if (found.every((coefficient) => coefficient === null)) return null
      let next = 0
      const operands = args.map((x, i) => (marks[i] ? (found[next++] ?? emit.fill(x.of, 0)) : full(x, 0)))
      return entry(base.apply(operation, operands), j)
    }
  }

  const general = (operation: Operation, args: Lazies<A>): Above<A> => {
    const marks = once(() => varying(operation, args))
    const moved = once(() => pushforward(operation, marks()))
    const slopes = once(() => {
      let next = operation.results.length
      const out = fold(algebra)(moved().program)([...args, ...marked(args, marks()).map(derivative)])
      return moved().nonzero.map((moves) => (moves ? entry(out, next++) : null))
    })
    return (j, order) => {
      const slope = moved().nonzero[j] ? entry(slopes(), j) : null
      return slope === null ? null : integrated(emit, slope.of, slope, order)
    }
  }

  const held = (operation: Operation, args: Lazies<A>, jet: Jet): Above<A> => {
    const marks = once(() => varying(operation, args))
    const upTo = remembered((order) => prolonged(base, jet(operation, marks(), order), marks(), order, (i, k) => full(entry(args, i), k)))
    // A result that does not move has none.
    return (j, order) => entry(upTo(order), j)[order] ?? null
  }

  const equation = (operation: Operation, args: Lazies<A>): Above<A> => {
    const rule = operation.primitive.derivative
    if (rule._tag === 'Holder' && rule.jet !== undefined) return held(operation, args, rule.jet)
    const form: Form = formOf(operation)
    switch (form._tag) {
      case 'Affine':
        return affine(operation, args, form.program)
      case 'Solved':
        return solved(operation, args, form.program, form.linear)
      case 'General':
        return general(operation, args)
    }
  }

  // What a reflection was applied to, by what it gave.
  const reflected = new Map<Lazy<A>, Lazy<A>>()

  const build = (operation: Operation, args: Lazies<A>): Lazies<A> => {
    const found = direct(operation, args)
    if (found !== null) return found
    const [x] = args
    if (x === undefined || !isReflection(operation.primitive)) return solution(operation, args)
    const before = reflected.get(x)
    if (before !== undefined) return [before]
    const made = solution(operation, args)
    reflected.set(entry(made, 0), x)
    return made
  }

  const solution = (operation: Operation, args: Lazies<A>): Lazies<A> => {
    const values = once(() =>
      base.apply(
        operation,
        args.map((x) => full(x, 0)),
      ),
    )
    if (operation.primitive.derivative._tag === 'Constant') return operation.results.map((of, j) => constantly(of, () => entry(values(), j)))
    const steady = once(() => !varying(operation, args).includes(true))
    const above = once(() => equation(operation, args))
    return operation.results.map((of, j) => lazy(of, 0, steady, (order) => (order === 0 ? entry(values(), j) : steady() ? null : above()(j, order))))
  }

  const known = applications<Lazies<A>>()
  const algebra: Algebra<Lazy<A>> = {
    literal: (value) =>
      entry(
        known.literal(value, () => [constantly(avalOf(value), () => base.literal(value))]),
        0,
      ),
    apply: (operation, args) =>
      known.application(
        operation,
        args.map((x) => x.id),
        () => build(operation, args),
      ),
  }
  return algebra
}
