/**
 * The types of the transforms whose answers are blocks. Overloads stand in the order of `grad`'s: a
 * program, chosen arguments, a declared function, a scalar function, the general case, and the scalar
 * one again, last.
 */
import type { Program, Scalar } from '../program/model.ts'
import type { NotScalar } from '../type/sentence.ts'
import type { HessianOf, JacobianOf, Traced } from '../type/block.ts'
import type { Answered, Cotangent, Expressed, Given, HasExpr, ValuesFor } from '../type/structure.ts'
import type { AnySpecs, ArgnumsOption, Declared, Named, RestOf, ScalarResult } from './signature.ts'

type Values<A extends ReadonlyArray<unknown>> = { readonly [K in keyof A]: ValuesFor<A[K]> }
type Expressions<R extends ReadonlyArray<unknown>> = { readonly [K in keyof R]: Expressed<R[K]> }
type Rest<R extends ReadonlyArray<unknown>> = { readonly [K in keyof R]: ValuesFor<R[K]> }

/** The arguments named, one or a tuple of them. */
type At<Xs, N> =
  N extends ReadonlyArray<number>
    ? { readonly [K in keyof N]: At<Xs, N[K]> }
    : N extends keyof Xs
      ? Xs[N]
      : `${N & number}` extends keyof Xs
        ? Xs[`${N & number}`]
        : never

/** The Jacobian of a function: on expressions, as it stands in other functions; on values; and on expressions again, last, as other transforms read it. */
interface JacobianFunction<A, R, Others extends ReadonlyArray<unknown>> {
  (x: Expressed<A>, ...rest: Expressions<Others>): JacobianOf<R, A, A, true>
  <const X extends ValuesFor<A>>(x: X, ...rest: Rest<Others>): JacobianOf<R, A, X, Traced<X>>
  (x: Expressed<A>, ...rest: Expressions<Others>): JacobianOf<R, A, A, true>
}

/** From a function to its Jacobian: blocks out ++ in, in the structure of the result and then of the argument. */
export interface Jacobian {
  (program: Program, options?: ArgnumsOption<number | ReadonlyArray<number>>): Program
  <Args extends ReadonlyArray<never> | ReadonlyArray<unknown>, R, const N extends number | ReadonlyArray<number>>(
    f: (...args: Args) => R,
    options: ArgnumsOption<N & Named<Args, N>>,
  ): <const X extends Values<Args>>(...xs: X) => JacobianOf<R, At<Args, N>, At<X, N>, Traced<X>>
  <P extends AnySpecs, R>(
    f: Declared<P, R>,
  ): <const X extends Given<P[0]['_A'], P[0]['_E']>>(x: X, ...rest: RestOf<P>) => JacobianOf<R, P[0]['_E'], X, Traced<X>>
  (f: (x: Scalar) => ScalarResult): <X extends number | Scalar>(x: X) => Cotangent<X>
  <A, R, Others extends ReadonlyArray<unknown>>(f: (x: A, ...rest: Others) => R): JacobianFunction<A, R, Others>
  (f: (x: Scalar) => ScalarResult): <X extends number | Scalar>(x: X) => Cotangent<X>
}

/** The Hessian of a function: on expressions, as it stands in other functions; on values; and on expressions again, last, as other transforms read it. */
interface HessianFunction<A, R, Others extends ReadonlyArray<unknown>> {
  (x: Expressed<A>, ...rest: Expressions<Others>): HessianOf<R, A, A, true>
  <const X extends ValuesFor<A>>(x: X, ...rest: Rest<Others>): HessianOf<R, A, X, Traced<X>>
  (x: Expressed<A>, ...rest: Expressions<Others>): HessianOf<R, A, A, true>
}

/** From a function to its Hessian: blocks out ++ in ++ in. */
export interface Hessian {
  (program: Program, options?: ArgnumsOption<number | ReadonlyArray<number>>): Program
  <Args extends ReadonlyArray<never> | ReadonlyArray<unknown>, R, const N extends number | ReadonlyArray<number>>(
    f: (...args: Args) => R,
    options: ArgnumsOption<N & Named<Args, N>>,
  ): <const X extends Values<Args>>(...xs: X) => HessianOf<R, At<Args, N>, At<X, N>, Traced<X>>
  <P extends AnySpecs, R>(
    f: Declared<P, R>,
  ): <const X extends Given<P[0]['_A'], P[0]['_E']>>(x: X, ...rest: RestOf<P>) => HessianOf<R, P[0]['_E'], X, Traced<X>>
  (f: (x: Scalar) => ScalarResult): <X extends number | Scalar>(x: X) => Cotangent<X>
  <A, R, Others extends ReadonlyArray<unknown>>(f: (x: A, ...rest: Others) => R): HessianFunction<A, R, Others>
  (f: (x: Scalar) => ScalarResult): <X extends number | Scalar>(x: X) => Cotangent<X>
}

/** The product along V as the argument is: with an expression for a direction, an expression. */
type Along<A, X, V> = [HasExpr<V>] extends [never] ? Cotangent<X> : [HasExpr<X>] extends [never] ? A : Cotangent<X>

/** From a scalar function to (x, v) ↦ H(x)·v. */
export interface HessianVector {
  <P extends AnySpecs, R extends ScalarResult>(
    f: Declared<P, R>,
  ): <const X extends Given<P[0]['_A'], P[0]['_E']>, const V extends Given<P[0]['_A'], P[0]['_E']>>(x: X, v: V, ...rest: RestOf<P>) => Along<P[0]['_E'], X, V>
  (f: (x: Scalar) => ScalarResult): <X extends number | Scalar, V extends number | Scalar>(x: X, v: V) => Along<Scalar, X, V>
  (program: Program, options?: ArgnumsOption<number | ReadonlyArray<number>>): Program
  <A, Others extends ReadonlyArray<unknown>>(
    f: (x: A, ...rest: Others) => ScalarResult,
  ): <const X extends ValuesFor<A>, const V extends ValuesFor<A>>(x: X, v: V, ...rest: Rest<Others>) => Along<A, X, V>
  <F extends (...args: never) => unknown>(f: F & NotScalar<'hvp', ReturnType<F>>): never
  (f: (x: Scalar) => ScalarResult, composed: never, only: never): <X extends number | Scalar, V extends number | Scalar>(x: X, v: V) => Along<Scalar, X, V>
}

/** From a function of a scalar to its derivative of some order. */
export interface Slope {
  (program: Program, order?: number): Program
  (f: (x: Scalar) => ScalarResult, order?: number): <X extends number | Scalar>(x: X) => Cotangent<X>
  <R, Others extends ReadonlyArray<unknown>>(
    f: (x: Scalar, ...rest: Others) => R,
    order?: number,
  ): <X extends number | Scalar>(x: X, ...rest: Rest<Others>) => Answered<X, R>
  (f: (x: Scalar) => ScalarResult, order?: number): <X extends number | Scalar>(x: X) => Cotangent<X>
}
