/**
 * What snippets are made of: terms, and how they are written down.
 */
import type { Dims } from '../src/array/shape.ts'

// model ------------------------------------------------------------------------------------

/** An argument of a call: an earlier value, a constant, a list, a function, one of several results, or another call. */
export type Term =
  | { readonly _tag: 'Value'; readonly index: number }
  | { readonly _tag: 'Constant'; readonly value: Constant }
  | { readonly _tag: 'List'; readonly items: ReadonlyArray<Term> }
  | { readonly _tag: 'Function'; readonly parameters: ReadonlyArray<string>; readonly body: Term }
  /** A parameter of a function around it. */
  | { readonly _tag: 'Parameter'; readonly name: string }
  | { readonly _tag: 'Part'; readonly of: Term; readonly index: number }
  | { readonly _tag: 'Record'; readonly fields: { readonly [key: string]: Term } }
  | { readonly _tag: 'Field'; readonly of: Term; readonly key: string }
  /** What a call answered with, a function, applied to arguments. */
  | { readonly _tag: 'Applied'; readonly of: Term; readonly args: ReadonlyArray<Term> }
  | Call

export type Constant = number | boolean | string | null | ReadonlyArray<Constant> | { readonly [key: string]: Constant }

export interface Call {
  readonly _tag: 'Call'
  readonly operation: string
  readonly args: ReadonlyArray<Term>
}

/** Inputs of the shapes given, one call per line, and the value that is the answer. */
export interface Snippet {
  readonly shapes: ReadonlyArray<Dims>
  readonly lines: ReadonlyArray<Call>
  readonly answer: Term
}

// constructors -----------------------------------------------------------------------------

export const value = (index: number): Term => ({ _tag: 'Value', index })

export const constant = (of: Constant): Term => ({ _tag: 'Constant', value: of })

export const list = (...items: ReadonlyArray<Term>): Term => ({ _tag: 'List', items })

/** A function of parameters, which its body refers to by name. */
export const lambda = (parameters: ReadonlyArray<string>, body: Term): Term => ({ _tag: 'Function', parameters, body })

export const parameter = (name: string): Term => ({ _tag: 'Parameter', name })

/** One entry of a list, such as the results of a call. */
export const part = (of: Term, index: number): Term => ({ _tag: 'Part', of, index })

export const fields = (of: { readonly [key: string]: Term }): Term => ({ _tag: 'Record', fields: of })

export const field = (of: Term, key: string): Term => ({ _tag: 'Field', of, key })

export const applying = (of: Term, ...args: ReadonlyArray<Term>): Term => ({ _tag: 'Applied', of, args })

export const call = (operation: string, ...args: ReadonlyArray<Term>): Call => ({ _tag: 'Call', operation, args })
