/**
 * The laws of control flow and of custom rules, as programs whose plain evaluation is written
 * otherwise: a scan beside the unrolled loop, a branch beside JavaScript's own, a custom rule beside
 * the function it stands for. Every law of differentiation then applies to them.
 */
import * as fc from 'fast-check'
import { type Dims, sizeOf } from '../src/array/shape.ts'
import { dataOf, isTensor } from '../src/array/tensor.ts'
import { entry } from '../src/entry.ts'
import { add, cond, customJvp, grad, gt, jvp, mul, scan, type Scalar, sin, stopGradient, sum, type Vector } from '../src/index.ts'
import { float } from '../src/program/expr.ts'
import { lowerOne, toExpr } from '../src/program/operate.ts'
import { close } from '../src/program/trace.ts'
import { phantom } from '../src/type/phantom.ts'
import type { Named, Range } from './calculus.ts'
import { identical, near, type Numbers } from './closeness.ts'
import { every, type Law, law } from './law.ts'
import { library, mapOf, mappingOf, tensorsOf } from './mapping.ts'
import { type Production, scalarProductions } from './production.ts'
import { coordinates, type Sample, snippets } from './program.ts'
import { functionOf, showSnippet, type Snippet } from './snippet.ts'

/** A snippet of scalars as a function; on numbers it answers with a number, as the operations do. */
export type Body = (...xs: ReadonlyArray<Scalar>) => Scalar

export const bodyOf = (snippet: Snippet): Body => phantom(functionOf(snippet))

/** Random functions of so many scalars. */
export const bodies = (inputs: number, productions: ReadonlyArray<Production>): fc.Arbitrary<Snippet> =>
  snippets({ productions, shapes: [[]], inputs, fewest: inputs, lines: 4 })

/** A function twice: as it is traced, and as plain JavaScript does it. */
export interface Twice {
  readonly traced: (...xs: ReadonlyArray<never>) => Scalar
  readonly plain: (...xs: ReadonlyArray<never>) => unknown
  readonly text: string
}

/** Such functions as programs of the shapes given, at random points. */
export const samplesOf = (functions: fc.Arbitrary<Twice>, shapes: ReadonlyArray<Dims>): fc.Arbitrary<Sample> => {
  const avals = shapes.map((shape) => float(...shape))
  const n = shapes.reduce((total, shape) => total + sizeOf(shape), 0)
  return fc.tuple(functions, coordinates(n), coordinates(n), coordinates(n)).map(([{ traced, plain, text }, point, u, v]) => {
    const program = close(avals, (xs) => [toExpr('law', traced(...phantom<ReadonlyArray<never>>(xs)))])
    const value = (x: Numbers): Numbers => {
      const inputs = tensorsOf(avals, x).map((tensor) => (tensor.shape.length === 0 ? dataOf(tensor)[0] : Float64Array.from(dataOf(tensor))))
      const answer = lowerOne('law', plain(...phantom<ReadonlyArray<never>>(inputs)))
      return isTensor(answer) ? dataOf(answer) : []
    }
    const sample: Sample = { program, value, point, u, v, w: Float64Array.of(1), reach: 0.25 }
    return Object.defineProperty(sample, fc.toStringMethod, { value: () => `${text}\nat ${Array.from(point).join(', ')}`, enumerable: false })
  })
}

// loops ------------------------------------------------------------------------------------

const length = 3

/**
 * Scans with a random step that reads the carry, a row and an expression from outside the loop,
 * forwards and in reverse, beside the same loop written out.
 *
 * @example
 * refuted(check(byDifferences(scans()), { runs: 3 }))   // []
 * @category arbitraries
 */
export const scans = (productions: ReadonlyArray<Production> = scalarProductions): fc.Arbitrary<Sample> => {
  const shapes = [[], [], [length]]
  const functions = fc.tuple(bodies(3, productions), fc.boolean()).map(([snippet, reverse]): Twice => {
    const body = bodyOf(snippet)
    // Halving and a sine keep the carry tame however long the loop.
    const next = (carry: Scalar, row: Scalar, outer: Scalar): Scalar => add(mul(0.5, carry), sin(body(carry, row, outer)))
    return {
      text: `scan${reverse ? ' in reverse' : ''} over ${showSnippet(snippet)}`,
      traced: (outer: Scalar, init: Scalar, xs: Vector) => {
        const [last, outputs] = scan((carry: Scalar, row: Scalar) => [next(carry, row, outer), mul(next(carry, row, outer), row)], init, xs, { reverse })
        return add(last, sum(phantom<Vector>(outputs)))
      },
      plain: (outer: Scalar, init: Scalar, xs: Float64Array) => {
        let [carry, total] = [init, phantom<Scalar>(0)]
        for (const x of reverse ? [...xs].reverse() : xs) {
          const row = phantom<Scalar>(x)
          carry = next(carry, row, outer)
          total = add(total, mul(carry, row))
        }
        return add(carry, total)
      },
    }
  })
  return samplesOf(functions, shapes)
}

// branches ---------------------------------------------------------------------------------

/**
 * Branches between two random functions, one of which reads an expression from outside.
 *
 * @example
 * refuted(check(byDifferences(branches()), { runs: 3 }))   // []
 * @category arbitraries
 */
export const branches = (productions: ReadonlyArray<Production> = scalarProductions): fc.Arbitrary<Sample> => {
  const shapes = [[], []]
  const functions = fc.tuple(bodies(2, productions), bodies(2, productions)).map(([one, other]): Twice => {
    const [yes, no] = [bodyOf(one), bodyOf(other)]
    return {
      text: `x1 > x2 chooses ${showSnippet(one)}\notherwise ${showSnippet(other)}`,
      traced: (x: Scalar, y: Scalar) =>
        cond(
          gt(x, y),
          (a: Scalar) => mul(yes(a, y), x),
          (a: Scalar) => no(a, a),
          x,
        ),
      plain: (x: Scalar, y: Scalar) => (x > y ? mul(yes(x, y), x) : no(x, x)),
    }
  })
  return samplesOf(functions, shapes)
}

// custom rules -----------------------------------------------------------------------------

/**
 * Random functions behind a custom rule that is their own derivative, beside the functions alone.
 *
 * @example
 * refuted(check(byDifferences(customs()), { runs: 3 }))   // []
 * @category arbitraries
 */
export const customs = (productions: ReadonlyArray<Production> = scalarProductions): fc.Arbitrary<Sample> => {
  const shapes = [[], []]
  const functions = bodies(2, productions).map((snippet): Twice => {
    const body = bodyOf(snippet)
    const custom = customJvp(body, (primals, tangents) => jvp(body, primals, tangents))
    return {
      text: `custom rule of ${showSnippet(snippet)}`,
      traced: (x: Scalar, y: Scalar) => mul(custom(x, y), x),
      plain: (x: Scalar, y: Scalar) => mul(body(x, y), x),
    }
  })
  return samplesOf(functions, shapes)
}

/**
 * A stopped gradient keeps the value and has derivative 0: (f · stop g)′ = f′ · g.
 *
 * @example
 * const functions = functionsOf(snippets({ shapes: [[]], inputs: 1, productions: smoothProductions }))
 * refuted(check(stopping(functions, { from: -1, to: 1 }), { runs: 5 }))   // []
 * @category laws
 */
export const stopping = (functions: fc.Arbitrary<Named>, { from, to }: Range): ReadonlyArray<Law> => {
  const cases = fc.tuple(
    functions,
    functions,
    fc.noBias(fc.integer({ min: 1, max: 999 })).map((k) => from + ((to - from) * (k + 0.137)) / 1001),
  )
  return [
    law('a stopped gradient keeps the value', cases, ([{ f }, , x]) => {
      const value = (g: (t: Scalar) => Scalar): Float64Array => mapOf(close([float()], (xs) => [toExpr('law', g(phantom<Scalar>(entry(xs, 0))))]))([x])
      return identical(
        value((t) => stopGradient(f(t))),
        value(f),
      )
    }),
    law('(f · stop g)′ = f′ · g', cases, ([{ f }, { f: g }, x]) => {
      const stopped = (t: Scalar): Scalar => mul(f(t), stopGradient(g(t)))
      const program = close([float()], (xs) => [toExpr('law', stopped(phantom<Scalar>(entry(xs, 0))))])
      const map = mappingOf(program, library)
      const value = mapOf(close([float()], (xs) => [toExpr('law', g(phantom<Scalar>(entry(xs, 0))))]))([x])[0] ?? Number.NaN
      const wanted = grad(f)(x) * value
      return every(
        () => near(map.push([x], [1]), [wanted], 1e-9),
        () => near(map.pull([x], [1]), [wanted], 1e-9),
      )
    }),
  ]
}
