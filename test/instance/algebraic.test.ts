import { monoid as M, ring as R } from 'fp-ts'
import type { Field } from 'fp-ts/lib/Field.js'
import { describe, expect, it } from 'vitest'
import { grad } from '../../src/call/gradient.ts'
import { evaluate, vmap } from '../../src/call/vectorised.ts'
import { sum } from '../../src/basis/broadcast.ts'
import { productMonoid, ring, scalarField, sumMonoid } from '../../src/instance/algebraic.ts'
import { stack } from '../../src/primitive/join.ts'
import type { Scalar, Vector } from '../../src/program/model.ts'
import { phantom } from '../../src/type/phantom.ts'
import { at, pairs, type ScalarFunction } from '../modes.ts'
import { difference, plain } from '../near.ts'

/** Horner's rule over any field: written once, for numbers and expressions. */
const horner =
  <A>(F: Field<A>) =>
  (coefficients: ReadonlyArray<A>) =>
  (x: A): A =>
    coefficients.reduceRight((total, a) => F.add(a, F.mul(x, total)), F.zero)
const numbers: Field<number> = {
  zero: 0,
  one: 1,
  add: (x, y) => x + y,
  mul: (x, y) => x * y,
  sub: (x, y) => x - y,
  div: (x, y) => x / y,
  mod: () => 0,
  degree: () => 1,
}
/** 1 + 1 + … in a field. */
const whole = <A>(F: Field<A>, n: number): A => Array.from({ length: n }).reduce<A>((total) => F.add(total, F.one), F.zero)

describe('the field of scalars', () => {
  // 7 + 2x − 3x² + 5x³.
  const f: ScalarFunction = (x) =>
    horner(scalarField)([whole(scalarField, 7), whole(scalarField, 2), scalarField.sub(scalarField.zero, whole(scalarField, 3)), whole(scalarField, 5)])(x)
  it('runs code written for any field, on expressions', () => {
    expect(evaluate(f)(2)).toBe(horner(numbers)([7, 2, -3, 5])(2))
    expect(grad(f)(2)).toBe(2 - 12 + 60)
    for (const [, D, E] of pairs) expect(at(D(E(f)), 2)).toBe(-6 + 60)
  })
  it('divides', () => {
    // (x² − 1)/(x + 1) = x − 1.
    const g: ScalarFunction = (x) => scalarField.div(scalarField.sub(scalarField.mul(x, x), scalarField.one), scalarField.add(x, scalarField.one))
    expect(evaluate(g)(3)).toBe(2)
    expect(difference(grad(g)(3), 1)).toBeNull()
    expect(plain(vmap(g)(Float64Array.of(0, 1, 2)))).toEqual([-1, 0, 1])
  })
  it('obeys the laws of a ring on values', () => {
    expect(
      evaluate((x: Scalar, y: Scalar) => [scalarField.mul(x, scalarField.add(y, scalarField.one)), scalarField.add(scalarField.mul(x, y), x)])(3, 4),
    ).toEqual([15, 15])
  })
})

describe('constants', () => {
  // Made here, outside every trace, by the field's own operations.
  const three = whole(scalarField, 3)
  const third = scalarField.div(scalarField.one, three)
  it('belong to no trace, and neither does what is made of them', () => {
    expect(evaluate((x: Scalar) => scalarField.mul(x, three))(5)).toBe(15)
    expect(grad((x: Scalar) => scalarField.mul(x, third))(5)).toBe(1 / 3)
    expect(evaluate((x: Scalar) => scalarField.mul(x, scalarField.add(three, scalarField.one)))(5)).toBe(20)
    expect(grad((_: Scalar) => scalarField.mul(three, third))(5)).toBe(0)
  })
})

describe('rings and monoids of arrays', () => {
  it('run fp-ts code', () => {
    const { zero, one, mul, sub } = ring([2])
    const squareMinusOne = (x: Vector<2>): Vector<2> => phantom(sub(mul(phantom(x), phantom(x)), one))
    expect(plain(evaluate(squareMinusOne)(Float64Array.of(2, 3)))).toEqual([3, 8])
    expect(plain(evaluate((x: Vector<2>) => R.negate(ring([2]))(phantom(x)))(Float64Array.of(2, 3)))).toEqual([-2, -3])
    expect([zero.shape, one.shape]).toEqual([[2], [2]])
  })
  it('fold lists with concatAll, also empty ones', () => {
    const product = (xs: readonly [Scalar, Scalar, Scalar]): Scalar => M.concatAll(productMonoid)(xs)
    expect(grad(product)([2, 3, 5])).toEqual([15, 10, 6])
    const total = (x: Vector<2>, y: Vector<2>): Vector<2> => phantom(M.concatAll(sumMonoid([2]))([phantom(x), phantom(y), phantom(x)]))
    expect(plain(evaluate(total)(Float64Array.of(1, 2), Float64Array.of(10, 20)))).toEqual([12, 24])
    expect(plain(evaluate((x: Scalar) => stack([x, M.concatAll(productMonoid)([]), sum(phantom<Vector>(M.concatAll(sumMonoid([2]))([])))]))(4))).toEqual([
      4, 1, 0,
    ])
  })
})
