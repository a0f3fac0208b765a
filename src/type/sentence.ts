/**
 * Sentences about functions: what is wrong with a result, or with a start.
 */
import type { Tensor } from '../array/tensor.ts'
import type { AnyExpr, Scalar } from '../program/model.ts'
import type { Reason, Refused } from './reason.ts'
import type { Of, ShowShape } from './shape.ts'
import type { ExprsFor, ValuesFor } from './structure.ts'

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
