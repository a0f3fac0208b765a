/**
 * The data that everything else is about: expressions, programs, primitives and algebras.
 *
 * These types are mutually recursive (a primitive's rule builds expressions, an expression names
 * a primitive, a primitive's parameters may hold programs), so they stand together. No code here.
 */
import type { Aval } from '../array/aval.ts'
import type { DType } from '../array/dtype.ts'
import type { AnyTensor } from '../array/tensor.ts'
import type { Shape } from '../type/shape.ts'
import type { Loops, Meaning } from './lowering.ts'
import type { Dependence } from './dependence.ts'
import type { Domain, Kind } from './domain.ts'
import type { Notation } from './notation.ts'
import type { Passing } from './passing.ts'

// expressions ------------------------------------------------------------------------------

/** A traced value of any dtype: an immutable node, shared by reference. */
export interface AnyExpr {
  readonly _tag: 'Expr'
  readonly shape: Shape
  readonly dtype: DType
  /** Where it comes from. */
  readonly origin: Origin
  /** Which of the origin's results it is. */
  readonly index: number
  readonly aval: Aval
}

/** A traced float64 array of shape S; `Expr<[]>` is a scalar. */
export interface Expr<S extends Shape = Shape> extends AnyExpr {
  readonly shape: S
  readonly dtype: 'float64'
}

/** A traced int32 array. It has no tangent. */
export interface IntExpr<S extends Shape = Shape> extends AnyExpr {
  readonly shape: S
  readonly dtype: 'int32'
}

/**
 * A traced comparison. It exists in no `if`: the phantom `then` makes `if (mask)`, `mask ? a : b`
 * and `mask && a` compile errors. Choose with `where(mask, a, b)`.
 */
export interface Mask<S extends Shape = Shape> extends AnyExpr {
  readonly shape: S
  readonly dtype: 'bool'
  readonly then: (useWhereInstead: (value: never) => void) => void
}

/** A traced number. */
export type Scalar = Expr<[]>
/** A traced vector of N float64. */
export type Vector<N extends number | string = number> = Expr<[N]>
/** A traced matrix of M rows and N columns. */
export type Matrix<M extends number | string = number, N extends number | string = number> = Expr<[M, N]>

/** A node's place in time: a trace owns what was made since it began. */
export type Origin =
  | { readonly _tag: 'Variable'; readonly stamp: number; readonly name: string }
  | { readonly _tag: 'Constant'; readonly value: AnyTensor }
  | Node

/** The application of a primitive. */
export interface Node extends Operation {
  readonly _tag: 'Node'
  readonly stamp: number
  readonly args: ReadonlyArray<AnyExpr>
}

// programs ---------------------------------------------------------------------------------

/** What a primitive is applied to, short of the operands themselves. */
export interface Operation {
  readonly primitive: Primitive
  readonly params: Params
  readonly operands: ReadonlyArray<Aval>
  readonly results: ReadonlyArray<Aval>
}

/** An operand of an equation: an earlier value by its number, or a literal. */
export type Atom = { readonly _tag: 'Ref'; readonly index: number } | { readonly _tag: 'Literal'; readonly value: AnyTensor }

/** One line of a program: its operands are earlier values or literals. */
export interface Equation extends Operation {
  readonly args: ReadonlyArray<Atom>
}

/**
 * A closed, flat, ordered list of equations: pure data. Value i is input i, or a result of the
 * equations in order. It refers to nothing outside itself.
 */
export interface Program {
  readonly _tag: 'Program'
  readonly inputs: ReadonlyArray<Aval>
  /** A name per input; unnamed ones are empty. */
  readonly names: ReadonlyArray<string>
  readonly equations: ReadonlyArray<Equation>
  readonly outputs: ReadonlyArray<Atom>
  /** A name per output; unnamed ones are empty. */
  readonly outputNames: ReadonlyArray<string>
}

export type Param = number | string | boolean | Program | ReadonlyArray<Param>
export interface Params {
  readonly [name: string]: Param
}

// algebras ---------------------------------------------------------------------------------

/** A meaning for programs: what a literal is and what applying a primitive does, in the carrier A. */
export interface Algebra<A> {
  readonly literal: (value: AnyTensor) => A
  readonly apply: (operation: Operation, args: ReadonlyArray<A>) => ReadonlyArray<A>
}

// primitives -------------------------------------------------------------------------------

/** What a rule may answer with: an expression, or a number that stands for a constant. */
export type Term = AnyExpr | number

/** Which values carry a tangent. */
export type Nonzero = ReadonlyArray<boolean>

/** A program of primals and nonzero tangents: (x…, ẋ…) → (y…, ẏ…). */
export interface Pushforward {
  readonly program: Program
  /** Which results have a tangent. */
  readonly nonzero: Nonzero
}

/** Reverse mode as two programs: `forward: x → (y, residuals)`, `pullback: (residuals, ȳ) → x̄`. */
export interface Pair {
  readonly forward: Program
  readonly pullback: Program
}

/** Where a cotangent that came through a choice may be other than 0, in an algebra. */
export interface Gate<A> {
  readonly of: Aval
  /** The mask. */
  readonly open: A
  /** x where it is open, 0 elsewhere. */
  readonly keep: (x: A) => A
  readonly and: (other: Gate<A>) => Gate<A>
  readonly or: (other: Gate<A>) => Gate<A>
  /** From a result of an operation, with the gates of all its others, back to the operands asked for; `pull` takes cotangents of a linear one back. */
  readonly back: (by: Operation, others: ReadonlyArray<Gate<A>>, asked: ReadonlyArray<Aval>, pull: (cotangent: A) => ReadonlyArray<A>) => ReadonlyArray<Gate<A>>
}

/** How a program linear in some inputs is turned round; supplied by reverse mode itself. */
export type Reverse = (program: Program, nonzero: Nonzero) => Pair

/** From cotangents of the answers to those of the arguments that are nonzero. */
export type Back = (cotangents: ReadonlyArray<AnyExpr>) => ReadonlyArray<AnyExpr>

/**
 * How a primitive is differentiated. One rule serves forward and reverse mode and every order.
 * - Partials: elementwise; ∂resultⱼ/∂argᵢ as expressions of the arguments and the answers.
 * - Jvp: tangents of the results, linear in the tangents of the arguments (null: structurally zero); see `byTangents`.
 * - Linear: jointly linear in the operands marked; `transpose` gives their cotangents.
 * - Multilinear: linear in each operand marked, the others held.
 * - Select: the choice between two arms by a mask; `gate` says where cotangents go on to the arm that is the operand of that number.
 * - Holder: a primitive that holds programs and is differentiated by differentiating them.
 * - Constant: derivative zero everywhere it exists (comparisons, conversions to integers).
 */
export type Derivative =
  | {
      readonly _tag: 'Partials'
      readonly partials: (args: ReadonlyArray<Expr>, answers: ReadonlyArray<Expr>, params: Params) => ReadonlyArray<ReadonlyArray<Term>>
    }
  | {
      readonly _tag: 'Jvp'
      readonly jvp: (
        params: Params,
        args: ReadonlyArray<Expr>,
        answers: ReadonlyArray<Expr>,
        tangents: ReadonlyArray<Expr | null>,
      ) => ReadonlyArray<Term | null>
      /** Operands in which the primitive itself is linear, the others held: there its transpose is given, since the rule would only name the primitive again. */
      readonly linear?: { readonly operands: Nonzero; readonly transpose: (args: ReadonlyArray<Expr>, cotangent: Expr) => ReadonlyArray<Term | null> }
      /** The transpose of the rule, for one result, where the factors should stand in another order than transposing gives. */
      readonly transpose?: (args: ReadonlyArray<Expr>, answer: Expr, cotangent: Expr) => ReadonlyArray<Term | null>
      readonly back: (operation: Operation, nonzero: Nonzero, args: ReadonlyArray<AnyExpr>, answers: ReadonlyArray<AnyExpr>, reverse: Reverse) => Back
    }
  | {
      readonly _tag: 'Linear'
      readonly linear: (params: Params, operands: ReadonlyArray<Aval>) => Nonzero
      readonly transpose: (params: Params, cotangent: Expr, operands: ReadonlyArray<Aval>, args: ReadonlyArray<AnyExpr>) => ReadonlyArray<Term | null>
    }
  | {
      readonly _tag: 'Multilinear'
      readonly transpose: (params: Params, which: number, cotangent: Expr, operands: ReadonlyArray<Aval>, args: ReadonlyArray<Expr>) => Term
    }
  | { readonly _tag: 'Select'; readonly gate: <A>(algebra: Algebra<A>, operation: Operation, mask: A, operand: number) => Gate<A> }
  | {
      readonly _tag: 'Holder'
      readonly jvp: (operation: Operation, nonzero: Nonzero) => Pushforward
      readonly vjp: (operation: Operation, nonzero: Nonzero) => Pair
      /**
       * Power series to an order: the program (x…, x₁…, x₂…, …) → (y…, y₁…, y₂…, …) of Taylor coefficients, with
       * coefficients of the operands and results marked only; at order 1 it is `jvp`, so that one rule can serve
       * both: `forward` of the programs held for tangents, `taylorTo(order)` for coefficients. Where it is not given
       * the series solve y′ = ẏ(x, x′), by `jvp`: right, but dear for a loop, whose rule holds a loop again.
       */
      readonly jet?: (operation: Operation, nonzero: Nonzero, order: number) => Pushforward
      /** How the results depend on what the operands depend on; `within` answers for the programs held. Where it is not given nothing is known. */
      readonly dependence?: (
        operation: Operation,
        operands: ReadonlyArray<Dependence>,
        within: (program: Program, inputs: ReadonlyArray<Dependence>) => ReadonlyArray<Dependence>,
      ) => ReadonlyArray<Dependence>
    }
  | { readonly _tag: 'Constant' }

/** One more axis, at the front, on the operands marked; results say which of them have it. */
export interface Batched {
  readonly results: ReadonlyArray<AnyExpr>
  readonly batched: Nonzero
}

export type Batching =
  | { readonly _tag: 'Pointwise' }
  | { readonly _tag: 'Rule'; readonly batch: (operation: Operation, args: ReadonlyArray<AnyExpr>, batched: Nonzero, size: number) => Batched }

/** One side of a law. */
export type Side = (xs: ReadonlyArray<AnyExpr>) => AnyExpr | number | boolean

/** left = right, read from left to right. */
export interface PatternRule {
  readonly _tag: 'Pattern'
  /** The law in words of algebra. */
  readonly law: string
  readonly kinds: ReadonlyArray<Kind>
  readonly left: Side
  readonly right: Side
  /** Whether it stays undone where it would take as many operations as before. */
  readonly saves?: boolean
}

/** An operation about to be made on values known by their numbers, and how those were made. */
export interface Site {
  readonly operation: Operation
  readonly args: ReadonlyArray<number>
  readonly producer: (value: number) => Pick<Site, 'operation' | 'args'> | null
}

/** What stands in its place: a value that exists, or one other operation. */
export type Answer =
  | { readonly _tag: 'Same'; readonly id: number }
  | { readonly _tag: 'Apply'; readonly primitive: Primitive; readonly params: Params; readonly args: ReadonlyArray<number> }

/** A law about parameters of the primitive that it rewrites; null where it does not apply. */
export interface StructuralRule {
  readonly _tag: 'Structural'
  readonly law: string
  readonly primitive: Primitive
  readonly rewrite: (site: Site) => Answer | null
}

export type Rule = PatternRule | StructuralRule

/** A smaller equation in the place of another, and which results of that one it has. */
export interface Narrowed {
  readonly equation: Equation
  readonly kept: ReadonlyArray<boolean>
}

/** All that the system knows of an operation. Adding one touches the file of its family only. */
export interface Primitive {
  readonly _tag: 'Primitive'
  readonly name: string
  readonly infer: (params: Params, operands: ReadonlyArray<Aval>) => ReadonlyArray<Aval>
  readonly evaluate: (operation: Operation, args: ReadonlyArray<AnyTensor>) => ReadonlyArray<AnyTensor>
  readonly derivative: Derivative
  readonly batching: Batching
  readonly notation: Notation
  readonly commutative: boolean
  /** What its derivative is where it has none, in words; empty where it is smooth on its domain. */
  readonly convention: string
  /** Where each operand may be sampled; empty for primitives that are not elementwise. */
  readonly domains: ReadonlyArray<Domain>
  /** The elementwise function on numbers, for primitives that have one. */
  readonly scalar: ((...xs: ReadonlyArray<number>) => number) | null
  /** Laws of it, and of it under another operation, bit for bit; none makes a program larger. Here, so that a bundle holds only those it needs. */
  readonly laws?: () => ReadonlyArray<Rule>
  /** What is left of it where only the results marked are used; null where that is all of it. */
  readonly narrowed?: Passing<Program, (equation: Equation, used: ReadonlyArray<boolean>) => Narrowed | null>
  /** The sum of its result over some axes, as sums of its operands; null where nothing is gained. */
  readonly summed?: Passing<Program, (params: Params, axes: ReadonlyArray<number>, args: ReadonlyArray<AnyExpr>) => AnyExpr | null>
  readonly lowering?: Meaning | undefined
  /** Carried by the primitive, so that a bundle holds only what its operations need. */
  readonly loops?: Loops | undefined
  /** A composition of other primitives with the same bits, which the compiler takes in its place; null of what it had better leave as it is. */
  readonly expansion?: (operation: Operation, args: ReadonlyArray<AnyExpr>) => ReadonlyArray<AnyExpr> | null
}
