/**
 * The laws of fp-ts instances, for any carrier: equivalences, text, semigroups, monoids, rings and fields. Over an
 * exact carrier they hold exactly; over float64 up to what the equality given allows.
 */
import * as fc from 'fast-check'
import type { Eq } from 'fp-ts/lib/Eq.js'
import type { Field } from 'fp-ts/lib/Field.js'
import type { Monoid } from 'fp-ts/lib/Monoid.js'
import type { Ring } from 'fp-ts/lib/Ring.js'
import type { Semigroup } from 'fp-ts/lib/Semigroup.js'
import type { Show } from 'fp-ts/lib/Show.js'
import { fails, holds, type Law, law, that, undecided, type Verdict } from './law.ts'

/** When two values are one; with a text of their own, failures show both sides by it. */
export type Comparison<A> = Eq<A> & Partial<Show<A>>

const equal =
  <A>({ equals, show = fc.stringify }: Comparison<A>) =>
  (left: A, right: A): Verdict =>
    equals(left, right) ? holds : fails(show(left), show(right), Number.POSITIVE_INFINITY)

const three = <A>(of: fc.Arbitrary<A>): fc.Arbitrary<readonly [A, A, A]> => fc.tuple(of, of, of)

/** Values some of which are the same one twice, so that equality has something to say. */
const repeating = <A>(of: fc.Arbitrary<A>): fc.Arbitrary<readonly [A, A, A]> =>
  fc.tuple(three(of), fc.nat(2), fc.nat(2)).map(([all, i, j]) => [all[0], all[i] ?? all[0], all[j] ?? all[0]])

/**
 * An equivalence: reflexive, symmetric, transitive.
 *
 * @example
 * refuted(check(eqLaws({ equals: (x: number, y: number) => x === y }, fc.integer())))           // []
 * refuted(check(eqLaws({ equals: (x: number, y: number) => x <= y }, fc.integer()))).length   // 1
 * @category laws
 */
export const eqLaws = <A>({ equals }: Eq<A>, values: fc.Arbitrary<A>): ReadonlyArray<Law> => [
  law('x = x', values, (x) => that(equals(x, x), 'equal', fc.stringify(x))),
  law('x = y is y = x', repeating(values), ([x, y]) => that(equals(x, y) === equals(y, x), 'the same either way', fc.stringify([x, y]))),
  law('x = y and y = z make x = z', repeating(values), ([x, y, z]) =>
    that(!(equals(x, y) && equals(y, z)) || equals(x, z), 'the ends equal', fc.stringify([x, y, z])),
  ),
]

/**
 * Text that tells values apart: what is shown alike is equal.
 *
 * @example
 * refuted(check(showLaws({ show: String }, { equals: (x: number, y: number) => x === y }, fc.integer())))   // []
 * @category laws
 */
export const showLaws = <A>({ show }: Show<A>, { equals }: Eq<A>, values: fc.Arbitrary<A>): ReadonlyArray<Law> => [
  law('shown alike is equal', repeating(values), ([x, y]) => that(show(x) !== show(y) || equals(x, y), 'different texts', show(x))),
  law('there is something to see', values, (x) => that(show(x) !== '', 'a text', 'none')),
]

/**
 * A semigroup: associative.
 *
 * @example
 * const eq = { equals: (x: number, y: number) => x === y }
 * refuted(check(semigroupLaws({ concat: (x, y) => x + y }, eq, fc.integer())))          // []
 * refuted(check(semigroupLaws({ concat: (x, y) => x - y }, eq, fc.integer()))).length   // 1
 * @category laws
 */
export const semigroupLaws = <A>({ concat }: Semigroup<A>, eq: Comparison<A>, values: fc.Arbitrary<A>): ReadonlyArray<Law> => [
  law('(x · y) · z = x · (y · z)', three(values), ([x, y, z]) => equal(eq)(concat(concat(x, y), z), concat(x, concat(y, z)))),
]

/**
 * A monoid: a semigroup with a unit on both sides.
 *
 * @example
 * const joining = { concat: (x: string, y: string) => x + y, empty: '' }
 * refuted(check(monoidLaws(joining, { equals: (x, y) => x === y }, fc.string())))   // []
 * @category laws
 */
export const monoidLaws = <A>(monoid: Monoid<A>, eq: Comparison<A>, values: fc.Arbitrary<A>): ReadonlyArray<Law> => [
  ...semigroupLaws(monoid, eq, values),
  law('1 · x = x', values, (x) => equal(eq)(monoid.concat(monoid.empty, x), x)),
  law('x · 1 = x', values, (x) => equal(eq)(monoid.concat(x, monoid.empty), x)),
]

/**
 * A commutative ring.
 *
 * @example
 * const mod7 = (x: number): number => ((x % 7) + 7) % 7
 * const seven = { zero: 0, one: 1, add: (x: number, y: number) => mod7(x + y), sub: (x: number, y: number) => mod7(x - y), mul: (x: number, y: number) => mod7(x * y) }
 * refuted(check(ringLaws(seven, { equals: (x, y) => x === y }, fc.nat(6))))   // []
 * @category laws
 */
export const ringLaws = <A>({ add, mul, sub, zero, one }: Ring<A>, eq: Comparison<A>, values: fc.Arbitrary<A>): ReadonlyArray<Law> => {
  const same = equal(eq)
  return [
    law('(x + y) + z = x + (y + z)', three(values), ([x, y, z]) => same(add(add(x, y), z), add(x, add(y, z)))),
    law('x + y = y + x', three(values), ([x, y]) => same(add(x, y), add(y, x))),
    law('x + 0 = x', values, (x) => same(add(x, zero), x)),
    law('x − x = 0', values, (x) => same(sub(x, x), zero)),
    law('x − y = x + (0 − y)', three(values), ([x, y]) => same(sub(x, y), add(x, sub(zero, y)))),
    law('(x y) z = x (y z)', three(values), ([x, y, z]) => same(mul(mul(x, y), z), mul(x, mul(y, z)))),
    law('x y = y x', three(values), ([x, y]) => same(mul(x, y), mul(y, x))),
    law('1 x = x', values, (x) => same(mul(one, x), x)),
    law('x (y + z) = x y + x z', three(values), ([x, y, z]) => same(mul(x, add(y, z)), add(mul(x, y), mul(x, z)))),
  ]
}

/**
 * A field, or what is like one: a ring in which some values, the units, can be divided by.
 *
 * @example
 * const field = fieldOf(rationals)
 * const numbers = fc.integer({ min: -9, max: 9 }).map((n) => rational(BigInt(n), 7n))
 * refuted(check(fieldLaws(field, { equals: (x, y) => x.n === y.n && x.d === y.d }, numbers, (x) => x.n !== 0n), { runs: 9 }))   // []
 * @category laws
 */
export const fieldLaws = <A>(field: Field<A>, eq: Comparison<A>, values: fc.Arbitrary<A>, isUnit: (x: A) => boolean): ReadonlyArray<Law> => {
  const { mul, div, sub, mod, add } = field
  const byUnits =
    (judge: (x: A, y: A, z: A) => Verdict) =>
    ([x, y, z]: readonly [A, A, A]): Verdict =>
      isUnit(y) ? judge(x, y, z) : undecided('no unit')
  return [
    ...ringLaws(field, eq, values),
    law(
      '(x / y) y = x',
      three(values),
      byUnits((x, y) => equal(eq)(mul(div(x, y), y), x)),
    ),
    law(
      '(x + z) / y = x / y + z / y',
      three(values),
      byUnits((x, y, z) => equal(eq)(div(add(x, z), y), add(div(x, y), div(z, y)))),
    ),
    law(
      'x − (x / y) y is the remainder',
      three(values),
      byUnits((x, y) => equal(eq)(sub(x, mul(div(x, y), y)), mod(x, y))),
    ),
  ]
}
