/**
 * The laws of the flow of a differential equation, on random smooth fields: going on from where one
 * arrived, going back, and the same derivative however it is found.
 */
import * as fc from 'fast-check'
import { add, at, evaluate, grad, jvp, mul, odeint, type OdeOptions, type Scalar, sin } from '../src/index.ts'
import { phantom } from '../src/type/phantom.ts'
import { near, type Numbers } from './closeness.ts'
import { type Body, bodies, bodyOf } from './control.ts'
import { every, type Law, law, type Verdict } from './law.ts'
import { type Production, scalarProductions } from './production.ts'

// A sine keeps the field bounded, a short way what it magnifies; the time in it makes it matter when one starts.
const field =
  (body: Body, k: Scalar) =>
  (y: Scalar, t: Scalar): Scalar =>
    add(mul(0.5, sin(body(y, k))), mul(0.3, sin(t)))

/** The state at `to` of the solution that is y at `from`. */
const flow = (body: Body, k: Scalar, y: Scalar, from: number, to: number, options: OdeOptions = {}): Scalar =>
  phantom(at(odeint(field(body, k), y, Float64Array.of(from, to), options), 1))

/**
 * The flow of ẏ = f(y, t): φ(t → t) = 1, φ(s → t) ∘ φ(r → s) = φ(r → t), and so φ(t → s) is the inverse
 * of φ(s → t). Forward mode, the gradient through the steps and that by the adjoint equation agree.
 *
 * @example
 * refuted(check(flows(), { runs: 2 }))   // []
 * @category laws
 */
export const flows = (productions: ReadonlyArray<Production> = scalarProductions): ReadonlyArray<Law> => {
  const coordinate = fc.noBias(fc.integer({ min: 1, max: 999 })).map((k) => (k + 0.137) / 501 - 1)
  const moment = coordinate.map((x) => 0.2 * x)
  const cases = fc.tuple(bodies(2, productions), coordinate, coordinate, moment, moment, moment)
  type Case = typeof cases extends fc.Arbitrary<infer C> ? C : never
  const compared =
    (both: (body: Body, k: number, y: number, ts: readonly [number, number, number]) => readonly [unknown, unknown], tolerance: number) =>
    ([snippet, k, y, r, s, t]: Case): Verdict => {
      const [left, right] = both(bodyOf(snippet), k, y, [r, s, t])
      return near(numbers(left), numbers(right), tolerance)
    }
  const value = (f: (k: Scalar, y: Scalar) => Scalar, k: number, y: number): unknown => evaluate(f)(k, y)
  const slopes = (body: Body, [from, , to]: readonly [number, number, number], options: OdeOptions) =>
    grad((k: Scalar, y: Scalar) => flow(body, k, y, from, to, options), { argnums: [0, 1] })
  return [
    law(
      'a flow goes on from where it arrived',
      cases,
      compared(
        (body, k, y, [r, s, t]) => [value((k, y) => flow(body, k, flow(body, k, y, r, s), s, t), k, y), value((k, y) => flow(body, k, y, r, t), k, y)],
        1e-6,
      ),
    ),
    law(
      'a flow goes back where it came from',
      cases,
      compared((body, k, y, [r, , t]) => [value((k, y) => flow(body, k, flow(body, k, y, r, t), t, r), k, y), y], 1e-6),
    ),
    law(
      'a flow of no time is the identity',
      cases,
      compared((body, k, y, [r]) => [value((k, y) => flow(body, k, y, r, r), k, y), y], 0),
    ),
    law('a flow has one derivative', cases, ([snippet, k, y, r, s, t]: Case) => {
      const body = bodyOf(snippet)
      const discrete = numbers(slopes(body, [r, s, t], {})(k, y))
      const [, byRate] = jvp((k: Scalar, y: Scalar) => flow(body, k, y, r, t), [k, y], [1, 0])
      const [, byState] = jvp((k: Scalar, y: Scalar) => flow(body, k, y, r, t), [k, y], [0, 1])
      return every(
        () => near(discrete, numbers([byRate, byState]), 1e-9),
        () => near(discrete, numbers(slopes(body, [r, s, t], { adjoint: 'continuous' })(k, y)), 1e-5),
      )
    }),
  ]
}

const numbers = (x: unknown): Numbers => phantom(Array.isArray(x) ? x : [x])
