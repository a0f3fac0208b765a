/**
 * What the suites of rules ask of a form: that it is refused in so many words, or gives what it says and
 * passes the judge.
 */
import * as fc from 'fast-check'
import { expect } from 'vitest'
import { refusal } from '../failing.ts'
import type { Form } from './form.ts'
import { decided, judged, pointOf, programOf, resultsOf, trialOf, wrong } from './judge.ts'
import { kind } from './operation.ts'

const values = (form: Form): string => resultsOf(form, pointOf(form, 1)).map(kind).join(' | ')

const isJudged = (form: Form): boolean => form.gives === null && form.refused === null

/** What of an operation's forms is checked at once: all that only say something, and the first of those that go to the judge. */
export const atOnce = (forms: ReadonlyArray<Form>): ReadonlyArray<Form> => forms.filter((form) => !isJudged(form) || form === forms.find(isJudged))

/** Its other forms, which take longer. */
export const later = (forms: ReadonlyArray<Form>): ReadonlyArray<Form> => forms.filter((form) => !atOnce(forms).includes(form))

/** Holds the form to it. */
export const check = (form: Form): void => {
  if (form.refused !== null) {
    // The same sentence on values and on expressions.
    expect(refusal(() => resultsOf(form, pointOf(form, 1)))).toContain(form.refused)
    expect(refusal(() => programOf(form))).toContain(form.refused)
    return
  }
  if (form.gives !== null) expect(values(form)).toBe(form.gives)
  if (resultsOf(form, pointOf(form, 1)).some((y) => typeof y === 'boolean' || typeof y === 'string')) return
  const trial = trialOf(form)
  fc.assert(
    fc.property(fc.nat(99999), (k) => {
      expect(wrong(decided(trial, judged, k + 1))).toBeNull()
    }),
    { numRuns: 1, endOnFailure: true },
  )
}
