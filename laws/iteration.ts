/**
 * The laws of loops without a fixed end, of computing again, of reverse rules and of implicit functions:
 * each as a program beside the plain loop that it stands for.
 */
import * as fc from 'fast-check'
import {
  add,
  checkpoint,
  customVjp,
  fixedPoint,
  fori,
  grad,
  jvp,
  lt,
  mul,
  root,
  scan,
  type Scalar,
  sin,
  sub,
  sum,
  type Vector,
  vjp,
  whileLoop,
} from '../src/index.ts'
import { phantom } from '../src/type/phantom.ts'
import { near } from './closeness.ts'
import { type Body, bodies, bodyOf, samplesOf, type Twice } from './control.ts'
import { every, type Law, law } from './law.ts'
import { type Production, scalarProductions } from './production.ts'
import type { Sample } from './program.ts'
import { showSnippet } from './snippet.ts'

const most = 3

/** Halving and a sine keep a carry tame however long the loop. */
const tame =
  (body: Body) =>
  (carry: Scalar, outer: Scalar): Scalar =>
    add(mul(0.5, carry), sin(body(carry, outer)))

/**
 * While loops with a random step that reads an outer expression, beside the same loop written out.
 *
 * @example
 * refuted(check(byDifferences(whiles()), { runs: 3 }))   // []
 * @category arbitraries
 */
export const whiles = (productions: ReadonlyArray<Production> = scalarProductions): fc.Arbitrary<Sample> => {
  const functions = bodies(2, productions).map((snippet): Twice => {
    const next = tame(bodyOf(snippet))
    return {
      text: `while carry < 1, at most ${most} times: ${showSnippet(snippet)}`,
      traced: (outer: Scalar, init: Scalar) =>
        whileLoop(
          ([c]: readonly [Scalar, Scalar]) => lt(c, 1),
          ([c, n]: readonly [Scalar, Scalar]) => [next(c, outer), add(n, c)] as const,
          phantom<readonly [Scalar, Scalar]>([init, outer]),
          { maxSteps: most },
        ).reduce((a, b) => add(a, b)),
      plain: (outer: Scalar, init: Scalar) => {
        let [c, n] = [init, outer]
        for (let i = 0; i < most && phantom<number>(c) < 1; i++) [c, n] = [next(c, outer), add(n, c)]
        return add(c, n)
      },
    }
  })
  return samplesOf(functions, [[], []])
}

/**
 * Scans that compute again what reverse mode needs, step by step or from stored carries, beside the loop.
 *
 * @example
 * refuted(check(byDifferences(recomputations()), { runs: 3 }))   // []
 * @category arbitraries
 */
export const recomputations = (productions: ReadonlyArray<Production> = scalarProductions): fc.Arbitrary<Sample> => {
  const stores = fc.constantFrom(undefined, 1, 2, 'sqrt' as const, 'log' as const)
  const functions = fc.tuple(bodies(2, productions), stores, fc.boolean()).map(([snippet, stored, again]): Twice => {
    const next = tame(bodyOf(snippet))
    const step = again ? checkpoint(next) : next
    const options = stored === undefined ? {} : { checkpoint: stored }
    return {
      text: `scan, ${stored ?? 'all'} stored${again ? ', each step computed again' : ''}: ${showSnippet(snippet)}`,
      traced: (init: Scalar, xs: Vector) => {
        const [last, rows] = scan((c: Scalar, x: Scalar) => [step(c, x), mul(c, x)], init, xs, options)
        return add(last, sum(rows))
      },
      plain: (init: Scalar, xs: Float64Array) => {
        let [c, total] = [init, phantom<Scalar>(0)]
        for (const x of xs) [c, total] = [next(c, phantom<Scalar>(x)), add(total, mul(c, phantom<Scalar>(x)))]
        return add(c, total)
      },
    }
  })
  return samplesOf(functions, [[], [most]])
}

/**
 * Random functions behind a reverse rule that is their own pullback, beside the functions alone.
 *
 * @example
 * refuted(check(byDifferences(pullbacks()), { runs: 3 }))   // []
 * @category arbitraries
 */
export const pullbacks = (productions: ReadonlyArray<Production> = scalarProductions): fc.Arbitrary<Sample> => {
  const functions = bodies(2, productions).map((snippet): Twice => {
    const body = bodyOf(snippet)
    const ruled = customVjp(
      (x: Scalar, y: Scalar) => body(x, y),
      (x: Scalar, y: Scalar) => [body(x, y), [x, y] as const],
      ([x, y], cotangent) => phantom<readonly [Scalar, Scalar]>(vjp((x: Scalar, y: Scalar) => body(x, y), [x, y])[1](cotangent)),
    )
    return {
      text: `reverse rule of ${showSnippet(snippet)}`,
      traced: (x: Scalar, y: Scalar) => mul(ruled(x, y), x),
      plain: (x: Scalar, y: Scalar) => mul(body(x, y), x),
    }
  })
  return samplesOf(functions, [[], []])
}

// implicit functions -----------------------------------------------------------------------

/** A step that brings any two x closer by the factor 0.4 at least, whatever the function in it. */
const contraction =
  (body: Body) =>
  (x: Scalar, a: Scalar, b: Scalar): Scalar =>
    add(mul(0.4, sin(mul(x, sin(body(a, b))))), sin(body(b, a)))

// 0.4 to this power is below what a float64 holds beside 1.
const settled = 60
// Values are compared closer than the options' own tolerance.
const closely = { tolerance: 1e-14 }

/**
 * Fixed points and roots of random contractions, beside the iteration run to its limit.
 *
 * @example
 * refuted(check(byDifferences(implicits()), { runs: 3 }))   // []
 * @category arbitraries
 */
export const implicits = (productions: ReadonlyArray<Production> = scalarProductions): fc.Arbitrary<Sample> => {
  const functions = fc.tuple(bodies(2, productions), fc.boolean()).map(([snippet, newton]): Twice => {
    const step = contraction(bodyOf(snippet))
    const found = (a: Scalar, b: Scalar): Scalar =>
      newton ? root((x: Scalar) => sub(step(x, a, b), x), mul(0, a), closely) : fixedPoint((x: Scalar) => step(x, a, b), mul(0, a), closely)
    return {
      text: `${newton ? 'root' : 'fixed point'} of 0.4 sin(x sin f(a, b)) + sin f(b, a) for ${showSnippet(snippet)}`,
      traced: (a: Scalar, b: Scalar) => mul(found(a, b), a),
      plain: (a: Scalar, b: Scalar) => {
        let x = phantom<Scalar>(0)
        for (let i = 0; i < settled; i++) x = step(x, a, b)
        return mul(x, a)
      },
    }
  })
  return samplesOf(functions, [[], []])
}

/**
 * The derivative of a fixed point is the derivative of its iteration in the limit, in both modes.
 *
 * @example
 * refuted(check(implicitly(), { runs: 3 }))   // []
 * @category laws
 */
export const implicitly = (productions: ReadonlyArray<Production> = scalarProductions): ReadonlyArray<Law> => {
  const coordinate = fc.noBias(fc.integer({ min: 1, max: 999 })).map((k) => (k + 0.137) / 501 - 1)
  const cases = fc.tuple(bodies(2, productions), coordinate, coordinate)
  const compared =
    (derivative: (f: (a: Scalar) => Scalar, a: number) => unknown) =>
    ([snippet, a, b]: readonly [Parameters<typeof bodyOf>[0], number, number]) => {
      const step = contraction(bodyOf(snippet))
      const at = phantom<Scalar>(b)
      const unrolled = (a: Scalar): Scalar => fori(settled, mul(0, a), (x: Scalar) => step(x, a, at))
      const implicit = (a: Scalar): Scalar => fixedPoint((x: Scalar) => step(x, a, at), mul(0, a), closely)
      const number = (x: unknown): ReadonlyArray<number> => [phantom<number>(x)]
      return every(
        () => near(number(phantom<(a: number) => unknown>(implicit)(a)), number(phantom<(a: number) => unknown>(unrolled)(a)), 1e-9),
        () => near(number(derivative(implicit, a)), number(derivative(unrolled, a)), 1e-8),
      )
    }
  return [
    law(
      'a fixed point has the forward derivative of its iteration',
      cases,
      compared((f, a) => jvp(f, [a], [1])[1]),
    ),
    law(
      'a fixed point has the gradient of its iteration',
      cases,
      compared((f, a) => grad(f)(a)),
    ),
  ]
}
