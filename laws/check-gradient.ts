/**
 * `checkGradient`: whether the derivative of one's own function is right, as a report to read. It finds
 * a wrong custom rule, and a function whose traced program is not the function: one that branches on a
 * mask in JavaScript, or reads something that changes.
 */
import * as fc from 'fast-check'
import type { Program } from '../src/program/model.ts'
import { raise } from '../src/failure.ts'
import { outputAvals } from '../src/program/avals.ts'
import { innerProduct, near } from './closeness.ts'
import { byDifferences } from './derivative.ts'
import { deviationOf } from './deviation.ts'
import { type Deviation, showDeviation } from './deviation-text.ts'
import { samplesOn, type Subject, tracedOn } from './function.ts'
import { checking, type CheckOptions, type Law, law, type Outcome } from './law.ts'
import { library, mappingOf } from './mapping.ts'
import { checkFunction } from '../src/program/given.ts'
import { checkOptions } from '../src/program/option.ts'
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

const names = {
  value: 'the program has the value of the function',
  forward: 'forward mode agrees with differences',
  reverse: 'reverse mode agrees with differences',
  agreement: 'forward mode agrees with reverse mode',
}

const advice = (name: string): string => {
  switch (name) {
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

/** Where to look; where the program is another function, its equations are not to blame. */
const whereOf = (samples: fc.Arbitrary<Sample>, outcome: Failed): Deviation | null => {
  const sample = outcome.law === names.value ? null : sampleOf(samples, outcome)
  try {
    return sample === null ? null : deviationOf(sample)
  } catch {
    return null
  }
}

const failed = (outcome: Failed, where: Deviation | null): GradientReport => ({
  _tag: 'Failed',
  law: outcome.law,
  point: outcome.counterexample,
  left: outcome.left,
  right: outcome.right,
  error: outcome.error,
  where,
  advice: advice(outcome.law),
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
 * modes of its traced program; points at which it is not smooth are left out. It answers with a report and does
 * not throw. Of a failure the report names the first equation of the program whose own rule is off, and where
 * that is a custom rule the function it was given for.
 *
 * @example
 * const report = checkGradient((x: Scalar) => mul(x, sin(x)), [{ from: 0.5, to: 3 }])
 * report._tag           // 'Passed'
 * checkGradient(fn([within(scalar, 0, 1), vector(3)], (x, y) => mul(x, sum(square(y)))))._tag   // 'Passed'
 * @category laws
 */
export const checkGradient = (f: Subject, given?: ReadonlyArray<Sampled>, options: CheckOptions = {}): GradientReport => {
  try {
    checkFunction('checkGradient', f)
    checkOptions('checkGradient', options, checking)
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
    let [runs, undecided] = [0, 0]
    for (const one of laws) {
      const outcome = one.check(options)
      if (outcome._tag === 'Failed') return failed(outcome, whereOf(samples, outcome))
      if (outcome._tag === 'Exhausted')
        return { _tag: 'Broken', reason: `${outcome.law}: differences settle nowhere in the domain; is the function smooth there?` }
      runs += outcome.runs
      undecided += outcome.undecided
    }
    return { _tag: 'Passed', laws: laws.map((one) => one.name), runs, undecided, notes }
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
        `passed: ${report.laws.length} laws, ${report.runs} samples${report.undecided > 0 ? `, ${report.undecided} more where differences cannot tell` : ''}`,
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
        `  relative error  ${Number(report.error.toPrecision(3))}`,
        ...(report.where === null ? [`  ${report.advice}`] : ['  where it begins', ...showDeviation(report.where).map((line) => `    ${line}`)]),
      ].join('\n')
  }
}
