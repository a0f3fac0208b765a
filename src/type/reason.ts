/**
 * Reasons as types: why a call is refused, in the words of the failure at run time. No value has such a type, so the
 * compiler shows the sentence. Nothing is refused before it is known to be wrong, so that generic helpers compile.
 */
import type { Of } from './shape.ts'

/** What nothing is. */
export interface Refused<Sentence extends string> {
  readonly refused: Sentence
}

/** What no type is, but `any`, for which a type parameter is taken where it is asked whether something may hold. */
interface None {
  readonly none: never
}

/**
 * `unknown`, or the sentence that a fault is: of `null` there is none, and of a union of both there need not be. It is
 * decided as soon as the argument A has a type, even where T, which the fault is about, is a type parameter: then there
 * is none, and so it is where A itself is one. So helpers generic in a shape, a size, an axis or an operand compile.
 */
export type Reason<A, T, Fault> = [A, Of<Of<A | T> extends Of<None> ? null : Fault>] extends [unknown, Of<string>] ? Refused<Fault & string> : unknown

/**
 * What is said of an argument A, `unknown` where A or T, which it is about, is a type parameter. Unlike a fault it may be
 * undecided, which refuses the call: about sizes that are type parameters, since one is no other.
 */
export type Judged<A, T, Said> = [A, Of<Of<A | T> extends Of<None> ? null : 0>] extends [unknown, Of<0>] ? Said : unknown

/** What a list holds, and nothing of what is no list. */
export type Held<L> = L extends ReadonlyArray<infer E> ? E : never
