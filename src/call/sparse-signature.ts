/**
 * The types of the sparse derivatives: from a function, declared or not, or from a program.
 */
import type { Fresh } from '../array/dtype.ts'
import type { Expr, Program } from '../program/model.ts'
import type { SparseMatrix, Sparsity } from '../sparse/matrix.ts'
import type { Given, HasExpr, ValuesFor } from '../type/structure.ts'
import type { AnySpecs, Declared, RestOf, ScalarResult } from './signature.ts'

/** By which arguments, and how. */
export interface SparsityOptions {
  /** Which arguments to differentiate by, counted from 0: the first unless said otherwise; of a program all float inputs. */
  readonly argnums?: number | ReadonlyArray<number>
}

/** How a sparse derivative is taken. */
export interface SparseOptions extends SparsityOptions {
  /** In which order the greedy colouring takes its vertices; the better of both unless said otherwise. */
  readonly ordering?: 'natural' | 'largestFirst'
}

/** How a sparse Jacobian is taken. */
export interface SparseJacobianOptions extends SparseOptions {
  /** Pushforwards or pullbacks; whichever takes fewer passes unless said otherwise. */
  readonly direction?: 'forward' | 'reverse'
}

/** A sparse derivative of a program: a program from its inputs to the entries of a pattern, in its order. */
export interface SparseProgram {
  readonly program: Program
  readonly sparsity: Sparsity
  readonly passes: number
  readonly direction: 'forward' | 'reverse'
}

type Values<A extends ReadonlyArray<unknown>> = { readonly [K in keyof A]: ValuesFor<A[K]> }

/** Values of a sparse derivative: an expression where an argument is one. */
type Entries<X> = SparseMatrix<[HasExpr<X>] extends [never] ? Fresh : Expr<[number]>>

/** From a function to its sparse derivative. */
interface Sparse<Options, R, Of> {
  (program: Program, options?: Options): Of
  <P extends AnySpecs>(f: Declared<P, R>, options?: Options): <const X extends Given<P[0]['_A'], P[0]['_E']>>(x: X, ...rest: RestOf<P>) => Entries<X>
  <A extends ReadonlyArray<never> | ReadonlyArray<unknown>>(f: (...args: A) => R, options?: Options): <const X extends Values<A>>(...xs: X) => Entries<X>
}

export type SparseJacobian = Sparse<SparseJacobianOptions, unknown, SparseProgram>
export type SparseHessian = Sparse<SparseOptions, ScalarResult, SparseProgram>

/** From a function to the pattern of a derivative at the shapes of its arguments. */
export interface PatternOf<R> {
  (program: Program, options?: SparsityOptions): Sparsity
  <P extends AnySpecs>(f: Declared<P, R>, options?: SparsityOptions): (x: Given<P[0]['_A'], P[0]['_E']>, ...rest: RestOf<P>) => Sparsity
  <A extends ReadonlyArray<never> | ReadonlyArray<unknown>>(f: (...args: A) => R, options?: SparsityOptions): (...xs: Values<A>) => Sparsity
}
