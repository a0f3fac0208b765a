/**
 * What an operation accepts and answers, in types: an expression if any operand is one, else a value.
 */
import type { DType, Fresh } from '../array/dtype.ts'
import type { Tensor } from '../array/tensor.ts'
import type { Expr, IntExpr, Mask } from '../program/model.ts'
import type { Judged, Refused } from './reason.ts'
import type { Broadcast, IsWide, Shape, ShowShape } from './shape.ts'

/** What a float64 operation takes. */
export type Operand = number | Float64Array | Tensor<Shape> | Expr

/** What an operation on any number takes. */
export type NumericOperand = Operand | Tensor<Shape, 'int32'> | IntExpr

/** What chooses: a comparison, traced or not. */
export type MaskOperand = boolean | Tensor<Shape, 'bool'> | Mask

/** What some operation takes: an array or a number of any dtype. */
export type AnyOperand = NumericOperand | MaskOperand

/** The shape of an operand. */
export type ShapeOf<X> = X extends number | boolean ? [] : X extends Float64Array ? [number] : X extends { readonly shape: infer S extends Shape } ? S : Shape

export type DTypeOf<X> = X extends boolean ? 'bool' : X extends { readonly dtype: infer D extends DType } ? D : 'float64'

/** The expression type of a shape and dtype. */
export type ExprOf<S extends Shape, D extends DType> = D extends 'int32' ? IntExpr<S> : D extends 'bool' ? Mask<S> : Expr<S>

/** The value type of rank 0: a number or a boolean; an int32 stays a tensor, which knows that it is one. */
type RankZero<D extends DType> = D extends 'bool' ? boolean : D extends 'int32' ? Tensor<[], 'int32'> : number

/** The value type of a shape and dtype; of an unknown rank it may be any of them. */
export type ValueOf<S extends Shape, D extends DType> = S extends readonly [] ? RankZero<D> : IsWide<S> extends true ? RankZero<D> | Tensor<S, D> : Tensor<S, D>

/** The same kind and shape as the operand: the type of a unary elementwise operation's result. */
export type Same<X> = X extends number
  ? number
  : X extends Float64Array
    ? Fresh
    : X extends Expr<infer S>
      ? Expr<S>
      : X extends IntExpr<infer S>
        ? IntExpr<S>
        : X extends Tensor<infer S, infer D>
          ? Tensor<S, D>
          : never

/** The value type where the operands were plain numbers and typed arrays: a vector is a Float64Array. */
export type PlainOf<S extends Shape, D extends DType> = D extends 'float64'
  ? S extends readonly [unknown]
    ? Fresh
    : IsWide<S> extends true
      ? Fresh | ValueOf<S, D>
      : ValueOf<S, D>
  : ValueOf<S, D>

/** The plain values that may be given for a shape and dtype. */
export type TakenOf<S extends Shape, D extends DType> = D extends 'float64'
  ? S extends readonly [unknown]
    ? Float64Array
    : IsWide<S> extends true
      ? Float64Array | ValueOf<S, D>
      : ValueOf<S, D>
  : ValueOf<S, D>

/** An expression, by its tag alone: that is decided even where its shape holds a type parameter. */
export interface Traced {
  readonly _tag: 'Expr'
}

/** The result of shape S from one operand X. */
export type Lift<X, S extends Shape, D extends DType = 'float64'> = X extends Traced
  ? ExprOf<S, D>
  : X extends Tensor<Shape, DType>
    ? ValueOf<S, D>
    : PlainOf<S, D>

/**
 * The result of shape S from two operands. Where an operation with overloads is itself an argument,
 * TypeScript erases its type parameters before it compares; `never` then fits whatever is expected.
 */
export type Lift2<X, Y, S extends Shape, D extends DType = 'float64'> = unknown extends X
  ? never
  : X extends Traced
    ? ExprOf<S, D>
    : Y extends Traced
      ? ExprOf<S, D>
      : X extends Tensor<Shape, DType>
        ? ValueOf<S, D>
        : Lift<Y, S, D>

/** The result of shape S from three operands: an expression if any is one, else a tensor if any is one. */
export type Lift3<X, A, B, S extends Shape, D extends DType = 'float64'> = [Extract<X | A | B, Traced>] extends [never]
  ? [Extract<X | A | B, Tensor<Shape, DType>>] extends [never]
    ? PlainOf<S, D>
    : ValueOf<S, D>
  : ExprOf<S, D>

/** The dtype of arithmetic between two operands: a literal takes its partner's. */
export type MixedDType<X, Y> = X extends number ? DTypeOf<Y> : DTypeOf<X>

export type Broadcast2<X, Y> = Broadcast<ShapeOf<X>, ShapeOf<Y>>

type SameDType<X, Y> = X extends number ? true : Y extends number ? true : DTypeOf<X> extends DTypeOf<Y> ? true : false

/** `unknown` if two operands may meet, else a sentence that says why not. */
export type Meets<Name extends string, X, Y> = Judged<
  Y,
  X | ShapeOf<X> | ShapeOf<Y>,
  SameDType<X, Y> extends false
    ? Refused<`${Name}: ${DTypeOf<X>} and ${DTypeOf<Y>} do not mix; convert with toFloat or toInt`>
    : [Broadcast2<X, Y>] extends [infer _ extends never]
      ? Refused<`${Name}: shapes [${ShowShape<ShapeOf<X>>}] and [${ShowShape<ShapeOf<Y>>}] do not broadcast`>
      : unknown
>

export type Broadcast3<X, Y, Z> = Broadcast<ShapeOf<X>, Broadcast<ShapeOf<Y>, ShapeOf<Z>>>

/** `unknown` if three operands broadcast together, else a sentence that says why not. */
export type Meet3<Name extends string, X, Y, Z> = Judged<
  Z,
  X | Y | ShapeOf<X> | ShapeOf<Y> | ShapeOf<Z>,
  [Broadcast3<X, Y, Z>] extends [infer _ extends never]
    ? Refused<`${Name}: shapes [${ShowShape<ShapeOf<X>>}], [${ShowShape<ShapeOf<Y>>}] and [${ShowShape<ShapeOf<Z>>}] do not broadcast`>
    : unknown
>

// signatures -----------------------------------------------------------------------------

/** An elementwise function of one operand: one generic signature, so that `flow` and `map` keep it. */
export type Unary = <X extends Operand>(x: X) => Same<X>

/** Unary, for integers too. */
export type NumericUnary = <X extends NumericOperand>(x: X) => Same<X>

/** An elementwise function of two operands, with broadcasting. */
export interface Binary<Name extends string> {
  (x: number, y: number): number
  <S extends Shape>(x: Expr<S>, y: Expr<NoInfer<S>> | Expr<[]> | number): Expr<S>
  <S extends Shape>(x: Expr<[]> | number, y: Expr<S>): Expr<S>
  <X extends Operand, Y extends Operand>(x: X, y: Y & Meets<Name, X, Y>): Lift2<X, Y, Broadcast2<X, Y>>
}

/** Binary, for integers too. */
export interface NumericBinary<Name extends string> {
  (x: number, y: number): number
  <S extends Shape>(x: Expr<S>, y: Expr<NoInfer<S>> | Expr<[]> | number): Expr<S>
  <S extends Shape>(x: Expr<[]> | number, y: Expr<S>): Expr<S>
  <X extends NumericOperand, Y extends NumericOperand>(x: X, y: Y & Meets<Name, X, Y>): Lift2<X, Y, Broadcast2<X, Y>, MixedDType<X, Y>>
}

/** A commutative binary operation that also takes an array of operands. */
export interface Associative<Name extends string> extends NumericBinary<Name> {
  (xs: ReadonlyArray<number>): number
  <S extends Shape>(xs: ReadonlyArray<Expr<S> | number>): Expr<S>
}

/** A comparison: a mask for expressions, a boolean for two numbers. */
export interface Comparison<Name extends string> {
  (x: number, y: number): boolean
  <S extends Shape>(x: Expr<S>, y: Expr<NoInfer<S>> | Expr<[]> | number): Mask<S>
  <S extends Shape>(x: Expr<[]> | number, y: Expr<S>): Mask<S>
  <X extends NumericOperand, Y extends NumericOperand>(x: X, y: Y & Meets<Name, X, Y>): Lift2<X, Y, Broadcast2<X, Y>, 'bool'>
}
