/**
 * The instances under their laws: exactly over rationals and residues, and over expressions up to rounding.
 */
import * as fc from 'fast-check'
import { option as O } from 'fp-ts'
import { describe, expect, it } from 'vitest'
import { eqLaws, fieldLaws, monoidLaws, ringLaws, showLaws } from '../../laws/instance.ts'
import { near } from '../../laws/closeness.ts'
import { about, check, refuted } from '../../laws/law.ts'
import { arrayPrograms } from '../../laws/program.ts'
import { type Rational, rational, rationals, residues, showRational } from '../../laws/rational.ts'
import {
  cotangentMonoid,
  type Dual,
  dual,
  dualEq,
  dualOf,
  dualShow,
  evaluate,
  fieldOf,
  productMonoid,
  programEq,
  programShow,
  ring,
  type Scalar,
  scalarField,
  steady,
  sumMonoid,
  tensor,
  tensorEq,
  tensorShow,
  toFloat64Array,
  type Vector,
} from '../../src/index.ts'
import { constant } from '../../src/program/expr.ts'
import { phantom } from '../../src/type/phantom.ts'
import { obey } from './suite.ts'

const numbers = fc.tuple(fc.integer({ min: -30, max: 30 }), fc.integer({ min: 1, max: 12 })).map(([n, d]) => rational(BigInt(n), BigInt(d)))
const rationalEq = { equals: (x: Rational, y: Rational) => x.n === y.n && x.d === y.d }
const rationalShow = { show: showRational }
const isUnit = ({ n }: Rational): boolean => n !== 0n

/** Some without a tangent: structural zeros take paths of their own. */
const duals = <A>(of: fc.Arbitrary<A>): fc.Arbitrary<Dual<A>> =>
  fc.tuple(of, fc.option(of)).map(([primal, tangent]) => (tangent === null ? steady(primal) : dualOf(primal, tangent)))

describe('over exact carriers', () => {
  const zero = rational(0n)
  const eq = dualEq(rationalEq, zero)
  obey(about('rationals', fieldLaws(fieldOf(rationals), rationalEq, numbers, isUnit)), 60)
  obey(
    about(
      'dual rationals',
      fieldLaws(fieldOf(dual(rationals)), eq, duals(numbers), ({ primal }) => isUnit(primal)),
    ),
    60,
  )
  obey(about('duals of duals', ringLaws(fieldOf(dual(dual(rationals))), dualEq(eq, steady(zero)), duals(duals(numbers)))), 60)
  obey(
    about(
      'dual residues',
      fieldLaws(
        fieldOf(dual(residues)),
        dualEq({ equals: (x: bigint, y: bigint) => x === y }, 0n),
        duals(fc.bigInt({ min: 0n, max: 2n ** 61n - 2n })),
        ({ primal }) => primal !== 0n,
      ),
    ),
    60,
  )
  obey(about('equality of duals', eqLaws(eq, duals(numbers))), 60)
  obey(about('text of duals', showLaws(dualShow(rationalShow), eq, duals(numbers))), 60)
  obey(about('cotangents', monoidLaws(cotangentMonoid(rationals), O.getEq(rationalEq), fc.option(numbers, { nil: null }).map(O.fromNullable))), 60)
})

describe('over expressions', () => {
  const scalars = fc.integer({ min: -99, max: 99 }).map((k): Scalar => phantom(constant(tensor(k / 8))))
  const valueOf = (x: Scalar): number => evaluate((y: Scalar) => y)(phantom<number>(evaluate(() => x)()))
  // A difference is as exact as what it is the difference of: the samples are below 12.5, and so are the quotients'
  // products in the law of the remainder.
  const scalarEq = {
    equals: (x: Scalar, y: Scalar) => near([valueOf(x)], [valueOf(y)], 2 ** -50, 12.5)._tag === 'Holds',
    show: (x: Scalar) => String(valueOf(x)),
  }
  obey(
    about(
      'scalars',
      fieldLaws(scalarField, scalarEq, scalars, (x) => valueOf(x) !== 0),
    ),
    60,
  )
  obey(about('products', monoidLaws(productMonoid, scalarEq, scalars)), 60)
  const vectors = fc
    .array(fc.integer({ min: -99, max: 99 }), { minLength: 3, maxLength: 3 })
    .map((ks): Vector<3> => phantom(constant(tensor(ks.map((k) => k / 8)))))
  const entries = (x: Vector<3>): Float64Array => phantom(evaluate(() => x)())
  const vectorEq = { equals: (x: Vector<3>, y: Vector<3>) => near(entries(x), entries(y), 1e-12)._tag === 'Holds' }
  obey(about('vectors', ringLaws(ring<[3]>([3]), vectorEq, vectors)), 60)
  obey(about('sums', monoidLaws(sumMonoid<[3]>([3]), vectorEq, vectors)), 60)
})

describe('of data', () => {
  const tensors = fc.array(fc.constantFrom(0, -0, 1, Number.NaN, Number.POSITIVE_INFINITY), { minLength: 2, maxLength: 2 }).map((xs) => tensor(xs))
  obey(about('equality of arrays', eqLaws(tensorEq, tensors)), 60)
  obey(about('text of arrays', showLaws(tensorShow, tensorEq, tensors)), 60)
  const programs = arrayPrograms({ lines: 3 }).map(({ program }) => program)
  obey(about('equality of programs', eqLaws(programEq, programs)), 60)
  obey(about('text of programs', showLaws(programShow, programEq, programs)), 60)
  it('−0 is another array', () => expect([toFloat64Array(tensor([-0]))[0], tensorEq.equals(tensor([0]), tensor([-0]))]).toEqual([-0, false]))
})

describe('faults', () => {
  it.each([
    ['a product that forgets a tangent', { mul: (x: Dual<Rational>, y: Dual<Rational>) => fieldOf(dual(rationals)).mul(steady(x.primal), y) }],
    ['a sum that forgets a tangent', { add: (x: Dual<Rational>, y: Dual<Rational>) => fieldOf(dual(rationals)).add(x, steady(y.primal)) }],
    ['a difference the other way', { sub: (x: Dual<Rational>, y: Dual<Rational>) => fieldOf(dual(rationals)).sub(y, x) }],
  ])('%s is seen', (_, wrong) => {
    const laws = ringLaws({ ...fieldOf(dual(rationals)), ...wrong }, dualEq(rationalEq, rational(0n)), duals(numbers))
    expect(refuted(check(laws, { runs: 60 })).length).toBeGreaterThan(0)
  })
})
