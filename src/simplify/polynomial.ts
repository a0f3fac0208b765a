/**
 * Polynomials with exact coefficients, in normal form: what a scalar program made of + − · and whole
 * powers is, however it is written. Two such programs are the same function exactly when their
 * polynomials are equal. Coefficients are dyadic rationals, as every float64 literal is, so nothing
 * rounds. They form a commutative ring.
 */
import { option as O } from 'fp-ts'
import type { Option } from 'fp-ts/lib/Option.js'
import { entry } from '../entry.ts'
import { isWholes } from '../array/list.ts'
import { checkRecord, isListOf, isRecord, isText } from '../program/given.ts'

/** A coefficient and the power of each variable. */
export interface Term {
  readonly coefficient: bigint
  readonly powers: ReadonlyArray<number>
}

/** The sum of its terms divided by 2^shift. Terms ascend in degree, none is 0, and shift is as small as can be. */
export interface Polynomial {
  readonly _tag: 'Polynomial'
  readonly names: ReadonlyArray<string>
  readonly terms: ReadonlyArray<Term>
  readonly shift: number
}

// What is too large to write out is no polynomial here: 60 squarings of 1 + x, for one.
const mostProducts = 2 ** 22
const mostBits = 2 ** 17

// constructors -----------------------------------------------------------------------------

const degree = ({ powers }: Term): number => powers.reduce((sum, n) => sum + n, 0)

/** Ascending in degree; within one degree the earlier variable's higher power comes first. */
const ascending = (a: Term, b: Term): number => {
  const at = a.powers.findIndex((n, i) => n !== b.powers[i])
  return degree(a) - degree(b) || (at < 0 ? 0 : entry(b.powers, at) - entry(a.powers, at))
}

const normal = (names: ReadonlyArray<string>, all: ReadonlyArray<Term>, shift: number): Polynomial => {
  let terms = all.filter(({ coefficient }) => coefficient !== 0n)
  let least = terms.length === 0 ? 0 : shift
  for (; least > 0 && terms.every(({ coefficient }) => coefficient % 2n === 0n); least--)
    terms = terms.map(({ coefficient, powers }) => ({ coefficient: coefficient / 2n, powers }))
  return { _tag: 'Polynomial', names, terms: terms.sort(ascending), shift: least }
}

/** A number as a polynomial; none for NaN and ±∞. @category constructors */
export const constantPolynomial = (names: ReadonlyArray<string>, value: number): Option<Polynomial> => {
  if (!Number.isFinite(value)) return O.none
  let [whole, shift] = [value, 0]
  for (; !Number.isInteger(whole); shift++) whole *= 2
  return O.some(normal(names, [{ coefficient: BigInt(whole), powers: names.map(() => 0) }], shift))
}

/** One of the variables. @category constructors */
export const variablePolynomial = (names: ReadonlyArray<string>, index: number): Polynomial =>
  normal(names, [{ coefficient: 1n, powers: names.map((_, i) => (i === index ? 1 : 0)) }], 0)

// combinators ------------------------------------------------------------------------------

/** Like terms as one. */
const collected = (names: ReadonlyArray<string>, terms: Iterable<Term>, shift: number): Polynomial => {
  const sums = new Map<string, Term>()
  for (const { coefficient, powers } of terms) {
    const key = powers.join(' ')
    sums.set(key, { coefficient: coefficient + (sums.get(key)?.coefficient ?? 0n), powers })
  }
  return normal(names, [...sums.values()], shift)
}

const scaled = ({ terms, shift }: Polynomial, to: number): ReadonlyArray<Term> =>
  to === shift ? terms : terms.map(({ coefficient, powers }) => ({ coefficient: coefficient << BigInt(to - shift), powers }))

/** p + q. @category combinators */
export const addPolynomials = (p: Polynomial, q: Polynomial): Polynomial => {
  const shift = Math.max(p.shift, q.shift)
  return collected(p.names, [...scaled(p, shift), ...scaled(q, shift)], shift)
}

/** −p. @category combinators */
export const negPolynomial = (p: Polynomial): Polynomial => ({ ...p, terms: p.terms.map(({ coefficient, powers }) => ({ coefficient: -coefficient, powers })) })

const bits = ({ terms }: Polynomial): number => terms.reduce((most, { coefficient }) => Math.max(most, coefficient.toString(16).length * 4), 0)

/** p · q; none where it would be too large to write out. @category combinators */
export const mulPolynomials = (p: Polynomial, q: Polynomial): Option<Polynomial> => {
  if (p.terms.length * q.terms.length > mostProducts || bits(p) + bits(q) > mostBits) return O.none
  const products = function* (): Generator<Term> {
    for (const a of p.terms)
      for (const b of q.terms) yield { coefficient: a.coefficient * b.coefficient, powers: a.powers.map((n, i) => n + entry(b.powers, i)) }
  }
  const made = collected(p.names, products(), p.shift + q.shift)
  return made.terms.every(({ powers }) => powers.every(Number.isSafeInteger)) ? O.some(made) : O.none
}

/** pⁿ for a whole n from 0, by squaring; none where it would be too large to write out. @category combinators */
export const powPolynomial = (p: Polynomial, n: number): Option<Polynomial> => {
  if (!Number.isSafeInteger(n) || n < 0) return O.none
  const times = (a: Option<Polynomial>, b: Option<Polynomial>): Option<Polynomial> => (O.isSome(a) && O.isSome(b) ? mulPolynomials(a.value, b.value) : O.none)
  let result = constantPolynomial(p.names, 1)
  let square: Option<Polynomial> = O.some(p)
  for (let left = n; left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) result = times(result, square)
    if (left > 1) square = times(square, square)
  }
  return result
}

/** The number a polynomial is, where it has no variable in it. @category destructors */
export const constantOf = ({ terms, shift }: Polynomial): Option<number> => {
  const [term] = terms
  if (term === undefined) return O.some(0)
  return terms.length === 1 && degree(term) === 0 ? O.some(quotient(term.coefficient, shift)) : O.none
}

/** Of a number from 0 up and any other. */
const gcd = (a: bigint, b: bigint): bigint => {
  let [x, y] = [a, b < 0n ? -b : b]
  while (y !== 0n) [x, y] = [y, x % y]
  return x
}

const isTerm = (term: unknown): boolean => isRecord(term) && typeof Reflect.get(term, 'coefficient') === 'bigint' && isWholes(Reflect.get(term, 'powers'), 0)

/** Refuse what is no polynomial, as an Option of one is none. */
export const checkPolynomial = (operation: string, p: unknown): void =>
  checkRecord(
    operation,
    'a polynomial',
    p,
    { names: isListOf(isText), terms: isListOf(isTerm), shift: Number.isSafeInteger },
    'polynomial(program) answers with an Option, whose value is one',
  )

/** The greatest whole number that divides every coefficient, with the sign of the first of them. @category destructors */
export const contentOf = ({ terms }: Polynomial): bigint => {
  const size = terms.reduce((found, { coefficient }) => gcd(found, coefficient), 0n)
  return (terms[0]?.coefficient ?? 0n) < 0n ? -size : size
}

/** c / 2^shift as the nearest float64, also where c alone would overflow. */
export const quotient = (c: bigint, shift: number): number => {
  // 64 leading bits and a sticky one decide the rounding; the rest is a power of two.
  const size = c < 0n ? -c : c
  const spare = Math.max(0, size.toString(2).length - 64)
  const kept = size >> BigInt(spare)
  const sticky = spare > 0 && kept << BigInt(spare) !== size ? kept | 1n : kept
  const power = spare - shift
  const half = Math.trunc(power / 2)
  return (c < 0n ? -1 : 1) * Number(sticky) * 2 ** half * 2 ** (power - half)
}

/** Equal names, terms and scale. @category instances */
export const samePolynomial = (p: Polynomial, q: Polynomial): boolean =>
  p.shift === q.shift &&
  p.names.length === q.names.length &&
  p.terms.length === q.terms.length &&
  p.terms.every((a, i) => a.coefficient === q.terms[i]?.coefficient && ascending(a, entry(q.terms, i)) === 0)
