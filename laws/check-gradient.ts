/**
 * `checkGradient`: whether the derivative of one's own function is right, as a report to read. It finds
 * a wrong custom rule, and a function whose traced program is not the function: one that branches on a
 * mask in JavaScript, or reads something that changes.
 */
import * as fc from 'fast-check'
import type { Program } from '../src/program/model.ts'
import { said } from '../src/array/list.ts'
import { raise } from '../src/failure.ts'
import { outputAvals } from '../src/program/avals.ts'
import { innerProduct, near, showNumbers } from './closeness.ts'
import { byDifferences } from './derivative.ts'
import { deviationOf } from './deviation.ts'
import { type Deviation, showDeviation } from './deviation-text.ts'
import { samplesOn, type Subject, tracedOn } from './function.ts'
import { checking, type CheckOptions, fails, holds, type Law, law, type Outcome } from './law.ts'
import { library, mappingOf } from './mapping.ts'
import { checkFunction } from '../src/program/given.ts'
import { checkOptions, type Known } from '../src/program/option.ts'
import type { Sample } from './program.ts'
import { domainsOf, type Sampled } from './spec-domain.ts'

/** What was found of a function's gradient. */
export type GradientReport =
  | {
      readonly _tag: 'Passed'
      /** The laws that were tried. */
      readonly laws: ReadonlyArray<string>
      readonly runs: number
      /** Points where differences could not tell: near a kink or a jump. */
      readonly undecided: number
      /** Of the points drawn, those at which the function has no finite value: as many as `outside` allows at most. */
      readonly outside: number
      readonly notes: ReadonlyArray<string>
    }
  | {
      readonly _tag: 'Failed'
      readonly law: string
      /** The smallest point found, and the direction there. */
      readonly point: string
      readonly left: string
      readonly right: string
      readonly error: number
      /** The first equation of the program whose own rule is off; null where each by itself is right. */
      readonly where: Deviation | null
      /** Where to look first. */
      readonly advice: string
      readonly again: { readonly seed: number; readonly path: string }
    }
  /** The function cannot be traced, or differentiated, or compared anywhere. */
  | { readonly _tag: 'Broken'; readonly reason: string }

/** How often to sample, from where, and how much of the domain may be none. */
export interface GradientOptions extends CheckOptions {
  /** The largest share of the points at which the function may have no finite value, from 0 to 1; 0 where nothing is said. */
  readonly outside?: number
}

const known: Known<GradientOptions> = { ...checking, outside: null }

const names = {
  domain: 'the function has a value on its domain',
  value: 'the program has the value of the function',
  forward: 'forward mode agrees with differences',
  reverse: 'reverse mode agrees with differences',
  agreement: 'forward mode agrees with reverse mode',
}

const advice = (name: string): string => {
  switch (name) {
    case names.domain:
      return 'give the interval in which the function has one, or the share of the points that may have none, as { outside: 0.1 }'
    case names.value:
      return 'the traced program is another function: look for a comparison used in if, ?:, && or !, which is always true while tracing (use where or cond), or for a variable that changes between calls'
    case names.forward:
    case names.reverse:
      return 'a derivative is wrong: look at the customJvp, customVjp and customRules in it'
    case names.agreement:
      return 'the two modes differ: look at customRules, whose jvp and bwd must agree, and at customJvp rules that are not linear in their tangents'
    default:
      return 'the value that a customJvp or customVjp rule answers with is not the value of its function'
  }
}

/** A gradient is that of one number. */
const scalar = (program: Program): Program => {
  const avals = outputAvals(program)
  const [of] = avals
  return avals.length === 1 && of?.text === 'f64'
    ? program
    : raise({ _tag: 'NotScalar', operation: 'checkGradient', shape: avals.map(({ text }) => `an array ${text}`).join(' and ') })
}

type Failed = Extract<Outcome, { readonly _tag: 'Failed' }>

/** The sample that an outcome shows, drawn again; null if another comes. */
const sampleOf = (samples: fc.Arbitrary<Sample>, { seed, path, counterexample }: Failed): Sample | null => {
  const [again] = fc.sample(samples, { seed, path, numRuns: 1 })
  return again !== undefined && fc.stringify(again) === counterexample ? again : null
}

/** Where to look; where the program is another function, or has no value, its equations are not to blame. */
const whereOf = (samples: fc.Arbitrary<Sample>, outcome: Failed): Deviation | null => {
  const sample = outcome.law === names.value || outcome.law === names.domain ? null : sampleOf(samples, outcome)
  try {
    return sample === null ? null : deviationOf(sample)
  } catch {
    return null
  }
}

const failed = (outcome: Failed, where: Deviation | null, told: string = ''): GradientReport => ({
  _tag: 'Failed',
  law: outcome.law,
  point: outcome.counterexample,
  left: outcome.left,
  right: outcome.right,
  error: outcome.error,
  where,
  advice: `${told}${advice(outcome.law)}`,
  again: { seed: outcome.seed, path: outcome.path },
})

/** The specs of a function made by `fn`. */
const specsOf = (f: Subject): ReadonlyArray<Sampled> =>
  'inputs' in f && Array.isArray(f.inputs)
    ? f.inputs
    : raise({
        _tag: 'Argument',
        operation: 'checkGradient',
        reason: 'no domain is given',
        hint: 'give an interval or a spec per argument, or a function made by fn',
      })

const isInside = ({ value, point }: Sample): boolean => Array.from(value(point)).every(Number.isFinite)

/** How many of the points drawn are outside of where the function has a value, and how many there were. */
const outsideOf = (samples: fc.Arbitrary<Sample>, options: CheckOptions): { readonly outside: number; readonly drawn: number } => {
  let outside = 0
  const counting = law(names.domain, samples, (sample) => {
    if (!isInside(sample)) outside++
    return holds
  }).check(options)
  return { outside, drawn: counting._tag === 'Exhausted' ? 0 : counting.runs }
}

/** The smallest point found outside of where the function has a value. */
const outsider = (samples: fc.Arbitrary<Sample>): Law =>
  law(names.domain, samples, (sample) =>
    isInside(sample) ? holds : fails(showNumbers(sample.value(sample.point)), 'a finite value', Number.POSITIVE_INFINITY),
  )

const shareOf = (outside: number): number =>
  Number.isFinite(outside) && outside >= 0 && outside <= 1
    ? outside
    : raise({
        _tag: 'Argument',
        operation: 'checkGradient',
        reason: `outside is ${said(outside)}`,
        hint: 'it is the share of the points that may have no value, from 0 to 1',
      })

const checkDomains = (domains: unknown): void => {
  if (!Array.isArray(domains) || domains.some((one) => typeof one !== 'object' || one === null || ArrayBuffer.isView(one)))
    raise({
      _tag: 'Argument',
      operation: 'checkGradient',
      reason: 'its second argument is no list of domains, one for each argument of the function',
      hint: 'write checkGradient(f, [{ from: -1, to: 1 }])',
    })
}

/**
 * Check the gradient of a scalar function on a domain: one entry per argument, each a spec, or an interval
 * `{ from, to }` for a number, `{ from, to, shape }` for an array, or such in tuples and records; a function
 * made by `fn` needs none. The function is called with plain numbers and compared, by differences, with both
 * modes of its traced program; points at which it is not smooth are left out. A point at which it is NaN or infinite
 * is a failure of the domain, unless `outside` allows a share of such points, which are counted in the report. It
 * answers with a report and does not throw. Of a failure the report names the first equation of the program whose own rule is off, and where
 * that is a custom rule the function it was given for.
 *
 * @example
 * const report = checkGradient((x: Scalar) => mul(x, sin(x)), [{ from: 0.5, to: 3 }])
 * report._tag           // 'Passed'
 * checkGradient(fn([within(scalar, 0, 1), vector(3)], (x, y) => mul(x, sum(square(y)))))._tag   // 'Passed'
 * checkGradient(sqrt, [{ from: -1, to: 1 }])._tag   // 'Failed'
 * @category laws
 */
export const checkGradient = (f: Subject, given?: ReadonlyArray<Sampled>, options: GradientOptions = {}): GradientReport => {
  try {
    checkFunction('checkGradient', f)
    checkOptions('checkGradient', options, known)
    const share = shareOf(options.outside ?? 0)
    if (given !== undefined) checkDomains(given)
    const domain = domainsOf(given ?? specsOf(f))
    const traced = tracedOn(f, domain)
    scalar(traced.program)
    const samples = samplesOn(traced, domain)
    const agreement: Law = law(names.agreement, samples, ({ program, point, v }) => {
      const map = mappingOf(program, library)
      return near(map.push(point, v), [innerProduct(map.pull(point, [1]), v)], 1e-9)
    })
    const laws = [...byDifferences(samples), agreement]
    const notes = traced.dependent === null ? [] : [`values come from the program, since the function does not take plain numbers: ${traced.dependent}`]
    const { outside, drawn } = outsideOf(samples, options)
    if (outside > share * drawn) {
      const outcome = outsider(samples).check(options)
      return outcome._tag === 'Failed'
        ? failed(outcome, null, `${outside} of ${drawn} points have none: `)
        : { _tag: 'Broken', reason: `${outside} of ${drawn} points have no value` }
    }
    let [runs, undecided] = [0, 0]
    for (const one of laws) {
      const outcome = one.check(options)
      if (outcome._tag === 'Failed') return failed(outcome, whereOf(samples, outcome))
      if (outcome._tag === 'Exhausted')
        return { _tag: 'Broken', reason: `${outcome.law}: differences settle nowhere in the domain; is the function smooth there?` }
      runs += outcome.runs
      undecided += outcome.undecided
    }
    return { _tag: 'Passed', laws: laws.map((one) => one.name), runs, undecided, outside, notes }
  } catch (thrown) {
    return { _tag: 'Broken', reason: thrown instanceof Error ? thrown.message : String(thrown) }
  }
}

/**
 * A report for a person.
 *
 * @example
 * showReport(checkGradient((x: Scalar) => mul(x, sin(x)), [{ from: 0.5, to: 3 }]))   // 'passed: 6 laws, …'
 * @category laws
 */
export const showReport = (report: GradientReport): string => {
  switch (report._tag) {
    case 'Passed':
      return [
        `passed: ${report.laws.length} laws, ${report.runs} samples${report.undecided > 0 ? `, ${report.undecided} more where differences cannot tell` : ''}${report.outside > 0 ? `, ${report.outside} points without a value` : ''}`,
        ...report.notes.map((note) => `  note: ${note}`),
      ].join('\n')
    case 'Broken':
      return `could not be checked: ${report.reason}`
    case 'Failed':
      return [
        `FAILED: ${report.law}`,
        ...report.point.split('\n').map((line) => `  at              ${line}`),
        `  found           ${report.left}`,
        `  wanted          ${report.right}`,
        ...(report.law === names.domain ? [] : [`  relative error  ${Number(report.error.toPrecision(3))}`]),
        ...(report.where === null ? [`  ${report.advice}`] : ['  where it begins', ...showDeviation(report.where).map((line) => `    ${line}`)]),
      ].join('\n')
  }
}
