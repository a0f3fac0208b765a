/**
 * Elementwise operations, one by one: a unary one keeps the shape, a binary one broadcasts, a comparison
 * gives a mask.
 */
import {
  abs,
  acos,
  acosh,
  add,
  and,
  asin,
  asinh,
  atan,
  atan2,
  atanh,
  besselJ,
  besselJ0,
  besselJ1,
  beta,
  bitAnd,
  bitOr,
  bitXor,
  cbrt,
  ceil,
  clip,
  cos,
  cosh,
  digamma,
  div,
  eq,
  erf,
  erfc,
  exp,
  exp2,
  expm1,
  type Expr,
  floor,
  gamma,
  ge,
  gt,
  hypot,
  type IntExpr,
  isFinite,
  isNaN,
  lambertW,
  le,
  lgamma,
  log,
  log10,
  log1p,
  log2,
  logaddexp,
  lt,
  type Mask,
  type Matrix,
  max,
  maximum,
  min,
  minimum,
  mul,
  ne,
  neg,
  normalCdf,
  not,
  or,
  polygamma,
  pow,
  reciprocal,
  relu,
  round,
  rsqrt,
  type Scalar,
  shiftLeft,
  shiftRight,
  sigmoid,
  sign,
  sin,
  sinc,
  sincos,
  sinh,
  softplus,
  sqrt,
  square,
  stopGradient,
  sub,
  tan,
  tanh,
  type Tensor,
  toFloat,
  toInt,
  type Vector,
  where,
  xlogy,
} from 'wengert'
import { exactly, type Fresh } from './exactly.ts'

export const unary = (v: Vector<3>, m: Matrix<'n', 2>, t: Tensor<[2, 2]>, i: IntExpr<[3]>): void => {
  exactly<Vector<3>>()(neg(v))
  exactly<IntExpr<[3]>>()(neg(i))
  exactly<Vector<3>>()(reciprocal(v))
  exactly<Vector<3>>()(square(v))
  exactly<Vector<3>>()(sqrt(v))
  exactly<IntExpr<[3]>>()(abs(i))
  exactly<Vector<3>>()(exp(v))
  exactly<Vector<3>>()(expm1(v))
  exactly<Vector<3>>()(log(v))
  exactly<Vector<3>>()(log1p(v))
  exactly<Matrix<'n', 2>>()(sigmoid(m))
  exactly<Matrix<'n', 2>>()(softplus(m))
  exactly<Vector<3>>()(cbrt(v))
  exactly<Vector<3>>()(rsqrt(v))
  exactly<Vector<3>>()(acos(v))
  exactly<Vector<3>>()(asin(v))
  exactly<Vector<3>>()(atan(v))
  exactly<Vector<3>>()(cos(v))
  exactly<Matrix<'n', 2>>()(sin(m))
  exactly<Vector<3>>()(tan(v))
  exactly<Vector<3>>()(acosh(v))
  exactly<Vector<3>>()(asinh(v))
  exactly<Vector<3>>()(atanh(v))
  exactly<Vector<3>>()(cosh(v))
  exactly<Vector<3>>()(sinh(v))
  exactly<Matrix<'n', 2>>()(tanh(m))
  exactly<Vector<3>>()(erf(v))
  exactly<Vector<3>>()(erfc(v))
  exactly<Vector<3>>()(lambertW(v))
  exactly<Vector<3>>()(besselJ0(v))
  exactly<Vector<3>>()(besselJ1(v))
  exactly<Vector<3>>()(besselJ(2, v))
  exactly<Vector<3>>()(sinc(v))
  exactly<Vector<3>>()(digamma(v))
  exactly<Vector<3>>()(gamma(v))
  exactly<Vector<3>>()(lgamma(v))
  exactly<Vector<3>>()(polygamma(1, v))
  exactly<Vector<3>>()(exp2(v))
  exactly<Vector<3>>()(log10(v))
  exactly<Vector<3>>()(log2(v))
  exactly<Vector<3>>()(ceil(v))
  exactly<Vector<3>>()(floor(v))
  exactly<Tensor<[2, 2]>>()(round(t))
  exactly<Matrix<'n', 2>>()(relu(m))
  exactly<Matrix<'n', 2>>()(normalCdf(m))
  exactly<Vector<3>>()(sign(v))
  exactly<Matrix<'n', 2>>()(stopGradient(m))
}

export const pairs = (a: Expr<[3, 1]>, v: Vector<4>, n: Matrix<'n', 3>, w: Vector<3>, x: Scalar, i: IntExpr<[3]>): void => {
  exactly<Expr<[3, 4]>>()(add(a, v))
  exactly<Expr<['n', 3]>>()(add(n, w))
  exactly<Expr<[3, 4]>>()(sub(a, v))
  exactly<IntExpr<[3]>>()(sub(i, 1))
  exactly<Expr<['n', 3]>>()(mul(n, w))
  exactly<Expr<['n', 3]>>()(div(n, w))
  exactly<Expr<['n', 3]>>()(pow(n, w))
  exactly<Expr<[3, 4]>>()(hypot(a, v))
  exactly<Expr<[3, 4]>>()(atan2(a, v))
  exactly<Expr<[3, 4]>>()(max(a, v))
  exactly<Expr<[3, 4]>>()(min(a, v))
  exactly<Expr<[3, 4]>>()(beta(a, v))
  exactly<Expr<[3, 4]>>()(logaddexp(a, v))
  exactly<Expr<[3, 4]>>()(maximum(a, v))
  exactly<Expr<[3, 4]>>()(minimum(a, v))
  exactly<Fresh>()(minimum(Float64Array.of(1), 0))
  exactly<Expr<[3, 4]>>()(xlogy(a, v))
  exactly<Expr<['n', 3]>>()(clip(n, 0, w))
  exactly<number>()(clip(3, 0, 1))
  exactly<Fresh>()(clip(Float64Array.of(1), 0, 1))
  exactly<IntExpr<[3]>>()(clip(i, 0, 9))
  exactly<readonly [Vector<3>, Vector<3>]>()(sincos(w))
  exactly<Vector<3>>()(add(w, x))
}

export const choices = (a: Expr<[3, 1]>, v: Vector<4>, w: Vector<3>, m: Mask<[3, 1]>, k: Mask<[4]>): void => {
  exactly<Mask<[3, 4]>>()(lt(a, v))
  exactly<Mask<[3, 1]>>()(isNaN(a))
  exactly<boolean>()(isNaN(1))
  exactly<Tensor<[number], 'bool'>>()(isFinite(Float64Array.of(1)))
  exactly<Mask<[3, 4]>>()(le(a, v))
  exactly<Mask<[3, 4]>>()(gt(a, v))
  exactly<Mask<[3, 4]>>()(ge(a, v))
  exactly<Mask<[3]>>()(eq(w, 0))
  exactly<Mask<[3]>>()(ne(w, 0))
  exactly<Mask<[3, 4]>>()(and(m, k))
  exactly<boolean>()(and(true, false))
  exactly<Mask<[3, 4]>>()(or(m, k))
  exactly<Mask<[4]>>()(not(k))
  exactly<Expr<[3, 4]>>()(where(m, v, 0))
  exactly<Expr<[4]>>()(toFloat(k))
  exactly<IntExpr<[4]>>()(toInt(k))
}

export const words = (i: IntExpr<[3, 1]>, j: IntExpr<[4]>): void => {
  exactly<IntExpr<[3, 4]>>()(bitAnd(i, j))
  exactly<IntExpr<[3, 4]>>()(bitOr(i, j))
  exactly<IntExpr<[3, 4]>>()(bitXor(i, j))
  exactly<IntExpr<[4]>>()(shiftLeft(j, 2))
  exactly<IntExpr<[4]>>()(shiftRight(j, 2))
}

/** Helpers generic in a size compile, and keep it. */
export const blend = <S extends ReadonlyArray<number>>(mask: Mask<S>, x: Expr<S>, y: Expr<S>): Expr<S> => where(mask, exp(x), log(y))
export const between = <S extends ReadonlyArray<number>>(x: Expr<S>, y: Expr<S>): Mask<S> => and(gt(x, 0), lt(x, y))
export const smooth = <N extends number | string>(x: Vector<N>): Vector<N> => logaddexp(x, 0)
