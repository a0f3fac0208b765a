/**
 * fp-ts instances of expressions, so that code written against fp-ts type classes runs on numbers, on
 * expressions and so on their derivatives: Horner's rule over a `Field`, `concatAll` over a `Monoid`.
 */
import type { Field } from 'fp-ts/lib/Field.js'
import type { Monoid } from 'fp-ts/lib/Monoid.js'
import type { Ring } from 'fp-ts/lib/Ring.js'
import { add, mul } from '../basis/arithmetic.ts'
import { filled } from '../array/tensor.ts'
import { constant, float, number } from '../program/expr.ts'
import type { Expr, Scalar } from '../program/model.ts'
import { phantom } from '../type/phantom.ts'
import type { Sizes } from '../type/whole.ts'
import { div, sub } from '../primitive/arithmetic.ts'
import { checkedShape, type Dims } from '../array/shape.ts'

const scalarConstant = (value: number): Scalar => phantom(number(value))

/** Scalars as a field: ring laws hold up to rounding. There is no remainder, and degree is 1. @category instances */
export const scalarField: Field<Scalar> = /*#__PURE__*/ Object.freeze<Field<Scalar>>({
  zero: /*#__PURE__*/ scalarConstant(0),
  one: /*#__PURE__*/ scalarConstant(1),
  add: (x, y) => add(x, y),
  mul: (x, y) => mul(x, y),
  sub: (x, y) => sub(x, y),
  div: (x, y) => div(x, y),
  mod: () => scalarConstant(0),
  degree: () => 1,
})

/** A constant array: constants belong to no trace, so instances may be made anywhere. */
const constantOf = <S extends Dims>(operation: string, shape: S, value: number): Expr<S> =>
  phantom(constant(filled(float(...checkedShape(operation, shape)), value)))

const plus = <S extends Dims>(x: Expr<S>, y: Expr<S>): Expr<S> => phantom(add(phantom<Expr>(x), phantom<Expr>(y)))

/**
 * Arrays of one shape as a ring, elementwise.
 *
 * @example
 * evaluate((x: Vector<2>) => ring([2]).mul(x, x))(Float64Array.of(2, 3))   // Float64Array [4, 9]
 * @category instances
 */
export const ring = <const S extends Dims>(shape: S & Sizes<'ring', S>): Ring<Expr<S>> => ({
  zero: constantOf('ring', shape, 0),
  one: constantOf('ring', shape, 1),
  add: plus,
  mul: (x, y) => phantom(mul(phantom<Expr>(x), phantom<Expr>(y))),
  sub: (x, y) => phantom(sub(phantom<Expr>(x), phantom<Expr>(y))),
})

/**
 * Arrays of one shape under addition.
 *
 * @example
 * import { monoid as M } from 'fp-ts'
 * evaluate((x: Vector<2>) => M.concatAll(sumMonoid([2]))([x, x, x]))(Float64Array.of(1, 2))   // Float64Array [3, 6]
 * @category instances
 */
export const sumMonoid = <const S extends Dims>(shape: S & Sizes<'sumMonoid', S>): Monoid<Expr<S>> => ({
  empty: constantOf('sumMonoid', shape, 0),
  concat: plus,
})

/** Scalars under multiplication. @category instances */
export const productMonoid: Monoid<Scalar> = /*#__PURE__*/ Object.freeze<Monoid<Scalar>>({
  concat: (x, y) => mul(x, y),
  empty: /*#__PURE__*/ scalarConstant(1),
})
