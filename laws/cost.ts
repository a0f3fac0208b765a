/**
 * The laws of cost, counted and not timed: what a gradient adds to the operations of its function.
 */
import type * as fc from 'fast-check'
import { grad, operations, type Scalar, simplify, trace, valueAndGrad } from '../src/index.ts'
import type { Program } from '../src/program/model.ts'
import { every, fact, type Law, law, that, undecided } from './law.ts'
import type { Sample } from './program.ts'

/** How a value and its gradient are made from a program: what these laws count. */
export type WithGradient = (program: Program) => Program

const library: WithGradient = (program) => valueAndGrad(program)

const divides = (program: Program): boolean => program.equations.some(({ primitive }) => primitive.name === 'div' || primitive.name === 'reciprocal')

/**
 * Operations of (f, ∇f) ≤ 5 · operations of f + inputs, and ≤ 4 without division, both sides simplified.
 * For programs of + − × ÷, neg, square, sqrt, exp, log, sin and cos.
 *
 * @example
 * refuted(check(gradientCost(fieldPrograms()), { runs: 5 }))   // []
 * @category laws
 */
export const gradientCost = (samples: fc.Arbitrary<Sample>, withGradient: WithGradient = library): ReadonlyArray<Law> => {
  const within = (factor: number, { program }: Sample) => {
    const [before, after] = [operations(simplify(program)), operations(withGradient(program))]
    const bound = factor * before + program.inputs.length
    return that(after <= bound, `at most ${factor} · ${before} + ${program.inputs.length} = ${bound} operations`, `${after}`)
  }
  return [
    law('operations of (f, ∇f) ≤ 5 · operations of f + inputs', samples, (sample) => within(5, sample)),
    // √, log and ÷ divide in their derivatives, so only programs that do not are held to the smaller bound.
    law('without division ≤ 4 · operations of f + inputs', samples, (sample) =>
      divides(simplify(sample.program)) ? undecided('it divides') : within(4, sample),
    ),
  ]
}

/**
 * The operations of f and of its derivatives to an order, each simplified.
 *
 * @example
 * derivativeSizes((x) => square(x), 2)   // [1, 1, 0]
 * @category laws
 */
export const derivativeSizes = (f: (x: Scalar) => Scalar, order: number): ReadonlyArray<number> => {
  let program = simplify(trace(f)(0.5))
  const sizes = [operations(program)]
  for (let k = 1; k <= order; k++) {
    program = grad(program)
    sizes.push(operations(program))
  }
  return sizes
}

/**
 * Each further derivative has less than four times the operations of the one before.
 *
 * @example
 * refuted(check([derivativeGrowth('sin(x²)eˣ', (x) => mul(sin(square(x)), exp(x)), 3)]))   // []
 * @category laws
 */
export const derivativeGrowth = (name: string, f: (x: Scalar) => Scalar, order = 6): Law =>
  fact(`the derivatives of ${name} grow by less than 4 per order`, () => {
    const sizes = derivativeSizes(f, order)
    return every(
      ...sizes
        .slice(1)
        .map(
          (after, k) => () =>
            that(after < 4 * (sizes[k] ?? 0), `fewer than ${4 * (sizes[k] ?? 0)} operations at order ${k + 1}`, `${after} (${sizes.join(', ')})`),
        ),
    )
  })
