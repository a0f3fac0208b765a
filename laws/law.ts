/**
 * A law: a predicate and an arbitrary to sample it on. It asserts nothing and pins no seed; a test
 * runs its property with fast-check, and `check` answers with what was found as data.
 */
import { listOf } from '../src/array/list.ts'
import { checkFunction, checkRecord, isFunction } from '../src/program/given.ts'
import * as fc from 'fast-check'
import { checkOptions, type Known } from '../src/program/option.ts'

// model ------------------------------------------------------------------------------------

/** What one sample showed. */
export type Verdict =
  | { readonly _tag: 'Holds' }
  /** The oracle itself cannot tell here, as differences cannot across a kink. */
  | { readonly _tag: 'Undecided'; readonly reason: string }
  | { readonly _tag: 'Fails'; readonly left: string; readonly right: string; readonly error: number }

/** What a run of a law found. */
export type Outcome =
  | { readonly _tag: 'Passed'; readonly law: string; readonly runs: number; readonly undecided: number }
  | {
      readonly _tag: 'Failed'
      readonly law: string
      readonly runs: number
      /** The shrunk sample, as text that can be run where it is a program. */
      readonly counterexample: string
      readonly left: string
      readonly right: string
      /** Relative, as the law measures it; ∞ where the sides cannot be compared. */
      readonly error: number
      /** What fast-check needs to find the same sample again. */
      readonly seed: number
      readonly path: string
    }
  /** Nearly every sample was undecided. */
  | { readonly _tag: 'Exhausted'; readonly law: string; readonly undecided: number }

/** How often to sample, and from where. */
export interface CheckOptions {
  readonly runs?: number
  readonly seed?: number
  /** Where in that seed's samples: the `path` of a failed outcome. */
  readonly path?: string
  /** Whether to look for the smallest sample that fails; true where nothing is said. */
  readonly shrink?: boolean
}

export const checking: Known<CheckOptions> = { runs: null, seed: null, path: null, shrink: null }

/** A named predicate with an arbitrary. */
export interface Law {
  readonly name: string
  /** For `fc.assert`; a failure shows both sides. */
  readonly property: fc.IRawProperty<unknown, false>
  /** Run it and say what was found. */
  readonly check: (options?: CheckOptions) => Outcome
}

// constructors -----------------------------------------------------------------------------

/**
 * The verdict that a sample shows nothing wrong.
 *
 * @category laws
 */
export const holds: Verdict = { _tag: 'Holds' }

/**
 * The verdict that a sample cannot be judged, as differences cannot across a kink; another is drawn.
 *
 * @example
 * undecided('a kink is near')._tag   // 'Undecided'
 * @category laws
 */
export const undecided = (reason: string): Verdict => ({ _tag: 'Undecided', reason })

/**
 * The verdict that two sides differ, as text, with their relative error.
 *
 * @example
 * fails('1', '2', 0.5)._tag   // 'Fails'
 * @category laws
 */
export const fails = (left: string, right: string, error: number): Verdict => ({ _tag: 'Fails', left, right, error })

/**
 * Both sides as text; they must be the same.
 *
 * @example
 * same('a', 'a')._tag   // 'Holds'
 * @category laws
 */
export const same = (left: string, right: string): Verdict => (left === right ? holds : fails(left, right, Number.POSITIVE_INFINITY))

/**
 * Whether something is so; if not, what was wanted and what was found, in words.
 *
 * @example
 * that(1 < 2, 'an order', 'none')._tag   // 'Holds'
 * @category laws
 */
export const that = (is: boolean, wanted: string, found: string): Verdict => (is ? holds : fails(wanted, found, Number.POSITIVE_INFINITY))

const sentence = (verdict: Extract<Verdict, { _tag: 'Fails' }>): string => `${verdict.left}\n  against\n${verdict.right}\n  relative error ${verdict.error}`

const messageOf = (thrown: unknown): string => (thrown instanceof Error ? thrown.message : String(thrown))

const parametersOf = ({
  runs,
  seed,
  path,
  shrink = true,
}: CheckOptions): { readonly numRuns?: number; readonly seed?: number; readonly path?: string; readonly endOnFailure: boolean } => ({
  endOnFailure: !shrink,
  ...(runs === undefined ? {} : { numRuns: runs }),
  ...(seed === undefined ? {} : { seed }),
  ...(path === undefined ? {} : { path }),
})

/**
 * A law from a name, where to sample, and what a sample shows.
 *
 * @example
 * const commutes = law('addition commutes', fc.tuple(fc.double(), fc.double()), ([x, y]) => same(String(add(x, y)), String(add(y, x))))
 * commutes.check({ runs: 50 })   // { _tag: 'Passed', law: 'addition commutes', runs: 50, undecided: 0 }
 * @category laws
 */
export const law = <S>(name: string, samples: fc.Arbitrary<S>, judge: (sample: S) => Verdict): Law => {
  const property = fc.property(samples, (sample) => {
    const verdict = judge(sample)
    fc.pre(verdict._tag !== 'Undecided')
    if (verdict._tag === 'Fails') throw new Error(sentence(verdict))
  })
  // The shrunk sample is judged once more, for its two sides.
  const shrunken = (sample: S): Extract<Verdict, { _tag: 'Fails' }> => {
    try {
      const verdict = judge(sample)
      return verdict._tag === 'Fails'
        ? verdict
        : { _tag: 'Fails', left: 'the same answer twice', right: 'another answer the second time', error: Number.POSITIVE_INFINITY }
    } catch (thrown) {
      return { _tag: 'Fails', left: 'an answer', right: messageOf(thrown), error: Number.POSITIVE_INFINITY }
    }
  }
  const check = (options: CheckOptions = {}): Outcome => {
    const details = fc.check(property, parametersOf(options))
    if (!details.failed) return { _tag: 'Passed', law: name, runs: details.numRuns, undecided: details.numSkips }
    if (details.counterexample === null) return { _tag: 'Exhausted', law: name, undecided: details.numSkips }
    const [sample] = details.counterexample
    const { left, right, error } = shrunken(sample)
    return {
      _tag: 'Failed',
      law: name,
      runs: details.numRuns,
      counterexample: fc.stringify(sample),
      left,
      right,
      error,
      seed: details.seed,
      path: details.counterexamplePath ?? '',
    }
  }
  return { name, property, check }
}

/**
 * A law about one thing only, with nothing to sample: it is judged once, however often it is run.
 *
 * @example
 * fact('1 + 1 = 2', () => near([add(1, 1)], [2], 0)).check()._tag   // 'Passed'
 * @category laws
 */
export const fact = (name: string, judge: () => Verdict): Law => {
  let known: Verdict | null = null
  return law(name, fc.constant(null), () => {
    known ??= judge()
    return known
  })
}

// combinators ------------------------------------------------------------------------------

/**
 * The first verdict that does not hold; later ones are judged only as far as needed.
 *
 * @example
 * every(() => holds, () => undecided('here'))._tag   // 'Undecided'
 * @category laws
 */
export const every = (...judges: ReadonlyArray<() => Verdict>): Verdict => {
  for (const judge of judges) {
    checkFunction('every', judge, 'functions that answer with a verdict')
    const verdict = judge()
    if (verdict._tag !== 'Holds') return verdict
  }
  return holds
}

const listed = (operation: string, laws: ReadonlyArray<Law>): ReadonlyArray<Law> => {
  const hint = 'they are a list of what law, fact or a suite makes'
  for (const one of listOf(operation, 'the laws are', laws, hint)) checkRecord(operation, 'laws', one, { check: isFunction }, hint)
  return laws
}

/**
 * The same laws under a longer name.
 *
 * @example
 * about('sine', [fact('is odd', () => holds)])[0]?.name   // 'sine: is odd'
 * @category laws
 */
export const about = (subject: string, laws: ReadonlyArray<Law>): ReadonlyArray<Law> =>
  listed('about', laws).map((one) => {
    const name = `${subject}: ${one.name}`
    return { name, property: one.property, check: (options) => ({ ...one.check(options), law: name }) }
  })

// destructors ------------------------------------------------------------------------------

/**
 * Run laws and say what was found, law by law.
 *
 * @example
 * const even = law('cos is even', fc.double({ noNaN: true }), (x) => same(String(cos(x)), String(cos(-x))))
 * check([even], { runs: 50 })   // [{ _tag: 'Passed', law: 'cos is even', runs: 50, undecided: 0 }]
 * @category laws
 */
export const check = (laws: ReadonlyArray<Law>, options: CheckOptions = {}): ReadonlyArray<Outcome> => {
  checkOptions('check', options, checking)
  return listed('check', laws).map((one) => one.check(options))
}

/**
 * Those outcomes that did not pass.
 *
 * @example
 * refuted(check([fact('so', () => holds)]))   // []
 * @category laws
 */
export const refuted = (outcomes: ReadonlyArray<Outcome>): ReadonlyArray<Outcome> => outcomes.filter((outcome) => outcome._tag !== 'Passed')

/**
 * An outcome for a person.
 *
 * @example
 * showOutcome(fact('so', () => holds).check({ runs: 1 }))   // 'passed  so (1 samples)'
 * @category laws
 */
export const showOutcome = (outcome: Outcome): string => {
  switch (outcome._tag) {
    case 'Passed':
      return `passed  ${outcome.law} (${outcome.runs} samples${outcome.undecided > 0 ? `, ${outcome.undecided} more undecided` : ''})`
    case 'Exhausted':
      return `undecided  ${outcome.law}: none of ${outcome.undecided} samples could be judged`
    case 'Failed':
      return [
        `FAILED  ${outcome.law} (at sample ${outcome.runs})`,
        ...outcome.counterexample.split('\n').map((line) => `  ${line}`),
        `  left            ${outcome.left}`,
        `  right           ${outcome.right}`,
        `  relative error  ${outcome.error}`,
        `  again           { seed: ${outcome.seed}, path: '${outcome.path}' }`,
      ].join('\n')
  }
}
