/**
 * A user's own function as a source of samples, so that every law of differentiation runs on it: its
 * program, traced, beside the function itself called with plain numbers.
 */
import * as fc from 'fast-check'
import { option as O } from 'fp-ts'
import { dataOf, isTensor } from '../src/array/tensor.ts'
import { argumentsOf } from '../src/call/arguments.ts'
import { type AnyFunction, sourceOf } from '../src/call/source.ts'
import { raise } from '../src/failure.ts'
import type { Program } from '../src/program/model.ts'
import { lowerOne } from '../src/program/operate.ts'
import { flatten } from '../src/program/tree.ts'
import { phantom } from '../src/type/phantom.ts'
import type { Numbers } from './closeness.ts'
import { complexStep } from './complex-step.ts'
import { anyDerivative, byComplexStep } from './derivative.ts'
import { directionsOf, type Domain, exampleOf, intervalsOf, pointsOf, reachOf, structureOf } from './domain.ts'
import type { Law } from './law.ts'
import { library, mapOf, type Modes, sizesOf } from './mapping.ts'
import type { Sample } from './program.ts'

/** A function of float64 structures; `any` structure that the domain describes. */
export type Subject = (...args: ReadonlyArray<never>) => unknown

/** A function and its program on a domain: a list with one entry per argument. */
export interface Traced {
  readonly program: Program
  /** The function on plain numbers, nothing traced. */
  readonly value: (x: Numbers) => Numbers
  /** Why it cannot be called on plain numbers, if so; values then come from the program. */
  readonly dependent: string | null
}

/** The middle of a domain. */
const middleOf = (domain: ReadonlyArray<Domain>): Float64Array => Float64Array.from(intervalsOf(domain), ({ from, to }) => (from + to) / 2)

/** The function on plain numbers, flat in and out. */
const direct =
  (f: Subject, domain: ReadonlyArray<Domain>) =>
  (x: Numbers): Numbers => {
    const answer: unknown = Reflect.apply(f, undefined, phantom<ReadonlyArray<unknown>>(structureOf(domain, x)))
    const leaves = flatten('checkGradient', answer, 'the result').leaves.map((leaf) => lowerOne('checkGradient', leaf.value))
    return leaves.flatMap((leaf) =>
      isTensor(leaf)
        ? Array.from(dataOf(leaf))
        : raise({ _tag: 'Operand', operation: 'checkGradient', got: 'an expression', hint: 'a function of values answers with values' }),
    )
  }

/** Trace a function on a domain, and see whether it takes plain numbers. */
export const tracedOn = (f: Subject, domain: ReadonlyArray<Domain>): Traced => {
  const source = sourceOf('checkGradient', phantom<AnyFunction>(f), argumentsOf('checkGradient', domain.map(exampleOf)))
  const { program, captured } = source
  if (captured.length > 0) return raise({ _tag: 'Leaked', operation: 'checkGradient', expression: 'of an outer function' })
  const value = direct(f, domain)
  try {
    value(middleOf(domain))
    return { program, value, dependent: null }
  } catch (thrown) {
    return { program, value: mapOf(program), dependent: thrown instanceof Error ? thrown.message : String(thrown) }
  }
}

const number = (x: number): string => String(Number(x.toPrecision(12)))

const text = (value: unknown): string => {
  if (typeof value === 'number') return number(value)
  if (isTensor(value)) return `tensor of shape [${value.shape.join(', ')}]: ${Array.from(dataOf(value), number).join(' ')}`
  if (Array.isArray(value)) return `[${value.map(text).join(', ')}]`
  return `{ ${Object.entries(Object(value))
    .map(([key, inner]) => `${key}: ${text(inner)}`)
    .join(', ')} }`
}

/** Arguments for a person, in the structure of the domain. */
export const showPoint = (domain: ReadonlyArray<Domain>, x: Numbers): string => {
  const args = structureOf(domain, x)
  return Array.isArray(args) ? args.map(text).join(', ') : text(args)
}

/** Samples of a function on its domain. @category arbitraries */
export const samplesOn = ({ program, value }: Traced, domain: ReadonlyArray<Domain>): fc.Arbitrary<Sample> => {
  const { outputs } = sizesOf(program)
  const weights = fc
    .noBias(fc.array(fc.integer({ min: 4, max: 9 }), { minLength: outputs, maxLength: outputs }))
    .map((ks) => Float64Array.from(ks, (k) => k / 5))
  const single = fc.constant(Float64Array.of(1))
  return fc.tuple(pointsOf(domain), directionsOf(domain), directionsOf(domain), outputs === 1 ? single : weights).map(([point, u, v, w]) => {
    const sample: Sample = { program, value, point, u, v, w, reach: reachOf(domain, point, u, v) }
    return Object.defineProperty(sample, fc.toStringMethod, {
      value: () => `f(${showPoint(domain, point)})   // along ${showPoint(domain, v)}`,
      enumerable: false,
    })
  })
}

/**
 * Every law of differentiation about one's own function, on a domain with one entry per argument.
 *
 * @example
 * refuted(check(differentiable((x: Scalar) => mul(x, sin(x)), [{ from: -2, to: 2 }]), { runs: 5 }))   // []
 * @category laws
 */
export const differentiable = (f: Subject, domain: ReadonlyArray<Domain>, modes: Modes = library): ReadonlyArray<Law> => {
  const traced = tracedOn(f, domain)
  const samples = samplesOn(traced, domain)
  return [...anyDerivative(samples, modes), ...(O.isSome(complexStep(traced.program)) ? byComplexStep(samples, modes) : [])]
}
