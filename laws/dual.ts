/**
 * The laws of dual numbers over an exact carrier: they are the commutative ring A[ε]/ε², forgetting
 * tangents is a homomorphism, they are natural in their carrier, and nested ones do not mix.
 */
import * as fc from 'fast-check'
import { option as O } from 'fp-ts'
import { addPrimitive, mulPrimitive } from '../src/basis/arithmetic.ts'
import { none } from '../src/basis/declare.ts'
import { entry } from '../src/entry.ts'
import { type Dual, dual, dualOf, steady } from '../src/interpret/dual.ts'
import { divPrimitive, negPrimitive, reciprocalPrimitive, squarePrimitive, subPrimitive } from '../src/primitive/arithmetic.ts'
import { applyTo, float, operationOf } from '../src/program/expr.ts'
import { fold } from '../src/program/fold.ts'
import type { Algebra, AnyExpr, Primitive, Program } from '../src/program/model.ts'
import { print } from '../src/program/print.ts'
import { close } from '../src/program/trace.ts'
import { every, type Law, law, same, that, undecided, type Verdict } from './law.ts'
import { modulo, type Rational, rational, rationals, residues, showRational } from './rational.ts'

/** How dual numbers over a carrier are made: what these laws put to the test. */
export type MakeDual = <A>(algebra: Algebra<A>) => Algebra<Dual<A>>

const rationalNumbers: fc.Arbitrary<Rational> = /*#__PURE__*/ fc
  .tuple(fc.integer({ min: -30, max: 30 }), fc.integer({ min: 1, max: 12 }))
  .map(([n, d]) => rational(BigInt(n), BigInt(d)))

/** Some without a tangent: structural zeros take paths of their own. */
const duals = <A>(of: fc.Arbitrary<A>): fc.Arbitrary<Dual<A>> =>
  fc.tuple(of, fc.option(of)).map(([primal, tangent]) => (tangent === null ? steady(primal) : dualOf(primal, tangent)))

const zero = rational(0n)

const tangentOf = ({ tangent }: Dual<Rational>): Rational => (O.isSome(tangent) ? tangent.value : zero)

const showDual = (x: Dual<Rational>): string => `${showRational(x.primal)} + ${showRational(tangentOf(x))} ε`

const equal = (x: Dual<Rational>, y: Dual<Rational>): Verdict => same(showDual(x), showDual(y))

// ring -------------------------------------------------------------------------------------

const applied = <A>(algebra: Algebra<A>, primitive: Primitive, ...args: ReadonlyArray<A>): A =>
  entry(
    algebra.apply(
      operationOf(
        primitive,
        none,
        args.map(() => float()),
      ),
      args,
    ),
    0,
  )

/**
 * A commutative ring with ε² = 0, whose primal part is the ring beneath.
 *
 * @example
 * refuted(check(dualRing(), { runs: 10 }))   // []
 * @category laws
 */
export const dualRing = (make: MakeDual = dual): ReadonlyArray<Law> => {
  const ring = make(rationals)
  const plus = (x: Dual<Rational>, y: Dual<Rational>): Dual<Rational> => applied(ring, addPrimitive, x, y)
  const times = (x: Dual<Rational>, y: Dual<Rational>): Dual<Rational> => applied(ring, mulPrimitive, x, y)
  const minus = (x: Dual<Rational>): Dual<Rational> => applied(ring, negPrimitive, x)
  const of = duals(rationalNumbers)
  const one = steady(rational(1n))
  return [
    law('(x + y) + z = x + (y + z)', fc.tuple(of, of, of), ([x, y, z]) => equal(plus(plus(x, y), z), plus(x, plus(y, z)))),
    law('x + y = y + x', fc.tuple(of, of), ([x, y]) => equal(plus(x, y), plus(y, x))),
    law('x + 0 = x', of, (x) => equal(plus(x, steady(zero)), x)),
    law('x + (−x) = 0', of, (x) => equal(plus(x, minus(x)), steady(zero))),
    law('(x y) z = x (y z)', fc.tuple(of, of, of), ([x, y, z]) => equal(times(times(x, y), z), times(x, times(y, z)))),
    law('x y = y x', fc.tuple(of, of), ([x, y]) => equal(times(x, y), times(y, x))),
    law('x · 1 = x', of, (x) => equal(times(x, one), x)),
    law('x (y + z) = x y + x z', fc.tuple(of, of, of), ([x, y, z]) => equal(times(x, plus(y, z)), plus(times(x, y), times(x, z)))),
    law('(a + bε)(c + dε) = ac + (ad + bc)ε', fc.tuple(of, of), ([x, y]) => {
      const [a, b, c, d] = [x.primal, tangentOf(x), y.primal, tangentOf(y)]
      const sum = applied(rationals, addPrimitive, applied(rationals, mulPrimitive, a, d), applied(rationals, mulPrimitive, b, c))
      return equal(times(x, y), dualOf(applied(rationals, mulPrimitive, a, c), sum))
    }),
    law('(bε)(dε) = 0', fc.tuple(rationalNumbers, rationalNumbers), ([b, d]) => equal(times(dualOf(zero, b), dualOf(zero, d)), steady(zero))),
    law('a structural zero stays one', fc.tuple(rationalNumbers, rationalNumbers), ([a, b]) =>
      that(O.isNone(times(steady(a), steady(b)).tangent), 'no tangent', 'a tangent'),
    ),
  ]
}

// programs over exact fields ---------------------------------------------------------------

const operators: ReadonlyArray<Primitive> = [addPrimitive, mulPrimitive, subPrimitive, divPrimitive, negPrimitive, squarePrimitive, reciprocalPrimitive]

const inputs = 2

/** Programs of field operations on two scalars. */
const rationalPrograms: fc.Arbitrary<Program> = /*#__PURE__*/ fc
  .array(fc.tuple(fc.nat(99), fc.nat(9), fc.nat(9)), { minLength: 1, maxLength: 6 })
  .map((lines) => {
    const program = close([float(), float()], (xs) => {
      const values: Array<AnyExpr> = [...xs]
      for (const [which, i, j] of lines) {
        const primitive = entry(operators, which % operators.length)
        const args = [i, j].slice(0, primitive.domains.length).map((k) => entry(values, values.length - 1 - (k % values.length)))
        values.push(...applyTo(primitive, none, args))
      }
      return values.slice(-1)
    })
    return Object.defineProperty({ ...program }, fc.toStringMethod, { value: () => print(program), enumerable: false })
  })

const cases = <A>(of: fc.Arbitrary<A>): fc.Arbitrary<readonly [Program, ReadonlyArray<A>]> =>
  fc.tuple(rationalPrograms, fc.array(of, { minLength: inputs, maxLength: inputs }))

/** The answer, or none where the field has none: division by zero. */
const answer = <A>(algebra: Algebra<A>, program: Program, xs: ReadonlyArray<A>): O.Option<A> => O.tryCatch(() => entry(fold(algebra)(program)(xs), 0))

const both = <A, B>(x: O.Option<A>, y: O.Option<B>, judge: (x: A, y: B) => Verdict): Verdict =>
  O.isNone(x) || O.isNone(y) ? undecided('division by zero') : judge(x.value, y.value)

const mapDual = <A, B>(f: (x: A) => B, { primal, tangent }: Dual<A>): Dual<B> => ({ primal: f(primal), tangent: O.map(f)(tangent) })

type Twice = Dual<Dual<Rational>>

const part = (x: Dual<Rational> | null): readonly [Rational, Rational] => (x === null ? [zero, zero] : [x.primal, tangentOf(x)])

/** a + bε₁ + cε₂ + dε₁ε₂, read with ε₁ the inner and ε₂ the outer. */
const parts = (x: Twice): ReadonlyArray<Rational> => [...part(x.primal), ...part(O.toNullable(x.tangent))]

const twice = ([a, b, c, d]: readonly [Rational, Rational, Rational, Rational]): Twice => dualOf(dualOf(a, b), dualOf(c, d))

/**
 * Laws of programs in dual numbers over exact fields.
 *
 * @example
 * refuted(check(dualPrograms(), { runs: 10 }))   // []
 * @category laws
 */
export const dualPrograms = (make: MakeDual = dual): ReadonlyArray<Law> => {
  const four = fc.tuple(rationalNumbers, rationalNumbers, rationalNumbers, rationalNumbers)
  return [
    law('forgetting tangents is a homomorphism', cases(duals(rationalNumbers)), ([program, xs]) =>
      both(
        answer(make(rationals), program, xs),
        answer(
          rationals,
          program,
          xs.map((x) => x.primal),
        ),
        (x, y) => same(showRational(x.primal), showRational(y)),
      ),
    ),
    law('dual numbers are natural in their carrier', cases(duals(rationalNumbers)), ([program, xs]) =>
      both(
        answer(make(rationals), program, xs),
        answer(
          make(residues),
          program,
          xs.map((x) => mapDual(modulo, x)),
        ),
        (x, y) => {
          const [p, q] = [mapDual(modulo, x), y]
          return every(
            () => same(`${p.primal}`, `${q.primal}`),
            () => same(`${O.getOrElse(() => 0n)(p.tangent)}`, `${O.getOrElse(() => 0n)(q.tangent)}`),
          )
        },
      ),
    ),
    law('nested duals commute under exchange of ε₁ and ε₂', cases(four), ([program, xs]) => {
      const algebra = make(make(rationals))
      const swapped = ([a, b, c, d]: readonly [Rational, Rational, Rational, Rational]): Twice => twice([a, c, b, d])
      return both(answer(algebra, program, xs.map(twice)), answer(algebra, program, xs.map(swapped)), (x, y) => {
        const [a, b, c, d] = parts(x).map(showRational)
        return same([a, c, b, d].join(' '), parts(y).map(showRational).join(' '))
      })
    }),
    law('the tangent is that of a divided difference, exactly', cases(duals(rationalNumbers)), ([program, xs]) => {
      // p/q of degree at most 2⁶: (f(x + hẋ) − f(x))/h with h = 10⁻⁶⁰ agrees with f′ẋ to dozens of digits.
      const h = rational(1n, 10n ** 60n)
      const ahead = xs.map((x) => applied(rationals, addPrimitive, x.primal, applied(rationals, mulPrimitive, h, tangentOf(x))))
      return both(answer(make(rationals), program, xs), answer(rationals, program, ahead), (x, y) => {
        const slope = applied(rationals, divPrimitive, applied(rationals, subPrimitive, y, x.primal), h)
        const gap = applied(rationals, subPrimitive, slope, tangentOf(x))
        const bound = (tangentOf(x).n < 0n ? -tangentOf(x).n : tangentOf(x).n) * gap.d + tangentOf(x).d * gap.d
        const off = (gap.n < 0n ? -gap.n : gap.n) * tangentOf(x).d * 10n ** 20n
        return that(off <= bound, showRational(tangentOf(x)), `a quotient that differs in the first 20 digits`)
      })
    }),
  ]
}
