/**
 * Calls that are answered at once or not at all: what the arguments must be like, and what the answer is made of.
 */
import type { Aval } from '../array/aval.ts'
import type { Layout } from '../program/tree.ts'

/** An answer that no function gives. */
export const missed: unique symbol = Symbol('missed')

/** What an argument was: its structure, and what its leaves are. */
export interface Accepted {
  readonly layout: Layout
  readonly avals: ReadonlyArray<Aval>
}

/** What a result leaf is to be: a plain number or array where it can be one, unless it mirrors a tensor. */
export interface Wanted {
  /** Which output of the program. */
  readonly output: number
  readonly tensor: boolean
}

/** How a call is answered: its result's structure, which output each leaf of it is, and what the outputs are. */
export interface Answer {
  readonly layout: Layout
  readonly leaves: ReadonlyArray<Wanted>
  readonly avals: ReadonlyArray<Aval>
}

/** A call: its arguments, and its result; which is fresh, or goes into arrays that the first argument, before all others, has. */
export interface Signature {
  readonly args: ReadonlyArray<Accepted>
  readonly answer: Answer
  readonly into: boolean
}

/** A call like those before, or `missed`. Arguments are handed on one by one: a list of them would be made anew at every call. */
export type Call = (...given: ReadonlyArray<unknown>) => unknown
