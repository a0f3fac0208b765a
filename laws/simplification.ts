/**
 * The laws of simplification: the same bits, a program no larger, and nothing left to do the second
 * time; over programs wild enough to meet NaN, ±∞ and −0 at every operation.
 */
import * as fc from 'fast-check'
import { scalarTensor } from '../src/array/tensor.ts'
import { none } from '../src/basis/declare.ts'
import { entry } from '../src/entry.ts'
import { operations, vocabulary } from '../src/index.ts'
import { evaluation } from '../src/interpret/evaluate.ts'
import { reverse } from '../src/interpret/tape.ts'
import { applyTo, float, number } from '../src/program/expr.ts'
import { sameProgram } from '../src/program/equal.ts'
import { fold } from '../src/program/fold.ts'
import type { AnyExpr, Primitive, Program } from '../src/program/model.ts'
import { print } from '../src/program/print.ts'
import { close, inline } from '../src/program/trace.ts'
import { type Rule, sides } from '../src/simplify/rule.ts'
import { simplify as librarySimplify } from '../src/simplify/simplify.ts'
import { derivative } from '../src/transform/gradient.ts'
import { identical, near } from './closeness.ts'
import { type Law, law, that, undecided } from './law.ts'
import { joined, mapOf, sizesOf, vectorOf } from './mapping.ts'
import { isElementwise } from './primitive.ts'
import type { Sample } from './program.ts'

/** A program transform that keeps the function. */
export type Simplify = (program: Program) => Program

/** A program and values for it, without regard to domains. */
export interface Wild {
  readonly program: Program
  readonly point: ReadonlyArray<number>
}

// arbitraries ------------------------------------------------------------------------------

const special: ReadonlyArray<number> = [0, -0, 1, -1, 2, 0.5, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 5e-324, 1e300]

const ordinary: fc.Arbitrary<number> = /*#__PURE__*/ fc.noBias(fc.integer({ min: -4_000_000, max: 4_000_000 })).map((k) => k / 999_983)

const anyNumber: fc.Arbitrary<number> = /*#__PURE__*/ fc.oneof(
  { weight: 2, arbitrary: fc.constantFrom(...special) },
  { weight: 1, arbitrary: fc.double() },
  { weight: 1, arbitrary: ordinary },
)

const inputs = 3

const named = (...names: ReadonlyArray<string>): ReadonlyArray<Primitive> => vocabulary.filter((primitive) => names.includes(primitive.name))

/** The primitives of which rewrite rules speak, and then some: arithmetic twice as often. */
const palette = (): ReadonlyArray<Primitive> => {
  const arithmetic = named('add', 'sub', 'mul', 'div', 'neg', 'square', 'abs', 'max', 'min')
  return [...vocabulary.filter(isElementwise), ...arithmetic, ...arithmetic, ...named('lt', 'le', 'gt', 'ge', 'eq', 'ne', 'and', 'or', 'not', 'where', 'where')]
}

interface Line {
  readonly which: number
  readonly args: ReadonlyArray<number>
  readonly constants: ReadonlyArray<number>
}

const line: fc.Arbitrary<Line> = /*#__PURE__*/ fc.record({
  which: fc.nat(9999),
  args: fc.array(fc.nat(6), { minLength: 3, maxLength: 3 }),
  // NaN where an operand is a value and not a constant.
  constants: fc.array(
    fc.oneof({ weight: 3, arbitrary: fc.constant(Number.NaN) }, { weight: 1, arbitrary: fc.constantFrom(0, -0, 1, -1, 2, 0.5, Number.POSITIVE_INFINITY) }),
    { minLength: 3, maxLength: 3 },
  ),
})

/** A few primitives per program, so that they meet each other often. */
const wildProgram = (lines: ReadonlyArray<Line>, few: ReadonlyArray<number>): Program => {
  const all = palette()
  const choices = few.map((k) => entry(all, k % all.length))
  return close(
    Array.from({ length: inputs }, () => float()),
    (xs) => {
      const floats: Array<AnyExpr> = [...xs]
      const masks: Array<AnyExpr> = []
      for (const { which, args, constants } of lines) {
        const primitive = entry(choices, which % choices.length)
        const logical = ['and', 'or', 'not'].includes(primitive.name)
        const one = (i: number): AnyExpr => {
          const from = logical || (primitive.name === 'where' && i === 0) ? masks : floats
          const k = entry(constants, i)
          return from === floats && !Number.isNaN(k) ? number(k) : entry(from, from.length - 1 - (entry(args, i) % from.length))
        }
        if (masks.length === 0 && (logical || primitive.name === 'where')) continue
        const arity = primitive.name === 'where' ? 3 : primitive.domains.length
        const [made] = applyTo(
          primitive,
          none,
          Array.from({ length: arity }, (_, i) => one(i)),
        )
        if (made !== undefined) (made.dtype === 'bool' ? masks : floats).push(made)
      }
      return floats.slice(-2)
    },
  )
}

const showWild = ({ program, point }: Wild): string => `${print(program)}\nat ${point.map((x) => (Object.is(x, -0) ? '-0' : String(x))).join(', ')}`

const wild = (program: Program, point: ReadonlyArray<number>): Wild => {
  const made = { program, point }
  return Object.defineProperty(made, fc.toStringMethod, { value: () => showWild(made), enumerable: false })
}

/**
 * Scalar programs of everything elementwise, with special constants, at special points.
 *
 * @category arbitraries
 */
export const wildPrograms: fc.Arbitrary<Wild> = /*#__PURE__*/ fc
  .tuple(
    fc.array(line, { minLength: 1, maxLength: 10, size: 'max' }),
    fc.array(fc.nat(9999), { minLength: 2, maxLength: 6 }),
    fc.array(anyNumber, { minLength: inputs, maxLength: inputs }),
  )
  .map(([lines, few, point]) => wild(wildProgram(lines, few), point))

/**
 * Tame programs at special points: NaN, ±∞, ±0, the smallest and the largest.
 *
 * @example
 * fc.sample(wildly(arrayPrograms()), 3).length   // 3
 * @category arbitraries
 */
export const wildly = (samples: fc.Arbitrary<Sample>): fc.Arbitrary<Wild> =>
  fc.tuple(samples, fc.array(anyNumber, { minLength: 18, maxLength: 18 })).map(([{ program, point }, numbers]) =>
    wild(
      program,
      Array.from(point, (_, i) => entry(numbers, i % numbers.length)),
    ),
  )

/** Their derivatives, unsimplified as the modes leave them, at the same points. */
const derivatives = (programs: fc.Arbitrary<Wild>): fc.Arbitrary<Wild> =>
  fc.tuple(programs, fc.boolean(), fc.array(anyNumber, { minLength: 30, maxLength: 30 })).map(([{ program, point }, backwards, numbers]) => {
    const made = backwards
      ? joined(
          reverse(
            program,
            program.inputs.map(() => true),
          ),
          program,
        )
      : derivative(program)
    const more = sizesOf(made).inputs - point.length
    return wild(made, [...point, ...Array.from({ length: more }, (_, i) => entry(numbers, i % numbers.length))])
  })

// laws -------------------------------------------------------------------------------------

/** The outputs of a program twice over: everything in it is there twice. */
const doubled = (program: Program): Program => close(program.inputs, (xs) => [...inline(program)(xs), ...inline(program)(xs)])

/**
 * Laws of a strict simplifier: bit for bit the same, on programs and on their derivatives.
 *
 * @example
 * refuted(check(simplification(simplify, wildPrograms), { runs: 5 }))   // []
 * @category laws
 */
export const simplification = (simplify: Simplify = librarySimplify, programs: fc.Arbitrary<Wild> = wildPrograms): ReadonlyArray<Law> => [
  law('evaluation after simplification is evaluation, bit for bit', programs, ({ program, point }) =>
    identical(mapOf(simplify(program))(point), mapOf(program)(point)),
  ),
  law('of derivatives too', derivatives(programs), ({ program, point }) => identical(mapOf(simplify(program))(point), mapOf(program)(point))),
  law('simplification is idempotent', derivatives(programs), ({ program }) => {
    const once = simplify(program)
    const at = sameProgram(simplify(once), once)
    return that(at === null, print(once), `a second simplification differs from equation ${at} on`)
  }),
  law('simplification never grows a program', derivatives(programs), ({ program }) => {
    const [before, after] = [operations(program), operations(simplify(program))]
    return that(after <= before, `at most ${before} operations`, `${after}`)
  }),
  law('what is there twice is made once', programs, ({ program }) => {
    const once = simplify(program)
    const [wanted, found] = [operations(once), operations(simplify(doubled(once)))]
    return that(found <= wanted, `${wanted} operations`, `${found}`)
  }),
  law('inputs and outputs stay', programs, ({ program }) => {
    const made = simplify(program)
    return that(
      made.inputs.length === program.inputs.length && made.outputs.length === program.outputs.length,
      'the same number of them',
      `${made.inputs.length} and ${made.outputs.length}`,
    )
  }),
]

/**
 * Each rewrite rule on its own: bit for bit the same on both sides, at special values too.
 *
 * @example
 * refuted(check(rewriting([])))   // []
 * @category laws
 */
export const rewriting = (rules: ReadonlyArray<Rule>): ReadonlyArray<Law> =>
  rules.flatMap((one) => {
    if (one._tag !== 'Pattern') return []
    const { left, right } = sides(one)
    // Special values; values that are often equal; values in the middle, which round.
    const values = fc.oneof(
      ...[anyNumber, fc.constantFrom(0, -0, 1, -2), ordinary].map((numbers) =>
        fc.tuple(...one.kinds.map((kind) => (kind === 'mask' ? fc.constantFrom(0, 1) : numbers))),
      ),
    )
    const evaluated = (program: Program, xs: ReadonlyArray<number>): Float64Array =>
      vectorOf(fold(evaluation)(program)(program.inputs.map((of, i) => scalarTensor(entry(xs, i), of.dtype))))
    return [law(one.law, values, (xs) => identical(evaluated(right, xs), evaluated(left, xs)))]
  })

/**
 * Laws of a simplifier by the rules of real numbers: the same where both are finite, up to rounding.
 *
 * @example
 * refuted(check(realSimplification(simplify, scalarPrograms()), { runs: 5 }))   // []
 * @category laws
 */
export const realSimplification = (simplify: Simplify, samples: fc.Arbitrary<Sample>): ReadonlyArray<Law> => [
  law('evaluation after simplification is near evaluation', samples, ({ program, point }) => {
    const [before, after] = [mapOf(program)(point), mapOf(simplify(program))(point)]
    if (![...before, ...after].every(Number.isFinite)) return undecided('not finite')
    return near(after, before, 1e-9, 1e-3)
  }),
  law('simplification by real laws never grows a program', samples, ({ program }) =>
    that(operations(simplify(program)) <= operations(program), `at most ${operations(program)}`, `${operations(simplify(program))}`),
  ),
]
