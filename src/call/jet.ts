/**
 * `jet`: the Taylor coefficients of a function along a curve, to any order, on functions and on programs.
 */
import { counted } from '../array/list.ts'
import { entry } from '../entry.ts'
import { raise } from '../failure.ts'
import type { Program } from '../program/model.ts'
import { describe } from '../program/describe.ts'
import { simplify } from '../simplify/simplify.ts'
import { coefficients } from '../transform/jet.ts'
import { cut, differentiable } from '../transform/pick.ts'
import { phantom } from '../type/phantom.ts'
import type { Answered, ValuesFor } from '../type/structure.ts'
import { type Argument, argument, argumentsFor, matching, presented, valuesOf } from './arguments.ts'
import { type AnyFunction, execute, planOf, restore, type Source } from './source.ts'
import { checkFunction, isProgram } from '../program/given.ts'
import { checkOption } from '../program/option.ts'

/** To which order. */
export interface JetOptions {
  /** As many coefficients as are given where not said; where said, those not given are structurally zero. */
  readonly order?: number
}

type Values<A extends ReadonlyArray<unknown>> = { readonly [K in keyof A]: ValuesFor<A[K]> }
/** For each argument its coefficients from order 1 on. */
type Coefficients<A extends ReadonlyArray<unknown>> = { readonly [K in keyof A]: ReadonlyArray<ValuesFor<A[K]>> }

interface Jet {
  (program: Program, order: number): Program
  <A extends ReadonlyArray<unknown>, R, const X extends Values<A>, const C extends Coefficients<A>>(
    f: (...args: A) => R,
    primals: X & Values<A>,
    series: C,
    options?: JetOptions,
  ): readonly [Answered<readonly [X, C], R>, ReadonlyArray<Answered<readonly [X, C], R>>]
}

const operation = 'jet'

/** The coefficients given for one argument, each with the structure of the argument. */
const given = (list: unknown, arg: Argument, name: string): ReadonlyArray<Argument> => {
  if (!Array.isArray(list)) {
    const expected = 'a list of coefficients, from order 1 on'
    return raise({ _tag: 'Structure', operation, path: `the series of ${name}`, expected, got: describe(list), hint: `as in jet(f, [x], [[v1, v2]])` })
  }
  const of = Array.from(list, (coefficient: unknown, k) => argument(operation, coefficient, `coefficient ${k + 1} of ${name}`))
  for (const coefficient of of) matching(operation, coefficient, arg.layout, arg.avals)
  if (of.length > 0)
    arg.avals.forEach((aval, i) => {
      if (!differentiable(aval))
        raise({
          _tag: 'NotDifferentiable',
          operation,
          path: entry(arg.paths, i),
          dtype: aval.dtype,
          hint: 'let the function close over it, give its argument no coefficients, or pass it as float64',
        })
    })
  return of
}

const whole = (order: number): number =>
  Number.isSafeInteger(order) && order >= 0 ? order : raise({ _tag: 'Argument', operation, reason: `the order must be a whole number from 0 on, got ${order}` })

/** The order asked for, or as many coefficients as there are. */
const orderOf = (lengths: ReadonlyArray<number>, { order }: JetOptions): number => {
  const longest = Math.max(0, ...lengths)
  if (order === undefined) {
    const uneven = lengths.findIndex((length) => length !== longest)
    return uneven < 0
      ? longest
      : raise({
          _tag: 'Argument',
          operation,
          reason: `the series have lengths ${lengths.join(', ')}`,
          hint: 'give as many coefficients for every argument, or name the order: { order } takes those missing as zero',
        })
  }
  return longest <= whole(order)
    ? order
    : raise({ _tag: 'Argument', operation, reason: `${counted(longest, 'coefficient was', 'coefficients were')} given for a jet of order ${order}` })
}

/** Leaves that have coefficients get them; the others stay as they are. */
const row = (source: Source, values: ReadonlyArray<unknown>, moved: ReadonlyArray<unknown>): ReadonlyArray<unknown> => {
  let next = 0
  return source.outputAvals.map((of, j) => (differentiable(of) ? moved[next++] : values[j]))
}

const along = (f: AnyFunction, primals: ReadonlyArray<unknown>, series: ReadonlyArray<unknown>, options: JetOptions): readonly [unknown, unknown] => {
  const args = argumentsFor(operation, f, primals)
  if (!Array.isArray(series))
    return raise({
      _tag: 'Argument',
      operation,
      reason: `the series are ${describe(series)}`,
      hint: 'they are a list with a list of coefficients for each argument: [[x1, x2]]',
    })
  if (series.length !== args.length) return raise({ _tag: 'Arity', operation, expected: `${args.length} series`, got: series.length })
  const lists = args.map((arg, i) => given(series[i], arg, args.length === 1 ? 'x' : `x${i + 1}`))
  const lengths = lists.map((list) => list.length)
  const order = orderOf(lengths, options)
  const plan = planOf(operation, `jet ${order} of ${lengths.join()}`, f, args, (source) =>
    simplify(coefficients(source.program, order, [...source.captured.map(() => 0), ...args.flatMap((arg, i) => arg.avals.map(() => entry(lengths, i)))])),
  )
  const orders = Array.from({ length: order }, (_, k) => k)
  const inputs = orders.flatMap((k) => lists.flatMap((list) => list[k]?.values ?? []))
  const results = execute(plan.program, plan.source.captured, [...valuesOf(args), ...inputs]).map(presented)
  const floats = plan.source.outputAvals.filter(differentiable).length
  const [values = [], ...rows] = cut(results, plan.source.outputAvals.length, ...orders.map(() => floats))
  return [restore(plan.source, values), Object.freeze(orders.map((k) => restore(plan.source, row(plan.source, values, entry(rows, k)))))]
}

/**
 * Taylor mode: the value of `f` at `primals`, and the coefficients of f(x₀ + x₁t + x₂t² + …) from order 1 on.
 * `series` has a list per argument: its coefficients [x₁, x₂, …], each with the structure of the argument (they are
 * coefficients, not derivatives: the nth derivative is n! times the nth). All lists have one length, which is the
 * order; with the option `order` shorter ones will do, and what is missing is zero. On a program: the program
 * (x…, x₁…, x₂…, …) → (y…, y₁…, y₂…, …).
 *
 * Order k costs O(k²) operations for each one of the program, where k nested derivatives cost O(2ᵏ); O(k³) for those whose
 * derivatives are ever new functions (pow, erf, gamma, Bessel). Kinks have the convention of their operation; a
 * choice between two functions is made by the value.
 *
 * @example
 * jet(exp, [0], [[1, 0, 0]])                                   // [1, [1, 0.5, 0.16666666666666666]]
 * jet((x: Scalar) => div(1, sub(1, x)), [0], [[1]], { order: 4 })   // [1, [1, 1, 1, 1]]
 * jet((x: Scalar, y: Scalar) => mul(x, y), [2, 3], [[1, 0], [1, 0]])   // [6, [5, 1]]
 * @category transforms
 */
export const jet: Jet = /*#__PURE__*/ phantom(
  (f: AnyFunction | Program, primals: ReadonlyArray<unknown> | number = [], series: ReadonlyArray<unknown> = [], options: JetOptions = {}) => {
    if (isProgram(f)) return simplify(coefficients(f, whole(typeof primals === 'number' ? primals : Number.NaN)))
    checkFunction(operation, f)
    checkOption<JetOptions>(operation, options, 'order')
    return along(f, typeof primals === 'number' ? [primals] : primals, series, options)
  },
)
