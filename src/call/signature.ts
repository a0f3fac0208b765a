/**
 * The types of the transforms. `grad` has overloads for a program, a declared function, a scalar
 * function and the general case, and the scalar one again, last: TypeScript reads the last overload
 * when `grad` itself is passed to `pipe` or `flow`.
 */
import type { Program, Scalar } from '../program/model.ts'
import type { Cotangent, Given, HasExpr, ValuesFor } from '../type/structure.ts'

/** What a scalar function may answer with; a number where it does not depend on its arguments. */
export type ScalarResult = Scalar | number

/** A function declared with `fn`, as far as transforms look at it. */
export interface Declared<P extends ReadonlyArray<{ readonly _A: unknown; readonly _E: unknown }>, R> {
  readonly inputs: P
  readonly _R: R
}

export type AnySpecs = readonly [{ readonly _A: unknown; readonly _E: unknown }, ...ReadonlyArray<{ readonly _A: unknown; readonly _E: unknown }>]
export type RestOf<P extends AnySpecs> = P extends readonly [unknown, ...infer T]
  ? { readonly [K in keyof T]: T[K] extends { readonly _A: infer V; readonly _E: infer E } ? Given<V, E> : never }
  : []

/** Which arguments to differentiate, counted from 0. */
export interface ArgnumsOption<N> {
  readonly argnums: N
}

type Rest<R extends ReadonlyArray<unknown>> = { readonly [K in keyof R]: ValuesFor<R[K]> }
type All<A extends ReadonlyArray<unknown>> = { readonly [K in keyof A]: ValuesFor<A[K]> }
type Of<X, N> = N extends keyof X ? Cotangent<X[N]> : N extends number ? (`${N}` extends keyof X ? Cotangent<X[`${N}`]> : never) : never

/** From a scalar function to its gradient: the structure, shapes and leaf kinds of the argument. */
export interface Grad {
  (program: Program, options?: ArgnumsOption<number | ReadonlyArray<number>>): Program
  <Args extends ReadonlyArray<never> | ReadonlyArray<unknown>, const N extends ReadonlyArray<number>>(
    f: (...args: Args) => ScalarResult,
    options: ArgnumsOption<N>,
  ): <X extends All<Args>>(...xs: X) => { readonly [K in keyof N]: Of<X, N[K]> }
  <Args extends ReadonlyArray<never> | ReadonlyArray<unknown>, const N extends number>(
    f: (...args: Args) => ScalarResult,
    options: ArgnumsOption<N>,
  ): <X extends All<Args>>(...xs: X) => Of<X, N>
  <P extends AnySpecs, R extends ScalarResult>(f: Declared<P, R>): <const X extends Given<P[0]['_A'], P[0]['_E']>>(x: X, ...rest: RestOf<P>) => Cotangent<X>
  (f: (x: Scalar) => ScalarResult): <X extends number | Scalar>(x: X) => Cotangent<X>
  <A, R extends ReadonlyArray<unknown>>(f: (x: A, ...rest: R) => ScalarResult): <const X extends ValuesFor<A>>(x: X, ...rest: Rest<R>) => Cotangent<X>
  (f: (x: Scalar) => ScalarResult): <X extends number | Scalar>(x: X) => Cotangent<X>
}

type ValueLike<X> = [HasExpr<X>] extends [never] ? number : Scalar

/** As `Grad`, with the value beside the gradient. */
export interface ValueAndGrad {
  (program: Program, options?: ArgnumsOption<number | ReadonlyArray<number>>): Program
  <Args extends ReadonlyArray<never> | ReadonlyArray<unknown>, const N extends ReadonlyArray<number>>(
    f: (...args: Args) => ScalarResult,
    options: ArgnumsOption<N>,
  ): <X extends All<Args>>(...xs: X) => readonly [ValueLike<X>, { readonly [K in keyof N]: Of<X, N[K]> }]
  <Args extends ReadonlyArray<never> | ReadonlyArray<unknown>, const N extends number>(
    f: (...args: Args) => ScalarResult,
    options: ArgnumsOption<N>,
  ): <X extends All<Args>>(...xs: X) => readonly [ValueLike<X>, Of<X, N>]
  <P extends AnySpecs, R extends ScalarResult>(
    f: Declared<P, R>,
  ): <const X extends Given<P[0]['_A'], P[0]['_E']>>(x: X, ...rest: RestOf<P>) => readonly [ValueLike<X>, Cotangent<X>]
  (f: (x: Scalar) => ScalarResult): <X extends number | Scalar>(x: X) => readonly [ValueLike<X>, Cotangent<X>]
  <A, R extends ReadonlyArray<unknown>>(
    f: (x: A, ...rest: R) => ScalarResult,
  ): <const X extends ValuesFor<A>>(x: X, ...rest: Rest<R>) => readonly [ValueLike<X>, Cotangent<X>]
  (f: (x: Scalar) => ScalarResult): <X extends number | Scalar>(x: X) => readonly [ValueLike<X>, Cotangent<X>]
}
