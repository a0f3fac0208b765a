/**
 * The part of its samples and rows that a suite takes: the quick project some, so that every suite is in it, and
 * `thorough.ts` all, beside it.
 */
import { inject } from 'vitest'

declare module 'vitest' {
  interface ProvidedContext {
    /** The part of all samples that a project takes, above 0 and at most 1. */
    readonly share: number
  }
}

/** The share of so many samples, but at least so many. */
export const samples = (all: number, least = 1): number => Math.max(least, Math.ceil(all * inject('share')))

/** All rows of a table, or of a project with a share every so many-th, from the first. */
export const part = <A>(rows: ReadonlyArray<A>, every: number): ReadonlyArray<A> => (inject('share') < 1 ? rows.filter((_, i) => i % every === 0) : rows)
