/**
 * Sentences as types: why a call is refused, in the words of the failure at run time. No value has such a type, so
 * the compiler shows the sentence.
 */
import type { Tensor } from '../array/tensor.ts'
import type { AnyExpr, Scalar } from '../program/model.ts'
import type { Of, ShowShape } from './shape.ts'
import type { ExprsFor, ValuesFor } from './structure.ts'

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

type Nothing = ReturnType<() => void>
type Way = 'reduce it with sum or mean, or use jacobian or vjp'

/** What is wrong with a function of result R where a scalar is asked for; `unknown` if nothing is. */
export type NotScalar<Name extends string, R> = [R] extends [number | Scalar | Tensor<[]>]
  ? unknown
  : [R] extends [Nothing]
    ? Refused<`${Name}: the function returns nothing: write return, or leave the braces of the arrow function out`>
    : [R] extends [AnyExpr]
      ? [R['dtype']] extends ['float64']
        ? Refused<`${Name}: the function must return a scalar, it returned an array of shape [${ShowShape<R['shape']>}]; ${Way}`>
        : Refused<`${Name}: the result has dtype ${R['dtype']}, which has no tangent; convert it with toFloat`>
      : Refused<`${Name}: the function must return a scalar; ${Way}`>

/** `unknown` if a start of type C is a value of what a function takes for its state, which may know the sizes of a Float64Array; else the sentence. */
export type Starts<C, State, Sentence extends string> = Reason<
  C,
  0,
  Of<ExprsFor<C>> extends Of<State> ? null : Of<C> extends Of<ValuesFor<State>> ? null : Sentence
>
