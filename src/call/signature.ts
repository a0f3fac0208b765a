/**
 * The types of the transforms. `grad` has overloads for a declared function, a function of a scalar, chosen
 * arguments, a program and the general case; then what it says of a function that it refuses, and the one of a scalar
 * again, last, which no call fits: TypeScript reads the last overload when `grad` itself is passed to `pipe` or
 * `flow`, and the last one that a call fits when it explains what is wrong.
 */
import type { Tensor } from '../array/tensor.ts'
import type { AnyExpr, Expr, Program, Scalar } from '../program/model.ts'
import type { IsLess } from '../type/numeral.ts'
import type { Held, Reason } from '../type/reason.ts'
import type { NotScalar } from '../type/sentence.ts'
import type { Cotangent, Given, HasExpr, ValuesFor } from '../type/structure.ts'

/** What a scalar function may answer with; a number or a tensor where it does not depend on its arguments. */
export type ScalarResult = Scalar | number | Tensor<[]>

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

/** Of some numbers those that so many arguments may have. */
type Present<N, L extends number> = N extends number ? (`${N}` extends `-${string}` ? never : IsLess<`${N}`, `${L}`> extends false ? never : N) : never

/** Of a number or a list those that are known to be of no argument. */
type Missing<N, L extends number> = [N] extends [ReadonlyArray<number>]
  ? { readonly [K in keyof N]: [Present<N[K], L>] extends [never] ? N[K] : never }[number]
  : [Present<N, L>] extends [never]
    ? N
    : never

type ArgnumsFault<L extends number, Wrong> = [Wrong] extends [never] ? null : `argnums names argument ${Wrong & number}, but the function takes ${L}`

/** `unknown` where numbers may name arguments of a list, else a sentence. */
export type Named<A extends ReadonlyArray<unknown>, N> = Reason<N, Held<N>, ArgnumsFault<A['length'], Missing<N, A['length']>>>

type Rest<R extends ReadonlyArray<unknown>> = { readonly [K in keyof R]: ValuesFor<R[K]> }
type Of<X, N> = N extends keyof X ? Cotangent<X[N]> : N extends number ? (`${N}` extends keyof X ? Cotangent<X[`${N}`]> : never) : never
/** The gradient by one argument or a tuple of them. */
type At<X, N> = N extends ReadonlyArray<number> ? { readonly [K in keyof N]: Of<X, N[K]> } : Of<X, N>
type Arguments = ReadonlyArray<never> | ReadonlyArray<unknown>
/** Whether a function says that it takes an array of any rank; an operation such as `sin` takes more than that, and makes an array of it. */
type TakesArray<F> = F extends (x: infer A) => unknown ? ([A] extends [AnyExpr] ? ([Expr] extends [A] ? true : false) : false) : false

/** By chosen arguments. The first two stand by themselves: a bare list of arguments TypeScript takes for one that may be of any length. */
type GradientAt<A extends ReadonlyArray<unknown>, N> = A extends readonly [infer First, infer Second, ...infer Others]
  ? <const X extends ValuesFor<First>, const Y extends ValuesFor<Second>, Z extends Rest<Others>>(x: X, y: Y, ...rest: Z) => At<readonly [X, Y, ...Z], N>
  : <X extends Rest<A>>(...xs: X) => At<X, N>
type ScalarGradient<F> = TakesArray<F> extends true ? <X extends ValuesFor<Expr>>(x: X) => Cotangent<X> : <X extends number | Scalar>(x: X) => Cotangent<X>

/** From a scalar function to its gradient: the structure, shapes and leaf kinds of the argument. */
export interface Grad {
  <P extends AnySpecs, R extends ScalarResult>(f: Declared<P, R>): <const X extends Given<P[0]['_A'], P[0]['_E']>>(x: X, ...rest: RestOf<P>) => Cotangent<X>
  <F extends (x: Scalar) => ScalarResult>(f: F): ScalarGradient<F>
  <A extends Arguments, const N extends number | ReadonlyArray<number>>(
    f: (...args: A) => ScalarResult,
    options: ArgnumsOption<N & Named<A, N>>,
  ): GradientAt<A, N>
  (program: Program, options?: ArgnumsOption<number | ReadonlyArray<number>>): Program
  <A, R extends ReadonlyArray<unknown>>(f: (x: A, ...rest: R) => ScalarResult): <const X extends ValuesFor<A>>(x: X, ...rest: Rest<R>) => Cotangent<X>
  <F extends (...args: never) => unknown, const N extends number | ReadonlyArray<number>>(
    f: F & NotScalar<'grad', ReturnType<F>>,
    options?: ArgnumsOption<N & Named<Parameters<F>, N>>,
  ): never
  (f: (x: Scalar) => ScalarResult, composed: never, only: never): <X extends number | Scalar>(x: X) => Cotangent<X>
}

type ValueLike<X> = [HasExpr<X>] extends [never] ? number : Scalar
type Both<X> = readonly [ValueLike<X>, Cotangent<X>]
type BothAt<A extends ReadonlyArray<unknown>, N> = A extends readonly [infer First, infer Second, ...infer Others]
  ? <const X extends ValuesFor<First>, const Y extends ValuesFor<Second>, Z extends Rest<Others>>(
      x: X,
      y: Y,
      ...rest: Z
    ) => readonly [ValueLike<readonly [X, Y, ...Z]>, At<readonly [X, Y, ...Z], N>]
  : <X extends Rest<A>>(...xs: X) => readonly [ValueLike<X>, At<X, N>]
type ScalarBoth<F> = TakesArray<F> extends true ? <X extends ValuesFor<Expr>>(x: X) => Both<X> : <X extends number | Scalar>(x: X) => Both<X>

/** As `Grad`, with the value beside the gradient. */
export interface ValueAndGrad {
  <P extends AnySpecs, R extends ScalarResult>(f: Declared<P, R>): <const X extends Given<P[0]['_A'], P[0]['_E']>>(x: X, ...rest: RestOf<P>) => Both<X>
  <F extends (x: Scalar) => ScalarResult>(f: F): ScalarBoth<F>
  <A extends Arguments, const N extends number | ReadonlyArray<number>>(f: (...args: A) => ScalarResult, options: ArgnumsOption<N & Named<A, N>>): BothAt<A, N>
  (program: Program, options?: ArgnumsOption<number | ReadonlyArray<number>>): Program
  <A, R extends ReadonlyArray<unknown>>(f: (x: A, ...rest: R) => ScalarResult): <const X extends ValuesFor<A>>(x: X, ...rest: Rest<R>) => Both<X>
  <F extends (...args: never) => unknown, const N extends number | ReadonlyArray<number>>(
    f: F & NotScalar<'valueAndGrad', ReturnType<F>>,
    options?: ArgnumsOption<N & Named<Parameters<F>, N>>,
  ): never
  (f: (x: Scalar) => ScalarResult, composed: never, only: never): <X extends number | Scalar>(x: X) => Both<X>
}
