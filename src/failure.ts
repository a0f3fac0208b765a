/**
 * Everything that can go wrong, as one tagged union with one `show`.
 *
 * A mistake made while building an expression throws an `Error` that carries a
 * `Failure`; whatever reads data from outside returns failures in an `Either`.
 */
import type { option as O } from 'fp-ts'
import { none, some } from './option.ts'

/** What went wrong, where, with which shapes, and the way out. */
export type Failure =
  | { readonly _tag: 'Shape'; readonly operation: string; readonly shapes: ReadonlyArray<string>; readonly reason: string; readonly hint?: string }
  | { readonly _tag: 'DType'; readonly operation: string; readonly dtypes: ReadonlyArray<string>; readonly reason: string; readonly hint?: string }
  | { readonly _tag: 'Operand'; readonly operation: string; readonly got: string; readonly hint: string }
  | { readonly _tag: 'Argument'; readonly operation: string; readonly reason: string; readonly hint?: string }
  | { readonly _tag: 'Arity'; readonly operation: string; readonly expected: string; readonly got: number }
  | { readonly _tag: 'Structure'; readonly operation: string; readonly path: string; readonly expected: string; readonly got: string; readonly hint?: string }
  | { readonly _tag: 'NotScalar'; readonly operation: string; readonly shape: string }
  | { readonly _tag: 'NotDifferentiable'; readonly operation: string; readonly path: string; readonly dtype: string; readonly hint?: string }
  | { readonly _tag: 'NoRule'; readonly operation: string; readonly mode: string; readonly hint: string }
  | { readonly _tag: 'Leaked'; readonly operation: string; readonly expression: string }
  | { readonly _tag: 'HostSyntax'; readonly syntax: string; readonly expression: string; readonly hint?: string }
  | { readonly _tag: 'Impure'; readonly operation: string; readonly equation: number; readonly before: string; readonly after: string }
  | { readonly _tag: 'UnknownInput'; readonly name: string; readonly known: ReadonlyArray<string> }
  | { readonly _tag: 'Decode'; readonly path: string; readonly reason: string }

/** The error thrown where a mistake in construction is found. */
export interface WengertError extends Error {
  readonly name: 'WengertError'
  readonly failure: Failure
}

const operations =
  'use the operations of wengert instead: add, sub, mul, div, neg, pow for arithmetic, lt, le, gt, ge, eq, ne with where for choices, sin, exp, ... for Math.*, print for text'

const hinted = (text: string, hint: string | undefined): string => (hint === undefined ? text : `${text}; ${hint}`)

/**
 * One sentence for a person: the place, the shapes and the way out.
 *
 * @example
 * showFailure({ _tag: 'Arity', operation: 'grad', expected: 'at least 1 argument', got: 0 })   // 'grad: expected at least 1 argument, got 0'
 * @category failures
 */
export const show = (failure: Failure): string => {
  switch (failure._tag) {
    case 'Shape':
      return hinted(`${failure.operation}: shapes ${failure.shapes.join(' and ')} ${failure.reason}`, failure.hint)
    case 'DType':
      return hinted(`${failure.operation}: ${failure.dtypes.join(' and ')}: ${failure.reason}`, failure.hint)
    case 'Operand':
      return `${failure.operation}: expected an expression, a number, a Float64Array or a Tensor, got ${failure.got}; ${failure.hint}`
    case 'Argument':
      return hinted(`${failure.operation}: ${failure.reason}`, failure.hint)
    case 'Arity':
      return `${failure.operation}: expected ${failure.expected}, got ${failure.got}`
    case 'Structure':
      return hinted(`${failure.operation}: at ${failure.path} expected ${failure.expected}, got ${failure.got}`, failure.hint)
    case 'NotScalar':
      return `${failure.operation}: the function must return a scalar, it returned ${failure.shape}; reduce it with sum or mean, or use jacobian or vjp`
    case 'NotDifferentiable':
      return hinted(
        `${failure.operation}: ${failure.path} has dtype ${failure.dtype}, which has no tangent`,
        failure.hint ?? 'leave it out with argnums, or pass it as float64',
      )
    case 'NoRule':
      return `${failure.operation}: no rule for ${failure.mode}; ${failure.hint}`
    case 'Leaked':
      return `${failure.operation}: the expression ${failure.expression} belongs to a trace that has ended; pass it as an argument instead of keeping it`
    case 'HostSyntax':
      return `${failure.syntax} was used on the traced expression ${failure.expression}, which has no value yet; ${failure.hint ?? operations}`
    case 'Impure':
      return `${failure.operation}: the function built another program on its second trace, so it reads something that changed; the first difference is equation ${failure.equation}: before ${failure.before}, now ${failure.after}; pass what changes as an argument`
    case 'UnknownInput':
      return `unknown input '${failure.name}'; the inputs are ${failure.known.map((name) => `'${name}'`).join(', ')}`
    case 'Decode':
      return `at ${failure.path}: ${failure.reason}`
  }
}

/** Throw an error that carries the failure. */
export const raise = (failure: Failure): never => {
  const error: WengertError = Object.assign(new Error(show(failure)), { name: 'WengertError' as const, failure })
  throw error
}

/**
 * The failure an error carries, if it is one of ours.
 *
 * @example
 * E.tryCatch(() => add(Float64Array.of(1, 2), Float64Array.of(1, 2, 3)), flow(failureOf, O.map(showFailure)))
 * // Left(Some('add: shapes [2] and [3] do not broadcast; sizes must agree from the right, or be 1'))
 * failureOf(new RangeError())   // None
 * @category failures
 */
export const failureOf = (error: unknown): O.Option<Failure> => (isWengertError(error) ? some(error.failure) : none)

const isWengertError = (error: unknown): error is WengertError => error instanceof Error && error.name === 'WengertError' && 'failure' in error
