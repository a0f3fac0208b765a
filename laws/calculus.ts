/**
 * The rules of calculus as laws of functions of one variable: what a textbook says of sums, products,
 * chains, inverses, powers and integrals. Each is checked in both modes.
 */
import * as fc from 'fast-check'
import { add, div, grad, jvp, mul, sub, type Scalar } from '../src/index.ts'
import { trace } from '../src/call/program.ts'
import { near } from './closeness.ts'
import { every, fact, type Law, law, type Verdict } from './law.ts'
import { mapOf } from './mapping.ts'
import type { Sample } from './program.ts'
import { functionOf, showSnippet, type Snippet } from './snippet.ts'
import { phantom } from '../src/type/phantom.ts'

/** A differentiable function of one number. */
export type ScalarFunction = (x: Scalar) => Scalar

/** The interval it is sampled on. */
export interface Range {
  readonly from: number
  readonly to: number
}

/** The derivative of a function by each mode. */
type Slope = (f: ScalarFunction, x: number) => number

const slopes: ReadonlyArray<Slope> = [(f, x) => jvp(f, [x], [1])[1], (f, x) => grad(f)(x)]

const valueOf = (f: ScalarFunction, x: number): number => mapOf(trace(f)(x))([x])[0] ?? Number.NaN

const numbers = ({ from, to }: Range): fc.Arbitrary<number> => fc.noBias(fc.integer({ min: 1, max: 999 })).map((k) => from + ((to - from) * (k + 0.137)) / 1001)

const tolerance = 1e-9

const agreeing = (wanted: (slope: Slope) => readonly [found: number, expected: number], floor: number): Verdict =>
  every(
    ...slopes.map((slope) => () => {
      const [found, expected] = wanted(slope)
      return near([found], [expected], tolerance, floor)
    }),
  )

// rules ------------------------------------------------------------------------------------

/** A function and where it was found, for messages. */
export interface Named {
  readonly f: ScalarFunction
}

/**
 * Functions of one number from random snippets of one scalar input.
 *
 * @example
 * fc.sample(functionsOf(snippets({ shapes: [[]], inputs: 1 })), 3).length   // 3
 * @category arbitraries
 */
export const functionsOf = (snippets: fc.Arbitrary<Snippet>): fc.Arbitrary<Named> =>
  snippets.map((snippet) => {
    const f = phantom<ScalarFunction>(functionOf(snippet))
    return Object.defineProperty({ f: (x: Scalar): Scalar => f(x) }, fc.toStringMethod, { value: () => showSnippet(snippet), enumerable: false })
  })

/**
 * Sums, products, quotients and chains: (f + g)′ = f′ + g′, (fg)′ = f′g + fg′, (f/h)′ = (f′h − fh′)/h²,
 * (g∘f)′ = (g′∘f)·f′. Sampled on the range given, onto which the inner function of a chain is folded.
 *
 * @example
 * const functions = functionsOf(snippets({ productions: smoothProductions, shapes: [[]], inputs: 1 }))
 * refuted(check(rules(functions, { from: -1, to: 1 }), { runs: 5 }))   // []
 * @category laws
 */
export const rules = (functions: fc.Arbitrary<Named>, range: Range): ReadonlyArray<Law> => {
  const cases = fc.tuple(functions, functions, numbers(range))
  return [
    law('(f + g)′ = f′ + g′', cases, ([{ f }, { f: g }, x]) => agreeing((D) => [D((t) => add(f(t), g(t)), x), D(f, x) + D(g, x)], 1e-2)),
    law('(f − g)′ = f′ − g′', cases, ([{ f }, { f: g }, x]) => agreeing((D) => [D((t) => sub(f(t), g(t)), x), D(f, x) - D(g, x)], 1e-2)),
    law('(f g)′ = f′ g + f g′', cases, ([{ f }, { f: g }, x]) =>
      agreeing((D) => [D((t) => mul(f(t), g(t)), x), D(f, x) * valueOf(g, x) + valueOf(f, x) * D(g, x)], 1e-2),
    ),
    law('(f / h)′ = (f′ h − f h′) / h²', cases, ([{ f }, { f: g }, x]) => {
      const h: ScalarFunction = (t) => add(1, mul(g(t), g(t)))
      const below = valueOf(h, x)
      return agreeing((D) => [D((t) => div(f(t), h(t)), x), (D(f, x) * below - valueOf(f, x) * D(h, x)) / (below * below)], 1e-2)
    }),
    law('(g ∘ f)′ = (g′ ∘ f) · f′', cases, ([{ f }, { f: g }, x]) => {
      // f/(1 + f²) lies within ±½ whatever f is.
      const inner: ScalarFunction = (t) => ((y) => div(y, add(1, mul(y, y))))(f(t))
      return agreeing((D) => [D((t) => g(inner(t)), x), D(g, valueOf(inner, x)) * D(inner, x)], 1e-2)
    }),
  ]
}

// identities -------------------------------------------------------------------------------

/**
 * f′ = g, where g is known in closed form.
 *
 * @example
 * refuted(check([identity('(x²)′ = 2x', square, (x) => 2 * x, { from: -1, to: 1 })], { runs: 5 }))   // []
 * @category laws
 */
export const identity = (name: string, f: ScalarFunction, derivative: (x: number) => number, range: Range): Law =>
  law(name, numbers(range), (x) => agreeing((D) => [D(f, x), derivative(x)], 1e-3))

/**
 * f ∘ g is the identity, so f′(g(y)) · g′(y) = 1.
 *
 * @example
 * refuted(check([inverse('exp, log', exp, log, { from: 0.5, to: 3 })], { runs: 20 }))   // []
 * @category laws
 */
export const inverse = (name: string, f: ScalarFunction, g: ScalarFunction, range: Range): Law =>
  law(`${name}: f′(g(y)) · g′(y) = 1`, numbers(range), (y) =>
    every(
      () => near([valueOf(f, valueOf(g, y))], [y], tolerance, 1e-3),
      () => agreeing((D) => [D(f, valueOf(g, y)) * D(g, y), 1], 1),
    ),
  )

/** Nodes and weights of the Gauss-Legendre rule of five points. */
const gauss: ReadonlyArray<readonly [number, number]> = [
  [0, 0.5688888888888889],
  [-0.5384693101056831, 0.4786286704993665],
  [0.5384693101056831, 0.4786286704993665],
  [-0.906179845938664, 0.23692688505618908],
  [0.906179845938664, 0.23692688505618908],
]

/**
 * ∫ₐᵇ f′ = f(b) − f(a): a wrong derivative is seen wherever it is wrong on the whole.
 *
 * @example
 * refuted(check([fundamental(smoothPrograms())], { runs: 5 }))   // []
 * @category laws
 */
export const fundamental = (samples: fc.Arbitrary<Sample>): Law =>
  law('∫ₐᵇ f′ = f(b) − f(a)', samples, ({ program, value, point, v, w, reach }) => {
    const panels = 8
    const at = (t: number): Float64Array => Float64Array.from(point, (x, i) => x + reach * t * (v[i] ?? 0))
    const push = mapOf(jvp(program))
    let total = 0
    for (let panel = 0; panel < panels; panel++) {
      for (const [node, weight] of gauss) {
        const t = (panel + (1 + node) / 2) / panels
        const slope = push([...at(t), ...v]).slice(w.length)
        total += (weight / (2 * panels)) * reach * slope.reduce((sum, s, i) => sum + s * (w[i] ?? 0), 0)
      }
    }
    const [before, after] = [value(at(0)), value(at(1))]
    return near([total], [Array.from(after).reduce((sum, y, i) => sum + (y - (before[i] ?? 0)) * (w[i] ?? 0), 0)], 1e-7, 1)
  })

/**
 * Euler's theorem: where f(sx) = sᵏf(x), ⟨x, ∇f(x)⟩ = k·f(x).
 *
 * @example
 * refuted(check([homogeneous('xyz', 3, (xs) => mul(xs), 3, { from: 0.5, to: 2 })], { runs: 20 }))   // []
 * @category laws
 */
export const homogeneous = (name: string, degree: number, f: (xs: ReadonlyArray<Scalar>) => Scalar, inputs: number, range: Range): Law =>
  law(`${name}: ⟨x, ∇f(x)⟩ = ${degree} f(x)`, fc.array(numbers(range), { minLength: inputs, maxLength: inputs }), (xs) => {
    const value = mapOf(trace(f)(xs))(xs)[0] ?? Number.NaN
    const wanted = degree * value
    return every(
      () => near([grad(f)(xs).reduce((sum, g, i) => sum + g * (xs[i] ?? 0), 0)], [wanted], tolerance, 1e-3),
      () => near([jvp(f, [xs], [xs])[1]], [wanted], tolerance, 1e-3),
    )
  })

/** A derivative at one point, by each mode, against a number known otherwise. */
export const pointwise = (name: string, f: ScalarFunction, x: number, wanted: number): Law => fact(name, () => agreeing((D) => [D(f, x), wanted], 0))
